//! Owed posts on both engines.

use super::*;
use crate::store::testing::game::person;
use crate::store::testing::{Ground, on_both_engines};
use crate::store::{Store, roster, workspaces};

const LEASE: TimeDelta = TimeDelta::seconds(30);

/// Seconds after nine.
fn at(seconds: i64) -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

fn acme() -> WorkspaceId {
    "T1".into()
}

fn post(key: &str, channel: &str, due: i64) -> Post {
    let message = Message::new(key, None);
    let call = Call::PostMessage { channel: channel.into(), event_type: EventType::Notice, message };
    Post { key: key.to_owned(), call, due_at: at(due) }
}

fn reaction(key: &str, channel: &str) -> Post {
    let call = Call::AddReaction { channel: channel.into(), ts: "1.2".into(), name: "tada".into() };
    Post { key: key.to_owned(), call, due_at: at(0) }
}

async fn owe_all(store: &Store, posts: Vec<Post>) {
    let owe_all = async move |tx: &mut Tx| {
        for post in posts {
            assert!(owe(tx, &acme(), &post).await?);
        }
        Ok(())
    };
    store.write(owe_all).await.unwrap();
}

async fn claim_at(store: &Store, seconds: i64) -> Vec<Claim> {
    store.write(async move |tx| claim(tx, at(seconds), LEASE, 10).await).await.unwrap()
}

fn keys(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.post.key.as_str()).collect()
}

/// Claims exactly one post.
async fn claim_one(store: &Store, seconds: i64) -> Claim {
    let mut claims = claim_at(store, seconds).await;
    assert_eq!(claims.len(), 1, "{:?}", keys(&claims));
    claims.remove(0)
}

async fn deliver(store: &Store, claim: Claim, seconds: i64) -> bool {
    let sent = Sent { channel: "C1".into(), ts: Some(format!("{seconds}.0")) };
    store.write(async move |tx| settle_done(tx, &claim, &sent, at(seconds)).await).await.unwrap()
}

async fn next(store: &Store, seconds: i64) -> Option<DateTime<Utc>> {
    store.read(async move |tx| next_due(tx, at(seconds)).await).await.unwrap()
}

#[tokio::test]
async fn a_lane_goes_out_in_order_a_second_apart_and_other_lanes_beside_it() {
    on_both_engines(async |store| {
        let owed =
            vec![post("second", "C1", 2), post("first", "C1", 1), post("tie", "C1", 2), post("far", "C2", 9)];
        owe_all(&store, owed).await;
        owe_all(&store, vec![reaction("tada", "C1")]).await;
        assert_eq!(next(&store, 0).await, Some(at(0)));
        let claims = claim_at(&store, 3).await;
        assert_eq!(keys(&claims), ["tada", "first"]);
        assert!(claim_at(&store, 3).await.is_empty());
        for claim in claims {
            assert!(deliver(&store, claim, 3).await);
        }
        assert!(claim_at(&store, 3).await.is_empty());
        assert_eq!(next(&store, 3).await, Some(at(4)));
        let second = claim_one(&store, 4).await;
        assert_eq!(second.post, post("second", "C1", 2));
        deliver(&store, second, 4).await;
        assert_eq!(keys(&claim_at(&store, 5).await), ["tie"]);
        assert_eq!(next(&store, 5).await, Some(at(9)));
    })
    .await;
}

#[tokio::test]
async fn a_key_is_owed_once_for_ever_and_remembers_where_it_went() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0)]).await;
        let claim = claim_one(&store, 0).await;
        deliver(&store, claim, 5).await;
        assert!(!store.write(async |tx| owe(tx, &acme(), &post("a", "C1", 9)).await).await.unwrap());
        owe_all(&store, vec![post("b", "C2", 0)]).await;
        let is_at = async |key: &'static str| {
            store.read(async |tx| whereabouts(tx, &acme(), key).await).await.unwrap()
        };
        let sent = Sent { channel: "C1".into(), ts: Some("5.0".into()) };
        assert_eq!(is_at("a").await, Whereabouts::Sent(sent));
        assert_eq!(is_at("b").await, Whereabouts::Waiting);
        assert_eq!(is_at("never owed").await, Whereabouts::Nowhere);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_is_kept_and_marks_are_forgotten_after_a_while() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("said", "C1", 0), reaction("mark", "C2"), reaction("waits", "C3")]).await;
        for claim in claim_at(&store, 0).await {
            if claim.post.key != "waits" {
                deliver(&store, claim, 5).await;
            }
        }
        let prune_at = async |seconds: i64| {
            store.write(async move |tx| prune(tx, &acme(), at(seconds)).await).await.unwrap();
        };
        let is_new = async |key: &'static str| {
            store.write(async |tx| owe(tx, &acme(), &reaction(key, "C9")).await).await.unwrap()
        };
        prune_at(5).await;
        assert!(!is_new("mark").await, "known so far");
        prune_at(6).await;
        assert!(is_new("mark").await, "and no more");
        assert!(!is_new("said").await && !is_new("waits").await);
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_ran_out_is_uncertain_and_its_holder_can_settle_nothing() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0)]).await;
        let slow = claim_one(&store, 0).await;
        assert!(!slow.uncertain);
        assert_eq!(next(&store, 0).await, Some(at(30)));
        let quick = claim_one(&store, 30).await;
        assert!(quick.uncertain);
        assert_eq!(quick.attempt, 2);
        assert!(!deliver(&store, slow.clone(), 31).await);
        let fail = async move |tx: &mut Tx| {
            assert!(!put_back(tx, &slow, at(60), true, "late").await?);
            settle_failed(tx, &slow, "late", at(31)).await
        };
        assert!(!store.write(fail).await.unwrap());
        assert!(deliver(&store, quick, 31).await);
    })
    .await;
}

#[tokio::test]
async fn a_post_put_back_holds_its_lane_and_one_that_failed_does_not() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0), post("b", "C1", 0)]).await;
        let a = claim_one(&store, 0).await;
        assert!(
            store.write(async move |tx| put_back(tx, &a, at(20), true, "no answer").await).await.unwrap()
        );
        assert!(claim_at(&store, 19).await.is_empty());
        let a = claim_one(&store, 20).await;
        assert!(a.uncertain && a.post.key == "a");
        assert!(
            store.write(async move |tx| settle_failed(tx, &a, "is_archived", at(20)).await).await.unwrap()
        );
        assert_eq!(claim_one(&store, 21).await.post.key, "b");
    })
    .await;
}

#[tokio::test]
async fn a_paused_workspace_keeps_what_is_owed() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0)]).await;
        let pause = async |tx: &mut Tx| workspaces::pause(tx, &acme(), "token_revoked", at(0), at(300)).await;
        store.write(pause).await.unwrap();
        assert!(claim_at(&store, 299).await.is_empty());
        assert_eq!(next(&store, 1).await, Some(at(300)));
        store.write(async |tx| workspaces::resume(tx, &acme()).await).await.unwrap();
        assert_eq!(claim_one(&store, 1).await.post.key, "a");
    })
    .await;
}

#[tokio::test]
async fn only_what_was_never_tried_can_be_withdrawn() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0), post("b", "C1", 0)]).await;
        let a = claim_one(&store, 0).await;
        let take_back = async |tx: &mut Tx| {
            assert!(!withdraw(tx, &acme(), "a", at(0)).await?);
            assert!(withdraw(tx, &acme(), "b", at(0)).await?);
            backlog(tx, at(0)).await
        };
        assert_eq!(store.write(take_back).await.unwrap(), Backlog { owed: 1, due: 1, since: Some(at(0)) });
        assert!(deliver(&store, a, 0).await);
        assert!(claim_at(&store, 60).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_keep_a_lane_at_rest() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0)]).await;
        let a = claim_one(&store, 3600).await;
        deliver(&store, a, 3600).await;
        owe_all(&store, vec![post("b", "C1", 0)]).await;
        assert_eq!(next(&store, 0).await, Some(at(0)));
        assert_eq!(claim_one(&store, 0).await.post.key, "b");
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_does_not_keep_others_waiting() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("odd", "C1", 0), post("good", "C2", 0)]).await;
        let spoil = async |tx: &mut Tx| {
            Ok(execute!(tx, "UPDATE owed_posts SET call = '{\"call\":\"sing\"}' WHERE key = 'odd'")?)
        };
        store.write(spoil).await.unwrap();
        assert_eq!(keys(&claim_at(&store, 0).await), ["good"]);
        assert_eq!(next(&store, 0).await, Some(at(30)));
    })
    .await;
}

#[tokio::test]
async fn two_who_claim_at_once_never_get_the_same_post_or_lane() {
    let Some(ground) = Ground::postgres().await else { return };
    let story = async |ground: &Ground| {
        let posts = (0..40).map(|n| post(&format!("{n:02}"), &format!("C{}", n % 20), 0)).collect();
        owe_all(&ground.store, posts).await;
        let claims = (0..16).map(|_| ground.store.write(async |tx| claim(tx, at(0), LEASE, 5).await));
        let claims = futures_util::future::join_all(claims).await;
        let mut lanes: Vec<_> =
            claims.into_iter().flat_map(Result::unwrap).map(|c| c.post.call.lane()).collect();
        lanes.sort();
        let claimed = lanes.len();
        lanes.dedup();
        assert_eq!((claimed, lanes.len()), (20, 20));
    };
    ground.run(story).await;
}

#[tokio::test]
async fn a_clock_set_back_keeps_nothing_waiting_that_was_due() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("sending", "C1", 1000), post("put back", "C2", 1000)]).await;
        owe_all(&store, vec![post("new", "C3", 1000), post("for later", "C4", 2000)]).await;
        for claim in claim_at(&store, 1000).await {
            if claim.post.key == "put back" {
                let put_back =
                    async move |tx: &mut Tx| put_back(tx, &claim, at(1300), true, "HTTP 500").await;
                assert!(store.write(put_back).await.unwrap());
            } else if claim.post.key == "new" {
                let put_back = async move |tx: &mut Tx| put_back(tx, &claim, at(1000), false, "").await;
                assert!(store.write(put_back).await.unwrap());
            }
        }
        store.write(async |tx| clock_set_back(tx, at(1000), at(0), LEASE).await).await.unwrap();
        let ready = claim_at(&store, 0).await;
        assert_eq!(keys(&ready), ["new", "put back"]);
        assert!(ready[1].uncertain, "what may have reached Slack still may have");
        assert_eq!(keys(&claim_at(&store, 29).await), Vec::<&str>::new());
        assert!(keys(&claim_at(&store, 30).await).contains(&"sending"));
    })
    .await;
}

#[tokio::test]
async fn a_start_after_a_crash_releases_what_was_being_sent() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("a", "C1", 0)]).await;
        let dead = claim_one(&store, 0).await;
        store.write(async |tx| release_all(tx, at(1)).await).await.unwrap();
        let claim = claim_one(&store, 1).await;
        assert!(claim.uncertain);
        assert!(!deliver(&store, dead, 1).await);
        assert!(deliver(&store, claim, 1).await);
    })
    .await;
}

#[tokio::test]
async fn what_an_attempt_has_come_to_is_kept_for_the_next_unless_it_was_overtaken() {
    on_both_engines(async |store| {
        owe_all(&store, vec![post("one", "C1", 0)]).await;
        let first = claim_one(&store, 0).await;
        let keep = async |claim: &Claim, file: &str| {
            let mut call = claim.post.call.clone();
            if let Call::PostMessage { message, .. } = &mut call {
                message.files = vec![file.to_owned()];
            }
            let claim = claim.clone();
            store.write(async move |tx| keep_call(tx, &claim, &call).await).await.unwrap()
        };
        let files = |claim: &Claim| match &claim.post.call {
            Call::PostMessage { message, .. } => message.files.clone(),
            _ => Vec::new(),
        };
        assert!(keep(&first, "F1").await);
        assert!(!keep(&first, "F2").await, "the call is no longer as it was claimed");
        let second = claim_one(&store, 31).await;
        assert_eq!(files(&second), ["F1"]);
        assert!(!keep(&first, "F3").await, "the claim has passed on");
        assert!(deliver(&store, second, 31).await);
    })
    .await;
}

#[tokio::test]
async fn what_one_doing_covers_goes_away_and_what_came_since_waits() {
    on_both_engines(async |store| {
        let publish = |key: &str, user: &str| {
            let call = Call::PublishHome { user: user.into() };
            Post { key: key.to_owned(), call, due_at: at(0) }
        };
        owe_all(&store, vec![publish("one", "U1"), publish("two", "U1"), publish("else", "U2")]).await;
        let mine = claim_at(&store, 0).await.into_iter().find(|claim| claim.post.key == "one").unwrap();
        let claim = mine.clone();
        let mut covered = store.read(async |tx| waiting(tx, &claim).await).await.unwrap();
        covered.sort();
        assert_eq!(covered, ["one", "two"]);
        owe_all(&store, vec![publish("three", "U1")]).await;
        let settle = async move |tx: &mut Tx| {
            assert!(settle_away(tx, &mine, &covered, at(1)).await?);
            assert!(!settle_away(tx, &mine, &covered, at(1)).await?, "the claim is used up");
            for gone in ["one", "two"] {
                assert_eq!(whereabouts(tx, &acme(), gone).await?, Whereabouts::Nowhere);
            }
            assert_eq!(whereabouts(tx, &acme(), "three").await?, Whereabouts::Waiting);
            Ok(())
        };
        store.write(settle).await.unwrap();
        assert!(claim_at(&store, 1).await.is_empty(), "the lane rests");
        assert_eq!(claim_one(&store, 2).await.post.key, "three");
    })
    .await;
}

#[tokio::test]
async fn those_are_found_who_were_told_and_what_failed_is_not_waited_for() {
    on_both_engines(async |store| {
        let tell = |user: &str| {
            let message = Message::new("a question", None);
            let call = Call::DirectMessage { user: user.into(), event_type: EventType::Notice, message };
            Post { key: format!("review:1:{user}"), call, due_at: at(0) }
        };
        owe_all(&store, vec![tell("U1"), tell("U2"), tell("U3"), post("review:1:told:U1", "U1", 0)]).await;
        let learn = async |tx: &mut Tx| {
            for user in ["U1", "U2", "U3", "U4"] {
                roster::learn(tx, &acme(), &person(user), at(0)).await?;
            }
            Ok(())
        };
        store.write(learn).await.unwrap();
        for claim in claim_at(&store, 1).await {
            match claim.post.key.as_str() {
                "review:1:U1" => assert!(deliver(&store, claim, 1).await),
                "review:1:U2" => {
                    let fail = async move |tx: &mut Tx| settle_failed(tx, &claim, "no", at(1)).await;
                    assert!(store.write(fail).await.unwrap());
                }
                _ => {}
            }
        }
        let told = store.read(async |tx| told(tx, &acme(), "review:1").await).await.unwrap();
        let told: Vec<(&str, &str)> = told.iter().map(|(key, user)| (key.as_str(), user.as_str())).collect();
        assert_eq!(told, [("review:1:U1", "U1"), ("review:1:U3", "U3")]);
        let whom =
            async |key: &'static str| store.read(async |tx| told_to(tx, &acme(), key).await).await.unwrap();
        assert_eq!(whom("review:1:U1").await, Some("U1".into()));
        assert_eq!((whom("review:1:U2").await, whom("review:9:U1").await), (None, None));
    })
    .await;
}
