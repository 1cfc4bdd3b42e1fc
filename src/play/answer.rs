//! Answers that find their own way to a person: each is given once.

use super::Play;
use crate::domain::id::WorkspaceId;
use crate::fresh;
use crate::store::{Result, deliveries};

/// Whether whoever asks is the first to answer a delivery: Slack may hand us the same click twice, even at once.
pub async fn is_first(play: &Play, workspace: WorkspaceId, delivery: &str) -> Result<bool> {
    let (now, delivery) = (play.clock.now(), format!("answer:{delivery}"));
    let own = fresh::id();
    let mark = own.clone();
    let first: String = play
        .store
        .write(async move |tx| deliveries::once(tx, &workspace, &delivery, now, async |_| Ok(mark)).await)
        .await?;
    Ok(first == own)
}
