//! The contest that a command's words mean.

use super::words::{Word, joined, seen};
use crate::play::pick::Wanted;

/// The words that may stand before a title.
const LEADS: [&str; 3] = ["of", "in", "for"];

/// The words before `of "Contest"`, and the contest that this means; `in` and `for` lead to one as well, but for those that
/// are `taken`, since they mean something else there. A title in quotes may stand alone.
pub(super) fn of_contest<'w>(words: &'w [Word], taken: &[&str]) -> (&'w [Word], Wanted) {
    // Without quotes, `in Paris` and `for Monday` end many a reason or name.
    let leads = |word: &Word, title: &Word| {
        let mut leads = LEADS.into_iter().filter(|lead| !taken.contains(lead));
        leads.any(|lead| word.is(lead)) && (title.quoted || word.is("of"))
    };
    match words {
        [before @ .., lead, title] if leads(lead, title) => (before, Wanted::Title(seen(&title.text))),
        [only] if only.quoted => (&[], Wanted::Title(seen(&only.text))),
        all => (all, Wanted::Unsaid),
    }
}

/// The contest where all words are its title, with or without a word that leads to it.
pub(super) fn titled(words: &[Word]) -> Wanted {
    let title = match words {
        [] => return Wanted::Unsaid,
        [lead, title] if title.quoted && LEADS.into_iter().any(|word| lead.is(word)) => {
            std::slice::from_ref(title)
        }
        // Without quotes, "In the lead" and "For the win" are titles.
        [of, title @ ..] if of.is("of") && !title.is_empty() => title,
        title => title,
    };
    Wanted::Title(seen(&joined(title)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    fn title(title: &str) -> Wanted {
        Wanted::Title(title.to_owned())
    }

    #[test]
    fn the_contest_stands_at_the_end() {
        let read = |text: &str, taken: &[&str]| {
            let words = split(text);
            let (before, wanted) = of_contest(&words, taken);
            (joined(before), wanted)
        };
        for lead in LEADS {
            let line = format!("join Owls {lead} \"Spring Sprint\"");
            assert_eq!(read(&line, &[]), ("join Owls".into(), title("Spring Sprint")), "{line}");
        }
        assert_eq!(read("\"Spring Sprint\"", &[]), (String::new(), title("Spring Sprint")));
        assert_eq!(read("join Owls of Sprint", &[]), ("join Owls".into(), title("Sprint")));
        for line in ["@ann +5 lunch in Paris", "1st Week for two", "", "join Owls"] {
            assert_eq!(read(line, &[]), (line.to_owned(), Wanted::Unsaid), "{line}");
        }
        assert_eq!(read("80 for \"Ann\"", &["for"]), ("80 for Ann".into(), Wanted::Unsaid));
    }

    #[test]
    fn a_word_may_lead_to_a_title() {
        for text in
            ["\"Spring Sprint\"", "of \"Spring Sprint\"", "in \"Spring Sprint\"", "for \"Spring Sprint\""]
        {
            assert_eq!(titled(&split(text)), title("Spring Sprint"), "{text}");
        }
        assert_eq!(titled(&split("of Spring Sprint")), title("Spring Sprint"));
        for text in ["Spring Sprint", "For the win", "In the lead", "of"] {
            assert_eq!(titled(&split(text)), title(text), "without quotes");
        }
        assert_eq!(titled(&[]), Wanted::Unsaid);
    }
}
