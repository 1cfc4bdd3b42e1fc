//! Shares that come in at the same moment.

use futures_util::future::join_all;

use super::deed::Deed;
use super::{History, REPS, WORKSPACES, invariants};
use crate::domain::receipt::Receipt;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::share::Draft;
use crate::play::Asker;
use crate::play::choose::Door;
use crate::play::record_share::record_share;
use crate::play::submission::Submission;
use crate::store::Store;
use crate::store::testing::books::Books;
use crate::store::testing::on_both_engines;

/// Everybody shares at once: who, what, and in which channel.
async fn all_at_once(history: &mut History, shares: &[(&str, String, &str)]) -> Vec<Outcome<Receipt>> {
    let at = history.play.clock.now();
    let shares: Vec<_> = shares
        .iter()
        .map(|(user, text, channel)| Submission {
            asker: history.asker(&WORKSPACES[0].into(), user),
            draft: Draft::parse(text).unwrap(),
            door: Door::Command { channel: (*channel).into() },
            at,
            is_vouched: false,
        })
        .collect();
    let shares = shares.into_iter().map(|submission| {
        let play = history.play.clone();
        tokio::spawn(async move { record_share(&play, submission).await })
    });
    join_all(shares).await.into_iter().map(|told| told.unwrap().unwrap().unwrap()).collect()
}

async fn fault(store: &Store, history: &History) -> Option<String> {
    invariants::fault(&Books::read(store).await, &history.play.presets.rulebooks["habit"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shares_of_one_rep_cannot_both_spend_the_last_of_a_cap() {
    on_both_engines(async |store| {
        let mut history = History::begin(&store, 0).await;
        let articles: Vec<_> =
            (0..8).map(|n| ("UANN", format!("https://acme.example.com/blog/{n} article"), "C1")).collect();
        let told = all_at_once(&mut history, &articles).await;
        let of = |rule: &str| {
            let by = |receipt: &Outcome<Receipt>| receipt.as_ref().unwrap().lead.score.rule.clone();
            told.iter().filter(|receipt| by(receipt).as_deref() == Some(rule)).count()
        };
        assert_eq!((of("article"), of("link")), (1, 2));
        let firsts = told.iter().filter(|receipt| receipt.as_ref().unwrap().lead.score.first_of_week > 0);
        assert_eq!(firsts.count(), 1);
        assert_eq!(fault(&store, &history).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_reps_who_submit_one_personal_post_at_once_exactly_one_has_it() {
    on_both_engines(async |store| {
        let mut history = History::begin(&store, 0).await;
        let posts: Vec<_> = ["UANN", "UBOB", "UCID"]
            .map(|user| {
                (user, "https://www.linkedin.com/posts/ann_demo-activity-7 original".to_owned(), "C1")
            })
            .into();
        let told = all_at_once(&mut history, &posts).await;
        assert_eq!(told.iter().filter(|told| told.is_ok()).count(), 1);
        assert_eq!(told.iter().filter(|told| **told == Err(Refusal::ClaimedByAnother)).count(), 2);
        assert_eq!(fault(&store, &history).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_delivery_that_comes_many_times_at_once_counts_once() {
    on_both_engines(async |store| {
        let history = History::begin(&store, 0).await;
        let asker = Asker { workspace: WORKSPACES[0].into(), user: "UANN".into(), delivery: "R".into() };
        let door = Door::Command { channel: "C1".into() };
        let (draft, at) =
            (Draft::parse("https://acme.example.com/page/1").unwrap(), history.play.clock.now());
        let submission = Submission { asker, draft, door, at, is_vouched: false };
        let told = join_all((0..6).map(|_| {
            let (play, submission) = (history.play.clone(), submission.clone());
            tokio::spawn(async move { record_share(&play, submission).await.unwrap() })
        }))
        .await;
        let first = told[0].as_ref().unwrap();
        assert!(told.iter().all(|told| told.as_ref().unwrap() == first));
        assert_eq!(Books::read(&store).await.shares.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reps_who_take_the_lead_in_two_contests_at_once_do_not_block_each_other() {
    on_both_engines(async |store| {
        let mut history = History::begin(&store, 0).await;
        for (user, _) in REPS {
            for (workspace, contest) in history.contests.clone() {
                let asker = history.asker(&workspace, user);
                Deed::Join(asker, contest).run(&history.play).await;
            }
        }
        for round in 0..12 {
            let shares = REPS.map(|(user, _)| {
                let text = format!("https://acme.example.com/page/{user}{round} comment");
                (user, text, if user == "UBOB" { "C2" } else { "C1" })
            });
            // Each a few points: the lead passes from one to the next.
            all_at_once(&mut history, &shares).await;
        }
        assert_eq!(fault(&store, &history).await, None);
    })
    .await;
}
