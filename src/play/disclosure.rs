//! Disclosure: who posts for a prize says so.

use super::submission::Taking;
use super::weigh::Worth;
use crate::config;
use crate::domain::kind::Kind;
use crate::domain::score::Verdict;
use crate::store::grounds::Grounds;

/// The mark to remind a rep of: the first that the operator accepts, where a contest that the share counts in has prizes,
/// in a list or in words, and nothing typed says so. A like shows no words of the rep's.
pub(super) fn missing(taking: &Taking<'_>, worths: &[Worth], grounds: &Grounds) -> Option<String> {
    let draft = taking.draft();
    let is_promised = |words: &String| !config::is_our_word_for_prizes(words);
    let has_prize = |worth: &Worth| {
        let contest = &worth.contest;
        let is_any =
            grounds.prizes.contains_key(&contest.id) || contest.prizes.as_ref().is_some_and(is_promised);
        is_any && worth.score.verdict != Verdict::Copied
    };
    let marks = &taking.play.settings.disclosures;
    let is_asked = draft.kind != Kind::Like && worths.iter().any(has_prize);
    (is_asked && !draft.says_one_of(marks)).then(|| marks.first().cloned()).flatten()
}
