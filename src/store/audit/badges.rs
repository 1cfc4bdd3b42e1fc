//! The audit of badges and records: what reps have beside what they have done.

use std::fmt;

use super::super::{Result, Tx, fetch_all, row};

row! {
    /// A badge that is not borne out by what stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BadgeDifference {
        /// The workspace.
        pub workspace_id: String,
        /// The person.
        pub user_id: String,
        /// The badge.
        pub badge_id: String,
        /// What it is for.
        pub kind: String,
        /// And how much of it.
        pub need: i64,
        /// How often, as kept.
        pub times: i64,
        /// How often by what stands.
        pub earned: i64,
    }
}

impl fmt::Display for BadgeDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "workspace {} person {}: badge {} ({} {}), {} times, by what stands {}",
            self.workspace_id, self.user_id, self.badge_id, self.kind, self.need, self.times, self.earned
        )
    }
}

/// Checks every badge whose ground the database alone can tell, in every workspace, and gives those that differ. A streak
/// depends on a rule that it does not know.
pub(super) async fn badges(tx: &mut Tx) -> Result<Vec<BadgeDifference>> {
    fetch_all!(
        tx,
        BadgeDifference,
        "WITH earned AS (
             SELECT b.workspace_id, b.user_id, b.badge_id, b.kind, b.need, b.times,
                 CAST(CASE
                     WHEN b.kind = 'week_days' THEN (
                         SELECT COUNT(*) FROM active_weeks w
                         WHERE w.workspace_id = b.workspace_id AND w.user_id = b.user_id
                             AND (w.days & 1) + ((w.days >> 1) & 1) + ((w.days >> 2) & 1) + ((w.days >> 3) & 1)
                                 + ((w.days >> 4) & 1) >= b.need)
                     WHEN b.kind IN ('contest_points', 'contest_shares') THEN (
                         SELECT COUNT(*) FROM standings s
                         JOIN contests c ON c.workspace_id = s.workspace_id AND c.contest_id = s.contest_id
                             AND c.dry_run IS NULL
                         WHERE s.workspace_id = b.workspace_id AND s.user_id = b.user_id
                             AND CASE WHEN b.kind = 'contest_points' THEN s.points ELSE s.shares END >= b.need)
                     ELSE (
                         SELECT COUNT(*) FROM shares h
                         JOIN scores sc ON sc.workspace_id = h.workspace_id AND sc.share_id = h.share_id
                             AND sc.stands = 1 AND sc.verdict <> 'copied'
                         WHERE h.workspace_id = b.workspace_id AND h.user_id = b.user_id
                             AND CASE WHEN b.kind = 'first' THEN h.kind <> 'like' ELSE 'first:' || h.kind = b.kind END)
                 END AS BIGINT) AS earned
             FROM badges b WHERE b.is_kept = 0 AND b.kind NOT IN ('record', 'streak_weeks'))
         SELECT workspace_id, user_id, badge_id, kind, need, times, earned FROM earned
         WHERE CASE WHEN kind = 'week_days' THEN earned < times ELSE earned = 0 END
         ORDER BY workspace_id, user_id, badge_id",
    )
    .map_err(Into::into)
}

row! {
    /// A best day that the scores do not bear out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BestDifference {
        /// The workspace.
        pub workspace_id: String,
        /// The person.
        pub user_id: String,
        /// Points as kept.
        pub value: i64,
        /// Points of the best day that stands.
        pub earned: i64,
    }
}

impl fmt::Display for BestDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "workspace {} person {}: best day {}, by what stands {}",
            self.workspace_id, self.user_id, self.value, self.earned
        )
    }
}

/// Recomputes everybody's best day, in every workspace, and gives those that differ.
pub(super) async fn bests(tx: &mut Tx) -> Result<Vec<BestDifference>> {
    fetch_all!(
        tx,
        BestDifference,
        "WITH days AS (
             SELECT sc.workspace_id, sc.user_id, SUM(sc.points + sc.first_of_week) AS points FROM scores sc
             JOIN contests c ON c.workspace_id = sc.workspace_id AND c.contest_id = sc.contest_id AND c.dry_run IS NULL
             WHERE sc.stands = 1 AND sc.verdict <> 'copied'
             GROUP BY sc.workspace_id, sc.user_id, sc.contest_id, sc.day),
         best AS (SELECT workspace_id, user_id, MAX(points) AS points FROM days GROUP BY workspace_id, user_id)
         SELECT b.workspace_id, b.user_id, b.value, CAST(COALESCE(best.points, 0) AS BIGINT) AS earned
         FROM bests b
         LEFT JOIN best ON best.workspace_id = b.workspace_id AND best.user_id = b.user_id
         WHERE b.record = 'day' AND b.value <> COALESCE(best.points, 0)
         ORDER BY b.workspace_id, b.user_id",
    )
    .map_err(Into::into)
}
