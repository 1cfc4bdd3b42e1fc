//! Results that came through social channels: reported by reps, confirmed by managers, and paid.

use chrono::{DateTime, TimeDelta, Utc};

use super::asking::{self, Asking};
use super::measures::{Ground, Pay, Payer, follow_up, pay, payers};
use super::once::{Caller, Stopped, once};
use super::pick::folded;
use super::roles::{self, Right};
use super::whom::{self, PersonRef};
use super::{Asker, Play};
use crate::domain::ledger::Reason;
use crate::domain::measure::{self, CREDITS_MOST, CUSTOMER_MOST, MeasureRefusal, ResultRule, Win};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Matter, Paid};
use crate::domain::roster::Person;
use crate::domain::rulebook::Rulebook;
use crate::domain::text;
use crate::store::{Result, Tx, contests, counts, roster};

/// For so long a result with the same customer is the same result.
const SAME_RESULT: TimeDelta = TimeDelta::days(30);

/// A result as somebody reports it, in their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The kind, if one was named.
    pub kind: Option<String>,
    /// With whom.
    pub customer: String,
    /// What it is worth, and in which currency.
    pub amount: Option<(String, String)>,
    /// The network it came through.
    pub network: String,
    /// Colleagues who have a part in it, and how many per cent, if that was said.
    pub with: Vec<(PersonRef, Option<i64>)>,
}

/// A rep reports a result; a manager confirms it before it pays. Answers with the result and its points.
pub async fn report(play: &Play, asker: Asker, reported: Reported) -> Result<Outcome<(Win, i64)>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let workspace = &caller.workspace;
        roster::hold(tx, workspace, &person.id).await?;
        contests::hold_live(tx, workspace).await?;
        let payers = payers(tx, &caller.play, workspace, &person.id, caller.now).await?;
        let rule = result_rule(&payers, reported.kind.as_deref())?;
        let win = read_win(tx, caller, &person, &reported, &rule).await?;
        let subject = format!("{}:{}", rule.id, folded(&win.customer));
        let since = caller.now - SAME_RESULT;
        if let Some((user, name, at)) = counts::reported(tx, workspace, &subject, since).await? {
            let is_yours = user == person.id;
            return Err(
                Refusal::Measure(MeasureRefusal::Reported { name, at, zone: person.zone, is_yours }).into()
            );
        }
        let paying = payers.iter().filter(|(_, version)| named_rule(&version.book, &rule.id).is_some());
        let managers = paying.map(|(contest, _)| contest.started_by.clone()).collect();
        let (matter, note) = (Matter::Win(win.clone()), String::new());
        asking::ask(tx, caller, &person, Asking { matter, subject, note, managers }).await??;
        Ok((win, rule.points))
    })
    .await
}

fn named_rule<'a>(book: &'a Rulebook, kind: &str) -> Option<&'a ResultRule> {
    book.results.iter().find(|rule| rule.id == kind)
}

/// The rule of that kind, or the first there is, in any of the rep's contests.
fn result_rule(payers: &[Payer], kind: Option<&str>) -> Outcome<ResultRule> {
    let mut rules = payers.iter().flat_map(|(_, version)| &version.book.results);
    match kind {
        None => rules
            .next()
            .cloned()
            .ok_or(Refusal::Measure(MeasureRefusal::PaysNowhere { what: "deals".into() })),
        Some(word) => {
            let known: Vec<&ResultRule> = rules.collect();
            if known.is_empty() {
                return Err(Refusal::Measure(MeasureRefusal::PaysNowhere { what: "results".into() }));
            }
            let found = known.iter().find(|rule| rule.id.eq_ignore_ascii_case(word));
            let names: Vec<String> = known.iter().map(|rule| rule.id.clone()).collect();
            found.map(|rule| (*rule).clone()).ok_or(Refusal::Measure(MeasureRefusal::UnknownResult {
                word: word.to_owned(),
                nearest: nearest(word, names.iter().map(String::as_str)).map(str::to_owned),
                known: names,
            }))
        }
    }
}

async fn read_win(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    reported: &Reported,
    rule: &ResultRule,
) -> Stopped<Win> {
    let customer = text::name(&reported.customer, CUSTOMER_MOST)
        .ok_or(Refusal::Measure(MeasureRefusal::BadCustomer { most: CUSTOMER_MOST }))?;
    let amount = match &reported.amount {
        None => None,
        Some((number, currency)) => {
            let read = measure::amount(number).zip(measure::currency(currency));
            let word = format!("{number} {currency}");
            Some(read.ok_or(Refusal::Measure(MeasureRefusal::BadAmount { word }))?)
        }
    };
    let network = measure::network(&reported.network)
        .ok_or_else(|| Refusal::Measure(MeasureRefusal::network(&reported.network)))?;
    let credits = credits(tx, caller, person, &reported.with, rule).await?;
    Ok(Win { kind: rule.id.clone(), customer, amount, network, credits })
}

/// Whose credit it is: what is not said is divided evenly, and the reporter keeps the rest. Nobody has a part whom no
/// contest would pay for it.
async fn credits(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    with: &[(PersonRef, Option<i64>)],
    rule: &ResultRule,
) -> Stopped<Vec<(String, i64)>> {
    let bad = || Refusal::Measure(MeasureRefusal::BadCredit { most: CREDITS_MOST });
    let all = i64::try_from(with.len()).unwrap_or(i64::MAX);
    if with.len() > CREDITS_MOST {
        return Err(bad().into());
    }
    let mut credits = vec![(person.id.to_string(), 100)];
    for (whom, percent) in with {
        let colleague = whom::find(tx, &caller.workspace, whom).await??;
        let percent = percent.unwrap_or(100 / (all + 1));
        let is_new = credits.iter().all(|(user, _)| *user != colleague.id.as_str());
        if !is_new || !(1..100).contains(&percent) {
            return Err(bad().into());
        }
        can_be_paid(tx, caller, &colleague, rule).await??;
        credits[0].1 -= percent;
        credits.push((colleague.id.to_string(), percent));
    }
    if credits[0].1 < 1 { Err(bad().into()) } else { Ok(credits) }
}

/// Whether somebody plays where a result pays.
async fn can_be_paid(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    rule: &ResultRule,
) -> Result<Outcome<()>> {
    let plays = roles::may_play(&caller.play.settings, person);
    let payers = payers(tx, &caller.play, &caller.workspace, &person.id, caller.now).await?;
    if plays && payers.iter().any(|(_, version)| named_rule(&version.book, &rule.id).is_some()) {
        return Ok(Ok(()));
    }
    Ok(Err(Refusal::Measure(MeasureRefusal::CreditNowhere { name: person.name.clone(), plays })))
}

/// Pays a result that a manager confirmed: each their part, in each of their own contests that pays for it; none where
/// no such contest runs any more. Everybody concerned, and every contest, is held.
pub(super) async fn grant_win(
    tx: &mut Tx,
    caller: &Caller,
    win: &Win,
    subject: &str,
    at: DateTime<Utc>,
) -> Result<Option<Vec<Paid>>> {
    let workspace = &caller.workspace;
    let label = format!("{} with {}", win.kind, win.customer);
    let percents: Vec<i64> = win.credits.iter().map(|(_, percent)| *percent).collect();
    let mut parts = Vec::new();
    for (i, (user, _)) in win.credits.iter().enumerate() {
        let Some(person) = roster::person(tx, workspace, &user.as_str().into()).await? else { continue };
        let mut payers = payers(tx, &caller.play, workspace, &person.id, at).await?;
        payers.retain(|(_, version)| named_rule(&version.book, &win.kind).is_some());
        parts.push((i, person, payers));
    }
    if parts.iter().all(|(.., payers)| payers.is_empty()) {
        return Ok(None);
    }
    let mut all = Vec::new();
    for (i, person, payers) in &parts {
        for payer in payers {
            let Some(rule) = named_rule(&payer.1.book, &win.kind) else { continue };
            let points = measure::split(rule.points, &percents)[*i];
            let through = (*i == 0).then_some(win.network);
            let ground = Ground { reason: Reason::Result, label: &label, subject, through };
            let pays = Pay { rule: &rule.id, points, cut: 0 };
            all.extend(pay(tx, caller, person, payer, pays, &ground).await?);
        }
    }
    Ok(Some(follow_up(tx, caller, subject, all).await?))
}
