//! Stories of what falls due and of what is owed.

mod board;
mod clock;
mod finale;
mod homes;
mod pictures;
mod posting;
mod shout_outs;
