//! The app's manifest, as Slack takes it: what the workspace knows of the app that lives in it.

use serde::{Deserialize, Serialize};

/// What the sandbox reads of a Slack app manifest; everything else in it is passed over.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Manifest {
    #[serde(default)]
    display_information: DisplayInformation,
    #[serde(default)]
    features: Features,
    #[serde(default)]
    oauth_config: OauthConfig,
    #[serde(default)]
    settings: Settings,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct DisplayInformation {
    name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Features {
    #[serde(default)]
    app_home: AppHome,
    bot_user: Option<BotUser>,
    #[serde(default)]
    slash_commands: Vec<Command>,
    #[serde(default)]
    shortcuts: Vec<Shortcut>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct AppHome {
    #[serde(default)]
    home_tab_enabled: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct BotUser {
    display_name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct OauthConfig {
    #[serde(default)]
    scopes: Scopes,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Scopes {
    #[serde(default)]
    bot: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Settings {
    #[serde(default)]
    event_subscriptions: EventSubscriptions,
    interactivity: Option<Interactivity>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct EventSubscriptions {
    #[serde(default)]
    bot_events: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Interactivity {
    #[serde(default)]
    is_enabled: bool,
}

/// One slash command of the app.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Command {
    /// With its slash.
    pub command: String,
    /// Shown beside it.
    #[serde(default)]
    pub description: String,
    /// What may follow it.
    #[serde(default)]
    pub usage_hint: String,
    /// Whether people, channels and links in its text reach the app as `<@U…|name>` and the like.
    #[serde(default, skip_serializing)]
    pub should_escape: bool,
}

/// One shortcut of the app.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Shortcut {
    /// Shown in the menu.
    #[serde(default)]
    pub name: String,
    /// Where it stands.
    #[serde(rename = "type")]
    pub kind: ShortcutKind,
    /// What the app knows it by.
    pub callback_id: String,
    /// Shown beside it.
    #[serde(default)]
    pub description: String,
}

/// Where a shortcut stands: in the search field, or in a message's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ShortcutKind {
    /// Anywhere in Slack.
    Global,
    /// On one message.
    Message,
}

impl Manifest {
    /// Reads a manifest from YAML or JSON (which is YAML).
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_saphyr::from_str(text).map_err(|error| format!("the manifest cannot be read: {error}"))
    }

    /// The app's name.
    pub fn app_name(&self) -> &str {
        self.display_information.name.as_deref().unwrap_or("App")
    }

    /// The name of the app's bot user.
    pub fn bot_name(&self) -> &str {
        self.features.bot_user.as_ref().map_or(self.app_name(), |bot| &bot.display_name)
    }

    /// The app's slash commands.
    pub fn commands(&self) -> &[Command] {
        &self.features.slash_commands
    }

    /// The app's shortcuts.
    pub fn shortcuts(&self) -> &[Shortcut] {
        &self.features.shortcuts
    }

    /// The bot token's scopes.
    pub fn scopes(&self) -> &[String] {
        &self.oauth_config.scopes.bot
    }

    /// Whether the bot may do what needs `scope`. A manifest without scopes leaves all open.
    pub fn grants(&self, scope: &str) -> bool {
        self.scopes().is_empty() || self.scopes().iter().any(|granted| granted == scope)
    }

    /// Whether the app asked for events of this name.
    pub fn subscribes(&self, event: &str) -> bool {
        self.settings.event_subscriptions.bot_events.iter().any(|asked| asked == event)
    }

    /// Whether clicks, forms and shortcuts reach the app.
    pub fn interactive(&self) -> bool {
        self.settings.interactivity.as_ref().is_some_and(|it| it.is_enabled)
    }

    /// Whether the app has a Home tab.
    pub fn has_home(&self) -> bool {
        self.features.app_home.home_tab_enabled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_are_read_alike_and_the_rest_is_passed_over() {
        let yaml = "_metadata:\n  major_version: 2\ndisplay_information:\n  name: Pace\nfeatures:\n  \
                    slash_commands:\n    - command: /share\n      description: Share\n      \
                    should_escape: true\n";
        let json = r#"{"display_information": {"name": "Pace"},
            "features": {"slash_commands": [{"command": "/share", "should_escape": true}]}}"#;
        for text in [yaml, json] {
            let manifest = Manifest::parse(text).unwrap();
            assert_eq!(manifest.bot_name(), "Pace");
            assert!(manifest.commands()[0].should_escape);
        }
    }

    #[test]
    fn a_manifest_that_is_none_is_refused_in_words() {
        assert!(Manifest::parse("features: [").unwrap_err().starts_with("the manifest cannot be read"));
    }
}
