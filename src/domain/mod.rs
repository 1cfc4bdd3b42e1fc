//! What a contest is and how it is scored. Pure: no clock, no randomness, no database, no Slack.

pub mod board;
pub mod bonus;
pub mod calendar;
pub mod change;
pub mod contest;
pub mod correction;
pub mod duel;
pub mod export;
pub mod format;
pub mod id;
pub mod kind;
pub mod ledger;
pub mod link;
pub mod milestone;
pub mod nearest;
pub mod originality;
pub mod pace;
pub mod praise;
pub mod preferences;
pub mod range;
pub mod receipt;
pub mod replay;

pub mod preset;
pub mod refusal;
pub mod roster;
pub mod rulebook;
pub mod rules;
pub mod score;
pub mod share;
pub mod standing;
pub mod streak;
pub mod teams;
pub mod template;
mod text;
pub mod when;
