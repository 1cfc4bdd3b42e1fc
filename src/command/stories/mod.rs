//! Stories of the commands, told through the front door.

mod bad_contests;
mod bad_input;
mod complaints;
mod contest;
mod corrections;
mod duels;
mod export;
mod formats;
mod hostile;
mod likeness;
mod links;
mod measures;
mod pace;
mod privacy;
mod ranges;
mod reviews;
mod roles;
mod rounds;
mod rules;
mod settings;
mod share;
mod steer;
mod teams;
mod unnamed;
mod where_it_counts;
