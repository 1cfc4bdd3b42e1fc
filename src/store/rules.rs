//! The rules of a contest over time. Nothing in them is changed afterwards but that a bonus is called off.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::{json, parse_json, unknown};
use super::{Result, Tx, execute, fetch_all, row};
use crate::domain::bonus::{Bonus, BonusTime};
use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::rulebook::Rulebook;
use crate::domain::rules::{Rules, Version};

/// Who changes rules, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// Who.
    pub user: &'a UserId,
    /// When.
    pub at: DateTime<Utc>,
}

row! {
    struct VersionRow {
        version: i64,
        body: String,
        from_at: i64,
    }
}

row! {
    struct BonusRow {
        version: i64,
        label: String,
        percent: i64,
        kinds: String,
        team_id: Option<String>,
        weekends: i64,
        from_at: i64,
        until_at: Option<i64>,
        off_at: Option<i64>,
    }
}

impl BonusRow {
    fn bonus(self) -> Result<Bonus> {
        let from = instant(self.from_at)?;
        let until = self.until_at.map(instant).transpose()?;
        Ok(Bonus {
            number: self.version,
            label: self.label,
            percent: u32::try_from(self.percent).map_err(|_| unknown("bonuses.percent"))?,
            time: match (self.weekends, until) {
                (0, Some(until)) => BonusTime::Once(from, until),
                (0, None) => return Err(unknown("bonuses.until_at")),
                _ => BonusTime::Weekends(from),
            },
            kinds: parse_json(&self.kinds, "bonuses.kinds")?,
            team: self.team_id.map(Into::into),
            off_at: self.off_at.map(instant).transpose()?,
        })
    }
}

/// All rules of a contest.
pub async fn of(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Rules> {
    let versions = fetch_all!(
        tx,
        VersionRow,
        "SELECT version, body, from_at FROM rulebooks WHERE workspace_id = $1 AND contest_id = $2 ORDER BY version",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(|row| {
        let book = Arc::new(parse_json(&row.body, "rulebooks.body")?);
        Ok(Version { number: row.version, from: instant(row.from_at)?, book })
    })
    .collect::<Result<_>>()?;
    let bonuses = fetch_all!(
        tx,
        BonusRow,
        "SELECT version, label, percent, kinds, team_id, weekends, from_at, until_at, off_at FROM bonuses
         WHERE workspace_id = $1 AND contest_id = $2 ORDER BY version",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(BonusRow::bonus)
    .collect::<Result<_>>()?;
    Rules::of(versions, bonuses).ok_or_else(|| unknown("rulebooks.version"))
}

/// Adds a version of the rulebook that holds from `from` on, to a contest that is held. Gives its number.
pub async fn add_version(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    book: &Rulebook,
    from: DateTime<Utc>,
    by: By<'_>,
) -> Result<i64> {
    let version = contest.rulebook + 1;
    execute!(
        tx,
        "INSERT INTO rulebooks (workspace_id, contest_id, version, body, from_at, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        workspace.as_str(),
        contest.id.as_str(),
        version,
        json(book)?,
        from.timestamp_millis(),
        by.user.as_str(),
        by.at.timestamp_millis(),
    )?;
    number(tx, workspace, &contest.id, version).await?;
    Ok(version)
}

/// Adds a bonus to a contest that is held, under the next number, whatever it says. Gives it as it was kept.
pub async fn add_bonus(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    bonus: Bonus,
    by: By<'_>,
) -> Result<Bonus> {
    let bonus = Bonus { number: contest.rulebook + 1, ..bonus };
    let (from, until, weekends) = match bonus.time {
        BonusTime::Once(from, until) => (from, Some(until), 0),
        BonusTime::Weekends(from) => (from, None, 1),
    };
    execute!(
        tx,
        "INSERT INTO bonuses (workspace_id, contest_id, version, label, percent, kinds, team_id, weekends, from_at,
             until_at, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        workspace.as_str(),
        contest.id.as_str(),
        bonus.number,
        bonus.label.as_str(),
        i64::from(bonus.percent),
        json(&bonus.kinds)?,
        bonus.team.as_ref().map(|team| team.as_str()),
        weekends,
        from.timestamp_millis(),
        until.map(|until| until.timestamp_millis()),
        by.user.as_str(),
        by.at.timestamp_millis(),
    )?;
    number(tx, workspace, &contest.id, bonus.number).await?;
    Ok(bonus)
}

/// Calls a bonus off from this instant on, in a contest that is held: what it multiplied until then stays.
pub async fn call_off(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    bonus: i64,
    by: By<'_>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE bonuses SET off_at = $4, off_by = $5
         WHERE workspace_id = $1 AND contest_id = $2 AND version = $3 AND off_at IS NULL",
        workspace.as_str(),
        contest.id.as_str(),
        bonus,
        by.at.timestamp_millis(),
        by.user.as_str(),
    )?;
    number(tx, workspace, &contest.id, contest.rulebook + 1).await
}

/// Counts a change of rules: whoever has read them knows by it to read them again.
async fn number(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, version: i64) -> Result<()> {
    execute!(
        tx,
        "UPDATE contests SET rulebook = $3 WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
        version,
    )?;
    Ok(())
}

/// What captains may multiply for a week, in per cent; none where no manager has said.
pub async fn team_play(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Option<u32>> {
    let rows = fetch_all!(
        tx,
        (Option<i64>,),
        "SELECT team_play FROM contests WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows.into_iter().next().and_then(|(percent,)| percent).and_then(|percent| u32::try_from(percent).ok()))
}

/// Keeps what captains may multiply for a week, in per cent; 0 for nothing.
pub async fn keep_team_play(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    percent: u32,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE contests SET team_play = $3 WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
        i64::from(percent),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::Kind;
    use crate::store::contests;
    use crate::store::testing::game::{acme, at, book, c1, c2, contest, in_a_game};

    #[tokio::test]
    async fn rules_are_found_as_they_were_changed() {
        in_a_game(async |tx: &mut Tx| {
            let by = By { user: &"boss".into(), at: at(1) };
            let mut richer = book();
            richer.daily_points = 99;
            assert_eq!(add_version(tx, &acme(), &contest("c1", 5), &richer, at(60), by).await?, 2);
            let held = contests::hold(tx, &acme(), &c1()).await?.unwrap();
            assert_eq!(held.rulebook, 2);
            let hour = Bonus {
                number: 0,
                label: "bonus hour".into(),
                percent: 200,
                time: BonusTime::Once(at(10), at(70)),
                kinds: vec![Kind::Article],
                team: Some("t1".into()),
                off_at: None,
            };
            let weekends = Bonus {
                time: BonusTime::Weekends(at(10)),
                team: None,
                kinds: Vec::new(),
                percent: 0,
                ..hour.clone()
            };
            let hour = add_bonus(tx, &acme(), &held, hour, by).await?;
            let held = contests::hold(tx, &acme(), &c1()).await?.unwrap();
            let weekends = add_bonus(tx, &acme(), &held, weekends, by).await?;
            assert_eq!((hour.number, weekends.number), (3, 4));
            let held = contests::hold(tx, &acme(), &c1()).await?.unwrap();
            call_off(tx, &acme(), &held, 3, By { at: at(20), ..by }).await?;
            call_off(tx, &acme(), &held, 3, By { at: at(30), ..by }).await?;
            let rules = of(tx, &acme(), &c1()).await?;
            assert_eq!(rules.bonuses, [Bonus { off_at: Some(at(20)), ..hour }, weekends]);
            assert_eq!((rules.at(at(59)).book.daily_points, rules.at(at(60)).book.daily_points), (30, 99));
            assert_eq!(of(tx, &acme(), &c2()).await?.bonuses, []);
            assert_eq!(contests::hold(tx, &acme(), &c1()).await?.unwrap().rulebook, 5, "all read it again");
            assert_eq!(team_play(tx, &acme(), &c1()).await?, None);
            keep_team_play(tx, &acme(), &c1(), 150).await?;
            assert_eq!(team_play(tx, &acme(), &c1()).await?, Some(150));
            Ok(())
        })
        .await;
    }
}
