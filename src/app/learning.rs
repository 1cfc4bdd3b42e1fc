//! Learning the workspace at the start: at once where nobody is known yet, else beside everything else.

use tokio_util::task::TaskTracker;

use crate::domain::id::WorkspaceId;
use crate::play::acquaintance::MOST;
use crate::play::{Play, learn};
use crate::slack::client::{Channel, Identity, SlackApi};
use crate::store::{self, roster};

/// People written down in one transaction.
const BATCH: usize = 500;

/// Learns everybody and every channel. The first time, the bot waits for it: it could not tell a manager from
/// a guest. Later it has the old answers to go on with.
pub(super) async fn learn(
    play: &Play,
    api: &SlackApi,
    identity: &Identity,
    tasks: &TaskTracker,
) -> store::Result<()> {
    let workspace = identity.workspace.clone();
    let known = play.store.read(async |tx| roster::is_known(tx, &workspace).await).await?;
    let (play, api) = (play.clone(), api.clone());
    let learning = async move {
        if let Err(error) = learn_all(&play, &api, &workspace).await {
            tracing::warn!(%error, "could not learn the whole workspace; what is missing is learned when met");
        }
    };
    if known {
        tasks.spawn(learning);
    } else {
        learning.await;
    }
    Ok(())
}

async fn learn_all(play: &Play, api: &SlackApi, workspace: &WorkspaceId) -> anyhow::Result<()> {
    let channels = api.conversations().await?;
    learn::channels(play, workspace.clone(), channels.into_iter().map(channel).collect()).await?;
    let people = api.users_list(workspace).await?;
    for batch in people.chunks(BATCH) {
        learn::people(play, workspace.clone(), batch.to_vec()).await?;
    }
    Ok(())
}

/// Meets those who are written down already, beside everything else, so that nobody is looked up for their first share.
pub(super) fn remember(play: &Play, workspace: WorkspaceId, tasks: &TaskTracker) {
    let (store, met) = (play.store.clone(), play.met.clone());
    tasks.spawn(async move {
        match store.read(async |tx| roster::ids(tx, &workspace, MOST).await).await {
            Ok(people) => people.iter().for_each(|user| met.add(&workspace, user)),
            Err(error) => tracing::debug!(%error, "who is known is looked up when met"),
        }
    });
}

/// A channel as the store keeps it.
pub(super) fn channel(channel: Channel) -> roster::Channel {
    roster::Channel {
        id: channel.id,
        name: channel.name,
        bot_is_member: channel.is_member,
        archived: channel.is_archived,
    }
}
