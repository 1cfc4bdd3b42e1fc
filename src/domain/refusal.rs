//! Why something is not done: told to the person in one sentence, with the way on.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::change::RulesRefusal;
use super::contest::Phase;
use super::duel::DuelRefusal;
use super::format::Aside;
use super::id::ContestId;
use super::measure::MeasureRefusal;
use super::privacy::StillPlaying;
use super::quota::QuotaRefusal;
use super::review::ReviewRefusal;
use super::reward::RewardRefusal;
use super::screen::ScreenRefusal;
use super::season::SeasonRefusal;
use super::share::DraftFault;
use super::teams::TeamRefusal;

/// Every reason for which the bot declines, with what its wording needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum Refusal {
    /// Only managers may do this; here are some of them, by name.
    NotManager { managers: Vec<String> },
    /// Guests, people of other organisations and bots do not play.
    NotAPlayer,
    /// The text holds no link that can be scored.
    Draft(DraftFault),
    /// No contest is running in this workspace.
    NoContest,
    /// The contest meant has not begun.
    NotBegun { title: String, starts_at: DateTime<Utc>, zone: Tz },
    /// The contest meant is paused.
    Paused { title: String },
    /// The contest meant rests for a while.
    Resting { title: String, until: DateTime<Utc>, zone: Tz },
    /// The person left it; only joining brings them back.
    LeftBefore { title: String, contest: ContestId },
    /// Several contests run and the person has joined none.
    JoinOneFirst { options: Vec<Choice> },
    /// The link counted before, for this person.
    AlreadyCounted { at: DateTime<Utc>, zone: Tz, points: i64 },
    /// The permalink was submitted by somebody else first.
    ClaimedByAnother,
    /// `yesterday` lies before the contest's start.
    BeforeStart { title: String },
    /// There is no such word here; the nearest one, if any is near.
    UnknownWord { command: String, word: String, nearest: Option<String> },
    /// There is no such template.
    UnknownTemplate { word: String, nearest: Option<String> },
    /// A contest's title is missing, or too long.
    BadTitle { most: usize },
    /// The words mean no moment or length of time.
    BadTime { word: String },
    /// A format cannot be played with a number; the number's key in a template.
    BadNumber { key: String, why: String },
    /// A format has no number of that name; those it has.
    NoNumber { word: String, has: Vec<String> },
    /// There is no such rulebook; those there are.
    UnknownRulebook { word: String, known: Vec<String> },
    /// What is announced as prizes is too long.
    BadPrizes { most: usize },
    /// The contest has changed since its form was opened.
    ChangedMeanwhile { title: String },
    /// Nothing was changed.
    NothingChanged,
    /// The end does not lie after the start, or not after now.
    EndsTooSoon,
    /// The start lies in the past.
    StartsInPast,
    /// A start is a date and a time, and one of them is missing.
    StartLacks { date: bool },
    /// More years than a contest can last.
    TooLong,
    /// No channel of that name is known.
    UnknownChannel { name: String },
    /// The bot is not in that channel.
    BotNotInChannel { name: String },
    /// That channel is archived.
    ChannelArchived { name: String },
    /// A dry run of what is played in teams.
    NoDryTeams,
    /// A live contest has that title already.
    TitleTaken { title: String },
    /// The channel was given this board a moment ago.
    PostedJustNow,
    /// A contest belongs into a channel, not into a direct message.
    NotHere,
    /// No contest of that title; the nearest one, if any is near.
    UnknownContest { title: String, nearest: Option<String> },
    /// No stretch of time, as typed; the nearest one, if any is near.
    NoStretch { words: String, nearest: Option<String> },
    /// A round that a contest does not have; how many it has.
    NoRound { title: String, has: i64 },
    /// Several contests could be meant.
    WhichContest { options: Vec<Choice> },
    /// The contest is in a phase that does not allow the verb.
    WrongPhase { title: String, verb: String, phase: Phase },
    /// Nobody is drawn in the contest.
    NoDraw { title: String },
    /// It was closed longer ago than it can be taken back.
    ReopenTooLate { title: String },
    /// It ended by itself, so reopening needs a new end.
    ReopenNeedsEnd { title: String },
    /// Nothing was shared within the time in which it can be undone.
    NothingToUndo { minutes: i64 },
    /// A share whose words cannot be changed any more.
    WordsTooLate,
    /// Own words that are none, or those that are there.
    NoNewWords,
    /// Already in it; why they stand in no row there.
    AlreadyJoined {
        title: String,
        #[serde(default)]
        aside: Option<Aside>,
    },
    /// Not in it.
    NotJoined { title: String },
    /// Nobody here is called so, or several are.
    UnknownPerson { name: String },
    /// Somebody is not in the contest.
    NotPlaying { name: String, title: String },
    /// A correction without words that say why, or with too many.
    BadReason { most: usize },
    /// A correction of nothing, or of too much.
    BadPoints { most: i64 },
    /// The contest ended longer ago than its scores can be corrected.
    Settled { title: String },
    /// What is kept of somebody cannot be erased while they play.
    StillPlaying(StillPlaying),
    /// The bonus that a button proposes is scheduled already.
    BonusSet,
    /// Something about teams.
    Team(TeamRefusal),
    /// Something about a series of contests.
    Season(SeasonRefusal),
    /// Something about duels.
    Duel(DuelRefusal),
    /// Something about counts and results.
    Measure(MeasureRefusal),
    /// Something about what waits for a manager.
    Review(ReviewRefusal),
    /// Something about rules and bonuses.
    Rules(RulesRefusal),
    /// Something about quotas.
    Quota(QuotaRefusal),
    /// Something about prizes and rewards.
    Reward(RewardRefusal),
    /// Something about screens.
    Screen(ScreenRefusal),
    /// A word too many or too few: how the verb is used.
    Usage { usage: String },
}

/// One of several contests to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which.
    pub contest: ContestId,
    /// Its title, as typed.
    pub title: String,
}

/// What a use case gives back: its effect, or why there was none.
pub type Outcome<T> = std::result::Result<T, Refusal>;
