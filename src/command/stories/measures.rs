//! `/pace count` and `/pace win`: numbers that grow, and results that came through social channels.

use insta::assert_snapshot;

use crate::harness::{What, play};

#[tokio::test]
async fn growth_counts_from_the_first_number_on_and_a_fall_never_does() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/pace count linkedin-connections 812").await, @"No contest that you play in pays for linkedin-connections; `/contest list` shows what there is to join.");
        ana.asks("/contest join").await;
        assert_snapshot!(ana.asks("/pace count linkedin-conections 812").await, @r#"I do not count "linkedin-conections". Did you mean `linkedin-connections`?"#);
        assert_snapshot!(ana.asks("/pace count shoe-size 44").await, @r#"I do not count "shoe-size", but `linkedin-connections`, `linkedin-followers`, `x-followers`, `youtube-followers`, `facebook-followers`, `instagram-followers` and `tiktok-followers`."#);
        for wrong in ["-5", "many", "99999999999", "8e2"] {
            assert_snapshot!(ana.asks(&format!("/pace count x-followers {wrong}")).await.contains("is no number"), @"true");
        }
        assert_snapshot!(ana.asks("/pace count linkedin-connections 812").await, @":memo: Noted: 812 LinkedIn connections. From here on what you gain counts; count again whenever you like.");
        t.clock().advance("1m").await;
        assert_snapshot!(ana.asks("/pace count linkedin-connections 824").await, @":white_check_mark: *+6* in *Spring Sprint* — 12 more, 824 LinkedIn connections now.");
        t.clock().advance("1m").await;
        assert_snapshot!(ana.asks("/pace count 820 linkedin connections").await, @":memo: Noted: 820 LinkedIn connections, no more than the 824 of before, so nothing is added; nothing is taken either.");
        assert_eq!(ana.points().await, 6, "a fall takes nothing");
        t.clock().advance("1m").await;
        assert_snapshot!(ana.asks("/pace count linkedin-connections 824").await, @":memo: Noted: 824 LinkedIn connections, no more than the 824 of before, so nothing is added; nothing is taken either.");
        assert_eq!(ana.points().await, 6, "nor does the way back up pay again");
        t.clock().advance("1m").await;
        assert_snapshot!(ana.asks("/pace count linkedin-connections 860").await, @":white_check_mark: *+4* in *Spring Sprint* — 36 more, 860 LinkedIn connections now.");
        assert_eq!(ana.points().await, 10, "at most ten a week");
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 10, share by share
        • today, 10:04: *+4*, linkedin-connections 824 → 860, 14 over the week's most · appeal 1
        • today, 10:01: *+6*, linkedin-connections 812 → 824 · appeal 2
        ");
        assert_snapshot!(ana.asks("/pace count undo").await, @":leftwards_arrow_with_hook: Taken back: 860 LinkedIn connections, and what it had earned.");
        assert_eq!(ana.points().await, 6);
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Spring Sprint* — 4 days 23 hours left
        *1. Ana Sørensen — 6* ← you
        You are *1st* with 6. Nobody is ahead of you.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.clock().advance("1h").await;
        assert_snapshot!(ana.asks("/pace count undo").await, @"You have counted nothing in the last 15 minutes; ask a manager to correct what is older.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_jump_waits_for_a_manager() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        ana.asks("/contest join").await;
        ana.asks("/pace count x-followers 100").await;
        t.clock().advance("1m").await;
        assert_snapshot!(ana.asks("/pace count x-followers 10100").await, @":hourglass_flowing_sand: 10,100 X followers after 100: that is a lot at once, so a manager takes a look before it counts. A slip? Count again.");
        let slip = mia.hears().await;
        assert_snapshot!(slip, @":eyes: *1* · Ana Sørensen, today, 10:01: 10,100 X followers after 100, 10,000 at once.");
        t.clock().advance("1m").await;
        // A slip: the right number takes its place.
        assert_snapshot!(ana.asks("/pace count x-followers 710").await, @":hourglass_flowing_sand: 710 X followers after 100: that is a lot at once, so a manager takes a look before it counts. A slip? Count again.");
        assert_snapshot!(mia.sees_change(&slip).await, @r"
        :leftwards_arrow_with_hook: *1* · Ana Sørensen, today, 10:01: 10,100 X followers after 100, 10,000 at once.
        Withdrawn by Ana Sørensen. Why: counted anew
        ");
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":eyes: *2* · Ana Sørensen, today, 10:02: 710 X followers after 100, 610 at once.");
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"1 was withdrawn by Ana Sørensen already; `/contest review done` shows how.");
        mia.privately().clicks("Count it").await;
        assert_snapshot!(mia.sees_change(&asked).await, @r"
        :white_check_mark: *2* · Ana Sørensen, today, 10:02: 710 X followers after 100, 610 at once.
        Approved by Mia Roth: Ana Sørensen +10 in *Spring Sprint*.
        ");
        assert_snapshot!(ana.hears().await, @":white_check_mark: Mia Roth confirmed your count, 710 X followers. +10 in *Spring Sprint*.");
        assert_eq!(ana.points().await, 10);
        t.clock().advance("1m").await;
        ana.asks("/pace count x-followers 5000").await;
        mia.hears().await;
        mia.privately().clicks("Decline").await;
        mia.closes().await;
        assert_snapshot!(mia.asks("/contest review decline 3 no more than 800 on the profile").await, @":no_entry: *3* is declined, and Ana Sørensen has been told why.");
        assert_snapshot!(ana.hears().await, @"Mia Roth declined your count, 5,000 X followers: no more than 800 on the profile");
        t.clock().advance("8d").await;
        t.skim().await;
        assert_eq!(ana.points_in("Spring Sprint").await, 10);
    })
    .await;
}

#[tokio::test]
async fn a_win_pays_once_a_manager_has_confirmed_it() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        assert_snapshot!(ana.asks("/pace win \"Acme\" 12000 EUR via linkedin").await, @"No contest that you play in pays for deals; `/contest list` shows what there is to join.");
        for rep in [&ana, &bo] {
            rep.asks("/contest join").await;
        }
        let wrong = [
            "\"Acme\"",
            "\"\" via linkedin",
            "\"Acme\" lots EUR via linkedin",
            "\"Acme\" 12000 EUR via pigeon",
            "dael \"Acme\" via linkedin",
            "\"Acme\" via linkedin with @bo.chen 100%",
            "\"Acme\" via linkedin with @ana.sorensen 30%",
            "\"Acme\" via linkedin with @nobody",
        ];
        let mut told = Vec::new();
        for words in wrong {
            told.push(format!("{words}: {}", ana.asks(&format!("/pace win {words}")).await));
        }
        assert_snapshot!(told.join("\n"), @r#"
        "Acme": It goes like this: `/pace win [deal | opportunity | meeting] "Acme" [12000 EUR] via linkedin [with @bob 30%]`
        "" via linkedin: Say with whom, in 1 to 80 characters: `/pace win "Acme" via linkedin`.
        "Acme" lots EUR via linkedin: "lots EUR" is no amount of money; write it like `12000 EUR`.
        "Acme" 12000 EUR via pigeon: I know no network "pigeon"; there are `linkedin`, `x`, `youtube`, `facebook`, `instagram` and `tiktok`.
        dael "Acme" via linkedin: There is no result "dael". Did you mean `deal`?
        "Acme" via linkedin with @bo.chen 100%: Credit is split among you and at most 5 colleagues, each named once, and some of it stays yours: `with @bob 30%`.
        "Acme" via linkedin with @ana.sorensen 30%: Credit is split among you and at most 5 colleagues, each named once, and some of it stays yours: `with @bob 30%`.
        "Acme" via linkedin with @nobody: I know no "nobody", or several; pick the name from Slack's list after `@`.
        "#);
        assert_snapshot!(ana.asks("/pace win \"Acme\" 12000 EUR via linkedin with @bo.chen 30%").await, @":handshake: Well done! The deal with *Acme* (12,000 EUR) through LinkedIn goes to a manager; once confirmed it pays 100 points, 70 % of it yours.");
        assert_eq!(ana.points().await, 0, "nothing before it is confirmed");
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":eyes: *1* · Ana Sørensen, today, 10:00: The deal with *Acme* (12,000 EUR) through LinkedIn, credit 70 % theirs, 30 % Bo Chen.");
        assert_snapshot!(ana.asks("/pace win \"acme\" 12000 EUR via linkedin").await, @"You reported that already, today, 10:00; one result counts once.");
        assert_snapshot!(bo.asks("/pace win \"ACME\" via x").await, @"Ana Sørensen reported that already, today, 17:00; agree on the credit, and a manager can correct it with `/contest adjust`.");
        assert_snapshot!(ana.asks("/contest review approve 1").await, @"Only managers can do that; Mia Roth is a manager here.");
        mia.privately().clicks("Confirm").await;
        assert_snapshot!(mia.sees_change(&asked).await, @r"
        :white_check_mark: *1* · Ana Sørensen, today, 10:00: The deal with *Acme* (12,000 EUR) through LinkedIn, credit 70 % theirs, 30 % Bo Chen.
        Approved by Mia Roth: Ana Sørensen +70 in *Spring Sprint* and Bo Chen +30 in *Spring Sprint*.
        ");
        assert_snapshot!(ana.hears().await, @":white_check_mark: Mia Roth confirmed your deal with *Acme* (12,000 EUR) through LinkedIn. +70 in *Spring Sprint*.");
        assert_snapshot!(bo.hears().await, @":white_check_mark: Mia Roth confirmed the deal with *Acme* (12,000 EUR) through LinkedIn. +30 in *Spring Sprint*.");
        assert_eq!((ana.points().await, bo.points().await), (70, 30));
        t.deliver().await;
        assert_snapshot!(t.channel("social-wins").next_of("shout_out").await, @":tada: Three pieces of good news: *Ana Sørensen* a deal through LinkedIn and 50 points · *Bo Chen* 25 points");
        // Somebody else is as fast.
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"1 was approved by Mia Roth already; `/contest review done` shows how.");
        assert_eq!((ana.points().await, bo.points().await), (70, 30));
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 70, share by share
        • today, 10:00: *+70*, deal with Acme · appeal 1
        ");
        assert_snapshot!(ana.asks("/pace win meeting \"Globex\" via x").await, @":handshake: Well done! The meeting with *Globex* through X goes to a manager; once confirmed it pays 25 points.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_confirms_their_own_result_where_somebody_else_can() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        mia.asks("/contest join").await;
        mia.asks("/pace win \"Acme\" via linkedin").await;
        // In this workspace she is the only one.
        assert_snapshot!(mia.asks("/contest review approve 1").await, @":white_check_mark: *1* is approved: Mia Roth +100 in *Spring Sprint*.");
        mia.hears().await;
        t.skim().await;
    })
    .await;
    crate::harness::play_with("managers = [\"U0BO\"]\n", async |t| {
        t.sprint().await;
        let mia = t.manager();
        mia.asks("/contest join").await;
        t.rep("Bo").shares(What::Link).await;
        mia.asks("/pace win \"Acme\" via linkedin").await;
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"You have a part in that, so somebody else decides: Bo Chen.");
        assert_snapshot!(t.rep("Bo").asks("/contest review").await, @"*1* · Mia Roth, today, 17:00: The deal with *Acme* through LinkedIn.");
        assert_snapshot!(t.rep("Bo").asks("/contest review approve 1").await, @":white_check_mark: *1* is approved: Mia Roth +100 in *Spring Sprint*.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_result_and_points_by_hand_bring_a_new_leader_parts_of_a_goal_and_badges() {
    let goal = "name = \"goal\"\nabout = \"x\"\ntitle = \"All\"\nrulebook = \"habit\"\nlasts = \"5d\"\n[format.goal]\npoints = 200";
    crate::harness::play_with_files(&[("presets/templates/goal.toml", goal)], async |t| {
        let (ana, bo, mia, wins) = (t.rep("Ana"), t.rep("Bo"), t.manager(), t.channel("social-wins"));
        t.contest("goal").await;
        ana.asks("/contest join").await;
        bo.asks("/contest join").await;
        ana.asks("/pace win \"Acme\" via linkedin with @bo.chen 30%").await;
        mia.hears().await;
        mia.privately().clicks("Confirm").await;
        ana.hears().await;
        bo.hears().await;
        t.deliver().await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Four pieces of good news: *Ana Sørensen* a deal through LinkedIn and 50 points · *All* 50 % of our goal · *Bo Chen* 25 points");
        t.clock().advance("11m").await;
        mia.asks("/contest adjust @bo.chen +20 talk at the fair").await;
        bo.hears().await;
        t.deliver().await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *Bo Chen* passed 50 points.");
        t.skim().await;
    })
    .await;
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia, wins) = (t.rep("Ana"), t.rep("Bo"), t.manager(), t.channel("social-wins"));
        bo.shares(What::Article).await;
        ana.asks("/contest join").await;
        ana.asks("/pace win \"Acme\" via linkedin").await;
        mia.hears().await;
        mia.privately().clicks("Confirm").await;
        ana.hears().await;
        t.deliver().await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Three pieces of good news: *Ana Sørensen* a deal through LinkedIn, 100 points and in the lead, 80 ahead");
        assert_snapshot!(ana.asks("/pace badges").await, @r"
        You have 100 points in all contests.
        *Badges*: none yet; your next share changes that.
        *Your bests*: contest 100 (*Spring Sprint*)
        ");
        t.clock().advance("11m").await;
        mia.asks("/contest adjust @bo.chen +100 talk at the fair").await;
        bo.hears().await;
        t.deliver().await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Two pieces of good news: *Bo Chen* 100 points and in the lead, 20 ahead");
        // What is taken away again makes nobody lead.
        mia.asks("/contest adjust @bo.chen -50 a slip").await;
        bo.hears().await;
        t.deliver().await;
        wins.is_quiet().await;
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_has_a_part_in_a_result_whom_no_contest_would_pay() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, kai, mia) = (t.rep("Ana"), t.rep("Bo"), t.rep("Kai"), t.manager());
        ana.asks("/contest join").await;
        bo.asks("/pace me").await;
        let win = "/pace win \"Acme\" via linkedin with @bo.chen 30%";
        assert_snapshot!(ana.asks(win).await, @"Bo Chen is in no running contest that pays for it, so that part would be lost: report it again once they have joined one (`/contest join`), or without them.");
        kai.asks("/contest join").await;
        kai.is_deactivated(true).await;
        assert_snapshot!(ana.asks(&format!("/pace win \"Acme\" via linkedin with <@{}> 30%", kai.id)).await, @"Kai Weber does not play here, so that part would be lost: report it without them.");
        mia.hears_nothing().await;
        bo.asks("/contest join").await;
        ana.asks(win).await;
        mia.hears().await;
        bo.asks("/contest leave").await;
        assert_snapshot!(mia.asks("/contest review approve 1").await, @":white_check_mark: *1* is approved: Ana Sørensen +70 in *Spring Sprint*. Not paid: 30 % of Bo Chen, whom no contest pays for it now.");
        assert_snapshot!(ana.hears().await, @":white_check_mark: Mia Roth confirmed your deal with *Acme* through LinkedIn. +70 in *Spring Sprint*. Not paid: 30 % of Bo Chen, whom no contest pays for it now.");
        t.skim().await;
    })
    .await;
}
