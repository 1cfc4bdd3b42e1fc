//! In which contests a share counts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, ContestId};
use crate::domain::refusal::{Choice, Outcome, Refusal};
use crate::store::entrants::{Entry, InPlay};

/// How a share came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// `/share`, typed in this channel.
    Command {
        /// Where it was typed.
        channel: ChannelId,
    },
    /// A message in a channel.
    Message {
        /// Where it was posted.
        channel: ChannelId,
        /// Slack's name for it there.
        ts: String,
    },
}

impl Door {
    /// The channel it came in by.
    pub fn channel(&self) -> &ChannelId {
        match self {
            Self::Command { channel } | Self::Message { channel, .. } => channel,
        }
    }

    /// The message it is, if it is one.
    pub fn message_ts(&self) -> Option<&str> {
        match self {
            Self::Command { .. } => None,
            Self::Message { ts, .. } => Some(ts),
        }
    }
}

/// The contests that take nothing in at a share's time, and until when.
pub type Rests = BTreeMap<ContestId, DateTime<Utc>>;

/// The contests a share counts in; the receipt leads with the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// This channel's contests first, then the one that ends first.
    pub contests: Vec<Contest>,
    /// Those among them that the rep joins by this share.
    pub joins: Vec<Contest>,
}

/// Chooses where a share made at `at` counts. A message counts in the contests of its channel only, a command
/// in each open contest one has joined; a first share joins the channel's contest, and `/share` the only one
/// open to the rep. `None`: a message in a channel without a contest, of no concern to us.
pub fn choose(in_play: &[InPlay], door: &Door, at: DateTime<Utc>, rests: &Rests) -> Option<Outcome<Targets>> {
    let here = |play: &&InPlay| play.contest.channel == *door.channel();
    let open: Vec<&InPlay> = in_play.iter().filter(|play| is_open(&play.contest, at, rests)).collect();
    if let Door::Message { .. } = door {
        in_play.iter().find(here)?;
        let chosen: Vec<&InPlay> =
            open.into_iter().filter(here).filter(|play| play.entry != Entry::Left).collect();
        if chosen.is_empty() {
            // Who has left is not reminded of it at every link.
            let mut played = in_play.iter().filter(here).filter(|play| play.entry != Entry::Left).peekable();
            played.peek()?;
            return Some(Err(why_none(played, rests)));
        }
        return Some(Ok(targets(chosen, door)));
    }
    let only = (open.len() == 1).then(|| open[0].contest.id.clone());
    let chosen: Vec<&InPlay> = open
        .iter()
        .copied()
        .filter(|play| match play.entry {
            Entry::Joined => true,
            Entry::Left => false,
            Entry::Outside => here(play) || only.as_ref() == Some(&play.contest.id),
        })
        .collect();
    if !chosen.is_empty() {
        return Some(Ok(targets(chosen, door)));
    }
    let outside: Vec<Choice> = open
        .iter()
        .filter(|play| play.entry == Entry::Outside)
        .map(|play| Choice { contest: play.contest.id.clone(), title: play.contest.title.clone() })
        .collect();
    Some(Err(match outside.is_empty() {
        false => Refusal::JoinOneFirst { options: outside },
        true => why_none(in_play.iter(), rests),
    }))
}

/// Whether a contest takes what is shared at that instant.
pub(super) fn is_open(contest: &Contest, at: DateTime<Utc>, rests: &Rests) -> bool {
    let runs = contest.phase == Phase::Open && (contest.starts_at..contest.ends_at).contains(&at);
    runs && !rests.contains_key(&contest.id)
}

fn targets(mut chosen: Vec<&InPlay>, door: &Door) -> Targets {
    // They come in the order in which they end; a stable sort keeps that behind this channel's own.
    chosen.sort_by_key(|play| play.contest.channel != *door.channel());
    Targets {
        joins: chosen
            .iter()
            .filter(|play| play.entry == Entry::Outside)
            .map(|play| play.contest.clone())
            .collect(),
        contests: chosen.into_iter().map(|play| play.contest.clone()).collect(),
    }
}

/// Why none of these takes a share: the reason that is easiest to act on.
fn why_none<'a>(in_play: impl Iterator<Item = &'a InPlay>, rests: &Rests) -> Refusal {
    let mut reasons: Vec<(u8, Refusal)> = in_play
        .map(|play| {
            let title = play.contest.title.clone();
            match (play.entry, play.contest.phase) {
                (Entry::Left, Phase::Open) => {
                    (0, Refusal::LeftBefore { title, contest: play.contest.id.clone() })
                }
                (_, Phase::Open) if rests.contains_key(&play.contest.id) => {
                    let until = rests[&play.contest.id];
                    (1, Refusal::Resting { title, until, zone: play.contest.zone })
                }
                (_, Phase::Paused) => (1, Refusal::Paused { title }),
                (_, Phase::Scheduled) => (
                    2,
                    Refusal::NotBegun { title, starts_at: play.contest.starts_at, zone: play.contest.zone },
                ),
                _ => (3, Refusal::NoContest),
            }
        })
        .collect();
    reasons.sort_by_key(|(rank, _)| *rank);
    reasons.into_iter().next().map_or(Refusal::NoContest, |(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveTime, TimeDelta};
    use chrono_tz::Tz;

    fn now() -> DateTime<Utc> {
        "2026-03-03T10:00:00Z".parse().unwrap()
    }

    fn play(id: &str, channel: &str, phase: Phase, entry: Entry) -> InPlay {
        let contest = Contest {
            id: id.into(),
            title: id.to_uppercase(),
            channel: channel.into(),
            zone: Tz::UTC,
            starts_at: now() - TimeDelta::days(1),
            ends_at: now() + TimeDelta::days(1),
            phase,
            template: "sprint-week".into(),
            format: crate::domain::format::Format::default(),
            prizes: None,
            rulebook: 1,
            board_at: NaiveTime::MIN,
            started_by: "U9".into(),
            closed_at: None,
            round: 0,
            closings: 0,
            dry_run: None,
        };
        InPlay { contest, entry }
    }

    fn command(channel: &str) -> Door {
        Door::Command { channel: channel.into() }
    }

    fn ids(outcome: Option<Outcome<Targets>>) -> (Vec<String>, usize) {
        let targets = outcome.unwrap().unwrap();
        (targets.contests.iter().map(|c| c.id.to_string()).collect(), targets.joins.len())
    }

    #[test]
    fn a_share_counts_in_each_open_contest_joined_and_leads_with_this_channels() {
        let all = [
            play("a", "C1", Phase::Open, Entry::Joined),
            play("b", "C2", Phase::Open, Entry::Joined),
            play("c", "C3", Phase::Open, Entry::Outside),
        ];
        assert_eq!(
            ids(choose(&all, &command("C2"), now(), &Rests::new())),
            (vec!["b".into(), "a".into()], 0)
        );
    }

    #[test]
    fn a_first_share_in_the_contests_channel_joins_it() {
        let all =
            [play("a", "C1", Phase::Open, Entry::Outside), play("b", "C2", Phase::Open, Entry::Outside)];
        assert_eq!(ids(choose(&all, &command("C2"), now(), &Rests::new())), (vec!["b".into()], 1));
    }

    #[test]
    fn share_elsewhere_joins_the_only_contest_but_none_of_several() {
        let one = [play("a", "C1", Phase::Open, Entry::Outside)];
        assert_eq!(ids(choose(&one, &command("C9"), now(), &Rests::new())), (vec!["a".into()], 1));
        let two = [one[0].clone(), play("b", "C2", Phase::Open, Entry::Outside)];
        let refused = choose(&two, &command("C9"), now(), &Rests::new()).unwrap().unwrap_err();
        assert!(matches!(refused, Refusal::JoinOneFirst { options } if options.len() == 2));
    }

    #[test]
    fn who_left_is_not_joined_again_by_a_share() {
        let all = [play("a", "C1", Phase::Open, Entry::Left)];
        let refused = choose(&all, &command("C1"), now(), &Rests::new()).unwrap().unwrap_err();
        assert!(matches!(refused, Refusal::LeftBefore { .. }));
    }

    #[test]
    fn a_message_counts_in_its_own_channel_only() {
        let all = [play("a", "C1", Phase::Open, Entry::Joined)];
        let door = Door::Message { channel: "C2".into(), ts: "1.2".into() };
        assert_eq!(choose(&all, &door, now(), &Rests::new()), None);
        let door = Door::Message { channel: "C1".into(), ts: "1.2".into() };
        assert_eq!(ids(choose(&all, &door, now(), &Rests::new())), (vec!["a".into()], 0));
    }

    #[test]
    fn a_paused_contest_takes_nothing_and_says_so() {
        let all = [play("a", "C1", Phase::Paused, Entry::Joined)];
        let refused = choose(&all, &command("C1"), now(), &Rests::new()).unwrap().unwrap_err();
        assert_eq!(refused, Refusal::Paused { title: "A".into() });
    }

    #[test]
    fn the_first_instant_counts_and_the_last_does_not() {
        let all = [play("a", "C1", Phase::Open, Entry::Joined)];
        let contest = &all[0].contest;
        assert!(choose(&all, &command("C1"), contest.starts_at, &Rests::new()).unwrap().is_ok());
        assert!(choose(&all, &command("C1"), contest.ends_at, &Rests::new()).unwrap().is_err());
    }
}
