//! Names and words as outlines: each letter from a font that has it, in the order in which it is read.
//!
//! What no font has is put otherwise: in the letters that mean the same, without its accents, or as a dot. The box that
//! fonts have for what they lack is never drawn.

use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::faces::{self, Face, Glyph, Weight};

/// What stands for letters that no font has.
const UNKNOWN: &str = "·";
/// So many of them in a row say no more than these.
const UNKNOWN_MOST: usize = 3;
/// Most parts of one letter: more are a joke that runs over the lines above and below.
const PARTS_MOST: usize = 6;
/// The same of a picture, which can be a family.
const EMOJI_PARTS_MOST: usize = 10;
/// More letters never fit.
const LETTERS_MOST: usize = 160;

/// A text in outlines.
#[derive(Debug)]
pub struct Text {
    runs: Vec<Run>,
    /// In pixels.
    pub width: f32,
    /// Pixels to the height of a line.
    pub size: f32,
}

/// Outlines of one font.
#[derive(Debug)]
pub struct Run {
    /// The font.
    pub face: &'static Face,
    /// Its outlines.
    pub glyphs: Vec<Glyph>,
    /// From the left of the text, in pixels.
    pub x: f32,
}

impl Text {
    /// A text, `size` pixels to the height of a line.
    pub fn new(words: &str, weight: Weight, size: f32) -> Self {
        lay(&letters(words, weight, Role::Alone), size, Role::Alone)
    }

    /// The same, cut so that it is no wider than `most` pixels.
    pub fn fitted(words: &str, weight: Weight, size: f32, most: f32) -> Self {
        Self::cut(words, weight, size, most, Role::Alone)
    }

    fn cut(words: &str, weight: Weight, size: f32, most: f32, role: Role) -> Self {
        let letters = letters(words, weight, role);
        let whole = lay(&letters, size, role);
        if whole.width <= most {
            return whole;
        }
        let Some(ellipsis) = letter("…", weight) else { return whole };
        let cut = |kept: usize| {
            let mut kept = letters[..kept].to_vec();
            while kept.last().is_some_and(|letter| letter.text.trim().is_empty()) {
                kept.pop();
            }
            kept.push(ellipsis.clone());
            lay(&kept, size, role)
        };
        let fitting = (0..letters.len()).collect::<Vec<_>>().partition_point(|kept| cut(*kept).width <= most);
        cut(fitting.saturating_sub(1))
    }

    /// A text that is set smaller, down to `least`, before it is cut.
    pub fn shrunk(words: &str, weight: Weight, (size, least): (f32, f32), most: f32) -> Self {
        let whole = Self::new(words, weight, size);
        if whole.width <= most {
            return whole;
        }
        // A hair less, so that rounding does not cut what fits.
        let smaller = size * most / whole.width * 0.999;
        Self::fitted(words, weight, smaller.clamp(least, size), most)
    }

    /// Its outlines, font by font.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }
}

/// What a text is, which decides which way it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A name or a title, which runs as its first letter does.
    Alone,
    /// A sentence of ours, which runs from left to right; isolates around what does not are honoured.
    Sentence,
}

const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Sentences in lines no wider than `most` pixels, at most so many; the last is cut.
pub fn wrapped(words: &str, weight: Weight, size: f32, most: f32, lines: usize) -> Vec<Text> {
    let (mut out, mut rest, mut is_open) = (Vec::new(), words.split_whitespace().peekable(), false);
    while rest.peek().is_some() && out.len() < lines {
        let mut line = String::new();
        if out.len() + 1 == lines {
            line = rest.by_ref().collect::<Vec<_>>().join(" ");
        }
        while let Some(word) = rest.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && Text::new(&longer, weight, size).width > most {
                break;
            }
            line = longer;
            rest.next();
        }
        // What is set apart and goes on in the next line is set apart there, too.
        let sign = |c: &char| matches!(*c, ISOLATE | END_OF_ISOLATE);
        if is_open {
            line.insert(0, ISOLATE);
        }
        is_open = line.chars().rev().find(sign) == Some(ISOLATE);
        out.push(Text::cut(&line, weight, size, most, Role::Sentence));
    }
    out
}

/// What people see as one letter, and the font that has it.
#[derive(Clone)]
struct Letter {
    text: String,
    face: &'static Face,
}

/// The letters of a text, those that no font has put otherwise.
fn letters(words: &str, weight: Weight, role: Role) -> Vec<Letter> {
    let clean: String =
        words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    let is_sign = |c: char| role == Role::Sentence && matches!(c, ISOLATE | END_OF_ISOLATE);
    let clean: String = clean.chars().filter(|c| !is_unseen(*c) || is_sign(*c)).collect();
    let (mut all, mut unknown) = (Vec::new(), 0);
    for grapheme in clean.trim().graphemes(true).take(LETTERS_MOST) {
        if grapheme.starts_with(is_sign) {
            all.extend(faces::of(weight).next().map(|face| Letter { text: grapheme.to_owned(), face }));
            continue;
        }
        let known = drawn(grapheme, weight);
        unknown = if known.is_empty() { unknown + 1 } else { 0 };
        all.extend(known);
        if (1..=UNKNOWN_MOST).contains(&unknown) {
            all.extend(letter(UNKNOWN, weight));
        }
    }
    all
}

/// One letter from the font that has it; where there is none, what means the same; else nothing.
fn drawn(grapheme: &str, weight: Weight) -> Vec<Letter> {
    if let Some(whole) = letter(grapheme, weight) {
        return vec![whole];
    }
    let each =
        |text: String| text.graphemes(true).map(|one| letter(one, weight)).collect::<Option<Vec<Letter>>>();
    // Letters that are only set otherwise: 𝓐𝓷𝓪.
    each(grapheme.nfkc().collect())
        .or_else(|| each(grapheme.nfkd().filter(|c| !is_combining_mark(*c) && !is_joint(*c)).collect()))
        .unwrap_or_default()
}

fn letter(grapheme: &str, weight: Weight) -> Option<Letter> {
    let is_picture = faces::emoji().filter(|_| is_emoji(grapheme));
    let most = if is_picture.is_some() { EMOJI_PARTS_MOST } else { PARTS_MOST };
    let text: String = grapheme.chars().take(most).collect();
    let has = |face: &&Face| {
        // What joins, and what chooses among forms, need not be in the font.
        let mut parts = text.chars().filter(|c| !is_joint(*c)).peekable();
        parts.peek().is_some() && parts.all(|c| face.has(c))
    };
    let face = is_picture.filter(has).or_else(|| faces::of(weight).find(has))?;
    // Signs that only choose among forms would be boxes in a font that does not know them.
    let text = text.chars().filter(|c| !is_joint(*c) || *c == '\u{200D}' || face.has(*c)).collect();
    Some(Letter { text, face })
}

/// Whether a letter asks to be a picture: a sign that says so, or signs that come together as one.
fn is_emoji(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    let first = chars.next().unwrap_or(' ');
    matches!(first, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}') || chars.any(|c| c == '\u{FE0F}')
}

/// Joins its neighbours or chooses among their forms, and has no form of its own.
fn is_joint(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Never seen, and able to turn what stands beside it around: directions, marks, tags.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Sets letters beside each other in the order in which they are read.
fn lay(letters: &[Letter], size: f32, role: Role) -> Text {
    let text: String = letters.iter().map(|letter| letter.text.as_str()).collect();
    let mut starts = Vec::with_capacity(letters.len());
    letters.iter().fold(0, |at, letter| {
        starts.push(at);
        at + letter.text.len()
    });
    let (mut runs, mut x) = (Vec::new(), 0.0);
    let bidi = BidiInfo::new(&text, (role == Role::Sentence).then(Level::ltr));
    for paragraph in &bidi.paragraphs {
        let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in visual {
            let is_rtl = levels[range.start].is_rtl();
            let within =
                starts.partition_point(|at| *at < range.start)..starts.partition_point(|at| *at < range.end);
            let same = letters[within].chunk_by(|a, b| std::ptr::eq(a.face, b.face));
            let mut parts: Vec<&[Letter]> = same.collect();
            if is_rtl {
                parts.reverse();
            }
            for part in parts {
                let words: String = part.iter().map(|letter| letter.text.as_str()).collect();
                let words = words.replace([ISOLATE, END_OF_ISOLATE], "");
                if words.is_empty() {
                    continue;
                }
                let (glyphs, width) = part[0].face.shape(&words, is_rtl);
                runs.push(Run { face: part[0].face, glyphs, x });
                x += width * size;
            }
        }
    }
    Text { runs, width: x, size }
}
