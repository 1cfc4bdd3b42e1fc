//! Who plays, and in which contests a share counts.

use insta::assert_snapshot;

use crate::harness::{What, play};

#[tokio::test]
async fn before_the_start_and_after_the_end_nothing_counts() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_snapshot!(ana.shares(What::Original).await, @"No contest is running right now; `/contest list` shows what there is.");
        t.contest("most-points \"Open Season\" from tomorrow 9:00 for 2d").await;
        assert_snapshot!(ana.shares(What::Original).await, @"*Open Season* starts tomorrow, 09:00 (Berlin); share this then.");
        t.clock().set("2026-03-04 09:00").await;
        t.skim().await;
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 15);
        t.clock().set("2026-03-06 09:00").await;
        t.skim().await;
        assert_snapshot!(ana.shares(What::Original).await, @"No contest is running right now; `/contest list` shows what there is.");
        assert_eq!(ana.points().await, 15);
    })
    .await;
}

#[tokio::test]
async fn a_paused_contest_refuses_with_the_reason() {
    play(async |t| {
        t.sprint().await;
        t.manager().asks("/contest pause").await;
        t.skim().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.shares(What::Original).await, @"*Spring Sprint* is paused, so shares do not count now; send this again when it goes on.");
        let post = ana.drops(What::Link).await;
        assert_eq!(*ana.hears().await, *ana.shares(What::Original).await);
        assert!(!t.is_marked(&post).await);
        assert_eq!(ana.points().await, 0);
        t.manager().asks("/contest resume").await;
        t.skim().await;
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 15);
    })
    .await;
}

#[tokio::test]
async fn who_left_comes_back_by_join_only() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Link).await;
        assert_snapshot!(ana.asks("/contest leave").await, @"You have left *Spring Sprint* and are off its board. Your points wait for you: Join brings them back.");
        assert_snapshot!(ana.shares(What::Original).await, @"You left *Spring Sprint*, so shares no longer count there; Join brings you back.");
        ana.clicks("Join Spring Sprint").await;
        assert_snapshot!(ana.hears().await, @":wave: You are in *Spring Sprint*. Share something with `/share` and its link, or drop a link in the channel.");
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 1 + 5 + 10);
    })
    .await;
}

#[tokio::test]
async fn a_share_counts_in_each_contest_joined_and_a_message_in_its_channels_only() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" for 2w in #general").await;
        let ana = t.rep("Ana");
        ana.asks("/contest join").await;
        ana.asks("/contest join \"long run\"").await;
        assert_snapshot!(ana.at("general").shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Long Run* with 15; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        Also +15 in *Spring Sprint*.
        ");
        assert_eq!((ana.points_in("Spring Sprint").await, ana.points_in("Long Run").await), (15, 15));
        ana.at("general").drops(What::Article).await;
        assert_eq!((ana.points_in("Spring Sprint").await, ana.points_in("Long Run").await), (15, 30));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn of_several_contests_one_is_joined_first() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" for 2w in #general").await;
        let ana = t.rep("Ana").at("deal-room");
        let choice = ana.shares(What::Original).await;
        assert_snapshot!(choice, @"Several contests are running; join one and send your share again.");
        assert_eq!(choice.buttons(), ["Join Spring Sprint", "Join Long Run"]);
        ana.clicks("Join Long Run").await;
        ana.hears().await;
        ana.shares(What::Original).await;
        assert_eq!((ana.points_in("Spring Sprint").await, ana.points_in("Long Run").await), (0, 15));
    })
    .await;
}

#[tokio::test]
async fn guests_do_not_play() {
    play(async |t| {
        t.sprint().await;
        let gil = t.rep("Gil");
        assert_snapshot!(gil.shares(What::Original).await, @"Contests here are for members of this workspace; ask a manager if you should be one.");
        let post = gil.drops(What::Original).await;
        gil.hears_nothing().await;
        assert!(!t.is_marked(&post).await);
        gil.asks("/contest join").await;
        assert_eq!(gil.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn somebody_new_is_met_with_their_first_command() {
    play(async |t| {
        t.sprint().await;
        let change = crate::sandbox::PersonChange {
            user: "U0NEW".into(),
            display_name: Some("Nia New".into()),
            ..Default::default()
        };
        t.slack().change_person(&change).unwrap();
        t.slack().set_member("U0NEW", "social-wins", true).unwrap();
        t.rep("Nia").shares(What::Original).await;
        assert_eq!(t.rep("Nia").points().await, 15);
    })
    .await;
}
