//! The sandbox from outside: through its HTTP interface and its Socket Mode, as an app and as people.

mod delivery;
mod interaction;
mod keeping;
mod methods;
mod pages;
mod rig;
mod talking;
mod time;
mod traffic;
mod trouble;
