//! Links: one page is one share, in whatever spelling, and a personal post is one person's.

use futures_util::join;
use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{What, play};

/// Spellings of one page each; the first is shared, the others must not count again.
const SPELLINGS: [&[&str]; 4] = [
    &[
        "https://www.linkedin.com/posts/ana_selling-activity-7301234567890123456-abcd",
        "https://linkedin.com/posts/ana_selling-activity-7301234567890123456-abcd",
        "https://m.linkedin.com/posts/ana_selling-activity-7301234567890123456-abcd/",
        "https://www.linkedin.com/posts/ana_selling-activity-7301234567890123456-abcd?utm_source=share&rcm=ACoAA",
        "https://www.linkedin.com/posts/ana_renamed-activity-7301234567890123456-wxyz?trk=public_post",
        "https://www.linkedin.com/feed/update/urn:li:activity:7301234567890123456",
        "https://www.linkedin.com/feed/update/urn:li:activity:7301234567890123456/?utm_medium=x&fbclid=1",
        "linkedin.com/feed/update/urn:li:activity:7301234567890123456",
    ],
    &[
        "https://x.com/ana/status/1899999999999999999",
        "https://x.com/ana/status/1899999999999999999?s=20&t=abcdef",
        "https://twitter.com/ana/status/1899999999999999999",
        "https://mobile.twitter.com/ana/status/1899999999999999999/?utm_campaign=spring",
        "http://www.x.com/ana/status/1899999999999999999#reply",
    ],
    &[
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?utm_source=mail",
        "https://m.youtube.com/watch?fbclid=2&v=dQw4w9WgXcQ",
    ],
    &[
        "https://blog.acme.example.com/spring/news",
        "http://blog.acme.example.com/spring/news/",
        "https://blog.acme.example.com/spring/news?utm_source=a&fbclid=b",
        "HTTPS://Blog.Acme.Example.com/spring/news#top",
    ],
];

#[tokio::test]
async fn a_renamed_link_pays_nothing_twice() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        for (n, spellings) in SPELLINGS.iter().enumerate() {
            ana.asks(&format!("/share {}", spellings[0])).await;
            let points = ana.points().await;
            for other in &spellings[1..] {
                let said = ana.asks(&format!("/share {other} original and some new words")).await;
                if n == 0 {
                    assert_snapshot!(said, @"That link has counted already: today, 10:00 (+6). Shared something new? `/share` its link.");
                }
                assert_eq!(ana.points().await, points, "{other}: {said}");
            }
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn one_persons_post_belongs_to_whoever_shared_it_first_and_comments_on_it_count() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let post = "https://www.linkedin.com/posts/ana_selling-activity-7301234567890123456-abcd";
        ana.asks(&format!("/share {post} original")).await;
        assert_snapshot!(bo.asks(&format!("/share {post} original")).await, @"Somebody shared that post before you, and one person's post counts once; share your comment on it with `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link.");
        assert_eq!(bo.points().await, 0);
        bo.asks(&format!("/share {post} comment")).await;
        assert_eq!(bo.points().await, 2 + 5);
        bo.asks(&format!("/share {post} comment")).await;
        assert_eq!(bo.points().await, 2 + 5, "one comment on a post counts");
        ana.asks(&format!("/share {post} comment")).await;
        assert_eq!(ana.points().await, 1 + 5 + 2);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn everybody_may_share_the_companys_page() {
    play(async |t| {
        t.sprint().await;
        for name in ["Ana", "Bo", "Noor"] {
            t.rep(name).asks("/share https://acme.example.com/news/spring").await;
            assert_eq!(t.rep(name).points().await, 1 + 5);
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn of_two_who_share_one_post_at_once_one_gets_it() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let line = "/share https://x.com/somebody/status/1899999999999999999 original";
        join!(ana.types(line), bo.types(line));
        assert_eq!(ana.points().await + bo.points().await, 1 + 5);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_command_that_slack_delivers_twice_counts_once() {
    play(async |t| {
        t.sprint().await;
        t.goes_wrong(json!({"kind": "duplicate"}));
        t.rep("Ana").shares(What::Original).await;
        assert_eq!(t.rep("Ana").points().await, 15);
    })
    .await;
}
