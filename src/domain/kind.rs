//! Kinds of share.

use serde::{Deserialize, Serialize};

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

impl Kind {
    /// The kind that a person names by this word.
    pub fn named(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "original" => Some(Self::Original),
            "article" => Some(Self::Article),
            "comment" => Some(Self::Comment),
            "like" => Some(Self::Like),
            _ => None,
        }
    }

    /// The link `key` as a share of this kind claims it: comments and likes are counted by rep and post, so they do
    /// not stand in the way of the post itself.
    pub fn claim_key(self, key: &str) -> String {
        match self {
            Self::Comment => format!("comment:{key}"),
            Self::Like => format!("like:{key}"),
            Self::Share | Self::Original | Self::Article => key.to_owned(),
        }
    }
}
