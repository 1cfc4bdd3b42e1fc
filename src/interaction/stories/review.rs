//! Stories of the form that decides a review, and of the one for one's own settings.

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
        assert_snapshot!(mia.form(), @"");
        assert_snapshot!(mia.sends(&[("reason", json!("…"))]).await, @"");
        assert_eq!(mia.sends(&[("reason", json!("it is a share <!here>"))]).await, "");
        assert_snapshot!(mia.form(), @"");
        assert_snapshot!(ana.hears().await, @"");
        mia.closes().await;
        mia.clicks("Decline").await;
        assert_snapshot!(mia.hears().await, @"");
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
        assert_snapshot!(mia.form(), @"");
        assert_snapshot!(mia.sends(&[("points", json!("0"))]).await, @"");
        let form = mia.form();
        // Somebody else decides meanwhile.
        mia.asks("/contest review approve 1 +5 right you are").await;
        let late = mia.sends_view(&form, &[("points", json!("7"))]).await;
        assert_snapshot!(crate::harness::wrong(&late), @"");
        assert_eq!(ana.points().await, 15);
        ana.hears().await;
    })
    .await;
}

#[tokio::test]
async fn settings_are_chosen_all_at_once() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_eq!(ana.asks("/pace settings").await.buttons().last().unwrap(), "All in a form");
        ana.clicks("All in a form").await;
        assert_snapshot!(ana.form(), @"");
        assert_eq!(ana.sends(&[("on", json!(["mentions"]))]).await, "");
        assert_snapshot!(ana.form(), @"");
        ana.closes().await;
        ana.clicks("All in a form").await;
        assert_eq!(ana.form().shows("on"), "Mentions");
        ana.hears_nothing().await;
    })
    .await;
}
