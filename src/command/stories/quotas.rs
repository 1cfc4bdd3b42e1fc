//! `/contest quota` and `/pace quota`.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play, play_with};

#[tokio::test]
async fn a_quota_is_broken_into_steps_of_days_and_weeks() {
    play(async |t| {
        t.manager().types("/contest start social-quota \"Spring Quota\"").await;
        assert_snapshot!(t.channel("social-wins").next().await, @r"
        :checkered_flag: *Spring Quota* starts now and runs until Tuesday 2 June, 10:00 (Berlin).
        Quota: 300 points for each of us; `/pace quota` breaks it into days.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Board every morning at 9.
        ");
        t.skim().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        assert_snapshot!(ana.asks("/pace quota").await, @"You are not in *Spring Quota*.");
        assert_snapshot!(ana.shares(What::Comment).await, @r"
        :white_check_mark: *+7* — comment (2) · first this week (5)
        You are *1st* in *Spring Quota* with 7; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (18 to go). Quota 2 %, today's step is done.
        You are in *Spring Quota* now.
        ");
        assert_snapshot!(ana.asks("/pace quota").await, @r"
        :large_green_circle: *Spring Quota*: 7 of 300 points, on pace.
        ▱▱▱▱▱▱▱▱▱▱ 2 %.
        Today's step is done; this week asks 13 more. 66 workdays left.
        ");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+15* — article (15)
        You are *1st* in *Spring Quota* with 22; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (3 to go). Quota 7 %, today's step is done.
        ");
        assert_snapshot!(ana.asks("/pace me").await, @r"
        *Spring Quota*: 1st with 22 points; 90 days 23 hours left; quota 7 %, today's step is done
        This week: active on 1 of 3 workdays.
        ");
        t.clock().set("2026-03-13 11:00").await;
        t.skim().await;
        assert_snapshot!(ana.asks("/pace quota").await, @r"
        :red_circle: *Spring Quota*: 22 of 300 points, behind the pace.
        ▱▱▱▱▱▱▱▱▱▱ 7 %. By now 36 would be on pace: you have 61 % of that.
        Today asks 5 more, the last step of this week. 58 workdays left.
        ");
        t.clock().set("2026-03-14 11:00").await;
        t.skim().await;
        assert_snapshot!(ana.asks("/pace quota").await, @r"
        :red_circle: *Spring Quota*: 22 of 300 points, behind the pace.
        ▱▱▱▱▱▱▱▱▱▱ 7 %. By now 40 would be on pace: you have 55 % of that.
        Today asks nothing; the next working week asks 25. 57 workdays left.
        ");
        t.clock().set("2026-03-16 11:00").await;
        t.skim().await;
        // Nine workdays late.
        share(t, &[("Bo", What::Article)]).await;
        assert_snapshot!(t.rep("Bo").asks("/pace quota in \"Spring Quota\"").await, @r"
        :large_green_circle: *Spring Quota*: 20 of 259 points, on pace.
        ▱▱▱▱▱▱▱▱▱▱ 7 %. (300 for the whole time; you joined later.)
        Today's step is done; this week asks 5 more. 57 workdays left.
        ");
        assert_snapshot!(ana.asks("/pace quota all").await, @"In *Spring Quota* each sees only their own quota: `/pace quota`.");
        assert_snapshot!(mia.asks("/pace quota all").await, @r"
        *Spring Quota*: everybody's quota; only managers see this
        ▱▱▱▱▱▱▱▱▱▱ 7 % together; 1 on pace, 1 with further to go.
        • Ana Sørensen — 22 of 300, 7 %
        • Bo Chen — 20 of 259, 7 %, on pace
        ");
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Spring Quota* — 77 days 22 hours left
        *1. Ana Sørensen — 22* ← you
        2. Bo Chen — 20, 2 behind (new)
        You are *1st* with 22; the same as on the last daily board. Nobody is ahead of you.
        Quota: ▱▱▱▱▱▱▱▱▱▱ 22 of 300, 7 %, behind the pace.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
    })
    .await;
}

#[tokio::test]
async fn a_public_quota_stands_on_the_board_and_single_reps_have_their_own() {
    play_with("holidays = [\"2026-03-05\", \"2026-03-06\"]\n", async |t| {
        t.contest("sprint-week \"Spring Sprint\" for 5d quota 40 public").await;
        let (ana, mia, wins) = (t.rep("Ana"), t.manager(), t.channel("social-wins"));
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Jo", What::Link)]).await;
        assert_snapshot!(mia.asks("/contest quota 20 for @ana.sorensen").await, @":dart: Ana Sørensen has a quota of their own in *Spring Sprint*: 20 points. I have told them.");
        assert_snapshot!(ana.hears().await, @":dart: Mia Roth set your quota in *Spring Sprint*: 20 points. `/pace quota` breaks it into days.");
        assert_snapshot!(ana.asks("/pace quota").await, @r"
        :large_green_circle: *Spring Sprint*: 20 of 20 points, reached.
        ▰▰▰▰▰▰▰▰▰▰ 100 %.
        All that comes now is on top.
        Everybody's quota is open here: `/pace quota all`.
        ");
        assert_snapshot!(mia.asks("/contest quota").await, @":dart: *Spring Sprint*: a quota of 40 points for each of us; 1 rep has a number of their own. Everybody sees how everybody stands, with `/pace quota all`.");
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Ana Sørensen — 20
        2. Bo Chen — 15
        Quota: ▰▰▰▰▱▱▱▱▱▱ 41 % together; 1 of 3 on pace.
        3 of 3 active yesterday; 3 shares so far.
        ");
        t.skim().await;
        assert_snapshot!(ana.asks("/pace quota all").await, @r"
        *Spring Sprint*: everybody's quota
        ▰▰▰▰▱▱▱▱▱▱ 41 % together; 1 there, 1 close, 1 with further to go.
        • Ana Sørensen — 20 of 20, 100 %, reached
        • Bo Chen — 15 of 40, 37 %, close to the pace
        • Jo Park — 6 of 40, 15 %
        ");
        assert_snapshot!(t.rep("Bo").asks("/pace quota").await, @r"
        :large_yellow_circle: *Spring Sprint*: 15 of 40 points, close to the pace.
        ▰▰▰▱▱▱▱▱▱▱ 37 %. By now 20 would be on pace: you have 75 % of that.
        Today asks 25 more, the last step of this week. 1 workday left.
        Everybody's quota is open here: `/pace quota all`.
        ");
        assert_snapshot!(t.rep("Bo").shares(What::Comment).await, @r"
        :white_check_mark: *+2* — comment (2)
        You are *2nd* in *Spring Sprint* with 17; 3 behind the next place.
        Active 2 of 3 workdays this week. Next milestone: 25 (8 to go). Quota 42 %, today's step: 23 more.
        ");
        assert_snapshot!(mia.asks("/contest quota private").await, @":dart: *Spring Sprint*: a quota of 40 points for each of us; 1 rep has a number of their own. Each sees only their own, with `/pace quota`; managers see all.");
        assert_snapshot!(wins.next().await, @":dart: *Spring Sprint*: a quota of 40 points for each of us; 1 rep has a number of their own. Each sees only their own, with `/pace quota`; managers see all.");
        assert_snapshot!(ana.asks("/pace quota all").await, @"In *Spring Sprint* each sees only their own quota: `/pace quota`.");
        assert_snapshot!(mia.asks("/contest quota off for @ana.sorensen").await, @":dart: Ana Sørensen has no quota of their own in *Spring Sprint* any more; everybody's holds, 40 points.");
        assert_snapshot!(ana.hears().await, @":dart: Mia Roth took your own quota in *Spring Sprint* off; everybody's holds for you, 40 points.");
        // Thursday and Friday are holidays.
        t.clock().set("2026-03-05 11:00").await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/pace quota").await, @r"
        :red_circle: *Spring Sprint*: 17 of 40 points, behind the pace.
        ▰▰▰▰▱▱▱▱▱▱ 42 %. By now 40 would be on pace: you have 42 % of that.
        No workday is left, but what you share until the end still counts.
        ");
        mia.asks("/contest end").await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/pace quota").await, @r"
        :red_circle: *Spring Sprint*: 17 of 40 points, behind the pace.
        ▰▰▰▰▱▱▱▱▱▱ 42 %. By now 40 would be on pace: you have 42 % of that.
        It is over; nothing more is asked.
        ");
        assert_snapshot!(mia.asks("/contest quota 10 of \"Spring Sprint\"").await, @"*Spring Sprint* is over; within the hour of its end `/contest reopen` takes that back.");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_in_one_sentence() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        let mut said = Vec::new();
        let lines = [
            "/contest quota",
            "/contest quota 0",
            "/contest quota -5",
            "/contest quota 1,000,001",
            "/contest quota 99999999999999999999",
            "/contest quota lots",
            "/contest quota public",
            "/contest quota off",
            "/contest quota off for @ana.sorensen",
            "/contest quota 5 for @nobody",
            "/contest quota 300 of \"Sprin Sprint\"",
            "/contest start sprint-week \"Other\" quota 0",
            "/contest start sprint-week \"Other\" quota",
            "/pace quota all",
        ];
        for line in lines {
            said.push(format!("{line}\n  → {}", mia.asks(line).await));
        }
        mia.asks("/contest quota 30").await;
        for line in ["/pace quota", "/pace quota all", "/contest quota 5"] {
            said.push(format!("{line}\n  → {}", ana.asks(line).await));
        }
        t.skim().await;
        assert_snapshot!(said.join("\n"), @r#"
        /contest quota
          → *Spring Sprint* asks for no quota; a manager sets one with `/contest quota 300`.
        /contest quota 0
          → A quota is 1 to 1,000,000 points, like `/contest quota 300`.
        /contest quota -5
          → A quota is 1 to 1,000,000 points, like `/contest quota 300`.
        /contest quota 1,000,001
          → A quota is 1 to 1,000,000 points, like `/contest quota 300`.
        /contest quota 99999999999999999999
          → A quota is 1 to 1,000,000 points, like `/contest quota 300`.
        /contest quota lots
          → It goes like this: `/contest quota 300 [for @rep] [public | private] [of "Contest"], or quota off [for @rep]`
        /contest quota public
          → *Spring Sprint* asks for no quota; a manager sets one with `/contest quota 300`.
        /contest quota off
          → *Spring Sprint* asks for no quota; a manager sets one with `/contest quota 300`.
        /contest quota off for @ana.sorensen
          → Ana Sørensen has no quota of their own in *Spring Sprint*.
        /contest quota 5 for @nobody
          → I know no "nobody", or several; pick the name from Slack's list after `@`.
        /contest quota 300 of "Sprin Sprint"
          → There is no contest "Sprin Sprint". Did you mean "Spring Sprint"?
        /contest start sprint-week "Other" quota 0
          → A quota is 1 to 1,000,000 points, like `/contest quota 300`.
        /contest start sprint-week "Other" quota
          → It goes like this: `/contest start sprint-week "Title" from Mon 9:00 for 5d in #channel every week`
        /pace quota all
          → *Spring Sprint* asks for no quota; a manager sets one with `/contest quota 300`.
        /pace quota
          → You are not in *Spring Sprint*.
        /pace quota all
          → In *Spring Sprint* each sees only their own quota: `/pace quota`.
        /contest quota 5
          → Only managers can do that; Mia Roth is a manager here.
        "#);
        assert_eq!(t.contests().await.len(), 1, "no contest came of it");
    })
    .await;
}

#[tokio::test]
async fn of_several_contests_the_one_that_asks_is_meant() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" quota 100 in #general").await;
        let ana = t.rep("Ana");
        ana.at("general").asks("/contest join").await;
        ana.asks("/contest join \"Spring Sprint\"").await;
        assert_snapshot!(ana.privately().asks("/pace quota").await, @r"
        :large_green_circle: *Long Run*: 0 of 100 points, on pace.
        ▱▱▱▱▱▱▱▱▱▱ 0 %.
        Today asks 10 more; this week asks 37 more. 11 workdays left.
        ");
        t.manager().asks("/contest quota 50 of \"Spring Sprint\"").await;
        t.skim().await;
        assert_snapshot!(ana.privately().asks("/pace quota").await, @r#"Which contest do you mean? `/pace quota of "Title"` says it at once."#);
        ana.privately().clicks("Long Run").await;
        assert_snapshot!(ana.hears().await, @r"
        :large_green_circle: *Long Run*: 0 of 100 points, on pace.
        ▱▱▱▱▱▱▱▱▱▱ 0 %.
        Today asks 10 more; this week asks 37 more. 11 workdays left.
        ");
    })
    .await;
}
