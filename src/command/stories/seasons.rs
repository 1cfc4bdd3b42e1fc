//! Contests that come again: started by themselves, with the same people, until somebody stops them.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::contest::Phase;
use crate::harness::{What, play, play_with_files};

#[tokio::test]
async fn a_sprint_comes_again_every_week_with_those_who_played() {
    play(async |t| {
        let (mia, ana, wins) = (t.manager(), t.rep("Ana"), t.channel("social-wins"));
        assert_snapshot!(mia.asks("/contest start sprint-week \"Spring Sprint\" every week").await, @":checkered_flag: *Spring Sprint* starts Monday, 09:00 (Berlin) in <#C0WINS> and runs until Friday 13 March, 15:00 (Berlin). It comes again every week; `/contest repeat off` stops that.");
        assert_snapshot!(wins.next().await, @r"
        :checkered_flag: *Spring Sprint* starts Monday, 09:00 (Berlin) and runs until Friday 13 March, 15:00 (Berlin). A new one starts every week.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        ");
        t.clock().set("2026-03-09 10:00").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words)]).await;
        t.rep("Noor").asks("/contest leave").await;
        t.skim().await;
        assert_snapshot!(ana.asks("/contest list").await, @"• *Spring Sprint* in <#C0WINS>, until Friday, 15:00 (Berlin); repeats weekly");
        t.clock().set("2026-03-13 15:00").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Spring Sprint* is over.
        1. Ana Sørensen — 20
        Together: 35 points from 2 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 16:00 (Berlin). The next one starts Monday, 09:00 (Berlin).
        ");
        t.skim().await;
        assert_snapshot!(ana.asks("/contest list").await, @r"
        No contest is running.
        Over:
        • *Spring Sprint* in <#C0WINS>, ended today, 15:00 (Berlin); the next one starts Monday, 09:00
        ");
        t.clock().set("2026-03-16 08:59").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-16 09:00").await;
        let announced = wins.next().await;
        assert_snapshot!(announced, @r"
        :checkered_flag: *Spring Sprint #2* starts now and runs until Friday, 15:00 (Berlin). Whoever played in *Spring Sprint* is in, and all start at zero.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        ");
        assert_eq!(announced.kind.as_deref(), Some("announcement"));
        assert_eq!(announced.buttons(), ["Join", "How points work"]);
        wins.is_quiet().await;
        assert_snapshot!(ana.asks("/leaderboard \"Spring Sprint\"").await, @r"
        *Spring Sprint #2* — 4 days 6 hours left
        *1. Ana Sørensen — 0* ← you
        1. Bo Chen — 0, level with you
        You are *1st* with 0. Your first share puts you on the board.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(ana.asks("/leaderboard \"Spring Sprint #1\"").await, @r"
        *Spring Sprint* — over
        *1. Ana Sørensen — 20* ← you
        2. Bo Chen — 15, 5 behind
        You are *1st* with 20; the same as on the last daily board. Nobody is ahead of you.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(ana.asks("/leaderboard \"Spring Sprint\" last week").await, @r"
        *Spring Sprint* — 9 to 15 March
        *1. Ana Sørensen — 20* ← you
        2. Bo Chen — 15, 5 behind
        You are *1st* with 20, of 2 who scored.
        ");
        assert_snapshot!(ana.asks("/leaderboard this week").await, @r"
        *Spring Sprint #2* — 16 March
        Nobody earned anything then.
        You have no points in that time.
        ");
        // Who left stays out until they want to be in again.
        assert_snapshot!(t.rep("Noor").shares(What::Link).await, @"You left *Spring Sprint #2*, so shares no longer count there; Join brings you back.");
        t.rep("Noor").asks("/contest join").await;
        assert_snapshot!(t.rep("Noor").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint #2* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        ");
        t.skim().await;
        t.clock().set("2026-03-23 09:00").await;
        t.skim().await;
        let live: Vec<String> =
            t.contests().await.into_iter().filter(|one| one.phase.is_live()).map(|one| one.title).collect();
        assert_eq!(live, ["Spring Sprint #3"]);
        assert_snapshot!(ana.asks("/contest list past").await, @r"
        Over, the latest first:
        • *Spring Sprint #2* in <#C0WINS>, ended Friday, 15:00 (Berlin)
        • *Spring Sprint* in <#C0WINS>, ended Friday 13 March, 15:00 (Berlin)
        ");
    })
    .await;
}

#[tokio::test]
async fn what_repeats_can_be_stopped_and_taken_up_again() {
    play(async |t| {
        let mia = t.manager();
        t.contest("sprint-week \"Spring Sprint\" for 4d").await;
        assert_snapshot!(mia.asks("/contest repeat off").await, @"*Spring Sprint* does not repeat; `/contest repeat weekly` would change that.");
        assert_snapshot!(mia.asks("/contest repeat").await, @r#"It goes like this: `/contest repeat weekly | monthly | off ["Title"]`"#);
        assert_snapshot!(mia.asks("/contest repeat weekly").await, @":repeat: *Spring Sprint* comes again every week, the next time Tuesday 10 March, 10:00 (Berlin), with the same people.");
        assert_snapshot!(mia.asks("/contest repeat monthly \"Spring Sprint\"").await, @":repeat: *Spring Sprint* comes again every month, the next time Tuesday 7 April, 10:00 (Berlin), with the same people.");
        mia.asks("/contest repeat weekly").await;
        assert_snapshot!(mia.asks("/contest end").await, @r#":trophy: *Spring Sprint* has ended. `/contest reopen` takes that back until today, 11:00. The next one starts Tuesday 10 March, 10:00; `/contest repeat off "Spring Sprint"` stops that."#);
        t.skim().await;
        assert_snapshot!(mia.asks("/contest repeat off \"Spring Sprint\"").await, @"*Spring Sprint* does not come again. What runs goes on to its end; `/contest repeat weekly` brings it back.");
        t.clock().set("2026-03-20 10:00").await;
        t.channel("social-wins").is_quiet().await;
        assert_eq!(t.contests().await.len(), 1);
        assert_snapshot!(mia.asks("/contest repeat weekly \"Spring Sprint\"").await, @"*Spring Sprint* is over; within the hour of its end `/contest reopen` takes that back.");
        assert_snapshot!(t.rep("Ana").asks("/contest repeat weekly").await, @"Only managers can do that; Mia Roth is a manager here.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_extended_one_delays_the_next_and_a_closed_one_stays_closed_once_it_has_begun() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        t.contest("sprint-week \"Spring Sprint\" for 6d every week").await;
        mia.asks("/contest extend for 2d").await;
        t.skim().await;
        // The next would have begun on the 10th, at 10; the first runs until the 11th, at 10.
        t.clock().set("2026-03-10 12:00").await;
        t.skim().await;
        assert_eq!(t.contests().await.len(), 1);
        t.clock().set("2026-03-11 10:00").await;
        assert_snapshot!(wins.next_of("announcement").await, @r"
        :checkered_flag: *Spring Sprint #2* starts now and runs until Monday, 10:00 (Berlin). Whoever played in *Spring Sprint* is in, and all start at zero.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        ");
        t.skim().await;
        assert_snapshot!(mia.asks("/contest reopen \"Spring Sprint\" for 1d").await, @"*Spring Sprint #2* runs already, so *Spring Sprint* stays closed; within the hour of its end `/contest adjust` still corrects a score.");
        // What is called off comes again in its turn.
        assert_snapshot!(mia.asks("/contest cancel \"Spring Sprint #2\"").await, @r#":no_entry: *Spring Sprint #2* is called off. Its points stay in everyone's history. The next one starts Tuesday, 10:00; `/contest repeat off "Spring Sprint #2"` stops that."#);
        t.skim().await;
        t.clock().set("2026-03-17 10:00").await;
        assert_snapshot!(wins.next_of("announcement").await, @r"
        :checkered_flag: *Spring Sprint #3* starts now and runs until Monday, 10:00 (Berlin). Whoever played in *Spring Sprint #2* is in, and all start at zero.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        ");
        t.skim().await;
        // Before the next has begun, an end is taken back like any other, and comes again.
        mia.asks("/contest end").await;
        mia.asks("/contest reopen").await;
        t.clock().set("2026-03-24 10:00").await;
        t.skim().await;
        let titles: Vec<String> =
            t.contests().await.into_iter().filter(|one| one.phase.is_live()).map(|one| one.title).collect();
        assert_eq!(titles, ["Spring Sprint #4"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_slept_through_is_skipped_and_what_runs_is_caught_up_with() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("sprint-week \"Spring Sprint\" every week").await;
        t.clock().set("2026-03-09 10:00").await;
        share(t, &[("Ana", What::Article)]).await;
        t.skim().await;
        t.clock().leap("2026-03-24 10:00").await;
        let heard = [wins.next().await, wins.next().await];
        assert_eq!(heard.map(|said| said.kind.unwrap()), ["final", "announcement"]);
        wins.is_quiet().await;
        let running = t.contests().await.into_iter().find(|one| one.phase == Phase::Open).unwrap();
        assert_eq!(running.title, "Spring Sprint #2");
        let ends_at = running.ends_at.with_timezone(&running.zone).format("%a %m-%d %H:%M").to_string();
        assert_eq!(ends_at, "Fri 03-27 15:00");
    })
    .await;
}

#[tokio::test]
async fn teams_go_on_as_they_were() {
    play(async |t| {
        t.contest("team-sprint \"Cup\" for 4d every week").await;
        t.rep("Ana").asks("/contest team create Hawks").await;
        t.rep("Bo").asks("/contest team join Hawks").await;
        t.rep("Kai").asks("/contest team create Owls").await;
        share(t, &[("Ana", What::Article), ("Kai", What::Original), ("Jo", What::Link)]).await;
        t.rep("Ana").asks("/contest leave").await;
        t.skim().await;
        t.clock().set("2026-03-10 10:00").await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/contest team").await, @r"
        *Teams in Cup #2*
        • *Hawks*: Bo Chen (captain)
        • *Owls*: Kai Weber (captain)
        On no team yet: Jo Park.
        ");
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Cup #2* — 4 days left
        *1. Hawks — 0* ← you
        1. Owls — 0, level with you
        *Hawks* are *1st* with 0. Your first share puts you on the board. You brought 0 points of that.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
    })
    .await;
}

#[tokio::test]
async fn a_template_can_say_it_and_too_long_a_contest_cannot_repeat() {
    let monthly = "name = \"monthly\"\nabout = \"every month\"\ntitle = \"Our Month\"\nrulebook = \"habit\"\n\
                   lasts = \"30d\"\nevery = \"month\"\n";
    play_with_files(&[("presets/templates/monthly.toml", monthly)], async |t| {
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest start most-points every week").await, @"It lasts longer than a week, so it cannot come again every week; give an earlier end, or `every month`.");
        assert_snapshot!(mia.asks("/contest start most-points for 40d every month").await, @"It lasts longer than a month, so it cannot come again every month; give an earlier end.");
        assert_snapshot!(mia.asks("/contest start most-points every day").await, @r#"It goes like this: `/contest start sprint-week "Title" from Mon 9:00 for 5d in #channel every week`"#);
        assert_snapshot!(mia.asks("/contest start monthly").await, @":checkered_flag: *Our Month* has started in <#C0WINS> and runs until Thursday 2 April, 10:00 (Berlin). It comes again every month; `/contest repeat off` stops that.");
        t.skim().await;
        t.clock().set("2026-04-03 10:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("announcement").await, @r"
        :checkered_flag: *Our Month #2* starts now and runs until Sunday 3 May, 10:00 (Berlin). Whoever played in *Our Month* is in, and all start at zero.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Board every morning at 9.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_every_weekend_goes_on_with_the_series_and_what_has_a_date_does_not() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        t.contest("most-points \"Rally\" for 6d every week").await;
        mia.asks("/contest bonus rest weekends").await;
        mia.asks("/contest bonus x2 for 1h").await;
        mia.asks("/contest bonus x3 weekends \"Gone\"").await;
        mia.asks("/contest bonus cancel 4").await;
        t.rep("Ana").shares(What::Link).await;
        t.skim().await;
        t.clock().set("2026-03-10 10:00").await;
        assert_snapshot!(wins.next_of("announcement").await, @r"
        :checkered_flag: *Rally #2* starts now and runs until Monday, 10:00 (Berlin). Whoever played in *Rally* is in, and all start at zero. Weekend off: on Saturdays and Sundays no share is taken in; what you share before or after counts.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three. Board every morning at 9.
        ");
        t.skim().await;
        assert_snapshot!(mia.asks("/contest bonus").await, @r"
        *Bonuses in Rally #2*
        • 2: Weekend off: on Saturdays and Sundays no share is taken in; what you share before or after counts.
        ");
        // Saturday.
        t.clock().set("2026-03-14 12:00").await;
        t.skim().await;
        assert_snapshot!(t.rep("Ana").shares(What::Words).await, @"*Rally #2* takes a rest until Monday, 00:00 (Berlin); share this then and it counts.");
        // The one after has it from that one.
        t.clock().set("2026-03-21 12:00").await;
        t.skim().await;
        assert_snapshot!(t.rep("Ana").shares(What::Words).await, @"*Rally #3* takes a rest until Monday, 00:00 (Berlin); share this then and it counts.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_end_is_not_promised_back_once_the_next_one_runs() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        mia.asks("/contest start sprint-week \"Spring Sprint\" every week").await;
        t.clock().set("2026-03-13 10:00").await;
        mia.asks("/contest extend until 2026-03-16 9:00").await;
        t.clock().set("2026-03-16 08:30").await;
        t.skim().await;
        let ended = mia.asks("/contest end").await;
        assert!(ended.contains("takes that back until today, 09:00"), "{ended}");
        let last = wins.next_of("final").await;
        assert!(
            last.contains(
                "reopen it until today, 09:00 (Berlin). The next one starts today, 09:00 (Berlin)."
            ),
            "{last}"
        );
        mia.asks("/contest reopen").await;
        t.skim().await;
        t.clock().set("2026-03-16 09:00").await;
        let last = wins.next_of("final").await;
        assert!(
            last.contains("The next one starts today, 09:00 (Berlin).") && !last.contains("reopen"),
            "{last}"
        );
        t.skim().await;
    })
    .await;
}
