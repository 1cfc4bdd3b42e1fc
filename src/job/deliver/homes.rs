//! Home tabs: read and published as they are at this moment.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Deliverer;
use super::trouble::{NOTHING_TO_SEND, Trouble};
use crate::domain::home::Home;
use crate::domain::id::UserId;
use crate::domain::text::fnv;
use crate::fresh;
use crate::play::{Play, glance};
use crate::slack::client::Failure;
use crate::store::homes::{self, Shown};
use crate::store::posts::{self, Claim};
use crate::store::{self, Tx};
use crate::voice;
use crate::voice::home::Lines;

/// A home as it was published.
pub(super) struct Published {
    user: UserId,
    /// What was owed when it was read: it shows what that was to show.
    covered: Vec<String>,
    /// Slack's mark of it and our print, where it is kept on.
    view: Option<(Option<String>, u64)>,
}

/// A home as it was read.
struct Read {
    covered: Vec<String>,
    /// None where none is kept: whoever was erased is left with a blank one.
    shown: Option<Shown>,
    home: Option<Home>,
    /// The picture that is due in it: of what and which day, and the same in words where it is a new one.
    due: Option<(String, Option<String>)>,
}

impl Deliverer {
    /// Publishes a home as it is at this moment, unless Slack shows just that.
    pub(super) async fn publish(&self, claim: &Claim, user: &UserId) -> Result<Published, Trouble> {
        let Some(play) = &self.homes else {
            return Err(Trouble::before(Failure::Refused { code: NOTHING_TO_SEND.into() }));
        };
        let failed = |error: store::Error| Trouble::before(Failure::NotSent { why: error.to_string() });
        let Read { covered, shown, home, due } = self.read_home(play, claim, user).await.map_err(failed)?;
        let Some((shown, home)) = shown.zip(home) else {
            self.show(user, &voice::home::blank(), None).await?;
            return Ok(Published { user: user.clone(), covered, view: None });
        };
        let picture = self.picture_of(claim, user, &shown, due.clone()).await.map_err(failed)?;
        let url = picture.as_ref().and_then(|(secret, alt)| Some((glance::picture_url(play, secret)?, alt)));
        let view = voice::home::view(&home, url.as_ref().map(|(url, alt)| Lines { url, alt }));
        let print = fnv(view.to_string().as_bytes());
        if shown.print == Some(print) {
            return Ok(Published { user: user.clone(), covered, view: Some((shown.hash, print)) });
        }
        match self.show(user, &view, shown.hash.as_deref()).await {
            Err(trouble) if url.is_some() && is_about_blocks(&trouble.failure) => {
                tracing::warn!("homes have no picture: Slack does not get it from public_url");
                self.keep_picture(claim, user, None, due).await.map_err(failed)?;
                self.show(user, &voice::home::view(&home, None), None).await?;
                Ok(Published { user: user.clone(), covered, view: None })
            }
            shown => Ok(Published { user: user.clone(), covered, view: Some((shown?, print)) }),
        }
    }

    async fn read_home(&self, play: &Play, claim: &Claim, user: &UserId) -> store::Result<Read> {
        let (workspace, now) = (&claim.workspace, self.clock.now());
        let draws = self.pictures.is_some() && glance::picture_url(play, "").is_some();
        self.store
            .read(async |tx| {
                // First: what is owed after this is not covered, even where each statement sees what is new.
                let covered = posts::waiting(tx, claim).await?;
                let shown = homes::find(tx, workspace, user).await?;
                let home = glance::read(tx, play, workspace, user, now).await?;
                let mut due = None;
                if let (true, Some(shown), Some(home)) = (draws, &shown, &home)
                    && let Some((contest, of)) = glance::chart_of(home)
                {
                    due = match shown.picture_of.as_ref() == Some(&of) {
                        true => Some((of, None)),
                        false => {
                            let chart = glance::chart(tx, workspace, home, &contest).await?;
                            chart.map(|chart| (of, Some(chart.alt)))
                        }
                    };
                }
                Ok(Read { covered, shown, home, due })
            })
            .await
    }

    /// The secret of the picture that is due, and the same in words. A new one is kept before Slack hears of it, which
    /// fetches it at once.
    async fn picture_of(
        &self,
        claim: &Claim,
        user: &UserId,
        shown: &Shown,
        due: Option<(String, Option<String>)>,
    ) -> store::Result<Option<(String, String)>> {
        match due {
            None => Ok(None),
            Some((_, None)) => Ok(shown.picture.clone().zip(shown.picture_alt.clone())),
            Some((of, Some(alt))) => {
                let secret = fresh::secret();
                let picture = Some((secret.clone(), alt.clone()));
                self.keep_picture(claim, user, picture.clone(), Some((of, None))).await?;
                Ok(picture)
            }
        }
    }

    async fn keep_picture(
        &self,
        claim: &Claim,
        user: &UserId,
        picture: Option<(String, String)>,
        due: Option<(String, Option<String>)>,
    ) -> store::Result<()> {
        let Some((of, _)) = due else { return Ok(()) };
        let (workspace, user) = (claim.workspace.clone(), user.clone());
        let keep = async move |tx: &mut Tx| {
            let picture = picture.as_ref().map(|(secret, alt)| (secret.as_str(), alt.as_str()));
            homes::keep_picture(tx, &workspace, &user, picture, &of).await
        };
        self.store.write(keep).await
    }

    /// Has Slack show a view; gives Slack's mark of it. `hash` is that of the view we know to be there, so that an attempt
    /// of ours that arrives late shows nothing older over something newer.
    async fn show(&self, user: &UserId, view: &Value, hash: Option<&str>) -> Result<Option<String>, Trouble> {
        let mut arguments = json!({"user_id": user, "view": view});
        if let Some(hash) = hash {
            arguments["hash"] = hash.into();
        }
        let mut answer = self.slack.call("views.publish", &arguments).await;
        // An attempt of ours arrived whose answer did not, or the app was installed anew.
        if hash.is_some() && matches!(&answer, Err(Failure::Refused { code }) if code == "hash_conflict") {
            arguments = json!({"user_id": user, "view": view});
            answer = self.slack.call("views.publish", &arguments).await;
        }
        let answer = answer.map_err(Trouble::in_deed)?;
        Ok(answer["view"]["hash"].as_str().map(str::to_owned))
    }
}

/// Settles what was owed until a home was read, and keeps what it shows.
pub(super) async fn published(
    tx: &mut Tx,
    claim: &Claim,
    published: &Published,
    now: DateTime<Utc>,
) -> store::Result<bool> {
    let (workspace, user) = (&claim.workspace, &published.user);
    if !posts::settle_away(tx, claim, &published.covered, now).await? {
        return Ok(false);
    }
    if let Some((hash, print)) = &published.view {
        homes::keep_view(tx, workspace, user, hash.as_deref(), *print).await?;
    }
    Ok(true)
}

/// Whether Slack does not like what a view holds.
fn is_about_blocks(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { code } if code == "invalid_arguments" || code == "invalid_blocks")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;

    use super::*;
    use crate::clock::Clock;
    use crate::config::{Presets, Settings};
    use crate::domain::roster::{Membership, Person};
    use crate::event::{self, Event, EventKind};
    use crate::job::Runner;
    use crate::play::{failed_post, home};
    use crate::slack::client::fake::{Answer, FakeSlack};
    use crate::store::roster;
    use crate::store::testing::on_both_engines;

    /// Ann opens her home `times`, and everything arrives; what Slack was called with.
    async fn opened(store: store::Store, times: usize, answers: Vec<Answer>) -> (Vec<Value>, Option<Shown>) {
        let (slack, api) = FakeSlack::start(answers).await;
        let clock = Clock::frozen_at("2026-03-02T09:00:00Z".parse().unwrap());
        let play = Play::new(
            store.clone(),
            clock.clone(),
            Presets::load(None).unwrap(),
            Settings::load(None).unwrap(),
        );
        let play = play.unwrap();
        let ann = Person {
            id: "U1".into(),
            name: "Ann".to_owned(),
            zone: chrono_tz::UTC,
            standing: Membership::Member,
            deactivated: false,
        };
        let now = clock.now();
        store.write(async move |tx| roster::learn(tx, &"T1".into(), &ann, now).await).await.unwrap();
        for time in 0..times {
            let kind = EventKind::AppHomeOpened { user: "U1".into() };
            let event = Event { workspace: "T1".into(), delivery: format!("E{time}"), time: None, kind };
            event::take(&play, event, &"UBOT".into()).await.unwrap();
        }
        let deliverer = Deliverer::new(store.clone(), clock.clone(), api, failed_post::tell_manager);
        let deliverer = deliverer.with_homes(play);
        let runner = Runner::new(store.clone(), clock, Arc::new(()), &[], deliverer);
        Arc::new(runner).settle(TimeDelta::minutes(1)).await.unwrap();
        let kept = store.read(async |tx| homes::find(tx, &"T1".into(), &"U1".into()).await).await.unwrap();
        let left = store.read(async |tx| posts::backlog(tx, now + TimeDelta::hours(1)).await).await.unwrap();
        assert_eq!(left.owed, 0, "nothing waits");
        (slack.calls().into_iter().map(|(_, arguments)| arguments).collect(), kept)
    }

    fn with_hash(hash: &str) -> Answer {
        Answer::Json(json!({"ok": true, "view": {"hash": hash}}))
    }

    #[tokio::test]
    async fn what_was_owed_by_then_goes_out_with_one_view() {
        on_both_engines(async |store| {
            let (calls, kept) = opened(store, 3, vec![with_hash("h1")]).await;
            assert_eq!(calls.len(), 1);
            assert_eq!((&calls[0]["user_id"], &calls[0]["view"]["type"]), (&json!("U1"), &json!("home")));
            assert_eq!(kept.unwrap().hash.as_deref(), Some("h1"));
        })
        .await;
    }

    #[tokio::test]
    async fn a_home_refused_for_good_rests_until_it_is_opened_again() {
        on_both_engines(async |store| {
            let (calls, kept) = opened(store.clone(), 1, vec![Answer::Refusal("not_enabled")]).await;
            assert_eq!((calls.len(), kept), (1, None));
            let (calls, kept) = opened(store, 1, vec![with_hash("h2")]).await;
            assert_eq!((calls.len(), kept.unwrap().hash.as_deref()), (1, Some("h2")));
        })
        .await;
    }

    #[tokio::test]
    async fn a_view_that_slack_has_changed_is_replaced_and_one_that_it_shows_is_not_sent_again() {
        on_both_engines(async |store| {
            opened(store.clone(), 1, vec![with_hash("h1")]).await;
            let conflict = vec![Answer::Refusal("hash_conflict"), with_hash("h2")];
            let (calls, kept) = opened(store.clone(), 1, conflict).await;
            assert_eq!((&calls[0]["hash"], calls[1].get("hash")), (&json!("h1"), None));
            assert_eq!(calls[0]["view"], calls[1]["view"]);
            assert_eq!(kept.unwrap().hash.as_deref(), Some("h2"));
            let again = async |tx: &mut Tx| {
                let now = "2026-03-02T09:00:00Z".parse().unwrap();
                home::publish(tx, &"T1".into(), &"U1".into(), now).await
            };
            store.write(again).await.unwrap();
            assert_eq!(opened(store, 0, Vec::new()).await.0, [] as [Value; 0]);
        })
        .await;
    }
}
