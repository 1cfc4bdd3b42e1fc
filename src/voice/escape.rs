//! What people typed, made safe to say back: nobody may make the bot say `<!channel>`.

/// Most characters of typed text that are said back.
const MOST: usize = 200;

/// Typed text for use inside mrkdwn: Slack's three control characters escaped, invisible and control
/// characters dropped, line breaks folded into spaces, and cut to a length that fits a line.
pub fn typed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for c in text.chars() {
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
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || is_invisible(c) => continue,
            c => out.push(c),
        }
        kept += 1;
    }
    out
}

/// Marks that turn the direction of text or take no room: in a name they only serve to deceive. The joiner
/// that emoji are put together with (U+200D) stays.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn a_broadcast_in_a_title_stays_dead() {
        assert_eq!(typed("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
    }

    #[test]
    fn text_that_runs_backwards_or_over_lines_is_straightened() {
        assert_eq!(typed("a\u{202E}b\nc\u{7}"), "ab c");
    }

    #[test]
    fn bold_around_a_title_cannot_be_closed_from_inside() {
        assert_eq!(typed("5*5"), "5∗5");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(typed(&"x".repeat(40_000)).chars().count(), 201);
    }
}
