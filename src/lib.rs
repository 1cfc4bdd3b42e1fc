//! Pacesetter, a self-hosted Slack bot that runs social-capital contests for sales teams.
//!
//! The floors, from the ground up; a module imports only from its own floor or a lower one, and a test
//! (`floors`) holds us to it:
//!
//! 1. [`config`], [`domain`]: pure.
//! 2. [`voice`]: pure; all wording. [`picture`]: pure; draws what it is handed.
//! 3. [`store`] (the only SQL), [`clock`], [`fresh`] (new names), [`cause`] and [`figures`] (what an operator follows
//!    the work by), `slack::client` (outgoing calls).
//! 4. [`play`]: the use cases; each owns its transaction.
//! 5. [`command`], [`event`], [`interaction`], [`job`], [`web`]: thin doors.
//! 6. `slack::inbound`, `slack::socket`, [`app`], [`cli`]: wiring.
//!
//! [`sandbox`] stands beside the house: a Slack workspace on this machine, which knows nothing of the bot
//! but the clock it is handed.

pub mod app;
pub mod cause;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod domain;
pub mod event;
pub mod figures;
#[cfg(test)]
mod floors;
pub mod fresh;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod harness;
pub mod interaction;
pub mod job;
pub mod picture;
pub mod play;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod slack;
pub mod store;
pub mod voice;
pub mod web;
