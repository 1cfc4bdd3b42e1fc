//! Stories of the commands, told through the front door.

mod bad_input;
mod captains;
mod contest;
mod corrections;
mod dry_runs;
mod duels;
mod export;
mod formats;
mod health;
mod hostile;
mod likeness;
mod links;
mod measures;
mod pace;
mod ranges;
mod reviews;
mod roles;
mod rounds;
mod rules;
mod seasons;
mod share;
mod steer;
mod teams;
mod where_it_counts;
