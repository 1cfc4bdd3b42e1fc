//! Disclosure: who posts for a prize says so.

use super::submission::Taking;
use super::weigh::Worth;
use crate::domain::kind::Kind;
use crate::domain::score::Verdict;
use crate::store::grounds::Grounds;

/// The mark to remind a rep of: the first that the operator accepts, where a contest that the share counts in has prizes
/// and nothing typed says so. A like shows no words of the rep's.
pub(super) fn missing(taking: &Taking<'_>, worths: &[Worth], grounds: &Grounds) -> Option<String> {
    let draft = taking.draft();
    let has_prize = |worth: &Worth| {
        worth.score.verdict != Verdict::Copied && grounds.prizes.contains_key(&worth.contest.id)
    };
    let marks = &taking.play.settings.disclosures;
    let is_asked = draft.kind != Kind::Like && worths.iter().any(has_prize);
    (is_asked && !draft.says_one_of(marks)).then(|| marks.first().cloned()).flatten()
}
