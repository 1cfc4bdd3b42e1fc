//! A chart: a line for each who is shown, with the name where the line ends.

use super::Undrawn;
use super::faces::Weight::{Bold, Medium};
use super::palette::Palette;
use super::ranking::{FOOT, MARGIN, RIGHT, SMALL, at_foot, foot, head};
use super::sheet::{Anchor, Sheet};
use super::text::Text;
use crate::domain::picture::{Chart, Line, Look, Picture};
use crate::voice::words::number;

/// How high the chart itself is.
const TALL: f32 = 520.0;
/// How much the names at the lines' ends take.
const NAMES: f32 = 350.0;
/// A name and its points below.
const LABEL: f32 = 92.0;
/// About so many lines lie behind a chart.
const RULES: i64 = 5;
/// Most days that are named below.
const DAYS: usize = 6;

/// Draws a chart.
pub fn draw(picture: &Picture, chart: &Chart, look: Look) -> Result<Sheet, Undrawn> {
    let palette = Palette::of(look);
    let feet = foot(&chart.foot);
    #[allow(clippy::cast_precision_loss, reason = "there are two at most")]
    let height = super::ranking::HEAD + TALL + 116.0 + FOOT * feet.len() as f32 + 50.0;
    let mut sheet = Sheet::new(height, palette.paper)?;
    let top = head(&mut sheet, picture, palette) + 24.0;
    let frame = Frame::of(chart, top);
    rules(&mut sheet, &frame, palette);
    days(&mut sheet, chart, &frame, palette);
    // The first is drawn last, over the others.
    for (line, colour) in chart.lines.iter().zip(palette.lines).rev() {
        let points: Vec<(f32, f32)> =
            line.points.iter().enumerate().map(|(day, points)| (frame.x(day), frame.y(*points))).collect();
        sheet.line(&points, 8.0, colour);
        if let Some(end) = points.last() {
            sheet.dot(*end, 15.0, palette.paper);
            sheet.dot(*end, 11.0, colour);
        }
    }
    names(&mut sheet, chart, &frame, palette);
    at_foot(&mut sheet, &feet, height, palette);
    Ok(sheet)
}

/// Where points are on the sheet.
struct Frame {
    left: f32,
    right: f32,
    top: f32,
    /// The lowest and the highest number at a line behind the chart.
    span: (i64, i64),
    step: i64,
    days: usize,
}

impl Frame {
    fn of(chart: &Chart, top: f32) -> Self {
        let all = || chart.lines.iter().flat_map(|line| line.points.iter().copied());
        let (least, most) = (all().min().unwrap_or(0).min(0), all().max().unwrap_or(0).max(1));
        let step = step(most.saturating_sub(least));
        let above = most.saturating_add(step - 1);
        let [bottom, top_most] = [least, above].map(|end| end.div_euclid(step).saturating_mul(step));
        let span = (bottom, top_most);
        let widest = [span.0, span.1].map(|end| Text::new(&number(end), Medium, SMALL).width);
        let left = MARGIN + widest[0].max(widest[1]) + 24.0;
        Self { left, right: RIGHT - NAMES, top, span, step, days: chart.days.len() }
    }

    #[allow(clippy::cast_precision_loss, reason = "a place in pixels")]
    fn x(&self, day: usize) -> f32 {
        let last = self.days.saturating_sub(1).max(1);
        self.left + (self.right - self.left) * day as f32 / last as f32
    }

    #[allow(clippy::cast_precision_loss, reason = "a place in pixels")]
    fn y(&self, points: i64) -> f32 {
        let (least, most) = self.span;
        let part = (points as f64 - least as f64) / (most as f64 - least as f64).max(1.0);
        #[allow(clippy::cast_possible_truncation, reason = "a place in pixels")]
        let part = part as f32;
        self.top + TALL * (1.0 - part)
    }
}

/// A round number of which a few make the whole.
fn step(whole: i64) -> i64 {
    let least = (whole / RULES + i64::from(whole % RULES > 0)).max(1);
    let mut unit = 1_i64;
    loop {
        for times in [1, 2, 5] {
            let step = unit.saturating_mul(times);
            if step >= least {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

fn rules(sheet: &mut Sheet, frame: &Frame, palette: &Palette) {
    let mut at = frame.span.0;
    while at <= frame.span.1 {
        let y = frame.y(at);
        sheet.line(&[(frame.left, y), (frame.right, y)], if at == 0 { 4.0 } else { 2.0 }, palette.grid);
        let number = Text::new(&number(at), Medium, SMALL);
        sheet.text(&number, (frame.left - 24.0, y + SMALL * 0.36), Anchor::Right, palette.quiet);
        let Some(next) = at.checked_add(frame.step) else { break };
        at = next;
    }
}

/// The days below: the last, and before it as many as have room.
fn days(sheet: &mut Sheet, chart: &Chart, frame: &Frame, palette: &Palette) {
    let every = chart.days.len().div_ceil(DAYS).max(1);
    for (at, day) in chart.days.iter().enumerate().rev().step_by(every) {
        let day = Text::new(day, Medium, SMALL);
        sheet.text(&day, (frame.x(at), frame.top + TALL + 56.0), Anchor::Middle, palette.quiet);
    }
}

/// Each name at the height where its line ends, pushed apart where they would lie over each other.
fn names(sheet: &mut Sheet, chart: &Chart, frame: &Frame, palette: &Palette) {
    let ends: Vec<f32> = chart.lines.iter().map(|line| frame.y(last(line))).collect();
    let places = apart(&ends, LABEL, (frame.top - 20.0, frame.top + TALL - 44.0));
    for ((line, colour), y) in chart.lines.iter().zip(palette.lines).zip(places) {
        let left = frame.right + 36.0;
        let name = Text::fitted(&line.name, Bold, 36.0, RIGHT - left);
        sheet.text(&name, (left, y + 2.0), Anchor::Left, colour);
        let points = Text::new(&number(last(line)), Bold, 36.0);
        sheet.text(&points, (left, y + 44.0), Anchor::Left, palette.ink);
    }
}

fn last(line: &Line) -> i64 {
    line.points.last().copied().unwrap_or(0)
}

/// Heights at least `room` from each other and within bounds as far as there is room, near to where they were wanted,
/// in the same order; equal ones in the order in which they come.
fn apart(wanted: &[f32], room: f32, (top, bottom): (f32, f32)) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places = wanted.to_vec();
    let mut least = top;
    for at in &order {
        places[*at] = places[*at].max(least);
        least = places[*at] + room;
    }
    let mut most = bottom;
    for at in order.iter().rev() {
        places[*at] = places[*at].min(most);
        most = places[*at] - room;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_round_numbers_make_the_whole() {
        let steps = [0, 1, 3, 7, 42, 99, 842, 5_000, i64::MAX].map(step);
        assert_eq!(steps[..8], [1, 1, 1, 2, 10, 20, 200, 1_000]);
        assert!(steps[8] > 1_000_000_000_000_000_000);
    }

    #[test]
    fn names_do_not_lie_over_each_other() {
        let places = apart(&[100.0, 100.0, 102.0, 500.0, 500.0], 50.0, (0.0, 520.0));
        assert_eq!(places, [100.0, 150.0, 200.0, 470.0, 520.0]);
        assert_eq!(apart(&[], 50.0, (0.0, 9.0)), [0.0; 0]);
    }
}
