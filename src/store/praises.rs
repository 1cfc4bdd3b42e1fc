//! What was praised, once and for ever, and when a channel last heard a shout-out.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::{json, parse_json};
use super::{Result, Tx, execute, fetch_all, fetch_optional};
use crate::domain::id::{ChannelId, ContestId, WorkspaceId};
use crate::domain::praise::Praise;

/// What is to be praised, and what makes it unique.
#[derive(Clone, Debug)]
pub struct NewPraise<'a> {
    /// The contest it belongs to; none for what holds across contests (a streak).
    pub contest: Option<&'a ContestId>,
    /// Whom it is about: a person's id, or `contest`.
    pub subject: &'a str,
    /// What happened: `points:100`, `streak:4`, `lead:2026-03-02:1`.
    pub what: &'a str,
    /// Where it is said.
    pub channel: &'a ChannelId,
    /// The words' facts.
    pub praise: &'a Praise,
    /// Whether it is said; otherwise it is only kept from being said later.
    pub is_said: bool,
}

/// Notes a praise; false if the same was praised before, whatever has happened since.
pub async fn note(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    praise: &NewPraise<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let body = json(praise.praise)?;
    let noted = execute!(
        tx,
        "INSERT INTO praises (workspace_id, contest_id, subject, what, channel_id, praise, at, post_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (workspace_id, contest_id, subject, what) DO NOTHING",
        workspace.as_str(),
        praise.contest.map_or("", ContestId::as_str),
        praise.subject,
        praise.what,
        praise.channel.as_str(),
        body,
        now.timestamp_millis(),
        (!praise.is_said).then_some("unsaid"),
    )?;
    Ok(noted > 0)
}

/// What was praised of somebody in a contest, said or not.
pub async fn known(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    subject: &str,
) -> Result<BTreeSet<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT what FROM praises WHERE workspace_id = $1 AND contest_id = $2 AND subject = $3",
        workspace.as_str(),
        contest.as_str(),
        subject,
    )?;
    Ok(rows.into_iter().map(|(what,)| what).collect())
}

/// What waits to be praised of a person (or `contest`) in one contest, or (`contest` none) across contests.
pub async fn unsaid(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: Option<&ContestId>,
    subject: &str,
) -> Result<Vec<(String, Praise)>> {
    fetch_all!(
        tx,
        (String, String),
        "SELECT what, praise FROM praises
         WHERE workspace_id = $1 AND contest_id = $2 AND subject = $3 AND post_key IS NULL ORDER BY what",
        workspace.as_str(),
        contest.map_or("", ContestId::as_str),
        subject,
    )?
    .into_iter()
    .map(|(what, praise)| Ok((what, parse_json(&praise, "praises.praise")?)))
    .collect()
}

/// Takes back a praise that was not said yet: should it come true again, it is praised then.
pub async fn withdraw(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: Option<&ContestId>,
    subject: &str,
    what: &str,
) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM praises WHERE workspace_id = $1 AND contest_id = $2 AND subject = $3 AND what = $4
             AND post_key IS NULL",
        workspace.as_str(),
        contest.map_or("", ContestId::as_str),
        subject,
        what,
    )?;
    Ok(())
}

/// Takes what waits to be praised in a channel, oldest first, and marks it as said by the post `post_key`.
pub async fn take_waiting(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    post_key: &str,
) -> Result<Vec<Praise>> {
    let rows = fetch_all!(
        tx,
        (String, i64),
        "UPDATE praises SET post_key = $3 WHERE workspace_id = $1 AND channel_id = $2 AND post_key IS NULL
         RETURNING praise, at",
        workspace.as_str(),
        channel.as_str(),
        post_key,
    )?;
    tx.shows();
    let mut praises = rows
        .into_iter()
        .map(|(body, at)| Ok((at, parse_json(&body, "praises.praise")?)))
        .collect::<Result<Vec<(i64, Praise)>>>()?;
    praises.sort_by_key(|(at, _)| *at);
    Ok(praises.into_iter().map(|(_, praise)| praise).collect())
}

/// What posts with keys from `first` to `last` praised in a channel: each with the key of its post, the latest first.
/// Both keys are of one length, so that they compare alike on both engines.
pub async fn said(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    (first, last): (&str, &str),
    most: i64,
) -> Result<Vec<(String, Praise)>> {
    fetch_all!(
        tx,
        (String, String),
        "SELECT post_key, praise FROM praises
         WHERE workspace_id = $1 AND channel_id = $2 AND post_key >= $3 AND post_key <= $4
         ORDER BY post_key DESC, at LIMIT $5",
        workspace.as_str(),
        channel.as_str(),
        first,
        last,
        most,
    )?
    .into_iter()
    .map(|(key, praise)| Ok((key, parse_json(&praise, "praises.praise")?)))
    .collect()
}

/// When the channel last heard a shout-out.
pub async fn last_heard(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
) -> Result<Option<DateTime<Utc>>> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT last_at FROM shout_out_times WHERE workspace_id = $1 AND channel_id = $2",
        workspace.as_str(),
        channel.as_str(),
    )?;
    row.map(|(at,)| instant(at)).transpose()
}

/// Keeps when the channel last heard a shout-out.
pub async fn keep_heard(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    at: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO shout_out_times (workspace_id, channel_id, last_at) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, channel_id) DO UPDATE SET last_at = excluded.last_at",
        workspace.as_str(),
        channel.as_str(),
        at.timestamp_millis(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
