//! Stories of the form that decides a review.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{What, play};

#[tokio::test]
async fn declining_asks_for_a_reason_in_a_form() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        ana.shares(What::Words).await;
        ana.asks("/pace appeal it was an article").await;
        assert_eq!(mia.hears().await.buttons(), ["Give points", "Decline"]);
        let queue = mia.asks("/contest review").await;
        assert_eq!(queue.buttons(), ["Give points", "Decline"]);
        mia.clicks("Decline").await;
        assert_snapshot!(mia.form(), @r"
        Decline
        *1* · Ana Sørensen, today, 10:00: appeals; <https://www.acme.example.com/stories/0|acme.example.com/stories/0> earned 10. They say: it was an article
        Why?:   ~ They read it, so that they know what to do otherwise.
        [Cancel] [Decline]
        ");
        assert_snapshot!(mia.sends(&[("reason", json!("…"))]).await, @"reason: Say why, in at most 200 characters; they hear it.");
        assert_eq!(mia.sends(&[("reason", json!("it is a share <!here>"))]).await, "");
        assert_snapshot!(mia.form(), @r"
        Decided
        :no_entry: *1* is declined, and Ana Sørensen has been told why.
        [Done]
        ");
        assert_snapshot!(ana.hears().await, @"Mia Roth declined your appeal for <https://www.acme.example.com/stories/0|acme.example.com/stories/0>: it is a share &lt;!here&gt;");
        mia.closes().await;
        mia.clicks("Decline").await;
        assert_snapshot!(mia.hears().await, @"1 was declined by Mia Roth already; `/contest review done` shows how.");
    })
    .await;
}

#[tokio::test]
async fn granting_by_hand_asks_how_many_points() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        ana.shares(What::Words).await;
        ana.asks("/pace appeal").await;
        mia.hears().await;
        mia.privately().clicks("Give points").await;
        assert_snapshot!(mia.form(), @r"
        Give points
        *1* · Ana Sørensen, today, 10:00: appeals; <https://www.acme.example.com/stories/0|acme.example.com/stories/0> earned 10.
        How many points?: 
        Why? (optional):   ~ They read it with their points.
        [Cancel] [Give them]
        ");
        assert_snapshot!(mia.sends(&[("points", json!("0"))]).await, @"points: Give 1 to 10,000 points.");
        let form = mia.form();
        // Somebody else decides meanwhile.
        mia.asks("/contest review approve 1 +5 right you are").await;
        let late = mia.sends_view(&form, &[("points", json!("7"))]).await;
        assert_snapshot!(crate::harness::wrong(&late), @"reason: 1 was approved by Mia Roth already; /contest review done shows how.");
        assert_eq!(ana.points().await, 15);
        ana.hears().await;
    })
    .await;
}
