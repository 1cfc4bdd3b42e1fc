//! Events: the second door. It owns [`Event`], something that happened in a workspace.

pub mod typed;

pub use typed::{Event, EventKind, MessageRef, Reaction, UserJson};
