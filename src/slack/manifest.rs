//! The manifest of the Slack app, as YAML to paste into Slack's "Create an app from a manifest".

use std::fmt::Write;

use super::http;
use crate::interaction::{SCORE_THIS, SHARE_A_POST};

/// A slash command as the manifest lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandEntry<'a> {
    /// With its slash, at most 32 characters.
    pub command: &'a str,
    /// What it does, at most 2,000 characters.
    pub description: &'a str,
    /// What may follow it, at most 1,000 characters.
    pub usage_hint: &'a str,
    /// Whether people, channels and links in its text arrive as `<@U…>`, `<#C…>`, `<https://…>`.
    pub should_escape: bool,
}

/// At most 35 characters.
const NAME: &str = "Pacesetter";
/// At most 140 characters.
const DESCRIPTION: &str =
    "Short, friendly contests that get a sales team sharing, with daily boards and shout-outs.";
/// At least 174 and at most 4,000 characters.
const LONG_DESCRIPTION: &str = "Pacesetter turns building social capital into a game that a sales team wants to \
    play. Reps submit what they shared with /share, or drop the link in a channel; the bot scores it by rules \
    that anyone can read. Managers start contests in chat, everyone sees the daily board, and milestones get \
    a shout-out. It runs on your own machines, scrapes nothing and calls no outside site.";

/// A shortcut: its name (at most 24 characters), where it stands, what we know it by, and what it does (at most 150).
const SHORTCUTS: [(&str, &str, &str, &str); 2] = [
    ("Share a post", "global", SHARE_A_POST, "Submit something you posted, by a form"),
    ("Score this post", "message", SCORE_THIS, "Submit the link in this message, by a form"),
];

/// What the bot asks to be allowed. Files: exports, and what is kept of somebody, for whoever asks. Histories: to hear
/// links in watched channels, and to look for a post whose fate is unknown.
pub const SCOPES: [&str; 12] = [
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "metadata.message:read",
    "reactions:write",
    "users:read",
];

/// What the bot wants to hear of.
const EVENTS: [&str; 16] = [
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
];

/// The manifest: for Socket Mode, or for delivery to the bot's public address `http`
/// (`https://bot.example.com`, with or without the path).
pub fn manifest(commands: &[CommandEntry<'_>], http: Option<&str>) -> String {
    let request_url = http.map(request_url);
    let url_at = |indent: usize, name: &str| match &request_url {
        Some(url) => format!("{:indent$}{name}: {}\n", "", quoted(url)),
        None => String::new(),
    };
    let mut commands_yaml = String::new();
    for entry in commands {
        // Writing to a String cannot fail.
        let _ = write!(
            commands_yaml,
            "    - command: {}\n{}      description: {}\n      usage_hint: {}\n      should_escape: {}\n",
            quoted(entry.command),
            url_at(6, "url"),
            quoted(entry.description),
            quoted(entry.usage_hint),
            entry.should_escape,
        );
    }
    let mut shortcuts = String::from("  shortcuts:\n");
    for (name, kind, callback_id, description) in SHORTCUTS {
        let _ = write!(
            shortcuts,
            "    - name: {}\n      type: {kind}\n      callback_id: {callback_id}\n      description: {}\n",
            quoted(name),
            quoted(description),
        );
    }
    format!(
        "_metadata:\n  major_version: 2\n\
         display_information:\n  name: {name}\n  description: {description}\n  long_description: {long}\n  background_color: \"#1b3a4b\"\n\
         features:\n\
         \u{20} app_home:\n    home_tab_enabled: true\n    messages_tab_enabled: true\n    messages_tab_read_only_enabled: false\n\
         \u{20} bot_user:\n    display_name: {bot}\n    always_online: true\n\
         {shortcuts}\
         {slash}{commands_yaml}\
         oauth_config:\n  scopes:\n    bot:\n{scopes}\
         settings:\n\
         \u{20} event_subscriptions:\n{event_url}    bot_events:\n{events}\
         \u{20} interactivity:\n    is_enabled: true\n{click_url}\
         \u{20} org_deploy_enabled: false\n  socket_mode_enabled: {socket}\n  token_rotation_enabled: false\n",
        name = quoted(NAME),
        description = quoted(DESCRIPTION),
        long = quoted(LONG_DESCRIPTION),
        bot = quoted("pacesetter"),
        slash = if commands.is_empty() { "" } else { "  slash_commands:\n" },
        scopes = list(&SCOPES),
        events = list(&EVENTS),
        event_url = url_at(4, "request_url"),
        click_url = url_at(4, "request_url"),
        socket = request_url.is_none(),
    )
}

fn request_url(base: &str) -> String {
    let base = base.trim_end_matches('/');
    format!("{}{}", base.strip_suffix(http::PATH).unwrap_or(base), http::PATH)
}

fn list(items: &[&str]) -> String {
    items.iter().map(|item| format!("      - {}\n", quoted(item))).collect()
}

/// A double-quoted YAML scalar: the one style that can hold any text.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Line breaks in YAML's eyes, or not to be printed.
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "sandbox")]
    const SHARE: CommandEntry<'_> = CommandEntry {
        command: "/share",
        description: "Share \"it\": yes, #1 & C:\\all\n",
        usage_hint: "<link> [words…] - {x}",
        should_escape: true,
    };

    #[test]
    fn our_own_words_fit_slacks_limits() {
        assert!(NAME.chars().count() <= 35);
        assert!(DESCRIPTION.chars().count() <= 140);
        assert!((174..=4_000).contains(&LONG_DESCRIPTION.chars().count()));
        for (name, _, callback_id, description) in SHORTCUTS {
            assert!(
                name.chars().count() <= 24 && callback_id.len() <= 255 && description.chars().count() <= 150
            );
        }
    }

    #[test]
    fn request_urls_are_made_of_either_spelling() {
        for base in ["https://b.example", "https://b.example/", "https://b.example/slack/events"] {
            assert_eq!(request_url(base), "https://b.example/slack/events");
        }
    }

    #[cfg(feature = "sandbox")]
    fn parsed(http: Option<&str>) -> serde_json::Value {
        serde_saphyr::from_str(&manifest(&[SHARE, CommandEntry { command: "/pace", ..SHARE }], http)).unwrap()
    }

    #[cfg(feature = "sandbox")]
    #[test]
    fn it_reads_back_as_it_was_meant() {
        let yaml = parsed(None);
        assert_eq!(yaml["_metadata"]["major_version"], 2);
        assert_eq!(yaml["display_information"]["name"], NAME);
        let commands = yaml["features"]["slash_commands"].as_array().unwrap();
        assert_eq!(commands.len(), 2);
        assert_eq!(commands[0]["description"], SHARE.description);
        assert_eq!(commands[0]["usage_hint"], SHARE.usage_hint);
        assert_eq!(commands[0]["should_escape"], true);
        assert!(commands[0].get("url").is_none());
        let shortcuts = &yaml["features"]["shortcuts"];
        assert_eq!(
            (&shortcuts[0]["type"], &shortcuts[0]["callback_id"]),
            (&"global".into(), &SHARE_A_POST.into())
        );
        assert_eq!(
            (&shortcuts[1]["type"], &shortcuts[1]["callback_id"]),
            (&"message".into(), &SCORE_THIS.into())
        );
        let settings = &yaml["settings"];
        assert_eq!(settings["socket_mode_enabled"], true);
        assert_eq!(settings["interactivity"], serde_json::json!({"is_enabled": true}));
        assert_eq!(settings["event_subscriptions"]["bot_events"].as_array().unwrap().len(), EVENTS.len());
        assert_eq!(yaml["oauth_config"]["scopes"]["bot"].as_array().unwrap().len(), SCOPES.len());
    }

    #[cfg(feature = "sandbox")]
    #[test]
    fn over_http_every_request_has_its_address() {
        let yaml = parsed(Some("https://bot.example.com/"));
        let url = "https://bot.example.com/slack/events";
        assert_eq!(yaml["settings"]["socket_mode_enabled"], false);
        assert_eq!(yaml["settings"]["event_subscriptions"]["request_url"], url);
        assert_eq!(yaml["settings"]["interactivity"]["request_url"], url);
        assert_eq!(yaml["features"]["slash_commands"][1]["url"], url);
    }
}
