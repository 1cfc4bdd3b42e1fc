//! All that the workspace holds, and the questions that everybody asks of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::channels::{self, Channel, Kind};
use super::files::File;
use super::hooks::Hook;
use super::ids;
use super::messages::Message;
use super::people::{self, BOT_USER, Person};
use super::refusal::{Refusal, Result};
use super::scheduled::Scheduled;
use super::text::Names;
use super::triggers::Triggers;
use super::views::View;

/// The workspace's content. Lives behind one lock, which is never held while waiting.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// Everybody, those who left too.
    pub people: Vec<Person>,
    /// Every channel and direct message.
    pub channels: Vec<Channel>,
    /// Each channel's messages, oldest first. Kept apart from the rest, see `keep`.
    #[serde(skip)]
    pub messages: BTreeMap<String, Vec<Message>>,
    /// What is to be posted later.
    pub scheduled: Vec<Scheduled>,
    /// Each person's open forms, the topmost last.
    pub forms: BTreeMap<String, Vec<View>>,
    /// Each person's Home tab.
    pub homes: BTreeMap<String, View>,
    /// The response addresses that were handed out.
    pub hooks: BTreeMap<String, Hook>,
    /// What was uploaded. Kept apart from the rest too.
    #[serde(skip)]
    pub files: BTreeMap<String, File>,
    /// Who did what a moment ago. A restart takes longer than a trigger lives.
    #[serde(skip)]
    pub triggers: Triggers,
    /// What was given out as `ts`, in microseconds.
    stamps: Stamps,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Stamps {
    last: i64,
    /// What the clock showed then.
    given_at: i64,
    highest: i64,
}

impl State {
    /// The demo's people and channels, and nothing said yet.
    pub fn fresh(bot_name: &str, now: DateTime<Utc>) -> Self {
        Self {
            people: people::everybody(bot_name, now),
            channels: channels::all(now.timestamp()),
            ..Self::default()
        }
    }

    /// A `ts` for something that happens now: the clock's, and a free one. It grows from call to call
    /// while the clock runs, and follows the clock when that is set back.
    pub fn new_ts(&mut self, now: DateTime<Utc>) -> String {
        let now = now.timestamp_micros();
        let stamps = &self.stamps;
        let mut micros = if now >= stamps.given_at { now.max(stamps.last + 1) } else { now };
        // Only where the clock has been before can a stamp be taken.
        while micros <= stamps.highest && self.is_taken(&ts(micros)) {
            micros += 1;
        }
        self.stamps = Stamps { last: micros, given_at: now, highest: stamps.highest.max(micros) };
        ts(micros)
    }

    fn is_taken(&self, ts: &str) -> bool {
        self.messages.values().flatten().any(|message| message.ts == ts)
    }

    /// Whom and what a text can name.
    pub fn names(&self) -> Names<'_> {
        Names { people: &self.people, channels: &self.channels }
    }

    /// A person by id.
    pub fn person(&self, id: &str) -> Result<&Person> {
        self.people.iter().find(|person| person.id == id).ok_or_else(|| "user_not_found".into())
    }

    /// A person by id, to be changed.
    pub fn person_mut(&mut self, id: &str) -> Result<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id).ok_or_else(|| "user_not_found".into())
    }

    /// Somebody who can act: not one who left, and no bot.
    pub fn actor(&self, id: &str) -> Result<&Person> {
        let person = self.person(id)?;
        if person.deactivated {
            return Err("account_inactive".into());
        }
        if person.role == people::Role::Bot {
            return Err("user_is_bot".into());
        }
        Ok(person)
    }

    /// A channel by id.
    pub fn channel(&self, id: &str) -> Result<&Channel> {
        self.channels.iter().find(|channel| channel.id == id).ok_or_else(|| "channel_not_found".into())
    }

    /// A channel by id, to be changed.
    pub fn channel_mut(&mut self, id: &str) -> Result<&mut Channel> {
        self.channels.iter_mut().find(|channel| channel.id == id).ok_or_else(|| "channel_not_found".into())
    }

    /// The channel that `user` means by `place`: a channel's id or name, or a person's id for the direct
    /// message with that person (one's own id, or the bot's, for that with the bot).
    pub fn place(&mut self, user: &str, place: &str) -> Result<Channel> {
        if place == user || place == BOT_USER {
            return Ok(self.direct(user, BOT_USER));
        }
        if place.starts_with('U') && self.person(place).is_ok() {
            return Ok(self.direct(user, place));
        }
        self.named(place).filter(|it| it.open_to(user)).cloned().ok_or_else(|| "channel_not_found".into())
    }

    /// A channel by its id or name, with or without the `#`.
    pub fn named(&self, place: &str) -> Option<&Channel> {
        let name = place.trim_start_matches('#');
        self.channels.iter().find(|it| it.id == place || (!it.name.is_empty() && it.name == name))
    }

    /// The direct message between two, opened if there is none yet.
    pub fn direct(&mut self, one: &str, other: &str) -> Channel {
        let between =
            |channel: &&Channel| channel.kind == Kind::Direct && channel.has(one) && channel.has(other);
        if let Some(channel) = self.channels.iter().find(between) {
            return channel.clone();
        }
        let channel = Channel {
            id: ids::fresh("D"),
            name: String::new(),
            kind: Kind::Direct,
            members: vec![one.into(), other.into()],
            archived: false,
            restricted: false,
            topic: String::new(),
            creator: one.into(),
            created: self.stamps.given_at / 1_000_000,
        };
        self.channels.push(channel.clone());
        channel
    }

    /// Whether `user` may write in `channel`, with Slack's name for it if not.
    pub fn may_post(&self, user: &str, channel: &Channel) -> Result<()> {
        if !channel.has(user) {
            return Err("not_in_channel".into());
        }
        if channel.archived {
            return Err("is_archived".into());
        }
        if channel.restricted && !self.person(user)?.admin {
            return Err("restricted_action".into());
        }
        Ok(())
    }

    /// A channel's messages, oldest first.
    pub fn said(&self, channel: &str) -> &[Message] {
        self.messages.get(channel).map_or(&[], Vec::as_slice)
    }

    /// Adds a message to a channel.
    pub fn say(&mut self, channel: &str, message: Message) {
        self.messages.entry(channel.into()).or_default().push(message);
    }

    /// A message that all in the channel can see.
    pub fn message(&self, channel: &str, ts: &str) -> Result<&Message> {
        self.said(channel)
            .iter()
            .find(|message| message.ts == ts && message.ephemeral_to.is_none())
            .ok_or_else(|| "message_not_found".into())
    }

    /// A message that `user` can see.
    pub fn message_for(&mut self, user: &str, channel: &str, ts: &str) -> Result<&mut Message> {
        let sees = |message: &Message| message.ephemeral_to.as_ref().is_none_or(|only| only == user);
        self.messages
            .get_mut(channel)
            .and_then(|messages| messages.iter_mut().find(|message| message.ts == ts && sees(message)))
            .ok_or_else(|| "message_not_found".into())
    }

    /// A message that all in the channel can see, to be changed.
    pub fn message_mut(&mut self, channel: &str, ts: &str) -> Result<&mut Message> {
        self.messages
            .get_mut(channel)
            .and_then(|messages| messages.iter_mut().find(|message| message.ts == ts))
            .filter(|message| message.ephemeral_to.is_none())
            .ok_or_else(|| Refusal::from("message_not_found"))
    }

    /// The answers to a message, oldest first.
    pub fn replies<'a>(&'a self, channel: &str, parent: &'a str) -> impl Iterator<Item = &'a Message> {
        self.messages.get(channel).into_iter().flatten().filter(move |message| {
            message.ts != parent
                && message.thread_ts.as_deref() == Some(parent)
                && message.ephemeral_to.is_none()
        })
    }
}

/// An instant in Slack's `seconds.micros`.
fn ts(micros: i64) -> String {
    format!("{}.{:06}", micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ts_grows_with_the_clock_follows_it_back_and_is_never_given_twice() {
        let nine: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let mut state = State::fresh("Bot", nine);
        let mut say = |at| {
            let ts = state.new_ts(at);
            state.say("C0WINS", Message::new(ts.clone(), "U0JO", "hi".into()));
            ts
        };
        assert_eq!(say(nine), "1772442000.000000");
        assert_eq!(say(nine), "1772442000.000001");
        assert_eq!(say(nine + chrono::TimeDelta::hours(1)), "1772445600.000000");
        assert_eq!(say(nine), "1772442000.000002");
        assert_eq!(say(nine + chrono::TimeDelta::hours(1)), "1772445600.000001");
    }

    #[test]
    fn a_direct_message_is_one_and_the_same_from_both_sides() {
        let mut state = State::fresh("Bot", Utc::now());
        let id = state.place("U0JO", "U0JO").unwrap().id;
        assert_eq!(state.place("U0JO", BOT_USER).unwrap().id, id);
        assert_eq!(state.place("U0JO", &id).unwrap().id, id);
        assert!(state.place("U0ANA", &id).is_err());
    }
}
