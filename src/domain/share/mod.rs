//! A share: what a rep submits, read from what was typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use unicode_segmentation::UnicodeSegmentation;

use super::forms::ShareEntry;
use super::kind::Kind;
use super::link::{Link, LinkFault};
use super::text;
use markup::Token;

mod markup;

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
    /// Its hashtags, without their marks, in lower case; the first few.
    #[serde(default)]
    pub tags: Vec<String>,
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

/// Most hashtags that are kept: more tell nobody anything.
const MOST_TAGS: usize = 50;

/// Most characters of own words that are kept and counted: far above what any rule asks, and above what
/// Slack lets a person type.
const MOST_WORDS: usize = 10_000;

impl Draft {
    /// Reads what was typed after `/share`, or a channel message: Slack's own markup
    /// (`<https://…|label>`, `<@U…>`, `&amp;`) and bare text alike.
    pub fn parse(text: &str) -> Result<Self, DraftFault> {
        let text = text::clean(text);
        let tokens = markup::tokens(&text);
        let at = tokens.iter().position(|token| matches!(token, Token::Link(_))).ok_or(DraftFault::NoLink)?;
        let (before, after) = tokens.split_at(at);
        let Some((Token::Link(first), after)) = after.split_first() else { return Err(DraftFault::NoLink) };
        let link = Link::parse(first).map_err(DraftFault::Link)?;

        let lead = Lead::read(after);
        let tagged = || tokens.iter().find_map(|token| Kind::named(token.hashtag()?));
        let kind = lead.kind.or_else(tagged).unwrap_or(link.implies);
        let own = before
            .iter()
            .filter_map(Token::word)
            .chain(after.iter().filter_map(Token::word).skip(lead.words));
        let words = bounded(own);
        let words_len = words.graphemes(true).count();
        let tags = tokens.iter().filter_map(Token::hashtag).take(MOST_TAGS).map(str::to_lowercase).collect();
        Ok(Self { link, kind, words, words_len, yesterday: lead.yesterday, tags })
    }

    /// Reads what was entered in a form, where nothing is markup: the link, and the words beside it. Words around the
    /// link are taken for own words where there are no others; a kind that is not chosen follows from a hashtag, else
    /// from the link.
    ///
    /// # Errors
    /// Where there is no link, or none that can be taken.
    pub fn entered(entry: &ShareEntry) -> Result<Self, DraftFault> {
        let beside = Self::parse(&literal(&entry.link))?;
        let text = text::clean(&literal(&entry.words));
        let tokens = markup::tokens(&text);
        if tokens.is_empty() {
            return Ok(Self {
                kind: entry.kind.unwrap_or(beside.kind),
                yesterday: entry.yesterday,
                ..beside
            });
        }
        let tagged = tokens.iter().find_map(|token| Kind::named(token.hashtag()?));
        let words = bounded(tokens.iter().filter_map(Token::word));
        let tags = tokens.iter().filter_map(Token::hashtag).take(MOST_TAGS).map(str::to_lowercase).collect();
        Ok(Self {
            kind: entry.kind.or(tagged).unwrap_or(beside.kind),
            words_len: words.graphemes(true).count(),
            words,
            yesterday: entry.yesterday,
            tags,
            link: beside.link,
        })
    }

    /// Whether it says one of these marks: `#ad` as a hashtag, a word without `#` as a word or a hashtag.
    pub fn says_one_of(&self, marks: &[String]) -> bool {
        let is_tag = |mark: &str| self.tags.iter().any(|tag| *tag == mark.to_lowercase());
        let is_word = |mark: &str| {
            let words =
                self.words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            words.into_iter().any(|word| word.to_lowercase() == mark.to_lowercase())
        };
        marks.iter().any(|mark| match mark.strip_prefix('#') {
            Some(tag) => is_tag(tag),
            None => is_tag(mark) || is_word(mark),
        })
    }
}

/// Text that was typed where Slack has no markup, in the markup that means the same.
fn literal(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What the first words after the link say about the share; they are none of its own words.
#[derive(Default)]
struct Lead {
    kind: Option<Kind>,
    yesterday: bool,
    /// How many words that took.
    words: usize,
}

impl Lead {
    fn read(after: &[Token<'_>]) -> Self {
        let mut lead = Self::default();
        for word in after.iter().filter_map(Token::word).take(2) {
            // `comment: …` and `comment - …` are meant as they read.
            let word = word.strip_suffix([':', '.', '-']).unwrap_or(word);
            match Kind::named(word) {
                Some(kind) if lead.kind.is_none() => lead.kind = Some(kind),
                None if !lead.yesterday && word.eq_ignore_ascii_case("yesterday") => lead.yesterday = true,
                _ => break,
            }
            lead.words += 1;
        }
        lead
    }
}

/// The words with one space between them, cut off at [`MOST_WORDS`].
fn bounded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut left = MOST_WORDS;
    for word in words {
        let space = usize::from(!text.is_empty());
        if left <= space {
            break;
        }
        text.extend(std::iter::repeat_n(' ', space));
        let kept = word.char_indices().nth(left - space).map_or(word, |(end, _)| &word[..end]);
        text.push_str(kept);
        left -= space + kept.chars().count();
    }
    text
}

/// The day a share counts on, in the contest's zone and in the rep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The contest's date: caps and boards.
    pub contest: NaiveDate,
    /// The rep's date: streaks.
    pub rep: NaiveDate,
}

#[cfg(test)]
mod tests;
