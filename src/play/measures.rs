//! Numbers that grow, as reps count them; and how contests pay for what is counted beyond posts.

use chrono::{DateTime, TimeDelta, Utc};

use super::asking::Asking;
use super::once::{Caller, once};
use super::roles::Right;
use super::{Asker, Play, asking, badges, close_contest, gains, praise, prizes, take_back};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::ledger::Reason;
use crate::domain::link::Network;
use crate::domain::measure::{COUNT_MOST, CountNews, CountRule, Measure, MeasureRefusal};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Decided, Matter, Paid, Review, ReviewState};
use crate::domain::roster::Person;
use crate::domain::rulebook::Rulebook;
use crate::domain::rules::Version;
use crate::fresh;
use crate::store::awards::{self, NewAward};
use crate::store::counts::{self, CountState, Known, NewCount};
use crate::store::entrants::Entry;
use crate::store::entries::NewEntry;
use crate::store::tallies::Tally;
use crate::store::{Result, Tx, contests, entrants, reviews as store_reviews, roster, standings};

/// A contest that pays for something, and the version of its rules that it goes by.
pub(super) type Payer = (Contest, Version);

/// What is paid for, and how it is told.
pub(super) struct Ground<'a> {
    pub reason: Reason,
    pub label: &'a str,
    pub subject: &'a str,
    /// The network it came through, where the channel hears of it.
    pub through: Option<Network>,
}

/// The contests that pay a rep for what happened at `at`: theirs, under way or paused, in the order of their ids.
pub(super) async fn payers(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    at: DateTime<Utc>,
) -> Result<Vec<Payer>> {
    let mut payers = Vec::new();
    for in_play in entrants::in_play(tx, workspace, user).await? {
        let contest = in_play.contest;
        let runs = matches!(contest.phase, Phase::Open | Phase::Paused);
        if runs && in_play.entry == Entry::Joined && (contest.starts_at..contest.ends_at).contains(&at) {
            let rules = play.books.of(tx, workspace, &contest).await?;
            let version = rules.at(at).clone();
            payers.push((contest, version));
        }
    }
    payers.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    Ok(payers)
}

/// What somebody was paid in one contest, before anything follows from it.
pub(super) struct Given<'a> {
    person: &'a Person,
    payer: &'a Payer,
    rule: String,
    stood: Tally,
    points: i64,
    /// The network that it came through, where the channel hears of it.
    through: Option<Network>,
}

/// What a rule pays.
pub(super) struct Pay<'a> {
    /// The rule's name.
    pub rule: &'a str,
    pub points: i64,
    /// What the week's most cut away.
    pub cut: i64,
}

/// Pays somebody who is held in one contest. What follows waits until all are paid, so that tallies are held before
/// whatever else, as everywhere.
pub(super) async fn pay<'a>(
    tx: &mut Tx,
    caller: &Caller,
    person: &'a Person,
    payer: &'a Payer,
    Pay { rule, points, cut }: Pay<'_>,
    ground: &Ground<'_>,
) -> Result<Option<Given<'a>>> {
    let (workspace, now, (contest, version)) = (&caller.workspace, caller.now, payer);
    let stood = standings::tally(tx, workspace, &contest.id, &person.id).await?;
    let Some(stood) = stood.filter(|_| points > 0 || cut > 0) else { return Ok(None) };
    let (user, reason) = (&person.id, ground.reason);
    let entry = NewEntry { contest, user, points, reason, share: None, stood };
    let week = calendar::monday(calendar::date(now, contest.zone));
    let Ground { label, subject, .. } = *ground;
    let new = NewAward { entry, rule, label, subject, week, rules: version.number, cut };
    awards::pay(tx, workspace, &new, now).await?;
    if points == 0 {
        return Ok(None);
    }
    let (rule, through) = (rule.to_owned(), ground.through);
    Ok(Some(Given { person, payer, rule, stood, points, through }))
}

/// Praise, prizes and the decision that follow from what was paid for `subject`.
pub(super) async fn follow_up(
    tx: &mut Tx,
    caller: &Caller,
    subject: &str,
    all: Vec<Given<'_>>,
) -> Result<Vec<Paid>> {
    let (workspace, now) = (&caller.workspace, caller.now);
    let mut paid = Vec::with_capacity(all.len());
    for Given { person, payer: (contest, Version { book, .. }), rule, stood, points, through } in all {
        let result = through.map(|network| (subject, rule.as_str(), network));
        let total = stood.points + points;
        let scene = praise::Scene { play: &caller.play, workspace, contest, person, now };
        let gain = praise::Gain { scene, book, points, total, shares: stood.shares };
        gains::after_points(tx, &gain, result).await?;
        let moved = (stood.points, total);
        prizes::after_points(tx, &caller.play, workspace, contest, &person.id, moved, now).await?;
        if contest.format.rules().may_decide(total) {
            close_contest::plan_decision(tx, workspace, contest, now).await?;
        }
        let (user, name, title) = (person.id.clone(), person.name.clone(), contest.title.clone());
        paid.push(Paid { user, name, title, points });
    }
    Ok(paid)
}

/// A rep counts something anew.
pub async fn count(play: &Play, asker: Asker, word: String, number: String) -> Result<Outcome<CountNews>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let measure = Measure::parse(&word).map_err(|nearest| {
            let known = Measure::all().map(Measure::name).collect();
            Refusal::Measure(MeasureRefusal::UnknownMeasure { word: word.clone(), nearest, known })
        })?;
        let value = read_count(&number)?;
        let (workspace, now) = (&caller.workspace, caller.now);
        roster::hold(tx, workspace, &person.id).await?;
        contests::hold_live(tx, workspace).await?;
        let mut payers = payers(tx, &caller.play, workspace, &person.id, now).await?;
        // Like a share, it is not taken in while a contest is paused.
        payers.retain(|(contest, version)| {
            contest.phase == Phase::Open && count_rule(&version.book, measure).is_some()
        });
        let held_from = payers
            .iter()
            .filter_map(|(_, version)| Some(count_rule(&version.book, measure)?.held_from))
            .min();
        let Some(held_from) = held_from else {
            return Err(Refusal::Measure(MeasureRefusal::PaysNowhere { what: measure.name() }).into());
        };
        asking::has_room(tx, workspace, &person.id).await??;
        supersede(tx, caller, &person.id, measure).await?;
        let known = counts::known(tx, workspace, &person.id, measure).await?;
        let row = fresh::id();
        let most = known.map_or(value, |known| known.most);
        let state = if value - most >= held_from { CountState::Held } else { CountState::Stands };
        let new = NewCount { id: &row, user: &person.id, measure, value, state };
        counts::keep(tx, workspace, new, now).await?;
        match known {
            None => Ok(CountNews::Baseline { measure, value }),
            Some(known) if value <= known.most => Ok(CountNews::NoGain { measure, value, most }),
            Some(_) if state == CountState::Held => {
                let matter = Matter::Count { count: row, measure, most, value };
                let subject = subject_of(&person.id, measure);
                let managers = payers.iter().map(|(contest, _)| contest.started_by.clone()).collect();
                let asking = Asking { matter, subject, note: String::new(), managers };
                asking::ask(tx, caller, &person, asking).await??;
                Ok(CountNews::Held { measure, value, most })
            }
            Some(known) => {
                let grown = Grown { row: &row, measure, known, value };
                let paid = pay_growth(tx, caller, &person, &payers, grown).await?;
                let paid = paid.into_iter().map(|paid| (paid.title, paid.points)).collect();
                Ok(CountNews::Gain { measure, value, most, paid })
            }
        }
    })
    .await
}

/// The review of a count goes by whose it is and of what: a new count takes the place of one that waits.
fn subject_of(user: &UserId, measure: Measure) -> String {
    format!("count:{user}:{}", measure.name())
}

async fn supersede(tx: &mut Tx, caller: &Caller, user: &UserId, measure: Measure) -> Result<()> {
    let workspace = &caller.workspace;
    let waiting = store_reviews::of(tx, workspace, &subject_of(user, measure)).await?;
    let Some(review) = waiting.filter(|review| review.state == ReviewState::Open) else { return Ok(()) };
    if let Matter::Count { count, .. } = &review.matter {
        counts::set_state(tx, workspace, count, CountState::Off).await?;
    }
    let (state, reason) = (ReviewState::Withdrawn, "counted anew");
    store_reviews::decide(tx, workspace, review.number, state, user, reason, caller.now).await?;
    let line = asking::line(tx, workspace, Review { state, ..review }).await?;
    asking::answered(tx, workspace, &Decided { line, paid: Vec::new() }, caller.now).await
}

fn read_count(number: &str) -> Outcome<i64> {
    let digits: String = number.chars().filter(|c| !matches!(c, ',' | '.' | '\'' | '_')).collect();
    let bad = || Refusal::Measure(MeasureRefusal::BadCount { word: number.to_owned(), most: COUNT_MOST });
    let is_number = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit());
    let value: i64 = if is_number { digits.parse().map_err(|_| bad())? } else { return Err(bad()) };
    if value > COUNT_MOST { Err(bad()) } else { Ok(value) }
}

fn count_rule(book: &Rulebook, measure: Measure) -> Option<&CountRule> {
    book.counts.iter().find(|rule| rule.counts == measure.what)
}

/// A count that rose.
struct Grown<'a> {
    row: &'a str,
    measure: Measure,
    known: Known,
    value: i64,
}

async fn pay_growth(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    payers: &[Payer],
    grown: Grown<'_>,
) -> Result<Vec<Paid>> {
    let Grown { row, measure, known, value } = grown;
    let label = format!("{} {} → {value}", measure.name(), known.most);
    let ground = Ground { reason: Reason::Count, label: &label, subject: row, through: None };
    let mut all = Vec::new();
    for payer in payers {
        let (contest, version) = payer;
        let Some(rule) = count_rule(&version.book, measure) else { continue };
        let week = calendar::monday(calendar::date(caller.now, contest.zone));
        let had =
            awards::paid_in_week(tx, &caller.workspace, &contest.id, &person.id, &rule.id, week).await?;
        let (points, cut) = rule.pays(known.baseline, known.most, value, rule.week_most - had);
        let pays = Pay { rule: &rule.id, points, cut };
        all.extend(pay(tx, caller, person, payer, pays, &ground).await?);
    }
    follow_up(tx, caller, row, all).await
}

/// Grants a count that a manager looked at; none where no contest that could pay for it runs any more.
pub(super) async fn grant_count(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    (row, measure, value): (&str, Measure, i64),
) -> Result<Option<Vec<Paid>>> {
    let workspace = &caller.workspace;
    let Some(known) = counts::known(tx, workspace, &person.id, measure).await? else { return Ok(None) };
    let made_at = counts::made_at(tx, workspace, row).await?.unwrap_or(caller.now);
    let mut payers = payers(tx, &caller.play, workspace, &person.id, made_at).await?;
    payers.retain(|(_, version)| count_rule(&version.book, measure).is_some());
    if payers.is_empty() {
        return Ok(None);
    }
    counts::set_state(tx, workspace, row, CountState::Stands).await?;
    let grown = Grown { row, measure, known, value };
    Ok(Some(pay_growth(tx, caller, person, &payers, grown).await?))
}

/// Takes back the rep's latest count, if it was made within the time that the operator allows.
pub async fn undo_count(play: &Play, asker: Asker) -> Result<Outcome<CountNews>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let minutes = i64::from(caller.play.settings.undo_minutes);
        roster::hold(tx, workspace, &person.id).await?;
        contests::hold_live(tx, workspace).await?;
        let latest = counts::latest(tx, workspace, &person.id, now - TimeDelta::minutes(minutes)).await?;
        let (row, measure, value) =
            latest.ok_or(Refusal::Measure(MeasureRefusal::NothingToUndo { minutes }))?;
        // What it paid in a contest that is over stays, and so does the count: else the same growth would pay again.
        if awards::stands_where_over(tx, workspace, &row).await? {
            return Err(Refusal::Measure(MeasureRefusal::NothingToUndo { minutes }).into());
        }
        counts::set_state(tx, workspace, &row, CountState::Off).await?;
        for contest in awards::take_back(tx, workspace, &row, &person.id, now).await? {
            let Some(contest) = contests::find(tx, workspace, &contest).await? else { continue };
            let today = calendar::date(now, contest.zone);
            take_back::note_leader(tx, workspace, &contest.id, &person.id, today).await?;
            // No streak depends on it.
            praise::after_reversal(tx, workspace, &contest, &person.id, u32::MAX).await?;
            prizes::after_reversal(tx, workspace, &contest, &person.id, now).await?;
            badges::after_reversal(tx, &caller.play, workspace, &person.id).await?;
        }
        Ok(CountNews::Undone { measure, value })
    })
    .await
}
