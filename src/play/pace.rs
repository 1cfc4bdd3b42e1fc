//! `/pace me` and `/pace why`: where a rep stands, and why.

use chrono::{DateTime, Utc};

use super::pick::{Picked, Wanted, pick_to_read};
use super::tables::{self, More};
use super::{Play, quotas, weigh};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::pace::{Me, MyContest, Why, WhyLine};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::rules::Rules;
use crate::store::entrants::Entry;
use crate::store::explained::{self, Explained};
use crate::store::{Result, Tx, awards, corrections, entrants, preferences, roster, rules, standings};

/// How many shares `/pace why` explains.
const EXPLAINED: i64 = 10;

/// Where the rep stands in each running contest they play in.
pub async fn me(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Me> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let mut mine = Vec::new();
            for in_play in entrants::in_play(tx, workspace, user).await? {
                let runs = matches!(in_play.contest.phase, Phase::Open | Phase::Paused);
                if runs && in_play.entry == Entry::Joined {
                    mine.extend(stand(tx, play, workspace, user, &in_play.contest, now).await?);
                }
            }
            let zone =
                roster::person(tx, workspace, user).await?.map_or(chrono_tz::UTC, |person| person.zone);
            let has_streaks = preferences::of(tx, workspace, user).await?.streaks;
            let today = calendar::date(now, zone);
            let days = weigh::active_days(tx, workspace, user, today).await?;
            let streak = weigh::on(today, &days, &play.streak);
            Ok(Me {
                contests: mine,
                streak_weeks: streak.weeks(),
                days_this_week: streak.days_this_week,
                days_needed: if has_streaks { play.streak.workdays } else { 0 },
            })
        })
        .await
}

async fn stand(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Option<MyContest>> {
    let own = standings::own(tx, workspace, &contest.id, user).await?;
    let (shown, aside) = match contest.format.is_plain() {
        true => (None, None),
        false => {
            let nothing = More { points: 0, shares: 0, day: tables::today(contest, now), now };
            tables::own_after(tx, workspace, contest, user, nothing).await?
        }
    };
    let quota = quotas::pace(tx, &play.settings.holidays, workspace, contest, user, now).await?;
    Ok(own.map(|own| MyContest {
        quota,
        shown,
        aside,
        is_team: contest.format.has_teams(),
        title: contest.title.clone(),
        points: own.points,
        place: own.place,
        behind: own.next_up.map(|next| next - own.points),
        left: contest.ends_at - now,
    }))
}

/// Why the rep's latest shares in a contest earned what they did.
pub async fn why(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Why>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match mine_or_picked(tx, workspace, user, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let rules = rules::of(tx, workspace, &contest.id).await?;
            let shares = explained::latest(tx, workspace, &contest.id, user, EXPLAINED).await?;
            let total = standings::points(tx, workspace, &contest.id, user).await?;
            let zone =
                roster::person(tx, workspace, user).await?.map_or(chrono_tz::UTC, |person| person.zone);
            let lines = shares.into_iter().map(|share| line(share, &rules)).collect();
            let corrections = corrections::latest(tx, workspace, &contest.id, Some(user), EXPLAINED).await?;
            let awards = awards::latest(tx, workspace, &contest.id, user, EXPLAINED).await?;
            Ok(Ok(Why { contest: contest.id, title: contest.title, zone, total, lines, corrections, awards }))
        })
        .await
}

/// The contest picked; where several could be meant, the only one of them the rep plays in.
async fn mine_or_picked(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<Picked> {
    let picked = pick_to_read(tx, workspace, wanted, here, now).await?;
    let Picked::Refused(Refusal::WhichContest { .. }) = &picked else { return Ok(picked) };
    let joined: Vec<Contest> = entrants::in_play(tx, workspace, user)
        .await?
        .into_iter()
        .filter(|in_play| in_play.entry == Entry::Joined && in_play.contest.phase != Phase::Scheduled)
        .map(|in_play| in_play.contest)
        .collect();
    Ok(match joined.as_slice() {
        [one] => Picked::One(one.clone()),
        _ => picked,
    })
}

fn line(share: Explained, rules: &Rules) -> WhyLine {
    let book = &rules.numbered(share.rules).book;
    let halved = share.likeness >= book.likeness.similar && share.likeness < book.likeness.copied;
    let label = share.rule.as_ref().and_then(|id| book.rules.iter().find(|rule| rule.id == *id));
    // Of those that fit, the first pays whose cap is not spent.
    let first = book.rules.iter().find(|rule| rule.fits(share.kind, share.words_len));
    let spent =
        first.filter(|first| label.is_some_and(|paid| paid.id != first.id && paid.points < first.points));
    WhyLine {
        spent: spent.map(|rule| (rule.label.clone(), rule.points)),
        label: label.map(|rule| rule.label.clone()),
        paid: share.points + share.first_of_week,
        url: share.url,
        shared_at: share.shared_at,
        stands: share.stands,
        verdict: share.verdict,
        base: share.base,
        halved,
        likeness: share.likeness,
        likest: share.likest,
        share: share.share,
        multiplier: share.multiplier,
        bonus: share.bonus,
        rules: share.rules,
        cut: share.cut,
        first_of_week: share.first_of_week,
    }
}
