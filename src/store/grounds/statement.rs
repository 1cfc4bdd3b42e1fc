//! The one statement that reads the grounds, and its rows.

use crate::store::row;

row! {
    /// A row of any of the kinds that the statement yields; which columns are filled depends on `what`.
    pub(super) struct Row {
        pub(super) what: String,
        pub(super) t1: Option<String>,
        pub(super) t2: Option<String>,
        pub(super) t3: Option<String>,
        pub(super) t4: Option<String>,
        pub(super) t5: Option<String>,
        pub(super) t6: Option<String>,
        pub(super) t7: Option<String>,
        pub(super) t8: Option<String>,
        pub(super) t9: Option<String>,
        pub(super) t10: Option<String>,
        pub(super) t11: Option<String>,
        pub(super) n1: Option<i64>,
        pub(super) n2: Option<i64>,
        pub(super) n3: Option<i64>,
        pub(super) n4: Option<i64>,
        pub(super) n5: Option<i64>,
        pub(super) n6: Option<i64>,
        pub(super) n7: Option<i64>,
        pub(super) n8: Option<i64>,
        pub(super) n9: Option<i64>,
        pub(super) n10: Option<i64>,
    }
}

/// Who of those still here holds a record: the index has them in this order.
macro_rules! record {
    ($record:literal) => {
        concat!(
            " UNION ALL SELECT 'top', r.record, r.user_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                 r.value, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
             FROM (SELECT b.record, b.user_id, b.value FROM bests b
                   JOIN people p ON p.workspace_id = b.workspace_id AND p.user_id = b.user_id
                   WHERE b.workspace_id = $1 AND b.value > 0 AND p.deactivated = 0
                       AND (b.record <> 'streak' OR p.streaks = 1) AND b.record = '",
            $record,
            "' ORDER BY b.value DESC, b.at LIMIT 1) r"
        )
    };
}

/// One kind of row after another. The first names the columns and gives them their types.
pub(in crate::store) const GROUNDS: &str = concat!(
    "SELECT 'delivery' AS what, answer AS t1, CAST(NULL AS TEXT) AS t2, CAST(NULL AS TEXT) AS t3,
         CAST(NULL AS TEXT) AS t4, CAST(NULL AS TEXT) AS t5, CAST(NULL AS TEXT) AS t6, CAST(NULL AS TEXT) AS t7,
         CAST(NULL AS TEXT) AS t8, CAST(NULL AS TEXT) AS t9, CAST(NULL AS TEXT) AS t10,
         CAST(NULL AS TEXT) AS t11, CAST(NULL AS BIGINT) AS n1,
         CAST(NULL AS BIGINT) AS n2, CAST(NULL AS BIGINT) AS n3, CAST(NULL AS BIGINT) AS n4,
         CAST(NULL AS BIGINT) AS n5, CAST(NULL AS BIGINT) AS n6, CAST(NULL AS BIGINT) AS n7,
         CAST(NULL AS BIGINT) AS n8, CAST(NULL AS BIGINT) AS n9, CAST(NULL AS BIGINT) AS n10
     FROM deliveries WHERE workspace_id = $1 AND delivery_id = $3",
    " UNION ALL SELECT 'person', user_id, name, zone, membership, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         deactivated, streaks, (SELECT COUNT(*) FROM homes h WHERE h.workspace_id = $1 AND h.user_id = $2),
         (SELECT h.opened_at FROM homes h WHERE h.workspace_id = $1 AND h.user_id <> $2
          ORDER BY h.opened_at DESC LIMIT 1), NULL, NULL, NULL, NULL, NULL, NULL
     FROM people WHERE workspace_id = $1 AND user_id = $2",
    " UNION ALL SELECT CASE WHEN c.dry_run IS NULL THEN 'contest' ELSE 'dry' END, c.contest_id, c.title, c.channel_id, c.zone, c.phase, c.template, c.prizes,
         c.board_at, c.started_by, c.leader, c.format, c.starts_at, c.ends_at, c.rulebook, c.closed_at, c.closings,
         CASE WHEN e.user_id IS NULL THEN 0 WHEN e.left_at IS NULL THEN 1 ELSE 2 END,
         s.points, s.shares, s.hidden, c.round
     FROM contests c
     LEFT JOIN entrants e ON e.workspace_id = c.workspace_id AND e.contest_id = c.contest_id AND e.user_id = $2
     LEFT JOIN standings s ON s.workspace_id = c.workspace_id AND s.contest_id = c.contest_id AND s.user_id = $2
     WHERE c.workspace_id = $1 AND c.phase >= 'open'",
    " UNION ALL SELECT 'quota', c.contest_id, q.user_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         q.points, e.joined_at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM contests c
     JOIN quotas q ON q.workspace_id = c.workspace_id AND q.contest_id = c.contest_id AND q.user_id IN ($2, '')
     LEFT JOIN entrants e ON e.workspace_id = c.workspace_id AND e.contest_id = c.contest_id AND e.user_id = $2
     WHERE c.workspace_id = $1 AND c.phase >= 'open'",
    " UNION ALL SELECT 'prize', z.contest_id, z.prize_id, z.kind, z.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         z.at_number, z.stock, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM contests c JOIN prizes z ON z.workspace_id = c.workspace_id AND z.contest_id = c.contest_id
     WHERE c.workspace_id = $1 AND c.phase >= 'open'",
    " UNION ALL SELECT 'badge', badge_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         times, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM badges WHERE workspace_id = $1 AND user_id = $2",
    " UNION ALL SELECT 'best', record, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         value, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM bests WHERE workspace_id = $1 AND user_id = $2",
    record!("day"),
    record!("streak"),
    " UNION ALL SELECT 'lifetime', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         s.points, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM entrants e CROSS JOIN standings s CROSS JOIN contests c
     WHERE e.workspace_id = $1 AND e.user_id = $2
         AND s.workspace_id = $1 AND s.contest_id = e.contest_id AND s.user_id = $2
         AND c.workspace_id = $1 AND c.contest_id = e.contest_id AND c.phase <> 'cancelled' AND c.dry_run IS NULL",
    " UNION ALL SELECT 'claim', c.contest_id, c.user_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         s.shared_at, COALESCE(sc.points + sc.first_of_week, 0), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM claims c
     JOIN shares s ON s.workspace_id = c.workspace_id AND s.share_id = c.share_id
     LEFT JOIN scores sc ON sc.workspace_id = c.workspace_id AND sc.contest_id = c.contest_id
         AND sc.share_id = c.share_id
     WHERE c.workspace_id = $1 AND c.link_key IN ($4, $12) AND c.claimant IN ($2, '')",
    " UNION ALL SELECT 'week', week, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         days, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM active_weeks WHERE workspace_id = $1 AND user_id = $2 AND week >= $5",
    " UNION ALL SELECT 'score', sc.contest_id, sc.rule, sc.network, sc.day, sc.week, NULL, NULL, NULL, NULL, NULL, NULL,
         sc.points, sc.first_of_week, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM contests c CROSS JOIN scores sc
     WHERE c.workspace_id = $1 AND c.phase >= 'open'
         AND sc.workspace_id = $1 AND sc.contest_id = c.contest_id AND sc.user_id = $2 AND sc.week BETWEEN $6 AND $7
         AND sc.stands = 1 AND sc.verdict <> 'copied'",
    " UNION ALL SELECT 'message', share_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM shares WHERE workspace_id = $1 AND channel_id = $8 AND message_ts = $9",
    " UNION ALL SELECT 'message', delivery_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM deliveries WHERE workspace_id = $1 AND delivery_id = $10",
    " UNION ALL SELECT 'message', delivery_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM deliveries WHERE workspace_id = $1 AND delivery_id = $11",
    " UNION ALL SELECT 'left', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM workspaces WHERE workspace_id = $1 AND left_at IS NOT NULL",
);
