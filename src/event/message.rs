//! Messages: a link posted in a contest's channel counts for whoever posted it.

use chrono::{DateTime, TimeDelta, Utc};

use super::MessageRef;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::share::{Draft, DraftFault};
use crate::play::choose::Door;
use crate::play::edit_share::{Edited, edit_message};
use crate::play::record_share::record_share;
use crate::play::submission::Submission;
use crate::play::{Asker, Play};
use crate::store::Result;

/// A person posted a message.
pub(super) async fn posted(
    play: &Play,
    workspace: WorkspaceId,
    delivery: String,
    message: MessageRef,
    user: UserId,
    text: &str,
) -> Result<()> {
    // What cannot be scored is talk: nobody is told off for it.
    let Ok(draft) = read(text) else { return Ok(()) };
    let Some(at) = instant(&message.ts) else { return Ok(()) };
    let submission = Submission {
        asker: Asker { workspace, user, delivery },
        draft,
        door: Door::Message { channel: message.channel, ts: message.ts },
        at,
        is_vouched: false,
    };
    record_share(play, submission).await?;
    Ok(())
}

/// A person edited a message.
pub(super) async fn edited(
    play: &Play,
    workspace: WorkspaceId,
    delivery: String,
    message: MessageRef,
    user: UserId,
    text: &str,
    edit: String,
) -> Result<()> {
    let Some(posted_at) = instant(&message.ts) else { return Ok(()) };
    let asker = Asker { workspace, user, delivery };
    let draft = read(text).ok();
    let (channel, ts) = (message.channel, message.ts);
    edit_message(play, Edited { asker, channel, ts, draft, posted_at, edit }).await
}

/// A message counts at its own time: "yesterday" in it is a word of the story, not an instruction.
fn read(text: &str) -> Result<Draft, DraftFault> {
    Draft::parse(text).map(|draft| Draft { yesterday: false, ..draft })
}

/// The instant that Slack's name for a message tells: seconds since 1970, to the microsecond.
fn instant(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, micros) = ts.split_once('.')?;
    let micros: i64 = format!("{micros:0<6}").get(..6)?.parse().ok()?;
    let at = DateTime::from_timestamp(seconds.parse().ok()?, 0)? + TimeDelta::microseconds(micros);
    DateTime::from_timestamp_millis(at.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn a_messages_name_tells_when_it_was_posted() {
        assert_eq!(instant("1767600000.123456").unwrap().timestamp_millis(), 1_767_600_000_123);
        for odd in ["", "1767600000", "x.1", "1.x", "1.ü000000", "99999999999999999.0"] {
            assert_eq!(instant(odd), None, "{odd}");
        }
    }
}
