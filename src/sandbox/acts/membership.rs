//! Coming and going, and changes of people and channels.

use serde::Deserialize;
use serde_json::json;

use crate::sandbox::channels::{Channel, Kind};
use crate::sandbox::ids;
use crate::sandbox::messages::Message;
use crate::sandbox::people::{BOT_USER, Person, Role, TEAM};
use crate::sandbox::refusal::Result;
use crate::sandbox::state::State;
use crate::sandbox::workspace::Workspace;

/// Who makes and changes channels.
const MAKER: &str = "U0MIA";

/// A change of a person, or a new one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Whose; nobody's yet makes a new person.
    pub user: String,
    /// Whether they have left.
    pub deactivated: Option<bool>,
    /// What the others see.
    pub display_name: Option<String>,
    /// An IANA zone.
    pub tz: Option<String>,
    /// Whether they are an admin.
    pub admin: Option<bool>,
}

/// A change of a channel, or a new one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelChange {
    /// Its id or name; nobody's yet makes a new public channel of that name.
    pub channel: String,
    /// A new name.
    pub name: Option<String>,
    /// Whether it is closed for ever.
    pub archived: Option<bool>,
    /// Whether only admins may post.
    pub restricted: Option<bool>,
}

impl Workspace {
    /// Removes the app from the workspace: it hears of that, and of nothing more; its bot token is refused and
    /// its commands are gone.
    pub fn remove_app(&self) {
        let at = self.state().new_ts(self.now());
        let tokens = json!({"oauth": [], "bot": [BOT_USER]});
        self.emit("tokens_revoked", json!({"type": "tokens_revoked", "tokens": tokens, "event_ts": at}));
        self.emit("app_uninstalled", json!({"type": "app_uninstalled", "event_ts": at}));
        self.set_app_removed(true);
    }

    /// Installs the app again, with the same tokens.
    pub fn install_app(&self) {
        self.set_app_removed(false);
    }

    /// Lets a person or the bot join or leave a channel.
    pub fn set_member(&self, user: &str, place: &str, joined: bool) -> Result<Channel> {
        let mut state = self.state();
        state.person(user)?;
        let found = state.named(place).filter(|channel| channel.kind != Kind::Direct);
        let id = found.ok_or("channel_not_found")?.id.clone();
        let channel = state.channel_mut(&id)?;
        if channel.has(user) == joined {
            return Ok(channel.clone());
        }
        let before = channel.clone();
        channel.members.retain(|member| member != user);
        if joined {
            channel.members.push(user.into());
        }
        let after = channel.clone();
        let at = state.new_ts(self.now());
        let verb = if joined { "joined" } else { "left" };
        let note = Message {
            subtype: Some(format!("channel_{}", if joined { "join" } else { "leave" })),
            ..Message::new(String::new(), user, format!("<@{user}> has {verb} the channel"))
        };
        self.post(&mut state, &after, note);
        // Who leaves still hears of it.
        self.emit_membership(if joined { &after } else { &before }, &at, user, joined);
        drop(state);
        self.changed("channel", Some(&after.id));
        Ok(after)
    }

    /// Changes a person, or lets a new one join the workspace; the app hears of it.
    pub fn change_person(&self, change: &PersonChange) -> Result<Person> {
        if change.tz.as_deref().is_some_and(|tz| tz.parse::<chrono_tz::Tz>().is_err()) {
            return Err("invalid_timezone".into());
        }
        let now = self.now();
        let mut state = self.state();
        let is_new = state.person(&change.user).is_err();
        if is_new {
            state.people.push(newcomer(change)?);
        }
        let person = state.person_mut(&change.user)?;
        if let Some(name) = &change.display_name {
            person.display_name.clone_from(name);
        }
        if let Some(tz) = &change.tz {
            person.tz.clone_from(tz);
        }
        person.deactivated = change.deactivated.unwrap_or(person.deactivated);
        person.admin = change.admin.unwrap_or(person.admin);
        person.updated = now.timestamp();
        let person = person.clone();
        let at = state.new_ts(now);
        let kind = if is_new { "team_join" } else { "user_change" };
        let shown = person.shown(now);
        self.emit(kind, json!({"type": kind, "user": shown, "cache_ts": now.timestamp(), "event_ts": at}));
        drop(state);
        self.changed("people", None);
        Ok(person)
    }

    /// Changes a channel, or makes a new one; the app hears of it.
    pub fn change_channel(&self, change: &ChannelChange) -> Result<Channel> {
        let mut state = self.state();
        let at = state.new_ts(self.now());
        if let Some(name) = &change.name {
            check_name(name)?;
            if state.named(name).is_some() {
                return Err("name_taken".into());
            }
        }
        let id = match state.named(&change.channel) {
            Some(channel) if channel.kind == Kind::Direct => return Err("channel_not_found".into()),
            Some(channel) => channel.id.clone(),
            None => self.new_channel(&mut state, &change.channel, &at)?,
        };
        let channel = state.channel_mut(&id)?;
        if let Some(name) = &change.name {
            channel.name.clone_from(name);
            let renamed = json!({"id": channel.id, "name": name, "created": channel.created});
            self.emit_about(channel, "rename", json!({"channel": renamed, "event_ts": at}));
        }
        if let Some(archived) = change.archived.filter(|archived| *archived != channel.archived) {
            channel.archived = archived;
            let what = if archived { "archive" } else { "unarchive" };
            self.emit_about(channel, what, json!({"channel": channel.id, "user": MAKER, "event_ts": at}));
        }
        channel.restricted = change.restricted.unwrap_or(channel.restricted);
        let channel = channel.clone();
        drop(state);
        self.changed("channel", Some(&channel.id));
        Ok(channel)
    }

    fn new_channel(&self, state: &mut State, name: &str, at: &str) -> Result<String> {
        let name = name.trim_start_matches('#');
        check_name(name)?;
        let channel = Channel {
            id: ids::fresh("C"),
            name: name.into(),
            kind: Kind::Public,
            members: vec![MAKER.into()],
            archived: false,
            restricted: false,
            topic: String::new(),
            creator: MAKER.into(),
            created: self.now().timestamp(),
        };
        let id = channel.id.clone();
        let shown = json!({
            "id": id, "name": name, "created": channel.created, "creator": MAKER, "context_team_id": TEAM,
        });
        self.emit("channel_created", json!({"type": "channel_created", "channel": shown, "event_ts": at}));
        state.channels.push(channel);
        Ok(id)
    }

    /// `channel_rename`, or `group_rename` for a private one.
    fn emit_about(&self, channel: &Channel, what: &str, mut event: serde_json::Value) {
        let kind = format!("{}_{what}", channel.event_kind());
        event["type"] = json!(kind);
        if channel.open_to(BOT_USER) {
            self.emit(&kind, event);
        }
    }
}

/// Somebody new; their id must look like one.
fn newcomer(change: &PersonChange) -> Result<Person> {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if !change.user.starts_with('U') || !change.user.chars().all(plain) {
        return Err("user_not_found".into());
    }
    let name = change.display_name.clone().unwrap_or_else(|| change.user.clone());
    Ok(Person {
        id: change.user.clone(),
        handle: name.to_lowercase().replace(' ', "."),
        real_name: name.clone(),
        display_name: name,
        tz: "Europe/Berlin".into(),
        role: Role::Rep,
        admin: false,
        owner: false,
        guest: false,
        deactivated: false,
        updated: 0,
    })
}

fn check_name(name: &str) -> Result<()> {
    let plain = |c: char| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_');
    if name.is_empty() || name.chars().count() > 80 || !name.chars().all(plain) {
        return Err("invalid_name".into());
    }
    Ok(())
}
