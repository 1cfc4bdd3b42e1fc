//! What was paid for counts and results: each an entry of the ledger, with what explains it beside it.

use chrono::{DateTime, NaiveDate, Utc};

use super::entries::{self, NewEntry, Paid, Whose};
use super::time::instant;
use super::{Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row};
use crate::domain::id::{ContestId, EntryId, UserId, WorkspaceId};
use crate::domain::measure::Award;
use crate::fresh;

/// An award to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewAward<'a> {
    /// Its entry.
    pub entry: NewEntry<'a>,
    /// The rule that pays it, by its name.
    pub rule: &'a str,
    /// What it is for, as people read it.
    pub label: &'a str,
    /// What it is for, by its name: all awards of one subject go together.
    pub subject: &'a str,
    /// The Monday of the week it counts in.
    pub week: NaiveDate,
    /// The version of the rules it is paid by.
    pub rules: i64,
    /// Points that the week's most cut away.
    pub cut: i64,
}

/// Pays an award. One from which everything was cut away is no entry of the ledger, but explained like the others.
pub async fn pay(tx: &mut Tx, workspace: &WorkspaceId, new: &NewAward<'_>, now: DateTime<Utc>) -> Result<()> {
    let entry = match new.entry.points {
        0 => fresh::id().into(),
        _ => entries::enter(tx, workspace, &new.entry, now).await?,
    };
    execute!(
        tx,
        "INSERT INTO awards (workspace_id, contest_id, entry_id, user_id, rule, label, subject, week, points, stands, at,
             rulebook, cut)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12)",
        workspace.as_str(),
        new.entry.contest.id.as_str(),
        entry.as_str(),
        new.entry.user.as_str(),
        new.rule,
        new.label,
        new.subject,
        new.week.to_string(),
        new.entry.points,
        now.timestamp_millis(),
        new.rules,
        new.cut,
    )?;
    Ok(())
}

/// What a rule has paid a rep in a week of a contest, and was not taken back.
pub async fn paid_in_week(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    rule: &str,
    week: NaiveDate,
) -> Result<i64> {
    let (paid,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM awards
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND rule = $4 AND week = $5 AND stands = 1",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        rule,
        week.to_string(),
    )?;
    Ok(paid)
}

/// Takes back what a subject paid somebody in contests that are not over. Gives the contests, in the order of their ids.
pub async fn take_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    subject: &str,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Vec<ContestId>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64, i64),
        "SELECT a.contest_id, a.entry_id, a.points,
             CAST(CASE WHEN e.round = c.round THEN e.points ELSE 0 END AS BIGINT)
         FROM awards a
         JOIN contests c ON c.workspace_id = a.workspace_id AND c.contest_id = a.contest_id
         LEFT JOIN ledger e ON e.workspace_id = a.workspace_id AND e.contest_id = a.contest_id
             AND e.user_id = a.user_id AND e.entry_id = a.entry_id
         WHERE a.workspace_id = $1 AND a.subject = $2 AND a.user_id = $3 AND a.stands = 1 AND c.phase >= 'open'
         ORDER BY a.contest_id, a.entry_id",
        workspace.as_str(),
        subject,
        user.as_str(),
    )?;
    let mut contests = Vec::new();
    for (contest, entry, points, points_of_round) in rows {
        execute!(
            tx,
            "UPDATE awards SET stands = 0
             WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND entry_id = $4",
            workspace.as_str(),
            contest.as_str(),
            user.as_str(),
            entry.as_str(),
        )?;
        let contest = ContestId::from(contest);
        let whose = Whose { contest: &contest, user, share: None };
        if points != 0 {
            entries::reverse(tx, workspace, whose, &[Paid { entry, points, points_of_round }], 0, now)
                .await?;
        }
        contests.push(contest);
    }
    contests.dedup();
    Ok(contests)
}

/// Whether points that a subject paid stand in a contest that is over.
pub async fn stands_where_over(tx: &mut Tx, workspace: &WorkspaceId, subject: &str) -> Result<bool> {
    let (standing,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM awards a
         JOIN contests c ON c.workspace_id = a.workspace_id AND c.contest_id = a.contest_id
         WHERE a.workspace_id = $1 AND a.subject = $2 AND a.stands = 1 AND a.points <> 0
             AND c.phase < 'open'",
        workspace.as_str(),
        subject,
    )?;
    Ok(standing > 0)
}

row! {
    struct AwardRow {
        entry_id: String,
        label: String,
        rule: String,
        points: i64,
        cut: i64,
        rulebook: i64,
        stands: i64,
        at: i64,
    }
}

impl TryFrom<AwardRow> for Award {
    type Error = Error;

    fn try_from(row: AwardRow) -> Result<Self> {
        let AwardRow { entry_id, label, rule, points, cut, rulebook, stands, at } = row;
        let (entry, stands, at) = (entry_id.into(), stands != 0, instant(at)?);
        Ok(Self { entry, label, rule, points, cut, rules: rulebook, stands, at })
    }
}

/// A rep's latest awards in a contest, latest first, at most `most`, those taken back among them.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    most: i64,
) -> Result<Vec<Award>> {
    fetch_all!(
        tx,
        AwardRow,
        "SELECT entry_id, label, rule, points, cut, rulebook, stands, at FROM awards
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 ORDER BY entry_id DESC LIMIT $4",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        most,
    )?
    .into_iter()
    .map(Award::try_from)
    .collect()
}

/// A rep's award of that name in a contest.
pub async fn find(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    entry: &EntryId,
) -> Result<Option<Award>> {
    fetch_optional!(
        tx,
        AwardRow,
        "SELECT entry_id, label, rule, points, cut, rulebook, stands, at FROM awards
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND entry_id = $4",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        entry.as_str(),
    )?
    .map(Award::try_from)
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Reason;
    use crate::store::testing::game::{acme, at, c1, contest, day, in_a_game, paid, score};
    use crate::store::{audit, standings};

    async fn award(tx: &mut Tx, subject: &str, points: i64, minute: i64) -> Result<()> {
        let (contest, user) = (contest("c1", 5), UserId::from("ann"));
        let stood = standings::tally(tx, &acme(), &c1(), &user).await?.unwrap();
        let (contest, user, reason) = (&contest, &user, Reason::Result);
        let entry = NewEntry { contest, user, points, reason, share: None, stood };
        let (rule, label) = ("deal", "deal with Acme");
        let new = NewAward { entry, rule, label, subject, week: day(0), rules: 3, cut: 5 };
        pay(tx, &acme(), &new, at(minute)).await?;
        Ok(())
    }

    #[tokio::test]
    async fn an_award_is_paid_explained_and_taken_back() {
        in_a_game(async |tx: &mut Tx| {
            let ann = UserId::from("ann");
            paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            award(tx, "win:1", 100, 2).await?;
            award(tx, "win:2", 50, 3).await?;
            assert_eq!(standings::points(tx, &acme(), &c1(), &ann).await?, 160);
            assert_eq!(paid_in_week(tx, &acme(), &c1(), &ann, "deal", day(0)).await?, 150);
            assert_eq!(audit::audit(tx).await?, []);
            assert_eq!(take_back(tx, &acme(), "win:2", &ann, at(4)).await?, [c1()]);
            assert_eq!(take_back(tx, &acme(), "win:2", &ann, at(5)).await?, []);
            assert_eq!(standings::points(tx, &acme(), &c1(), &ann).await?, 110);
            assert_eq!(paid_in_week(tx, &acme(), &c1(), &ann, "deal", day(0)).await?, 100);
            assert_eq!(paid_in_week(tx, &acme(), &c1(), &ann, "deal", day(7)).await?, 0);
            assert_eq!(audit::audit(tx).await?, []);
            let told = latest(tx, &acme(), &c1(), &ann, 9).await?;
            assert_eq!(
                told.iter().map(|award| (award.points, award.stands)).collect::<Vec<_>>(),
                [(50, false), (100, true)]
            );
            assert_eq!((told[1].rules, told[1].cut), (3, 5));
            let (one, bob) = (told[1].entry.clone(), UserId::from("bob"));
            assert_eq!(find(tx, &acme(), &c1(), &ann, &one).await?.as_ref(), Some(&told[1]));
            assert_eq!(find(tx, &acme(), &c1(), &bob, &one).await?, None);
            // All of it was cut away: nothing is in the ledger, and it is gone with what it was for.
            award(tx, "win:3", 0, 6).await?;
            assert_eq!(standings::points(tx, &acme(), &c1(), &ann).await?, 110);
            assert_eq!(take_back(tx, &acme(), "win:3", &ann, at(7)).await?, [c1()]);
            assert_eq!(standings::points(tx, &acme(), &c1(), &ann).await?, 110);
            assert_eq!(audit::audit(tx).await?, []);
            Ok(())
        })
        .await;
    }
}
