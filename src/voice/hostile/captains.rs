//! What is said of swaps, of a team's activity, and of captains who follow one another.

use super::now;
use crate::domain::contest::Phase;
use crate::domain::swap::{Activity, Exchange, MemberActivity, Swap, SwapNews, SwapState};
use crate::domain::teams::{TeamNews, TeamRefusal};
use crate::voice::{Message, swaps, teams};

pub(super) fn of_captains(typed: &str) -> Vec<Message> {
    let name = || -> String { typed.into() };
    let change = Exchange { one: name(), to: name(), other: name(), back: name() };
    let swap = Swap {
        id: "s1".into(),
        offered_by: "U1".into(),
        offered_to: "U2".into(),
        mine: "U3".into(),
        theirs: "U4".into(),
        state: SwapState::Offered,
        offered_at: now(),
    };
    let member = |last_share| MemberActivity { name: name(), week_points: 3, active_days: 1, last_share };
    let members = vec![member(None), member(Some(now()))];
    let activity = Activity { team: name(), title: name(), zone: chrono_tz::UTC, members };
    let refusals = [
        TeamRefusal::SwapOffered { captain: name() },
        TeamRefusal::SwapGone,
        TeamRefusal::SameTeam { team: name() },
        TeamRefusal::Leads { name: name(), team: name() },
        TeamRefusal::BoundToo { name: name(), team: name(), points: 5 },
    ];
    let mut said: Vec<Message> =
        refusals.iter().map(|refusal| Message::plain(teams::refusal(refusal))).collect();
    said.extend([
        teams::news(&TeamNews::SwapOffered { captain: name(), change: change.clone() }),
        teams::news(&TeamNews::Swapped { change: change.clone() }),
        teams::leads_now(typed, typed, typed),
        teams::leaderless(typed, typed, typed),
        swaps::offer(&super::a_contest(typed, Phase::Open), &swap, typed, &change),
        swaps::declined(typed, typed),
        swaps::accepted(typed, &change),
        swaps::moved(typed, typed, typed),
        swaps::news(&SwapNews::Made { change }),
        swaps::news(&SwapNews::Declined { captain: name() }),
        swaps::activity(&activity, now()),
        swaps::activity(&Activity { members: Vec::new(), ..activity.clone() }, now()),
    ]);
    said
}
