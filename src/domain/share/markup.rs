//! Slack's markup and bare text, taken apart into words, links and hashtags. Mentions fall away.

use std::borrow::Cow;

use crate::domain::link;

/// A piece of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A word of the person's own.
    Word(Cow<'a, str>),
    /// A web address, as it was written.
    Link(Cow<'a, str>),
    /// A hashtag without its sign.
    Hashtag(String),
}

impl Token<'_> {
    pub(super) fn word(&self) -> Option<&str> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }

    pub(super) fn hashtag(&self) -> Option<&str> {
        if let Self::Hashtag(tag) = self { Some(tag) } else { None }
    }
}

/// All of `text`, in order, in time linear in its length.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (plain, marked) = rest.split_at(start);
        words(plain, &mut tokens);
        // Slack writes a bare `<` as `&lt;`; elsewhere it is one unless it is closed on the same line.
        let inner = &marked[1..];
        let end = inner.find(['<', '>', '\n']).filter(|&end| inner[end..].starts_with('>'));
        rest = match end {
            Some(end) if markup(&inner[..end], &mut tokens) => &inner[end + 1..],
            _ => {
                tokens.push(Token::Word(Cow::Borrowed("<")));
                inner
            }
        };
    }
    words(rest, &mut tokens);
    tokens
}

/// Reads what stood between `<` and `>`; false where that is no markup of Slack's.
fn markup<'a>(inner: &'a str, tokens: &mut Vec<Token<'a>>) -> bool {
    let (target, label) = inner.split_once('|').unwrap_or((inner, ""));
    match target.chars().next() {
        // Slack takes a hashtag for the channel of that name.
        Some('#') => tokens.push(Token::Hashtag(label.to_owned())),
        Some('@' | '!') => {}
        _ if target.starts_with("mailto:") || target.starts_with("tel:") => {}
        _ if target.contains("://") => tokens.push(Token::Link(unescape(target))),
        _ => return false,
    }
    true
}

/// Reads text without markup.
fn words<'a>(text: &'a str, tokens: &mut Vec<Token<'a>>) {
    for word in text.split_whitespace() {
        match unescape(word) {
            Cow::Borrowed(word) => one_word(word, tokens),
            Cow::Owned(word) => {
                // The pieces of an unescaped word must outlive it; there are few of these.
                let mut pieces = Vec::new();
                one_word(&word, &mut pieces);
                tokens.extend(pieces.into_iter().map(into_owned));
            }
        }
    }
}

fn into_owned<'a>(token: Token<'_>) -> Token<'a> {
    match token {
        Token::Word(word) => Token::Word(Cow::Owned(word.into_owned())),
        Token::Link(link) => Token::Link(Cow::Owned(link.into_owned())),
        Token::Hashtag(tag) => Token::Hashtag(tag),
    }
}

/// Slack escapes these three and no others.
fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

const OPENING: &[char] = &['(', '[', '{', '<', '"', '\'', '“', '‘', '«', '„', '*', '_', '~'];
const CLOSING: &[char] =
    &['.', ',', ';', ':', '!', '?', ']', '}', '>', '"', '\'', '”', '’', '»', '“', '…', '`'];

fn one_word<'a>(word: &'a str, tokens: &mut Vec<Token<'a>>) {
    let bare = word.trim_start_matches(OPENING);
    let next = bare.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '_');
    if bare.starts_with('#') && next {
        // `#comment#sales` is two.
        let tags = bare.split('#').map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()));
        tokens.extend(tags.filter(|tag| !tag.is_empty()).map(|tag| Token::Hashtag(tag.to_owned())));
    } else if bare.starts_with('@') && next {
        // A mention that Slack did not resolve.
    } else if let Some(start) = link_start(word) {
        let (lead, link) = word.split_at(start);
        if lead.chars().any(char::is_alphanumeric) {
            tokens.push(Token::Word(Cow::Borrowed(lead)));
        }
        // An underscore may end an address (YouTube's do) unless the word is set in italics.
        let emphasis = lead.chars().next_back().filter(|c| "*_~".contains(*c));
        let link = without_closing(link);
        let link = emphasis.and_then(|mark| link.strip_suffix(mark)).map_or(link, without_closing);
        tokens.push(Token::Link(Cow::Borrowed(link)));
    } else {
        tokens.push(Token::Word(Cow::Borrowed(word)));
    }
}

/// Where in a word a web address begins, if there is one.
fn link_start(word: &str) -> Option<usize> {
    let start = word.len() - word.trim_start_matches(OPENING).len();
    if is_bare_address(&word[start..]) {
        return Some(start);
    }
    let colon = word.find("://")?;
    let before = &word.as_bytes()[..colon];
    // People run on: `done.https://…` begins at the `h`.
    let web = ["https", "http"].into_iter().find(|scheme| {
        before
            .len()
            .checked_sub(scheme.len())
            .is_some_and(|at| before[at..].eq_ignore_ascii_case(scheme.as_bytes()))
    });
    let of_scheme = |b: &u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
    let length = web.map_or_else(|| before.iter().rev().take_while(|b| of_scheme(b)).count(), str::len);
    let goes_on = word[colon + 3..].starts_with(|c: char| c.is_alphanumeric() || c == '[');
    (length > 0 && goes_on).then(|| colon - length)
}

/// An address without its scheme: a public host and a path, or a host that begins `www.`. Words like
/// `node.js`, `and/or` and `p.m.` are none.
fn is_bare_address(word: &str) -> bool {
    let (host, path) = word.split_at(word.find('/').unwrap_or(word.len()));
    let (host, has_path) = match path.len() {
        0 => (host.trim_end_matches(CLOSING).trim_end_matches(')'), false),
        length => (host, length > 1),
    };
    let spelled = host.len() <= 253
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
    if !spelled {
        return false;
    }
    let host = host.to_lowercase();
    (has_path || host.starts_with("www.")) && link::is_public(&host)
}

/// The address without the punctuation of the sentence around it. A bracket that the address itself opens
/// belongs to it.
fn without_closing(link: &str) -> &str {
    let count = |text: &str, bracket| text.matches(bracket).count();
    let mut surplus = count(link, ')').saturating_sub(count(link, '('));
    let mut kept = link;
    loop {
        let trimmed = kept.trim_end_matches(CLOSING);
        match trimmed.strip_suffix(')').filter(|_| surplus > 0) {
            Some(shorter) => kept = shorter,
            None => return trimmed,
        }
        surplus -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens written out: links in `[]`, hashtags with `#`.
    fn read(text: &str) -> String {
        let written = tokens(text).into_iter().map(|token| match token {
            Token::Word(word) => word.into_owned(),
            Token::Link(link) => format!("[{link}]"),
            Token::Hashtag(tag) => format!("#{tag}"),
        });
        written.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn slacks_markup() {
        assert_eq!(read("<https://acme.com/a?b=1&amp;c=2|acme> hi"), "[https://acme.com/a?b=1&c=2] hi");
        assert_eq!(read("a<https://acme.com>b"), "a [https://acme.com] b");
        assert_eq!(read("<@U1> <@U2|ann> <!here> <!subteam^S1|@sales> you"), "you");
        assert_eq!(read("<#C1|article> <mailto:a@b.co|a@b.co> <tel:1|1>"), "#article");
        assert_eq!(read("a &lt;b&gt; &amp; c &amp;lt;"), "a <b> & c &lt;");
        assert_eq!(read("1 < 2 <b> <\n>"), "1 < 2 < b> < >");
    }

    #[test]
    fn bare_links_are_found() {
        assert_eq!(read("see (https://acme.com/a)."), "see [https://acme.com/a]");
        assert_eq!(
            read("https://en.wikipedia.org/wiki/Pace_(unit), yes"),
            "[https://en.wikipedia.org/wiki/Pace_(unit)] yes"
        );
        assert_eq!(read("new:https://acme.com/a!!"), "new: [https://acme.com/a]");
        assert_eq!(read("*https://acme.com/a*"), "[https://acme.com/a]");
        assert_eq!(
            read("_https://acme.com/a!_. https://youtu.be/a_,"),
            "[https://acme.com/a] [https://youtu.be/a_]"
        );
        assert_eq!(
            read("www.acme.com, linkedin.com/posts/x; acme.co.uk/a"),
            "[www.acme.com] [linkedin.com/posts/x] [acme.co.uk/a]"
        );
        assert_eq!(read("“acme.com/a?b=1&amp;c=2”"), "[acme.com/a?b=1&c=2]");
        assert_eq!(read("ftp://acme.com/a"), "[ftp://acme.com/a]");
        assert_eq!(read("done.HTTPS://acme.com/a"), "done. [HTTPS://acme.com/a]");
        assert_eq!(read("acme.com/to?u=https://x.com/a"), "[acme.com/to?u=https://x.com/a]");
    }

    #[test]
    fn words_with_dots_and_slashes_are_no_links() {
        for text in [
            "node.js",
            "and/or",
            "9 a.m./5 p.m.",
            "v1.2/x",
            "24/7",
            "acme.com",
            "acme.com/",
            "://",
            "a://",
            "ann@acme.com/a",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn hashtags_and_mentions() {
        assert_eq!(read("#Comment, (#sales) #a#b # #! C# @ann a@b"), "#Comment #sales #a #b # #! C# a@b");
    }
}
