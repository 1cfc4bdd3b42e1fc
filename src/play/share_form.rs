//! What the forms for a share and for own words start from.

use chrono::{DateTime, Utc};

use super::Play;
use super::admission::rests;
use super::choose::{Door, choose};
use super::roles::{self, Right};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::forms::{ShareEntry, ShareForm};
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::domain::rulebook::Rulebook;
use crate::domain::share::Draft;
use crate::store::{Result, Tx, contests, entrants};

/// Where a share's form was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a channel.
    Channel(ChannelId),
    /// By a contest's button, seen in this channel.
    Contest(ContestId, ChannelId),
    /// On a message.
    Message(Source),
}

/// A message that a share is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it stands.
    pub channel: ChannelId,
    /// Slack's name for it there.
    pub ts: String,
    /// Who wrote it, if a person did.
    pub author: Option<UserId>,
    /// What it says, in Slack's markup.
    pub text: String,
}

/// What the form for a share starts from; or why there is nothing that it could count in.
pub async fn share(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    from: &Origin,
) -> Result<Outcome<ShareForm>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let person = match roles::check(tx, play, workspace, user, Right::Play).await? {
                Ok(person) => person,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let (channel, filled, is_anothers) = match from {
                Origin::Channel(channel) => (channel.clone(), ShareEntry::default(), false),
                Origin::Contest(contest, here) => {
                    let contest = contests::find(tx, workspace, contest).await?;
                    let channel = contest.map_or_else(|| here.clone(), |contest| contest.channel);
                    (channel, ShareEntry::default(), false)
                }
                Origin::Message(source) => {
                    let is_own = source.author.as_ref() == Some(user);
                    (source.channel.clone(), of_message(source, &person, is_own, now), !is_own)
                }
            };
            open(tx, play, workspace, user, (channel, filled, is_anothers), now).await
        })
        .await
}

async fn open(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    (channel, filled, is_anothers): (ChannelId, ShareEntry, bool),
    now: DateTime<Utc>,
) -> Result<Outcome<ShareForm>> {
    let in_play = entrants::in_play(tx, workspace, user).await?;
    let rests = rests(tx, play, workspace, now, &in_play).await?;
    let door = Door::Command { channel: channel.clone() };
    let targets = match choose(&in_play, &door, now, &rests) {
        Some(Ok(targets)) => targets,
        Some(Err(refusal)) => return Ok(Err(refusal)),
        None => return Ok(Err(Refusal::NoContest)),
    };
    let mut words_asked = 0;
    for contest in &targets.contests {
        let rules = play.books.of(tx, workspace, contest).await?;
        words_asked = words_asked.max(asked_words(&rules.at(now).book));
    }
    let titles = |contests: &[Contest]| contests.iter().map(|contest| contest.title.clone()).collect();
    let had_begun = |contest: &Contest| {
        calendar::date(now, contest.zone) > calendar::date(contest.starts_at, contest.zone)
    };
    let offers_yesterday = targets.contests.iter().any(had_begun);
    Ok(Ok(ShareForm {
        channel,
        titles: titles(&targets.contests),
        joins: titles(&targets.joins),
        words_asked,
        offers_yesterday,
        filled: ShareEntry { yesterday: filled.yesterday && offers_yesterday, ..filled },
        is_anothers,
    }))
}

/// How many own words earn the most.
pub(super) fn asked_words(book: &Rulebook) -> usize {
    book.rules.iter().map(|rule| rule.min_words).max().unwrap_or(0)
}

/// What a message fills in: its link; and of one's own, its words and its day.
fn of_message(source: &Source, person: &Person, is_own: bool, now: DateTime<Utc>) -> ShareEntry {
    let Ok(draft) = Draft::parse(&source.text) else { return ShareEntry::default() };
    let link = draft.link.url.clone();
    if !is_own {
        return ShareEntry { link, ..ShareEntry::default() };
    }
    let day = |at| calendar::date(at, person.zone);
    let yesterday = posted_at(&source.ts).is_some_and(|at| day(at).succ_opt() == Some(day(now)));
    let kind = (draft.kind != draft.link.implies).then_some(draft.kind);
    ShareEntry { link, words: draft.words, kind, yesterday }
}

/// When a message was posted, by Slack's name for it.
fn posted_at(ts: &str) -> Option<DateTime<Utc>> {
    let seconds = ts.split('.').next()?.parse().ok()?;
    DateTime::from_timestamp(seconds, 0)
}
