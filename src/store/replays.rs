//! A contest's shares as they were scored, to be scored again by other rules.

use super::values::{day, parse_word};
use super::{Result, Tx, fetch_all, row};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::replay::Replayed;
use crate::domain::rules::Rules;
use crate::domain::score::Facts;

row! {
    struct ReplayRow {
        user_id: String,
        kind: String,
        network: String,
        words_len: i64,
        day: String,
        likeness: i64,
        multiplier: i64,
        bonus: Option<String>,
        rulebook: i64,
        streak_weeks: Option<i64>,
        paid: i64,
    }
}

impl ReplayRow {
    fn replayed(self, rules: &Rules) -> Result<Replayed> {
        let multiplier = u32::try_from(self.multiplier).unwrap_or(100);
        let streak = &rules.numbered(self.rulebook).book.streak;
        // Scores of before streaks were kept with them: as many weeks as make this multiplier.
        let weeks = || multiplier.saturating_sub(100) / streak.step_percent.max(1);
        Ok(Replayed {
            facts: Facts {
                kind: parse_word(&self.kind, "shares.kind")?,
                network: parse_word(&self.network, "scores.network")?,
                words_len: usize::try_from(self.words_len).unwrap_or(0),
                day: day(&self.day, "scores.day")?,
                likeness: u8::try_from(self.likeness).unwrap_or(0),
                streak_weeks: self.streak_weeks.and_then(|n| u32::try_from(n).ok()).unwrap_or_else(weeks),
                bonus: self.bonus.is_some().then_some(multiplier),
            },
            user: self.user_id.into(),
            paid: self.paid,
        })
    }
}

/// The shares that stand in a contest, in the order in which they were taken in.
pub async fn shares(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    rules: &Rules,
) -> Result<Vec<Replayed>> {
    fetch_all!(
        tx,
        ReplayRow,
        // Every score has a rep; asking for one points SQLite to the index that holds the contest's.
        "SELECT sc.user_id, s.kind, sc.network, s.words_len, sc.day, sc.likeness, sc.multiplier, sc.bonus, sc.rulebook,
             sc.streak_weeks, CAST(sc.points + sc.first_of_week AS BIGINT) AS paid
         FROM scores sc
         JOIN shares s ON s.workspace_id = sc.workspace_id AND s.share_id = sc.share_id
         WHERE sc.workspace_id = $1 AND sc.contest_id = $2 AND sc.user_id > '' AND sc.stands = 1
         ORDER BY s.recorded_at, s.share_id",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(|row| row.replayed(rules))
    .collect()
}

/// What everybody on a contest's board has, and their names.
pub async fn points(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<Vec<(UserId, String, i64)>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64),
        "SELECT s.user_id, COALESCE(p.name, s.user_id), s.points FROM standings s
         LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 ORDER BY s.user_id",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows.into_iter().map(|(user, name, points)| (user.into(), name, points)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::replay::differences;
    use crate::store::rules;
    use crate::store::testing::game::{acme, c1, c2, in_a_game, paid, score};

    #[tokio::test]
    async fn a_contests_shares_are_read_with_what_they_were_scored_by() {
        in_a_game(async |tx: &mut Tx| {
            paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            paid(tx, &c1(), "s2", "bob", 2, &score(5)).await?;
            paid(tx, &c2(), "s3", "ann", 3, &score(5)).await?;
            let rules = rules::of(tx, &acme(), &c1()).await?;
            let shares = shares(tx, &acme(), &c1(), &rules).await?;
            let read: Vec<_> = shares.iter().map(|share| (share.user.as_str(), share.paid)).collect();
            assert_eq!(read, [("ann", 10), ("bob", 5)]);
            assert_eq!(differences(&rules.at(crate::store::testing::game::at(0)).book, &shares).len(), 2);
            let points = points(tx, &acme(), &c1()).await?;
            assert_eq!(points.len(), 4);
            assert_eq!(points[0], ("ann".into(), "ANN".into(), 10));
            Ok(())
        })
        .await;
    }
}
