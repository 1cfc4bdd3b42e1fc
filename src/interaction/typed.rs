//! An interaction as it reached us, whichever way Slack delivered it.

use super::filled::Filled;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};

/// Something a person did with what the bot showed, or a shortcut they used.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// The workspace whose installation of the bot it is meant for.
    pub workspace: WorkspaceId,
    /// Who did it.
    pub user: UserId,
    /// Opens one form, within three seconds; a form that was closed brings none.
    pub trigger_id: Option<String>,
    /// What makes this delivery itself: the same for each repeat of it.
    pub delivery: String,
    /// Where a later answer may go.
    pub response_url: Option<String>,
    /// What was done.
    pub kind: InteractionKind,
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum InteractionKind {
    /// A button was pressed or a choice made.
    Click {
        /// The element's name.
        action_id: String,
        /// The name of the block around it; may be empty.
        block_id: String,
        /// The button's value, or what was chosen.
        value: Option<String>,
        /// The channel of the message it is in.
        channel: Option<ChannelId>,
        /// The message it is in.
        message_ts: Option<String>,
        /// Whether that message is seen by one person only: such a message cannot be updated by its `ts`.
        ephemeral: bool,
        /// The form or home it is in.
        view: Option<View>,
        /// Slack's name for the moment: later ones have greater ones. May be empty.
        at: String,
    },
    /// A form was sent.
    ViewSubmitted(View),
    /// A form was closed without being sent.
    ViewClosed(View),
    /// A shortcut was used from anywhere.
    Shortcut {
        /// Its name.
        callback_id: String,
    },
    /// A shortcut was used on a message.
    MessageShortcut {
        /// Its name.
        callback_id: String,
        /// Where the message stands.
        channel: ChannelId,
        /// Which message.
        message_ts: String,
        /// Who wrote it; none where a bot did.
        message_user: Option<UserId>,
        /// What it says, in Slack's markup.
        message_text: String,
    },
}

/// A form or a home tab, with what has been filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Slack's id (`V…`).
    pub view_id: String,
    /// The name we gave it; may be empty.
    pub callback_id: String,
    /// What we wrote into it for ourselves; may be empty.
    pub private_metadata: String,
    /// Whether it is the home tab, not a form.
    pub is_home: bool,
    /// What stands in its fields.
    pub filled: Filled,
    /// Which state of the view the person saw, to update it safely.
    pub hash: Option<String>,
}
