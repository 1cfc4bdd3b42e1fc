//! Forgetting what is no longer needed, once a day.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::Play;
use super::due::Due;
use crate::domain::id::WorkspaceId;
use crate::store::{Result, Tx, agenda, deliveries, shares};

/// How long deliveries are remembered: Slack's last repeat comes within minutes, a person's own within the
/// hour.
const DELIVERIES_KEPT: TimeDelta = TimeDelta::days(3);

/// Plans the next round: tonight at three, in UTC.
pub async fn plan(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    let date = now.date_naive() + Days::new(1);
    let at = date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(3);
    Due::Housekeeping { date }.plan(tx, workspace, at).await?;
    Ok(())
}

/// Forgets old deliveries, and words past their retention; of those only the prints stay.
pub async fn run(tx: &mut Tx, play: &Play, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    deliveries::prune(tx, now - DELIVERIES_KEPT).await?;
    // While people look at their homes there is one a minute.
    agenda::prune(tx, workspace, Due::Homes { at: now }.kind(), now - DELIVERIES_KEPT).await?;
    let kept = play.settings.retention_days;
    if kept > 0 {
        shares::forget_old_words(tx, workspace, now - TimeDelta::days(kept.into())).await?;
    }
    plan(tx, workspace, now).await
}
