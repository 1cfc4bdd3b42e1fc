//! What the bot can do. Each use case owns its transaction: seen-check, effect, posts owed and work due are
//! committed together, and only then is anybody answered.

pub mod acquaintance;
pub mod activity;
pub mod add_words;
mod admission;
mod anew;
pub mod answer;
pub mod appeals;
mod asking;
pub mod award_appeals;
pub mod badges;
pub mod boards;
pub mod bonuses;
pub mod books;
mod captains;
pub mod change_rules;
pub mod choose;
pub mod close_contest;
pub mod contest_form;
pub mod contest_log;
pub mod correct_score;
pub mod daily_board;
pub mod deciding;
mod disclosure;
mod disputes;
mod dry_runs;
pub mod due;
pub mod duels;
pub mod edit_contest;
pub mod edit_share;
pub mod export;
pub mod failed_post;
pub mod files;
pub mod for_everybody;
pub mod form_keys;
mod gains;
pub mod glance;
pub mod health;
#[cfg(test)]
mod histories;
pub mod home;
pub mod housekeeping;
pub mod join;
pub mod learn;
pub mod leave;
pub mod listing;
pub mod measures;
mod once;
pub mod owing;
pub mod pace;
pub mod pick;
pub mod praise;
pub mod preferences;
pub mod privacy;
pub mod prizes;
pub mod quotas;
mod raffles;
pub mod ranges;
pub mod record_share;
pub mod reviews;
pub mod rewards;
pub mod roles;
pub mod rounds;
pub mod screens;
pub mod series;
pub mod share_form;
pub mod shout_outs;
pub mod start_contest;
pub mod steer_contest;
pub mod submission;
pub mod succeed;
pub mod swaps;
mod tables;
pub mod take_back;
pub mod teams;
mod times;
mod today;
mod undecided;
mod weigh;
pub mod whom;
pub mod wins;

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::{Presets, Settings};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::rulebook::StreakRule;
use crate::store::Store;

/// What every use case works with. Clones share it.
#[derive(Clone)]
pub struct Play {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Rulebooks and templates.
    pub presets: Arc<Presets>,
    /// What the operator has set.
    pub settings: Arc<Settings>,
    /// Rulebooks of contests, at hand once read.
    pub books: books::Books,
    /// Whom this process has met.
    pub met: acquaintance::Acquaintance,
    /// What this process makes secrets from.
    pub seal: screens::Seal,
    /// Where this process serves its pages.
    pub site: screens::Site,
    /// How streaks run. A streak is the rep's, not a contest's, so one rule holds for all: the default
    /// rulebook's. What a streak is worth is each contest's own affair.
    pub streak: Arc<StreakRule>,
}

impl Play {
    /// What every use case works with, of its parts; none if the built-in rulebook is missing.
    pub fn new(store: Store, clock: Clock, presets: Presets, settings: Settings) -> Option<Self> {
        let streak = Arc::new(presets.streak()?.clone());
        let (presets, settings, books) = (Arc::new(presets), Arc::new(settings), books::Books::default());
        let met = acquaintance::Acquaintance::default();
        let (seal, site) = (screens::Seal::default(), screens::Site::default());
        Some(Self { store, clock, presets, settings, books, met, seal, site, streak })
    }
}

/// Who asks, and under which name Slack handed it to us.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub user: UserId,
    /// Slack's own name for this delivery, the same when it is delivered again.
    pub delivery: String,
}
