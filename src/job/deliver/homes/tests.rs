//! Homes, on both engines and beside a Slack that answers as it is told.

use std::sync::Arc;

use chrono::TimeDelta;

use super::*;
use crate::clock::Clock;
use crate::config::{Presets, Settings};
use crate::domain::picture::Look;
use crate::event::{self, Event, EventKind};
use crate::job::Runner;
use crate::play::{failed_post, home};
use crate::slack::client::fake::{Answer, FakeSlack};
use crate::store::testing::game::{acme, at, book, c1, contest, paid, person, score};
use crate::store::testing::on_both_engines;
use crate::store::{contests, entrants, roster};

/// What the bot's homes are read with.
fn playing(store: &store::Store, at: DateTime<Utc>) -> Play {
    let (presets, settings) = (Presets::load(None).unwrap(), Settings::load(None).unwrap());
    Play::new(store.clone(), Clock::frozen_at(at), presets, settings).unwrap()
}

/// Somebody opens their home `times`, and everything arrives; what Slack was called with, and what is kept of it.
async fn opens(
    play: &Play,
    user: &UserId,
    times: usize,
    answers: Vec<Answer>,
) -> (Vec<Value>, Option<Shown>) {
    let (slack, api) = FakeSlack::start(answers).await;
    let (store, clock) = (play.store.clone(), play.clock.clone());
    for time in 0..times {
        let kind = EventKind::AppHomeOpened { user: user.clone() };
        let event = Event { workspace: acme(), delivery: format!("E{time}"), time: None, kind };
        event::take(play, event, &"UBOT".into()).await.unwrap();
    }
    let deliverer = Deliverer::new(store.clone(), clock.clone(), api, failed_post::tell_manager);
    let deliverer = deliverer.with_homes(play.clone()).with_pictures(Some(Look::Light));
    let runner = Runner::new(store.clone(), clock.clone(), Arc::new(()), &[], deliverer);
    Arc::new(runner).settle(TimeDelta::minutes(1)).await.unwrap();
    let kept = store.read(async |tx| homes::find(tx, &acme(), user).await).await.unwrap();
    let late = clock.now() + TimeDelta::hours(1);
    let left = store.read(async |tx| posts::backlog(tx, late).await).await.unwrap();
    assert_eq!(left.owed, 0, "nothing waits");
    (slack.calls().into_iter().map(|(_, arguments)| arguments).collect(), kept)
}

/// The same of Ann, who plays nothing.
async fn opened(store: store::Store, times: usize, answers: Vec<Answer>) -> (Vec<Value>, Option<Shown>) {
    let play = playing(&store, at(0));
    store.write(async |tx| roster::learn(tx, &acme(), &person("ann"), at(0)).await).await.unwrap();
    opens(&play, &"ann".into(), times, answers).await
}

fn with_hash(hash: &str) -> Answer {
    Answer::Json(json!({"ok": true, "view": {"hash": hash}}))
}

fn picture(call: &Value) -> Option<&str> {
    call["view"]["blocks"].as_array()?.iter().find_map(|block| block["image_url"].as_str())
}

#[tokio::test]
async fn where_slack_does_not_get_the_picture_the_words_stand_alone_that_day() {
    on_both_engines(async |store| {
        let played = async |tx: &mut Tx| {
            contests::create(tx, &acme(), &contest("c1", 9), &book()).await?;
            roster::learn(tx, &acme(), &person("ann"), at(0)).await?;
            entrants::join(tx, &acme(), &c1(), &"ann".into(), at(0)).await?;
            paid(tx, &c1(), "s1", "ann", 3, &score(7)).await.map(drop)
        };
        store.write(played).await.unwrap();
        let (play, ann) = (playing(&store, at(3 * 24 * 60)), UserId::from("ann"));
        play.site.stands_at("https://bot.example".to_owned(), true);
        let refused = vec![Answer::Refusal("invalid_arguments"), with_hash("h1")];
        let (calls, kept) = opens(&play, &ann, 1, refused).await;
        assert!(picture(&calls[0]).unwrap().starts_with("https://bot.example/tv/lines/"), "{}", calls[0]);
        assert_eq!((calls.len(), picture(&calls[1])), (2, None));
        let kept = kept.unwrap();
        assert_eq!((kept.picture, kept.picture_of.as_deref()), (None, Some("c1|2026-03-05")));
        let (calls, _) = opens(&play, &ann, 1, vec![with_hash("h2")]).await;
        assert_eq!((calls.len(), picture(&calls[0])), (1, None), "it is not asked again that day");
        play.clock.set(at(4 * 24 * 60));
        let (calls, kept) = opens(&play, &ann, 1, vec![with_hash("h3")]).await;
        assert_eq!(calls.len(), 1);
        assert!(picture(&calls[0]).unwrap().contains(&kept.unwrap().picture.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn what_was_owed_by_then_goes_out_with_one_view() {
    on_both_engines(async |store| {
        let (calls, kept) = opened(store, 3, vec![with_hash("h1")]).await;
        assert_eq!(calls.len(), 1);
        assert_eq!((&calls[0]["user_id"], &calls[0]["view"]["type"]), (&json!("ann"), &json!("home")));
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
        let again = async |tx: &mut Tx| home::publish(tx, &acme(), &"ann".into(), at(0)).await;
        store.write(again).await.unwrap();
        assert_eq!(opened(store, 0, Vec::new()).await.0, [] as [Value; 0]);
    })
    .await;
}
