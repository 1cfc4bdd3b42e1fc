//! The names under which forms do things, so that what is sent twice is done once.
//!
//! A form that is sent again after its faults were shown comes with a new trigger, though it is the same view; so does
//! one whose button is pressed twice. What tells them apart is what became of the first: until a view is taken in,
//! each of its refusals begins a new attempt; once it is, every later press is answered by that one.

use super::Play;
use crate::domain::id::WorkspaceId;
use crate::fresh;
use crate::store::{Result, deliveries};

/// How many digits an attempt is written with, so that later ones sort after earlier ones.
const DIGITS: usize = 9;

/// Which attempt at a view is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    view: String,
    number: usize,
}

impl Attempt {
    /// The name that the present attempt goes by among the deliveries.
    pub fn delivery(&self) -> String {
        format!("{}:{}", self.view, self.number)
    }
}

/// The attempt at a view that is under way.
pub async fn attempt(play: &Play, workspace: &WorkspaceId, view_id: &str) -> Result<Attempt> {
    let view = format!("form:{view_id}");
    let seen = play.store.read(async |tx| deliveries::number(tx, workspace, &view).await).await?;
    Ok(Attempt { number: seen.and_then(|number| number.parse().ok()).unwrap_or(0), view })
}

/// An attempt was refused: what is sent next is another one.
pub async fn refused(play: &Play, workspace: &WorkspaceId, attempt: Attempt) -> Result<()> {
    let (now, workspace) = (play.clock.now(), workspace.clone());
    let next = format!("{:0DIGITS$}", attempt.number + 1);
    play.store
        .write(async move |tx| {
            deliveries::comes_to(tx, &workspace, &attempt.view, &next, now).await?;
            Ok(())
        })
        .await
}

/// Whether no later choice in a view has come before this one: Slack may hand us two out of order.
pub async fn is_latest(play: &Play, workspace: &WorkspaceId, view_id: &str, at: &str) -> Result<bool> {
    let (now, workspace) = (play.clock.now(), workspace.clone());
    let (view, at) = (format!("chosen:{view_id}"), at.to_owned());
    play.store.write(async move |tx| deliveries::comes_to(tx, &workspace, &view, &at, now).await).await
}

/// A name for something owed to a person that nothing else goes by. The name of a delivery would not do: it holds a key
/// to open forms with.
pub fn fresh_key() -> String {
    format!("told:{}", fresh::id())
}
