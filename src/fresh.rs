//! Names for what we make ourselves. They stand in nearly every row, often several to a row, so they are short.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

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

/// A name of eleven letters, the microsecond at which it was made: for what people make, a few in one workspace. Each
/// that this process makes sorts after all it made before.
pub fn short_id() -> String {
    static LATEST: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
    let now = u64::try_from(now).unwrap_or(u64::MAX);
    let later = |latest: u64| now.max(latest.saturating_add(1));
    spell(later(LATEST.update(Ordering::Relaxed, Ordering::Relaxed, later)).into(), 11)
}

/// A secret that nobody can guess, in 26 letters.
pub fn secret() -> String {
    spell(rand::random(), LETTERS)
}

/// A key that nobody can guess.
pub fn key() -> [u8; 32] {
    rand::random()
}

/// 256 bits in 52 letters.
pub fn letters(bits: &[u8; 32]) -> String {
    let (first, second) = bits.split_at(16);
    let half = |bytes: &[u8]| bytes.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    spell(half(first), LETTERS) + &spell(half(second), LETTERS)
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
    fn every_bit_of_a_key_is_in_its_letters() {
        let mut bits = [0; 32];
        assert_eq!(letters(&bits), "0".repeat(52));
        (bits[0], bits[31]) = (0x80, 1);
        assert_eq!(letters(&bits), format!("4{}1", "0".repeat(50)));
        assert_ne!(key(), key());
    }

    #[test]
    fn later_names_sort_after_earlier_ones() {
        for name in [id, short_id] {
            let names: Vec<String> = (0..10_000).map(|_| name()).collect();
            assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn short_names_are_short_and_of_this_century() {
        assert_eq!(short_id().len(), 11);
        assert!(short_id() > spell(1_577_836_800_000_000, 11), "2020");
        assert!(short_id() < spell(4_102_444_800_000_000, 11), "2100");
    }
}
