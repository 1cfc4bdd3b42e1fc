//! What becomes of text that a person types or an app sends: Slack keeps `&`, `<` and `>` escaped, and
//! people, channels and links as `<@U…>`, `<#C…|name>` and `<https://…>`.

use super::channels::{Channel, Kind};
use super::people::Person;

/// Who wrote a text, and where; it decides what Slack makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A person, in a message: names become mentions.
    Person,
    /// A person, in the text of a command whose manifest says `should_escape`: `<@U…|handle>`.
    Command,
    /// An app: its entities stand, and names stay plain unless it asked for `link_names`.
    App {
        /// As the argument of `chat.postMessage`.
        link_names: bool,
    },
}

/// Whom and what a text can name.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The workspace's people.
    pub people: &'a [Person],
    /// Its channels.
    pub channels: &'a [Channel],
}

/// Escapes what Slack escapes, and nothing else.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text as Slack keeps it.
pub fn kept(text: &str, voice: Voice, names: Names<'_>) -> String {
    let mut kept = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // Names and sites begin only where no word is under way: `a@b.c` names nobody.
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let in_word = before.is_alphanumeric() || matches!(before, '_' | '.' | '@' | '/' | ':' | '-');
        let piece = control(rest)
            .or_else(|| if before.is_alphanumeric() { None } else { link(rest) })
            .or_else(|| if in_word { None } else { name(rest, voice, names).or_else(|| site(rest)) })
            .or_else(|| entity(rest, voice));
        if let Some((length, written)) = piece {
            kept.push_str(&written);
            rest = &rest[length..];
            before = ' ';
        } else {
            match first {
                '&' => kept.push_str("&amp;"),
                '<' => kept.push_str("&lt;"),
                '>' => kept.push_str("&gt;"),
                other => kept.push(other),
            }
            rest = &rest[first.len_utf8()..];
            before = first;
        }
    }
    kept
}

/// How many bytes of the text were read, and what is written for them.
type Piece = (usize, String);

/// `<@U…>`, `<#C…>`, `<!here>`, `<https://…|words>`: what already has Slack's form is kept.
fn control(text: &str) -> Option<Piece> {
    const OPENINGS: [&str; 6] = ["<@", "<#", "<!", "<http://", "<https://", "<mailto:"];
    OPENINGS.iter().find(|opening| text.starts_with(**opening))?;
    let end = text.find('>')?;
    let inside = &text[1..end];
    if inside.contains(['<', '\n']) {
        return None;
    }
    Some((end + 1, format!("<{}>", lone_ampersands(inside))))
}

/// `&amp;`, `&lt;` and `&gt;` as an app writes them. People do not write entities: theirs are words.
fn entity(text: &str, voice: Voice) -> Option<Piece> {
    if !matches!(voice, Voice::App { .. }) {
        return None;
    }
    ["&amp;", "&lt;", "&gt;"]
        .into_iter()
        .find(|entity| text.starts_with(entity))
        .map(|entity| (entity.len(), entity.to_owned()))
}

fn name(text: &str, voice: Voice, names: Names<'_>) -> Option<Piece> {
    if voice == (Voice::App { link_names: false }) {
        return None;
    }
    if let Some(after) = text.strip_prefix('@') {
        if let Some(word) = ["here", "channel", "everyone"].into_iter().find(|word| begins(after, word)) {
            return Some((1 + word.len(), format!("<!{word}>")));
        }
        let (length, person) = longest(after, names.people, |person| {
            vec![
                person.display_name.as_str(),
                person.real_name.as_str(),
                person.handle.as_str(),
                person.id.as_str(),
            ]
        })?;
        let handle = if voice == Voice::Command { format!("|{}", person.handle) } else { String::new() };
        return Some((1 + length, format!("<@{}{handle}>", person.id)));
    }
    let after = text.strip_prefix('#')?;
    let (length, channel) = longest(after, names.channels, |channel| vec![channel.name.as_str()])?;
    let named = if channel.kind == Kind::Private { "" } else { channel.name.as_str() };
    Some((1 + length, format!("<#{}|{named}>", channel.id)))
}

/// The thing with the longest name that `text` begins with: "Ana Sørensen" before "Ana".
fn longest<'a, T>(text: &str, things: &'a [T], of: impl Fn(&'a T) -> Vec<&'a str>) -> Option<(usize, &'a T)> {
    things
        .iter()
        .flat_map(|thing| of(thing).into_iter().map(move |name| (name, thing)))
        .filter(|(name, _)| !name.is_empty() && begins(text, name))
        .map(|(name, thing)| (name.len(), thing))
        .max_by_key(|(length, _)| *length)
}

/// Whether `text` begins with `word`, in whatever case, and the word ends there.
fn begins(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    let ends = text[word.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '_');
    ends && head.to_lowercase() == word.to_lowercase()
}

/// A link with its scheme.
fn link(text: &str) -> Option<Piece> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))?;
    let word = first_word(text);
    (word.len() > scheme.len()).then(|| (word.len(), format!("<{}>", lone_ampersands(word))))
}

/// A link without its scheme: Slack takes anything for one that looks like a site.
fn site(text: &str) -> Option<Piece> {
    let ends = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-');
    let host = &text[..text.find(ends).unwrap_or(text.len())];
    if !is_site(host.trim_end_matches('.')) {
        return None;
    }
    let word = first_word(text);
    let shown = lone_ampersands(word);
    Some((word.len(), format!("<http://{shown}|{shown}>")))
}

fn first_word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|');
    unpunctuated(&text[..text.find(ends).unwrap_or(text.len())])
}

/// A link ends before the sentence's own punctuation, and before a bracket that it did not open.
fn unpunctuated(word: &str) -> &str {
    let mut word = word;
    let mut unopened = word.matches(')').count().saturating_sub(word.matches('(').count());
    while let Some(last) = word.chars().last() {
        match last {
            '.' | ',' | '!' | '?' | ';' | ':' | '\'' | '*' | '_' | '~' | '`' => {}
            ')' if unopened > 0 => unopened -= 1,
            _ => break,
        }
        word = &word[..word.len() - last.len_utf8()];
    }
    word
}

fn is_site(host: &str) -> bool {
    host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.contains("..")
        && host.chars().any(|c| c.is_ascii_alphabetic())
        && psl::domain(host.to_lowercase().as_bytes()).is_some_and(|domain| domain.suffix().is_known())
}

/// Escapes the ampersands that begin no entity.
fn lone_ampersands(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let entity = ["&amp;", "&lt;", "&gt;"].iter().any(|entity| text[at..].starts_with(entity));
        escaped.push_str(if c == '&' && !entity { "&amp;" } else { &text[at..at + c.len_utf8()] });
    }
    escaped
}

/// The links of a kept text, as they were typed.
pub fn links(kept: &str) -> Vec<String> {
    kept.split('<')
        .skip(1)
        .filter_map(|piece| piece.split_once('>'))
        .map(|(inside, _)| inside.split('|').next().unwrap_or(inside))
        .filter(|target| target.starts_with("http"))
        .map(|target| target.replace("&amp;", "&"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{channels, people};

    fn written(text: &str, voice: Voice) -> String {
        let people = people::everybody("Bot", chrono::Utc::now());
        kept(text, voice, Names { people: &people, channels: &channels::all(0) })
    }

    #[test]
    fn a_persons_message_is_kept_as_slack_keeps_it() {
        for (typed, kept) in [
            ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
            ("see https://x.com/a?b=1&c=2.", "see <https://x.com/a?b=1&amp;c=2>."),
            ("(https://en.wikipedia.org/wiki/A_(b))", "(<https://en.wikipedia.org/wiki/A_(b)>)"),
            ("hi @Ana Sørensen!", "hi <@U0ANA>!"),
            ("hi @jo.park", "hi <@U0JO>"),
            ("in #general, now", "in <#C0GENERAL|general>, now"),
            ("@here look", "<!here> look"),
            ("<@U0JO> and <https://a.de|A>", "<@U0JO> and <https://a.de|A>"),
            ("mail me@general.com #nochannel @nobody", "mail me@general.com #nochannel @nobody"),
            (
                "linkedin.com/posts/x, e.g. 1.5",
                "<http://linkedin.com/posts/x|linkedin.com/posts/x>, e.g. 1.5",
            ),
            ("&amp;", "&amp;amp;"),
            ("Just x.com.", "Just <http://x.com|x.com>."),
            ("me@x.com, README.txt", "me@x.com, README.txt"),
            ("Post:https://x.com", "Post:<https://x.com>"),
            ("<script>", "&lt;script&gt;"),
        ] {
            assert_eq!(written(typed, Voice::Person), kept, "{typed}");
        }
    }

    #[test]
    fn a_command_names_people_with_their_handle() {
        assert_eq!(
            written("@Jo Park in #social-wins", Voice::Command),
            "<@U0JO|jo.park> in <#C0WINS|social-wins>"
        );
    }

    #[test]
    fn an_apps_entities_stand_and_its_names_stay_plain() {
        let app = Voice::App { link_names: false };
        assert_eq!(written("A &amp; B & @here #general", app), "A &amp; B &amp; @here #general");
        assert_eq!(written("@here", Voice::App { link_names: true }), "<!here>");
        assert_eq!(written("<!channel>", app), "<!channel>");
    }

    #[test]
    fn any_text_can_be_kept() {
        for odd in ["<", "<@", "@", "#", "é@é", "https://", "<http://\n>", "&", "http://ö", "@Ł", "\u{0}"]
        {
            written(odd, Voice::Person);
        }
    }
}
