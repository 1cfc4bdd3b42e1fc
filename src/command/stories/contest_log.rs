//! `/contest log`: what managers did to a contest, in one list.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play};

#[tokio::test]
async fn a_contests_log_holds_whatever_managers_did() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        assert_snapshot!(mia.asks("/contest log").await, @"No manager has changed anything in *Spring Sprint*: no score was corrected, no rule changed, nothing decided.");
        mia.asks("/contest prize 25 points \"Team mug\"").await;
        mia.asks("/contest adjust @ana.sorensen +10 the post that Slack lost").await;
        t.skim().await;
        mia.asks("/contest reward approve 1").await;
        mia.asks("/contest reward refund 1 it was the wrong mug").await;
        mia.asks("/contest bonus x2 from tomorrow 11:00 for 1h").await;
        t.clock().advance("1m").await;
        mia.asks("/contest bonus cancel 2").await;
        t.clock().advance("1m").await;
        ana.asks("/pace win \"Acme\" 12000 EUR via linkedin").await;
        mia.asks("/contest review approve 1 well done").await;
        ana.asks("/pace win \"Globex\" via linkedin").await;
        mia.asks("/contest review decline 2 that was last year").await;
        t.skim().await;
        mia.asks("/contest rules article=12").await;
        mia.clicks("Change the rules").await;
        t.clock().advance("1m").await;
        mia.asks("/contest adjust @ana.sorensen -5 \"sent twice\" of \"Spring Sprint\"").await;
        t.skim().await;
        assert_snapshot!(mia.asks("/contest log").await, @r"
        *What managers did in Spring Sprint*, the latest first
        • today, 10:03, Mia Roth: Ana Sørensen *−5*: sent twice
        • today, 10:02, Mia Roth: changed the rules at once (version 4): article 15 → 12
        • today, 10:02, Mia Roth: declined *2*, Ana Sørensen: The deal with *Globex* through LinkedIn. Why: that was last year
        • today, 10:02, Mia Roth: approved *1*, Ana Sørensen: The deal with *Acme* (12,000 EUR) through LinkedIn. Why: well done
        • today, 10:01, Mia Roth: called off the bonus hour (*2*)
        • today, 10:00, Mia Roth: scheduled the bonus hour (*2*)
        • today, 10:00, Mia Roth: took back *1*, the prize Team mug of Ana Sørensen. Why: it was the wrong mug
        • today, 10:00, Mia Roth: Ana Sørensen *+10*: the post that Slack lost
        ");
        assert_snapshot!(ana.asks("/contest log").await, @"Only managers can do that; Mia Roth is a manager here.");
        t.skim().await;
    })
    .await;
}
