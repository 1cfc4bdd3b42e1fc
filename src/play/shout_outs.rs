//! Shout-outs: when a channel hears what waits to be said, all of it in one message.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::due::Due;
use super::{Play, owing, preferences};
use crate::domain::calendar;
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
    let at = next_time(play, heard, zone, now);
    Due::ShoutOuts { channel: channel.clone(), zone, at }.plan(tx, workspace, at).await?;
    Ok(())
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
    let at = next_time(play, heard, *zone, now);
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
fn next_time(play: &Play, heard: Option<DateTime<Utc>>, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    // A clock set back must not silence the channel until it has caught up.
    let window = TimeDelta::minutes(play.settings.shout_out_window_minutes.into());
    let window = heard.filter(|heard| *heard <= now).map(|heard| heard + window);
    let at = window.map_or(now, |open| open.max(now));
    after_quiet_hours(at, zone, play.settings.quiet_from, play.settings.quiet_until)
}

/// `at`, or the end of the quiet hours it falls into. Quiet hours may run over midnight; where both times are
/// the same there are none.
pub(super) fn after_quiet_hours(
    at: DateTime<Utc>,
    zone: Tz,
    from: NaiveTime,
    until: NaiveTime,
) -> DateTime<Utc> {
    let time = at.with_timezone(&zone).time();
    let is_quiet = if from <= until { (from..until).contains(&time) } else { time >= from || time < until };
    if is_quiet { calendar::next(at, until, zone) } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morning(at: &str) -> String {
        let at = at.parse().unwrap();
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        after_quiet_hours(at, Tz::Europe__Berlin, time(20), time(8)).to_rfc3339()
    }

    #[test]
    fn quiet_hours_hold_shout_outs_until_morning() {
        assert_eq!(morning("2026-03-02T18:59:00Z"), "2026-03-02T18:59:00+00:00");
        assert_eq!(morning("2026-03-02T19:00:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning("2026-03-03T06:59:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning("2026-03-03T07:00:00Z"), "2026-03-03T07:00:00+00:00");
    }
}
