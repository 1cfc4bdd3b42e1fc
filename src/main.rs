//! The `pacesetter` program.

fn main() {}
