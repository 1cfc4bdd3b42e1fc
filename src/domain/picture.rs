//! What a picture shows, in words and lengths, ready to be drawn.
//!
//! A picture is owed with its message and drawn when that is sent, so it holds all that it needs: what it shows is
//! how things stood when the message was worded.

use serde::{Deserialize, Serialize};

/// How pictures look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Dark letters on white.
    Light,
    /// Light letters on near-black.
    Dark,
}

/// A picture, however it is to look. Its words are as typed: it knows no markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The same in words, for those who do not see it.
    pub alt: String,
    /// The line above the title.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// What it shows.
    pub motif: Motif,
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motif {
    /// How everybody stands.
    Ranking(Ranking),
    /// How it came to that.
    Chart(Chart),
}

/// Who stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// What holds for all.
    pub note: Option<String>,
    /// How much of what all are after is done, in thousandths.
    pub done: Option<u16>,
    /// Those who are ranked with each other.
    pub sections: Vec<Section>,
    /// What is said instead where nobody is ranked, or below where more are than can be shown.
    pub remark: Option<String>,
    /// The small lines at the foot.
    pub foot: Vec<String>,
}

/// Those who are ranked with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What they are called together.
    pub name: Option<String>,
    /// Their bars.
    pub bars: Vec<Bar>,
}

/// What one line of a ranking shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// One of many.
    One {
        /// The place; none where there is no order yet.
        place: Option<i64>,
        /// Whose.
        name: String,
        /// What puts them there.
        value: String,
        /// What explains it.
        detail: String,
        /// How long the bar is, in thousandths.
        length: u16,
        /// How the place changed since the last board.
        change: Option<Change>,
    },
    /// Two against each other.
    Two {
        /// The names.
        names: (String, String),
        /// What each has.
        values: (String, String),
        /// How long each one's bar is, in thousandths of half the width.
        lengths: (u16, u16),
    },
}

/// How a place changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which way.
    pub way: Way,
    /// By how much, or what else there is to say.
    pub words: String,
}

/// Which way a place changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nearer to the top.
    Up,
    /// Away from it.
    Down,
    /// Onto the board.
    In,
}

/// How points grew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// The days as they are written below, from the first.
    pub days: Vec<String>,
    /// A line for each who is shown, from the one that stands first.
    pub lines: Vec<Line>,
    /// The small lines at the foot.
    pub foot: Vec<String>,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whose.
    pub name: String,
    /// Points at the end of each day.
    pub points: Vec<i64>,
}
