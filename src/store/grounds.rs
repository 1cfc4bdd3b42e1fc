//! The grounds on which a share is judged: everything that scoring reads, in one statement.

mod statement;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

pub(super) use statement::GROUNDS;
use statement::Row;

use super::claims::{self, Claim};
use super::contests::ContestRow;
use super::entrants::{Entry, InPlay};
use super::prizes::PrizeRow;
use super::roster::PersonRow;
use super::tallies::Tally;
use super::time::instant;
use super::values::{day, parse_word, unknown};
use super::{Error, Result, Tx, fetch_all};
use crate::domain::badge::Record;
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::quota::Target;
use crate::domain::reward::Prize;
use crate::domain::roster::Person;
use crate::domain::score::Past;
use crate::domain::streak::ActiveDays;

/// What share is to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Where.
    pub workspace: &'a WorkspaceId,
    /// Whose.
    pub user: &'a UserId,
    /// The delivery that brought it.
    pub delivery: &'a str,
    /// The link as it is claimed.
    pub claim_key: &'a str,
    /// The message it is, if it is one.
    pub message: Option<(&'a ChannelId, &'a str)>,
    /// The first and the last week it could count in, by their Mondays; contests in different zones may differ.
    pub weeks: [NaiveDate; 2],
    /// The first week that a streak is followed back to.
    pub streak_since: NaiveDate,
}

/// What is known of a share's rep, its link, and the contests it could count in.
#[derive(Debug, Default)]
pub struct Grounds {
    /// What the delivery was answered, as JSON, if it was seen before.
    pub answered: Option<String>,
    /// The app was removed from the workspace: nothing new is taken in.
    pub has_left: bool,
    /// The message was taken in before, under whatever delivery, or edited or deleted before we heard of it.
    pub is_known_message: bool,
    /// The rep, if we have learned of them.
    pub person: Option<Person>,
    /// The rep has opened their Home tab at some time: it is kept fresh.
    pub has_home: bool,
    /// When anybody else last opened theirs.
    pub others_looked_at: Option<DateTime<Utc>>,
    /// The rep has switched streaks off.
    pub without_streaks: bool,
    /// Every live contest, with how the rep stands to it; the one that ends first at the front.
    pub in_play: Vec<InPlay>,
    /// The same of dry runs, of which nobody is told.
    pub dry: Vec<InPlay>,
    /// What the rep brings to the tallies of the boards that they are on.
    pub stood: BTreeMap<ContestId, Tally>,
    /// Who leads each of the contests, as last told.
    pub leaders: BTreeMap<ContestId, UserId>,
    /// What each of them asks of the rep, and when they joined it, if they have.
    pub quotas: BTreeMap<ContestId, (Target, Option<DateTime<Utc>>)>,
    /// The prizes of each of them.
    pub prizes: BTreeMap<ContestId, Vec<Prize>>,
    /// The rep's badges, and how often they have each.
    pub badges: BTreeMap<String, i64>,
    /// How high the rep has reached in each record.
    pub bests: BTreeMap<Record, i64>,
    /// Who holds each record, and how high it is.
    pub records: BTreeMap<Record, (UserId, i64)>,
    /// The rep's points of all contests together.
    pub lifetime: i64,
    /// The claims on the link that concern the rep.
    pub claims: Vec<Claim>,
    /// The rep's active days.
    pub active: ActiveDays,
    /// What those scores paid on each day in each contest, bonuses included.
    pub days: BTreeMap<(ContestId, NaiveDate), i64>,
    /// The rep's scores in those weeks that stand and are no copies, each with its contest and the Monday of its week.
    pub scores: Vec<(ContestId, NaiveDate, Past)>,
}

/// Where a message that was deleted is remembered among the deliveries: Slack may tell us before the message.
pub fn gone(channel: &ChannelId, ts: &str) -> String {
    format!("gone:{channel}:{ts}")
}

/// Where the latest edit of a message is remembered among the deliveries.
pub fn edits(channel: &ChannelId, ts: &str) -> String {
    format!("edits:{channel}:{ts}")
}

/// Where what somebody was refused as another's post is remembered among the deliveries: it may be theirs after all.
pub fn refused(user: &UserId, link_key: &str) -> String {
    format!("refused:{user}:{link_key}")
}

/// Reads the grounds of a case.
///
/// On PostgreSQL the rep and the contests are to be held first ([`super::roster::hold`],
/// [`super::contests::hold_live`]), so that what is read here stays true.
pub async fn read(tx: &mut Tx, case: &Case<'_>) -> Result<Grounds> {
    let rows = fetch_all!(
        tx,
        Row,
        GROUNDS,
        case.workspace.as_str(),
        case.user.as_str(),
        case.delivery,
        case.claim_key,
        case.streak_since.to_string(),
        case.weeks[0].to_string(),
        case.weeks[1].to_string(),
        case.message.map(|(channel, _)| channel.as_str()),
        case.message.map(|(_, ts)| ts),
        case.message.map(|(channel, ts)| gone(channel, ts)),
        case.message.map(|(channel, ts)| edits(channel, ts)),
        claims::forgotten(case.claim_key),
    )?;
    let mut grounds = Grounds::default();
    for row in rows {
        grounds.take(row)?;
    }
    grounds
        .in_play
        .sort_by(|a, b| (a.contest.ends_at, &a.contest.id).cmp(&(b.contest.ends_at, &b.contest.id)));
    grounds.claims.sort_by(|a, b| a.contest.cmp(&b.contest));
    Ok(grounds)
}

impl Grounds {
    fn take(&mut self, row: Row) -> Result<()> {
        match row.what.as_str() {
            "delivery" => self.answered = Some(row.t1.unwrap_or_else(|| "null".to_owned())),
            "left" => self.has_left = true,
            "message" => self.is_known_message = true,
            "person" => {
                self.without_streaks = row.n2 == Some(0);
                self.has_home = row.n3.is_some_and(|homes| homes > 0);
                self.others_looked_at = row.n4.map(instant).transpose()?;
                self.person = Some(row.person()?);
            }
            "contest" | "dry" => self.take_contest(row)?,
            "quota" => self.take_quota(row)?,
            "prize" => {
                let contest = text(row.t1.clone())?.into();
                self.prizes.entry(contest).or_default().push(row.prize()?);
            }
            "badge" => {
                self.badges.insert(text(row.t1)?, number(row.n1)?);
            }
            "best" => {
                self.bests.insert(parse_word(&text(row.t1)?, "bests.record")?, number(row.n1)?);
            }
            "top" => {
                let record = parse_word(&text(row.t1)?, "bests.record")?;
                self.records.insert(record, (text(row.t2)?.into(), number(row.n1)?));
            }
            "lifetime" => self.lifetime += number(row.n1)?,
            "claim" => self.claims.push(row.claim()?),
            "week" => {
                let week = day(&text(row.t1)?, "active_weeks.week")?;
                self.active.insert(week, u8::try_from(number(row.n1)? & 0x7f).unwrap_or(0));
            }
            "score" => {
                let paid = number(row.n1)? + number(row.n2)?;
                let score = row.score()?;
                *self.days.entry((score.0.clone(), score.2.day)).or_default() += paid;
                self.scores.push(score);
            }
            _ => return Err(unknown("grounds.what")),
        }
        Ok(())
    }

    /// A number of one's own stands before everybody's.
    fn take_quota(&mut self, row: Row) -> Result<()> {
        let (points, joined_at) = (number(row.n1)?, row.n2.map(instant).transpose()?);
        let (contest, is_own) = (text(row.t1)?.into(), !text(row.t2)?.is_empty());
        if points > 0 && (is_own || !self.quotas.contains_key(&contest)) {
            self.quotas.insert(contest, (Target { points, is_own }, joined_at));
        }
        Ok(())
    }

    fn take_contest(&mut self, mut row: Row) -> Result<()> {
        let entry = match number(row.n6)? {
            0 => Entry::Outside,
            1 => Entry::Joined,
            _ => Entry::Left,
        };
        let (leader, points, shares, hidden) = (row.t10.take(), row.n7, row.n8, row.n9);
        let is_dry = row.what == "dry";
        let contest = row.contest()?.try_into()?;
        let play = InPlay { contest, entry };
        if let (Some(points), Some(shares), Some(0)) = (points, shares, hidden) {
            self.stood.insert(play.contest.id.clone(), Tally { points, shares });
        }
        if let Some(leader) = leader {
            self.leaders.insert(play.contest.id.clone(), leader.into());
        }
        if is_dry {
            self.dry.push(play)
        } else {
            self.in_play.push(play)
        }
        Ok(())
    }
}

impl Row {
    fn person(self) -> Result<Person> {
        let row = PersonRow {
            user_id: text(self.t1)?,
            name: text(self.t2)?,
            zone: text(self.t3)?,
            membership: text(self.t4)?,
            deactivated: number(self.n1)?,
        };
        row.try_into()
    }

    fn contest(self) -> Result<ContestRow> {
        Ok(ContestRow {
            contest_id: text(self.t1)?,
            title: text(self.t2)?,
            channel_id: text(self.t3)?,
            zone: text(self.t4)?,
            phase: text(self.t5)?,
            template: text(self.t6)?,
            prizes: self.t7,
            board_at: text(self.t8)?,
            started_by: text(self.t9)?,
            starts_at: number(self.n1)?,
            ends_at: number(self.n2)?,
            rulebook: number(self.n3)?,
            closed_at: self.n4,
            closings: number(self.n5)?,
            format: self.t11,
            round: number(self.n10)?,
            // How it is started for real is no ground to judge a share on.
            dry_run: (self.what == "dry").then(String::new),
        })
    }

    fn prize(self) -> Result<Prize> {
        let row = PrizeRow {
            prize_id: text(self.t2)?,
            kind: text(self.t3)?,
            at_number: number(self.n1)?,
            name: text(self.t4)?,
            stock: self.n2,
        };
        row.try_into()
    }

    fn claim(self) -> Result<Claim> {
        let contest = text(self.t1)?;
        Ok(Claim {
            contest: (!contest.is_empty()).then(|| contest.into()),
            user: text(self.t2)?.into(),
            shared_at: instant(number(self.n1)?)?,
            points: number(self.n2)?,
        })
    }

    fn score(self) -> Result<(ContestId, NaiveDate, Past)> {
        let past = Past {
            rule: self.t2,
            network: parse_word(&text(self.t3)?, "scores.network")?,
            day: day(&text(self.t4)?, "scores.day")?,
            points: number(self.n1)?,
            first_of_week: number(self.n2)? > 0,
        };
        Ok((text(self.t1)?.into(), day(&text(self.t5)?, "scores.week")?, past))
    }
}

/// A column that its kind of row always fills.
fn text(column: Option<String>) -> Result<String> {
    column.ok_or_else(empty)
}

fn number(column: Option<i64>) -> Result<i64> {
    column.ok_or_else(empty)
}

fn empty() -> Error {
    unknown("grounds")
}

#[cfg(test)]
mod tests;
