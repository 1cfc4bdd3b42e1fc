//! Links in one spelling, so that the same page counts once however it was copied.

use serde::{Deserialize, Serialize};

use url::Url;

use super::kind::Kind;
use page::Page;

pub(super) use host::is_public;

mod host;
mod page;
mod posts;
mod spelling;

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

/// Most bytes in a link, typed or spelled out. Browsers and Slack take hardly more.
const MOST: usize = 2048;

impl Link {
    /// Reads one web address, with or without its scheme. Nothing is fetched.
    pub fn parse(text: &str) -> Result<Self, LinkFault> {
        let url = read(text.trim())?;
        let page = Page::of(&url)?;
        if let Some(short) = posts::share_sheet(&page) {
            return Err(LinkFault::Short(short));
        }
        let post = posts::find(&page);
        let url = page.cleaned(&url, post.as_ref().map(|post| post.needs));
        if url.len() > MOST {
            return Err(LinkFault::Broken);
        }
        Ok(Self {
            network: page.network,
            personal: post.is_some(),
            implies: if page.is_article() { Kind::Article } else { Kind::Share },
            key: post.map_or_else(|| page.key(), |post| post.key),
            url,
        })
    }
}

/// The address as a browser would read it.
fn read(text: &str) -> Result<Url, LinkFault> {
    if text.is_empty() || text.len() > MOST {
        return Err(LinkFault::Broken);
    }
    let url = match scheme(text) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            Url::parse(text)
        }
        Some(_) => return Err(LinkFault::Scheme),
        None => Url::parse(&format!("https://{}", text.trim_start_matches('/'))),
    };
    let url = url.map_err(|_| LinkFault::Broken)?;
    // Nobody shares a page with their password in it; some hide another host behind one.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(LinkFault::Broken);
    }
    Ok(url)
}

/// The scheme `text` begins with, if it does: `mailto` in `mailto:ann@x.org`, but none in `x.org:8080/a`.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let spelled = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_host_and_port = rest.starts_with(|c: char| c.is_ascii_digit()) || scheme.contains('.');
    (spelled && (rest.starts_with("//") || !is_host_and_port)).then_some(scheme)
}

#[cfg(test)]
mod tests;
