//! Names for what we make ourselves. They stand in nearly every row, often several to a row, so they are short.

use uuid::Uuid;

/// Crockford's base32: capitals and digits in the order of their codes, without those that look alike.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters that 128 bits take, five to a letter.
const LETTERS: u32 = 26;

/// A name that nothing has had before, anywhere: a UUIDv7, spelled in 26 letters. Each that this process makes sorts
/// after all it made before.
pub fn id() -> String {
    spell(Uuid::now_v7().as_u128(), LETTERS)
}

/// A name of ten letters, by chance: for what there are few of in one workspace.
pub fn short_id() -> String {
    spell(rand::random(), 10)
}

/// The lowest bits of a number, in so many letters.
fn spell(bits: u128, letters: u32) -> String {
    let letter = |at: u32| char::from(ALPHABET[(bits >> (5 * at)) as usize % ALPHABET.len()]);
    (0..letters).rev().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_spelled_from_the_highest() {
        assert_eq!(spell(0, 3), "000");
        assert_eq!(spell(0b00001_00010_11111, 3), "12Z");
        assert_eq!(spell(u128::MAX, LETTERS), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    #[test]
    fn later_names_sort_after_earlier_ones() {
        let names: Vec<String> = (0..10_000).map(|_| id()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn short_names_are_short_and_differ() {
        let names: std::collections::BTreeSet<String> = (0..1_000).map(|_| short_id()).collect();
        assert_eq!(names.len(), 1_000);
        assert!(names.iter().all(|name| name.len() == 10));
    }
}
