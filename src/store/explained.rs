//! What a share earned in a contest, and by which steps.

use chrono::{DateTime, NaiveDate, Utc};

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
    /// What it is.
    pub kind: Kind,
    /// Graphemes of own words.
    pub words_len: usize,
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
        kind: String,
        words_len: i64,
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
            kind: parse_word(&row.kind, "shares.kind")?,
            words_len: usize::try_from(row.words_len).unwrap_or(0),
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
        "SELECT sc.share_id, s.link_url, s.shared_at, sc.stands, s.kind, s.words_len, sc.rule, sc.verdict, sc.base, sc.multiplier,
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
        "SELECT sc.share_id, s.link_url, s.shared_at, sc.stands, s.kind, s.words_len, sc.rule, sc.verdict, sc.base, sc.multiplier,
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

/// A share that stands, with what it was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lately {
    /// The share.
    pub share: ShareId,
    /// Its link.
    pub url: String,
    /// When it counted.
    pub shared_at: DateTime<Utc>,
    /// When it was taken in.
    pub recorded_at: DateTime<Utc>,
    /// The contests it counted in, by title, each with what it was paid there.
    pub paid: Vec<(String, i64)>,
    /// Whether taking it back would change anything.
    pub counts_still: bool,
}

row! {
    struct LatelyRow {
        share_id: String,
        link_url: String,
        shared_at: i64,
        recorded_at: i64,
        title: Option<String>,
        paid: i64,
        counts: i64,
    }
}

/// The rep's latest shares since `since` that stand, latest first, at most `most`, wherever they count.
pub async fn lately(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    since: NaiveDate,
    most: i64,
) -> Result<Vec<Lately>> {
    let rows = fetch_all!(
        tx,
        LatelyRow,
        "SELECT s.share_id, s.link_url, s.shared_at, s.recorded_at, c.title,
             COALESCE(sc.points + sc.first_of_week, 0) AS paid,
             CAST(CASE WHEN c.phase >= 'open' AND sc.verdict <> 'copied' THEN 1 ELSE 0 END AS BIGINT) AS counts
         FROM (SELECT share_id, link_url, shared_at, recorded_at FROM shares
               WHERE workspace_id = $1 AND user_id = $2 AND rep_day >= $3 AND taken_back IS NULL
               ORDER BY share_id DESC LIMIT $4) s
         LEFT JOIN scores sc ON sc.workspace_id = $1 AND sc.share_id = s.share_id AND sc.stands = 1
         LEFT JOIN contests c ON c.workspace_id = $1 AND c.contest_id = sc.contest_id
         ORDER BY s.share_id DESC, c.title, sc.contest_id",
        workspace.as_str(),
        user.as_str(),
        since.to_string(),
        most,
    )?;
    let mut all: Vec<Lately> = Vec::new();
    for row in rows {
        if all.last().is_none_or(|last| last.share.as_str() != row.share_id) {
            all.push(Lately {
                share: row.share_id.into(),
                url: row.link_url,
                shared_at: instant(row.shared_at)?,
                recorded_at: instant(row.recorded_at)?,
                paid: Vec::new(),
                counts_still: false,
            });
        }
        if let Some(last) = all.last_mut() {
            last.paid.extend(row.title.map(|title| (title, row.paid)));
            last.counts_still |= row.counts != 0;
        }
    }
    Ok(all)
}
