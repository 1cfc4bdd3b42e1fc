//! Pictures: what [`crate::domain::picture`] holds, drawn as a PNG.
//!
//! Pure, and of nothing but what is built in: no font of the machine is asked for, so that a picture is the same
//! everywhere. Letters become outlines here (see `text`), so names are never markup of any sort, and their width is known
//! exactly. Stands behind the cargo feature `pictures`, since the fonts weigh 3 MB.

#[cfg(feature = "pictures")]
mod chart;
#[cfg(feature = "pictures")]
mod faces;
#[cfg(feature = "pictures")]
mod palette;
#[cfg(feature = "pictures")]
mod ranking;
#[cfg(feature = "pictures")]
mod sheet;
#[cfg(test)]
#[cfg(feature = "pictures")]
mod tests;
#[cfg(feature = "pictures")]
mod text;

use crate::domain::picture::{Look, Picture};

/// Whether this program can draw.
pub const CAN_DRAW: bool = cfg!(feature = "pictures");

/// Pixels from left to right: twice what a phone shows, so that it is sharp there.
#[cfg(feature = "pictures")]
const WIDTH: u32 = 1200;

/// A picture that could not be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undrawn {
    /// The program was built without the feature.
    #[error("built without pictures")]
    NotBuiltIn,
    /// There is no room for so many pixels.
    #[error("too large")]
    TooLarge,
    /// The drawing could not be written as PNG.
    #[error("no PNG came of it")]
    NoPng,
}

/// Draws a picture as a PNG. Keeps a processor busy: not for a thread that others wait for.
#[cfg(feature = "pictures")]
pub fn png(picture: &Picture, look: Look) -> Result<Vec<u8>, Undrawn> {
    use crate::domain::picture::Motif;
    match &picture.motif {
        Motif::Ranking(ranking) => ranking::draw(picture, ranking, look)?.png(),
        Motif::Chart(chart) => chart::draw(picture, chart, look)?.png(),
    }
}

/// Draws nothing.
#[cfg(not(feature = "pictures"))]
pub fn png(_: &Picture, _: Look) -> Result<Vec<u8>, Undrawn> {
    Err(Undrawn::NotBuiltIn)
}
