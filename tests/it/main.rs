//! The real program, driven from outside: started as processes, typed to through the sandbox's control calls,
//! broken on purpose, and looked at through its database, its log and its exit code.

// As in tests anywhere in this crate; clippy knows only functions marked as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod balancer;
mod books;
mod by_hand;
mod crash;
mod database;
mod disorder;
mod faults;
mod harness;
mod http_mode;
mod operator;
mod outages;
mod program;
mod replicas;
mod sandbox;
mod secrets;
mod serve;
mod settings;
mod sweep;
