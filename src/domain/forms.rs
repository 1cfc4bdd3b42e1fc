//! What a form starts from, and what was entered in it.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::format::Format;
use super::id::{ChannelId, ContestId, ShareId};
use super::kind::Kind;
use super::season::Every;
use super::text;

/// What the form for a share shows when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareForm {
    /// Where it is counted from: that channel's contests come first.
    pub channel: ChannelId,
    /// The contests it will count in, as they are called.
    pub titles: Vec<String>,
    /// Those among them that the rep joins by it.
    pub joins: Vec<String>,
    /// How many own words, in characters, earn the most; 0 where they earn nothing.
    pub words_asked: usize,
    /// Whether it can be counted for yesterday.
    pub offers_yesterday: bool,
    /// What is filled in.
    pub filled: ShareEntry,
    /// The message it was taken from is somebody else's: their words are not the rep's own.
    pub is_anothers: bool,
}

/// What was entered about a share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShareEntry {
    /// The link, or words with a link in them.
    pub link: String,
    /// The rep's own words.
    pub words: String,
    /// What it is; as the link says where absent.
    pub kind: Option<Kind>,
    /// Whether it is to count for yesterday.
    pub yesterday: bool,
}

/// What the form for own words shows when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsForm {
    /// The share that they are added to.
    pub share: ShareId,
    /// Its link, to be shown.
    pub url: String,
    /// Its words so far.
    pub words: String,
    /// How many characters earn the most.
    pub words_asked: usize,
}

/// What a form of ours notes for itself: ids, never words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareNote {
    /// Where the share is counted from.
    pub channel: String,
}

/// What the form for a new contest shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestForm {
    /// Every template: its name, what it is called, and what it is, in a line.
    pub templates: Vec<(String, String, String)>,
    /// The one that is chosen.
    pub template: String,
    /// The title that is proposed, or was typed.
    pub title: String,
    /// The zone that its times are in.
    pub zone: Tz,
    /// When it would start, by the clock there; none for now.
    pub starts: Option<NaiveDateTime>,
    /// When it would end.
    pub ends: NaiveDateTime,
    /// The channel that is proposed, if there is one.
    pub channel: Option<ChannelId>,
    /// How it is won.
    pub format: Format,
    /// The points that everybody is asked for, where the template asks for some.
    pub quota: Option<i64>,
    /// Its prizes, as the template has them.
    pub prizes: String,
    /// How often it comes again.
    pub every: Option<Every>,
    /// When its board comes.
    pub board_at: NaiveTime,
    /// The rulebooks that there are, each with its rates in a few words, and the one of the template at first.
    pub rulebooks: Vec<Rates>,
    /// Where the form was asked for.
    pub here: ChannelId,
}

/// What a rulebook pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Its name.
    pub name: String,
    /// The label and the points of each rule that pays, the best first.
    pub pays: Vec<(String, i64)>,
    /// Most points on one day.
    pub daily: i64,
}

/// What the form that changes a contest shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditForm {
    /// Which contest.
    pub contest: ContestId,
    /// Its title.
    pub title: String,
    /// The zone that its times are in.
    pub zone: Tz,
    /// When it starts, where that can still be changed.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Its prizes, as they were announced.
    pub prizes: String,
    /// When its board comes.
    pub board_at: NaiveTime,
}

/// What the form that changes a contest notes of it, as it showed it: words by their prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditNote {
    /// Which contest.
    pub contest: String,
    /// Its title.
    pub title: u64,
    /// The zone that its times are in.
    pub zone: Tz,
    /// When it started, where that could be changed.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ends_at: DateTime<Utc>,
    /// Its prizes.
    pub prizes: u64,
    /// When its board came.
    pub board_at: NaiveTime,
}

/// The print of a text as a field shows it, which takes so many characters: equal texts have equal ones.
pub fn print(words: &str, most: usize) -> u64 {
    let shown: String = words.chars().take(most).collect();
    text::fnv(shown.trim().as_bytes())
}

/// What is to be changed of a contest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// A new title.
    pub title: Option<String>,
    /// A new start, by the clock in its zone.
    pub starts: Option<NaiveDateTime>,
    /// A new end, by the clock in its zone.
    pub ends: Option<NaiveDateTime>,
    /// Other prizes; empty for none.
    pub prizes: Option<String>,
    /// Another time for its board.
    pub board_at: Option<NaiveTime>,
}

/// What was changed of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The title it had.
    pub former: String,
    /// Its title.
    pub title: String,
    /// Its zone.
    pub zone: Tz,
    /// Its new start.
    pub starts_at: Option<DateTime<Utc>>,
    /// Its new end.
    pub ends_at: Option<DateTime<Utc>>,
    /// Its new prizes.
    pub prizes: Option<String>,
    /// The new time of its board.
    pub board_at: Option<NaiveTime>,
}
