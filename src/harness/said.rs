//! What the bot said, to a channel or to one person, and the channels it says things in.

use std::fmt;
use std::ops::Deref;

use serde_json::Value;

use super::{BOT_USER, Stage, Workspace};

/// Something that the bot said. Reads as its words.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Where.
    pub(crate) channel: String,
    /// Slack's name for it there.
    pub(crate) ts: String,
    /// To whom alone, if not to all there.
    pub(crate) to: Option<String>,
    /// The words.
    pub(crate) text: String,
    /// What its metadata calls it: `board`, `shout_out`, …
    pub(crate) kind: Option<String>,
    /// Block Kit, if there is any.
    pub(crate) blocks: Value,
}

impl Said {
    /// What names it in the workspace.
    pub(super) fn name(&self) -> (String, String) {
        (self.channel.clone(), self.ts.clone())
    }

    /// The labels of its buttons.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let label = |button: &Value| button["text"]["text"].as_str().unwrap().to_owned();
        self.button_blocks().map(label).collect()
    }

    /// The button with this label: its action and its value.
    pub(super) fn button(&self, label: &str) -> Option<(String, Value)> {
        let button = self.button_blocks().find(|button| button["text"]["text"] == label)?;
        Some((button["action_id"].as_str().unwrap().to_owned(), button["value"].clone()))
    }

    fn button_blocks(&self) -> impl Iterator<Item = &Value> {
        let blocks = self.blocks.as_array().into_iter().flatten();
        let elements = blocks.filter_map(|block| block["elements"].as_array()).flatten();
        elements.filter(|element| element["type"] == "button")
    }

    /// Whether it mentions everybody, or anybody but those who want it.
    pub(super) fn could_ping(&self, mentioned: &[String]) -> bool {
        let said = format!("{} {}", self.text, self.blocks);
        let said = mentioned.iter().fold(said, |said, user| said.replace(&format!("<@{user}>"), ""));
        ["<!", "<@"].iter().any(|mark| said.contains(mark))
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Everything that the bot said, channel by channel, oldest first.
pub(super) fn all(workspace: &Workspace) -> Vec<Said> {
    let state = workspace.state();
    let mut all = Vec::new();
    for (channel, messages) in &state.messages {
        let is_direct = channel.starts_with('D');
        let members = &state.channel(channel).unwrap().members;
        let other = members.iter().find(|member| is_direct && *member != BOT_USER);
        // That it came or went is none of its words.
        let said = messages.iter().filter(|message| message.by_app() && message.subtype.is_none());
        all.extend(said.map(|message| Said {
            channel: channel.clone(),
            ts: message.ts.clone(),
            to: message.ephemeral_to.as_ref().or(other).cloned(),
            text: message.text.clone(),
            kind: message.metadata.as_ref().and_then(|it| it["event_type"].as_str()).map(str::to_owned),
            blocks: message.blocks.clone().unwrap_or_default(),
        }));
    }
    all
}

/// A channel, as a story listens to it.
pub(crate) struct Channel<'t> {
    stage: &'t Stage,
    id: String,
    name: String,
}

impl<'t> Channel<'t> {
    pub(super) fn named(stage: &'t Stage, name: &str) -> Self {
        let id = stage.workspace.state().named(name).unwrap().id.clone();
        Self { stage, id, name: name.to_owned() }
    }

    /// The next thing that the bot said to all there.
    pub(crate) async fn next(&self) -> Said {
        self.stage.next(|said| self.is_here(said), &format!("#{}", self.name)).await
    }

    /// The next thing of that kind, whatever else was said there.
    pub(crate) async fn next_of(&self, kind: &str) -> Said {
        let meant = |said: &Said| self.is_here(said) && said.kind.as_deref() == Some(kind);
        self.stage.next(meant, &format!("#{} for a {kind}", self.name)).await
    }

    /// Everything of that kind that was said and not read yet.
    pub(crate) async fn all_of(&self, kind: &str) -> Vec<String> {
        let mut all = Vec::new();
        self.stage.deliver().await;
        while self.stage.unread().iter().any(|said| self.is_here(said) && said.kind.as_deref() == Some(kind))
        {
            all.push(self.next_of(kind).await.to_string());
        }
        all
    }

    /// Checks that the bot has said no more there.
    pub(crate) async fn is_quiet(&self) {
        self.stage.quiet(|said| self.is_here(said)).await;
    }

    fn is_here(&self, said: &Said) -> bool {
        said.channel == self.id && said.to.is_none()
    }
}
