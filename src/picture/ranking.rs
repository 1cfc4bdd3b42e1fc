//! A ranking: the title, a bar behind each name, and small lines at the foot. One way of drawing for all formats.

use super::faces::Weight::{Bold, Medium};
use super::palette::Palette;
use super::sheet::{Anchor, Sheet};
use super::text::{Text, wrapped};
use super::{Undrawn, WIDTH};
use crate::domain::picture::{Bar, Change, Look, Picture, Ranking, Way};

/// From the edges to what stands there.
pub(super) const MARGIN: f32 = 56.0;
/// From a bar's top to the next one's.
const STEP: f32 = 92.0;
/// How high a bar is.
const HEIGHT: f32 = 80.0;
/// Above the name of a section.
const NAMED: f32 = 72.0;
/// A line at the foot.
pub(super) const FOOT: f32 = 44.0;
/// No picture is lower than this.
const LEAST: f32 = 560.0;

/// Between a name and how its place changed.
const GAP: f32 = 20.0;
const ARROW: f32 = 24.0;

const NAME: f32 = 44.0;
const VALUE: f32 = 48.0;
const DETAIL: f32 = 32.0;
pub(super) const SMALL: f32 = 31.0;
const NOTE: f32 = 34.0;

/// From edge to edge of what is drawn.
#[allow(clippy::cast_precision_loss, reason = "1200 is exact")]
pub(super) const FULL: f32 = WIDTH as f32 - 2.0 * MARGIN;
pub(super) const RIGHT: f32 = MARGIN + FULL;

/// Draws a ranking.
pub fn draw(picture: &Picture, ranking: &Ranking, look: Look) -> Result<Sheet, Undrawn> {
    let palette = Palette::of(look);
    let notes = wrapped(ranking.note.as_deref().unwrap_or_default(), Medium, NOTE, FULL, 2);
    let feet = foot(&ranking.foot);
    let height = height(ranking, notes.len(), feet.len());
    let mut sheet = Sheet::new(height.max(LEAST), palette.paper)?;
    let mut y = head(&mut sheet, picture, palette);
    if let Some(done) = ranking.done {
        sheet.rounded((MARGIN, y), (FULL, 22.0), 11.0, palette.bar);
        sheet.rounded((MARGIN, y), (part(done).max(22.0), 22.0), 11.0, palette.accent);
        y += 44.0;
    }
    for note in &notes {
        y += 40.0;
        sheet.text(note, (MARGIN, y - 8.0), Anchor::Left, palette.quiet);
    }
    if !notes.is_empty() {
        y += 22.0;
    }
    for section in &ranking.sections {
        if let Some(name) = &section.name {
            y += NAMED;
            let name = Text::fitted(name, Bold, NOTE, FULL);
            sheet.text(&name, (MARGIN, y - 22.0), Anchor::Left, palette.quiet);
        }
        for bar in &section.bars {
            match bar {
                Bar::One { .. } => one(&mut sheet, bar, y, palette),
                Bar::Two { .. } => two(&mut sheet, bar, y, palette),
            }
            y += STEP;
        }
    }
    if let Some(remark) = &ranking.remark {
        let is_all = ranking.sections.is_empty();
        let size = if is_all { NAME } else { NOTE };
        let lines = wrapped(remark, if is_all { Bold } else { Medium }, size, FULL, 2);
        let mut base = if is_all { y + 84.0 } else { y + 40.0 };
        for line in &lines {
            sheet.text(line, (MARGIN, base), Anchor::Left, if is_all { palette.ink } else { palette.quiet });
            base += size * 1.3;
        }
    }
    at_foot(&mut sheet, &feet, height.max(LEAST), palette);
    Ok(sheet)
}

/// How high the sheet has to be.
#[allow(clippy::cast_precision_loss, reason = "there are a few dozen at most")]
fn height(ranking: &Ranking, notes: usize, feet: usize) -> f32 {
    let bars: usize = ranking.sections.iter().map(|section| section.bars.len()).sum();
    let named = ranking.sections.iter().filter(|section| section.name.is_some()).count();
    let note = if notes > 0 { 40.0 * notes as f32 + 22.0 } else { 0.0 };
    let remark = match (&ranking.remark, bars) {
        (None, _) => 0.0,
        (Some(_), 0) => 190.0,
        (Some(_), _) => 60.0,
    };
    HEAD + if ranking.done.is_some() { 44.0 } else { 0.0 }
        + note
        + bars as f32 * STEP
        + named as f32 * NAMED
        + remark
        + FOOT * feet as f32
        + 66.0
}

/// How much the kicker and the title take.
pub(super) const HEAD: f32 = 222.0;

/// The kicker and the title; gives where what follows begins.
pub(super) fn head(sheet: &mut Sheet, picture: &Picture, palette: &Palette) -> f32 {
    sheet.rounded((MARGIN, 50.0), (64.0, 10.0), 5.0, palette.accent);
    let kicker = Text::fitted(&picture.kicker, Bold, 34.0, FULL);
    sheet.text(&kicker, (MARGIN, 108.0), Anchor::Left, palette.accent);
    let title = Text::shrunk(&picture.title, Bold, (68.0, 46.0), FULL);
    sheet.text(&title, (MARGIN, 182.0), Anchor::Left, palette.ink);
    HEAD
}

/// The lines at the foot, each in at most two.
pub(super) fn foot(lines: &[String]) -> Vec<Text> {
    lines.iter().flat_map(|line| wrapped(line, Medium, SMALL, FULL, 2)).collect()
}

/// Draws them, the last nearest to the edge.
pub(super) fn at_foot(sheet: &mut Sheet, feet: &[Text], height: f32, palette: &Palette) {
    let mut base = height - 46.0;
    for line in feet.iter().rev() {
        sheet.text(line, (MARGIN, base), Anchor::Left, palette.quiet);
        base -= FOOT;
    }
}

fn part(thousandths: u16) -> f32 {
    FULL * f32::from(thousandths.min(1000)) / 1000.0
}

/// Where letters of a size stand so that they are in the middle of a bar: capitals are 0.73 of the size high.
fn base(y: f32, size: f32) -> f32 {
    y + HEIGHT / 2.0 + size * 0.363
}

fn one(sheet: &mut Sheet, bar: &Bar, y: f32, palette: &Palette) {
    let Bar::One { place, name, value, detail, length, change } = bar else { return };
    sheet.rounded((MARGIN, y), (FULL, HEIGHT), 18.0, palette.track);
    if *length > 0 {
        let colour = if *place == Some(1) { palette.lead } else { palette.bar };
        sheet.rounded((MARGIN, y), (part(*length).max(36.0), HEIGHT), 18.0, colour);
    }
    let left = match place {
        Some(place) => {
            medal(sheet, *place, (MARGIN + 48.0, y + HEIGHT / 2.0), palette);
            MARGIN + 96.0
        }
        None => MARGIN + 28.0,
    };
    let mut right = RIGHT - 28.0;
    if !detail.is_empty() {
        let detail = Text::fitted(detail, Medium, DETAIL, FULL * 0.3);
        sheet.text(&detail, (right, base(y, VALUE)), Anchor::Right, palette.quiet);
        right -= detail.width + 12.0;
    }
    let value = Text::fitted(value, Bold, VALUE, FULL * 0.25);
    sheet.text(&value, (right, base(y, VALUE)), Anchor::Right, palette.ink);
    right -= value.width + 28.0;
    let mark = change.as_ref().map(|change| Text::fitted(&change.words, Bold, SMALL, 120.0));
    let arrow = change.as_ref().filter(|change| change.way != Way::In).map_or(0.0, |_| ARROW + 8.0);
    let marked = mark.as_ref().map_or(0.0, |mark| GAP + arrow + mark.width);
    let name = Text::fitted(name, Bold, NAME, right - left - marked);
    sheet.text(&name, (left, base(y, NAME)), Anchor::Left, palette.ink);
    if let (Some(Change { way, .. }), Some(mark)) = (change, mark) {
        let at = left + name.width + GAP;
        let colour = if *way == Way::Down { palette.quiet } else { palette.up };
        if arrow > 0.0 {
            sheet.arrow((at, y + HEIGHT / 2.0), ARROW, *way == Way::Up, colour);
        }
        sheet.text(&mark, (at + arrow, base(y, SMALL)), Anchor::Left, colour);
    }
}

fn medal(sheet: &mut Sheet, place: i64, middle: (f32, f32), palette: &Palette) {
    let number = Text::shrunk(&place.to_string(), Bold, (34.0, 22.0), 60.0);
    let at = (middle.0, middle.1 + number.size * 0.363);
    let medal = usize::try_from(place - 1).ok().and_then(|at| palette.medals.get(at));
    let colour = match medal {
        Some((colour, letters)) => {
            sheet.dot(middle, 28.0, *colour);
            *letters
        }
        None => palette.quiet,
    };
    sheet.text(&number, at, Anchor::Middle, colour);
}

/// Two from both sides, what each has in the middle, and the bar of whoever is ahead in another colour.
fn two(sheet: &mut Sheet, bar: &Bar, y: f32, palette: &Palette) {
    let Bar::Two { names: (one, other), values, lengths } = bar else { return };
    sheet.rounded((MARGIN, y), (FULL, HEIGHT), 18.0, palette.track);
    let middle = MARGIN + FULL / 2.0;
    let (left, right) = (part(lengths.0) / 2.0, part(lengths.1) / 2.0);
    let shade = |is_ahead: bool| if is_ahead { palette.lead } else { palette.bar };
    if left > 0.0 {
        sheet.rounded((middle - left, y), (left, HEIGHT), 18.0, shade(left > right));
    }
    if right > 0.0 {
        sheet.rounded((middle, y), (right, HEIGHT), 18.0, shade(right > left));
    }
    let value = |words: &str| Text::shrunk(words, Bold, (VALUE, 26.0), 160.0);
    let (of_one, of_other) = (value(&values.0), value(&values.1));
    let at = base(y, VALUE);
    sheet.text(&Text::new(":", Bold, VALUE), (middle, at - 4.0), Anchor::Middle, palette.quiet);
    sheet.text(&of_one, (middle - 24.0, at), Anchor::Right, palette.ink);
    sheet.text(&of_other, (middle + 24.0, at), Anchor::Left, palette.ink);
    let name = |words: &str, value: &Text| Text::fitted(words, Bold, NAME, FULL / 2.0 - 72.0 - value.width);
    sheet.text(&name(one, &of_one), (MARGIN + 28.0, base(y, NAME)), Anchor::Left, palette.ink);
    sheet.text(&name(other, &of_other), (RIGHT - 28.0, base(y, NAME)), Anchor::Right, palette.ink);
}
