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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::config::{Presets, Settings};
    use crate::store::testing::on_both_engines;

    #[tokio::test]
    async fn publishing_homes_is_forgotten_after_three_days() {
        on_both_engines(async |store| {
            let begun = "2026-03-02T09:00:00Z".parse().unwrap();
            let (presets, settings) = (Presets::load(None).unwrap(), Settings::load(None).unwrap());
            let play = Play::new(store.clone(), Clock::frozen_at(begun), presets, settings).unwrap();
            let story = async move |tx: &mut Tx| {
                let (acme, due) = (WorkspaceId::from("T1"), Due::Homes { at: begun });
                assert!(due.plan(tx, &acme, begun).await?);
                for claim in agenda::claim(tx, begun, TimeDelta::minutes(1), 9).await? {
                    agenda::settle(tx, &claim, begun).await?;
                }
                run(tx, &play, &acme, begun + DELIVERIES_KEPT).await?;
                assert!(!due.plan(tx, &acme, begun).await?, "known so far");
                run(tx, &play, &acme, begun + DELIVERIES_KEPT + TimeDelta::seconds(1)).await?;
                assert!(due.plan(tx, &acme, begun).await?, "and no more");
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }
}
