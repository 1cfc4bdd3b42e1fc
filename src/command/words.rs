//! The words of a command: quotes kept together, Slack's markup turned into what the person saw.

use crate::play::whom::PersonRef;

/// One word, or several in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Whether it stood in quotes: a title, never a keyword.
    pub quoted: bool,
}

impl Word {
    /// Whether this is the keyword `keyword`, in any case.
    pub fn is(&self, keyword: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(keyword)
    }
}

/// Splits text into words. Straight and typographic quotes both keep words together; a quote that is never
/// closed reaches to the end.
pub fn split(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match closing(first) {
            Some(close) => {
                let inner = &rest[first.len_utf8()..];
                let end = inner.find(close).unwrap_or(inner.len());
                let after = inner[end..].chars().next().map_or("", |c| &inner[end + c.len_utf8()..]);
                (Word { text: inner[..end].trim().to_owned(), quoted: true }, after)
            }
            None => {
                let end = word_end(rest);
                (Word { text: rest[..end].to_owned(), quoted: false }, &rest[end..])
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// The marks that can close a quotation opened by `open`.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '„' | '«' => Some(&['"', '“', '”', '»']),
        _ => None,
    }
}

/// Where a bare word ends: at white space, but Slack's `<…>` stays whole although labels may hold spaces.
fn word_end(text: &str) -> usize {
    // Slack writes a bare `<` as `&lt;`: a second one before the end means that the first was none of its own.
    if let Some(inner) = text.strip_prefix('<')
        && let Some(end) = inner.find(['<', '>'])
        && inner[end..].starts_with('>')
    {
        return end + 2;
    }
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// What the person saw when they typed this: `<@U1|ann>` as `@ann`, `<#C1|sales>` as `#sales`, links as
/// their address, and Slack's three escapes undone. The result is typed text, to be escaped when it is said.
pub fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find('>') else { break };
        let inner = &rest[1..end];
        let (target, label) = inner.split_once('|').unwrap_or((inner, ""));
        let shown = if label.is_empty() { target.trim_start_matches(['@', '#', '!']) } else { label };
        match target.chars().next() {
            Some('@' | '!') => out.push('@'),
            Some('#') => out.push('#'),
            _ => {}
        }
        out.push_str(shown.trim_start_matches(['@', '#']));
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A person as Slack escapes them (`<@U1|ann>`), or as typed (`@ann`).
pub fn person(word: &Word) -> Option<PersonRef> {
    let text = word.text.as_str();
    if let Some(inner) = text.strip_prefix("<@").and_then(|text| text.strip_suffix('>')) {
        let id = inner.split('|').next().unwrap_or(inner);
        return (!id.is_empty()).then(|| PersonRef::Id(id.into()));
    }
    let name = seen(text);
    let name = name.trim_start_matches('@').trim();
    (!name.is_empty()).then(|| PersonRef::Name(name.to_owned()))
}

/// The words joined again, without their quotes.
pub fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        split(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn quotes_of_any_shape_keep_a_title_together() {
        for text in ["start \"Spring Sprint\" now", "start “Spring Sprint” now", "start „Spring Sprint“ now"]
        {
            assert_eq!(texts(text), ["start", "Spring Sprint", "now"], "{text}");
        }
        assert_eq!(texts("start \"never closed"), ["start", "never closed"]);
        assert_eq!(texts("  "), Vec::<String>::new());
    }

    #[test]
    fn a_channel_as_slack_escapes_it_stays_one_word() {
        assert_eq!(texts("in <#C1|the sales room> for 5d"), ["in", "<#C1|the sales room>", "for", "5d"]);
    }

    #[test]
    fn markup_is_read_as_the_person_saw_it() {
        assert_eq!(
            seen("R&amp;D <@U1|ann> in <#C1|sales> <!channel> <https://a.b>"),
            "R&D @ann in #sales @channel https://a.b"
        );
        assert_eq!(seen("<!subteam^S1|@team> &lt;3 <open"), "@team <3 <open");
    }

    const QUOTES: [char; 5] = ['"', '“', '”', '„', '«'];

    proptest! {
        #[test]
        fn splitting_loses_nothing_and_splitting_again_changes_nothing(
            text in prop_oneof![any::<String>(), "[<>@#!|&;\"“”„«» ab\n]{0,60}"],
        ) {
            let words = split(&text);
            let bare = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && !QUOTES.contains(c) && *c != '»').collect()
            };
            prop_assert_eq!(words.iter().map(|word| bare(&word.text)).collect::<String>(), bare(&text));
            for word in words.iter().filter(|word| !word.quoted) {
                let is_markup = word.text.starts_with('<') && word.text.ends_with('>');
                prop_assert!(!word.text.is_empty() && (is_markup || !word.text.contains(char::is_whitespace)));
            }
            if words.iter().all(|word| !word.quoted) {
                prop_assert_eq!(split(&joined(&words)), words);
            }
        }

        #[test]
        fn what_is_seen_is_never_longer_and_plain_text_is_seen_as_it_is(
            text in prop_oneof![any::<String>(), "[<>@#!|&;ltgamp ]{0,40}"], plain in "[^<&]{0,40}",
        ) {
            prop_assert!(seen(&text).len() <= text.len());
            prop_assert_eq!(seen(&plain), plain);
        }
    }

    #[test]
    fn a_mebibyte_is_split_in_time() {
        let started = Instant::now();
        for heap in ["<", "< ", "<@U1|", "\"", "\" ", "“", "a ", "&amp;", "<a>", "é"] {
            let text = heap.repeat((1 << 20) / heap.len());
            assert!(!split(&text).is_empty() && seen(&text).len() <= text.len());
        }
        // Quadratic work would take hours; a slow machine in a debug build is allowed for.
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }
}
