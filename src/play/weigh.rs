//! What a share is worth in each of its contests, before anything is written.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use std::sync::Arc;

use super::submission::Taking;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::originality::{Words, prints};
use crate::domain::rulebook::{Rulebook, StreakRule};
use crate::domain::rules::Rules;
use crate::domain::score::{Facts, Past, Score, caps_left, score};
use crate::domain::streak::{self, ActiveDays, Streak};
use crate::store::grounds::Grounds;
use crate::store::{Batch, Result, Tx, look_alikes, roster, shares, teams};

/// How far back a streak is followed: two years of weeks.
const STREAK_LOOKBACK: Days = Days::new(2 * 52 * 7);

/// A share scored in one contest.
pub(super) struct Worth {
    pub(super) contest: Contest,
    pub(super) book: Arc<Rulebook>,
    /// The version of the rules that this is.
    pub(super) rules: i64,
    /// The label of the bonus that multiplied it, where that was more than the streak.
    pub(super) bonus: Option<String>,
    pub(super) facts: Facts,
    pub(super) score: Score,
    past: Vec<Past>,
}

impl Worth {
    /// The label of the rule that took it.
    pub(super) fn label(&self) -> Option<String> {
        let id = self.score.rule.as_ref()?;
        self.book.rules.iter().find(|rule| rule.id == *id).map(|rule| rule.label.clone())
    }

    /// What the best rule that is still open today would pay next.
    pub(super) fn still_pays(&self) -> Option<(String, i64)> {
        let mut past = self.past.clone();
        past.push(self.score.past(&self.facts));
        let left = caps_left(&self.book, &self.facts, &past);
        left.iter().max_by_key(|next| next.points).map(|next| (next.rule.label.clone(), next.points))
    }
}

/// A share scored in all its contests.
pub(super) struct Weighed {
    /// Its worth in each contest.
    pub(super) worths: Vec<Worth>,
    /// How alike its words are to the likest earlier share, in per cent.
    pub(super) likeness: u8,
    /// What kind of share that was.
    pub(super) likest: Option<Kind>,
    /// The prints of its words, if they are long enough to be compared.
    pub(super) prints: Option<Vec<i64>>,
}

/// Scores the share in each of `contests`, with `weeks` active weeks in a row before this one.
pub(super) async fn weigh(
    tx: &mut Tx,
    taking: &Taking<'_>,
    contests: &[Contest],
    grounds: &Grounds,
    weeks: u32,
) -> Result<Weighed> {
    let (mut books, mut lit) = (Vec::with_capacity(contests.len()), Vec::with_capacity(contests.len()));
    for contest in contests {
        let rules = taking.play.books.of(tx, taking.workspace(), contest).await?;
        let (at, kind) = (taking.shared_at, taking.draft().kind);
        lit.push(bonus(tx, (taking.workspace(), &taking.person.id), contest, &rules, (at, kind)).await?);
        let version = rules.at(taking.shared_at);
        books.push((version.number, version.book.clone()));
    }
    let is_compared = books.iter().any(|(_, book)| taking.draft().words_len >= book.likeness.min_words);
    let prints = is_compared.then(|| prints(&taking.draft().words));
    let (alike, likest) = match &prints {
        // A manager has looked at it.
        Some(prints) if !taking.submission.is_vouched => likest(tx, taking, prints, &books).await?,
        _ => (0, None),
    };
    let worths = contests.iter().zip(books).zip(lit).map(|((contest, (rules, book)), lit)| {
        let day = taking.day_in(contest);
        let past = past(grounds, contest, day);
        let facts = Facts {
            kind: taking.draft().kind,
            network: taking.draft().link.network,
            words_len: taking.draft().words_len,
            day,
            likeness: alike,
            streak_weeks: weeks,
            bonus: lit.as_ref().map(|(percent, _)| *percent),
        };
        let score = score(&book, &facts, &past);
        let is_lit = |percent: u32| score.rule.is_some() && percent > book.multiplier(weeks);
        let bonus = lit.filter(|(percent, _)| is_lit(*percent)).map(|(_, label)| label);
        Worth { contest: contest.clone(), book, rules, bonus, facts, score, past }
    });
    Ok(Weighed { worths: worths.collect(), likeness: alike, likest, prints })
}

/// The rep's standing shares in a contest in the week of a day.
pub(super) fn past(grounds: &Grounds, contest: &Contest, day: NaiveDate) -> Vec<Past> {
    let monday = calendar::monday(day);
    let of_week = grounds.scores.iter().filter(|(of, week, _)| *of == contest.id && *week == monday);
    of_week.map(|(_, _, past)| past.clone()).collect()
}

/// The per cent and label of the highest bonus that holds for somebody's share of a kind in a contest.
pub(super) async fn bonus(
    tx: &mut Tx,
    (workspace, user): (&WorkspaceId, &UserId),
    contest: &Contest,
    rules: &Rules,
    (at, kind): (DateTime<Utc>, Kind),
) -> Result<Option<(u32, String)>> {
    let team = match rules.asks_for_team(at, contest.zone, kind) {
        true => teams::of(tx, workspace, &contest.id, user).await?,
        false => None,
    };
    let bonus = rules.bonus(at, contest.zone, kind, team.as_ref());
    Ok(bonus.map(|bonus| (bonus.percent, bonus.label.clone())))
}

/// How alike the words are to the likest share that anybody here made lately.
async fn likest(
    tx: &mut Tx,
    taking: &Taking<'_>,
    prints: &[i64],
    books: &[(i64, Arc<Rulebook>)],
) -> Result<(u8, Option<Kind>)> {
    let days = books.iter().map(|(_, book)| book.likeness.days).max().unwrap_or(0);
    let since = taking.shared_at - TimeDelta::days(i64::from(days));
    let near = look_alikes::find(tx, taking.workspace(), prints, since).await?;
    if near.is_empty() {
        return Ok((0, None));
    }
    let words = Words::of(&taking.draft().words);
    let likest =
        near.iter().map(|(other, kind)| (words.likeness(other), *kind)).max_by_key(|(alike, _)| *alike);
    Ok(likest.map_or((0, None), |(alike, kind)| (alike, Some(kind))))
}

/// The first week that a streak on `day` is followed back to.
pub(super) fn streak_since(day: NaiveDate) -> NaiveDate {
    calendar::monday(day) - STREAK_LOOKBACK
}

/// A rep's active days as far back as a streak is followed from `day`.
pub(super) async fn active_days(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    day: NaiveDate,
) -> Result<ActiveDays> {
    shares::active_days(tx, workspace, user, streak_since(day)).await
}

/// The streak on `day` by a rulebook's rule.
pub(super) fn on(day: NaiveDate, days: &ActiveDays, rule: &StreakRule) -> Streak {
    Streak::on(day, days, rule.workdays, rule.freeze_every)
}

/// Marks the share's day as active, among the rep's active days so far, and gives the streak as it stands then.
pub(super) fn mark_active(batch: &mut Batch, taking: &Taking<'_>, before: &ActiveDays) -> Streak {
    let (workspace, user, day) = (taking.workspace(), &taking.person.id, taking.rep_day);
    let mut days = before.clone();
    streak::mark(&mut days, day);
    let monday = calendar::monday(day);
    if days.get(&monday) != before.get(&monday) {
        shares::keep_active_week(batch, workspace, user, monday, days[&monday]);
        keep_streak(batch, &taking.play.streak, workspace, user, &days);
    }
    on(day, &days, &taking.play.streak)
}

/// Looks again whether a share still makes `day` active, after one was taken back; the streak that is left.
pub(super) async fn without(
    tx: &mut Tx,
    rule: &StreakRule,
    workspace: &WorkspaceId,
    user: &UserId,
    day: NaiveDate,
) -> Result<u32> {
    let mut days = active_days(tx, workspace, user, day).await?;
    let mut batch = Batch::default();
    if !shares::active_on(tx, workspace, user, day).await? {
        let week = days.entry(calendar::monday(day)).or_default();
        *week &= !bit(day);
        shares::keep_active_week(&mut batch, workspace, user, calendar::monday(day), *week);
    }
    let weeks = keep_streak(&mut batch, rule, workspace, user, &days);
    batch.run(tx).await?;
    Ok(weeks)
}

/// Keeps the streak for the boards and gives its weeks: as it stands on the latest active day, whichever day was
/// looked at.
fn keep_streak(
    batch: &mut Batch,
    rule: &StreakRule,
    workspace: &WorkspaceId,
    user: &UserId,
    days: &ActiveDays,
) -> u32 {
    let latest = streak::latest(days);
    let weeks = latest.map_or(0, |day| on(day, days, rule).weeks());
    roster::keep_streak(batch, workspace, user, weeks, latest);
    weeks
}

/// The day's bit in its week.
fn bit(day: NaiveDate) -> u8 {
    1 << day.weekday().num_days_from_monday()
}
