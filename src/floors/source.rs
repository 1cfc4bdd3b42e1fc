//! Rust source as far as the floors need it: which modules a file declares, and which paths it names.

/// A path that a file names, as it is written: `crate::store::Tx`, `super::pick`, `tx::Connection`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// The line, from 1.
    pub(super) line: usize,
    /// Its segments.
    pub(super) segments: Vec<String>,
    /// The name that a `use` gives it here; none for a path within other code.
    pub(super) bound_to: Option<String>,
}

/// A file, read.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Modules declared with `mod name;`, those for tests alone left out.
    pub(super) children: Vec<String>,
    /// Paths that begin at `crate`, at `super`, at `self` or at a child module.
    pub(super) paths: Vec<Path>,
}

impl Source {
    /// Reads a file's text. Comments, strings and whatever is `#[cfg(test)]` say nothing.
    pub(super) fn read(text: &str) -> Self {
        let tokens = without_tests(&tokens(text));
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let children = words.windows(3).filter(|three| three[0] == "mod" && three[2] == ";");
        let mut source =
            Self { children: children.map(|three| three[1].to_owned()).collect(), paths: Vec::new() };
        let mut at = 0;
        while at < words.len() {
            let starts = words.get(at + 1) == Some(&"::")
                && (at == 0 || !matches!(words[at - 1], "::" | "in"))
                && (matches!(words[at], "crate" | "super" | "self") || source.is_child(words[at]));
            if starts {
                let is_use = at > 0 && words[at - 1] == "use";
                let mut tree = Tree { tokens: &tokens, at, is_use, found: Vec::new() };
                tree.read(&[]);
                at = tree.at;
                source.paths.extend(tree.found);
            } else {
                at += 1;
            }
        }
        source
    }

    fn is_child(&self, word: &str) -> bool {
        self.children.iter().any(|child| child == word)
    }
}

/// The tree of a path: one branch, or several in braces after a `use`.
struct Tree<'a> {
    tokens: &'a [Token],
    at: usize,
    is_use: bool,
    found: Vec<Path>,
}

impl Tree<'_> {
    fn word(&self) -> &str {
        self.tokens.get(self.at).map_or("", |token| &token.text)
    }

    /// Reads on from `stem`, up to where the branch ends.
    fn read(&mut self, stem: &[String]) {
        let line = self.tokens[self.at].line;
        let mut segments = stem.to_vec();
        loop {
            match self.word() {
                "{" => return self.read_branches(&segments),
                "self" if !segments.is_empty() => {}
                word => segments.push(word.to_owned()),
            }
            self.at += 1;
            let goes_on = self.word() == "::"
                && self.tokens.get(self.at + 1).is_some_and(|next| is_name(&next.text) || next.text == "{");
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        let mut name = segments.last().cloned();
        if self.is_use && self.word() == "as" {
            name = self.tokens.get(self.at + 1).map(|token| token.text.clone());
            self.at += 2;
        }
        self.found.push(Path { line, segments, bound_to: name.filter(|_| self.is_use) });
    }

    fn read_branches(&mut self, stem: &[String]) {
        self.at += 1;
        while !matches!(self.word(), "}" | "") {
            if self.word() == "," { self.at += 1 } else { self.read(stem) }
        }
        self.at += 1;
    }
}

/// A word or a mark.
#[derive(Clone, Debug)]
struct Token {
    line: usize,
    text: String,
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The words and marks of a text, without comments, strings and characters.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => string(rest),
            'r' if raw_string(rest).is_some() => raw_string(rest).unwrap_or(1),
            '\'' => character(rest),
            _ if is_name(rest) => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
            _ if rest.starts_with("::") => 2,
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        if is_name(token) || (token.len() <= 2 && !token.trim().is_empty()) {
            tokens.push(Token { line, text: token.to_owned() });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of the string at the head of `rest`.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of the raw string at the head of `rest`, if there is one.
fn raw_string(rest: &str) -> Option<usize> {
    let body = rest[1..].trim_start_matches('#');
    let marks = rest.len() - 1 - body.len();
    let end = format!("\"{}", "#".repeat(marks));
    let inner = body.strip_prefix('"')?;
    Some(marks + 2 + inner.find(&end)? + end.len())
}

/// The length of the character at the head of `rest`, or of the mark alone if it begins a lifetime.
fn character(rest: &str) -> usize {
    let mut after = rest.char_indices().skip(1);
    match (after.next(), after.next()) {
        (Some((_, '\\')), Some((at, c))) => {
            let escaped = at + c.len_utf8();
            rest[escaped..].find('\'').map_or(1, |end| escaped + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// The tokens without the items that are compiled for tests alone.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let begins = |words: &[&str]| words.iter().enumerate().all(|(i, word)| text(at + i) == *word);
        // `cfg(test)`, or `cfg(all(test, …))`: what follows is of tests alone.
        let is_test = begins(&["#", "[", "cfg", "(", "test", ")", "]"])
            || begins(&["#", "[", "cfg", "(", "all", "(", "test", ","]);
        if is_test {
            let attribute = tokens[at..].iter().position(|token| token.text == "]").unwrap_or(0);
            at = end_of_item(tokens, at + attribute + 1);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where the item that begins at `at` is over: behind its `;` or its closing brace.
fn end_of_item(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(token.text.as_str(), ";" | "}") {
            return i + 1;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        Source::read(text).paths.into_iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn imports_and_inline_paths_are_read() {
        let text = "use crate::store::{self, Tx, posts::{Call as C, Post}};
                    fn f() -> super::Answer { super::super::words::list(crate::voice::help(1)) }";
        assert_eq!(
            named(text),
            [
                "crate::store",
                "crate::store::Tx",
                "crate::store::posts::Call",
                "crate::store::posts::Post",
                "super::Answer",
                "super::super::words::list",
                "crate::voice::help",
            ]
        );
    }

    #[test]
    fn a_child_module_begins_a_path_and_a_stranger_does_not() {
        let text = "mod tx; pub use tx::{Engine, Tx}; use sqlx::tx::Other; fn f() { tx::new() }";
        assert_eq!(named(text), ["tx::Engine", "tx::Tx", "tx::new"]);
    }

    #[test]
    fn comments_strings_visibilities_and_tests_say_nothing() {
        let text = r##"
            //! [`play`](crate::play)
            /* crate::app */
            pub(in crate::store) fn f<'a>(c: char) { g("crate::app \" ", 'a', '\'', '"', r#"crate::"web"#) }
            #[cfg(test)]
            pub(crate) mod testing;
            #[cfg(test)]
            mod tests { use crate::cli; fn f() { } }
            use crate::clock::Clock;"##;
        assert_eq!(named(text), ["crate::clock::Clock"]);
        assert!(Source::read(text).children.is_empty());
    }

    #[test]
    fn a_path_is_found_on_its_line_under_its_name() {
        let paths = Source::read("\n// \"\nuse crate::a::{\n    B as C,\n};").paths;
        assert_eq!((paths[0].line, paths[0].bound_to.as_deref()), (4, Some("C")));
    }
}
