//! Shout-outs: when a channel hears what waits to be said, all of it in one message.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::due::Due;
use super::{Play, for_everybody, owing, preferences};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::store::posts::EventType;
use crate::store::{Result, Tx, praises};
use crate::voice;

/// Plans the channel's next shout-out: at once if it heard none lately, else when the window is over; in
/// quiet hours, in the morning.
pub(super) async fn plan(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<()> {
    let heard = praises::last_heard(tx, workspace, channel).await?;
    let at = next_time(tx, play, workspace, heard, zone, now).await?;
    let shout_outs = |at| Due::ShoutOuts { channel: channel.clone(), zone, at };
    Due::plan_from(tx, workspace, at, TimeDelta::seconds(1), shout_outs).await
}

/// A channel's shout-out falls due: everything that waits goes out in one message. If another went out since
/// this was planned, or the quiet hours have begun, it waits again.
pub(crate) async fn shout_out_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::ShoutOuts { channel, zone, .. } = due else { return Ok(()) };
    let heard = praises::last_heard(tx, workspace, channel).await?;
    let at = next_time(tx, play, workspace, heard, *zone, now).await?;
    if at > now {
        let again = Due::ShoutOuts { channel: channel.clone(), zone: *zone, at };
        again.plan(tx, workspace, at).await?;
        return Ok(());
    }
    let key = due.key();
    let waiting = praises::take_waiting(tx, workspace, channel, &key).await?;
    let (waiting, mentioned) = preferences::as_wanted(tx, workspace, waiting).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let message = voice::shout_out::shout_out(&waiting, &mentioned);
    owing::post(tx, workspace, channel, EventType::ShoutOut, &key, &message, now).await?;
    praises::keep_heard(tx, workspace, channel, now).await
}

/// When a channel that heard its last shout-out at `heard` can hear the next.
async fn next_time(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    heard: Option<DateTime<Utc>>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    // A clock set back must not silence the channel until it has caught up.
    let window = TimeDelta::minutes(play.settings.shout_out_window_minutes.into());
    let window = heard.filter(|heard| *heard <= now).map(|heard| heard + window);
    let at = window.map_or(now, |open| open.max(now));
    Ok(for_everybody::of(tx, play, workspace).await?.quiet.after(at, zone))
}
