//! People and channels, as Slack last described them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::batch::add;
use super::values::unknown;
use super::{
    Batch, Engine, Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row, standings,
};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::roster::{Membership, Person};

/// A channel as far as posting to it depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Slack's id.
    pub id: ChannelId,
    /// Its name, without `#`.
    pub name: String,
    /// Whether the bot is in it.
    pub bot_is_member: bool,
    /// Whether it is archived.
    pub archived: bool,
}

impl Channel {
    /// Whether the bot can post there.
    pub fn takes_posts(&self) -> bool {
        self.bot_is_member && !self.archived
    }
}

row! {
    pub(super) struct PersonRow {
        pub(super) user_id: String,
        pub(super) name: String,
        pub(super) zone: String,
        pub(super) membership: String,
        pub(super) deactivated: i64,
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Self {
            // A zone that Slack knows and our table does not is shown in UTC rather than refused.
            zone: row.zone.parse().unwrap_or(Tz::UTC),
            standing: membership(&row.membership).ok_or_else(|| unknown("people.membership"))?,
            id: row.user_id.into(),
            name: row.name,
            deactivated: row.deactivated != 0,
        })
    }
}

const MEMBERSHIPS: [(Membership, &str); 4] = [
    (Membership::Admin, "admin"),
    (Membership::Member, "member"),
    (Membership::Guest, "guest"),
    (Membership::Bot, "bot"),
];

fn membership(word: &str) -> Option<Membership> {
    MEMBERSHIPS.into_iter().find(|(_, known)| *known == word).map(|(membership, _)| membership)
}

fn word(membership: Membership) -> &'static str {
    MEMBERSHIPS.into_iter().find(|(known, _)| *known == membership).map_or("member", |(_, word)| word)
}

/// Writes down a person, or what has changed about them. Somebody who is deactivated leaves every board, and
/// comes back to it with their score.
pub async fn learn(tx: &mut Tx, workspace: &WorkspaceId, person: &Person, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO people (workspace_id, user_id, name, zone, membership, deactivated, learned_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (workspace_id, user_id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
             membership = excluded.membership, deactivated = excluded.deactivated,
             learned_at = excluded.learned_at",
        workspace.as_str(),
        person.id.as_str(),
        &person.name,
        person.zone.name(),
        word(person.standing),
        i64::from(person.deactivated),
        now.timestamp_millis(),
    )?;
    let astray = fetch_all!(
        tx,
        (String, i64),
        // Joined crosswise, so that SQLite begins with the person's few entries.
        "SELECT s.contest_id, s.hidden FROM entrants e CROSS JOIN standings s
         WHERE e.workspace_id = $1 AND e.user_id = $2
             AND s.workspace_id = $1 AND s.contest_id = e.contest_id AND s.user_id = $2
             AND s.hidden <> CASE WHEN $3 = 1 OR e.left_at IS NOT NULL THEN 1 ELSE 0 END
         ORDER BY s.contest_id",
        workspace.as_str(),
        person.id.as_str(),
        i64::from(person.deactivated),
    )?;
    for (contest, hidden) in astray {
        standings::show(tx, workspace, &contest.into(), &person.id, hidden == 1).await?;
    }
    Ok(())
}

/// The person, if we have learned of them.
pub async fn person(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Option<Person>> {
    fetch_optional!(
        tx,
        PersonRow,
        "SELECT user_id, name, zone, membership, deactivated FROM people
         WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?
    .map(Person::try_from)
    .transpose()
}

/// Those still here who are called so, by their whole name or its first word; two at most, since whoever asks means one.
pub async fn named(tx: &mut Tx, workspace: &WorkspaceId, name: &str) -> Result<Vec<Person>> {
    fetch_all!(
        tx,
        PersonRow,
        "SELECT user_id, name, zone, membership, deactivated FROM people
         WHERE workspace_id = $1 AND deactivated = 0
             AND (LOWER(name) = LOWER($2) OR SUBSTR(LOWER(name), 1, LENGTH($2) + 1) = LOWER($2) || ' ')
         ORDER BY user_id LIMIT 2",
        workspace.as_str(),
        name,
    )?
    .into_iter()
    .map(Person::try_from)
    .collect()
}

/// Holds the person until the transaction ends: whoever scores for them waits. Without it, two shares of one
/// rep that are scored at the same moment on Postgres could both spend the last of a cap. SQLite has one
/// writer, so there is nothing to hold.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        fetch_optional!(
            tx,
            (String,),
            "SELECT user_id FROM people WHERE workspace_id = $1 AND user_id = $2 FOR UPDATE",
            workspace.as_str(),
            user.as_str(),
        )?;
    }
    Ok(())
}

/// The person, held.
pub async fn held(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Option<Person>> {
    hold(tx, workspace, user).await?;
    person(tx, workspace, user).await
}

/// Whether anybody of this workspace is known yet.
pub async fn is_known(tx: &mut Tx, workspace: &WorkspaceId) -> Result<bool> {
    Ok(fetch_optional!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM people WHERE workspace_id = $1 LIMIT 1",
        workspace.as_str(),
    )?
    .is_some())
}

/// Everybody of this workspace whom we have learned of, at most `most`.
pub async fn ids(tx: &mut Tx, workspace: &WorkspaceId, most: usize) -> Result<Vec<UserId>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT user_id FROM people WHERE workspace_id = $1 LIMIT $2",
        workspace.as_str(),
        i64::try_from(most).unwrap_or(i64::MAX),
    )?;
    Ok(rows.into_iter().map(|(user,)| user.into()).collect())
}

/// One of the workspace's managers other than `but`: an admin, else whoever is named in `also`; by name the first of
/// several.
pub async fn first_manager(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    also: &[UserId],
    but: &UserId,
) -> Result<Option<UserId>> {
    let admin = fetch_optional!(
        tx,
        (String,),
        "SELECT user_id FROM people
         WHERE workspace_id = $1 AND deactivated = 0 AND membership = 'admin' AND user_id <> $2
         ORDER BY name, user_id LIMIT 1",
        workspace.as_str(),
        but.as_str(),
    )?;
    if let Some((admin,)) = admin {
        return Ok(Some(admin.into()));
    }
    for user in also.iter().filter(|user| *user != but) {
        let person = person(tx, workspace, user).await?;
        if person.is_some_and(|person| !person.deactivated && person.standing == Membership::Member) {
            return Ok(Some(user.clone()));
        }
    }
    Ok(None)
}

/// The workspace's managers with their names, but for `but`, and at most `most`: its admins and whoever is named in
/// `also`.
pub async fn managers(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    also: &[UserId],
    but: Option<&UserId>,
    most: usize,
) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT name FROM people
         WHERE workspace_id = $1 AND deactivated = 0 AND user_id <> $2
             AND (membership = 'admin' OR (membership = 'member' AND $3 <> REPLACE($3, ' ' || user_id || ' ', '')))
         ORDER BY name LIMIT $4",
        workspace.as_str(),
        but.map_or("", UserId::as_str),
        also.iter().fold(" ".to_owned(), |ids, id| format!("{ids}{id} ")),
        i64::try_from(most).unwrap_or(i64::MAX),
    )?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Keeps the streak a person stands at, for the boards, as of the person's latest active day, if any.
pub fn keep_streak(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    user: &UserId,
    weeks: u32,
    day: Option<NaiveDate>,
) {
    add!(
        batch,
        "UPDATE people SET streak_weeks = $3, streak_day = $4 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
        i64::from(weeks),
        day.map(|day| day.to_string()).as_deref(),
    );
}

row! {
    struct ChannelRow {
        channel_id: String,
        name: String,
        bot_is_member: i64,
        archived: i64,
    }
}

impl From<ChannelRow> for Channel {
    fn from(row: ChannelRow) -> Self {
        Self {
            id: row.channel_id.into(),
            name: row.name,
            bot_is_member: row.bot_is_member != 0,
            archived: row.archived != 0,
        }
    }
}

/// Writes down a channel, or what has changed about it.
pub async fn learn_channel(tx: &mut Tx, workspace: &WorkspaceId, channel: &Channel) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO channels (workspace_id, channel_id, name, bot_is_member, archived)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, channel_id) DO UPDATE SET name = excluded.name,
             bot_is_member = excluded.bot_is_member, archived = excluded.archived",
        workspace.as_str(),
        channel.id.as_str(),
        &channel.name,
        i64::from(channel.bot_is_member),
        i64::from(channel.archived),
    )?;
    Ok(())
}

/// The channel, if we have learned of it.
pub async fn channel(tx: &mut Tx, workspace: &WorkspaceId, id: &ChannelId) -> Result<Option<Channel>> {
    Ok(fetch_optional!(
        tx,
        ChannelRow,
        "SELECT channel_id, name, bot_is_member, archived FROM channels
         WHERE workspace_id = $1 AND channel_id = $2",
        workspace.as_str(),
        id.as_str(),
    )?
    .map(Channel::from))
}

/// The channel of that name (without `#`), live ones first.
pub async fn channel_named(tx: &mut Tx, workspace: &WorkspaceId, name: &str) -> Result<Option<Channel>> {
    Ok(fetch_optional!(
        tx,
        ChannelRow,
        "SELECT channel_id, name, bot_is_member, archived FROM channels
         WHERE workspace_id = $1 AND name = $2 ORDER BY archived, channel_id LIMIT 1",
        workspace.as_str(),
        name,
    )?
    .map(Channel::from))
}

/// Notes that the bot has joined or left a channel; the name is learned later where it is not known.
pub async fn bot_moved(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    is_member: bool,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO channels (workspace_id, channel_id, name, bot_is_member, archived) VALUES ($1, $2, '', $3, 0)
         ON CONFLICT (workspace_id, channel_id) DO UPDATE SET bot_is_member = excluded.bot_is_member",
        workspace.as_str(),
        channel.as_str(),
        i64::from(is_member),
    )?;
    Ok(())
}

/// Notes that a known channel was archived or brought back.
pub async fn archived(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    archived: bool,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE channels SET archived = $3 WHERE workspace_id = $1 AND channel_id = $2",
        workspace.as_str(),
        channel.as_str(),
        i64::from(archived),
    )?;
    Ok(())
}

/// Notes a known channel's new name.
pub async fn renamed(tx: &mut Tx, workspace: &WorkspaceId, channel: &ChannelId, name: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE channels SET name = $3 WHERE workspace_id = $1 AND channel_id = $2",
        workspace.as_str(),
        channel.as_str(),
        name,
    )?;
    Ok(())
}

/// How many people are known, in every workspace.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM people")?;
    Ok(count)
}

#[cfg(test)]
mod tests;
