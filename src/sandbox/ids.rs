//! Names for new things, in the shape of Slack's: a letter or two and ten capitals and digits.

/// A new name that begins with `prefix`. Random, so that a workspace that is started again on what it
/// kept never names two things alike.
pub fn fresh(prefix: &str) -> String {
    const LETTERS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut left = rand::random::<u64>();
    let mut name = String::from(prefix);
    for _ in 0..10 {
        name.push(char::from(LETTERS[(left % 36) as usize]));
        left /= 36;
    }
    name
}
