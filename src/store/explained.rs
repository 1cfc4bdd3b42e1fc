//! What a share earned in a contest, and by which steps.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::parse_word;
use super::{Error, Result, Tx, fetch_all, fetch_optional, row};
use crate::domain::id::{ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::score::Verdict;

/// One share of a rep as `/pace why` explains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The share.
    pub share: ShareId,
    /// Its link.
    pub url: String,
    /// When it counted.
    pub shared_at: DateTime<Utc>,
    /// Whether it still stands.
    pub stands: bool,
    /// The rule that took it.
    pub rule: Option<String>,
    /// What became of it.
    pub verdict: Verdict,
    /// The rule's points.
    pub base: i64,
    /// The multiplier in per cent.
    pub multiplier: u32,
    /// The bonus that it came from, if it was not the streak.
    pub bonus: Option<String>,
    /// The version of the rules it was scored by.
    pub rules: i64,
    /// How alike its words were, in per cent …
    pub likeness: u8,
    /// … to an earlier share of this kind.
    pub likest: Option<Kind>,
    /// Points for the share.
    pub points: i64,
    /// Points that the day's most cut away.
    pub cut: i64,
    /// The bonus for the first of the week.
    pub first_of_week: i64,
}

row! {
    struct ExplainedRow {
        share_id: String,
        link_url: String,
        shared_at: i64,
        stands: i64,
        rule: Option<String>,
        verdict: String,
        base: i64,
        multiplier: i64,
        bonus: Option<String>,
        rulebook: i64,
        likeness: i64,
        likest: Option<String>,
        points: i64,
        cut: i64,
        first_of_week: i64,
    }
}

impl TryFrom<ExplainedRow> for Explained {
    type Error = Error;

    fn try_from(row: ExplainedRow) -> Result<Self> {
        Ok(Self {
            verdict: parse_word(&row.verdict, "scores.verdict")?,
            multiplier: u32::try_from(row.multiplier).unwrap_or(100),
            likeness: u8::try_from(row.likeness).unwrap_or(0),
            likest: row.likest.map(|kind| parse_word(&kind, "scores.likest")).transpose()?,
            share: row.share_id.into(),
            url: row.link_url,
            shared_at: instant(row.shared_at)?,
            stands: row.stands != 0,
            rule: row.rule,
            base: row.base,
            bonus: row.bonus,
            rules: row.rulebook,
            points: row.points,
            cut: row.cut,
            first_of_week: row.first_of_week,
        })
    }
}

/// The rep's latest shares in a contest, latest first, at most `most`, those taken back among them.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    most: i64,
) -> Result<Vec<Explained>> {
    fetch_all!(
        tx,
        ExplainedRow,
        // Every score has a week; asking for one points SQLite to the index that holds the rep's.
        "SELECT sc.share_id, s.link_url, s.shared_at, sc.stands, sc.rule, sc.verdict, sc.base, sc.multiplier,
             sc.bonus, sc.rulebook, sc.likeness, sc.likest, sc.points, sc.cut, sc.first_of_week
         FROM scores sc
         JOIN shares s ON s.workspace_id = sc.workspace_id AND s.share_id = sc.share_id
         WHERE sc.workspace_id = $1 AND sc.contest_id = $2 AND sc.user_id = $3 AND sc.week > ''
         ORDER BY s.recorded_at DESC, s.share_id DESC LIMIT $4",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        most,
    )?
    .into_iter()
    .map(Explained::try_from)
    .collect()
}

/// One share in a contest.
pub async fn of_share(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    share: &ShareId,
) -> Result<Option<Explained>> {
    fetch_optional!(
        tx,
        ExplainedRow,
        "SELECT sc.share_id, s.link_url, s.shared_at, sc.stands, sc.rule, sc.verdict, sc.base, sc.multiplier,
             sc.bonus, sc.rulebook, sc.likeness, sc.likest, sc.points, sc.cut, sc.first_of_week
         FROM scores sc
         JOIN shares s ON s.workspace_id = sc.workspace_id AND s.share_id = sc.share_id
         WHERE sc.workspace_id = $1 AND sc.share_id = $3 AND sc.contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
        share.as_str(),
    )?
    .map(Explained::try_from)
    .transpose()
}
