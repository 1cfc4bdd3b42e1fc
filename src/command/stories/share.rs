//! `/share`: what counts, what does not, and what the rep hears.

use insta::assert_snapshot;

use crate::harness::{What, play};

#[tokio::test]
async fn an_original_post_counts_and_the_receipt_says_why() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.shares(What::Original).await, @"");
        assert_eq!(ana.points().await, 15);
    })
    .await;
}
