//! Forgetting what is no longer needed, once a day.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::due::Due;
use super::{Play, daily_board};
use crate::domain::id::WorkspaceId;
use crate::store::{Result, Tx, agenda, contests, deliveries, posts, shares};

/// How long deliveries are remembered, and what each of them brought about in passing: Slack's last repeat comes
/// within minutes, a person's own within the hour.
const DELIVERIES_KEPT: TimeDelta = TimeDelta::days(3);

/// Work of which there is more the more people share. Its keys go by the clock, so they never come again.
const PASSING: [&str; 3] = ["decide", "homes", "shout_outs"];

/// Plans the next round: tonight at three, in UTC.
pub async fn plan(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    let date = now.date_naive() + Days::new(1);
    let at = date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(3);
    Due::Housekeeping { date }.plan(tx, workspace, at).await?;
    Ok(())
}

/// Forgets old deliveries, and words past their retention; of those only the prints stay. Boards are planned here,
/// too: each plans the next, so that one given up would have been the last.
pub async fn run(tx: &mut Tx, play: &Play, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    deliveries::prune(tx, workspace, now - DELIVERIES_KEPT).await?;
    for kind in PASSING {
        agenda::prune(tx, workspace, kind, now - DELIVERIES_KEPT).await?;
    }
    posts::prune(tx, workspace, now - DELIVERIES_KEPT).await?;
    for contest in contests::live(tx, workspace).await? {
        daily_board::plan_next(tx, workspace, &contest, contest.starts_at.max(now)).await?;
    }
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

    #[test]
    fn what_passes_is_spelled_as_it_is_planned() {
        let (at, zone) = (DateTime::UNIX_EPOCH, chrono_tz::UTC);
        let all = [
            Due::Decide { contest: "c".into(), at },
            Due::Homes { at },
            Due::ShoutOuts { channel: "C1".into(), zone, at },
        ];
        assert_eq!(all.map(|due| due.kind()), PASSING);
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_meanwhile_is_planned_for_the_next() {
        on_both_engines(async |store| {
            let story = async move |tx: &mut Tx| {
                let acme = WorkspaceId::from("T1");
                let (begun, step): (DateTime<Utc>, _) =
                    ("2026-03-02T09:00:00Z".parse().unwrap(), TimeDelta::minutes(1));
                let homes = |at| Due::Homes { at };
                let mut planned = Vec::new();
                for _ in 0..3 {
                    Due::plan_from(tx, &acme, begun, step, homes).await?;
                    Due::plan_from(tx, &acme, begun, step, homes).await?;
                    for claim in agenda::claim(tx, begun + step * 9, TimeDelta::minutes(1), 9).await? {
                        planned.push((claim.work.due_at - begun).num_minutes());
                        agenda::settle(tx, &claim, begun).await?;
                    }
                }
                assert_eq!(planned, [0, 1, 2]);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }

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
