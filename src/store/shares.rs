//! Shares: what was submitted, and the days it made active.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::batch::add;
use super::time::instant;
use super::values::{day, parse_word, word};
use super::{Batch, Error, Result, Tx, claims, execute, fetch_all, fetch_optional, look_alikes, row};
use crate::domain::id::{ChannelId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::originality::prints;
use crate::domain::streak::ActiveDays;

/// A share as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its own id.
    pub id: ShareId,
    /// Whose.
    pub user: UserId,
    /// The link's canonical spelling.
    pub link_key: String,
    /// The link to show.
    pub link_url: String,
    /// Where it was shared.
    pub network: Network,
    /// What it is.
    pub kind: Kind,
    /// Own words.
    pub words: String,
    /// Graphemes of own words.
    pub words_len: usize,
    /// Where it was submitted.
    pub channel: ChannelId,
    /// The message it came in by, if it was one.
    pub message_ts: Option<String>,
    /// The instant it counts at.
    pub shared_at: DateTime<Utc>,
    /// The rep's own date at that instant.
    pub rep_day: NaiveDate,
    /// When it was taken in.
    pub recorded_at: DateTime<Utc>,
    /// When it was taken back, if it was.
    pub taken_back: Option<DateTime<Utc>>,
    /// Whether its words were added by form, so that its message does not have them.
    pub is_worded: bool,
}

row! {
    struct ShareRow {
        share_id: String,
        user_id: String,
        link_key: String,
        link_url: String,
        network: String,
        kind: String,
        words: String,
        words_len: i64,
        channel_id: String,
        message_ts: Option<String>,
        shared_at: i64,
        rep_day: String,
        recorded_at: i64,
        taken_back: Option<i64>,
        is_worded: i64,
    }
}

impl TryFrom<ShareRow> for Share {
    type Error = Error;

    fn try_from(row: ShareRow) -> Result<Self> {
        Ok(Self {
            network: parse_word(&row.network, "shares.network")?,
            kind: parse_word(&row.kind, "shares.kind")?,
            rep_day: day(&row.rep_day, "shares.rep_day")?,
            words_len: usize::try_from(row.words_len).unwrap_or(0),
            id: row.share_id.into(),
            user: row.user_id.into(),
            link_key: row.link_key,
            link_url: row.link_url,
            words: row.words,
            channel: row.channel_id.into(),
            message_ts: row.message_ts,
            shared_at: instant(row.shared_at)?,
            recorded_at: instant(row.recorded_at)?,
            taken_back: row.taken_back.map(instant).transpose()?,
            is_worded: row.is_worded != 0,
        })
    }
}

macro_rules! share_columns {
    () => {
        "s.share_id, s.user_id, s.link_key, s.link_url, s.network, s.kind, s.words, s.words_len, s.channel_id,
         s.message_ts, s.shared_at, s.rep_day, s.recorded_at, s.taken_back, s.is_worded"
    };
}

impl Share {
    /// The link as it is claimed.
    pub fn claim_key(&self) -> String {
        self.kind.claim_key(&self.link_key)
    }
}

/// Writes down a share.
pub fn insert(batch: &mut Batch, workspace: &WorkspaceId, share: &Share) -> Result<()> {
    add!(
        batch,
        "INSERT INTO shares (workspace_id, share_id, user_id, link_key, link_url, network, kind, words, words_len,
             channel_id, message_ts, shared_at, rep_day, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        workspace.as_str(),
        share.id.as_str(),
        share.user.as_str(),
        share.link_key.as_str(),
        share.link_url.as_str(),
        word(share.network)?,
        word(share.kind)?,
        share.words.as_str(),
        i64::try_from(share.words_len).unwrap_or(i64::MAX),
        share.channel.as_str(),
        share.message_ts.as_deref(),
        share.shared_at.timestamp_millis(),
        share.rep_day.to_string(),
        share.recorded_at.timestamp_millis(),
    );
    Ok(())
}

/// Marks a share as taken back, frees whatever it still claims and forgets what it reads like.
pub async fn take_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &Share,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE shares SET taken_back = $3 WHERE workspace_id = $1 AND share_id = $2",
        workspace.as_str(),
        share.id.as_str(),
        now.timestamp_millis(),
    )?;
    let link = claims::Link { key: &share.claim_key(), user: &share.user, share: &share.id };
    claims::free(tx, workspace, link).await?;
    look_alikes::forget(tx, workspace, &share.id, &prints(&share.words)).await
}

/// Remembers that the share which came in by this message, and stands, has words that were added by form.
pub async fn keep_worded(tx: &mut Tx, workspace: &WorkspaceId, channel: &ChannelId, ts: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE shares SET is_worded = 1
         WHERE workspace_id = $1 AND channel_id = $2 AND message_ts = $3 AND taken_back IS NULL",
        workspace.as_str(),
        channel.as_str(),
        ts,
    )?;
    Ok(())
}

/// The share that came in by this message: the one that stands, else the latest taken back.
pub async fn of_message(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
) -> Result<Option<Share>> {
    fetch_optional!(
        tx,
        ShareRow,
        concat!(
            "SELECT ",
            share_columns!(),
            " FROM shares s WHERE s.workspace_id = $1 AND s.channel_id = $2 AND s.message_ts = $3
              ORDER BY CASE WHEN s.taken_back IS NULL THEN 0 ELSE 1 END, s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        channel.as_str(),
        ts,
    )?
    .map(Share::try_from)
    .transpose()
}

/// The share of that id.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, share: &ShareId) -> Result<Option<Share>> {
    fetch_optional!(
        tx,
        ShareRow,
        concat!("SELECT ", share_columns!(), " FROM shares s WHERE s.workspace_id = $1 AND s.share_id = $2"),
        workspace.as_str(),
        share.as_str(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// The person's latest share of any worth that was not taken back and made at `since` or later.
pub async fn latest_of_all(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    since: DateTime<Utc>,
) -> Result<Option<Share>> {
    fetch_optional!(
        tx,
        ShareRow,
        concat!(
            "SELECT ",
            share_columns!(),
            " FROM shares s WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day >= $3
                  AND s.taken_back IS NULL ORDER BY s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        user.as_str(),
        since.date_naive().to_string(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// The same of one link.
pub async fn of_link(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    link: &str,
    since: DateTime<Utc>,
) -> Result<Option<Share>> {
    fetch_optional!(
        tx,
        ShareRow,
        concat!(
            "SELECT ",
            share_columns!(),
            " FROM shares s WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day >= $4 AND s.link_key = $3
                  AND s.taken_back IS NULL ORDER BY s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        user.as_str(),
        link,
        since.date_naive().to_string(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// Somebody's share of that id, or what was taken in anew for it: of those that they made of one link at one instant the one
/// that stands, else the latest.
pub async fn now_for(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    share: &ShareId,
) -> Result<Option<Share>> {
    let named = find(tx, workspace, share).await?.filter(|share| share.user == *user);
    let Some(share) = named else { return Ok(None) };
    fetch_optional!(
        tx,
        ShareRow,
        concat!(
            "SELECT ",
            share_columns!(),
            " FROM shares s WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day = $3 AND s.link_key = $4
                  AND s.shared_at = $5
              ORDER BY CASE WHEN s.taken_back IS NULL THEN 0 ELSE 1 END, s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        share.user.as_str(),
        share.rep_day.to_string(),
        share.link_key.as_str(),
        share.shared_at.timestamp_millis(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// Days by which a share may be taken in after the one it counts on: Slack may deliver a message late.
const LATE: Days = Days::new(30);

/// The person's latest share that counts in a contest not yet over and was taken in at `since` or later. A
/// copy never counted.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    since: DateTime<Utc>,
) -> Result<Option<Share>> {
    fetch_optional!(
        tx,
        ShareRow,
        concat!(
            "SELECT ",
            share_columns!(),
            " FROM shares s WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day >= $4 AND s.recorded_at >= $3
                  AND s.taken_back IS NULL AND EXISTS (
                      SELECT 1 FROM scores sc
                      JOIN contests c ON c.workspace_id = sc.workspace_id AND c.contest_id = sc.contest_id
                      WHERE sc.workspace_id = s.workspace_id AND sc.share_id = s.share_id AND sc.stands = 1
                          AND sc.verdict <> 'copied' AND c.phase >= 'open')
              ORDER BY s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        user.as_str(),
        since.timestamp_millis(),
        (since.date_naive() - LATE).to_string(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// Forgets the own words of shares made before `before`; their length stays.
pub async fn forget_old_words(tx: &mut Tx, workspace: &WorkspaceId, before: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "UPDATE shares SET words = '' WHERE workspace_id = $1 AND shared_at < $2 AND words <> ''",
        workspace.as_str(),
        before.timestamp_millis(),
    )?;
    Ok(())
}

/// The person's active days from the week of `since` on.
pub async fn active_days(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    since: NaiveDate,
) -> Result<ActiveDays> {
    fetch_all!(
        tx,
        (String, i64),
        "SELECT week, days FROM active_weeks WHERE workspace_id = $1 AND user_id = $2 AND week >= $3",
        workspace.as_str(),
        user.as_str(),
        since.to_string(),
    )?
    .into_iter()
    .map(|(week, days)| Ok((day(&week, "active_weeks.week")?, u8::try_from(days & 0x7f).unwrap_or(0))))
    .collect()
}

/// Keeps which days of a week were active, a bit for each from Monday.
pub fn keep_active_week(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    user: &UserId,
    week: NaiveDate,
    days: u8,
) {
    add!(
        batch,
        "INSERT INTO active_weeks (workspace_id, user_id, week, days) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, user_id, week) DO UPDATE SET days = excluded.days",
        workspace.as_str(),
        user.as_str(),
        week.to_string(),
        i64::from(days),
    );
}

/// Whether the person has a share on that day of theirs which still stands, and was neither a copy nor a like.
pub async fn active_on(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    rep_day: NaiveDate,
) -> Result<bool> {
    Ok(fetch_optional!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM shares s
         WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day = $3 AND s.taken_back IS NULL
             AND s.kind <> 'like' AND EXISTS (
             SELECT 1 FROM scores sc WHERE sc.workspace_id = s.workspace_id AND sc.share_id = s.share_id
                 AND sc.stands = 1 AND sc.verdict <> 'copied') LIMIT 1",
        workspace.as_str(),
        user.as_str(),
        rep_day.to_string(),
    )?
    .is_some())
}

#[cfg(test)]
mod tests;
