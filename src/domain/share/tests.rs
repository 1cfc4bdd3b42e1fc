//! What people type, and what is read out of it.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

const LINK: &str = "https://acme.com/launch";

fn draft(text: &str) -> Draft {
    Draft::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

/// The kind and the own words read from `{} …`, the link put in for the braces.
fn read(text: &str) -> (Kind, String) {
    let draft = draft(&text.replace("{}", LINK));
    assert_eq!(draft.link.key, "acme.com/launch", "{text}");
    (draft.kind, draft.words)
}

#[track_caller]
fn assert_reads(text: &str, kind: Kind, words: &str) {
    assert_eq!(read(text), (kind, words.to_owned()), "{text}");
}

#[test]
fn the_kind_is_the_first_word_after_the_link() {
    assert_reads("{} original Here is why", Kind::Original, "Here is why");
    assert_reads("{} COMMENT: so true", Kind::Comment, "so true");
    assert_reads("Look: {} article it is out", Kind::Article, "Look: it is out");
    assert_reads("{} Here is an original", Kind::Share, "Here is an original");
    assert_reads("original {}", Kind::Share, "original");
    assert_reads("{} likely", Kind::Share, "likely");
    assert_reads("{} like", Kind::Like, "");
    assert_reads("{}", Kind::Share, "");
    assert_reads("{} original original thinking", Kind::Original, "original thinking");
}

#[test]
fn the_kind_is_a_hashtag_anywhere() {
    assert_reads("Big day #Article {} for us", Kind::Article, "Big day for us");
    assert_reads("{} for us #sales #comment.", Kind::Comment, "for us");
    assert_reads("{} original #comment", Kind::Original, "");
    assert_reads("{} <#C1|comment> nice", Kind::Comment, "nice");
}

#[test]
fn else_the_link_implies_it() {
    assert_eq!(draft("https://blog.acme.com/why it matters").kind, Kind::Article);
    assert_eq!(draft("https://blog.acme.com/why comment well said").kind, Kind::Comment);
}

#[test]
fn yesterday_counts_only_at_the_head() {
    let read = |text: &str| {
        let draft = draft(&text.replace("{}", LINK));
        (draft.yesterday, draft.kind, draft.words)
    };
    assert_eq!(read("{} yesterday we won"), (true, Kind::Share, "we won".to_owned()));
    assert_eq!(read("{} comment Yesterday we won"), (true, Kind::Comment, "we won".to_owned()));
    assert_eq!(read("{} yesterday comment we won"), (true, Kind::Comment, "we won".to_owned()));
    assert_eq!(read("{} we won yesterday"), (false, Kind::Share, "we won yesterday".to_owned()));
    assert_eq!(read("yesterday {} we won"), (false, Kind::Share, "yesterday we won".to_owned()));
}

#[test]
fn the_first_link_counts_and_no_link_is_own_words() {
    let draft =
        draft("so <https://acme.com/launch|our launch> and <https://other.com/x|that> and www.third.com");
    assert_eq!((draft.link.key.as_str(), draft.words.as_str()), ("acme.com/launch", "so and and"));
}

#[test]
fn mentions_are_no_own_words_and_white_space_is_folded() {
    assert_reads("{}  thanks\n\n<@U1>\t and   @bob <!channel> ", Kind::Share, "thanks and");
}

#[test]
fn faults_say_whether_there_was_a_link() {
    assert_eq!(Draft::parse("nothing here"), Err(DraftFault::NoLink));
    assert_eq!(Draft::parse(""), Err(DraftFault::NoLink));
    assert_eq!(Draft::parse("<mailto:ann@acme.com|ann@acme.com> wrote"), Err(DraftFault::NoLink));
    let short = LinkFault::Short("lnkd.in".to_owned());
    assert_eq!(Draft::parse("<https://lnkd.in/x> and more"), Err(DraftFault::Link(short)));
    assert_eq!(Draft::parse("ftp://acme.com/x"), Err(DraftFault::Link(LinkFault::Scheme)));
}

#[test]
fn own_words_are_counted_as_people_see_them() {
    let length = |words: &str| draft(&format!("{LINK} {words}")).words_len;
    assert_eq!(length("Grüße"), 5);
    assert_eq!(length("👩\u{200D}👩\u{200D}👧 🇩🇪"), 3);
    assert_eq!(length(&format!("a{}", "\u{301}".repeat(100))), 1);
    assert_eq!(length(&"\u{200B}".repeat(100)), 0);
    assert_eq!(length(&"\u{3164}".repeat(100)), 0);
    assert_eq!(length("a\u{202E}b\u{2066}c\u{0}"), 3);
    assert_eq!(length(&"a \u{2800} ".repeat(3)), 5);
}

#[test]
fn a_long_message_is_bounded_and_read_in_time() {
    let heaps =
        ["<", "(", "https://a.co/)", "#", "&amp;", "<@U1", "a.", "@", "\u{301}", "https://a.co/ ", "://"];
    let started = Instant::now();
    for heap in heaps {
        let text = format!("{LINK} {}", heap.repeat(40_000 / heap.len()));
        let draft = draft(&text);
        assert!(draft.words.chars().count() <= MOST_WORDS, "{heap}");
    }
    // Quadratic work would take minutes; a slow machine in a debug build is allowed for.
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), noise in "[<>@#!|&;:/. a-z\u{200B}\u{301}]{0,60}") {
        let _ = Draft::parse(&text);
        let draft = Draft::parse(&format!("{LINK} {noise}"));
        if let Ok(draft) = draft {
            prop_assert_eq!(&draft.words, &draft.words.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert!(draft.words_len <= draft.words.chars().count());
        }
    }

    #[test]
    fn where_the_link_stands_changes_no_plain_words(before in "[a-z]{1,5}( [a-z]{1,5}){0,4}", after in "[A-M]{1,5}( [a-z]{1,5}){0,4}") {
        let text = format!("{before} {LINK} {after}");
        prop_assert_eq!(draft(&text).words, format!("{before} {after}"));
    }

    #[test]
    fn what_was_read_reads_the_same_again(text in typed()) {
        if let Ok(first) = Draft::parse(&text) {
            let named = ["share", "original", "article", "comment", "like"];
            let kind = named.into_iter().find(|name| Kind::named(name) == Some(first.kind)).unwrap_or_default();
            let when = if first.yesterday { "yesterday" } else { "" };
            let escaped = first.words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let again = Draft::parse(&format!("<{}> {kind} {when} : {escaped}", first.link.url)).unwrap();
            prop_assert_eq!(&again.link, &first.link);
            prop_assert_eq!(again.yesterday, first.yesterday);
            prop_assert!(kind.is_empty() || again.kind == first.kind);
            // Nothing comes to the own words but the colon that keeps them apart.
            let letters = |words: &str| words.chars().filter(|c| !c.is_whitespace()).count();
            prop_assert!(letters(&again.words) <= letters(&first.words) + 1, "{text}");
        }
    }
}

/// What people type, whole or garbled: links, markup, kinds and hashtags among words.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        LINK,
        "<https://acme.com/a|the news>",
        "www.acme.com/b?utm_source=x",
        "(https://acme.com/c).",
        "<@U1|ann>",
        "<#C1|comment>",
        "#article",
        "#",
        "original",
        "comment:",
        "yesterday",
        "so",
        "true,",
        "&amp;",
        "&lt;b&gt;",
        "<",
        ">",
        "\u{200B}",
        "\u{202E}",
        "👩\u{200D}👧",
        "é\u{301}",
        "*bold*",
        "_it_",
        "@bob",
        "-",
        ":",
        "\u{0}",
        "\n",
    ]);
    let gap = prop::sample::select(vec![" ", "  ", "", "\n"]);
    prop::collection::vec((piece, gap), 0..12)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

#[test]
fn a_mark_of_disclosure_is_found_as_a_hashtag_or_a_word() {
    let says = |text: &str, marks: &[&str]| {
        let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
        draft(text).says_one_of(&marks)
    };
    let marks = ["#ad", "#Werbung", "anzeige"];
    for text in [
        "https://acme.com/a original so good #ad",
        "#AD https://acme.com/a",
        "https://acme.com/a #werbung, and more",
        "https://acme.com/a (Anzeige) so good",
        "https://acme.com/a #anzeige",
    ] {
        assert!(says(text, &marks), "{text}");
    }
    for text in [
        "https://acme.com/a my ad",
        "https://acme.com/a #adventure",
        "https://acme.com/ad #good",
        "https://acme.com/a",
    ] {
        assert!(!says(text, &marks), "{text}");
    }
    assert!(!says("https://acme.com/a #ad", &[]));
}

fn entered(link: &str, words: &str, kind: Option<Kind>) -> Draft {
    let entry = ShareEntry { link: link.to_owned(), words: words.to_owned(), kind, yesterday: false };
    Draft::entered(&entry).unwrap_or_else(|fault| panic!("{link}: {fault:?}"))
}

#[test]
fn in_a_form_nothing_is_markup_and_no_word_is_a_kind() {
    let draft = entered(LINK, "Original <@U1> & <!channel> thoughts, see https://b.example/x #Sales", None);
    assert_eq!(draft.words, "Original & <!channel> thoughts, see");
    assert_eq!((draft.kind, draft.tags.as_slice()), (Kind::Share, ["sales".to_owned()].as_slice()));
    assert_eq!(draft.link.key, "acme.com/launch");
}

#[test]
fn in_a_form_the_kind_is_chosen_or_tagged_or_the_links() {
    assert_eq!(entered(LINK, "so true #comment", None).kind, Kind::Comment);
    assert_eq!(entered(LINK, "so true #comment", Some(Kind::Share)).kind, Kind::Share);
    assert_eq!(entered("https://me.substack.com/p/x", "", None).kind, Kind::Article);
    assert_eq!(entered("https://me.substack.com/p/x", "", Some(Kind::Like)).kind, Kind::Like);
}

#[test]
fn a_whole_message_in_the_link_field_is_read_as_one() {
    let draft = entered(" Great read: https://acme.com/launch?a=1&b=2 for all ", "", None);
    assert_eq!(draft.words, "Great read: for all");
    assert_eq!(draft.link.url, "https://acme.com/launch?a=1&b=2");
    assert_eq!(entered("read https://acme.com/launch", "my own", None).words, "my own");
    for (link, fault) in [("", DraftFault::NoLink), ("none", DraftFault::NoLink)] {
        let entry = ShareEntry { link: link.to_owned(), ..ShareEntry::default() };
        assert_eq!(Draft::entered(&entry), Err(fault));
    }
}
