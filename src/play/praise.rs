//! Praise: what a share crossed, who leads, and when the channel hears of it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::due::Due;
use super::submission::Taking;
use super::weigh::Worth;
use super::{Play, owing, preferences};
use crate::domain::badge::Earned;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::format::{By, Format};
use crate::domain::id::{ChannelId, ContestId, TeamId, UserId, WorkspaceId};
use crate::domain::link::Network;
use crate::domain::milestone;
use crate::domain::praise::Praise;
use crate::domain::roster::Person;
use crate::domain::rulebook::Rulebook;
use crate::domain::streak::Streak;
use crate::store::posts::EventType;
use crate::store::praises::{self, NewPraise};
use crate::store::tallies::{Places, Tally};
use crate::store::{Result, Tx, contests, standings, teams};
use crate::voice;

/// How a rep stands in one contest once a share is paid.
pub(super) struct Stand {
    /// What they brought to the board's tallies before; none where they join by this share.
    pub(super) before: Option<Tally>,
    /// Points with the share.
    pub(super) total: i64,
    /// Shares with this one.
    pub(super) shares: i64,
    /// Their places before and after.
    pub(super) places: Places,
    /// Who led before, as last told.
    pub(super) leader: Option<UserId>,
}

/// Notes everything worth praise in a share that was just paid, and plans the shout-out. `streaks`: before
/// the share and with it.
pub(super) async fn after_share(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worths: &[Worth],
    stands: &[Stand],
    streaks: (Streak, Streak),
) -> Result<()> {
    // In one order for everybody, so that two who share at once cannot wait for each other for ever.
    let mut by_contest: Vec<(&Worth, &Stand)> = worths.iter().zip(stands).collect();
    by_contest.sort_by(|(a, _), (b, _)| a.contest.id.cmp(&b.contest.id));
    for (worth, stand) in by_contest {
        let mut news = points(tx, taking, worth, stand).await?;
        news |= lead(tx, taking, worth, stand).await?;
        news |= goal(tx, taking, worth).await?;
        if news {
            plan(tx, taking.play, taking.workspace(), &worth.contest.channel, worth.contest.zone, taking.now)
                .await?;
        }
    }
    streak(tx, taking, worths, streaks).await
}

/// The points milestones that the share crossed. Of several only the highest is said.
async fn points(tx: &mut Tx, taking: &Taking<'_>, worth: &Worth, stand: &Stand) -> Result<bool> {
    let milestones = &worth.book.milestones;
    let before = stand.total - worth.score.total();
    let crossed = milestone::crossed(&milestones.points, milestones.then_every, before, stand.total);
    let Some(highest) = crossed.last().copied() else { return Ok(false) };
    let mut said = false;
    for points in crossed {
        let praise = Praise::Points {
            user: taking.person.id.clone(),
            name: taking.person.name.clone(),
            points,
            shares: stand.shares,
            title: worth.contest.title.clone(),
        };
        let what = format!("points:{points}");
        let is_said = points == highest;
        let new = note(tx, taking, worth, Some(&worth.contest.id), &what, &praise, is_said).await?;
        said |= new && is_said;
    }
    Ok(said)
}

/// What somebody was paid beside shares.
pub(super) struct Awarded<'a> {
    /// In which contest, and by which rules.
    pub(super) contest: &'a Contest,
    pub(super) book: &'a Rulebook,
    pub(super) person: &'a Person,
    /// What they had before.
    pub(super) stood: Tally,
    pub(super) points: i64,
    /// Of a result: its name, what it is, and the network it came through.
    pub(super) result: Option<(&'a str, &'a str, Network)>,
}

/// Notes what is worth praise in an award: a result, and the highest milestone that it crossed.
pub(super) async fn after_award(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    awarded: &Awarded<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Awarded { contest, book, person, stood, points, result } = awarded;
    let (user, name, title) = (person.id.clone(), person.name.clone(), contest.title.clone());
    let mut praises = Vec::new();
    if let Some((result, label, network)) = result {
        let (user, name, title) = (user.clone(), name.clone(), title.clone());
        let praise = Praise::Result { user, name, label: (*label).to_owned(), network: *network, title };
        praises.push((format!("result:{result}"), praise, true));
    }
    let milestones = &book.milestones;
    let crossed =
        milestone::crossed(&milestones.points, milestones.then_every, stood.points, stood.points + points);
    for at in &crossed {
        let (user, name, title) = (user.clone(), name.clone(), title.clone());
        let praise = Praise::Points { user, name, points: *at, shares: stood.shares, title };
        praises.push((format!("points:{at}"), praise, Some(at) == crossed.last()));
    }
    let mut news = false;
    for (what, praise, is_said) in &praises {
        let new = NewPraise {
            contest: Some(&contest.id),
            subject: user.as_str(),
            what,
            channel: &contest.channel,
            praise,
            is_said: *is_said,
        };
        news |= praises::note(tx, workspace, &new, now).await? && *is_said;
    }
    if news {
        plan(tx, play, workspace, &contest.channel, contest.zone, now).await?;
    }
    Ok(())
}

/// The parts of a goal that the share brought everybody, or its rep's team, to. Of several only the highest is said.
async fn goal(tx: &mut Tx, taking: &Taking<'_>, worth: &Worth) -> Result<bool> {
    let Format::Goal(goal) = &worth.contest.format else { return Ok(false) };
    let (workspace, contest) = (taking.workspace(), &worth.contest.id);
    let team = match goal.by {
        By::Reps => None,
        By::Teams => match teams::of(tx, workspace, contest, &taking.person.id).await? {
            None => return Ok(false),
            team => team,
        },
    };
    let points = goal_points(tx, workspace, &worth.contest, team.as_ref()).await?;
    let percent = |points: i64| points.saturating_mul(100) / goal.points;
    let parts = &worth.book.milestones.goal_percent;
    let crossed = milestone::crossed(parts, 0, percent(points - worth.score.total()), percent(points));
    let Some(highest) = crossed.last().copied() else { return Ok(false) };
    let all = teams::all(tx, workspace, contest).await?;
    let named = all.into_iter().find(|other| Some(&other.id) == team.as_ref());
    let mut said = false;
    for percent in crossed {
        let praise = Praise::Goal {
            whose: team.as_ref().map_or(contest.as_str(), TeamId::as_str).to_owned(),
            team: named.as_ref().map(|team| team.name.clone()),
            percent,
            title: worth.contest.title.clone(),
        };
        let is_said = percent == highest;
        let new =
            note(tx, taking, worth, Some(contest), &format!("goal:{percent}"), &praise, is_said).await?;
        said |= new && is_said;
    }
    Ok(said)
}

/// What all have, or a team, on the way to a goal.
async fn goal_points(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    team: Option<&TeamId>,
) -> Result<i64> {
    match team {
        None => Ok(standings::totals(tx, workspace, &contest.id).await?.points),
        Some(team) => teams::points(tx, workspace, &contest.id, team).await,
    }
}

/// The streak milestones that the share reached, once in a lifetime each.
async fn streak(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worths: &[Worth],
    (before, after): (Streak, Streak),
) -> Result<()> {
    let Some(worth) = worths.first() else { return Ok(()) };
    let reached =
        (before.weeks() + 1..=after.weeks()).filter(|weeks| taking.play.streak.praised.contains(weeks));
    for weeks in reached.collect::<Vec<_>>() {
        let praise =
            Praise::Streak { user: taking.person.id.clone(), name: taking.person.name.clone(), weeks };
        if note(tx, taking, worth, None, &format!("streak:{weeks}"), &praise, true).await? {
            plan(tx, taking.play, taking.workspace(), &worth.contest.channel, worth.contest.zone, taking.now)
                .await?;
        }
    }
    Ok(())
}

/// A badge, or a record that passed to the rep, for the channel of the contest that the receipt leads with.
pub(super) async fn badge(tx: &mut Tx, taking: &Taking<'_>, worths: &[Worth], earned: &Earned) -> Result<()> {
    let Some(worth) = worths.first() else { return Ok(()) };
    let what = match earned {
        Earned::Badge { id, times, .. } => format!("badge:{id}:{}", times.max(&1)),
        Earned::Record { id, value, .. } => format!("badge:{id}:{value}"),
        Earned::Level { .. } => return Ok(()),
    };
    let (user, name) = (taking.person.id.clone(), taking.person.name.clone());
    let praise = Praise::Badge { user, name, earned: earned.clone() };
    if note(tx, taking, worth, None, &what, &praise, true).await? {
        let (channel, zone) = (&worth.contest.channel, worth.contest.zone);
        plan(tx, taking.play, taking.workspace(), channel, zone, taking.now).await?;
    }
    Ok(())
}

/// A change of who leads alone, told at most so often a day.
async fn lead(tx: &mut Tx, taking: &Taking<'_>, worth: &Worth, stand: &Stand) -> Result<bool> {
    let (workspace, user, contest) = (taking.workspace(), &taking.person.id, &worth.contest.id);
    // Most shares end here, by what is known already.
    let leads_alone = stand.places.after == 1 && stand.places.level == 0 && worth.score.total() > 0;
    if !worth.contest.format.tells_lead() || !leads_alone || stand.leader.as_ref() == Some(user) {
        return Ok(false);
    }
    let (leader, told_on, told) = contests::leader(tx, workspace, contest).await?;
    if leader.as_ref() == Some(user) {
        return Ok(false);
    }
    let top = standings::top(tx, workspace, contest, taking.rep_day, 2).await?;
    let today = calendar::date(taking.now, worth.contest.zone).to_string();
    let Some(second) = top.iter().find(|row| row.user != *user) else {
        contests::keep_leader(tx, workspace, contest, user, &today, told).await?;
        return Ok(false);
    };
    let ahead = stand.total - second.points;
    if ahead == 0 {
        return Ok(false);
    }
    let told = if told_on.as_deref() == Some(today.as_str()) { told } else { 0 };
    let is_told = leader.is_some() && told < i64::from(taking.play.settings.lead_changes_a_day);
    contests::keep_leader(tx, workspace, contest, user, &today, told + i64::from(is_told)).await?;
    if !is_told {
        return Ok(false);
    }
    let praise = Praise::Lead {
        user: taking.person.id.clone(),
        name: taking.person.name.clone(),
        ahead,
        before: second.name.clone(),
        before_user: Some(second.user.clone()),
        title: worth.contest.title.clone(),
    };
    note(tx, taking, worth, Some(contest), &format!("lead:{today}:{told}"), &praise, true).await
}

async fn note(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worth: &Worth,
    contest: Option<&ContestId>,
    what: &str,
    praise: &Praise,
    is_said: bool,
) -> Result<bool> {
    let subject = match praise {
        Praise::Lead { .. } => "contest",
        Praise::Goal { whose, .. } => whose,
        Praise::Points { .. } | Praise::Streak { .. } | Praise::Badge { .. } | Praise::Result { .. } => {
            taking.person.id.as_str()
        }
    };
    let new = NewPraise { contest, subject, what, channel: &worth.contest.channel, praise, is_said };
    praises::note(tx, taking.workspace(), &new, taking.now).await
}

/// After a share was taken back: what waits to be said of its rep and is no longer true is not said.
pub(super) async fn after_reversal(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    streak_weeks: u32,
) -> Result<()> {
    if let Format::Goal(goal) = &contest.format {
        let team = match goal.by {
            By::Reps => None,
            By::Teams => teams::of(tx, workspace, &contest.id, user).await?,
        };
        let points = goal_points(tx, workspace, contest, team.as_ref()).await?;
        let whose = team.as_ref().map_or(contest.id.as_str(), TeamId::as_str);
        for (what, praise) in praises::unsaid(tx, workspace, Some(&contest.id), whose).await? {
            if matches!(praise, Praise::Goal { percent, .. } if percent * goal.points > points * 100) {
                praises::withdraw(tx, workspace, Some(&contest.id), whose, &what).await?;
            }
        }
    }
    let contest = &contest.id;
    let points = standings::points(tx, workspace, contest, user).await?;
    for (what, praise) in praises::unsaid(tx, workspace, Some(contest), user.as_str()).await? {
        if matches!(praise, Praise::Points { points: at, .. } if at > points) {
            praises::withdraw(tx, workspace, Some(contest), user.as_str(), &what).await?;
        }
    }
    for (what, praise) in praises::unsaid(tx, workspace, None, user.as_str()).await? {
        if matches!(praise, Praise::Streak { weeks, .. } if weeks > streak_weeks) {
            praises::withdraw(tx, workspace, None, user.as_str(), &what).await?;
        }
    }
    for (what, praise) in praises::unsaid(tx, workspace, Some(contest), "contest").await? {
        if praise.about().0 == user.as_str() {
            praises::withdraw(tx, workspace, Some(contest), "contest", &what).await?;
        }
    }
    Ok(())
}

/// Plans the channel's next shout-out: at once if it heard none lately, else when the window is over; in
/// quiet hours, in the morning.
async fn plan(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<()> {
    let heard = praises::last_heard(tx, workspace, channel).await?;
    let at = next_time(play, heard, zone, now);
    Due::ShoutOuts { channel: channel.clone(), zone, at }.plan(tx, workspace, at).await?;
    Ok(())
}

/// A channel's shout-out falls due: everything that waits goes out in one message. If another went out since
/// this was planned, or the quiet hours have begun, it waits again.
pub(crate) async fn shout_out_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::ShoutOuts { channel, zone, .. } = due else { return Ok(()) };
    let heard = praises::last_heard(tx, workspace, channel).await?;
    let at = next_time(play, heard, *zone, now);
    if at > now {
        let again = Due::ShoutOuts { channel: channel.clone(), zone: *zone, at };
        again.plan(tx, workspace, at).await?;
        return Ok(());
    }
    let key = due.key();
    let waiting = praises::take_waiting(tx, workspace, channel, &key).await?;
    let (waiting, mentioned) = preferences::as_wanted(tx, workspace, waiting).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let message = voice::shout_out::shout_out(&waiting, &mentioned);
    owing::post(tx, workspace, channel, EventType::ShoutOut, &key, &message, now).await?;
    praises::keep_heard(tx, workspace, channel, now).await
}

/// When a channel that heard its last shout-out at `heard` can hear the next.
fn next_time(play: &Play, heard: Option<DateTime<Utc>>, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    // A clock set back must not silence the channel until it has caught up.
    let window = TimeDelta::minutes(play.settings.shout_out_window_minutes.into());
    let window = heard.filter(|heard| *heard <= now).map(|heard| heard + window);
    let at = window.map_or(now, |open| open.max(now));
    after_quiet_hours(at, zone, play.settings.quiet_from, play.settings.quiet_until)
}

/// `at`, or the end of the quiet hours it falls into. Quiet hours may run over midnight; where both times are
/// the same there are none.
pub(super) fn after_quiet_hours(
    at: DateTime<Utc>,
    zone: Tz,
    from: NaiveTime,
    until: NaiveTime,
) -> DateTime<Utc> {
    let time = at.with_timezone(&zone).time();
    let is_quiet = if from <= until { (from..until).contains(&time) } else { time >= from || time < until };
    if is_quiet { calendar::next(at, until, zone) } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morning(at: &str) -> String {
        let at = at.parse().unwrap();
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        after_quiet_hours(at, Tz::Europe__Berlin, time(20), time(8)).to_rfc3339()
    }

    #[test]
    fn quiet_hours_hold_shout_outs_until_morning() {
        assert_eq!(morning("2026-03-02T18:59:00Z"), "2026-03-02T18:59:00+00:00");
        assert_eq!(morning("2026-03-02T19:00:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning("2026-03-03T06:59:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning("2026-03-03T07:00:00Z"), "2026-03-03T07:00:00+00:00");
    }
}
