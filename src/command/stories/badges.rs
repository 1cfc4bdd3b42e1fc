//! `/pace badges`, and what a share earns beside its points.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{Stage, What, play_with_files};

const OURS: &str = include_str!("../../../config/presets/badges.toml");

/// With the badges that are built in.
async fn with_badges(story: impl AsyncFn(&Stage)) {
    play_with_files(&[("presets/badges.toml", OURS)], story).await;
}

#[tokio::test]
async fn a_share_earns_badges_and_levels_and_the_shelf_shows_them() {
    with_badges(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        You have 0 points in all contests. Next: Starter at 1, 1 to go.
        *Badges*: none yet; your next share changes that.
        *To come*: First share (your first share) · First article (your first article) · Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Day record (most points in a day, from 20 on) · Streak record (longest streak, from 3 weeks on)
        ");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now. New badges: First share and First article. You hold Day record now, with 20 points. You are at level Starter now.
        ");
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        *Starter*, with 20 points in all contests. Next: Regular at 100, 80 to go.
        *Badges*: First share · First article · Day record (20 points)
        *To come*: Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Streak record (longest streak, from 3 weeks on)
        *Your bests*: day 20 (3 March 2026) · week 20 (from 2 March 2026) · contest 20 (*Spring Sprint*)
        ");
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+10* — original post (10)
        You are *1st* in *Spring Sprint* with 30; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (20 to go).
        ");
        t.clock().advance("1m").await;
        assert_snapshot!(t.rep("Bo").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *2nd* in *Spring Sprint* with 20; 10 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now. New badges: First share and First article. You are at level Starter now.
        ");
        assert_snapshot!(t.rep("Bo").asks("/pace badges").await, @r"
        *Starter*, with 20 points in all contests. Next: Regular at 100, 80 to go.
        *Badges*: First share · First article
        *To come*: Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Day record (Ana Sørensen holds it with 30 points) · Streak record (longest streak, from 3 weeks on)
        *Your bests*: day 20 (3 March 2026) · week 20 (from 2 March 2026) · contest 20 (*Spring Sprint*)
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_full_week_is_counted_each_time_and_a_record_passes_on() {
    with_badges(async |t| {
        t.contest("most-points \"Long Run\" for 4w").await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let mut told = Vec::new();
        for day in ["09", "10", "11", "12", "13", "16", "17", "18", "19", "20"] {
            t.clock().set(&format!("2026-03-{day} 11:00")).await;
            told.push(ana.shares(What::Words).await.lines().last().unwrap().to_owned());
            t.skim().await;
        }
        assert_snapshot!(told.join("\n"), @r"
        You are in *Long Run* now. New badge: First share. You are at level Starter now.
        Active 2 of 3 workdays this week. Next milestone: 25 (10 to go).
        Next milestone: 25 (5 to go).
        Next milestone: 50 (25 to go).
        New badge: Full week.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (9 to go).
        :fire: One active week behind you: ×1.1. Next milestone: 50 (3 to go).
        :fire: One active week behind you: ×1.1. Next milestone: 100 (47 to go).
        :fire: One active week behind you: ×1.1. Next milestone: 100 (41 to go).
        New badges: Ten up and Full week ×2.
        ");
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        *Starter*, with 65 points in all contests. Next: Regular at 100, 35 to go.
        *Badges*: First share · Ten up · Full week ×2
        *To come*: First article (your first article) · Century (100 points in one contest) · Month strong (4 active weeks in a row) · Day record (most points in a day, from 20 on) · Streak record (longest streak, from 3 weeks on)
        *Your bests*: day 11 (16 March 2026) · week 35 (from 16 March 2026) · contest 65 (*Long Run*) · streak 2 weeks
        ");
        share(t, &[("Bo", What::Article), ("Bo", What::Original)]).await;
        t.clock().set("2026-03-23 11:00").await;
        t.skim().await;
        // A record is passed by more, not by as much.
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+23* — article (15 × 1.2) · first this week (5)
        You are *1st* in *Long Run* with 88; nobody is ahead of you.
        :fire: Two active weeks in a row: ×1.2. Next milestone: 100 (12 to go).
        New badge: First article.
        ");
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+12* — original post (10 × 1.2)
        You are *1st* in *Long Run* with 100; nobody is ahead of you.
        :fire: Two active weeks in a row: ×1.2. Next milestone: 250 (150 to go).
        New badge: Century. You hold Day record now, with 35 points. You are at level Regular now.
        ");
        t.skim().await;
        assert_snapshot!(bo.asks("/pace badges").await, @r"
        *Starter*, with 30 points in all contests. Next: Regular at 100, 70 to go.
        *Badges*: First share · First article
        *To come*: Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Day record (Ana Sørensen holds it with 35 points) · Streak record (longest streak, from 3 weeks on)
        *Your bests*: day 30 (20 March 2026) · week 30 (from 16 March 2026) · contest 30 (*Long Run*)
        ");
    })
    .await;
}

#[tokio::test]
async fn a_badge_whose_share_is_taken_back_goes_and_can_be_earned_again() {
    with_badges(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        share(t, &[("Ana", What::Article)]).await;
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        You have 0 points in all contests. Next: Starter at 1, 1 to go.
        *Badges*: none yet; your next share changes that.
        *To come*: First share (your first share) · First article (your first article) · Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Day record (most points in a day, from 20 on) · Streak record (longest streak, from 3 weeks on)
        ");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        New badges: First share and First article. You hold Day record now, with 20 points. You are at level Starter now.
        ");
        share(t, &[("Ana", What::Original)]).await;
        // The article still stands.
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        *Starter*, with 20 points in all contests. Next: Regular at 100, 80 to go.
        *Badges*: First share · First article · Day record (20 points)
        *To come*: Century (100 points in one contest) · Ten up (10 shares in one contest) · Month strong (4 active weeks in a row) · Full week (5 workdays of one week active) · Streak record (longest streak, from 3 weeks on)
        *Your bests*: day 20 (3 March 2026) · week 20 (from 2 March 2026) · contest 20 (*Spring Sprint*)
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_channel_was_told_stays_and_is_told_once() {
    let badges = "levels = []\n[[badges]]\nid = \"twenty\"\nname = \"Twenty\"\ncontest_points = 20\nshout_out = true\n\
                  [[badges]]\nid = \"best-day\"\nname = \"Best day\"\nrecord = \"day\"\nat_least = 10\nshout_out = true\n";
    play_with_files(&[("presets/badges.toml", badges)], async |t| {
        t.sprint().await;
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        share(t, &[("Ana", What::Article)]).await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Two milestones: *Ana Sørensen* has the badge *Twenty* and holds *Best day* with 20 points");
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        You have 0 points in all contests.
        *Badges*: Twenty
        *To come*: Best day (most points in a day, from 10 on)
        ");
        t.clock().advance("20m").await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You hold Best day now, with 20 points.
        ");
        t.clock().advance("20m").await;
        wins.is_quiet().await;
        // By a message, the rep hears of it in a whisper.
        t.rep("Bo").drops(What::Article).await;
        assert_snapshot!(t.rep("Bo").hears().await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now. New badge: Twenty.
        ");
        t.rep("Bo").drops(What::Original).await;
        assert_snapshot!(t.rep("Bo").hears().await, @r"
        :white_check_mark: *+10* — original post (10)
        You are *1st* in *Spring Sprint* with 30; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (20 to go).
        You hold Best day now, with 30 points.
        ");
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *Bo Chen* has the badge *Twenty*.");
        t.skim().await;
    })
    .await;
}
