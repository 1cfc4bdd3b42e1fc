//! Shares: what was submitted, who its link belongs to, what it reads like, and the days it made active.

use chrono::{DateTime, NaiveDate, Utc};

use super::time::instant;
use super::values::{day, parse_word, word};
use super::{Error, Result, Tx, execute, fetch_all, fetch_optional};
use crate::domain::id::{ChannelId, ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::originality::PRINTS;
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
}

#[derive(sqlx::FromRow)]
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
        })
    }
}

macro_rules! share_columns {
    () => {
        "s.share_id, s.user_id, s.link_key, s.link_url, s.network, s.kind, s.words, s.words_len, s.channel_id,
         s.message_ts, s.shared_at, s.rep_day, s.recorded_at, s.taken_back"
    };
}

/// Writes down a share.
pub async fn insert(tx: &mut Tx, workspace: &WorkspaceId, share: &Share) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO shares (workspace_id, share_id, user_id, link_key, link_url, network, kind, words, words_len,
             channel_id, message_ts, shared_at, rep_day, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        workspace.as_str(),
        share.id.as_str(),
        share.user.as_str(),
        &share.link_key,
        &share.link_url,
        word(share.network)?,
        word(share.kind)?,
        &share.words,
        i64::try_from(share.words_len).unwrap_or(i64::MAX),
        share.channel.as_str(),
        share.message_ts.as_deref(),
        share.shared_at.timestamp_millis(),
        share.rep_day.to_string(),
        share.recorded_at.timestamp_millis(),
    )?;
    Ok(())
}

/// Marks a share as taken back, frees whatever it still claims and forgets what it reads like.
pub async fn take_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &ShareId,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE shares SET taken_back = $3 WHERE workspace_id = $1 AND share_id = $2",
        workspace.as_str(),
        share.as_str(),
        now.timestamp_millis(),
    )?;
    execute!(
        tx,
        "DELETE FROM claims WHERE workspace_id = $1 AND share_id = $2",
        workspace.as_str(),
        share.as_str(),
    )?;
    forget_prints(tx, workspace, share).await
}

/// Frees a share's link in one contest.
pub async fn unclaim(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    share: &ShareId,
) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM claims WHERE workspace_id = $1 AND contest_id = $2 AND share_id = $3",
        workspace.as_str(),
        contest.as_str(),
        share.as_str(),
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
              ORDER BY CASE WHEN s.taken_back IS NULL THEN 0 ELSE 1 END, s.recorded_at DESC LIMIT 1"
        ),
        workspace.as_str(),
        channel.as_str(),
        ts,
    )?
    .map(Share::try_from)
    .transpose()
}

/// The person's latest share that counts in a live contest and was taken in at `since` or later. A copy never
/// counted.
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
            " FROM shares s WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.recorded_at >= $3
                  AND s.taken_back IS NULL AND EXISTS (
                      SELECT 1 FROM scores sc
                      JOIN contests c ON c.workspace_id = sc.workspace_id AND c.contest_id = sc.contest_id
                          AND c.phase IN ('scheduled', 'open', 'paused')
                      WHERE sc.workspace_id = s.workspace_id AND sc.share_id = s.share_id AND sc.stands = 1
                          AND sc.verdict <> 'copied')
              ORDER BY s.recorded_at DESC, s.share_id DESC LIMIT 1"
        ),
        workspace.as_str(),
        user.as_str(),
        since.timestamp_millis(),
    )?
    .map(Share::try_from)
    .transpose()
}

/// Who holds a claim, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The contest it holds in; none for one person's own post, which is claimed in the whole workspace.
    pub contest: Option<ContestId>,
    /// Whose it is.
    pub user: UserId,
    /// When the share behind it counted.
    pub shared_at: DateTime<Utc>,
    /// What it was paid there, all told.
    pub points: i64,
}

/// The claims on a link that concern `user`: their own in each contest, and anybody's on a personal post.
pub async fn claims(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    link_key: &str,
    user: &UserId,
) -> Result<Vec<Claim>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64, i64),
        "SELECT c.contest_id, c.user_id, s.shared_at,
             CAST(COALESCE(sc.points + sc.first_of_week, 0) AS BIGINT)
         FROM claims c
         JOIN shares s ON s.workspace_id = c.workspace_id AND s.share_id = c.share_id
         LEFT JOIN scores sc ON sc.workspace_id = c.workspace_id AND sc.contest_id = c.contest_id
             AND sc.share_id = c.share_id
         WHERE c.workspace_id = $1 AND c.link_key = $2 AND (c.claimant = $3 OR c.contest_id = '')",
        workspace.as_str(),
        link_key,
        user.as_str(),
    )?;
    rows.into_iter()
        .map(|(contest, user, shared_at, points)| {
            Ok(Claim {
                contest: (!contest.is_empty()).then(|| contest.into()),
                user: user.into(),
                shared_at: instant(shared_at)?,
                points,
            })
        })
        .collect()
}

/// Claims a link for a share: within a contest for its rep, or (`contest` none) as one person's own post in
/// the whole workspace. False if it is taken: two who race for it cannot both have it.
pub async fn claim(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: Option<&ContestId>,
    link_key: &str,
    user: &UserId,
    share: &ShareId,
) -> Result<bool> {
    let claimant = contest.map_or("", |_| user.as_str());
    let claimed = execute!(
        tx,
        "INSERT INTO claims (workspace_id, contest_id, link_key, claimant, user_id, share_id)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id, contest_id, link_key, claimant) DO NOTHING",
        workspace.as_str(),
        contest.map_or("", ContestId::as_str),
        link_key,
        claimant,
        user.as_str(),
        share.as_str(),
    )?;
    Ok(claimed > 0)
}

/// Most look-alikes that are compared word by word.
const CANDIDATES: i64 = 8;

/// Words of standing shares since `since` that share prints with a text, the likest first. `prints` holds at
/// most [`PRINTS`].
pub async fn look_alikes(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    prints: &[i64],
    since: DateTime<Utc>,
) -> Result<Vec<String>> {
    let p: [Option<i64>; PRINTS] = std::array::from_fn(|i| prints.get(i).copied());
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT s.words FROM (
             SELECT p.share_id, COUNT(*) AS shared FROM prints p
             WHERE p.workspace_id = $1 AND p.shared_at >= $2 AND p.print IN
                 ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
             GROUP BY p.share_id ORDER BY shared DESC, p.share_id DESC LIMIT $19) near
         JOIN shares s ON s.workspace_id = $1 AND s.share_id = near.share_id
         ORDER BY near.shared DESC, s.share_id",
        workspace.as_str(),
        since.timestamp_millis(),
        p[0],
        p[1],
        p[2],
        p[3],
        p[4],
        p[5],
        p[6],
        p[7],
        p[8],
        p[9],
        p[10],
        p[11],
        p[12],
        p[13],
        p[14],
        p[15],
        CANDIDATES,
    )?;
    Ok(rows.into_iter().map(|(words,)| words).collect())
}

/// Puts a share's words into the index of look-alikes.
pub async fn keep_prints(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &ShareId,
    prints: &[i64],
    shared_at: DateTime<Utc>,
) -> Result<()> {
    let Some(last) = prints.last() else { return Ok(()) };
    // One statement for any number: a text with fewer repeats its last.
    let p: [i64; PRINTS] = std::array::from_fn(|i| *prints.get(i).unwrap_or(last));
    execute!(
        tx,
        "INSERT INTO prints (workspace_id, share_id, shared_at, print) VALUES
             ($1, $2, $3, $4), ($1, $2, $3, $5), ($1, $2, $3, $6), ($1, $2, $3, $7),
             ($1, $2, $3, $8), ($1, $2, $3, $9), ($1, $2, $3, $10), ($1, $2, $3, $11),
             ($1, $2, $3, $12), ($1, $2, $3, $13), ($1, $2, $3, $14), ($1, $2, $3, $15),
             ($1, $2, $3, $16), ($1, $2, $3, $17), ($1, $2, $3, $18), ($1, $2, $3, $19)
         ON CONFLICT (workspace_id, print, share_id) DO NOTHING",
        workspace.as_str(),
        share.as_str(),
        shared_at.timestamp_millis(),
        p[0],
        p[1],
        p[2],
        p[3],
        p[4],
        p[5],
        p[6],
        p[7],
        p[8],
        p[9],
        p[10],
        p[11],
        p[12],
        p[13],
        p[14],
        p[15],
    )?;
    Ok(())
}

/// Takes a share's words out of the index of look-alikes.
pub async fn forget_prints(tx: &mut Tx, workspace: &WorkspaceId, share: &ShareId) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM prints WHERE workspace_id = $1 AND share_id = $2",
        workspace.as_str(),
        share.as_str(),
    )?;
    Ok(())
}

/// Takes shares made before `before` out of the index of look-alikes.
pub async fn forget_old_prints(tx: &mut Tx, workspace: &WorkspaceId, before: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM prints WHERE workspace_id = $1 AND shared_at < $2",
        workspace.as_str(),
        before.timestamp_millis(),
    )?;
    Ok(())
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
pub async fn keep_active_week(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    week: NaiveDate,
    days: u8,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO active_weeks (workspace_id, user_id, week, days) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, user_id, week) DO UPDATE SET days = excluded.days",
        workspace.as_str(),
        user.as_str(),
        week.to_string(),
        i64::from(days),
    )?;
    Ok(())
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
         JOIN scores sc ON sc.workspace_id = s.workspace_id AND sc.share_id = s.share_id
         WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.rep_day = $3 AND s.taken_back IS NULL
             AND s.kind <> 'like' AND sc.stands = 1 AND sc.verdict <> 'copied' LIMIT 1",
        workspace.as_str(),
        user.as_str(),
        rep_day.to_string(),
    )?
    .is_some())
}
