//! A share: what a rep submits, read from what was typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::link::{Link, LinkFault};

/// What sort of thing was shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A link passed on.
    Share,
    /// A post the rep wrote.
    Original,
    /// An article or blog post.
    Article,
    /// A comment on somebody's post.
    Comment,
    /// A like.
    Like,
}

/// What a person typed about something shared, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The first link in the text.
    pub link: Link,
    /// What it is: named by the person, else implied by the link, else a share.
    pub kind: Kind,
    /// The text without link, kind word, hashtags and mentions, white space folded.
    pub words: String,
    /// Graphemes in `words`.
    pub words_len: usize,
    /// Whether the person said `yesterday`.
    pub yesterday: bool,
}

/// Why a text holds nothing to score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftFault {
    /// There is no link in it.
    NoLink,
    /// There is one, but it cannot be taken.
    Link(LinkFault),
}

impl Draft {
    /// Reads what was typed after `/share`, or a channel message: Slack's own markup
    /// (`<https://…|label>`, `<@U…>`, `&amp;`) and bare text alike.
    pub fn parse(text: &str) -> Result<Self, DraftFault> {
        let _ = text;
        Err(DraftFault::NoLink)
    }
}

/// The day a share counts on, in the contest's zone and in the rep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The contest's date: caps and boards.
    pub contest: NaiveDate,
    /// The rep's date: streaks.
    pub rep: NaiveDate,
}
