//! Stories of the commands, told through the front door.

mod share;
