//! Characters that show nothing: removed before anything is counted or compared, lest they pass for words. What people
//! type on one line. And a hash.

/// FNV-1a in 64 bits: equal bytes have equal ones, in each program and for ever.
pub fn fnv(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// On one line, with one blank between words, and without what we set right-to-left names apart by: it comes back with
/// a name that was copied from what we say.
pub fn one_line(text: &str) -> String {
    let text = text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it is kept, if it is one: with letters or digits in it, and at most so many characters.
pub fn name(text: &str, most: usize) -> Option<String> {
    let name = one_line(text);
    let is_shown = name.chars().any(char::is_alphanumeric);
    (is_shown && name.chars().count() <= most).then_some(name)
}

/// The text without control characters, bidi marks and zero-width characters; what looks like a blank
/// becomes one.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Joins the parts of one emoji; taken out, a family of four would count as four.
            '\u{200D}' if cleaned.ends_with(is_pictorial) => cleaned.push(c),
            c if is_blank(c) => cleaned.push(' '),
            c if is_unseen(c) && !c.is_whitespace() => {}
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// Shows as nothing and takes no room.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
                | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
                // Tags belong to flags (\u{E0020}–\u{E007F}), selectors to ideographs; the rest is nothing.
                | '\u{E0000}'..='\u{E001F}' | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}'
        )
}

/// Takes room, shows nothing, and yet is no white space to Unicode: Hangul fillers, the empty braille cell.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// What a zero-width joiner may follow within an emoji: a picture, a skin tone, a variation selector.
fn is_pictorial(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers are those of the reference: http://www.isthe.com/chongo/tech/comp/fnv/.
    #[test]
    fn fnv_is_what_it_is_everywhere() {
        assert_eq!((fnv(b""), fnv(b"a")), (0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c));
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_name_shows_something_and_fits() {
        assert_eq!(name("  Spring \n Sprint ", 13).as_deref(), Some("Spring Sprint"));
        assert_eq!(name("日本 7", 4).as_deref(), Some("日本 7"));
        assert_eq!(name("\u{2068}נמרים\u{2069}", 5).as_deref(), Some("נמרים"), "copied from a board");
        for bad in ["", "  ", "!!!", "🎉", "Spring Sprints"] {
            assert_eq!(name(bad, 13), None, "{bad}");
        }
    }

    #[test]
    fn what_shows_nothing_goes() {
        assert_eq!(clean("a\u{200B}b\u{202E}c\u{2066}d\u{FEFF}e\u{0}f"), "abcdef");
        assert_eq!(clean("a\u{E0001}b\u{1BCA0}c"), "abc");
        assert_eq!(clean("a\u{3164}b\u{2800}c"), "a b c");
        assert_eq!(clean("one\ntwo\tthree"), "one\ntwo\tthree");
    }

    #[test]
    fn an_emoji_of_several_parts_stays_one() {
        let family = "👩\u{200D}👩\u{200D}👧";
        assert_eq!(clean(family), family);
        assert_eq!(clean("a\u{200D}b"), "ab");
    }
}
