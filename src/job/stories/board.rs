//! Boards: the daily one, and the one a person posts.

use insta::assert_snapshot;

use crate::harness::{What, home, play, play_with};
use crate::play::due::Due;
use crate::play::housekeeping;
use crate::store::{Tx, agenda};

#[tokio::test]
async fn the_daily_board_comes_at_nine_once_and_tells_who_moved() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        for (name, what) in
            [("Ana", What::Original), ("Bo", What::Words), ("Noor", What::Link), ("Kai", What::Link)]
        {
            t.rep(name).shares(what).await;
        }
        t.skim().await;
        t.clock().set("2026-03-04 08:59").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-04 09:00").await;
        let board = wins.next().await;
        assert_snapshot!(board, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Ana Sørensen — 15
        2. Bo Chen — 10
        4 of 4 active yesterday; 4 shares so far.
        ");
        assert_eq!(board.kind.as_deref(), Some("board"));
        t.clock().advance("23h").await;
        wins.is_quiet().await;

        t.rep("Noor").shares(What::Article).await;
        t.skim().await;
        t.clock().set("2026-03-05 09:00").await;
        assert_snapshot!(wins.next().await, @r"
        *Spring Sprint* — Thursday, 3 days 1 hour left
        1. Noor Haddad — 21 (up 2)
        2. Ana Sørensen — 15 (down 1)
        Biggest move: Noor Haddad, up 2. 4 players; 5 shares so far.
        ");
        wins.is_quiet().await;
    })
    .await;
}

/// Each board plans the next.
#[tokio::test]
async fn a_board_that_was_given_up_is_not_the_last() {
    play(async |t| {
        t.sprint().await;
        let contest = t.contests().await.remove(0);
        let (store, now) = (t.bot().store.clone(), t.slack().now());
        let give_up = async move |tx: &mut Tx| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
            let board = Due::DailyBoard { contest: contest.id, date };
            assert!(agenda::withdraw(tx, &home(), &board.key(), now).await?);
            housekeeping::plan(tx, &home(), now).await
        };
        store.write(give_up).await.unwrap();
        let wins = t.channel("social-wins");
        t.clock().set("2026-03-04 12:00").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-05 09:00").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("board"));
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn a_board_without_points_invites_the_first_share() {
    play(async |t| {
        t.sprint().await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.channel("social-wins").next().await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        Nobody has points yet: the first share takes the lead.
        0 players; 0 shares so far.
        ");
    })
    .await;
}

#[tokio::test]
async fn the_public_board_never_shows_the_bottom_and_ties_share_a_place() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        let what =
            [What::Article, What::Original, What::Original, What::Words, What::Link, What::Link, What::Link];
        for (name, what) in ["Ana", "Bo", "Noor", "Kai", "Jo", "Priya", "Tomás"].into_iter().zip(what) {
            t.clock().advance("1m").await;
            t.rep(name).shares(what).await;
        }
        t.rep("María").asks("/contest join").await;
        t.skim().await;
        t.clock().set("2026-03-04 09:00").await;
        let board = wins.next().await;
        assert_snapshot!(board, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Ana Sørensen — 20
        2. Bo Chen — 15
        2. Noor Haddad — 15
        4. Kai Weber — 10
        7 of 8 active yesterday; 7 shares so far.
        ");
        for name in ["Jo", "Priya", "Tomás", "María"] {
            assert!(!board.contains(name), "{name} is in the lower half");
        }
        assert_snapshot!(t.rep("Priya").asks("/leaderboard").await, @r"
        *Spring Sprint* — 4 days 1 hour left
        1. Ana Sørensen — 20, 14 ahead
        2. Bo Chen — 15, 9 ahead
        2. Noor Haddad — 15, 9 ahead
        4. Kai Weber — 10, 4 ahead
        5. Jo Park — 6, level with you
        *5. Priya Raman — 6* ← you
        5. Tomás Ferreira — 6, level with you
        8. María Núñez — 0, 6 behind (new)
        You are *5th* with 6; the same as on the last daily board. 4 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
    })
    .await;
}

#[tokio::test]
async fn the_private_board_is_posted_by_its_button() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana").at("general");
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Spring Sprint* — 5 days left
        Nobody has joined yet.
        You are not in this contest yet.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        ana.clicks("Join").await;
        ana.hears().await;
        ana.shares(What::Original).await;
        let board = ana.asks("/leaderboard").await;
        assert_snapshot!(board, @r"
        *Spring Sprint* — 5 days left
        *1. Ana Sørensen — 15* ← you
        You are *1st* with 15. Nobody is ahead of you.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_eq!(board.buttons(), ["Post the board here", "How points work"]);
        ana.clicks("Post the board here").await;
        assert_eq!(t.channel("general").next().await.kind.as_deref(), Some("board"));
        let elsewhere = t.rep("Ana").at("deal-room").asks("/leaderboard").await;
        assert_eq!(elsewhere.buttons(), ["How points work"], "the bot is not in there");
        t.rep("Ana").privately().asks("/leaderboard").await;
    })
    .await;
}

#[tokio::test]
async fn a_board_missed_by_less_than_three_hours_is_caught_up_with_and_an_older_one_skipped() {
    play(async |t| {
        t.contest("most-points \"Open Season\" for 3w").await;
        let wins = t.channel("social-wins");
        t.clock().leap("2026-03-04 11:59").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("board"));
        t.clock().leap("2026-03-05 12:01").await;
        wins.is_quiet().await;
        // Of several mornings missed, the last is told.
        t.clock().leap("2026-03-07 10:00").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("board"));
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn the_board_keeps_its_local_time_when_the_clocks_change() {
    play(async |t| {
        t.clock().leap("2026-03-27 10:00").await;
        t.contest("most-points \"Open Season\" for 10d").await;
        let wins = t.channel("social-wins");
        for morning in ["2026-03-28", "2026-03-29", "2026-03-30"] {
            t.clock().set(&format!("{morning} 08:59")).await;
            wins.is_quiet().await;
            t.clock().set(&format!("{morning} 09:00")).await;
            assert_eq!(wins.next().await.kind.as_deref(), Some("board"), "{morning}");
        }
    })
    .await;
}

/// On that night there is no 02:30: the clock goes from 02:00 to 03:00.
#[tokio::test]
async fn a_board_in_the_hour_that_is_left_out_comes_right_after_it() {
    play_with("board_at = \"02:30\"", async |t| {
        t.clock().leap("2026-03-27 10:00").await;
        t.contest("most-points \"Open Season\" for 10d").await;
        let wins = t.channel("social-wins");
        t.clock().set("2026-03-28 02:30").await;
        wins.next().await;
        t.clock().set("2026-03-29 01:59").await;
        wins.is_quiet().await;
        t.clock().advance("1m").await;
        assert_eq!(t.clock().shows(), "2026-03-29 03:00");
        wins.next().await;
        t.clock().set("2026-03-30 02:29").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-30 02:30").await;
        wins.next().await;
    })
    .await;
}

/// On that night 02:30 comes twice.
#[tokio::test]
async fn a_board_in_the_hour_that_comes_twice_comes_once() {
    play_with("board_at = \"02:30\"", async |t| {
        t.clock().leap("2026-10-24 10:00").await;
        t.contest("most-points \"Open Season\" for 10d").await;
        let wins = t.channel("social-wins");
        t.clock().set("2026-10-25 02:29").await;
        wins.is_quiet().await;
        t.clock().advance("1m").await;
        assert_eq!(t.clock().shows(), "2026-10-25 02:30");
        wins.next().await;
        t.clock().advance("23h").await;
        wins.is_quiet().await;
        t.clock().set("2026-10-26 02:30").await;
        wins.next().await;
    })
    .await;
}

#[tokio::test]
async fn departed_people_leave_the_board_and_come_back_with_their_score() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        ana.shares(What::Original).await;
        bo.shares(What::Words).await;
        ana.is_deactivated(true).await;
        assert!(!bo.asks("/leaderboard").await.contains("Ana"));
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next().await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Bo Chen — 10
        1 of 1 active yesterday; 1 share so far.
        ");
        ana.is_deactivated(false).await;
        assert!(bo.asks("/leaderboard").await.contains("Ana"));
        assert_eq!(ana.points().await, 15);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn who_left_the_contest_is_not_on_its_board() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Original).await;
        ana.asks("/contest leave").await;
        ana.is_deactivated(true).await;
        ana.is_deactivated(false).await;
        assert!(!t.rep("Bo").asks("/leaderboard").await.contains("Ana"));
        ana.asks("/contest join").await;
        assert!(t.rep("Bo").asks("/leaderboard").await.contains("Ana"));
        t.skim().await;
    })
    .await;
}
