//! A page: the parts of an address that say what it shows.

use url::Url;

use super::{LinkFault, Network, host, spelling};

/// An address taken apart, each part in its one spelling.
pub(super) struct Page {
    /// The host in the one spelling of its site.
    pub(super) host: String,
    /// The port where it is not the scheme's own.
    port: Option<u16>,
    /// The network the host belongs to.
    pub(super) network: Network,
    /// The path, escapes normalised, without a slash at its end.
    pub(super) path: String,
    /// The parameters that matter, sorted.
    query: String,
    /// A fragment that is a route within the page (`#!/…`, `#/…`).
    route: String,
}

impl Page {
    pub(super) fn of(url: &Url) -> Result<Self, LinkFault> {
        let host = host::of(url)?;
        let network = host::network(&host);
        let pieces = spelling::telling(url.query().unwrap_or_default(), network);
        let route = url.fragment().filter(|fragment| is_route(fragment)).unwrap_or_default();
        Ok(Self {
            port: url.port(),
            network,
            path: spelling::path(url.path()),
            query: spelling::query(pieces),
            route: spelling::escape(route, b"/!$&'()*+,;=:@?").trim_end_matches('/').to_owned(),
            host,
        })
    }

    /// The parts of the path, without empty ones.
    pub(super) fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|piece| piece.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether the page is an article rather than something passed on.
    pub(super) fn is_article(&self) -> bool {
        match self.segments().as_slice() {
            ["pulse", _, ..] if self.network == Network::Linkedin => true,
            ["blog" | "blogs", _, ..] => true,
            [_, ..] => self.network == Network::Web && host::is_blog(&self.host),
            [] => false,
        }
    }

    /// The spelling that all addresses of this page share.
    pub(super) fn key(&self) -> String {
        let mut key = self.host.clone();
        if let Some(port) = self.port {
            key.push_str(&format!(":{port}"));
        }
        key.push_str(&self.path);
        for (mark, part) in [('?', &self.query), ('#', &self.route)] {
            if !part.is_empty() {
                key.push(mark);
                key.push_str(part);
            }
        }
        key
    }

    /// The address to show and open: as typed, without tracking. Of a post's address, nothing but the
    /// parameters that it needs.
    pub(super) fn cleaned(&self, url: &Url, post_needs: Option<&[&str]>) -> String {
        let mut url = url.clone();
        let kept: Vec<&str> = spelling::telling(url.query().unwrap_or_default(), self.network)
            .filter(|piece| post_needs.is_none_or(|needs| needs.contains(&name(piece))))
            .collect();
        let query = kept.join("&");
        url.set_query((!query.is_empty()).then_some(&query));
        if self.route.is_empty() || post_needs.is_some() {
            url.set_fragment(None);
        }
        // Slack's markup separates a link from its label by a bar.
        url.as_str().replace('|', "%7C")
    }
}

/// The name in `name=value`.
fn name(piece: &str) -> &str {
    piece.split('=').next().unwrap_or(piece)
}

/// Some sites keep the page they show in the fragment.
fn is_route(fragment: &str) -> bool {
    fragment.starts_with('!') || fragment.starts_with('/')
}
