//! Slash commands: the first door. It owns [`Command`], what a person typed after a slash.

pub mod typed;

pub use typed::Command;
