//! `/contest rules` and `/contest bonus`: changed rules, bonuses, rests, and plays of the week.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play, play_with_files};

#[tokio::test]
async fn rules_change_after_a_look_at_what_that_would_mean() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Kai", What::Words)]).await;
        assert_snapshot!(ana.asks("/contest rules").await, @r"
        *How points work in Spring Sprint*
        • Original post: 10, with at least 100 characters of your own words; 1 a day and network
        • Article: 15; 1 a day, 2 a week
        • Comment: 2; 5 a day
        • Like: 0
        • Share with own words: 5, with at least 100 characters of your own words; 2 a day
        • Link: 1; 2 a day
        At most 30 points a day. The first share of a week that pays adds 5 on top.
        Three active workdays make an active week; each one in a row multiplies by 0.1 more, up to 1.5. One missed week in 4 is forgiven.
        Words 60 % like an earlier share earn half, from 85 % nothing. The same link counts once, and one person's own post belongs to whoever shared it first.
        ");
        assert_snapshot!(ana.asks("/contest rules original=30").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(mia.asks("/contest rules orignal=30").await, @r#"There is no rule "orignal". Did you mean `original`?"#);
        assert_snapshot!(mia.asks("/contest rules original=lots").await, @r#"I cannot set "original=lots": that is no whole number. Write it like `original=12`."#);
        assert_snapshot!(mia.asks("/contest rules daily=0").await, @r#"I cannot set "daily=0": 0 points: give 1 to 1000000. Write it like `original=12`."#);
        assert_snapshot!(mia.asks("/contest rules original=10").await, @"Those are the rules already; `/contest rules` shows them.");
        assert_snapshot!(mia.asks("/contest rules original=12 from yesterday").await, @r#""yesterday" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`."#);
        assert_snapshot!(mia.asks("/contest rules original=12 from 2027-01-01").await, @"That moment does not lie between now and the contest's end; try `from tomorrow 9:00`.");
        t.skim().await;
        let look = mia.asks("/contest rules original=30 daily=40").await;
        assert_snapshot!(look, @r"
        *Spring Sprint* would go by other rules from now on:
        Original post 10 → 30 and at most a day 30 → 40.
        Played again with these rules, the 3 shares so far would change the points or place of 2 players:
        • Bo Chen: 2nd → 1st, 15 → 35 points
        • Ana Sørensen: 1st → 2nd, 20 → 20 points
        What was earned stays as it is; the new rules count from then on.
        ");
        assert_eq!(look.buttons(), ["Change the rules"]);
        assert_eq!(ana.points().await, 20, "a look changes nothing");
        mia.clicks("Change the rules").await;
        assert_snapshot!(mia.hears().await, @":memo: New rules in *Spring Sprint* from now on: original post 10 → 30 and at most a day 30 → 40. What was earned before stays as it is.");
        assert_snapshot!(t.channel("social-wins").next_of("notice").await, @":memo: New rules in *Spring Sprint* from now on: original post 10 → 30 and at most a day 30 → 40. What was earned before stays as it is.");
        // The same button again: its look is of the rules before.
        mia.clicks("Change the rules").await;
        assert_snapshot!(mia.hears().await, @"The rules of *Spring Sprint* have changed since that preview; `/contest rules …` shows what it would mean now.");
        assert_snapshot!(t.rep("Noor").shares(What::Original).await, @r"
        :white_check_mark: *+35* — original post (30) · first this week (5)
        You are *1st* in *Spring Sprint* with 35; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (15 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(t.rep("Noor").asks("/pace why").await, @r"
        *Spring Sprint*: 35, share by share
        • today, 10:00: *+35*, original post 30 + 5 first of the week, by version 2 of the rules (<https://www.linkedin.com/posts/me_sales-activity-7300000000000023757-pace|linkedin.com/posts/me_sales-activity-7300000000000…>)
        ");
        assert_eq!(t.rep("Bo").points().await, 15, "what was earned stays");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_change_can_wait_for_its_moment() {
    let gentle = include_str!("../../../config/presets/rulebooks/habit.toml")
        .replace("name = \"habit\"", "name = \"gentle\"")
        .replace("daily_points = 30", "daily_points = 12");
    play_with_files(&[("presets/rulebooks/gentle.toml", &gentle)], async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        assert_snapshot!(mia.asks("/contest rules use gently").await, @r#"There is no rule "gently". Did you mean `gentle`?"#);
        assert_snapshot!(mia.asks("/contest rules use gentle from tomorrow").await, @r"
        *Spring Sprint* would go by other rules from tomorrow, 00:00 (Berlin) on:
        At most a day 30 → 12.
        Nobody has shared anything yet, so nobody would stand elsewhere.
        What was earned stays as it is; the new rules count from then on.
        ");
        mia.clicks("Change the rules").await;
        assert_snapshot!(mia.hears().await, @":memo: New rules in *Spring Sprint* from tomorrow, 00:00 (Berlin) on: at most a day 30 → 12. What was earned before stays as it is.");
        t.skim().await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(ana.asks("/contest show").await, @r"
        *Spring Sprint* in <#C0WINS>, until Sunday, 10:00 (Berlin)
        1 player · 1 share · board at 09:00
        :memo: From tomorrow, 00:00 (Berlin): at most a day 30 → 12.
        Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        ");
        t.clock().advance("14h").await;
        t.skim().await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+12* — article (15, the day's most leaves 12)
        You are *1st* in *Spring Sprint* with 32; nobody is ahead of you.
        Active 2 of 3 workdays this week. Next milestone: 50 (18 to go).
        ");
        // What was shared before that midnight goes by the rules of then.
        assert_snapshot!(t.rep("Bo").asks("/share https://me.substack.com/p/late yesterday").await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *2nd* in *Spring Sprint* with 20; 12 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_bonus_hour_multiplies_what_is_shared_in_it() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia, wins) = (t.rep("Ana"), t.manager(), t.channel("social-wins"));
        assert_snapshot!(mia.asks("/contest bonus").await, @"No bonus is scheduled in *Spring Sprint*. `/contest bonus x2 from tomorrow 11:00 for 1h` makes an hour count double.");
        assert_snapshot!(ana.asks("/contest bonus x2").await, @"Only managers can do that; Mia Roth is a manager here.");
        let mut told = Vec::new();
        for wrong in [
            "x9",
            "x2 for",
            "x2 on likes",
            "x2 on artcles",
            "x2 from yesterday",
            "x2 for 60d",
            "x2 \"\"",
            "cancel 7",
            "cancel all",
        ] {
            told.push(format!("{wrong}: {}", mia.asks(&format!("/contest bonus {wrong}")).await));
        }
        assert_snapshot!(told.join("\n"), @r#"
        x9: A bonus multiplies by 1.1 to 3: `x2`.
        x2 for: It goes like this: `/contest bonus x2 [from tomorrow 11:00] [for 1h | until 12:00] [on articles] ["Power hour"] | rest weekends | cancel 2`
        x2 on likes: There is no kind "likes"; there are `shares`, `originals`, `articles` and `comments`.
        x2 on artcles: There is no kind "artcles". Did you mean `articles`?
        x2 from yesterday: "yesterday" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.
        x2 for 60d: A bonus lasts at most 31 days, or it is none; `/contest rules` changes points for good.
        x2 "": A bonus is called something of 1 to 40 characters: `"Power hour"`.
        cancel 7: No bonus 7 is to come; `/contest bonus` lists those that are.
        cancel all: It goes like this: `/contest bonus x2 [from tomorrow 11:00] [for 1h | until 12:00] [on articles] ["Power hour"] | rest weekends | cancel 2`
        "#);
        assert_snapshot!(mia.asks("/contest bonus x2 from 11:00 for 1h on articles, comments").await, @":zap: *Spring Sprint*: Bonus hour from today, 11:00 to 12:00 (Berlin): articles and comments count ×2. The channel hears of it; `/contest bonus cancel 2` takes it back.");
        assert_snapshot!(wins.next_of("notice").await, @":zap: *Spring Sprint*: Bonus hour from today, 11:00 to 12:00 (Berlin): articles and comments count ×2.");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now.
        ");
        t.clock().advance("65m").await;
        assert_snapshot!(wins.next_of("notice").await, @":zap: *Spring Sprint*: Bonus hour until today, 12:00 (Berlin): articles and comments count ×2.");
        assert_snapshot!(t.rep("Bo").shares(What::Article).await, @r"
        :white_check_mark: *+35* — article (15 × 2, bonus hour) · first this week (5)
        You are *1st* in *Spring Sprint* with 35; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (15 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(t.rep("Bo").asks("/pace why").await, @r"
        *Spring Sprint*: 35, share by share
        • today, 18:05: *+35*, article 15 × 2 (bonus hour) + 5 first of the week (<https://me.substack.com/p/notes-1|me.substack.com/p/notes-1>)
        ");
        assert_snapshot!(t.rep("Kai").shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *3rd* in *Spring Sprint* with 15; 5 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(ana.asks("/contest bonus").await, @r"
        *Bonuses in Spring Sprint*
        • 2: Bonus hour until today, 12:00 (Berlin): articles and comments count ×2.
        ");
        assert_snapshot!(mia.asks("/contest bonus cancel 2").await, @":memo: The bonus hour in *Spring Sprint* is off; what it added until now stays.");
        assert_snapshot!(mia.asks("/contest bonus cancel 2").await, @"No bonus 2 is to come; `/contest bonus` lists those that are.");
        t.clock().advance("1m").await;
        assert_snapshot!(t.rep("Noor").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *2nd* in *Spring Sprint* with 20; 15 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now.
        ");
        assert_eq!(t.rep("Bo").points().await, 35, "what it paid stays paid");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn on_a_weekend_off_nothing_is_taken_in_and_nothing_is_lost() {
    play(async |t| {
        t.contest("most-points \"Long\" for 20d").await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        assert_snapshot!(mia.asks("/contest bonus rest weekends").await, @":palm_tree: *Long*: Weekend off: on Saturdays and Sundays no share is taken in; what you share before or after counts. The channel hears of it; `/contest bonus cancel 2` takes it back.");
        t.skim().await;
        t.clock().set("2026-03-07 12:00").await;
        t.skim().await;
        let draft = t.fresh(What::Article);
        assert_snapshot!(ana.asks(&format!("/share {draft}")).await, @"*Long* takes a rest until Monday, 00:00 (Berlin); share this then and it counts.");
        ana.says(&draft).await;
        assert_snapshot!(ana.hears().await, @"*Long* takes a rest until Monday, 00:00 (Berlin); share this then and it counts.");
        t.clock().set("2026-03-09 09:30").await;
        t.skim().await;
        assert_snapshot!(ana.asks("/share https://me.substack.com/p/sunday yesterday").await, @"*Long* took a rest then; leave out `yesterday` to count this for today.");
        assert_snapshot!(ana.asks(&format!("/share {draft}")).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Long* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Long* now.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_captain_chooses_the_teams_play_of_the_week_within_what_the_manager_allows() {
    play(async |t| {
        t.contest("team-sprint \"Cup\" for 10d").await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        ana.asks("/contest team create Hawks").await;
        bo.asks("/contest team join Hawks").await;
        t.rep("Kai").asks("/contest team create Owls").await;
        assert_snapshot!(bo.asks("/contest team play comments").await, @"Only a team's captain can do that; `/contest team` shows who leads which.");
        assert_snapshot!(ana.asks("/contest team plays x3").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(mia.asks("/contest team plays off").await, @"Captains of *Cup* choose no play of the week from now on.");
        assert_snapshot!(ana.asks("/contest team play comments").await, @"Teams choose no play of the week in *Cup*; a manager can allow it.");
        assert_snapshot!(mia.asks("/contest team plays x2").await, @"Captains of *Cup* may choose a play of the week: `/contest team play comments` counts them ×2.");
        assert_snapshot!(ana.asks("/contest team play memes").await, @r#"There is no kind "memes"; there are `shares`, `originals`, `articles` and `comments`."#);
        assert_snapshot!(ana.asks("/contest team play articles").await, @":clapper: *Hawks* chose their play of the week in *Cup*: articles count ×2 for them until Monday, 00:00 (Berlin).");
        assert_snapshot!(t.channel("social-wins").next_of("notice").await, @":clapper: *Hawks* chose their play of the week in *Cup*: articles count ×2 for them until Monday, 00:00 (Berlin).");
        assert_snapshot!(ana.asks("/contest team play comments").await, @"Your team has its play of the week already; the next can be chosen on Monday.");
        assert_snapshot!(bo.shares(What::Article).await, @r"
        :white_check_mark: *+35* — article (15 × 2, play of the week) · first this week (5)
        Your team has 35 in *Cup*.
        Active 1 of 3 workdays this week. Next milestone: 50 (15 to go).
        ");
        assert_snapshot!(t.rep("Kai").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        Your team has 20 in *Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        ");
        t.clock().set("2026-03-09 10:00").await;
        t.skim().await;
        assert_snapshot!(bo.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        Your team has 55 in *Cup*.
        Active 1 of 3 workdays this week. Next milestone: 100 (45 to go).
        ");
        assert_snapshot!(ana.asks("/contest team play comments").await, @":clapper: *Hawks* chose their play of the week in *Cup*: comments count ×2 for them until Friday, 10:00 (Berlin).");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_play_of_the_week_can_be_scheduled_within_what_the_manager_allows() {
    play(async |t| {
        t.contest("team-sprint \"Cup\" for 10d").await;
        let ana = t.rep("Ana");
        ana.asks("/contest team create Hawks").await;
        assert_snapshot!(ana.asks("/contest team play comments x2").await, @"A play of the week counts at most ×1.5 here: write `x1.5`, or leave it out.");
        assert_snapshot!(ana.asks("/contest team play comments on articles").await, @r#"It goes like this: `/contest team play comments [x1.5] [from tomorrow 9:00] [for 1d | until Fri] [of "Contest"]`"#);
        assert_snapshot!(ana.asks("/contest team play comments from 2026-03-02").await, @"That moment does not lie between now and the contest's end; try `from tomorrow 9:00`.");
        assert_snapshot!(ana.asks("/contest team play comments x1.2 from tomorrow 9:00 for 1d").await, @":clapper: *Hawks* chose their play of the week in *Cup*: comments count ×1.2 for them from tomorrow, 09:00 to Thursday, 09:00 (Berlin).");
        assert_snapshot!(ana.asks("/contest team play articles from Fri").await, @"Your team has its play of the week already; the next can be chosen on Monday.");
        // That of the next week ends with the contest, if not with the week.
        assert_snapshot!(ana.asks("/contest team play articles from Mon for 9d").await, @":clapper: *Hawks* chose their play of the week in *Cup*: articles count ×1.5 for them from Monday, 00:00 to Friday 13 March, 10:00 (Berlin).");
        t.skim().await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("notice").await, @":clapper: *Hawks* chose their play of the week in *Cup*: comments count ×1.2 for them until tomorrow, 09:00 (Berlin).");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_said_twice_is_refused_and_hours_are_called_hours() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest rules original=12 original=13").await, @"`original` stands there twice; say one number for it.");
        assert_snapshot!(mia.asks("/contest bonus x2 from tomorrow 9:00 until tomorrow 11:00").await, @":zap: *Spring Sprint*: Bonus hours from tomorrow, 09:00 to 11:00 (Berlin): everything counts ×2. The channel hears of it; `/contest bonus cancel 2` takes it back.");
        mia.asks("/contest bonus rest weekends").await;
        assert_snapshot!(mia.asks("/contest bonus rest weekends").await, @"There is a weekend off for that already; `/contest bonus cancel 3` takes it back.");
        assert_snapshot!(mia.asks("/pace count").await, @"It goes like this: `/pace count linkedin-connections 812 | undo`");
        t.skim().await;
    })
    .await;
}
