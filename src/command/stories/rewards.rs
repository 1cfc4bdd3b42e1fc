//! Prizes, rewards, and the reminder that both ask for.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, own_words, play, play_with};

#[tokio::test]
async fn prizes_are_given_for_points_at_once_and_for_places_when_the_standings_are_final() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia, wins) = (t.rep("Ana"), t.rep("Bo"), t.manager(), t.channel("social-wins"));
        assert_snapshot!(mia.asks("/contest prize").await, @r#"*Spring Sprint* has no prizes yet. `/contest prize 1st "Dinner for two"` puts one up, and `/contest prize 100 points "Team mug"` another."#);
        assert_snapshot!(mia.asks("/contest prize 1st \"Dinner for two\"").await, @r"
        *Prizes of Spring Sprint*
        • 1st place: Dinner for two
        ");
        mia.asks("/contest prize 2nd \"A book\"").await;
        assert_snapshot!(mia.asks("/contest prize 20 points \"Team mug\" stock 1").await, @r"
        *Prizes of Spring Sprint*
        • 1st place: Dinner for two
        • 2nd place: A book
        • 20 points: Team mug, 1 left
        ");
        assert_snapshot!(ana.asks("/contest show").await, @r"
        *Spring Sprint* in <#C0WINS>, until Sunday, 10:00 (Berlin)
        Prizes: Dinner for two (1st place) · A book (2nd place) · Team mug (20 points, 1 left)
        0 players · 0 shares · board at 09:00
        Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        ");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now. There are prizes here, so say so in the post: #ad.
        ");
        assert_snapshot!(ana.hears().await, @":gift: You won *Team mug* in *Spring Sprint*: 20 points. I will tell you as soon as a manager has confirmed it.");
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":gift: No. 1: *Ana Sørensen* won *Team mug* in *Spring Sprint* (20 points). Approve it?");
        assert_eq!(asked.buttons(), ["Approve", "Decline"]);
        share(t, &[("Bo", What::Original), ("Bo", What::OriginalOnX)]).await;
        assert_snapshot!(bo.hears().await, @":gift: You made it to 20 points in *Spring Sprint*; the last *Team mug* was given just before, and your points stay yours.");
        mia.privately().clicks("Decline").await;
        assert_snapshot!(mia.hears().await, @"Say why, in 1 to 200 characters: `/contest reward decline 1 reason`; the rep reads it.");
        mia.privately().clicks("Approve").await;
        let answered = mia.sees_change(&asked).await;
        assert_snapshot!(answered, @":gift: No. 1: *Ana Sørensen* won *Team mug* in *Spring Sprint* (20 points). Approved by Mia Roth; I have told them.");
        assert_eq!(answered.buttons(), [""; 0]);
        assert_snapshot!(ana.hears().await, @":gift: *Team mug* is yours: Mia Roth approved it.");
        // Another manager is as fast.
        assert_snapshot!(mia.asks("/contest reward approve 1").await, @"Number 1 was approved by Mia Roth already; `/contest reward refund 1 reason` takes it back.");
        t.clock().advance("1m").await;
        share(t, &[("Ana", What::Words), ("Jo", What::Link)]).await;
        assert_eq!((ana.points().await, bo.points().await), (25, 25));
        t.skim().await;
        mia.types("/contest end").await;
        // Both have 25; Bo got there first.
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Spring Sprint* is over.
        1. Bo Chen — 25
        1. Ana Sørensen — 25
        Prizes: Dinner for two for *Bo Chen* · A book for *Ana Sørensen* · Team mug for *Ana Sørensen*.
        Together: 56 points from 5 shares; 3 of 3 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:01 (Berlin).
        ");
        t.skim().await;
        t.clock().advance("59m").await;
        ana.hears_nothing().await;
        t.clock().advance("2m").await;
        assert_snapshot!(bo.hears().await, @":gift: You won *Dinner for two* in *Spring Sprint*: 1st place. I will tell you as soon as a manager has confirmed it.");
        assert_snapshot!(ana.hears().await, @":gift: You won *A book* in *Spring Sprint*: 2nd place. I will tell you as soon as a manager has confirmed it.");
        assert_snapshot!(mia.hears().await, @":gift: No. 2: *Bo Chen* won *Dinner for two* in *Spring Sprint* (1st place). Approve it?");
        mia.hears().await;
        assert_snapshot!(mia.asks("/contest reward decline 3 the restaurant has closed").await, @":gift: No. 3, *A book* of Ana Sørensen: declined. I have told them.");
        t.skim().await;
        assert_snapshot!(ana.asks("/pace rewards").await, @r"
        You have 25 points to spend. Spending lowers no place.
        There is nothing to claim yet; a manager puts it up with `/contest reward add`.
        *Yours so far*
        • A book (2nd place in *Spring Sprint*), declined: the restaurant has closed
        • Team mug (20 points in *Spring Sprint*), approved
        ");
        assert_snapshot!(mia.asks("/contest reward").await, @r#"
        There is nothing to claim yet. `/contest reward add "Coffee voucher" 50 stock 20` puts something up.
        *Waiting for you*: `/contest reward approve 12`, or `/contest reward decline 12 reason`
        • No. 2: *Bo Chen* won *Dinner for two* in *Spring Sprint* (1st place)
        "#);
        assert_snapshot!(mia.asks("/contest prize 3rd Late of \"Spring Sprint\"").await, @"*Spring Sprint* is over; within the hour of its end `/contest reopen` takes that back.");
    })
    .await;
}

#[tokio::test]
async fn a_contest_that_is_reopened_gives_its_places_once() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        mia.asks("/contest prize 1st Cake").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        mia.types("/contest end").await;
        t.clock().advance("30m").await;
        mia.types("/contest reopen").await;
        t.clock().advance("40m").await;
        t.skim().await;
        ana.hears_nothing().await;
        mia.types("/contest end").await;
        t.skim().await;
        t.clock().advance("2h").await;
        assert_snapshot!(ana.hears().await, @":gift: You won *Cake* in *Spring Sprint*: 1st place. I will tell you as soon as a manager has confirmed it.");
        mia.hears().await;
        mia.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn a_prize_whose_points_are_taken_back_goes_back_and_can_be_won_again() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        mia.asks("/contest prize 20 points Mug stock 1").await;
        share(t, &[("Ana", What::Article)]).await;
        t.skim().await;
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.hears().await, @":leftwards_arrow_with_hook: *Mug* goes back, since points in *Spring Sprint* were taken back; reach it again and it is yours.");
        mia.privately().clicks("Approve").await;
        assert_snapshot!(mia.hears().await, @"There is no number 1; `/contest reward` lists what waits.");
        mia.asks("/contest adjust @ana.sorensen +20 the post that Slack lost").await;
        ana.hears().await;
        assert_snapshot!(ana.hears().await, @":gift: You won *Mug* in *Spring Sprint*: 20 points. I will tell you as soon as a manager has confirmed it.");
        assert_snapshot!(mia.hears().await, @":gift: No. 2: *Ana Sørensen* won *Mug* in *Spring Sprint* (20 points). Approve it?");
    })
    .await;
}

#[tokio::test]
async fn a_prize_that_is_declined_can_be_won_by_somebody_else() {
    play(async |t| {
        t.sprint().await;
        let (bo, mia) = (t.rep("Bo"), t.manager());
        mia.asks("/contest prize 20 points Mug stock 1").await;
        share(t, &[("Ana", What::Article)]).await;
        t.skim().await;
        mia.asks("/contest reward decline 1 a slip").await;
        assert!(mia.asks("/contest prize").await.ends_with("Mug, 1 left"));
        t.skim().await;
        share(t, &[("Bo", What::Article)]).await;
        assert_snapshot!(bo.hears().await, @":gift: You won *Mug* in *Spring Sprint*: 20 points. I will tell you as soon as a manager has confirmed it.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_claim_whose_points_are_gone_is_not_approved() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        mia.asks("/contest reward add \"Coffee voucher\" 20").await;
        ana.shares(What::Article).await;
        ana.asks("/pace claim \"Coffee voucher\"").await;
        let asked = mia.hears().await;
        ana.asks("/pace undo").await;
        assert_snapshot!(mia.asks("/contest reward").await, @r"
        *To be claimed with `/pace rewards`*
        • Coffee voucher — 20 points
        *Waiting for you*: `/contest reward approve 12`, or `/contest reward decline 12 reason`
        • No. 1: *Ana Sørensen* claims *Coffee voucher* for 20 points, but has 0 points now
        ");
        mia.privately().clicks("Approve").await;
        assert_snapshot!(mia.hears().await, @"The points for it are not there any more: *Coffee voucher* costs 20 points, and Ana Sørensen has 0 to spend now; `/contest reward decline 1 reason` says no.");
        ana.shares(What::Article).await;
        mia.privately().clicks("Approve").await;
        assert_snapshot!(mia.sees_change(&asked).await, @":gift: No. 1: *Ana Sørensen* claims *Coffee voucher* for 20 points. Approved by Mia Roth; I have told them.");
        ana.hears().await;
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn rewards_are_claimed_with_points_won_and_lower_no_standing() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        assert_snapshot!(ana.asks("/pace rewards").await, @r"
        You have 0 points to spend. Spending lowers no place.
        There is nothing to claim yet; a manager puts it up with `/contest reward add`.
        ");
        assert_snapshot!(mia.asks("/contest reward add \"Coffee voucher\" 15 stock 1").await, @":gift: There is something to claim now, *Coffee voucher*: 15 points, 1 left. Reps claim it with `/pace rewards`.");
        mia.asks("/contest reward add \"Day off\" 500").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Bo", What::OriginalOnX)]).await;
        let seen = ana.asks("/pace rewards").await;
        assert_snapshot!(seen, @r"
        You have 20 points to spend. Spending lowers no place.
        • Coffee voucher — 15 points, 1 left
        • Day off — 500 points
        ");
        assert_eq!(seen.buttons(), ["Claim Coffee voucher"]);
        assert_snapshot!(ana.asks("/pace claim \"Day off\"").await, @"*Day off* costs 500 points, and you have 20 to spend; your next shares bring it closer.");
        assert_snapshot!(ana.asks("/pace claim coffee").await, @r#"There is no "coffee" to claim; `/pace rewards` shows what there is."#);
        ana.clicks("Claim Coffee voucher").await;
        assert_snapshot!(ana.hears().await, @":gift: *Coffee voucher* is reserved for you: 15 points, which leaves 5 to spend. I will tell you what a manager says.");
        assert_snapshot!(mia.hears().await, @":gift: No. 1: *Ana Sørensen* claims *Coffee voucher* for 15 points. Approve it?");
        assert_eq!(ana.points().await, 20, "spending lowers no standing");
        assert_snapshot!(bo.asks("/pace claim \"Coffee voucher\"").await, @"The last *Coffee voucher* was claimed before you; `/pace rewards` shows what is left.");
        assert_snapshot!(mia.asks("/contest reward decline 1").await, @"Say why, in 1 to 200 characters: `/contest reward decline 1 reason`; the rep reads it.");
        assert_snapshot!(mia.asks("/contest reward decline 1 none left in the shop").await, @":gift: No. 1, *Coffee voucher* of Ana Sørensen: declined. I have told them.");
        assert_snapshot!(ana.hears().await, @":gift: Mia Roth declined *Coffee voucher*. Your 15 points are free again. Why: none left in the shop");
        assert_snapshot!(ana.asks("/pace rewards").await, @r"
        You have 20 points to spend. Spending lowers no place.
        • Coffee voucher — 15 points, 1 left
        • Day off — 500 points
        *Yours so far*
        • Coffee voucher (15 points), declined: none left in the shop
        ");
        bo.asks("/pace claim \"Coffee voucher\"").await;
        let asked = mia.hears().await;
        mia.privately().clicks("Approve").await;
        let answered = mia.sees_change(&asked).await;
        assert_snapshot!(bo.hears().await, @":gift: *Coffee voucher* is yours: Mia Roth approved it.");
        assert_snapshot!(mia.asks("/contest reward refund 2 it had expired").await, @":gift: No. 2, *Coffee voucher* of Bo Chen: taken back. I have told them.");
        assert_snapshot!(mia.sees_change(&answered).await, @":gift: No. 2: *Bo Chen* claims *Coffee voucher* for 15 points. Taken back by Mia Roth; I have told them. Why: it had expired");
        assert_snapshot!(bo.hears().await, @":gift: Mia Roth took *Coffee voucher* back. Your 15 points are free again. Why: it had expired");
        assert_snapshot!(mia.asks("/contest reward refund 2 it had expired").await, @"Number 2 was taken back by Mia Roth already.");
        assert_snapshot!(mia.asks("/contest reward remove \"Day off\"").await, @"*Day off* can no longer be claimed; claims made before go on.");
        assert_snapshot!(mia.asks("/contest reward").await, @r"
        *To be claimed with `/pace rewards`*
        • Coffee voucher — 15 points, 1 left
        Nothing waits for a decision.
        ");
        // Who has left claims nothing; what they claimed before can still be decided.
        ana.asks("/pace claim \"Coffee voucher\"").await;
        mia.hears().await;
        ana.is_deactivated(true).await;
        assert_snapshot!(mia.asks("/contest reward approve 3").await, @":gift: No. 3, *Coffee voucher* of Ana Sørensen: approved. I have told them.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_prize_or_a_reward_is_refused_in_one_sentence() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        mia.asks("/contest prize 1st Cake").await;
        let lines = [
            "/contest prize 1st Pie",
            "/contest prize 0th Pie",
            "/contest prize 101st Pie",
            "/contest prize 0 points Pie",
            "/contest prize -5 points Pie",
            "/contest prize 100 points \"!!!\"",
            "/contest prize 100 points Pie stock 0",
            "/contest prize Pie",
            "/contest prize remove 2nd",
            "/contest prize remove Pie",
            "/contest prize remove 1st",
            "/contest reward add Mug 0",
            "/contest reward add Mug -5",
            "/contest reward add Mug 99999999999999999999",
            "/contest reward add Mug 5 stock 0",
            "/contest reward add Mug",
            "/contest reward remove Mug",
            "/contest reward approve 1",
            "/contest reward approve one",
            "/contest reward refund 1 x",
            "/pace claim",
            "/pace claim Mug",
        ];
        let mut said = Vec::new();
        for line in lines {
            said.push(format!("{line}\n  → {}", mia.asks(line).await));
        }
        assert_snapshot!(said.join("\n"), @r#"
        /contest prize 1st Pie
          → That is for *Cake* already; `/contest prize remove` takes it away.
        /contest prize 0th Pie
          → Give a number from 1 to 100.
        /contest prize 101st Pie
          → Give a number from 1 to 100.
        /contest prize 0 points Pie
          → Give a number from 1 to 1,000,000.
        /contest prize -5 points Pie
          → Give a number from 1 to 1,000,000.
        /contest prize 100 points "!!!"
          → Say what it is in 1 to 80 characters, in quotes: `"Dinner for two"`.
        /contest prize 100 points Pie stock 0
          → Give a number from 1 to 1,000,000.
        /contest prize Pie
          → It goes like this: `/contest prize 1st "Dinner for two" | 100 points "Team mug" [stock 10] | remove 1st [of "Contest"]`
        /contest prize remove 2nd
          → *Spring Sprint* has no such prize; `/contest prize` lists them.
        /contest prize remove Pie
          → *Spring Sprint* has no such prize; `/contest prize` lists them.
        /contest prize remove 1st
          → Taken away; *Spring Sprint* has no prizes now. What was won stays won.
        /contest reward add Mug 0
          → Give a number from 1 to 1,000,000.
        /contest reward add Mug -5
          → Give a number from 1 to 1,000,000.
        /contest reward add Mug 99999999999999999999
          → Give a number from 1 to 1,000,000.
        /contest reward add Mug 5 stock 0
          → Give a number from 1 to 1,000,000.
        /contest reward add Mug
          → It goes like this: `/contest reward add "Coffee voucher" 50 [stock 20] | remove "Coffee voucher" | approve 12 | decline 12 reason | refund 12 reason`
        /contest reward remove Mug
          → There is no "Mug" to claim; `/pace rewards` shows what there is.
        /contest reward approve 1
          → There is no number 1; `/contest reward` lists what waits.
        /contest reward approve one
          → It goes like this: `/contest reward add "Coffee voucher" 50 [stock 20] | remove "Coffee voucher" | approve 12 | decline 12 reason | refund 12 reason`
        /contest reward refund 1 x
          → There is no number 1; `/contest reward` lists what waits.
        /pace claim
          → It goes like this: `/pace claim "Coffee voucher"`
        /pace claim Mug
          → There is no "Mug" to claim; `/pace rewards` shows what there is.
        "#);
    })
    .await;
}

#[tokio::test]
async fn where_there_are_prizes_a_receipt_reminds_to_say_so() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        mia.asks("/contest prize 1st Cake").await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now. There are prizes here, so say so in the post: #ad.
        ");
        let disclosed = format!("{} #ad", t.fresh(What::Original));
        assert_snapshot!(ana.asks(&format!("/share {disclosed}")).await, @r"
        :white_check_mark: *+10* — original post (10)
        You are *1st* in *Spring Sprint* with 30; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (20 to go).
        ");
        let said = format!("/share https://acme.example.com/like like {}", own_words(99));
        assert_snapshot!(ana.asks(&said).await, @r"
        :memo: Counted, no points: a like pays nothing here, but it keeps your week active. A share with own words would still pay 5.
        You are *1st* in *Spring Sprint* with 30; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (20 to go).
        ");
        let bare = t.rep("Bo").shares(What::Comment).await;
        assert!(bare.lines().count() <= 4 && bare.contains("#ad"), "{}", bare.to_string());
        t.skim().await;
    })
    .await;
    // So it is where prizes are only announced; what our own templates say of places is no prize.
    play(async |t| {
        t.contest("most-points \"Plain\" for 5d").await;
        assert!(!t.rep("Ana").shares(What::Article).await.contains("#ad"));
        t.contest("most-points \"Rome\" for 5d prizes \"Trip to Rome\" in #general").await;
        assert!(
            t.rep("Bo")
                .at("general")
                .shares(What::Article)
                .await
                .contains("There are prizes here, so say so in the post: #ad.")
        );
        t.skim().await;
    })
    .await;
    play_with("disclosures = []\n", async |t| {
        t.sprint().await;
        t.manager().asks("/contest prize 1st Cake").await;
        assert!(!t.rep("Ana").shares(What::Article).await.contains("prizes"));
        t.skim().await;
    })
    .await;
}
