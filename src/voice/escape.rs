//! What people typed, made safe to say back: nobody may make the bot say `<!channel>`.

use crate::domain::preferences::UNNAMED;

/// Most characters of typed text that are said back.
const MOST: usize = 200;

/// What stands around a text that runs from right to left, so that it turns nothing around beside it.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Typed text for use inside mrkdwn: [`escaped`], and set apart where it runs from right to left.
pub fn typed(text: &str) -> String {
    isolated(escaped(text))
}

/// Text without marks of direction, set apart where some of it runs from right to left: a number behind it would change
/// sides. Other text stays as it is.
pub fn isolated(text: String) -> String {
    match text.chars().any(is_from_right) {
        true => format!("{ISOLATE}{text}{END_OF_ISOLATE}"),
        false => text,
    }
}

/// Hebrew, Arabic, and what else is written from right to left.
fn is_from_right(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// Typed text as it stands within mrkdwn: Slack's three control characters escaped, marks of formatting and of
/// addresses replaced by their look-alikes, invisible and control characters dropped, line breaks folded into
/// spaces, and cut to a length that fits a line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut kept, mut before) = (0, ' ');
    let mut chars = text.chars().filter(|&c| is_shown(c)).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        if kept == MOST {
            out.push('…');
            break;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Formatting marks would swallow the bold around a name or a title.
            '*' => out.push('∗'),
            '`' => out.push('ˋ'),
            '~' => out.push('∼'),
            // Within a word it is a letter like others.
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => out.push('ˍ'),
            // Slack would make a link of what only looks like one, and a picture of the link.
            ':' if next == '/' => out.push('∶'),
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
        (kept, before) = (kept + 1, c);
    }
    out
}

/// Typed text where nothing is marked up: what is invisible or controls goes, line breaks become spaces, and it is cut to
/// a length that fits a line.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (kept, c) in text.chars().filter(|&c| is_shown(c)).enumerate() {
        match c {
            _ if kept == MOST => {
                out.push('…');
                break;
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What is read of our own mrkdwn, where nothing is marked up. What people typed has no marks of its own in it: see
/// [`typed`].
pub fn unmarked(mrkdwn: &str) -> String {
    let text = mrkdwn.replace(['*', '`'], "").replace('\n', " ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The name of a person within a sentence: of somebody unnamed, what is said in its place.
pub fn named(name: &str) -> String {
    if name == UNNAMED { UNNAMED.to_lowercase() } else { typed(name) }
}

fn is_shown(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t') || !(c.is_control() || is_invisible(c))
}

/// Marks that turn the direction of text or take no room: in a name they only serve to deceive. The joiner
/// that emoji are put together with (U+200D) stays.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{escaped, plain, typed, unmarked};

    #[test]
    fn a_broadcast_in_a_title_stays_dead() {
        assert_eq!(typed("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
    }

    #[test]
    fn text_that_runs_backwards_or_over_lines_is_straightened() {
        assert_eq!(typed("a\u{202E}b\nc\u{7}"), "ab c");
    }

    #[test]
    fn what_runs_from_right_to_left_is_set_apart_and_cannot_break_out() {
        assert_eq!(typed("נועה לוי"), "\u{2068}נועה לוי\u{2069}");
        assert_eq!(typed("محمد & Co"), "\u{2068}محمد &amp; Co\u{2069}");
        assert_eq!(typed("\u{2069}\u{61C}נמרים\u{2067}"), "\u{2068}נמרים\u{2069}");
        assert_eq!(typed("Ana\u{2069} Sørensen 王小明"), "Ana Sørensen 王小明");
        assert_eq!(escaped("נועה *"), "נועה ∗");
    }

    #[test]
    fn bold_around_a_title_cannot_be_closed_from_inside() {
        assert_eq!(typed("5*5"), "5∗5");
        assert_eq!(typed("~no~ _so_ a_b"), "∼no∼ ˍsoˍ a_b");
    }

    #[test]
    fn an_address_is_no_link() {
        assert_eq!(typed("https://evil.example/a.png at 9:00"), "https∶//evil.example/a.png at 9:00");
        assert_eq!(typed("http:\u{200B}//evil.example"), "http∶//evil.example");
    }

    #[test]
    fn what_was_escaped_reads_as_it_was_typed_where_nothing_is_marked_up() {
        for text in ["<b>&amp;</b>", "&lt;", "R&D", "a\u{202E}b"] {
            assert_eq!(unmarked(&typed(text)), plain(text));
        }
        assert_eq!(unmarked("*Ana* has `5`\n& more"), "Ana has 5 & more");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(typed(&"x".repeat(40_000)).chars().count(), 201);
        assert_eq!(plain(&"x".repeat(40_000)).chars().count(), 201);
    }
}
