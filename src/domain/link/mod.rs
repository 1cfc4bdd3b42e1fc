//! Links in one spelling, so that the same page counts once however it was copied.

use serde::{Deserialize, Serialize};

use super::share::Kind;

/// Where something was shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// linkedin.com
    Linkedin,
    /// x.com, twitter.com
    X,
    /// youtube.com, youtu.be
    Youtube,
    /// facebook.com
    Facebook,
    /// instagram.com
    Instagram,
    /// tiktok.com
    Tiktok,
    /// Anything else: a blog, a news page, the company's site.
    Web,
}

/// A link in its canonical spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The spelling that equal links share, for example `linkedin.com/activity/7123`.
    pub key: String,
    /// The link to show and open, cleaned of tracking.
    pub url: String,
    /// The network it belongs to.
    pub network: Network,
    /// Whether it is the permalink of one person's own post, which only one rep can claim.
    pub personal: bool,
    /// The kind it implies when the person names none.
    pub implies: Kind,
}

/// Why a link cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkFault {
    /// Not a web address at all, or one that no browser would open.
    Broken,
    /// Neither http nor https.
    Scheme,
    /// A shortener (`lnkd.in`, `t.co`, …): where it leads cannot be known without calling it.
    Short(String),
    /// An IP address, localhost, or a name without a public suffix.
    Private(String),
}

impl Link {
    /// Reads one web address.
    pub fn parse(text: &str) -> Result<Self, LinkFault> {
        let _ = text;
        Err(LinkFault::Broken)
    }
}
