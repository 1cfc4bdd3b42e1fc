//! What a home shows, as it is read when it is published.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};

use crate::domain::board::{Heading, PrivateBoard};
use crate::domain::calendar;
use crate::domain::contest::Phase;
use crate::domain::home::{Desk, Home, HomeEntry, OwnPlay, Run, Week};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::picture::Picture;
use crate::domain::progress::{Mark, Progress, marks};
use crate::domain::roster::Person;
use crate::play::roles::{self, Right};
use crate::play::screens::site_for_slack;
use crate::play::{Play, badges, boards, health, today, weigh};
use crate::store::entrants::{Entry, InPlay};
use crate::store::{
    Result, Tx, contests, entrants, explained, homes, preferences, reviews, roster, standings,
};
use crate::voice;

/// Contests of each sort that are shown, at most: a home is a glance.
const SHOWN: usize = 3;

/// Latest shares that are shown.
const ENTRIES: i64 = 4;

/// How far back they go.
const SINCE: Days = Days::new(30);

/// What a person's home shows; none for whom there is nothing to show, whom we do not know or who has left.
pub async fn read(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Option<Home>> {
    let person = roster::person(tx, workspace, user).await?;
    let Some(person) = person.filter(|person| roles::may(&play.settings, person, Right::Read)) else {
        return Ok(None);
    };
    let own = match roles::may_play(&play.settings, &person) {
        true => Some(own_play(tx, play, workspace, &person, now).await?),
        false => None,
    };
    let desk = match roles::may(&play.settings, &person, Right::Steer) {
        true => Some(desk(tx, play, workspace, user, now).await?),
        false => None,
    };
    Ok(Some(Home { zone: person.zone, now, play: own, desk }))
}

async fn own_play(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<OwnPlay> {
    let user = &person.id;
    let (mut boards, mut more_boards, mut to_join, mut played) = (Vec::new(), 0, Vec::new(), Vec::new());
    for InPlay { contest, entry } in entrants::in_play(tx, workspace, user).await? {
        match entry {
            Entry::Joined if boards.len() == SHOWN => more_boards += 1,
            Entry::Joined => {
                let here = user.as_str().into();
                let holidays = &play.settings.holidays;
                boards.push(boards::private(tx, holidays, workspace, &contest, user, &here, now).await?);
                played.push(contest);
            }
            Entry::Outside | Entry::Left if contest.phase != Phase::Paused => to_join.push(contest),
            Entry::Outside | Entry::Left => {}
        }
    }
    let more_to_join = count(to_join.len().saturating_sub(SHOWN));
    to_join.truncate(SHOWN);
    Ok(OwnPlay {
        week: week(tx, play, workspace, person, now).await?,
        today: today::of(tx, play, workspace, person, &played, now).await?,
        boards,
        more_boards,
        to_join,
        more_to_join,
        entries: entries(tx, play, workspace, user, now).await?,
        shelf: badges::on_shelf(tx, play, workspace, user).await?,
    })
}

async fn week(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<Option<Week>> {
    if !preferences::of(tx, workspace, &person.id).await?.streaks {
        return Ok(None);
    }
    let today = calendar::date(now, person.zone);
    let days = weigh::active_days(tx, workspace, &person.id, today).await?;
    let streak = weigh::on(today, &days, &play.streak);
    let weekday = today.weekday().num_days_from_monday();
    let is_active = days.get(&calendar::monday(today)).is_some_and(|days| days & (1 << weekday) != 0);
    let asked = play.streak.workdays.saturating_sub(streak.days_this_week);
    Ok(Some(Week {
        streak: streak.weeks(),
        days: streak.days_this_week,
        needed: play.streak.workdays,
        today_helps: !is_active && asked <= 5_u32.saturating_sub(weekday),
    }))
}

async fn entries(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Vec<HomeEntry>> {
    let undone_until = TimeDelta::minutes(play.settings.undo_minutes.into());
    let since = now.date_naive() - SINCE;
    let shares = explained::lately(tx, workspace, user, since, ENTRIES).await?;
    let entries = shares.into_iter().map(|share| HomeEntry {
        can_undo: share.counts_still && share.recorded_at + undone_until >= now,
        share: share.share,
        url: share.url,
        shared_at: share.shared_at,
        paid: share.paid,
    });
    Ok(entries.collect())
}

async fn desk(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Desk> {
    let mut own = contests::live(tx, workspace).await?;
    own.retain(|contest| contest.started_by == *user);
    let more_contests = count(own.len().saturating_sub(SHOWN));
    own.truncate(SHOWN);
    let mut runs = Vec::with_capacity(own.len());
    for contest in own {
        let players = standings::totals(tx, workspace, &contest.id).await?.players;
        let concerns = health::concerns(tx, play, workspace, &contest, now).await?;
        runs.push(Run { contest, players, concerns });
    }
    Ok(Desk { contests: runs, more_contests, reviews: reviews::open(tx, workspace, None).await? })
}

/// Which contest's way the picture of a home shows, and a name for the picture: it is another one each day. None before
/// there are two days to compare.
pub fn chart_of(home: &Home) -> Option<(ContestId, String)> {
    let boards = &home.play.as_ref()?.boards;
    let is_long = |board: &&PrivateBoard| board.own.is_some() && so_far(&board.heading).1.len() > 1;
    let heading = &boards.iter().find(is_long)?.heading;
    let name = format!("{}|{}", heading.contest, calendar::date(heading.now, heading.zone));
    Some((heading.contest.clone(), name))
}

/// The days of a contest that are over, and the instant they were.
fn so_far(heading: &Heading) -> (DateTime<Utc>, Vec<Mark>) {
    let midnight = calendar::start_of(calendar::date(heading.now, heading.zone), heading.zone);
    let days = match midnight > heading.starts_at {
        true => marks(heading.starts_at, midnight, heading.zone),
        false => Vec::new(),
    };
    (midnight, days)
}

/// How the points of a person and their neighbours grew in a contest until last night: what today brings is told in
/// words, so that the picture stays true all day.
pub async fn chart(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    home: &Home,
    contest: &ContestId,
) -> Result<Option<Picture>> {
    let mut boards = home.play.iter().flat_map(|play| &play.boards);
    let Some(board) = boards.find(|board| board.heading.contest == *contest) else { return Ok(None) };
    let (midnight, marks) = so_far(&board.heading);
    let lines = boards::grown(tx, workspace, contest, board.nearest(), &marks, Some(midnight)).await?;
    Ok(voice::picture::growth(&board.heading.title, "Your way until last night", &Progress { marks, lines }))
}

/// Where Slack fetches the picture that a secret stands for; none where it cannot reach us.
pub fn picture_url(play: &Play, secret: &str) -> Option<String> {
    site_for_slack(play).map(|site| format!("{site}/tv/lines/{secret}.png"))
}

/// The picture that a secret stands for.
pub async fn picture(play: &Play, secret: &str) -> Result<Option<Picture>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let Some((workspace, user)) = homes::of_picture(tx, secret).await? else { return Ok(None) };
            let Some(home) = read(tx, play, &workspace, &user, now).await? else { return Ok(None) };
            match chart_of(&home) {
                Some((contest, _)) => chart(tx, &workspace, &home, &contest).await,
                None => Ok(None),
            }
        })
        .await
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
