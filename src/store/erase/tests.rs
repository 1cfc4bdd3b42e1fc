//! Erasing leaves nothing of one workspace, and everything of its neighbour.

use sqlx::AssertSqlSafe;

use super::*;
use crate::domain::badge;
use crate::domain::duel::{Duel, DuelState, LASTS};
use crate::domain::format::Team;
use crate::domain::format::rounds::{Plan, Round};
use crate::domain::health::Concern;
use crate::domain::reward::{Ground, Prize, Reward};
use crate::domain::season::{Every, Rhythm, Season};
use crate::store::testing::game::{acme, at, contest, in_a_game};
use crate::store::testing::rows::{columns, tables};
use crate::store::winnings::{self, NewWinning};
use crate::store::{
    Batch, agenda, badges, concerns, deliveries, draws, duels, fetch_one, homes, posts, prizes, quotas,
    rewards, rounds, screens, seasons, team_changes, teams, workspaces,
};

/// How many rows each table holds of a workspace.
async fn count(tx: &mut Tx, workspace: &str) -> Result<Vec<(String, i64)>> {
    let mut counts = Vec::new();
    for table in tables(tx).await? {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE workspace_id = $1");
        let (count,) = fetch_one!(tx, (i64,), AssertSqlSafe(sql), workspace)?;
        counts.push((table, count));
    }
    Ok(counts)
}

/// What the game does not touch: what is owed, and what was delivered.
async fn fill_up(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    workspaces::arrive(tx, workspace, at(0)).await?;
    deliveries::once(tx, workspace, "Ev1", at(0), async |_| Ok(())).await?;
    for kind in ["housekeeping", "erase"] {
        agenda::put(tx, workspace, &agenda::Work::new(kind, kind, &(), at(0))?).await?;
    }
    let call = posts::Call::AddReaction { channel: "C1".into(), ts: "1.2".into(), name: "eyes".into() };
    posts::owe(tx, workspace, &posts::Post { key: "r".into(), call, due_at: at(0) }).await?;
    draws::keep(tx, workspace, &"c1".into(), "seed").await?;
    draws::make(tx, workspace, &"c1".into(), &[("ann".into(), 1)], at(0)).await?;
    let dealt = team_changes::Change::Dealt { teams: 2 };
    team_changes::note(tx, workspace, &"c1".into(), &dealt, (&"dee".into(), at(0))).await?;
    let team = Team { id: "t1".into(), name: "Owls".into(), captain: None, place_before: None };
    teams::create(tx, workspace, &"c1".into(), &team).await?;
    // Not by way of the ledger, which the game holds as it is.
    let sql =
        "INSERT INTO corrections (workspace_id, contest_id, entry_id, user_id, made_by, points, reason, at)
         VALUES ($1, 'c1', 'e1', 'ann', 'dee', 1, 'by hand', 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO bonuses (workspace_id, contest_id, version, label, percent, kinds, weekends, from_at, made_by, made_at)
         VALUES ($1, 'c1', 2, 'weekend off', 0, '[]', 1, 0, 'dee', 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO awards (workspace_id, contest_id, entry_id, user_id, rule, label, subject, week, points, stands, at)
         VALUES ($1, 'c1', 'e2', 'ann', 'deal', 'deal with Acme', 'review:1', '2026-03-02', 1, 0, 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO counts (workspace_id, user_id, measure, count_id, value, state, at)
         VALUES ($1, 'ann', 'x-followers', 'n1', 812, 'stands', 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO reviews (workspace_id, number, user_id, subject, matter, note, state, asked_at)
         VALUES ($1, 1, 'ann', 'count:n1', '{}', '', 'open', 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO dry_shares (workspace_id, contest_id, user_id, link_key, share_id, channel_id, recorded_at)
         VALUES ($1, 'c1', 'ann', 'acme.com', 's9', 'C1', 0)";
    execute!(tx, sql, workspace.as_str())?;
    let sql = "INSERT INTO swaps (workspace_id, contest_id, swap_id, offered_by, offered_to, mine, theirs, state, offered_at)
         VALUES ($1, 'c1', 's1', 'ann', 'bob', 'cid', 'dee', 'offered', 0)";
    execute!(tx, sql, workspace.as_str())?;
    concerns::keep(tx, workspace, &"c1".into(), Concern::Lead, true).await?;
    let duel = Duel {
        id: "d1".into(),
        challenger: "ann".into(),
        rival: "bob".into(),
        state: DuelState::Offered,
        lasts: LASTS,
        offered_at: at(0),
        fought: None,
        points: None,
    };
    duels::keep(tx, workspace, &"c1".into(), &duel).await?;
    screens::make(tx, workspace, "h1", (&"C1".into(), None), &"dee".into(), at(0)).await?;
    homes::open(tx, workspace, &"ann".into(), at(0)).await?;
    let weekly = Rhythm::of(&contest("c1", 4), Every::Week, false).unwrap();
    seasons::begin(tx, workspace, &"c1".into(), &Season::first("s1".into(), "Sprint", weekly)).await?;
    quotas::set(tx, workspace, &"c1".into(), None, 300, &"dee".into(), at(0)).await?;
    let prize = Prize { id: "p1".into(), ground: Ground::Place(1), name: "Mug".into(), stock: None };
    prizes::add(tx, workspace, &"c1".into(), &prize, &"dee".into(), at(0)).await?;
    let reward = Reward { id: "r1".into(), name: "Voucher".into(), price: 5, stock: None };
    rewards::keep(tx, workspace, &reward, &"dee".into(), at(0)).await?;
    let ann = "ann".into();
    let new = NewWinning { contest: None, source: "r1", user: &ann, name: "Voucher", price: 5, ground: None };
    winnings::make(tx, workspace, &new, at(0)).await?;
    let mut batch = Batch::default();
    badges::give(&mut batch, workspace, &ann, ("b1", badge::Ground::First(None)), at(0))?;
    badges::keep_best(&mut batch, workspace, &ann, (badge::Record::Day, 5), at(0))?;
    batch.run(tx).await?;
    let (starts_at, ends_at) = (at(0), at(1));
    let round = Round { number: 1, of: 1, starts_at, ends_at, plan: Plan::Open, outcome: None };
    rounds::begin(tx, workspace, &"c2".into(), &round).await?;
    let sql = "INSERT INTO lanes (workspace_id, lane, rests_from, rests_until) VALUES ($1, 'C1', 0, 0)";
    execute!(tx, sql, workspace.as_str())?;
    Ok(())
}

/// Gives one workspace whatever the other has.
async fn copy(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    for table in tables(tx).await? {
        let columns = columns(tx, &table).await?.join(", ");
        let sql = format!(
            "INSERT INTO {table} (workspace_id, {columns}) SELECT $2, {columns} FROM {table} \
             WHERE workspace_id = $1 ON CONFLICT DO NOTHING"
        );
        execute!(tx, AssertSqlSafe(sql), from, to)?;
    }
    Ok(())
}

#[tokio::test]
async fn every_table_of_the_schema_is_erased_in_small_parts_and_the_neighbour_keeps_all() {
    in_a_game(async |tx| {
        fill_up(tx, &"T2".into()).await?;
        copy(tx, "T2", "T1").await?;
        let (ours, theirs) = (count(tx, "T1").await?, count(tx, "T2").await?);
        for (table, rows) in ours.iter().chain(&theirs) {
            assert!(*rows > 0, "this test puts nothing into {table}; and does `erase` know it?");
        }
        let total: i64 = ours.iter().map(|(_, rows)| rows).sum();
        let (mut before, mut parts) = (total, 0);
        while !some(tx, &acme(), 7).await? {
            let now: i64 = count(tx, "T1").await?.iter().map(|(_, rows)| rows).sum();
            assert!((1..=7).contains(&(before - now)), "{before} → {now}");
            assert_eq!(agenda_of(tx, "erase").await?, 1, "what erases goes last");
            (before, parts) = (now, parts + 1);
        }
        assert!(parts >= total / 7 - 1, "{parts} parts for {total} rows");
        let left: Vec<_> = count(tx, "T1").await?.into_iter().filter(|(_, rows)| *rows > 0).collect();
        assert_eq!(left, []);
        assert_eq!(count(tx, "T2").await?, theirs);
        assert!(some(tx, &acme(), 7).await?, "again, there is nothing to erase");
        Ok(())
    })
    .await;
}

async fn agenda_of(tx: &mut Tx, kind: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM agenda WHERE workspace_id = 'T1' AND kind = $1";
    Ok(fetch_one!(tx, (i64,), sql, kind)?.0)
}
