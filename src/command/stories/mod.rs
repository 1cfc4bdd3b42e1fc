//! Stories of the commands, told through the front door.

mod bad_input;
mod contest;
mod likeness;
mod links;
mod pace;
mod share;
mod steer;
mod where_it_counts;
