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
        let asked = mia.hears().await;
        assert_eq!(asked.buttons(), ["Give points", "Decline"]);
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
        // Neither the list that it was declined from nor the message that asked can be pressed any more.
        let after = mia.sees_change(&queue).await;
        assert_snapshot!(after, @r"
        :no_entry: *1* · Ana Sørensen, today, 10:00: appeals; <https://www.acme.example.com/stories/0|acme.example.com/stories/0> earned 10. They say: it was an article
        Declined by Mia Roth. Why: it is a share &lt;!here&gt;
        Nothing else waits for you.
        ");
        let answered = mia.sees_change(&asked).await;
        assert!(after.starts_with(&*answered), "{answered}");
        assert_eq!((after.buttons(), answered.buttons()), (Vec::new(), Vec::new()));
        mia.asks("/contest review decline 1 again").await;
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

#[tokio::test]
async fn a_list_that_something_was_decided_in_goes_on_with_the_rest() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        ana.asks("/contest join").await;
        for customer in ["Acme", "Globex", "Initech"] {
            ana.asks(&format!("/pace win \"{customer}\" via linkedin")).await;
            mia.hears().await;
        }
        let queue = mia.asks("/contest review").await;
        mia.clicks("Confirm").await;
        let rest = mia.sees_change(&queue).await;
        assert_eq!(rest.buttons(), ["Confirm", "Decline", "Confirm", "Decline"]);
        ana.hears().await;
        mia.clicks("Decline").await;
        mia.sends(&[("reason", json!("not yet signed"))]).await;
        mia.closes().await;
        let last = mia.sees_change(&rest).await;
        assert_eq!(last.buttons(), ["Confirm", "Decline"]);
        ana.hears().await;
        // At home the list stands in a form.
        mia.looks_at_home().await;
        mia.presses_at_home("Look").await;
        mia.presses("Confirm").await;
        assert!(mia.form().to_string().contains("Nothing else waits for you."), "{}", mia.form());
        ana.hears().await;
        t.skim().await;
    })
    .await;
}
