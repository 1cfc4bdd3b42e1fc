//! A post that Slack will never take: the manager hears of it, and the channel goes on. Of a file that was asked for,
//! whoever asked.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::owing;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::store::posts::{Call, Claim};
use crate::store::{Result, Tx, contests, homes, roster};
use crate::voice;

/// How many contests that are over are asked for a channel's manager.
const PAST: i64 = 20;

/// Tells whoever started the channel's contest that something could not be posted there, and why; notes that
/// the channel takes no more posts where that is the reason.
pub fn tell_manager<'t>(
    tx: &'t mut Tx,
    claim: &'t Claim,
    code: &'t str,
    now: DateTime<Utc>,
) -> BoxFuture<'t, Result<()>> {
    Box::pin(async move {
        if let Call::PublishHome { user } = &claim.post.call {
            // Until they open it again: it would only fail again.
            return homes::close(tx, &claim.workspace, user).await;
        }
        if let Call::ShareFile { user, file } = &claim.post.call {
            let message = voice::files::not_sent(file, code);
            let key = format!("failed:{}", claim.post.key);
            owing::tell(tx, &claim.workspace, user, &key, &message, now).await?;
            return Ok(());
        }
        // What is said to one person, or hangs on a message that may be gone, is no manager's business.
        let Call::PostMessage { channel, .. } = &claim.post.call else { return Ok(()) };
        let workspace = &claim.workspace;
        match code {
            "is_archived" => roster::archived(tx, workspace, channel, true).await?,
            "not_in_channel" | "channel_not_found" => {
                roster::bot_moved(tx, workspace, channel, false).await?
            }
            _ => {}
        }
        let Some(manager) = manager_of(tx, workspace, channel, &claim.post.key).await? else { return Ok(()) };
        let name = roster::channel(tx, workspace, channel).await?.map(|channel| channel.name);
        let message = voice::refusal::could_not_post(channel, name.as_deref(), code);
        owing::tell(tx, workspace, &manager, &format!("failed:{}", claim.post.key), &message, now).await?;
        Ok(())
    })
}

/// Whoever started the contest that the post is about: its key names it, or else it is the channel's, the one
/// that runs before the latest.
async fn manager_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    key: &str,
) -> Result<Option<UserId>> {
    if let Some(named) = key.split(':').nth(1)
        && let Some(contest) = contests::find(tx, workspace, &named.into()).await?
    {
        return Ok(Some(contest.started_by));
    }
    let mut all = contests::live(tx, workspace).await?;
    all.extend(contests::past(tx, workspace, PAST).await?);
    Ok(all.into_iter().find(|contest| contest.channel == *channel).map(|contest| contest.started_by))
}
