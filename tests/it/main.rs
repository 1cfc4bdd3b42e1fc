//! The real program, driven from outside: started as processes, typed to through the sandbox's control calls,
//! broken on purpose, and looked at through its database, its log and its exit code.

// As in tests anywhere in this crate; clippy knows only functions marked as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod backup;
mod balancer;
mod books;
mod by_hand;
mod crash;
mod database;
mod deployment;
mod disorder;
mod faults;
mod figures;
mod harness;
mod http_mode;
mod leaving;
mod operator;
mod outages;
mod program;
mod replicas;
mod rolling;
mod sandbox;
mod screens;
mod secrets;
mod serve;
mod settings;
mod sweep;
mod trail;
