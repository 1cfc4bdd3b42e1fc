//! Changing the rules of a contest: first a look at what it would mean, then a version from a moment on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::once::{Caller, Meant, Stopped, once};
use super::pick::{Picked, Wanted, pick};
use super::roles::{self, Right};
use super::times::read_start;
use super::{Asker, Play, owing};
use crate::domain::change::{Changed, Moved, NewRules, Preview, RulesRefusal, apply, between};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::replay::{differences, movers};
use crate::domain::rulebook::Rulebook;
use crate::domain::rules::Rules;
use crate::store::posts::EventType;
use crate::store::rules::By;
use crate::store::{Result, Tx, replays, rules};
use crate::voice;

/// Most numbers changed at once.
const WORDS_MOST: usize = 12;

/// How many of those who would stand elsewhere are told.
const TOLD: usize = 8;

/// A change as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Numbers, each like `original=12`.
    pub words: Vec<String>,
    /// The rulebook to play by from then on, by name, instead.
    pub book: Option<String>,
    /// The words after `from`.
    pub from: Option<String>,
}

/// What a change would mean, had it held from the contest's start.
pub async fn preview(
    play: &Play,
    asker: &Asker,
    asked: &Asked,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Preview>> {
    let (now, workspace) = (play.clock.now(), &asker.workspace);
    play.store
        .read(async |tx| {
            if let Err(refusal) = roles::check(tx, play, workspace, &asker.user, Right::Steer).await? {
                return Ok(Err(refusal));
            }
            let contest = match pick(tx, workspace, wanted, here, Phase::LIVE, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let rules = rules::of(tx, workspace, &contest.id).await?;
            let planned = match plan(play, asked, &contest, &rules, now) {
                Ok(planned) => planned,
                Err(refusal) => return Ok(Err(refusal)),
            };
            Ok(Ok(look(tx, workspace, &contest, &rules, planned).await?))
        })
        .await
}

/// A change understood: what from when on, and how a button says so.
struct Planned {
    book: Rulebook,
    changed: Vec<Changed>,
    from: Option<DateTime<Utc>>,
    ask: String,
}

fn plan(
    play: &Play,
    asked: &Asked,
    contest: &Contest,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Outcome<Planned> {
    is_live(contest, "rules")?;
    let from = asked.from.as_deref().map(|words| read_start(words, now, contest.zone)).transpose()?;
    if from.is_some_and(|from| from <= now || from >= contest.ends_at) {
        return Err(Refusal::Rules(RulesRefusal::BadMoment));
    }
    let present = &rules.at(from.unwrap_or(now)).book;
    let (book, changed) = changed(play, present, asked)?;
    let moment = from.map_or_else(|| "now".to_owned(), |from| from.timestamp_millis().to_string());
    let what = asked.book.as_ref().map_or_else(|| asked.words.join(" "), |name| format!("use {name}"));
    Ok(Planned { book, changed, from, ask: format!("{}|{moment}|{what}", contest.rulebook) })
}

/// The rulebook as it would be.
fn changed(play: &Play, present: &Rulebook, asked: &Asked) -> Outcome<(Rulebook, Vec<Changed>)> {
    let refused = |refusal| Err(Refusal::Rules(refusal));
    let Some(name) = &asked.book else {
        if asked.words.len() > WORDS_MOST {
            let word = asked.words[WORDS_MOST].clone();
            let reason = format!("at most {WORDS_MOST} numbers change at once");
            return refused(RulesRefusal::BadNumber { word, reason });
        }
        return apply(present, &asked.words).map_err(Refusal::Rules);
    };
    let books = &play.presets.rulebooks;
    let Some(book) = books.get(&name.to_lowercase()) else {
        let known: Vec<String> = books.keys().cloned().collect();
        let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        return refused(RulesRefusal::UnknownRule { word: name.clone(), nearest: near, known });
    };
    if book == present {
        return refused(RulesRefusal::NothingChanges);
    }
    Ok((book.clone(), between(present, book)))
}

async fn look(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    rules: &Rules,
    planned: Planned,
) -> Result<Preview> {
    let shares = replays::shares(tx, workspace, &contest.id, rules).await?;
    let board = replays::points(tx, workspace, &contest.id).await?;
    let names: BTreeMap<&UserId, &str> = board.iter().map(|(user, name, _)| (user, name.as_str())).collect();
    let points: Vec<(UserId, i64)> = board.iter().map(|(user, _, points)| (user.clone(), *points)).collect();
    let movers = movers(&points, &differences(&planned.book, &shares));
    let moved = movers.iter().take(TOLD).map(|mover| Moved {
        name: names.get(&mover.user).map_or_else(|| mover.user.to_string(), |name| (*name).to_owned()),
        points: mover.points,
        place: mover.place,
    });
    Ok(Preview {
        contest: contest.id.clone(),
        title: contest.title.clone(),
        zone: contest.zone,
        from: planned.from,
        changed: planned.changed,
        moved: moved.collect(),
        movers: movers.len(),
        shares: shares.len(),
        ask: planned.ask,
    })
}

/// Makes the change that a preview held out.
pub async fn change(play: &Play, asker: Asker, contest: ContestId, ask: String) -> Result<Outcome<NewRules>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted: Wanted::Id(contest), here: "".into(), phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &manager.id).await??;
        is_live(&contest, "rules")?;
        let outdated = || Refusal::Rules(RulesRefusal::Outdated { title: contest.title.clone() });
        let asked = read(&ask, &contest).ok_or_else(outdated)?;
        make(tx, caller, &contest, &asked, &manager.id).await
    })
    .await
}

/// What a button says: the change and its moment, if the rules are still those that the preview was of.
fn read(ask: &str, contest: &Contest) -> Option<(Asked, Option<DateTime<Utc>>)> {
    let mut parts = ask.splitn(3, '|');
    let version: i64 = parts.next()?.parse().ok()?;
    let from = match parts.next()? {
        "now" => None,
        millis => Some(DateTime::from_timestamp_millis(millis.parse().ok()?)?),
    };
    let what = parts.next()?;
    let book = what.strip_prefix("use ").map(str::to_owned);
    let words = if book.is_some() { Vec::new() } else { what.split(' ').map(str::to_owned).collect() };
    (version == contest.rulebook).then_some((Asked { words, book, from: None }, from))
}

async fn make(
    tx: &mut Tx,
    caller: &Caller,
    contest: &Contest,
    (asked, from): &(Asked, Option<DateTime<Utc>>),
    manager: &UserId,
) -> Stopped<NewRules> {
    let (workspace, now) = (&caller.workspace, caller.now);
    let from = from.unwrap_or(now);
    if from < now || from >= contest.ends_at {
        return Err(Refusal::Rules(RulesRefusal::BadMoment).into());
    }
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let (book, changed) = changed(&caller.play, &rules.at(from).book, asked)?;
    let by = By { user: manager, at: now };
    let version = rules::add_version(tx, workspace, contest, &book, from, by).await?;
    let new = NewRules { title: contest.title.clone(), zone: contest.zone, from, changed };
    let message = voice::rules::new_rules(&new, now);
    let key = format!("rules:{}:{version}", contest.id);
    owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
    Ok(new)
}

/// Whether a contest can still be changed; `verb` is how.
pub(super) fn is_live(contest: &Contest, verb: &str) -> Outcome<()> {
    match contest.phase.is_live() {
        true => Ok(()),
        false => Err(Refusal::WrongPhase {
            title: contest.title.clone(),
            verb: verb.to_owned(),
            phase: contest.phase,
        }),
    }
}

/// The rules of the contest meant, as they are told.
pub async fn told(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<(String, Rules, Tz)>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            Ok(match pick(tx, workspace, wanted, here, Phase::LIVE, now).await? {
                Picked::One(contest) => {
                    let rules = rules::of(tx, workspace, &contest.id).await?;
                    Ok((contest.title, rules, contest.zone))
                }
                Picked::Refused(refusal) => Err(refusal),
            })
        })
        .await
}
