//! Contests as nobody should start them, and managers who do the same at once: one plain sentence, nothing lost.

use futures_util::future::join_all;
use insta::assert_snapshot;

use super::formats::share;
use crate::domain::contest::Phase;
use crate::harness::{What, home, play, play_with_files};
use crate::play::Asker;
use crate::play::pick::Wanted;
use crate::play::start_contest::{StartRequest, start_contest};
use crate::play::steer_contest::{Steer, steer_contest};

#[tokio::test]
async fn two_contests_in_one_channel_each_take_what_is_shared_there() {
    play(async |t| {
        t.contest("most-points \"One\" for 5d").await;
        t.contest("most-points \"Two\" for 6d").await;
        let ana = t.rep("Ana");
        ana.drops(What::Article).await;
        t.deliver().await;
        assert_snapshot!(ana.hears().await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *One* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *One* now. Also +20 in *Two*, where you play now.
        ");
        assert_eq!((ana.points_in("One").await, ana.points_in("Two").await), (20, 20));
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+10* — original post (10)
        You are *1st* in *One* with 30; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (20 to go).
        Also +10 in *Two*.
        ");
        assert_snapshot!(t.manager().asks("/contest end").await, @r#"Which contest do you mean? `/contest end of "Title"` says it at once."#);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_contest_cannot_end_before_it_starts_nor_last_for_ever() {
    play(async |t| {
        let mia = t.manager();
        let mut told = Vec::new();
        for words in [
            "sprint-week from 2026-03-10 until 2026-03-09",
            "sprint-week from 2026-03-10 9:00 until 2026-03-10 9:00",
            "sprint-week until 2026-03-01",
            "sprint-week from 2026-03-01",
            "sprint-week for 0d",
            "sprint-week for 600d",
            "sprint-week from 2028-01-01",
            "sprint-week for a while",
            "sprint-week \"\"",
            "sprint-week in #nowhere",
        ] {
            told.push(format!("{words}: {}", mia.asks(&format!("/contest start {words}")).await));
        }
        assert_snapshot!(told.join("\n"), @r#"
        sprint-week from 2026-03-10 until 2026-03-09: It would be over before it began; give a later end.
        sprint-week from 2026-03-10 9:00 until 2026-03-10 9:00: It would be over before it began; give a later end.
        sprint-week until 2026-03-01: It would be over before it began; give a later end.
        sprint-week from 2026-03-01: That start is in the past; leave out `from` to start now.
        sprint-week for 0d: "0d" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.
        sprint-week for 600d: A contest lasts a year at most; give an earlier end.
        sprint-week from 2028-01-01: A contest lasts a year at most; give an earlier end.
        sprint-week for a while: "a while" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.
        sprint-week "": A title has 1 to 80 characters; put it in quotes: `"Spring Sprint"`.
        sprint-week in #nowhere: I know no channel #nowhere; check its name, and invite me there with `/invite` if it is private.
        "#);
        assert!(t.contests().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn teams_of_one_and_a_league_of_nobody_are_played_all_the_same() {
    play(async |t| {
        t.contest("team-cup \"Cup\" for 3d").await;
        t.contest("league-month \"League\" for 2d in #general").await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks("/contest team create Soloists").await;
        bo.asks("/contest team create Loners").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        assert_snapshot!(ana.asks("/leaderboard \"Cup\"").await, @r"
        *Cup* — 3 days left
        *1. Soloists — 20 each (1 of 1 active)* ← you
        2. Loners — 15 each (1 of 1 active), 5 each behind
        *Soloists* are *1st* with 20 each (1 of 1 active). Nobody is ahead of them. You brought 20 points of that.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(ana.asks("/leaderboard \"League\"").await, @r"
        *League* — 2 days left
        The first round is drawn today, 14:48 (Berlin), among all who have joined by then.
        Nobody has joined yet.
        You are not in this contest yet.
        Of those who are level, more points in all are ahead.
        ");
        t.clock().advance("2d").await;
        assert_snapshot!(t.channel("general").next_of("final").await, @r"
        :trophy: *League* is over.
        It ended before a round was drawn.
        Nobody scored this time.
        Together: 0 points from 0 shares; 0 of 0 took part. Of those who are level, more points in all are ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
        t.clock().advance("1d").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Cup* is over.
        1. Soloists — 20 each (1 of 1 active)
        2. Loners — 15 each (1 of 1 active)
        Together: 35 points from 2 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_managers_who_end_a_contest_at_once_end_it_once() {
    play(async |t| {
        t.sprint().await;
        share(t, &[("Ana", What::Article)]).await;
        let mia = t.manager();
        let ends =
            (0..6).map(|n| {
                let (bot, user) = (t.bot().clone(), mia.id.as_str().into());
                let asker = Asker { workspace: home(), user, delivery: format!("end:{n}") };
                async move {
                    steer_contest(&bot, asker, Steer::End, Wanted::Unsaid, "C0WINS".into()).await.unwrap()
                }
            });
        let told = join_all(ends).await;
        assert_eq!(told.iter().filter(|told| told.is_ok()).count(), 1, "{told:?}");
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        t.deliver().await;
        assert_eq!(t.channel("social-wins").all_of("final").await.len(), 1);
        assert_snapshot!(mia.asks("/contest end \"Spring Sprint\"").await, @"*Spring Sprint* is over; within the hour of its end `/contest reopen` takes that back.");
        t.skim().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_managers_who_start_contests_of_one_title_at_once_start_one() {
    play(async |t| {
        let mia = t.manager();
        let starts = (0..6).map(|n| {
            let (bot, user) = (t.bot().clone(), mia.id.as_str().into());
            let asker = Asker { workspace: home(), user, delivery: format!("start:{n}") };
            let template = "most-points".to_owned();
            let request = StartRequest { template, title: Some("Race".into()), ..StartRequest::default() };
            async move { start_contest(&bot, asker, request, "C0WINS".into()).await.unwrap() }
        });
        let told = join_all(starts).await;
        assert_eq!(told.iter().filter(|told| told.is_ok()).count(), 1, "{told:?}");
        assert_eq!(t.contests().await.len(), 1);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_prize_for_nobody_is_no_fault() {
    let template = "name = \"lonely\"\nabout = \"for one\"\ntitle = \"Lonely\"\nrulebook = \"habit\"\nlasts = \"1d\"\nprizes = \"a cup\"\n";
    play_with_files(&[("presets/templates/lonely.toml", template)], async |t| {
        t.contest("lonely").await;
        t.clock().advance("1d").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Lonely* is over.
        Nobody scored this time.
        Together: 0 points from 0 shares; 0 of 0 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}
