//! Stories of the form for a share.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::harness::{Player, Stage, own_words, play, wrong};
use crate::interaction::{SCORE_THIS, SHARE_A_POST};

const POST: &str = "https://www.linkedin.com/posts/me_sales-activity-7300000000000000001-pace";

fn link(link: &str) -> (&'static str, Value) {
    ("link", json!(link))
}

fn words(words: &str) -> (&'static str, Value) {
    ("words", json!(words))
}

#[tokio::test]
async fn a_rep_shares_by_form_and_reads_the_receipt_in_it() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.opens("/share").await, @r"
        Share a post
        (Counts in *Spring Sprint*. You join *Spring Sprint* by it.)
        Link of your post:   ~ The full link; it tells the network, too.
        What is it?: As the link says
        Your own words (optional):   ~ 100 characters of your own earn more than a bare link.
        [Cancel] [Share]
        ");
        let own = own_words(1);
        let filled = [link(POST), ("kind", json!("original")), words(&own)];
        assert_eq!(ana.sends(&filled).await, "");
        assert_snapshot!(ana.form(), @r"
        Counted
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Spring Sprint* with 15; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Spring Sprint* now.
        [Undo]
        [Done]
        ");
        assert_eq!(ana.points().await, 15);
        ana.closes().await;
        ana.sees_no_form();
        ana.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn the_form_says_what_is_wrong_under_the_field_and_keeps_the_rest() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.opens("/share").await;
        assert_snapshot!(ana.sends(&[link("my post")]).await, @"link: Paste the link of what you posted, whole: https://…");
        assert_snapshot!(ana.sends(&[link("https://lnkd.in/abc")]).await, @"link: lnkd.in is a short link, and nobody can see where it leads; open it and share the full link.");
        assert_eq!(ana.sends(&[link(POST)]).await, "");
        assert_eq!(ana.points().await, 6);
        ana.opens("/share").await;
        assert_snapshot!(ana.sends(&[link(POST)]).await, @"link: That link has counted already: today, 10:00 (+6). Shared something new? /share its link.");
        assert_eq!(ana.points().await, 6);
    })
    .await;
}

/// Slack shows the button as pressed, and still a second press may come through: with a trigger of its own.
#[tokio::test]
async fn a_form_sent_twice_counts_once() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let form = ana.opens("/share").await;
        t.goes_wrong(json!({"kind": "duplicate"}));
        let filled = [link(POST)];
        let (first, second) = tokio::join!(ana.sends_view(&form, &filled), ana.sends_view(&form, &filled));
        assert_eq!((wrong(&first), wrong(&second)), (String::new(), String::new()));
        assert_eq!(first.ack, second.ack, "both are told the same");
        assert_eq!(ana.points().await, 6);
        assert_snapshot!(ana.form(), @r"
        Counted
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        You are *1st* in *Spring Sprint* with 6; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        You are in *Spring Sprint* now.
        [Add own words]
        [Undo]
        [Done]
        ");
    })
    .await;
}

#[tokio::test]
async fn without_a_contest_no_form_opens() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/share").await, @"No contest is running right now; `/contest list` shows what there is.");
        ana.uses(SHARE_A_POST, None).await;
        assert_snapshot!(ana.hears().await, @"No contest is running right now; `/contest list` shows what there is.");
        ana.sees_no_form();
    })
    .await;
}

#[tokio::test]
async fn a_form_that_does_not_open_says_how_to_go_on() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        t.goes_wrong(json!({"kind": "expired_trigger"}));
        assert_snapshot!(ana.asks("/share").await, @"The form did not open this time; type `/share` with your link and your own words behind it.");
        for kind in ["html", "server_error", "rate_limited", "drop_before"] {
            t.goes_wrong(json!({"kind": kind, "method": "views.open"}));
            assert!(ana.asks("/share").await.starts_with("The form did not open"), "{kind}");
            ana.sees_no_form();
        }
        t.goes_wrong(json!({"kind": "expired_trigger"}));
        ana.uses(SHARE_A_POST, None).await;
        assert!(ana.hears().await.starts_with("The form did not open"));
        assert!(ana.opens("/share").await.shows("link").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_press_that_slack_hands_over_twice_opens_one_form() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        t.goes_wrong(json!({"kind": "duplicate"}));
        ana.opens("/share").await;
        ana.closes().await;
        t.goes_wrong(json!({"kind": "duplicate"}));
        ana.uses(SHARE_A_POST, None).await;
        ana.closes().await;
        ana.sees_no_form();
        ana.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn slack_that_says_nothing_is_not_waited_for() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        t.goes_wrong(json!({"kind": "mute", "method": "views.open"}));
        assert!(ana.asks("/share").await.starts_with("The form did not open"));
    })
    .await;
}

#[tokio::test]
async fn a_contest_that_ends_while_its_form_is_open_is_a_clear_word() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.opens("/share").await;
        t.manager().asks("/contest end").await;
        t.skim().await;
        assert_snapshot!(ana.sends(&[link(POST)]).await, @"link: No contest is running right now; /contest list shows what there is.");
        assert_eq!(ana.form().shows("link"), "", "the form stays");
        t.manager().asks("/contest reopen").await;
        assert_eq!(ana.sends(&[link(POST)]).await, "");
        assert_eq!(ana.points().await, 6);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn from_the_second_day_on_it_can_be_counted_for_yesterday() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        t.clock().advance("1d").await;
        t.skim().await;
        assert_eq!(ana.opens("/share").await.shows("when"), "Today");
        assert_eq!(ana.sends(&[link(POST), ("when", json!("yesterday"))]).await, "");
        assert_eq!(ana.points().await, 6);
        let why = ana.asks("/pace why").await;
        assert!(why.contains("yesterday, 10:00"), "{why}");
    })
    .await;
}

#[tokio::test]
async fn ones_own_message_fills_in_link_words_and_day() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let own = own_words(2);
        let post = ana.at("general").says(&format!("{POST} original {own}")).await;
        ana.uses(SCORE_THIS, Some(&post)).await;
        let form = ana.form();
        assert_eq!((form.shows("kind"), form.shows("words")), ("Original post".to_owned(), own));
        assert_eq!(ana.sends(&[]).await, "");
        assert_eq!(ana.points().await, 15);
        bo.uses(SCORE_THIS, Some(&post)).await;
        assert_snapshot!(bo.form(), @r"
        Share a post
        (Counts in *Spring Sprint*. You join *Spring Sprint* by it.)
        Link of your post: https://www.linkedin.com/posts/me_sales-activity-7300000000000000001-pace  ~ The full link; it tells the network, too.
        What is it?: As the link says
        Your own words (optional):   ~ That message is somebody else's, so its words are not filled in: yours are what counts. 100 characters of your own earn more than a bare link.
        [Cancel] [Share]
        ");
        assert_snapshot!(bo.sends(&[]).await, @"link: Somebody shared that post before you, and one person's post counts once. Choose Comment if it is your comment; if the post is your own, ask a manager by /pace appeal and the link.");
    })
    .await;
}

#[tokio::test]
async fn whatever_is_typed_stays_what_it_is() {
    play(async |t| {
        t.contest("sprint-week \"<!channel> *Sprint* & `co`\" for 5d").await;
        let ana = t.rep("Ana");
        ana.opens("/share").await;
        for bad in
            ["<!channel>", "<@U0BO>", "javascript:alert(1)", "https://a.example/<!here>|x", "\u{0}", " "]
        {
            assert_ne!(ana.sends(&[link(bad), words("<!channel> <@U0BO> *bold* `code`")]).await, "", "{bad}");
        }
        assert_eq!(ana.points().await, 0);
        let long = format!("<!channel> <@U0BO> {}", "ﷺ".repeat(2_900));
        assert_eq!(ana.sends(&[link(POST), words(&long)]).await, "");
        ana.form();
        assert_eq!(wrong_of_another(t, &ana).await, "");
    })
    .await;
}

/// A form of a name that we do not know, as after an update, changes nothing.
async fn wrong_of_another(t: &Stage, ana: &Player<'_>) -> String {
    ana.closes().await;
    let form = ana.opens("/share").await;
    t.slack().state().forms.get_mut(&ana.id).unwrap()[0].body["callback_id"] = json!("form.unknown");
    let said = ana.sends_view(&form, &[link("https://a.example/x")]).await;
    assert_snapshot!(wrong(&said), @"kind: This form is from before an update, so nothing was taken in. Close it and open it again.");
    let before = ana.points().await;
    assert_eq!(ana.points().await, before);
    String::new()
}
