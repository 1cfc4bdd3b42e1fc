//! Pictures of everything that people are called, and of what else is thrown at them.

use proptest::prelude::*;

use super::faces::Weight::{Bold, Medium};
use super::text::{Run, Text, wrapped};
use super::*;
use crate::domain::picture::{Bar, Change, Chart, Line, Look, Motif, Ranking, Section, Way};

fn bar(place: i64, name: &str, length: u16) -> Bar {
    Bar::One {
        place: Some(place),
        name: name.to_owned(),
        value: "1,234".to_owned(),
        detail: "of 5,000".to_owned(),
        length,
        change: Some(Change { way: Way::Up, words: "3".to_owned() }),
    }
}

fn ranking(title: &str, bars: Vec<Bar>) -> Picture {
    let sections = if bars.is_empty() { Vec::new() } else { vec![Section { name: None, bars }] };
    let remark =
        sections.is_empty().then(|| "Nobody has points yet: the first share takes the lead.".to_owned());
    let ranking =
        Ranking { sections, remark, foot: vec!["61 shares so far.".to_owned()], ..Ranking::default() };
    picture(title, Motif::Ranking(ranking))
}

fn chart(lines: &[(&str, &[i64])]) -> Picture {
    let days = lines.first().map_or(0, |(_, points)| points.len());
    let line = |(name, points): &(&str, &[i64])| Line { name: (*name).to_owned(), points: points.to_vec() };
    picture(
        "Spring Sprint",
        Motif::Chart(Chart {
            days: (1..=days).map(|day| format!("{day} Mar")).collect(),
            lines: lines.iter().map(line).collect(),
            foot: Vec::new(),
        }),
    )
}

fn picture(title: &str, motif: Motif) -> Picture {
    Picture { alt: "Alt".to_owned(), kicker: "Wednesday".to_owned(), title: title.to_owned(), motif }
}

/// Draws a picture in both looks; its width and height, as the PNG says.
fn size(picture: &Picture) -> (u32, u32) {
    let sizes = [Look::Light, Look::Dark].map(|look| {
        let png = png(picture, look).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    });
    assert_eq!(sizes[0], sizes[1]);
    sizes[0]
}

/// How many outlines a text is, none of them the box for what a font lacks.
fn outlines(text: &Text) -> usize {
    let glyphs = || text.runs().iter().flat_map(|run| &run.glyphs);
    assert!(glyphs().all(|glyph| glyph.id != 0), "a box");
    glyphs().count()
}

/// The outlines of a text, each with the font it is from.
fn glyphs(words: &str) -> Vec<(usize, u32)> {
    let text = Text::new(words, Bold, 44.0);
    let of = |run: &Run| -> Vec<(usize, u32)> {
        run.glyphs.iter().map(|glyph| (std::ptr::from_ref(run.face).addr(), glyph.id)).collect()
    };
    text.runs().iter().flat_map(of).collect()
}

fn drawn(name: &str) -> usize {
    outlines(&Text::new(name, Bold, 44.0))
}

#[test]
fn names_of_the_world_are_drawn_letter_by_letter() {
    let names = [
        "Ana Sørensen",
        "Łukasz Żak",
        "María Núñez",
        "Đặng Thị Hương",
        "Þórdís Ægisdóttir",
        "Çağrı Şahin",
        "Νίκος Παπαδόπουλος",
        "Дмитрий Шостакович",
        "Їжакевич Ґалаґан",
        "Ђорђе Љубић",
        "王小明",
        "張偉",
        "李小龍",
        "山田太郎",
        "さとう はなこ",
        "サトウ",
        "김민준",
        "박서연",
        "שרה כהן",
        "محمد عبد الله",
        "فاطمه‌زهرا",
        "प्रिया शर्मा",
        "สมชาย ใจดี",
        "გიორგი",
        "Արամ",
    ];
    let unknown = glyphs("·")[0];
    for name in names {
        let letters = name.chars().filter(|c| !c.is_whitespace()).count();
        // A letter and its marks may be one outline.
        assert!(drawn(name) * 2 >= letters, "{name}: {} of {letters}", drawn(name));
        assert!(!glyphs(name).contains(&unknown), "{name}");
    }
}

#[test]
fn joined_letters_are_joined() {
    // Each Arabic letter has a form for where it stands in its word.
    let alone: Vec<(usize, u32)> = ["م", "ح", "د"].iter().map(|letter| glyphs(letter)[0]).collect();
    let word = glyphs("محمد");
    assert!(word.len() >= 4);
    assert_ne!(word[0], alone[2], "the last letter, drawn first, has its final form");
}

#[test]
fn signs_that_make_one_picture_together_are_one() {
    let emoji = std::ptr::from_ref(faces::emoji().unwrap()).addr();
    for one in ["🎻", "🇩🇪", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "1️⃣"] {
        let glyphs = glyphs(one);
        // A sign that only chooses a form can be an outline of nothing.
        assert!((1..=2).contains(&glyphs.len()), "{one}: {}", glyphs.len());
        assert!(glyphs.iter().all(|(face, _)| *face == emoji), "{one}");
    }
}

#[test]
fn what_no_font_has_is_put_otherwise() {
    let same = |one: &str, other: &str| assert_eq!(glyphs(one), glyphs(other), "{one} as {other}");
    same("𝓐𝓷𝓪", "Ana");
    same("ＡＮＡ ﬁ", "ＡＮＡ fi");
    same("ዳዊት", "···");
    same("ዳ", "·");
    same("Ana ዳዊት ዳዊት Bo", "Ana ··· ··· Bo");
    same("\u{202E}Ana\u{2066}\u{200B}\u{7}", "Ana");
    same("A\nna\u{E0041}", "A na");
    assert_eq!(drawn(""), 0);
    assert_eq!(drawn("\u{FFFF}\u{10FFFF}"), 2, "two dots");
    // A pile of marks stays within its line.
    assert!(drawn(&format!("A{}", "\u{301}".repeat(200))) <= 6);
}

#[test]
fn what_is_too_wide_is_cut_or_set_smaller() {
    let long = "María Núñez-Castellanos de la Fuente y Ortega ".repeat(9);
    for most in [0.0, 10.0, 100.0, 500.0] {
        let cut = Text::fitted(&long, Bold, 44.0, most);
        assert!(cut.width <= most.max(50.0), "{} of {most}", cut.width);
    }
    let shrunk = Text::shrunk("Spring Sprint", Bold, (68.0, 46.0), 400.0);
    assert!(shrunk.width <= 400.0 && shrunk.size < 68.0 && shrunk.size >= 46.0);
    let lines = wrapped(&long, Medium, 31.0, 800.0, 2);
    assert!(lines.len() == 2 && lines.iter().all(|line| line.width <= 800.0));
    assert_eq!(wrapped("  ", Medium, 31.0, 800.0, 2).len(), 0);
}

#[test]
fn a_name_that_is_read_from_the_right_moves_nothing_else() {
    // The name's outlines begin where the name does, whichever way it is read.
    for name in ["שרה כהן 1, 2", "محمد (Bo) 7", "\u{202E}abc", "Ana"] {
        let text = Text::new(name, Bold, 44.0);
        assert!(text.runs().iter().all(|run| run.x >= 0.0 && run.x <= text.width), "{name}");
    }
}

#[test]
fn a_sentence_runs_from_left_to_right_whoever_it_begins_with() {
    let line = |words: &str| wrapped(words, Bold, 44.0, 1_000.0, 1).remove(0);
    let ends = |words: &str| {
        let text = line(words);
        outlines(&text);
        let glyphs: Vec<u32> = text.runs().iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.id).collect();
        (glyphs[0], *glyphs.last().unwrap())
    };
    let (name, full_stop) = (glyphs("נועה לוי")[0].1, glyphs(".")[0].1);
    assert_eq!(ends("\u{2068}נועה לוי\u{2069} holds the hill."), (name, full_stop));
    let (number, of) = (glyphs("5")[0].1, ends("Drawn: \u{2068}נועה לוי\u{2069}, 5"));
    assert_eq!(of.1, number, "what stands behind a name stays there");
    let two = wrapped("Drawn: \u{2068}נועה לוי\u{2069} and Ana", Bold, 44.0, 260.0, 2);
    assert_eq!(two.len(), 2);
    two.iter().for_each(|line| assert!(outlines(line) > 0));
}

#[test]
fn boards_of_any_length_fit_a_screen() {
    let names = ["Ana Sørensen", "", "王小明", "<b>&amp;</b>", "محمد"];
    let rows = |many: usize| -> Vec<Bar> {
        (1..).zip(names.iter().cycle().take(many)).map(|(place, name)| bar(place, name, 500)).collect()
    };
    for (many, least, most) in
        [(0, 560, 560), (1, 560, 560), (2, 560, 560), (10, 1_100, 1_400), (12, 1_300, 1_600)]
    {
        let (width, height) = size(&ranking("Spring Sprint", rows(many)));
        assert_eq!(width, 1200);
        assert!((least..=most).contains(&height), "{many} rows: {height}");
    }
    let ties = (0..3).map(|_| bar(1, "Ana", 1000)).collect();
    size(&ranking(&"Long title ".repeat(30), ties));
    let all_at_once = Bar::Two {
        names: ("Ana ".repeat(40), "\u{202E}Bo".to_owned()),
        values: ("1,000,000,000".to_owned(), "0".to_owned()),
        lengths: (1000, 0),
    };
    size(&ranking("", vec![all_at_once, bar(i64::MAX, "", u16::MAX)]));
}

#[test]
fn charts_are_drawn_whatever_grew() {
    size(&chart(&[("Ana", &[0, 10, 25]), ("Bo", &[5, 5, 5]), ("محمد", &[0, 0, 25])]));
    size(&chart(&[("Ana", &[0])]));
    size(&chart(&[]));
    size(&chart(&[("Ana", &[0, 0]), ("Bo", &[-30, -5])]));
    size(&chart(&[("Ana", &[i64::MIN, i64::MAX]), ("Bo", &[0, 0])]));
    let many: Vec<i64> = (0..400).collect();
    size(&chart(&[("Ana", &many)]));
}

#[test]
fn the_same_is_drawn_the_same() {
    let board = ranking("Spring Sprint", vec![bar(1, "Ana", 1000)]);
    assert_eq!(png(&board, Look::Light), png(&board, Look::Light));
    assert_ne!(png(&board, Look::Light), png(&board, Look::Dark));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_name_is_drawn_as_a_box_or_runs_over(name in any::<String>(), most in 60.0_f32..900.0) {
        let text = Text::fitted(&name, Bold, 44.0, most);
        prop_assert!(text.width <= most, "{} of {most}", text.width);
        outlines(&text);
        prop_assert!(name.trim().is_empty() || text.width >= 0.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_is_typed_a_picture_comes_of_it(title in any::<String>(), name in any::<String>(), length: u16) {
        let (width, height) = size(&ranking(&title, vec![bar(2, &name, length)]));
        prop_assert_eq!((width, height), (1200, 560));
    }
}
