//! Work that falls due: what it is, and the key that makes it unique for ever.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::id::{ChannelId, ContestId, DuelId, WorkspaceId};
use crate::store::{Result, Tx, agenda};

/// One kind of work with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Due {
    /// A scheduled contest begins.
    OpenContest {
        /// Which.
        contest: ContestId,
    },
    /// A contest reaches its end.
    CloseContest {
        /// Which.
        contest: ContestId,
        /// How often it had been closed before.
        closings: i64,
    },
    /// A contest may have been won before its time.
    Decide {
        /// Which.
        contest: ContestId,
        /// When it is looked at: one look for all shares of a moment.
        at: DateTime<Utc>,
    },
    /// A round is drawn, and the one before ends.
    Round {
        /// Which contest's.
        contest: ContestId,
        /// Its number, from 1.
        number: i64,
        /// When: it may have to be tried again.
        at: DateTime<Utc>,
    },
    /// The standings of a contest are final: its places are given their prizes.
    GivePrizes {
        /// Which.
        contest: ContestId,
        /// How often it has been closed.
        closings: i64,
    },
    /// A duel is over.
    EndDuel {
        /// Of which contest.
        contest: ContestId,
        /// Which.
        duel: DuelId,
    },
    /// A bonus begins that was told of earlier.
    BonusBegins {
        /// In which contest.
        contest: ContestId,
        /// Its number among the contest's changes of rules.
        bonus: i64,
    },
    /// The next contest of a series starts.
    Succeed {
        /// The contest before it.
        contest: ContestId,
        /// How often that has been closed: closed once more, it has another successor.
        closings: i64,
        /// The turn of its calendar.
        turn: i64,
    },
    /// The board of one morning.
    DailyBoard {
        /// Which contest's.
        contest: ContestId,
        /// The morning, in the contest's zone.
        date: NaiveDate,
    },
    /// How a contest goes is looked at, for its manager.
    Health {
        /// Which contest's.
        contest: ContestId,
        /// The day, in the contest's zone.
        date: NaiveDate,
    },
    /// A mark on the way to the end.
    TimeCheck {
        /// Which contest's.
        contest: ContestId,
        /// Which mark.
        mark: Mark,
        /// The end it was planned for: moved since, it no longer holds.
        ends_at: DateTime<Utc>,
        /// Whether it has waited for the end of quiet hours.
        #[serde(default)]
        has_waited: bool,
    },
    /// What waits to be praised in a channel.
    ShoutOuts {
        /// Where.
        channel: ChannelId,
        /// The zone of its quiet hours.
        zone: Tz,
        /// When: what falls due in one window waits for the same moment, and is one piece of work.
        #[serde(alias = "planned_at")]
        at: DateTime<Utc>,
    },
    /// The Home tabs that people may be looking at.
    Homes {
        /// When: whatever happens in one minute is one piece of work.
        at: DateTime<Utc>,
    },
    /// What is kept of a workspace that the app was removed from is erased. Of all work there, only this is
    /// done: the store knows its kind.
    Erase {
        /// When it was removed: it may happen again.
        left_at: DateTime<Utc>,
    },
    /// Old deliveries, prints and words are forgotten.
    Housekeeping {
        /// The day, in UTC.
        date: NaiveDate,
    },
}

/// A mark on the way to a contest's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Half of the time is over.
    Halfway,
    /// A day is left.
    LastDay,
    /// An hour is left.
    LastHour,
}

impl Due {
    /// The name of this kind of work, by which it finds its job.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::OpenContest { .. } => "open_contest",
            Self::CloseContest { .. } => "close_contest",
            Self::Decide { .. } => "decide",
            Self::Round { .. } => "round",
            Self::GivePrizes { .. } => "give_prizes",
            Self::EndDuel { .. } => "end_duel",
            Self::BonusBegins { .. } => "bonus_begins",
            Self::Succeed { .. } => "succeed",
            Self::DailyBoard { .. } => "daily_board",
            Self::Health { .. } => "health",
            Self::TimeCheck { .. } => "time_check",
            Self::ShoutOuts { .. } => "shout_outs",
            Self::Homes { .. } => "homes",
            Self::Erase { .. } => "erase",
            Self::Housekeeping { .. } => "housekeeping",
        }
    }

    /// The key that keeps this very work from being planned twice.
    pub fn key(&self) -> String {
        match self {
            Self::OpenContest { contest } => format!("open:{contest}"),
            Self::CloseContest { contest, closings } => format!("close:{contest}:{closings}"),
            Self::Decide { contest, at } => format!("decide:{contest}:{}", at.timestamp_millis()),
            Self::Round { contest, number, at } => {
                format!("round:{contest}:{number}:{}", at.timestamp_millis())
            }
            Self::GivePrizes { contest, closings } => format!("prizes:{contest}:{closings}"),
            Self::EndDuel { contest, duel } => format!("end_duel:{contest}:{duel}"),
            Self::BonusBegins { contest, bonus } => format!("bonus:{contest}:{bonus}"),
            Self::Succeed { contest, closings, turn } => format!("succeed:{contest}:{closings}:{turn}"),
            Self::DailyBoard { contest, date } => format!("board:{contest}:{date}"),
            Self::Health { contest, date } => format!("health:{contest}:{date}"),
            Self::TimeCheck { contest, mark, ends_at, has_waited } => {
                let waited = if *has_waited { ":waited" } else { "" };
                format!("time_check:{contest}:{mark:?}:{}{waited}", ends_at.timestamp_millis())
            }
            Self::ShoutOuts { channel, at, .. } => {
                format!("shout_outs:{channel}:{}", at.timestamp_millis())
            }
            Self::Homes { at } => format!("homes:{}", at.timestamp_millis()),
            Self::Erase { left_at } => format!("erase:{}", left_at.timestamp_millis()),
            Self::Housekeeping { date } => format!("housekeeping:{date}"),
        }
    }

    /// Plans the work that `due` names by its moment, for the first of those from `at` on, `step` apart, whose work is
    /// not done yet: a moment may have passed while whoever plans waited for the database.
    pub async fn plan_from(
        tx: &mut Tx,
        workspace: &WorkspaceId,
        mut at: DateTime<Utc>,
        step: TimeDelta,
        due: impl Fn(DateTime<Utc>) -> Self,
    ) -> Result<()> {
        while !due(at).plan(tx, workspace, at).await?
            && agenda::is_settled(tx, workspace, &due(at).key()).await?
        {
            at += step;
        }
        Ok(())
    }

    /// Plans this work for `at`; false if it was planned before.
    pub async fn plan(&self, tx: &mut Tx, workspace: &WorkspaceId, at: DateTime<Utc>) -> Result<bool> {
        agenda::put(tx, workspace, &agenda::Work::new(self.key(), self.kind(), self, at)?).await
    }
}
