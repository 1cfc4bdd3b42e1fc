//! The form for a share, and the one that adds own words to it.

use super::elements::{Choice, TEXT_MOST, line, lines, radio, select};
use super::{Form, said};
use crate::domain::forms::{ShareForm, ShareNote, WordsForm};
use crate::domain::kind::Kind;
use crate::domain::receipt::Receipt;
use crate::domain::refusal::Refusal;
use crate::domain::score::Verdict;
use crate::domain::share::DraftFault;
use crate::voice::blocks::{action, actions, button, context, section};
use crate::voice::escape::typed;
use crate::voice::pace::link;
use crate::voice::words::list;

/// The fields of the form for a share.
pub mod field {
    /// The link.
    pub const LINK: &str = "link";
    /// What it is.
    pub const KIND: &str = "kind";
    /// The rep's own words.
    pub const WORDS: &str = "words";
    /// The day that it counts on.
    pub const WHEN: &str = "when";
}

/// The value of a kind that follows from the link.
pub const AUTOMATIC: &str = "automatic";
/// The value of the day before.
pub const YESTERDAY: &str = "yesterday";
/// The value of this day.
const TODAY: &str = "today";

/// How to share without the form.
pub const INSTEAD: &str = "type `/share` with your link and your own words behind it.";
/// How to add own words without the form.
pub const WORDS_INSTEAD: &str =
    "`/pace undo` takes the share back, and `/share` with link and words counts it anew.";

/// Most characters of a link that the field takes: somebody may paste a whole message.
const LINK_MOST: usize = TEXT_MOST;

/// Asks for a share.
pub fn form(facts: &ShareForm) -> Form {
    let entry = &facts.filled;
    let mut blocks = vec![context(where_it_counts(facts))];
    blocks.push(
        line(field::LINK, "Link of your post", &entry.link, LINK_MOST)
            .placeholder("https://www.linkedin.com/posts/…")
            .hint("The full link; it tells the network, too.")
            .block(),
    );
    let chosen = entry.kind.map_or(AUTOMATIC, kind_value);
    blocks.push(select(field::KIND, "What is it?", &kinds(), Some(chosen)).block());
    let mut words = lines(field::WORDS, "Your own words", &entry.words, TEXT_MOST)
        .placeholder("What you wrote with it")
        .optional();
    if let Some(hint) = words_hint(facts) {
        words = words.hint(&hint);
    }
    blocks.push(words.block());
    if facts.offers_yesterday {
        let days = [Choice::new(TODAY, "Today"), Choice::new(YESTERDAY, "Yesterday")];
        let day = if entry.yesterday { YESTERDAY } else { TODAY };
        blocks.push(radio(field::WHEN, "When did you share it?", &days, Some(day)).block());
    }
    let note = ShareNote { channel: facts.channel.to_string() };
    Form {
        name: action::FORM_SHARE,
        title: "Share a post",
        submit: Some("Share"),
        close: "Cancel",
        blocks,
        metadata: serde_json::to_string(&note).unwrap_or_default(),
    }
}

fn where_it_counts(facts: &ShareForm) -> String {
    let titles = |titles: &[String]| {
        let titles: Vec<String> = titles.iter().map(|title| format!("*{}*", typed(title))).collect();
        list(&titles, "and")
    };
    let joins = match facts.joins.is_empty() {
        true => String::new(),
        false => format!(" You join {} by it.", titles(&facts.joins)),
    };
    format!("Counts in {}.{joins}", titles(&facts.titles))
}

fn words_hint(facts: &ShareForm) -> Option<String> {
    let more = match facts.words_asked {
        0 => None,
        asked => Some(format!("{asked} characters of your own earn more than a bare link.")),
    };
    let theirs = facts.is_anothers.then(|| {
        "That message is somebody else's, so its words are not filled in: yours are what counts.".to_owned()
    });
    let said: Vec<String> = theirs.into_iter().chain(more).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn kinds() -> [Choice; 6] {
    [
        Choice::new(AUTOMATIC, "As the link says").about("an article for a blog, else a share"),
        Choice::new(kind_value(Kind::Original), "Original post").about("you wrote it"),
        Choice::new(kind_value(Kind::Article), "Article").about("a blog post or a longer piece of yours"),
        Choice::new(kind_value(Kind::Comment), "Comment").about("on somebody else's post"),
        Choice::new(kind_value(Kind::Share), "Share").about("you passed something on"),
        Choice::new(kind_value(Kind::Like), "Like"),
    ]
}

/// A kind as the form sends it back.
pub fn kind_value(kind: Kind) -> &'static str {
    match kind {
        Kind::Share => "share",
        Kind::Original => "original",
        Kind::Article => "article",
        Kind::Comment => "comment",
        Kind::Like => "like",
    }
}

/// Asks for own words to a share that has few.
pub fn words(facts: &WordsForm) -> Form {
    let mut asked = lines(field::WORDS, "Your own words", &facts.words, TEXT_MOST)
        .placeholder("What you wrote with it, or would tell a colleague about it");
    if facts.words_asked > 0 {
        asked = asked.hint(&format!("From {} characters on it earns more.", facts.words_asked));
    }
    Form {
        name: action::FORM_WORDS,
        title: "Add own words",
        submit: Some("Add"),
        close: "Cancel",
        blocks: vec![section(format!("To your share of {}", link(&facts.url))), asked.block()],
        metadata: facts.share.to_string(),
    }
}

/// What a share earned, in place of its form.
pub fn shared(receipt: &Receipt) -> Form {
    let mut form = said(action::FORM_SHARE, "Counted", &crate::voice::receipt::receipt(receipt));
    if receipt.lead.score.verdict != Verdict::Copied {
        form.blocks.push(actions(vec![button("Undo", action::UNDO, &format!("|{}", receipt.share))]));
    }
    form
}

/// A refusal in the words of a form, where its usual ones are for those who type.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    let said = match refusal {
        Refusal::Draft(DraftFault::NoLink) => "Paste the link of what you posted, whole: https://…",
        Refusal::ClaimedByAnother => {
            "Somebody shared that post before you, and one person's post counts once. Choose Comment if it is your \
             comment; if the post is your own, ask a manager by /pace appeal and the link."
        }
        Refusal::BeforeStart { .. } => "The contest had not begun yesterday; choose today.",
        _ => return None,
    };
    Some(said.to_owned())
}
