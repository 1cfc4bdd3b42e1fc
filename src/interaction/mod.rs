//! Interactions: the third door. It owns [`Interaction`]: a button pressed, a form sent, a shortcut used.

pub mod typed;

pub use typed::{Interaction, InteractionKind, View};
