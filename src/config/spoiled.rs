//! Configuration, spoiled: it is refused in one line that names a line of the file, or means what it says.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use serde::Serialize;

use super::tests::folder;
use super::*;

/// One change to a file.
#[derive(Clone, Debug)]
enum Spoil {
    /// Takes a line away.
    Remove,
    /// Has a line twice.
    Double,
    /// Gives the key of a line another value.
    Put(&'static str),
    /// Writes this into the middle of a line.
    Insert(String),
}

const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "1e999",
    "nan",
    "true",
    "\"\"",
    "\" \"",
    "\"a\\nb\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"habit\"",
    "\"Mon 09:00\"",
    "\"Mon 24:00\"",
    "\"5d\"",
    "\"600w\"",
    "\"Europe/Berlin\"",
    "[]",
    "[[]]",
    "{}",
    "[\"share\"]",
    "[\"a\\nb\"]",
    "[{ count = 0, per = \"day\" }]",
    "2026-03-02",
    "\"\"\"",
    "[1, 2",
    "100",
    "1000001",
];

fn any_spoils() -> impl Strategy<Value = Vec<(Index, Spoil)>> {
    let noise = prop_oneof![
        "[\\[\\]{}\"'=#.,\\\\ \n]{1,3}",
        "\\PC{1,3}",
        Just("\u{0}".to_owned()),
        Just("\r".to_owned())
    ];
    let spoil = prop_oneof![
        2 => Just(Spoil::Remove),
        1 => Just(Spoil::Double),
        6 => prop::sample::select(VALUES).prop_map(Spoil::Put),
        2 => noise.prop_map(Spoil::Insert),
    ];
    prop::collection::vec((any::<Index>(), spoil), 0..4)
}

fn spoiled(text: &str, spoils: &[(Index, Spoil)]) -> String {
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    for (at, spoil) in spoils {
        let at = at.index(lines.len().max(1)).min(lines.len().saturating_sub(1));
        match spoil {
            _ if lines.is_empty() => {}
            Spoil::Remove => _ = lines.remove(at),
            Spoil::Double => lines.insert(at, lines[at].clone()),
            Spoil::Put(value) => {
                let key = lines[at].split('=').next().unwrap_or_default();
                lines[at] = format!("{key}= {value}");
            }
            Spoil::Insert(noise) => {
                let middle = lines[at].char_indices().map(|(at, _)| at).nth(lines[at].chars().count() / 2);
                lines[at].insert_str(middle.unwrap_or(0), noise);
            }
        }
    }
    lines.join("\n")
}

/// A fault is one line that names a line of the file.
fn assert_names_a_line(fault: &PresetFault, text: &str) {
    assert!((1..=text.split('\n').count()).contains(&fault.line), "{fault} of {text}");
    let said = fault.to_string();
    assert!(!fault.reason.is_empty() && !said.contains(char::is_control), "{said:?}");
}

/// What is read is, written out, read again as the same.
fn assert_reads<T>(text: &str, parse: impl Fn(&str, &str) -> Result<T, PresetFault>)
where
    T: Serialize + PartialEq + Debug,
{
    match parse("x.toml", text) {
        Err(fault) => assert_names_a_line(&fault, text),
        Ok(read) => {
            let written = toml::to_string(&read).unwrap();
            assert_eq!(parse("x.toml", &written).as_ref(), Ok(&read), "{written}");
        }
    }
}

proptest! {
    #[test]
    fn spoiled_presets_are_refused_by_line_or_mean_what_they_say(
        template in prop::sample::select(TEMPLATES), book in prop::sample::select(RULEBOOKS), spoils in any_spoils(),
    ) {
        assert_reads(&spoiled(template.1, &spoils), Template::parse);
        assert_reads(&spoiled(book.1, &spoils), Rulebook::parse);
    }

    #[test]
    fn spoiled_settings_are_refused_by_line_or_taken(spoils in any_spoils()) {
        let text = spoiled(include_str!("../../config/pacesetter.toml"), &spoils);
        let folder = folder(&[("pacesetter.toml", &text)]);
        match Settings::load(Some(folder.path())) {
            Ok(_) => {}
            Err(ConfigFault::Preset(fault)) => assert_names_a_line(&fault, &text),
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), toml in "[\\[\\]{}\"'=#.,a-z0-9 \n]{0,80}") {
        for text in [text, toml] {
            assert_reads(&text, Template::parse);
            assert_reads(&text, Rulebook::parse);
        }
    }
}

#[test]
fn a_large_file_is_read_in_time() {
    let started = Instant::now();
    for heap in ["[", "a.", "a = [", "a = {b = ", "[[rules]]\n", "\"", "\n", "x = 1\n", "# \n"] {
        let text = heap.repeat((64 << 10) / heap.len());
        assert_names_a_line(&Rulebook::parse("x.toml", &text).unwrap_err(), &text);
    }
    // Quadratic work would take hours; a slow machine in a debug build is allowed for.
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}
