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
    paper: rgb(0xFF_FF_FF),
    ink: rgb(0x17_1A_2B),
    quiet: rgb(0x55_5B_70),
    accent: rgb(0x4A_3A_FF),
    track: rgb(0xF4_F5_FA),
    bar: rgb(0xDC_DF_FF),
    lead: rgb(0xFF_E4_9A),
    up: rgb(0x0B_6B_3F),
    medals: [
        (rgb(0xF5_B3_1B), rgb(0x3A_27_00)),
        (rgb(0xB9_C2_D0), rgb(0x1F_27_35)),
        (rgb(0xD9_8F_5C), rgb(0x33_18_05)),
    ],
    lines: [rgb(0x4A_3A_FF), rgb(0xC2_4A_00), rgb(0x00_7A_5E), rgb(0xB0_1E_7B), rgb(0x5B_61_75)],
    grid: rgb(0xE3_E5_EE),
};

const DARK: Palette = Palette {
    paper: rgb(0x15_17_1F),
    ink: rgb(0xF5_F6_FA),
    quiet: rgb(0xAE_B4_C6),
    accent: rgb(0xA7_A1_FF),
    track: rgb(0x1F_22_2D),
    bar: rgb(0x36_35_72),
    lead: rgb(0x52_3E_0E),
    up: rgb(0x7C_E0_AE),
    medals: [
        (rgb(0xF5_B9_31), rgb(0x2E_1F_00)),
        (rgb(0xC3_CB_D8), rgb(0x1A_21_2D)),
        (rgb(0xDB_95_64), rgb(0x2B_14_04)),
    ],
    lines: [rgb(0xA7_A1_FF), rgb(0xFF_A8_5C), rgb(0x4F_D8_B0), rgb(0xFF_8A_CF), rgb(0xB4_BA_CB)],
    grid: rgb(0x2C_30_3E),
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
    fn all_letters_stand_out() {
        assert!((contrast(rgb(0), rgb(0xFF_FF_FF)) - 21.0).abs() < 0.01);
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
