//! What is owed, being done: work that falls due, and posts to Slack.
//!
//! A kind of work is one file with one line in a table of [`JobKind`]s; the [`Runner`] takes what is due from
//! the agenda and runs it, and hands what is owed to Slack to the [`Deliverer`].

mod backoff;
mod deliver;
mod runner;
mod table;

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod stories;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use backoff::Backoff;
pub use deliver::{Deliverer, OnFailed};
pub use runner::Runner;
pub use table::KINDS;

use crate::store::agenda;

/// One kind of work.
///
/// `run` does it, in a transaction that it settles with [`agenda::settle`]; an error puts the work back, to be
/// tried again after a while. It must not wait for the runner that runs it.
pub struct JobKind<C> {
    /// As the agenda spells it; work put down by an older version may still carry it.
    pub name: &'static str,
    /// Does a piece of work of this kind.
    pub run: fn(Arc<C>, agenda::Claim) -> BoxFuture<'static, anyhow::Result<()>>,
}
