//! How a contest goes, told to its manager with a proposal.

use insta::assert_snapshot;

use crate::harness::{Stage, What, play, play_with};

/// A contest of four weeks with four players, one of them far ahead.
async fn runaway(t: &Stage) {
    t.contest("most-points \"Long Run\" for 4w").await;
    for name in ["Ana", "Bo", "Noor", "Kai"] {
        t.rep(name).asks("/contest join").await;
    }
    t.rep("Bo").shares(What::Words).await;
    t.manager().asks("/contest adjust @ana.sorensen +80 a deal by hand").await;
    t.skim().await;
}

#[tokio::test]
async fn a_manager_hears_of_a_runaway_and_schedules_a_bonus_hour_by_a_button() {
    play(async |t| {
        runaway(t).await;
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        // The first two days nothing is said.
        t.clock().set("2026-03-05 09:30").await;
        mia.hears_nothing().await;
        t.clock().set("2026-03-06 09:30").await;
        t.channel("social-wins").next_of("board").await;
        let told = mia.hears().await;
        assert_snapshot!(told, @":stethoscope: *Long Run*: Ana Sørensen leads with 80, 70 ahead. Active in the last seven days: 1 of 4 players. A bonus hour Monday, 11:00 to 12:00 (Berlin), double points on everything, would give them a reason.");
        assert_eq!(told.buttons(), ["Schedule it", "Not now"]);
        t.skim().await;
        mia.privately().clicks("Schedule it").await;
        assert_snapshot!(mia.hears().await, @":zap: *Long Run*: Bonus hour from Monday, 11:00 to 12:00 (Berlin): everything counts ×2. The channel hears of it; `/contest bonus cancel 2` takes it back.");
        assert_snapshot!(wins.next_of("notice").await, @":zap: *Long Run*: Bonus hour from Monday, 11:00 to 12:00 (Berlin): everything counts ×2.");
        mia.privately().clicks("Schedule it").await;
        assert_snapshot!(mia.hears().await, @"That bonus hour is scheduled already; `/contest bonus` shows what is coming.");
        // While a bonus is coming nothing more is said, on Monday neither.
        t.clock().set("2026-03-09 10:59").await;
        mia.hears_nothing().await;
        t.clock().set("2026-03-09 11:00").await;
        assert_snapshot!(wins.next_of("notice").await, @":zap: *Long Run*: Bonus hour until today, 12:00 (Berlin): everything counts ×2.");
        t.skim().await;
        assert_snapshot!(t.rep("Kai").shares(What::Link).await, @r"
        :white_check_mark: *+7* — link (1 × 2, bonus hour) · first this week (5). With 100 characters of your own words it would pay 10.
        You are *3rd* in *Long Run* with 7; 3 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (18 to go).
        ");
        // It still holds a week later, and then it is told again, with what nobody uses.
        t.clock().set("2026-03-15 20:00").await;
        mia.hears_nothing().await;
        t.clock().set("2026-03-16 09:30").await;
        assert_snapshot!(mia.hears().await, @r#":stethoscope: *Long Run*: Ana Sørensen leads with 80, 70 ahead. Active in the last seven days: 0 of 4 players. Nobody used "article" (15 points) in the last seven days. A bonus hour tomorrow, 11:00 to 12:00 (Berlin), double points on everything, would give them a reason."#);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn not_now_is_silent_for_two_weeks() {
    play(async |t| {
        runaway(t).await;
        let mia = t.manager();
        t.clock().set("2026-03-06 09:30").await;
        mia.hears().await;
        mia.privately().clicks("Not now").await;
        assert_snapshot!(mia.hears().await, @"All right; of that you hear nothing in *Long Run* until Friday 20 March, 09:30.");
        t.skim().await;
        t.clock().set("2026-03-09 09:30").await;
        mia.hears_nothing().await;
        // Only of what was named: on Monday it is told of the kinds that nobody uses.
        t.clock().set("2026-03-16 09:30").await;
        assert_snapshot!(mia.hears().await, @r#":stethoscope: *Long Run*: Nobody used "article" (15 points) in the last seven days. A bonus hour tomorrow, 11:00 to 12:00 (Berlin), double points on each article, would give them a reason."#);
        mia.privately().clicks("Schedule it").await;
        assert_snapshot!(mia.hears().await, @":zap: *Long Run*: Bonus hour from tomorrow, 11:00 to 12:00 (Berlin): articles count ×2. The channel hears of it; `/contest bonus cancel 2` takes it back.");
        t.skim().await;
        t.clock().set("2026-03-19 09:30").await;
        mia.hears_nothing().await;
        // Then it is told again, in its turn.
        t.clock().set("2026-03-20 10:30").await;
        mia.hears_nothing().await;
        t.clock().set("2026-03-23 09:30").await;
        assert_snapshot!(mia.hears().await, @r#":stethoscope: *Long Run*: Ana Sørensen leads with 80, 70 ahead. Active in the last seven days: 0 of 4 players. Nobody used "article" (15 points) in the last seven days. A bonus hour tomorrow, 11:00 to 12:00 (Berlin), double points on everything, would give them a reason."#);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_said_where_there_is_nothing_to_do() {
    // Too few players; paused; switched off; over; and at the very end, where no bonus fits.
    play(async |t| {
        let mia = t.manager();
        t.contest("most-points \"Few\" for 10d").await;
        for name in ["Ana", "Bo", "Noor"] {
            t.rep(name).asks("/contest join").await;
        }
        mia.asks("/contest adjust @ana.sorensen +80 a deal by hand").await;
        t.skim().await;
        t.clock().set("2026-03-09 09:30").await;
        mia.hears_nothing().await;
        mia.asks("/contest pause").await;
        t.rep("Kai").asks("/contest join").await;
        t.skim().await;
        t.clock().set("2026-03-10 09:30").await;
        mia.hears_nothing().await;
        mia.asks("/contest resume").await;
        t.skim().await;
        t.clock().set("2026-03-12 09:30").await;
        t.skim().await;
        t.clock().set("2026-03-13 12:00").await;
        mia.hears_nothing().await;
        t.skim().await;
    })
    .await;
    play_with("lead_alarm_percent = 0\nactive_alarm_percent = 0\n", async |t| {
        runaway(t).await;
        t.clock().set("2026-03-09 09:30").await;
        t.manager().hears_nothing().await;
        t.skim().await;
    })
    .await;
    play_with("board_at = \"07:00\"\n", async |t| {
        runaway(t).await;
        t.clock().set("2026-03-06 07:59").await;
        t.manager().hears_nothing().await;
        t.clock().set("2026-03-06 08:00").await;
        assert!(t.manager().hears().await.contains("Long Run"), "the quiet hours are over");
        t.skim().await;
    })
    .await;
}
