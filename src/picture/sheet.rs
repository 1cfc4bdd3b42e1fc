//! The sheet that is drawn on: boxes, lines and letters. All measures are pixels, from the upper left.

use skrifa::outline::OutlinePen;
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::palette::Rgb;
use super::text::Text;
use super::{Undrawn, WIDTH};

/// A sheet.
pub struct Sheet(Pixmap);

/// Which part of a text stands where it is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left.
    Left,
    /// Its middle.
    Middle,
    /// Its right.
    Right,
}

impl Sheet {
    /// An empty sheet of a colour.
    pub fn new(height: f32, paper: Rgb) -> Result<Self, Undrawn> {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and is checked"
        )]
        let mut pixels = Pixmap::new(WIDTH, height.ceil() as u32).ok_or(Undrawn::TooLarge)?;
        pixels.fill(paper.into());
        Ok(Self(pixels))
    }

    /// What is drawn, as a PNG.
    pub fn png(&self) -> Result<Vec<u8>, Undrawn> {
        self.0.encode_png().map_err(|_| Undrawn::NoPng)
    }

    /// A box whose corners are rounded.
    pub fn rounded(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), radius: f32, colour: Rgb) {
        let radius = radius.min(width / 2.0).min(height / 2.0);
        if let Some(path) = rounded(x, y, width, height, radius) {
            self.fill(&path, colour);
        }
    }

    /// A dot.
    pub fn dot(&mut self, (x, y): (f32, f32), radius: f32, colour: Rgb) {
        if let Some(path) = PathBuilder::from_circle(x, y, radius) {
            self.fill(&path, colour);
        }
    }

    /// A triangle that points up or down.
    pub fn arrow(&mut self, (x, middle): (f32, f32), side: f32, is_up: bool, colour: Rgb) {
        let half = side * 0.43 * if is_up { 1.0 } else { -1.0 };
        let mut path = PathBuilder::new();
        path.move_to(x, middle + half);
        path.line_to(x + side, middle + half);
        path.line_to(x + side / 2.0, middle - half);
        path.close();
        if let Some(path) = path.finish() {
            self.fill(&path, colour);
        }
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f32, f32)], width: f32, colour: Rgb) {
        let mut path = PathBuilder::new();
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
        }
        let stroke =
            Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        if let Some(path) = path.finish() {
            self.0.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
        }
    }

    /// A text on a base line.
    pub fn text(&mut self, text: &Text, (x, base): (f32, f32), anchor: Anchor, colour: Rgb) {
        let x = match anchor {
            Anchor::Left => x,
            Anchor::Middle => x - text.width / 2.0,
            Anchor::Right => x - text.width,
        };
        let mut pen = Pen { path: PathBuilder::new(), x: 0.0, y: 0.0 };
        for run in text.runs() {
            for glyph in &run.glyphs {
                pen.x = x + run.x + glyph.x * text.size;
                pen.y = base - glyph.y * text.size;
                run.face.outline(glyph.id, text.size, &mut pen);
            }
        }
        if let Some(path) = pen.path.finish() {
            self.fill(&path, colour);
        }
    }

    fn fill(&mut self, path: &Path, colour: Rgb) {
        self.0.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }
}

fn paint(colour: Rgb) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour.into());
    paint
}

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let rect = Rect::from_xywh(x, y, width, height)?;
    if radius <= 0.0 {
        return Some(PathBuilder::from_rect(rect));
    }
    // How far a curve's handles are from its ends to look like a quarter of a circle.
    let handle = radius * 0.447_7;
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - handle, top, right, top + handle, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + handle, bottom, left, bottom - handle, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}

/// Puts outlines, whose height grows upward, at their place on the sheet.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (left, base) = (self.x, self.y);
        self.path.cubic_to(left + cx0, base - cy0, left + cx1, base - cy1, left + x, base - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
