//! Posting, editing, deleting and reacting, and what one then sees.

use serde_json::{Map, Value, json};

use crate::sandbox::channels::Channel;
use crate::sandbox::messages::Message;
use crate::sandbox::people::BOT_USER;
use crate::sandbox::refusal::{Refusal, Result};
use crate::sandbox::text::{self, Voice};
use crate::sandbox::workspace::Workspace;

/// Kinds of reaction on one message by one person.
const MOST_REACTIONS: usize = 23;

impl Workspace {
    /// Posts a message as a person; its `ts`. Slack unfurls its links a moment later.
    pub fn post_message(&self, user: &str, place: &str, words: &str, thread: Option<&str>) -> Result<String> {
        let mut state = self.state();
        state.actor(user)?;
        let channel = state.place(user, place)?;
        state.may_post(user, &channel)?;
        let mut message = Message::new(String::new(), user, self.typed(&state, words)?);
        if let Some(thread) = thread {
            let parent = state.message(&channel.id, thread).map_err(|_| Refusal::from("thread_not_found"))?;
            message.thread_ts = Some(parent.thread_ts.clone().unwrap_or_else(|| parent.ts.clone()));
        }
        let links = text::links(&message.text);
        let ts = self.post(&mut state, &channel, message);
        if !links.is_empty() {
            let at = state.new_ts(self.now());
            let message = state.message_mut(&channel.id, &ts)?;
            let before = message.shown();
            message.attachments = Some(unfurled(&links));
            let after = message.clone();
            self.emit_edit(&channel, &at, before, &after);
        }
        Ok(ts)
    }

    fn typed(&self, state: &crate::sandbox::state::State, words: &str) -> Result<String> {
        if words.trim().is_empty() {
            return Err("no_text".into());
        }
        if words.chars().count() > 40_000 {
            return Err("msg_too_long".into());
        }
        Ok(text::kept(words, Voice::Person, state.names()))
    }

    /// Edits one's own message.
    pub fn edit(&self, user: &str, place: &str, ts: &str, words: &str) -> Result<()> {
        let mut state = self.state();
        state.actor(user)?;
        let channel = state.place(user, place)?;
        state.may_post(user, &channel)?;
        let words = self.typed(&state, words)?;
        if state.message(&channel.id, ts)?.user != user {
            return Err("cant_update_message".into());
        }
        let links = text::links(&words);
        let at = state.new_ts(self.now());
        let message = state.message_mut(&channel.id, ts)?;
        let before = message.shown();
        message.text = words;
        message.edited = Some((user.into(), at.clone()));
        message.attachments = (!links.is_empty()).then(|| unfurled(&links));
        let after = message.clone();
        self.emit_edit(&channel, &at, before, &after);
        drop(state);
        self.changed("edit", Some(&channel.id));
        Ok(())
    }

    /// Deletes one's own message; admins delete anybody's.
    pub fn delete(&self, user: &str, place: &str, ts: &str) -> Result<()> {
        let mut state = self.state();
        let admin = state.actor(user)?.admin;
        let channel = state.place(user, place)?;
        if channel.archived {
            return Err("is_archived".into());
        }
        // An ephemeral message is dismissed by the one who sees it, and the app never knows.
        if state.message_for(user, &channel.id, ts)?.ephemeral_to.is_some() {
            if let Some(messages) = state.messages.get_mut(&channel.id) {
                messages.retain(|message| message.ts != ts);
            }
            drop(state);
            self.changed("delete", Some(&channel.id));
            return Ok(());
        }
        if state.message(&channel.id, ts)?.user != user && !admin {
            return Err("cant_delete_message".into());
        }
        drop(state);
        self.take_away(&channel, ts)
    }

    /// Takes a message away. One that was answered leaves a stone in its place.
    pub fn take_away(&self, channel: &Channel, ts: &str) -> Result<()> {
        let mut state = self.state();
        let at = state.new_ts(self.now());
        let answered = state.replies(&channel.id, ts).next().is_some();
        let message = state.message_mut(&channel.id, ts)?;
        let gone = message.clone();
        if answered {
            *message = Message {
                subtype: Some("tombstone".into()),
                thread_ts: Some(gone.ts.clone()),
                ..Message::new(gone.ts.clone(), "USLACKBOT", "This message was deleted.".into())
            };
            let stone = message.clone();
            self.emit_edit(channel, &at, gone.shown(), &stone);
        } else {
            if let Some(messages) = state.messages.get_mut(&channel.id) {
                messages.retain(|message| message.ts != ts);
            }
            self.emit_deletion(channel, &at, &gone);
        }
        drop(state);
        self.changed("delete", Some(&channel.id));
        Ok(())
    }

    /// Reacts to a message, or takes the reaction back.
    pub fn react(&self, user: &str, place: &str, ts: &str, name: &str, removed: bool) -> Result<()> {
        let channel = {
            let mut state = self.state();
            state.actor(user)?;
            state.place(user, place)?
        };
        self.react_in(&channel, user, ts, name, removed)
    }

    /// Reacts as a person or as the bot.
    pub fn react_in(&self, channel: &Channel, user: &str, ts: &str, name: &str, removed: bool) -> Result<()> {
        let name = name.trim_matches(':');
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "_-+:'".contains(c)) {
            return Err("invalid_name".into());
        }
        let mut state = self.state();
        if channel.archived {
            return Err("is_archived".into());
        }
        if !channel.has(user) {
            return Err("not_in_channel".into());
        }
        let at = state.new_ts(self.now());
        let message = state.message_mut(&channel.id, ts)?;
        let own = message.reactions.iter().filter(|it| it.users.iter().any(|one| one == user)).count();
        if !removed && own >= MOST_REACTIONS {
            return Err("too_many_reactions".into());
        }
        if !message.react(user, name, removed) {
            return Err(if removed { "no_reaction" } else { "already_reacted" }.into());
        }
        let message = message.clone();
        self.emit_reaction(channel, &message, &at, user, name, removed);
        drop(state);
        self.changed("reaction", Some(&channel.id));
        Ok(())
    }

    /// What a person sees in a channel, oldest first; without a person, what all there see.
    pub fn messages_seen_by(&self, user: Option<&str>, place: &str) -> Result<Vec<Value>> {
        // Who asks for the direct message with somebody sees what they see.
        let user = user.or(Some(place).filter(|place| place.starts_with('U')));
        let mut state = self.state();
        let channel = match user {
            Some(user) => {
                state.person(user)?;
                state.place(user, place)?
            }
            None => state.named(place).cloned().ok_or("channel_not_found")?,
        };
        let sees =
            |message: &&Message| message.ephemeral_to.is_none() || message.ephemeral_to.as_deref() == user;
        Ok(state.said(&channel.id).iter().filter(sees).map(seen).collect())
    }
}

/// A message for the page and for scripts.
fn seen(message: &Message) -> Value {
    let mut seen = Map::from_iter([
        ("ts".to_owned(), json!(message.ts)),
        ("user".to_owned(), json!(message.user)),
        ("text".to_owned(), json!(message.text)),
        ("ephemeral".to_owned(), json!(message.ephemeral_to.is_some())),
        ("edited".to_owned(), json!(message.edited.is_some() && message.user != BOT_USER)),
        (
            "reactions".to_owned(),
            message.reactions.iter().map(|it| json!({"name": it.name, "users": it.users})).collect(),
        ),
    ]);
    let optional = [
        ("blocks", message.blocks.clone()),
        ("attachments", message.attachments.clone()),
        ("thread_ts", message.thread_ts.clone().map(Value::from)),
        ("metadata", message.metadata.clone()),
        ("files", (!message.files.is_empty()).then(|| json!(message.files))),
        ("subtype", message.subtype.clone().map(Value::from)),
    ];
    seen.extend(optional.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?))));
    Value::Object(seen)
}

/// What Slack hangs under a message with links.
fn unfurled(links: &[String]) -> Value {
    let card = |(index, link): (usize, &String)| {
        let host = url::Url::parse(link).ok().and_then(|url| url.host_str().map(ToOwned::to_owned));
        let host = host.unwrap_or_else(|| link.clone());
        json!({
            "id": index + 1, "from_url": link, "original_url": link, "title_link": link,
            "service_name": host, "title": format!("A page on {host}"), "fallback": format!("A page on {host}"),
        })
    };
    links.iter().take(5).enumerate().map(card).collect()
}
