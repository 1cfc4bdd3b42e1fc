//! A small game to test the tables on: contest `c1` with four reps on its board, and `c2` which nobody has
//! joined. A second workspace holds the same ids with other values; no test may see or change it.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::books::Books;
use super::on_both_engines;
use crate::config::Presets;
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::Format;
use crate::domain::id::{ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::praise::Praise;
use crate::domain::roster::{Membership, Person};
use crate::domain::rulebook::Rulebook;
use crate::domain::score::{Score, Verdict};
use crate::store::claims::Link;
use crate::store::grounds::Case;
use crate::store::ledger::{self, Scored};
use crate::store::praises::{self, NewPraise};
use crate::store::roster::{self, Channel};
use crate::store::shares::{self, Share};
use crate::store::{Batch, Result, Tx, claims, contests, entrants, look_alikes, standings};

/// The reps on the board of `c1`.
pub(crate) const REPS: [&str; 4] = ["ann", "bob", "cid", "dee"];

/// The workspace that the tests play in.
pub(crate) fn acme() -> WorkspaceId {
    "T1".into()
}

/// The workspace that nothing may leak into or out of.
fn shadow() -> WorkspaceId {
    "T2".into()
}

/// Minutes after nine on a Monday.
pub(crate) fn at(minutes: i64) -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

/// So many days after that Monday.
pub(crate) fn day(days: i64) -> NaiveDate {
    (at(0) + TimeDelta::days(days)).date_naive()
}

/// `c1`, the contest with players.
pub(crate) fn c1() -> ContestId {
    "c1".into()
}

/// `c2`, the one without.
pub(crate) fn c2() -> ContestId {
    "c2".into()
}

/// The default rulebook.
pub(crate) fn book() -> Rulebook {
    Presets::load(None).unwrap().rulebooks["habit"].clone()
}

/// An open contest that ends after so many days, in the channel `C-<id>`.
pub(crate) fn contest(id: &str, days: i64) -> Contest {
    Contest {
        id: id.into(),
        title: id.to_uppercase(),
        channel: format!("C-{id}").into(),
        zone: Tz::Europe__Berlin,
        starts_at: at(0),
        ends_at: at(0) + TimeDelta::days(days),
        phase: Phase::Open,
        template: "sprint-week".into(),
        format: Format::default(),
        prizes: Some("first three".into()),
        rulebook: 1,
        board_at: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
        started_by: "boss".into(),
        closed_at: None,
        round: 0,
        closings: 0,
        dry_run: None,
    }
}

/// A member of that id and name.
pub(crate) fn person(id: &str) -> Person {
    let (zone, standing) = (Tz::Asia__Tokyo, Membership::Member);
    Person { id: id.into(), name: id.to_uppercase(), zone, standing, deactivated: false }
}

/// A share of that rep, taken in at that minute.
pub(crate) fn share(id: &str, user: &str, minute: i64) -> Share {
    Share {
        id: id.into(),
        user: user.into(),
        link_key: format!("acme.com/{id}"),
        link_url: format!("https://acme.com/{id}"),
        network: Network::Web,
        kind: Kind::Original,
        words: format!("the words of {id}"),
        words_len: 14,
        channel: "C-c1".into(),
        message_ts: None,
        shared_at: at(minute),
        rep_day: at(minute).date_naive(),
        recorded_at: at(minute),
        taken_back: None,
        is_worded: false,
    }
}

/// A share of that rep's, to be judged on the first day.
pub(crate) fn case<'a>(user: &'a UserId, claim_key: &'a str) -> Case<'a> {
    static ACME: LazyLock<WorkspaceId> = LazyLock::new(acme);
    Case {
        workspace: &ACME,
        user,
        delivery: "D1",
        claim_key,
        message: None,
        weeks: [day(0), day(7)],
        streak_since: day(-7),
    }
}

/// A score of so many points.
pub(crate) fn score(points: i64) -> Score {
    Score {
        verdict: Verdict::Counted,
        rule: Some("original".into()),
        base: points,
        halved: false,
        multiplier: 110,
        points,
        cut: 2,
        first_of_week: 0,
        with_more_words: None,
    }
}

/// A score that is none: the words are a copy.
pub(crate) fn copied() -> Score {
    Score { verdict: Verdict::Copied, rule: None, ..score(0) }
}

/// Takes a share in at that minute and pays it in a contest.
pub(crate) async fn paid(
    tx: &mut Tx,
    contest: &ContestId,
    id: &str,
    user: &str,
    minute: i64,
    score: &Score,
) -> Result<ShareId> {
    paid_in(tx, &acme(), contest, &share(id, user, minute), score).await
}

async fn paid_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    share: &Share,
    score: &Score,
) -> Result<ShareId> {
    let mut batch = Batch::default();
    shares::insert(&mut batch, workspace, share)?;
    batch.run(tx).await?;
    pay_again(tx, workspace, contest, share, score).await?;
    Ok(share.id.clone())
}

/// Pays a share that was taken in before in one more contest.
pub(crate) async fn pay_again(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    share: &Share,
    score: &Score,
) -> Result<()> {
    let day = share.shared_at.date_naive();
    let (user, network) = (&share.user, share.network);
    let stood = standings::tally(tx, workspace, contest, user).await?;
    let round = contests::find(tx, workspace, contest).await?.map_or(0, |contest| contest.round);
    let scored = Scored {
        contest,
        share: &share.id,
        user,
        network,
        day,
        likeness: 61,
        score,
        round,
        stood,
        rules: 1,
        bonus: None,
        streak_weeks: 0,
        likest: None,
    };
    let mut batch = Batch::default();
    ledger::pay(&mut batch, workspace, &scored, share.recorded_at)?;
    batch.run(tx).await
}

async fn set_up(tx: &mut Tx) -> Result<()> {
    for workspace in [acme(), shadow()] {
        for (id, days) in [("c1", 5), ("c2", 9)] {
            contests::create(tx, &workspace, &contest(id, days), &book()).await?;
        }
        for id in REPS {
            roster::learn(tx, &workspace, &person(id), at(0)).await?;
            entrants::join(tx, &workspace, &c1(), &id.into(), at(0)).await?;
        }
    }
    cast_shadow(tx, &shadow()).await
}

/// Fills the other workspace with rows that a query not bound to its workspace would stumble on.
async fn cast_shadow(tx: &mut Tx, shadow: &WorkspaceId) -> Result<()> {
    for (n, user) in REPS.into_iter().enumerate() {
        let id = UserId::from(user);
        let (share, score) =
            (share(&format!("s{}", n + 1), user, 1), Score { first_of_week: 5, ..score(900) });
        paid_in(tx, shadow, &c1(), &share, &score).await?;
        entrants::join(tx, shadow, &c2(), &id, at(1)).await?;
        let mut batch = Batch::default();
        let link = Link { key: &share.link_key, user: &id, share: &share.id };
        claims::claim(&mut batch, shadow, &c1(), link);
        claims::claim_own_post(tx, &mut batch, shadow, link).await?;
        look_alikes::keep(&mut batch, shadow, &share.id, &(1..=16).collect::<Vec<_>>(), at(1));
        shares::keep_active_week(&mut batch, shadow, &id, day(0), 0b1_1111);
        roster::keep_streak(&mut batch, shadow, &id, 9, Some(day(3)));
        batch.run(tx).await?;
    }
    let channel = Channel { id: "C-c1".into(), name: "wins".into(), bot_is_member: false, archived: true };
    roster::learn_channel(tx, shadow, &channel).await?;
    roster::learn(tx, shadow, &Person { standing: Membership::Admin, ..person("zoe") }, at(0)).await?;
    contests::keep_leader(tx, shadow, &c1(), &"dee".into(), "2026-03-02", 2).await?;
    let praise = &Praise::Streak { user: "U9".into(), name: "SHADOW".into(), weeks: 2 };
    let (subject, what, channel) = ("ann", "points:25", &"C-c1".into());
    let praise = NewPraise { contest: Some(&c1()), subject, what, channel, praise, is_said: true };
    praises::note(tx, shadow, &praise, at(0)).await?;
    praises::keep_heard(tx, shadow, channel, at(7)).await
}

/// Plays `story` on both engines, and sees to it that the other workspace is as it was.
pub(crate) async fn in_a_game(story: impl AsyncFnOnce(&mut Tx) -> Result<()> + Clone + Send + 'static) {
    on_both_engines(async |store| {
        store.write(set_up).await.unwrap();
        let before = Books::read(&store).await.of(shadow().as_str());
        assert_eq!((before.standings.len(), before.ledger.len(), before.prints.len()), (8, 8, 24));
        store.write(story.clone()).await.unwrap();
        assert_eq!(Books::read(&store).await.of(shadow().as_str()), before, "the other workspace changed");
    })
    .await;
}
