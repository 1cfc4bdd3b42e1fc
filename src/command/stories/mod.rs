//! Stories of the commands, told through the front door.

mod bad_input;
mod badges;
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
mod quotas;
mod ranges;
mod reviews;
mod rewards;
mod roles;
mod rounds;
mod rules;
mod settings;
mod share;
mod steer;
mod teams;
mod unnamed;
mod where_it_counts;
