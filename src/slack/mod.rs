//! slack

pub mod client;
