//! `/leaderboard`: the private board.

use chrono::{DateTime, Utc};

use super::words::{Word, joined, seen};
use super::{Call, Spec, which};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::range::Range;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::teams::TeamRefusal;
use crate::play::Play;
use crate::play::pick::{Picked, Wanted, pick_to_see};
use crate::play::roles::Right;
use crate::play::{boards, ranges};
use crate::store::{Result, Tx};
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const TEAM_USAGE: &str = "/leaderboard [\"Contest\"] team";
const RANGE_USAGE: &str = "/leaderboard [\"Contest\"] [today | last week | month | since 3 Feb]";

/// `/leaderboard [contest]`.
pub const SPEC: Spec = Spec {
    name: "/leaderboard",
    usage_hint: "[\"Contest\"] [team | today | week | last week | month | since 3 Feb | round 2]",
    about: "See where you stand; only you see it",
    verbs: &[],
    plain: Some((Right::Read, |call| Box::pin(run(call)))),
    lines: &[
        HelpLine { usage: "/leaderboard", about: "shows this channel's contest, or the only one" },
        HelpLine { usage: "/leaderboard \"Spring Sprint\"", about: "shows the contest of that name" },
        HelpLine {
            usage: TEAM_USAGE,
            about: "shows the teams of a contest that is played in teams, and yours",
        },
        HelpLine {
            usage: RANGE_USAGE,
            about: "shows a stretch of it: also `yesterday`, `this week`, `last month`, `round 2`",
        },
    ],
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    let asked = read(&call.words, call.now);
    let wanted = call.meant(asked.said);
    let board = match (asked.is_team, asked.range.as_slice()) {
        (true, []) => team_board(&call, &wanted).await?,
        (true, _) => Err(Refusal::Usage { usage: TEAM_USAGE.to_owned() }),
        (false, []) => private_board(&call.play, workspace, user, &wanted, here).await?,
        (false, range) => range_board(&call, &wanted, range).await?,
    };
    Ok(board.unwrap_or_else(|refusal| match (&refusal, slip(&call.words)) {
        // A contest that is called nearly so comes first.
        (Refusal::UnknownContest { nearest: None, .. }, Some(slip)) => call.refuse(&slip),
        _ => call.refuse(&refusal),
    }))
}

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'w> {
    said: Wanted,
    is_team: bool,
    range: Vec<&'w str>,
}

/// The contest may stand before the rest or, behind `of`, after it.
fn read(words: &[Word], now: DateTime<Utc>) -> Asked<'_> {
    let (before, behind) = which::of_contest(words, &[]);
    match parts(before, now) {
        ([], is_team, range) => Asked { said: behind, is_team, range },
        _ => {
            let (title, is_team, range) = parts(words, now);
            Asked { said: which::titled(title), is_team, range }
        }
    }
}

/// The title's words, whether it is about teams, and the words that mean a stretch of time: as many as do. `all` means all
/// of it.
fn parts(words: &[Word], now: DateTime<Utc>) -> (&[Word], bool, Vec<&str>) {
    let words = match words.split_last() {
        Some((last, before)) if last.is("all") => before,
        _ => words,
    };
    let means_range = |at: &usize| {
        let range: Vec<&str> = words[*at..].iter().map(|word| word.text.as_str()).collect();
        // Which day it is does not decide whether the words mean a stretch.
        words[*at..].iter().all(|word| !word.quoted) && Range::parse(&range, now.date_naive()).is_some()
    };
    let (title, range) = words.split_at((0..words.len()).find(means_range).unwrap_or(words.len()));
    let is_team = |word: &Word| word.is("team") || word.is("teams");
    let (title, is_about_teams) = match title {
        [team] if is_team(team) => (&[][..], true),
        // Without quotes, "Team Cup" and "Dream Team" are titles.
        [title, team] if title.quoted && is_team(team) => (std::slice::from_ref(title), true),
        [team, title] if title.quoted && is_team(team) => (std::slice::from_ref(title), true),
        title => (title, false),
    };
    (title, is_about_teams, range.iter().map(|word| word.text.as_str()).collect())
}

/// Stretches as they are typed, for whoever makes a slip.
const STRETCHES: [&str; 8] =
    ["today", "yesterday", "this week", "last week", "this month", "last month", "week", "month"];

/// Why words that are no contest are no stretch of time either, if one was meant.
fn slip(words: &[Word]) -> Option<Refusal> {
    let (words, _) = which::of_contest(words, &[]);
    let behind_title = words.iter().rposition(|word| word.quoted).map_or(0, |at| at + 1);
    let said = joined(&words[behind_title..]);
    let nearest = nearest(&said, STRETCHES.into_iter());
    let begins =
        |word: &Word| ["since", "round", "last", "this", "next"].into_iter().any(|begin| word.is(begin));
    let is_meant = nearest.is_some() || words[behind_title..].first().is_some_and(begins);
    is_meant.then(|| Refusal::NoStretch { words: seen(&said), nearest: nearest.map(str::to_owned) })
}

/// The board of a contest that is played in teams.
async fn team_board(call: &Call, wanted: &Wanted) -> Result<Outcome<Message>> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    let see = async |tx: &mut Tx| pick_to_see(tx, &call.play, workspace, user, wanted, here, call.now).await;
    match call.play.store.read(see).await? {
        Picked::One(contest) if contest.format.has_teams() => {
            private_board(&call.play, workspace, user, &Wanted::Id(contest.id), here).await
        }
        Picked::One(contest) => Ok(Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title }))),
        Picked::Refused(refusal) => Ok(Err(refusal)),
    }
}

/// A stretch of the contest meant, worded.
async fn range_board(call: &Call, wanted: &Wanted, words: &[&str]) -> Result<Outcome<Message>> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    call.play
        .store
        .read(async |tx| {
            let see = pick_to_see(tx, &call.play, workspace, user, wanted, here, call.now);
            let contest = match see.await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let Some(range) = ranges::read(words, &contest, call.now) else {
                return Ok(Err(Refusal::Usage { usage: RANGE_USAGE.to_owned() }));
            };
            if let Some(refusal) = ranges::no_round(tx, workspace, &contest, range).await? {
                return Ok(Err(refusal));
            }
            let contest = ranges::played_in(tx, workspace, contest, range).await?;
            let board = ranges::board(tx, workspace, &contest, range, user).await?;
            let message = voice::board::ranged(&board);
            Ok(Ok(if contest.is_dry() { voice::dry_runs::marked(&message) } else { message }))
        })
        .await
}

/// The private board of the contest meant, worded.
pub async fn private_board(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Message>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            Ok(match pick_to_see(tx, play, workspace, user, wanted, here, now).await? {
                Picked::One(contest) if contest.is_dry() => {
                    let holidays = &play.settings.holidays;
                    let (board, _) = boards::public(tx, holidays, workspace, &contest, now).await?;
                    Ok(voice::dry_runs::marked(&voice::board::public(&board)))
                }
                Picked::One(contest) => {
                    let holidays = &play.settings.holidays;
                    let board = boards::private(tx, holidays, workspace, &contest, user, here, now).await?;
                    Ok(voice::board::private(&board))
                }
                Picked::Refused(refusal) => Err(refusal),
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words;

    /// The title, `team` where it is about teams, and the stretch.
    fn told(text: &str) -> (String, String) {
        let all = words::split(text);
        let Asked { said, is_team, range } = read(&all, "2026-03-04T10:00:00Z".parse().unwrap());
        let title = match said {
            Wanted::Title(title) => title,
            _ => String::new(),
        };
        (title, if is_team { format!("team {}", range.join(" ")) } else { range.join(" ") })
    }

    #[test]
    fn a_stretch_of_time_stands_behind_the_title_or_before_it() {
        let both = |title: &str, range: &str| (title.to_owned(), range.to_owned());
        assert_eq!(told("\"Spring Sprint\" last week"), both("Spring Sprint", "last week"));
        assert_eq!(told("last week of \"Spring Sprint\""), both("Spring Sprint", "last week"));
        assert_eq!(told("of \"Spring Sprint\" last week"), both("Spring Sprint", "last week"));
        assert_eq!(
            told("Spring Sprint since 3 Feb"),
            both("Spring Sprint", "since 3 Feb"),
            "without quotes too"
        );
        assert_eq!(told("this week"), both("", "this week"));
        assert_eq!(told("\"today\""), both("today", ""), "a title in quotes is a title");
        assert_eq!(told("Spring Sprint all"), both("Spring Sprint", ""));
        assert_eq!(told("Spring Sprint"), both("Spring Sprint", ""));
        assert_eq!(told("Race of Champions"), both("Race of Champions", ""));
        assert_eq!(told(""), both("", ""));
    }

    #[test]
    fn teams_are_asked_for_in_one_word() {
        let both = |title: &str, team: &str| (title.to_owned(), team.to_owned());
        assert_eq!(told("team"), both("", "team "));
        for line in ["\"Cup\" team", "team \"Cup\"", "team of \"Cup\"", "teams in \"Cup\""] {
            assert_eq!(told(line), both("Cup", "team "), "{line}");
        }
        assert_eq!(told("team last week"), both("", "team last week"));
        for line in ["Team Cup", "Dream Team", "\"team\""] {
            assert_eq!(told(line), both(line.trim_matches('"'), ""), "{line}");
        }
    }

    #[test]
    fn a_slip_in_a_stretch_is_told_from_a_title() {
        let near = |text: &str| match slip(&words::split(text)) {
            Some(Refusal::NoStretch { words, nearest }) => Some((words, nearest.unwrap_or_default())),
            _ => None,
        };
        let both = |words: &str, nearest: &str| Some((words.to_owned(), nearest.to_owned()));
        assert_eq!(near("lst week"), both("lst week", "last week"));
        assert_eq!(near("\"Spring Sprint\" lst week"), both("lst week", "last week"));
        assert_eq!(near("lst week of \"Spring Sprint\""), both("lst week", "last week"));
        assert_eq!(near("since 30 Feb"), both("since 30 Feb", ""));
        assert_eq!(near("next week"), both("next week", ""));
        for title in ["Spring Sprint", "Long Rum last week", "\"lst week\"", ""] {
            assert_eq!(near(title), None, "{title}");
        }
    }
}
