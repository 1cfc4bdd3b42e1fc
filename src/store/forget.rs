//! Forgetting one person: what points to them goes, what they earned stays under another name.
//!
//! The caller holds the person, and has seen that nothing runs in which they play.

mod said;

use chrono::{DateTime, Utc};

use super::claims;
use super::values::{json, parse_json, parse_word};
use super::{Result, Tx, execute, fetch_all, fetch_optional, homes, look_alikes};
use crate::domain::id::{ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::originality::prints;
use crate::domain::praise::Praise;
use crate::domain::review::Matter;
use crate::domain::score::Verdict;

/// Who is forgotten, and what stands in their place.
#[derive(Clone, Debug)]
pub struct Forgotten<'a> {
    /// The workspace.
    pub workspace: &'a WorkspaceId,
    /// Slack's id of the person.
    pub user: &'a UserId,
    /// The id that their points go by from now on: one that leads nowhere.
    pub stand_in: &'a UserId,
    /// The name that it is shown by.
    pub name: &'a str,
    /// What is written in place of words that others wrote about the person.
    pub blank: &'a str,
}

/// The contests that a person ever joined, and whether they have left.
pub async fn joined(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<(ContestId, bool)>> {
    let rows = fetch_all!(
        tx,
        (String, Option<i64>),
        "SELECT contest_id, left_at FROM entrants WHERE workspace_id = $1 AND user_id = $2 ORDER BY contest_id",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(rows.into_iter().map(|(contest, left_at)| (contest.into(), left_at.is_some())).collect())
}

/// Whether the person was ever paid, or charged, in a contest.
pub async fn has_entries(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<bool> {
    let entry = fetch_optional!(
        tx,
        (i64,),
        "SELECT CAST(1 AS BIGINT) FROM ledger WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 LIMIT 1",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(entry.is_some())
}

/// Forgets the person, everywhere at once.
pub async fn forget(tx: &mut Tx, gone: &Forgotten<'_>, now: DateTime<Utc>) -> Result<()> {
    let mut names = praises(tx, gone).await?;
    names.extend(person(tx, gone, now).await?);
    names.sort();
    names.dedup();
    led_before(tx, gone, &names).await?;
    let contests = joined(tx, gone.workspace, gone.user).await?;
    for (contest, _) in &contests {
        standing(tx, gone, contest).await?;
    }
    let messages = shares(tx, gone).await?;
    roles(tx, gone).await?;
    reviews(tx, gone).await?;
    said::forget(tx, gone, &names, &messages).await?;
    // After what is owed, like whoever publishes a home.
    homes::close(tx, gone.workspace, gone.user).await?;
    homes::forget_pictures(tx, gone.workspace).await
}

/// The row that names the person makes way for one that names nobody. Gives the name that it had.
async fn person(tx: &mut Tx, gone: &Forgotten<'_>, now: DateTime<Utc>) -> Result<Option<String>> {
    let (workspace, user) = (gone.workspace.as_str(), gone.user.as_str());
    let name = fetch_optional!(
        tx,
        (String,),
        "DELETE FROM people WHERE workspace_id = $1 AND user_id = $2 RETURNING name",
        workspace,
        user,
    )?;
    // As somebody who has left: nobody can mean them, and they may do nothing.
    execute!(
        tx,
        "INSERT INTO people (workspace_id, user_id, name, zone, membership, deactivated, learned_at)
         VALUES ($1, $2, $3, 'UTC', 'member', 1, $4)",
        workspace,
        gone.stand_in.as_str(),
        gone.name,
        now.timestamp_millis(),
    )?;
    execute!(tx, "DELETE FROM active_weeks WHERE workspace_id = $1 AND user_id = $2", workspace, user)?;
    Ok(name.map(|(name,)| name))
}

/// Their points in a contest, entry by entry and as they add up: none of that changes but whose it is.
async fn standing(tx: &mut Tx, gone: &Forgotten<'_>, contest: &ContestId) -> Result<()> {
    let (workspace, user, stand_in) = (gone.workspace.as_str(), gone.user.as_str(), gone.stand_in.as_str());
    execute!(
        tx,
        "UPDATE entrants SET user_id = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace,
        contest.as_str(),
        user,
        stand_in,
    )?;
    execute!(
        tx,
        "UPDATE standings SET user_id = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace,
        contest.as_str(),
        user,
        stand_in,
    )?;
    // Also of what counted silently, and is no share of theirs. Every score has a week, and the index asks for one.
    execute!(
        tx,
        "UPDATE scores SET user_id = $4
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND week > ''",
        workspace,
        contest.as_str(),
        user,
        stand_in,
    )?;
    execute!(
        tx,
        "UPDATE awards SET user_id = $4, label = rule WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace,
        contest.as_str(),
        user,
        stand_in,
    )?;
    execute!(
        tx,
        "UPDATE ledger SET user_id = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace,
        contest.as_str(),
        user,
        stand_in,
    )?;
    Ok(())
}

/// What they asked managers, and what they counted. A result with a customer stays one that was reported, by a hash.
async fn reviews(tx: &mut Tx, gone: &Forgotten<'_>) -> Result<()> {
    let (workspace, user, stand_in) = (gone.workspace.as_str(), gone.user.as_str(), gone.stand_in.as_str());
    execute!(tx, "DELETE FROM counts WHERE workspace_id = $1 AND user_id = $2", workspace, user)?;
    let rows = fetch_all!(
        tx,
        (i64, String),
        "SELECT number, subject FROM reviews WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
    )?;
    let nothing = Matter::Share {
        share: ShareId::from(""),
        url: String::new(),
        verdict: Verdict::Counted,
        likeness: 0,
        halved: false,
        paid: 0,
    };
    let matter = json(&nothing)?;
    for (number, subject) in rows {
        execute!(
            tx,
            "UPDATE reviews SET user_id = $3, subject = $4, matter = $5, note = '', reason = NULL,
                 state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END
             WHERE workspace_id = $1 AND number = $2",
            workspace,
            number,
            stand_in,
            claims::forgotten(&subject),
            matter.as_str(),
        )?;
    }
    // Others' results may be partly theirs: an id stands in quotes there.
    execute!(
        tx,
        "UPDATE reviews SET matter = REPLACE(matter, $2, $3) WHERE workspace_id = $1 AND matter <> REPLACE(matter, $2, $3)",
        workspace,
        json(gone.user)?,
        json(gone.stand_in)?,
    )?;
    Ok(())
}

/// What they shared: links, words and messages go. That a link was counted stays, by a hash of it. Gives the messages,
/// each with its channel.
async fn shares(tx: &mut Tx, gone: &Forgotten<'_>) -> Result<Vec<(String, String)>> {
    type Row = (String, String, String, String, String, Option<String>);
    let (workspace, user, stand_in) = (gone.workspace.as_str(), gone.user.as_str(), gone.stand_in.as_str());
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT share_id, link_key, kind, words, channel_id, message_ts FROM shares
         WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
    )?;
    let mut messages = Vec::new();
    for (share, link_key, kind, words, channel, ts) in rows {
        if !words.is_empty() {
            look_alikes::forget(tx, gone.workspace, &ShareId::from(share.as_str()), &prints(&words)).await?;
        }
        execute!(
            tx,
            "UPDATE scores SET user_id = $3 WHERE workspace_id = $1 AND share_id = $2",
            workspace,
            share.as_str(),
            stand_in,
        )?;
        let kind: Kind = parse_word(&kind, "shares.kind")?;
        let key = kind.claim_key(&link_key);
        execute!(
            tx,
            "UPDATE claims SET link_key = $4, user_id = $5, claimant = CASE WHEN claimant = '' THEN '' ELSE $5 END
             WHERE workspace_id = $1 AND link_key = $2 AND claimant IN ($3, '') AND user_id = $3",
            workspace,
            key.as_str(),
            user,
            claims::forgotten(&key),
            stand_in,
        )?;
        messages.extend(ts.map(|ts| (channel, ts)));
    }
    execute!(
        tx,
        "UPDATE shares SET user_id = $3, link_key = '', link_url = '', words = '', channel_id = '', message_ts = NULL
         WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
        stand_in,
    )?;
    Ok(messages)
}

/// Where they stand in rows of others: as captain, leader, rival, or whoever did something.
async fn roles(tx: &mut Tx, gone: &Forgotten<'_>) -> Result<()> {
    let (workspace, user, stand_in) = (gone.workspace.as_str(), gone.user.as_str(), gone.stand_in.as_str());
    for sql in [
        "UPDATE teams SET captain = $3 WHERE workspace_id = $1 AND captain = $2",
        "UPDATE contests SET started_by = $3 WHERE workspace_id = $1 AND started_by = $2",
        "UPDATE contests SET leader = $3 WHERE workspace_id = $1 AND leader = $2",
        "UPDATE duels SET challenger = $3 WHERE workspace_id = $1 AND challenger = $2",
        "UPDATE duels SET rival = $3 WHERE workspace_id = $1 AND rival = $2",
        "UPDATE swaps SET offered_by = $3 WHERE workspace_id = $1 AND offered_by = $2",
        "UPDATE swaps SET offered_to = $3 WHERE workspace_id = $1 AND offered_to = $2",
        "UPDATE swaps SET mine = $3 WHERE workspace_id = $1 AND mine = $2",
        "UPDATE swaps SET theirs = $3 WHERE workspace_id = $1 AND theirs = $2",
        "UPDATE tickets SET user_id = $3 WHERE workspace_id = $1 AND user_id = $2",
        "UPDATE team_changes SET user_id = $3 WHERE workspace_id = $1 AND user_id = $2",
        "UPDATE team_changes SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE quotas SET user_id = $3 WHERE workspace_id = $1 AND user_id = $2",
        "UPDATE quotas SET set_by = $3 WHERE workspace_id = $1 AND set_by = $2",
        "UPDATE prizes SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE rewards SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE winnings SET decided_by = $3 WHERE workspace_id = $1 AND decided_by = $2",
        "UPDATE badges SET user_id = $3 WHERE workspace_id = $1 AND user_id = $2",
        "UPDATE bests SET user_id = $3 WHERE workspace_id = $1 AND user_id = $2",
        "UPDATE corrections SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE rulebooks SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE reviews SET decided_by = $3 WHERE workspace_id = $1 AND decided_by = $2",
        "UPDATE bonuses SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE screens SET made_by = $3 WHERE workspace_id = $1 AND made_by = $2",
        "UPDATE bonuses SET off_by = $3 WHERE workspace_id = $1 AND off_by = $2",
    ] {
        execute!(tx, sql, workspace, user, stand_in)?;
    }
    execute!(
        tx,
        "UPDATE corrections SET user_id = $3, reason = $4 WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
        stand_in,
        gone.blank,
    )?;
    // Nobody is there any more to be handed what they claimed.
    execute!(
        tx,
        "UPDATE rewards SET stock = stock + (
             SELECT COUNT(*) FROM winnings w
             WHERE w.workspace_id = $1 AND w.user_id = $2 AND w.state = 'pending' AND w.contest_id = ''
                 AND w.source_id = rewards.reward_id)
         WHERE workspace_id = $1 AND stock IS NOT NULL",
        workspace,
        user,
    )?;
    execute!(
        tx,
        "UPDATE winnings SET user_id = $3, reason = CASE WHEN reason IS NULL THEN NULL ELSE $4 END,
             state = CASE WHEN state = 'pending' THEN 'declined' ELSE state END
         WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
        stand_in,
        gone.blank,
    )?;
    execute!(tx, "DELETE FROM dry_shares WHERE workspace_id = $1 AND user_id = $2", workspace, user)?;
    // Who met whom is kept as JSON, where an id stands in quotes.
    let (quoted, instead) = (json(gone.user)?, json(gone.stand_in)?);
    execute!(
        tx,
        "UPDATE rounds SET plan = REPLACE(plan, $2, $3), outcome = REPLACE(outcome, $2, $3)
         WHERE workspace_id = $1
             AND (plan <> REPLACE(plan, $2, $3) OR COALESCE(outcome, '') <> REPLACE(COALESCE(outcome, ''), $2, $3))",
        workspace,
        quoted.as_str(),
        instead.as_str(),
    )?;
    Ok(())
}

/// Praise of them, and praise that names them. Gives the names that it told: they may have had others before.
async fn praises(tx: &mut Tx, gone: &Forgotten<'_>) -> Result<Vec<String>> {
    type Row = (String, String, String, String);
    let (workspace, quoted) = (gone.workspace.as_str(), json(gone.user)?);
    let mut names = Vec::new();
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT contest_id, subject, what, praise FROM praises
         WHERE workspace_id = $1 AND (subject = $2 OR praise <> REPLACE(praise, $3, ''))",
        workspace,
        gone.user.as_str(),
        quoted.as_str(),
    )?;
    for (contest, subject, what, body) in rows {
        let mut praise: Praise = parse_json(&body, "praises.praise")?;
        praise.rename(gone.user, gone.stand_in, gone.name, &mut names);
        let new_subject =
            if subject == gone.user.as_str() { gone.stand_in.as_str() } else { subject.as_str() };
        execute!(
            tx,
            "UPDATE praises SET subject = $5, praise = $6
             WHERE workspace_id = $1 AND contest_id = $2 AND subject = $3 AND what = $4",
            workspace,
            contest.as_str(),
            subject.as_str(),
            what.as_str(),
            new_subject,
            json(&praise)?,
        )?;
    }
    Ok(names)
}

/// Who led before was once kept by name alone.
async fn led_before(tx: &mut Tx, gone: &Forgotten<'_>, names: &[String]) -> Result<()> {
    type Row = (String, String, String, String);
    let workspace = gone.workspace.as_str();
    for name in names {
        let quoted = json(name)?;
        let rows = fetch_all!(
            tx,
            Row,
            "SELECT contest_id, subject, what, praise FROM praises
             WHERE workspace_id = $1 AND praise <> REPLACE(praise, $2, '')",
            workspace,
            quoted.as_str(),
        )?;
        for (contest, subject, what, body) in rows {
            let mut praise: Praise = parse_json(&body, "praises.praise")?;
            if let Praise::Lead { before, before_user: None, .. } = &mut praise
                && before == name
            {
                gone.name.clone_into(before);
                execute!(
                    tx,
                    "UPDATE praises SET praise = $5
                     WHERE workspace_id = $1 AND contest_id = $2 AND subject = $3 AND what = $4",
                    workspace,
                    contest.as_str(),
                    subject.as_str(),
                    what.as_str(),
                    json(&praise)?,
                )?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
