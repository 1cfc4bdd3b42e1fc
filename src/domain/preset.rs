//! Reading presets and settings from TOML, so that every fault names its file, its line and its reason.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

/// Why a file of presets or settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct PresetFault {
    /// The file, as it was named to us.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, in one line.
    pub reason: String,
}

/// A file of TOML under examination.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name, for faults.
    pub file: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// One step down into a document: a table's key or an array's item.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of an array, from 0.
    Item(usize),
}

impl Source<'_> {
    /// Reads the whole text as a `T`; a wrong key, a wrong type or broken TOML is a fault.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, PresetFault> {
        toml::from_str(self.text).map_err(|fault| {
            let offset = fault.span().map_or(0, |span| span.start);
            let reason: Vec<&str> =
                fault.message().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            self.fault_on(self.line_of(offset), reason.join(", "))
        })
    }

    /// A fault in the value that `path` leads to, or where that is absent, in what should hold it.
    pub fn fault(self, path: &[Step<'_>], reason: impl Into<String>) -> PresetFault {
        self.fault_on(self.line_of(self.offset(path)), reason.into())
    }

    fn fault_on(self, line: usize, reason: String) -> PresetFault {
        // It may quote what it found, in which anything can stand.
        let reason = reason.replace(char::is_control, " ");
        PresetFault { file: self.file.to_owned(), line, reason }
    }

    fn line_of(self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        1 + before.filter(|&&byte| byte == b'\n').count()
    }

    /// Where the value at the end of `path` begins.
    fn offset(self, path: &[Step<'_>]) -> usize {
        let Ok(document) = DeTable::parse(self.text) else { return 0 };
        let root = DeValue::Table(document.into_inner());
        let (mut value, mut offset) = (&root, 0);
        for step in path {
            let found = match step {
                Step::Key(key) => value.get(*key),
                Step::Item(index) => value.get(*index),
            };
            let Some(found) = found else { break };
            offset = found.span().start;
            value = found.get_ref();
        }
        offset
    }
}

/// What [`is_plain_name`] asks for, in words.
pub const PLAIN_NAME: &str = "give one word of lower-case letters, digits, - and _, at most 40";

/// Whether `name` can be typed as one word: lower-case letters, digits, hyphens and underscores.
pub fn is_plain_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    !name.is_empty() && name.len() <= 40 && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: Source<'_> = Source {
        file: "x.toml",
        text: "name = \"x\"\n\n[[rules]]\nid = \"a\"\n[[rules]]\nid = \"b\"\ncaps = [\n  { count = 0 },\n]\n",
    };

    #[test]
    fn a_fault_names_the_line_of_its_value() {
        use Step::{Item, Key};
        let line = |path: &[Step<'_>]| SOURCE.fault(path, "wrong").line;
        assert_eq!(line(&[Key("name")]), 1);
        assert_eq!(line(&[Key("rules"), Item(1), Key("id")]), 6);
        assert_eq!(line(&[Key("rules"), Item(1), Key("caps"), Item(0), Key("count")]), 8);
        assert_eq!(line(&[Key("rules"), Item(1), Key("points")]), 5);
        assert_eq!(line(&[Key("nothing")]), 1);
        assert_eq!(SOURCE.fault(&[], "wrong").to_string(), "x.toml:1: wrong");
    }

    #[test]
    fn broken_toml_is_one_line_with_its_place() {
        let fault = Source { file: "y.toml", text: "a = 1\nb = = 2\n" }.read::<toml::Table>().unwrap_err();
        assert_eq!((fault.line, fault.reason.lines().count()), (2, 1), "{fault}");
    }
}
