//! Which contest is meant.

use chrono::{DateTime, Utc};

use super::Play;
use super::roles::{self, Right};
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Choice, Refusal};
use crate::domain::season::Season;
use crate::domain::text::one_line;
use crate::store::{Result, Tx, contests, dry_runs, seasons};

/// How many contests that are over can still be named.
const PAST: i64 = 50;

/// How a person says which contest they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Not at all: this channel's, else the only one.
    #[default]
    Unsaid,
    /// By its title.
    Title(String),
    /// By a button.
    Id(ContestId),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// This one.
    One(Contest),
    /// None, or several.
    Refused(Refusal),
}

/// Picks the contest meant for something that can be done in `phases`, seen from the channel `here`: by its
/// title or id; unsaid, this channel's, else the only one, else the person is asked. Where this channel's
/// contest is clear but in another phase it is picked all the same, and whoever acts says why not: nobody
/// steers another channel's contest by mistake.
pub async fn pick(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
    phases: &[Phase],
    now: DateTime<Utc>,
) -> Result<Picked> {
    let mut all = contests::live(tx, workspace).await?;
    all.extend(contests::past(tx, workspace, PAST).await?);
    Ok(match wanted {
        Wanted::Id(id) => match all.into_iter().find(|contest| contest.id == *id) {
            Some(contest) => Picked::One(contest),
            None => Picked::Refused(Refusal::NoContest),
        },
        Wanted::Title(title) => by_title(all, &seasons::all(tx, workspace).await?, title, phases),
        Wanted::Unsaid => unsaid(&all, here, phases, now),
    })
}

/// The same for what can be looked at afterwards, too: where nothing runs, the contest that ended last, this
/// channel's if it had one.
pub async fn pick_to_read(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<Picked> {
    let picked = pick(tx, workspace, wanted, here, &[Phase::Open, Phase::Paused], now).await?;
    if picked != Picked::Refused(Refusal::NoContest) {
        return Ok(picked);
    }
    let mut past = contests::past(tx, workspace, PAST).await?;
    past.retain(|contest| contest.phase == Phase::Closed);
    // Stable: of each kind the one that ended last stays first.
    past.sort_by_key(|contest| contest.channel != *here);
    Ok(past.into_iter().next().map_or(picked, Picked::One))
}

/// The same, and for managers dry runs too, where nothing else is meant.
pub async fn pick_to_see(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<Picked> {
    let picked = pick_to_read(tx, workspace, wanted, here, now).await?;
    let is_clear = !matches!(picked, Picked::Refused(Refusal::NoContest | Refusal::UnknownContest { .. }));
    if is_clear || roles::check(tx, play, workspace, user, Right::Steer).await?.is_err() {
        return Ok(picked);
    }
    Ok(pick_dry_run(tx, workspace, wanted, here, &[Phase::Open, Phase::Paused])
        .await?
        .map_or(picked, Picked::One))
}

/// The dry run meant, for something that can be done in `phases`: this is the one way to get at one, and open to
/// managers alone. Unsaid, the only one of this channel that is to come or under way.
pub(super) async fn pick_dry_run(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
    phases: &[Phase],
) -> Result<Option<Contest>> {
    let mut all = dry_runs::all(tx, workspace, PAST).await?;
    all.retain(|contest| match wanted {
        Wanted::Id(id) => contest.id == *id,
        Wanted::Title(title) => is_same_name(&contest.title, title),
        Wanted::Unsaid => {
            contest.channel == *here && (contest.phase.is_live() || phases.contains(&contest.phase))
        }
    });
    // Those that come next, or ended last, are at the front, and the sort keeps that.
    all.sort_by_key(|contest| !phases.contains(&contest.phase));
    Ok(all.into_iter().next())
}

/// A name as the ear has it: case and spacing aside.
pub(super) fn folded(name: &str) -> String {
    one_line(name).to_lowercase()
}

/// Whether two names, be it of contests, prizes or rewards, are the same to the ear.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Of several with one title, the one that can be acted on. A series is called like its first contest: the one that runs
/// is meant, and the first is "Sprint #1".
fn by_title(all: Vec<Contest>, seasons: &[(ContestId, Season)], title: &str, phases: &[Phase]) -> Picked {
    let is_in_series = |contest: &Contest| {
        let season = seasons.iter().find(|(of, _)| *of == contest.id).map(|(_, season)| season);
        let is_called = |season: &Season| {
            is_same_name(&season.title, title) || is_same_name(&season.title_of(season.number), title)
        };
        season.is_some_and(is_called)
    };
    let is_meant = |contest: &&Contest| is_same_name(&contest.title, title) || is_in_series(contest);
    let matching: Vec<&Contest> = all.iter().filter(is_meant).collect();
    let fitting = matching.iter().find(|contest| phases.contains(&contest.phase)).or(matching.first());
    match fitting {
        Some(contest) => Picked::One((*contest).clone()),
        None => Picked::Refused(Refusal::UnknownContest {
            title: title.to_owned(),
            nearest: nearest(title, all.iter().map(|contest| contest.title.as_str())).map(str::to_owned),
        }),
    }
}

fn unsaid(all: &[Contest], here: &ChannelId, phases: &[Phase], now: DateTime<Utc>) -> Picked {
    // What ended longer ago than can be taken back is history: it has to be named.
    let is_present = |contest: &&Contest| {
        contest.phase.is_live() || contest.closed_at.is_some_and(|at| now - at <= REOPEN_WITHIN)
    };
    let present: Vec<&Contest> = all.iter().filter(is_present).collect();
    let fits = |contest: &&&Contest| phases.contains(&contest.phase);
    let local: Vec<&Contest> = present.iter().copied().filter(|contest| contest.channel == *here).collect();
    let local_live: Vec<&Contest> = local.iter().copied().filter(|contest| contest.phase.is_live()).collect();
    let mut candidates: Vec<&Contest> = local.iter().filter(fits).copied().collect();
    if candidates.is_empty() {
        candidates = if local_live.is_empty() { local } else { local_live };
    }
    if candidates.is_empty() {
        candidates = present.iter().filter(fits).copied().collect();
    }
    if candidates.is_empty() {
        // Too late for this one, and whoever acts says so.
        candidates = all.iter().filter(|c| c.channel == *here && phases.contains(&c.phase)).take(1).collect();
    }
    match candidates.as_slice() {
        [] => Picked::Refused(Refusal::NoContest),
        [one] => Picked::One((*one).clone()),
        several => Picked::Refused(Refusal::WhichContest {
            options: several
                .iter()
                .map(|contest| Choice { contest: contest.id.clone(), title: contest.title.clone() })
                .collect(),
        }),
    }
}
