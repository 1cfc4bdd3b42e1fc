//! Which contest is meant.

use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, ContestId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Choice, Refusal};
use crate::store::{Result, Tx, contests};

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

/// Picks the contest meant among those in one of `phases`, seen from the channel `here`: by its title or id;
/// unsaid, this channel's, else the only one, else the person is asked. `verb` is what they want to do.
pub async fn pick(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
    phases: &[Phase],
    verb: &str,
) -> Result<Picked> {
    let mut all = contests::live(tx, workspace).await?;
    if !phases.iter().all(|phase| phase.is_live()) || *wanted != Wanted::Unsaid {
        all.extend(contests::past(tx, workspace, PAST).await?);
    }
    Ok(match wanted {
        Wanted::Id(id) => match all.into_iter().find(|contest| contest.id == *id) {
            Some(contest) => Picked::One(contest),
            None => Picked::Refused(Refusal::NoContest),
        },
        Wanted::Title(title) => by_title(all, title, phases),
        Wanted::Unsaid => unsaid(all, here, phases, verb),
    })
}

/// The same for what can be looked at afterwards, too: where nothing runs, the contest that ended last, this
/// channel's if it had one.
pub async fn pick_to_read(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
    verb: &str,
) -> Result<Picked> {
    let picked = pick(tx, workspace, wanted, here, &[Phase::Open, Phase::Paused], verb).await?;
    if picked != Picked::Refused(Refusal::NoContest) {
        return Ok(picked);
    }
    let mut past = contests::past(tx, workspace, PAST).await?;
    past.retain(|contest| contest.phase == Phase::Closed);
    // Stable: of each kind the one that ended last stays first.
    past.sort_by_key(|contest| contest.channel != *here);
    Ok(past.into_iter().next().map_or(picked, Picked::One))
}

/// Titles are told apart without case and spacing; of several with one title, the one the verb can act on.
fn by_title(all: Vec<Contest>, title: &str, phases: &[Phase]) -> Picked {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let wanted = folded(title);
    let matching: Vec<&Contest> = all.iter().filter(|contest| folded(&contest.title) == wanted).collect();
    let fitting = matching.iter().find(|contest| phases.contains(&contest.phase)).or(matching.first());
    match fitting {
        Some(contest) => Picked::One((*contest).clone()),
        None => Picked::Refused(Refusal::UnknownContest {
            title: title.to_owned(),
            nearest: nearest(title, all.iter().map(|contest| contest.title.as_str())).map(str::to_owned),
        }),
    }
}

fn unsaid(all: Vec<Contest>, here: &ChannelId, phases: &[Phase], verb: &str) -> Picked {
    let fitting: Vec<&Contest> = all.iter().filter(|contest| phases.contains(&contest.phase)).collect();
    let local: Vec<&Contest> = fitting.iter().copied().filter(|contest| contest.channel == *here).collect();
    let candidates = if local.is_empty() { fitting } else { local };
    match candidates.as_slice() {
        [one] => Picked::One((*one).clone()),
        [] => match all.iter().find(|contest| contest.channel == *here && contest.phase.is_live()) {
            // It is clear which one is meant; the verb says why it cannot act on it.
            Some(contest) => Picked::One(contest.clone()),
            None => Picked::Refused(Refusal::NoContest),
        },
        several => Picked::Refused(Refusal::WhichContest {
            verb: verb.to_owned(),
            options: several
                .iter()
                .map(|contest| Choice { contest: contest.id.clone(), title: contest.title.clone() })
                .collect(),
        }),
    }
}
