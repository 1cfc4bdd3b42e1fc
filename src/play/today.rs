//! What a rep's day holds still, by the rules and caps as they are now.

use std::collections::HashMap;

use chrono::{DateTime, Days, Utc};

use super::{Play, weigh};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::WorkspaceId;
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::roster::Person;
use crate::domain::score::{Facts, Past};
use crate::domain::today::{EASIEST, Today, steps};
use crate::store::grounds::{self, Case, Grounds};
use crate::store::{Result, Tx};

/// Small things that are proposed, at most: five minutes are enough for two.
const STEPS: usize = 2;

/// A person's day in those of `contests` that take shares.
pub(super) async fn of(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    person: &Person,
    contests: &[Contest],
    now: DateTime<Utc>,
) -> Result<Vec<Today>> {
    let open: Vec<&Contest> = contests.iter().filter(|contest| contest.phase == Phase::Open).collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    // Wherever a contest is, it is one of these days there.
    let (first, last) = (now.date_naive() - Days::new(1), now.date_naive() + Days::new(1));
    let case = Case {
        workspace,
        user: &person.id,
        delivery: "",
        claim_key: "",
        message: None,
        weeks: [calendar::monday(first), calendar::monday(last)],
        streak_since: weigh::streak_since(first),
    };
    let grounds = grounds::read(tx, &case).await?;
    let mut all = Vec::with_capacity(open.len());
    for contest in open {
        all.push(in_contest(tx, play, workspace, person, contest, &grounds, now).await?);
    }
    Ok(all)
}

async fn in_contest(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    person: &Person,
    contest: &Contest,
    grounds: &Grounds,
    now: DateTime<Utc>,
) -> Result<Today> {
    let rules = play.books.of(tx, workspace, contest).await?;
    let (book, day) = (&rules.at(now).book, calendar::date(now, contest.zone));
    let mut lit = HashMap::new();
    for kind in EASIEST {
        let bonus = weigh::bonus(tx, (workspace, &person.id), contest, &rules, (now, kind)).await?;
        lit.insert(kind, bonus.map(|(percent, _)| percent));
    }
    let streak = weigh::on(calendar::date(now, person.zone), &grounds.active, &play.streak);
    let streak_weeks = if grounds.without_streaks { 0 } else { streak.before };
    let facts = |kind: Kind| Facts {
        kind,
        network: Network::Linkedin,
        words_len: 0,
        day,
        likeness: 0,
        streak_weeks,
        bonus: lit.get(&kind).copied().flatten(),
    };
    let past = weigh::past(grounds, contest, day);
    let today = |of: &dyn Fn(&Past) -> i64| past.iter().filter(|past| past.day == day).map(of).sum::<i64>();
    let (toward_most, rests_until) = (today(&|past| past.points), rules.rests_until(now, contest.zone));
    Ok(Today {
        contest: contest.id.clone(),
        points: toward_most + today(&|past| if past.first_of_week { book.first_of_week } else { 0 }),
        left: (book.daily_points - toward_most).max(0),
        rests_until,
        steps: if rests_until.is_some() { Vec::new() } else { steps(book, facts, &past, STEPS) },
    })
}
