//! Things to share that nobody has shared before.

use super::Stage;

/// What to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// An original post on LinkedIn, with own words: 10.
    Original,
    /// The same on X: 10 more, for caps of originals are kept by network.
    OriginalOnX,
    /// An article: 15.
    Article,
    /// A page passed on with own words: 5.
    Words,
    /// A comment: 2.
    Comment,
    /// A bare link: 1.
    Link,
}

/// Words that own words are made of.
const WORDS: [&str; 36] = [
    "prospects",
    "quarter",
    "honest",
    "listening",
    "proposal",
    "referral",
    "pricing",
    "coffee",
    "follow-up",
    "champion",
    "budget",
    "renewal",
    "silence",
    "question",
    "objection",
    "pipeline",
    "handover",
    "customer",
    "calendar",
    "forecast",
    "discovery",
    "stakeholder",
    "deadline",
    "courage",
    "notebook",
    "airport",
    "keynote",
    "mentor",
    "territory",
    "demo",
    "signature",
    "gratitude",
    "workshop",
    "breakfast",
    "onboarding",
    "milestone",
];

impl Stage {
    /// Something to share that is new: its link, its kind, and words of its own.
    pub(crate) fn fresh(&self, what: What) -> String {
        let n = self.drafts.get();
        self.drafts.set(n + 1);
        let id = 7_300_000_000_000_000_000_u64 + n * 7_919;
        let words = own_words(n);
        match what {
            What::Original => {
                format!("https://www.linkedin.com/posts/me_sales-activity-{id}-pace original {words}")
            }
            What::OriginalOnX => format!("https://x.com/me/status/{id} original {words}"),
            What::Article => format!("https://me.substack.com/p/notes-{n} {words}"),
            What::Words => format!("https://www.acme.example.com/stories/{n} {words}"),
            What::Comment => format!("https://www.linkedin.com/feed/update/urn:li:activity:{id} comment"),
            What::Link => format!("https://www.acme.example.com/news/{n}"),
        }
    }
}

/// A hundred characters and more, unlike those of any other `n`.
pub(crate) fn own_words(n: u64) -> String {
    let mut seed = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let word = || {
        seed = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (seed >> 17);
        WORDS[usize::try_from(seed % 36).unwrap()]
    };
    std::iter::repeat_with(word).take(16).collect::<Vec<_>>().join(" ")
}
