//! `/contest`: starting one, finding it, joining it.

use insta::assert_snapshot;
use serde_json::json;

use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn a_contest_starts_with_one_line_and_is_announced_with_a_join_button() {
    play(async |t| {
        let line = "/contest start sprint-week \"Spring Sprint\" for 5d in #social-wins";
        assert_snapshot!(t.manager().at("general").asks(line).await, @":checkered_flag: *Spring Sprint* has started in <#C0WINS> and runs until Sunday, 10:00 (Berlin).");
        let announcement = t.channel("social-wins").next().await;
        assert_snapshot!(announcement, @r"
        :checkered_flag: *Spring Sprint* starts now and runs until Sunday, 10:00 (Berlin).
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        ");
        assert_eq!(announcement.kind.as_deref(), Some("announcement"));
        assert_eq!(announcement.buttons(), ["Join", "How points work"]);
        t.channel("general").is_quiet().await;

        let kai = t.rep("Kai");
        kai.clicks("Join").await;
        kai.hears().await;
        kai.clicks("Join").await;
        assert_snapshot!(kai.hears().await, @"You are in *Spring Sprint* already; `/leaderboard` shows where.");
        kai.clicks("How points work").await;
        assert_snapshot!(kai.hears().await, @r"
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
    })
    .await;
}

#[tokio::test]
async fn a_template_with_weekdays_starts_at_its_next_one() {
    play(async |t| {
        t.contest("sprint-week").await;
        assert_eq!(t.contests().await[0].phase, Phase::Scheduled);
        t.clock().set("2026-03-09 08:59").await;
        t.channel("social-wins").is_quiet().await;
        t.clock().set("2026-03-09 09:00").await;
        assert_snapshot!(t.channel("social-wins").next().await, @":checkered_flag: *Sprint Week* is open and runs until Friday, 15:00 (Berlin). The first share takes the lead.");
        t.rep("Ana").shares(What::Original).await;
        assert_eq!(t.rep("Ana").points().await, 15);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn list_and_show_tell_what_runs() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/contest list").await, @"No contest yet. A manager starts one with `/contest start sprint-week`.");
        t.sprint().await;
        t.contest("most-points \"Long Run\" from Mon 9:00 for 2w in #general").await;
        t.manager().asks("/contest cancel \"Long Run\"").await;
        assert_snapshot!(ana.asks("/contest list").await, @r"
        • *Spring Sprint* in <#C0WINS>, until Sunday, 10:00 (Berlin)
        Over:
        • *Long Run* in <#C0GENERAL>, cancelled
        ");
        assert_snapshot!(ana.asks("/contest show").await, @r"
        *Spring Sprint* in <#C0WINS>, until Sunday, 10:00 (Berlin)
        0 players · 0 shares · board at 09:00
        Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        ");
        assert_snapshot!(ana.asks("/contest templates").await, @r"
        • `beat-yourself`: two weeks against your own last four: most per cent of your target
        • `everyone-in`: four weeks, three shares a week from everyone
        • `everyone-to-50`: everyone gets to 50 points in two weeks
        • `first-to-100`: the first to 100 points wins, and that ends it
        • `king-of-the-hill`: two weeks, each day's best takes the hill, most days win
        • `knockout`: three weeks, eight players two by two, the better goes on
        • `league-month`: four weekly rounds in pools of like strength, two up and two down
        • `most-points`: two weeks from now, most points
        • `raffle`: two weeks, a ticket for every 10 points from 50 on, one winner
        • `relay`: teams in which each member runs a leg of 30 points
        • `social-quota`: a quarter, 300 points for each of us, in steps of a day and a week
        • `sprint-week`: Monday 09:00 to Friday 15:00, most points
        • `team-cup`: a month of teams, most points for each active member
        • `team-goal`: four weeks, one goal of 1,000 points for all of us
        • `team-sprint`: a week of teams, most points together
        • `tug-of-war`: two teams, until one is 100 points ahead
        • `duel @name`: two of a running contest, for two days; everyone can with `/pace duel`
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_rep_who_steers_is_refused_and_told_who_can() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let refusal = ana.asks("/contest start sprint-week").await;
        assert_snapshot!(refusal, @"Only managers can do that; Mia Roth is a manager here.");
        for verb in ["pause", "resume", "extend for 2d", "end", "reopen", "cancel"] {
            assert_eq!(*ana.asks(&format!("/contest {verb}")).await, *refusal, "{verb}");
        }
        assert_eq!(t.contests().await.len(), 1);
        assert_eq!(t.contests().await[0].phase, Phase::Open);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    play(async |t| {
        let mia = t.manager();
        let mut answers = Vec::new();
        for words in [
            "sprnt-week",
            "sprint-week Spring Sprint",
            "sprint-week for 5 ducks",
            "sprint-week until Fri 15:00 for 2d",
            "sprint-week from 2026-03-01",
            "sprint-week from 2026-03-06 12:00 until 2026-03-06 11:00",
            "sprint-week for 2000d",
            "sprint-week \"***\"",
            "sprint-week for 5d in #nowhere",
            "sprint-week for 5d in #deal-room",
            "sprint-week for 5d in #old-wins",
            "raffle with winners 101",
            "raffle with ticket-size 4",
            "sprint-week with winners 3",
            "raffle rules gentle",
            "",
        ] {
            answers.push(format!("{words}\n  → {}", mia.asks(&format!("/contest start {words}")).await));
        }
        answers.push(mia.privately().asks("/contest start sprint-week for 5d").await.to_string());
        assert_snapshot!(answers.join("\n"), @r#"
        sprnt-week
          → "sprnt-week" is no template. Did you mean `sprint-week`? `/contest templates` lists all.
        sprint-week Spring Sprint
          → It goes like this: `/contest start sprint-week "Title" from Mon 9:00 for 5d in #channel every week`
        sprint-week for 5 ducks
          → "5 ducks" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.
        sprint-week until Fri 15:00 for 2d
          → It goes like this: `/contest start sprint-week "Title" from Mon 9:00 for 5d in #channel every week`
        sprint-week from 2026-03-01
          → That start is in the past; leave out `from` to start now.
        sprint-week from 2026-03-06 12:00 until 2026-03-06 11:00
          → It would be over before it began; give a later end.
        sprint-week for 2000d
          → A contest lasts a year at most; give an earlier end.
        sprint-week "***"
          → A title has 1 to 80 characters; put it in quotes: `"Spring Sprint"`.
        sprint-week for 5d in #nowhere
          → I know no channel #nowhere; check its name, and invite me there with `/invite` if it is private.
        sprint-week for 5d in #deal-room
          → I am not in #deal-room; invite me there with `/invite`, then try again.
        sprint-week for 5d in #old-wins
          → #old-wins is archived; unarchive it, or name another channel with `in #channel`.
        raffle with winners 101
          → That number does not work for `winners`: give 1 to 100.
        raffle with ticket-size 4
          → This kind of contest has no `ticket-size`; what you can choose with a number is `points-a-ticket`, `qualify` and `winners`.
        sprint-week with winners 3
          → This kind of contest has no `winners`; leave `with …` out.
        raffle rules gentle
          → There is no rulebook `gentle`; choose `habit`.

          → It goes like this: `/contest start sprint-week "Title" from Mon 9:00 for 5d in #channel every week`
        A contest needs a channel; add `in #channel`.
        "#);
        assert!(t.contests().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_start_that_slack_delivers_twice_starts_one_contest() {
    play(async |t| {
        t.goes_wrong(json!({"kind": "duplicate"}));
        t.sprint().await;
        assert_eq!((t.contests().await.len(), t.calls("chat.postMessage")), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_contest_of_months_is_advised_to_break_into_rounds() {
    play(async |t| {
        assert_snapshot!(t.manager().asks("/contest start most-points for 9w").await, @":checkered_flag: *Most Points* has started in <#C0WINS> and runs until Tuesday 5 May, 10:00 (Berlin). That is over a month: interest fades after about four weeks, so think of rounds.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_end_of_today_or_tomorrow_is_that_of_whoever_types_it() {
    play(async |t| {
        let mia = t.manager();
        let said = mia.asks("/contest start most-points \"Race\" from tomorrow 9:00 until tomorrow 17:00").await;
        assert!(said.contains("starts tomorrow, 09:00") && said.contains("runs until tomorrow, 17:00"), "{said}");
        assert_snapshot!(mia.asks("/contest start most-points \"Back\" from tomorrow until today").await, @"It would be over before it began; give a later end.");
        let said = mia.asks("/contest start most-points \"Week\" from tomorrow until Wed").await;
        assert!(said.contains("runs until Thursday 12 March, 00:00"), "{said}");
        t.skim().await;
    })
    .await;
}
