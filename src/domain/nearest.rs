//! The word a person probably meant.

/// The one of `known` that `word` is a slip of: at most two letters added, dropped, changed or swapped, and
/// fewer than half of them. None where nothing is that near.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(40).collect();
    known
        .map(|candidate| (distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, candidate)| *distance <= 2 && distance * 2 < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words (optimal string alignment: Levenshtein's, with neighbours swapped as one edit).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let changed = rows[i][j] + usize::from(left != right);
            let mut best = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word() {
        let verbs = ["start", "list", "show", "pause", "resume"];
        for (slip, meant) in [("strat", "start"), ("lst", "list"), ("shwo", "show"), ("PAUS", "pause")] {
            assert_eq!(nearest(slip, verbs.into_iter()), Some(meant));
        }
    }

    #[test]
    fn a_word_of_its_own_finds_none() {
        assert_eq!(nearest("banana", ["start", "list"].into_iter()), None);
        assert_eq!(nearest("", ["end"].into_iter()), None);
    }
}
