//! `/leaderboard`: the private board.

use chrono::{DateTime, Utc};

use super::words::Word;
use super::{Call, Spec, which};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::range::Range;
use crate::domain::refusal::{Outcome, Refusal};
use crate::play::Play;
use crate::play::pick::{Picked, Wanted, pick_to_see};
use crate::play::roles::Right;
use crate::play::{boards, ranges};
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const RANGE_USAGE: &str = "/leaderboard [\"Contest\"] [today | last week | month | since 3 Feb]";

/// `/leaderboard [contest]`.
pub const SPEC: Spec = Spec {
    name: "/leaderboard",
    usage_hint: "[\"Contest\"] [today | week | last week | month | since 3 Feb | round 2]",
    about: "See where you stand; only you see it",
    verbs: &[],
    plain: Some((Right::Read, |call| Box::pin(run(call)))),
    lines: &[
        HelpLine { usage: "/leaderboard", about: "shows this channel's contest, or the only one" },
        HelpLine { usage: "/leaderboard \"Spring Sprint\"", about: "shows the contest of that name" },
        HelpLine {
            usage: RANGE_USAGE,
            about: "shows a stretch of it: also `yesterday`, `this week`, `last month`, `round 2`",
        },
    ],
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    let (title, range) = split(&call.words, call.now);
    let wanted = call.meant(which::titled(title));
    let board = match range.is_empty() {
        true => private_board(&call.play, workspace, user, &wanted, here).await?,
        false => range_board(&call, &wanted, &range).await?,
    };
    Ok(board.unwrap_or_else(|refusal| call.refuse(&refusal)))
}

/// The title's words, and those behind them that mean a stretch of time: as many as do. `all` means all of it.
fn split(words: &[Word], now: DateTime<Utc>) -> (&[Word], Vec<&str>) {
    let words = match words.split_last() {
        Some((last, before)) if last.is("all") => before,
        _ => words,
    };
    for at in 0..words.len() {
        let (title, range) = words.split_at(at);
        let texts: Vec<&str> = range.iter().map(|word| word.text.as_str()).collect();
        // Which day it is does not decide whether the words mean a stretch.
        let is_range =
            range.iter().all(|word| !word.quoted) && Range::parse(&texts, now.date_naive()).is_some();
        if is_range {
            return (title, texts);
        }
    }
    (words, Vec::new())
}

/// A stretch of the contest meant, worded.
async fn range_board(call: &Call, wanted: &Wanted, words: &[&str]) -> Result<Outcome<Message>> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    call.play
        .store
        .read(async |tx| {
            let see = pick_to_see(tx, &call.play, workspace, user, wanted, here, "leaderboard", call.now);
            let contest = match see.await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let Some(range) = ranges::read(words, &contest, call.now) else {
                return Ok(Err(Refusal::Usage { usage: RANGE_USAGE.to_owned() }));
            };
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
            Ok(match pick_to_see(tx, play, workspace, user, wanted, here, "leaderboard", now).await? {
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

    #[test]
    fn a_stretch_of_time_stands_behind_the_title() {
        let now = "2026-03-04T10:00:00Z".parse().unwrap();
        let read = |text: &str| {
            let all = words::split(text);
            let (title, range) = split(&all, now);
            (words::joined(title), range.join(" "))
        };
        let both = |title: &str, range: &str| (title.to_owned(), range.to_owned());
        assert_eq!(read("\"Spring Sprint\" last week"), both("Spring Sprint", "last week"));
        assert_eq!(
            read("Spring Sprint since 3 Feb"),
            both("Spring Sprint", "since 3 Feb"),
            "without quotes too"
        );
        assert_eq!(read("this week"), both("", "this week"));
        assert_eq!(read("\"today\""), both("today", ""), "a title in quotes is a title");
        assert_eq!(read("Spring Sprint all"), both("Spring Sprint", ""));
        assert_eq!(read("Spring Sprint"), both("Spring Sprint", ""));
        assert_eq!(read(""), both("", ""));
    }
}
