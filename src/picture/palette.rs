//! The colours. All letters stand out from what they are on by at least 4.5 to 1 (WCAG AA); a test holds us to it.

use tiny_skia::Color;

use crate::domain::picture::Look;

/// The colours of one look.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Behind everything.
    pub paper: Rgb,
    /// What counts.
    pub ink: Rgb,
    /// What explains.
    pub quiet: Rgb,
    /// The line above the title, and what is done of a goal.
    pub accent: Rgb,
    /// Behind a bar.
    pub track: Rgb,
    /// A bar, light enough for letters on it.
    pub bar: Rgb,
    /// The bar of whoever leads.
    pub lead: Rgb,
    /// Went up.
    pub up: Rgb,
    /// Gold, silver, bronze: each with the letters on it.
    pub medals: [(Rgb, Rgb); 3],
    /// Lines of a chart, which those who see few colours can tell apart.
    pub lines: [Rgb; 5],
    /// The lines behind a chart.
    pub grid: Rgb,
}

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl From<Rgb> for Color {
    fn from(Rgb(red, green, blue): Rgb) -> Self {
        Self::from_rgba8(red, green, blue, 255)
    }
}

const fn rgb(hex: u32) -> Rgb {
    let [_, red, green, blue] = hex.to_be_bytes();
    Rgb(red, green, blue)
}

const LIGHT: Palette = Palette {
    paper: rgb(0xFFFFFF),
    ink: rgb(0x171A2B),
    quiet: rgb(0x555B70),
    accent: rgb(0x4A3AFF),
    track: rgb(0xF4F5FA),
    bar: rgb(0xDCDFFF),
    lead: rgb(0xFFE49A),
    up: rgb(0x0B6B3F),
    medals: [(rgb(0xF5B31B), rgb(0x3A2700)), (rgb(0xB9C2D0), rgb(0x1F2735)), (rgb(0xD98F5C), rgb(0x331805))],
    lines: [rgb(0x4A3AFF), rgb(0xC24A00), rgb(0x007A5E), rgb(0xB01E7B), rgb(0x5B6175)],
    grid: rgb(0xE3E5EE),
};

const DARK: Palette = Palette {
    paper: rgb(0x15171F),
    ink: rgb(0xF5F6FA),
    quiet: rgb(0xAEB4C6),
    accent: rgb(0xA7A1FF),
    track: rgb(0x1F222D),
    bar: rgb(0x363572),
    lead: rgb(0x523E0E),
    up: rgb(0x7CE0AE),
    medals: [(rgb(0xF5B931), rgb(0x2E1F00)), (rgb(0xC3CBD8), rgb(0x1A212D)), (rgb(0xDB9564), rgb(0x2B1404))],
    lines: [rgb(0xA7A1FF), rgb(0xFFA85C), rgb(0x4FD8B0), rgb(0xFF8ACF), rgb(0xB4BACB)],
    grid: rgb(0x2C303E),
};

impl Palette {
    /// The colours of a look.
    pub fn of(look: Look) -> &'static Self {
        match look {
            Look::Light => &LIGHT,
            Look::Dark => &DARK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As WCAG 2 has it.
    fn luminance(Rgb(red, green, blue): Rgb) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn a_board_on_a_screen_has_the_same_colours() {
        let css = include_str!("../web/tv/tv.css");
        let looks: Vec<&str> = css.split("--ground: ").skip(1).collect();
        let [light, dark_by_itself, dark_by_choice] = looks[..] else { panic!("{} looks", looks.len()) };
        for (look, css) in [(Look::Light, light), (Look::Dark, dark_by_itself), (Look::Dark, dark_by_choice)]
        {
            let palette = Palette::of(look);
            let [gold, silver, bronze] = palette.medals;
            let colours = [
                ("", palette.paper),
                ("--card: ", palette.track),
                ("--edge: ", palette.grid),
                ("--fill: ", palette.bar),
                ("--lead: ", palette.lead),
                ("--ink: ", palette.ink),
                ("--soft: ", palette.quiet),
                ("--mark: ", palette.accent),
                ("--up: ", palette.up),
                ("--gold: ", gold.0),
                ("--on-gold: ", gold.1),
                ("--silver: ", silver.0),
                ("--on-silver: ", silver.1),
                ("--bronze: ", bronze.0),
                ("--on-bronze: ", bronze.1),
            ];
            let block = css.split('}').next().unwrap_or_default();
            for (name, Rgb(red, green, blue)) in colours {
                let line = format!("{name}#{red:02x}{green:02x}{blue:02x};");
                assert!(block.contains(&line), "{look:?}: {line}");
            }
        }
    }

    #[test]
    fn all_letters_stand_out() {
        assert!((contrast(rgb(0), rgb(0xFFFFFF)) - 21.0).abs() < 0.01);
        for look in [Look::Light, Look::Dark] {
            let palette = Palette::of(look);
            let bars = [palette.paper, palette.track, palette.bar, palette.lead];
            for (letters, name) in [(palette.ink, "ink"), (palette.quiet, "quiet"), (palette.up, "up")] {
                for behind in bars {
                    assert!(contrast(letters, behind) >= 4.5, "{look:?}: {name} on {behind:?}");
                }
            }
            assert!(contrast(palette.accent, palette.paper) >= 4.5, "{look:?}: accent");
            for (medal, letters) in palette.medals {
                assert!(contrast(letters, medal) >= 4.5, "{look:?}: {medal:?}");
            }
            for line in palette.lines {
                assert!(
                    contrast(line, palette.paper) >= 4.5,
                    "{look:?}: {line:?}, whose name has its colour"
                );
            }
        }
    }
}
