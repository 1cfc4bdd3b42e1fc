//! A slash command as it reached us, whichever way Slack delivered it.

use crate::domain::id::{ChannelId, UserId, WorkspaceId};

/// One slash command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The workspace it was typed in.
    pub workspace: WorkspaceId,
    /// Who typed it.
    pub user: UserId,
    /// That person's user name; may be empty, and Slack is phasing it out: only ever for show.
    pub user_name: String,
    /// Where it was typed.
    pub channel: ChannelId,
    /// The channel's name, or `directmessage`, `privategroup`; may be empty.
    pub channel_name: String,
    /// The command with its slash: `/share`.
    pub name: String,
    /// What followed, in Slack's markup.
    pub text: String,
    /// Opens one form, within three seconds.
    pub trigger_id: String,
    /// Where a later answer may go.
    pub response_url: Option<String>,
    /// What makes this delivery itself: the same for each repeat of it.
    pub delivery: String,
    /// The enterprise that the workspace belongs to.
    pub enterprise: Option<String>,
}
