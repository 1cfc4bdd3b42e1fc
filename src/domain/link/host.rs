//! Which hosts can be taken, and which spell the same site.

use url::{Host, Url};

use super::{LinkFault, Network};

/// Hosts that only lead elsewhere.
const SHORTENERS: &[&str] = &[
    "amzn.to",
    "b.link",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "buff.ly",
    "cutt.ly",
    "dlvr.it",
    "fb.me",
    "fb.watch",
    "g.co",
    "goo.gl",
    "hubs.la",
    "hubs.li",
    "hubs.ly",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "mailchi.mp",
    "ow.ly",
    "qr.ae",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "shorturl.at",
    "sprout.link",
    "spr.ly",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
    "urlz.fr",
    "v.gd",
    "vm.tiktok.com",
    "vt.tiktok.com",
    "wp.me",
    "youtube.page.link",
];

/// Suffixes that are on the public list or look public, yet lead to no page that everyone can open.
const UNREACHABLE: &[&str] = &["arpa", "internal", "invalid", "local", "localhost", "onion", "test"];

/// Prefixes under which a site shows the same pages.
const ALIASES: &[&str] = &["www.", "m.", "mobile."];

/// The host of `url` in the one spelling of its site.
pub(super) fn of(url: &Url) -> Result<String, LinkFault> {
    let host = match url.host() {
        Some(Host::Domain(name)) => name.strip_suffix('.').unwrap_or(name),
        Some(address) => return Err(LinkFault::Private(address.to_string())),
        None => return Err(LinkFault::Broken),
    };
    if host.split('.').any(|label| label.is_empty() || label.len() > 63) || host.len() > 253 {
        return Err(LinkFault::Broken);
    }
    if !is_public(host) {
        return Err(LinkFault::Private(host.to_owned()));
    }
    let site = site(host);
    if SHORTENERS.contains(&site) {
        return Err(LinkFault::Short(site.to_owned()));
    }
    Ok(unite(site).to_owned())
}

/// Whether the name lies under a public suffix. A suffix that is a site of its own (blogspot.com) is fine;
/// a bare `com` or `co.uk` is none.
pub(crate) fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    let Some(suffix) = psl::suffix(host.as_bytes()) else { return false };
    let is_site = suffix.as_bytes().len() < host.len() || suffix.typ() == Some(psl::Type::Private);
    suffix.is_known() && is_site && host.contains('.') && !UNREACHABLE.contains(&last)
}

/// Without `www.` and the like, as long as a site of its own remains.
fn site(host: &str) -> &str {
    let shorter = ALIASES.iter().find_map(|alias| host.strip_prefix(alias));
    match shorter.filter(|rest| psl::domain(rest.as_bytes()).is_some()) {
        Some(rest) => site(rest),
        None => host,
    }
}

/// Hosts that are other names of the same site.
fn unite(site: &str) -> &str {
    match site {
        "twitter.com" => "x.com",
        "youtube-nocookie.com" | "music.youtube.com" => "youtube.com",
        "fb.com" | "web.facebook.com" | "business.facebook.com" => "facebook.com",
        "instagr.am" => "instagram.com",
        _ => match site.strip_suffix(".linkedin.com") {
            Some(country) if country.len() == 2 => "linkedin.com",
            _ => site,
        },
    }
}

/// The network a host belongs to.
pub(super) fn network(host: &str) -> Network {
    let networks = [
        ("linkedin.com", Network::Linkedin),
        ("x.com", Network::X),
        ("youtube.com", Network::Youtube),
        ("youtu.be", Network::Youtube),
        ("facebook.com", Network::Facebook),
        ("instagram.com", Network::Instagram),
        ("tiktok.com", Network::Tiktok),
    ];
    networks.into_iter().find(|(site, _)| is_under(host, site)).map_or(Network::Web, |(_, network)| network)
}

/// Whether `host` is `site` or one of its subdomains.
fn is_under(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Hosts of blogs: every page below the front is an article.
const BLOGS: &[&str] = &[
    "beehiiv.com",
    "dev.to",
    "ghost.io",
    "hashnode.com",
    "hashnode.dev",
    "medium.com",
    "substack.com",
    "wordpress.com",
];

/// Whether what a host shows below its front page are articles.
pub(super) fn is_blog(host: &str) -> bool {
    host.starts_with("blog.") || host.contains(".blogspot.") || BLOGS.iter().any(|site| is_under(host, site))
}
