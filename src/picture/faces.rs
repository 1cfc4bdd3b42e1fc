//! The fonts that are built in. `fonts/README.md` says where they are from and how they were cut down.

use std::sync::LazyLock;

use harfrust::{Direction, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// How heavy letters are. Only the Latin, Greek and Cyrillic ones come in two weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For what explains.
    Medium,
    /// For what counts.
    Bold,
}

/// One font.
pub struct Face {
    font: FontRef<'static>,
    shaping: ShaperData,
    /// Units to the height of a line.
    units: f32,
}

/// A letter as it is drawn: which outline, and where, in heights of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The outline's number in its font. Number 0 would be the box for what a font lacks.
    pub id: u32,
    /// From the left of the first letter.
    pub x: f32,
    /// Up from the base line.
    pub y: f32,
}

macro_rules! faces {
    ($($file:literal),+ $(,)?) => {
        [$(include_bytes!(concat!("fonts/", $file)).as_slice()),+]
    };
}

/// The two Latin ones, then by script; the last is for what is a picture itself.
const FILES: [&[u8]; 10] = faces![
    "Inter-Medium.otf",
    "Inter-Bold.otf",
    "NotoSansHebrew-SemiBold.ttf",
    "NotoSansArabic-SemiBold.ttf",
    "NotoSansDevanagari-SemiBold.ttf",
    "NotoSansThai-SemiBold.ttf",
    "NotoSansGeorgian-SemiBold.ttf",
    "NotoSansArmenian-SemiBold.ttf",
    "NotoSansCJKsc-Bold.otf",
    "NotoEmoji-SemiBold.ttf",
];

static FACES: LazyLock<Vec<Face>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| Face::read(file)).collect());

/// The fonts to look for letters of a weight in, the most wanted first.
pub fn of(weight: Weight) -> impl Iterator<Item = &'static Face> + Clone {
    let other = match weight {
        Weight::Medium => 1,
        Weight::Bold => 0,
    };
    FACES.iter().enumerate().filter(move |(at, _)| *at != other).map(|(_, face)| face)
}

/// The font whose letters are pictures themselves.
pub fn emoji() -> Option<&'static Face> {
    FACES.last()
}

impl Face {
    fn read(file: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(file).ok()?;
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Some(Self { shaping: ShaperData::new(&font), font, units: f32::from(units) })
    }

    /// Whether it has a letter.
    pub fn has(&self, letter: char) -> bool {
        self.font.charmap().map(letter).is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    }

    /// The outlines of a text in one direction, and its width in heights of a line. What it has no outline for is left
    /// out.
    pub fn shape(&self, text: &str, is_rtl: bool) -> (Vec<Glyph>, f32) {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let shaped = self.shaping.shaper(&self.font).build().shape(buffer, ShapeOptions::new());
        let (mut glyphs, mut at) = (Vec::with_capacity(shaped.len()), 0);
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            if info.glyph_id == 0 {
                continue;
            }
            let (x, y) = (self.heights(at + position.x_offset), self.heights(position.y_offset));
            glyphs.push(Glyph { id: info.glyph_id, x, y });
            at += position.x_advance;
        }
        (glyphs, self.heights(at))
    }

    #[allow(clippy::cast_precision_loss, reason = "letters are some thousand units wide")]
    fn heights(&self, units: i32) -> f32 {
        units as f32 / self.units
    }

    /// Hands the outline of a letter to `pen`, `size` pixels to the height of a line.
    pub fn outline(&self, id: u32, size: f32, pen: &mut impl OutlinePen) {
        let Some(outline) = self.font.outline_glyphs().get(GlyphId::new(id)) else { return };
        let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
        // Of an outline that cannot be read there is nothing to draw.
        let _ = outline.draw(settings, pen);
    }
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_can_be_read() {
        assert_eq!(FACES.len(), FILES.len());
        assert_eq!(of(Weight::Bold).count(), FILES.len() - 1);
    }
}
