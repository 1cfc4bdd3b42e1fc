//! A share on its way in: as it was submitted, and once it is known whose it is and when it counts.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::choose::Door;
use super::{Asker, Play};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::{ShareId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::roster::Person;
use crate::domain::share::Draft;

/// A share to be taken in.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Whose, and under which delivery.
    pub asker: Asker,
    /// What was typed, taken apart.
    pub draft: Draft,
    /// How it came in.
    pub door: Door,
    /// When: a message's own time, a command's arrival.
    pub at: DateTime<Utc>,
    /// A manager has looked at its words: they are not compared.
    pub is_vouched: bool,
}

impl Submission {
    /// The link as it is claimed.
    pub(super) fn claim_key(&self) -> String {
        self.draft.kind.claim_key(&self.draft.link.key)
    }

    /// The instant it counts at.
    pub(super) fn counts_at(&self) -> DateTime<Utc> {
        if self.draft.yesterday { self.at - TimeDelta::days(1) } else { self.at }
    }

    /// The day it counts on in a contest, if it is taken in.
    pub(super) fn day_in(&self, contest: &Contest) -> NaiveDate {
        let day = calendar::date(self.at, contest.zone);
        if self.draft.yesterday { day - Days::new(1) } else { day }
    }
}

/// A share on its way in: who, what and when.
pub(super) struct Taking<'a> {
    pub(super) play: &'a Play,
    pub(super) submission: &'a Submission,
    pub(super) person: Person,
    /// The share's name, if it is taken in.
    pub(super) id: ShareId,
    /// The rep's own date that it counts on.
    pub(super) rep_day: NaiveDate,
    /// The instant it counts at.
    pub(super) shared_at: DateTime<Utc>,
    pub(super) now: DateTime<Utc>,
}

impl Taking<'_> {
    pub(super) fn workspace(&self) -> &WorkspaceId {
        &self.submission.asker.workspace
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.submission.draft
    }

    /// The day the share counts on in a contest.
    pub(super) fn day_in(&self, contest: &Contest) -> NaiveDate {
        self.submission.day_in(contest)
    }

    /// Whether the link is one person's own post, claimed for the whole workspace.
    pub(super) fn is_personal(&self) -> bool {
        self.draft().link.personal && !matches!(self.draft().kind, Kind::Comment | Kind::Like)
    }
}
