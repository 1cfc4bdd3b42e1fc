//! What is said of swaps, of a team's activity, of captains who follow one another, and of how a contest goes.

use chrono::NaiveTime;

use super::now;
use crate::domain::contest::Phase;
use crate::domain::health::Fact;
use crate::domain::kind::Kind;
use crate::domain::swap::{Activity, Exchange, MemberActivity, Swap, SwapNews, SwapState};
use crate::domain::teams::{TeamNews, TeamRefusal};
use crate::voice::{Message, health, swaps, teams};

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
    said.extend(of_health(typed));
    said
}

fn of_health(typed: &str) -> Vec<Message> {
    let contest = super::a_contest(typed, Phase::Open);
    let lead = Fact::Lead { name: typed.into(), points: 120, ahead: 80 };
    let few = Fact::Activity { active: 1, players: 4 };
    let unused = Fact::Unused { kind: Kind::Article, label: typed.into(), points: 15 };
    let at = (now().date_naive(), NaiveTime::MIN);
    vec![
        health::told(&contest, &[lead, few], at, now()),
        health::told(&contest, &[unused], at, now()),
        health::silenced(&contest, now(), now()),
    ]
}
