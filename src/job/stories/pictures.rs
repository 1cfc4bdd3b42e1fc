//! Boards carry a picture, and stand by themselves where none can be had.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::harness::{Said, Stage, What, play, play_with};

const METHODS: [&str; 3] = ["files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"];

/// The image blocks of something said.
fn images(said: &Said) -> Vec<Value> {
    let blocks = said.blocks.as_array().cloned().unwrap_or_default();
    blocks.into_iter().filter(|block| block["type"] == "image").collect()
}

/// What a picture holds, for those who see it.
fn seen(t: &Stage, image: &Value) -> Vec<u8> {
    let state = t.slack().state();
    let file = &state.files[image["slack_file"]["id"].as_str().unwrap()];
    assert!(file.shared && file.name.ends_with(".png"), "{file:?}");
    file.bytes.clone()
}

fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
}

/// A sprint in which three have earned something, on the evening of its first day.
async fn sprint(t: &Stage) {
    t.sprint().await;
    for (name, what) in [("Ana", What::Original), ("Bo", What::Words), ("Noor", What::Link)] {
        t.rep(name).shares(what).await;
    }
    t.clock().set("2026-03-03 22:00").await;
    t.skim().await;
}

#[tokio::test]
async fn a_board_carries_its_picture_above_the_words() {
    play(async |t| {
        sprint(t).await;
        t.clock().set("2026-03-04 09:00").await;
        let board = t.channel("social-wins").next_of("board").await;
        let images = images(&board);
        assert_eq!(images.len(), 1);
        assert_eq!(board.blocks[0], images[0]);
        assert!(is_png(&seen(t, &images[0])));
        assert_snapshot!(images[0]["alt_text"].as_str().unwrap(), @"Spring Sprint. Wednesday, 4 days 1 hour left. 1. Ana Sørensen 15; 2. Bo Chen 10. 3 of 3 active yesterday; 3 shares so far.");
        assert!(board.contains("1. Ana Sørensen — 15"), "{board}");
        assert_eq!(board.buttons(), ["Share a post", "Where am I?", "How points work"]);
        assert_eq!(
            t.calls("files.getUploadURLExternal"),
            1,
            "Slack looks through it first: it is not sent twice"
        );
        t.rep("Ana").asks("/leaderboard").await;
        t.rep("Ana").clicks("Post the board here").await;
        assert_eq!(self::images(&t.channel("social-wins").next_of("board").await).len(), 1);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn final_standings_show_how_it_went() {
    play(async |t| {
        sprint(t).await;
        t.clock().set("2026-03-05 12:00").await;
        t.rep("Bo").shares(What::Article).await;
        t.skim().await;
        t.clock().set("2026-03-08 10:00").await;
        let last = t.channel("social-wins").next_of("final").await;
        let images = images(&last);
        assert_eq!(images.len(), 2);
        assert_eq!(Some(&images[1]), last.blocks.as_array().unwrap().last());
        assert!(images.iter().all(|image| is_png(&seen(t, image))));
        let alts: Vec<&str> = images.iter().map(|image| image["alt_text"].as_str().unwrap()).collect();
        assert_snapshot!(alts.join("\n"), @r"
        Spring Sprint. Final standings. 1. Bo Chen 25; 2. Ana Sørensen 15. Together: 46 points from 4 shares; 3 of 3 took part.
        Spring Sprint, points day by day from 3 Mar to 8 Mar: Bo Chen from 10 to 25; Ana Sørensen from 15 to 15.
        ");
        t.manager().asks("/contest adjust @ana.sorensen +5 counted wrongly").await;
        assert_eq!(self::images(&t.channel("social-wins").next_of("final").await).len(), 2);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn through_any_trouble_a_board_arrives_once_with_its_picture() {
    play(async |t| {
        sprint(t).await;
        let wins = t.channel("social-wins");
        let mut day = 4;
        for method in METHODS {
            for kind in ["rate_limited", "drop_after"] {
                t.clock().set(&format!("2026-03-{day:02} 08:59")).await;
                t.skim().await;
                t.goes_wrong(json!({"kind": kind, "method": method}));
                t.clock().set(&format!("2026-03-{day:02} 09:00")).await;
                let board = wins.next_of("board").await;
                assert_eq!(images(&board).len(), 1, "{kind} at {method}");
                assert!(t.slack().faults_to_come().is_empty());
                t.skim().await;
                // Before its last day the contest is led on.
                if day == 7 {
                    t.manager().asks("/contest extend for 5d").await;
                }
                day += 1;
            }
        }
        assert_eq!(
            t.said().iter().filter(|said| said.kind.as_deref() == Some("board")).count(),
            METHODS.len() * 2
        );
    })
    .await;
}

#[tokio::test]
async fn where_no_picture_can_be_had_the_words_stand_by_themselves() {
    play(async |t| {
        sprint(t).await;
        let wins = t.channel("social-wins");
        let faults = [
            json!({"kind": "server_error", "method": METHODS[0], "times": 99}),
            json!({"kind": "html", "method": METHODS[1], "times": 99}),
            json!({"kind": "rate_limited", "method": METHODS[0], "retry_after": 3600, "times": 99}),
        ];
        for (day, fault) in (4..).zip(faults) {
            t.clock().set(&format!("2026-03-{day:02} 08:59")).await;
            t.skim().await;
            t.goes_wrong(fault.clone());
            t.clock().set(&format!("2026-03-{day:02} 09:00")).await;
            let board = wins.next_of("board").await;
            assert!(images(&board).is_empty() && board.contains("1. Ana Sørensen — 15"), "{fault}: {board}");
            assert_eq!(t.clock().shows(), format!("2026-03-{day:02} 09:00"), "{fault}: within the minute");
            assert_eq!(board.buttons(), ["Share a post", "Where am I?", "How points work"]);
            t.slack().clear_faults();
            t.skim().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_operator_chooses_how_pictures_look_or_that_there_are_none() {
    let mut looks = Vec::new();
    for look in ["light", "dark"] {
        let (sent, seen_here) = tokio::sync::mpsc::unbounded_channel();
        play_with(&format!("pictures = \"{look}\""), async |t| {
            sprint(t).await;
            t.clock().set("2026-03-04 09:00").await;
            let board = t.channel("social-wins").next_of("board").await;
            sent.send(seen(t, &images(&board)[0])).unwrap();
        })
        .await;
        let mut seen_here = seen_here;
        looks.push(seen_here.recv().await.unwrap());
    }
    assert_ne!(looks[0], looks[1]);
    play_with("pictures = \"off\"", async |t| {
        sprint(t).await;
        t.clock().set("2026-03-04 09:00").await;
        assert!(images(&t.channel("social-wins").next_of("board").await).is_empty());
        assert_eq!(t.calls("files.getUploadURLExternal"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_name_can_be_anything_and_alt_text_pings_nobody() {
    play(async |t| {
        t.contest("sprint-week \"<!channel> أهلا 🎉\" for 5d").await;
        t.rep("Ana").shares(What::Original).await;
        t.skim().await;
        t.clock().set("2026-03-04 09:00").await;
        let board = t.channel("social-wins").next_of("board").await;
        let alt = images(&board)[0]["alt_text"].as_str().unwrap().to_owned();
        assert!(alt.starts_with("\u{2068}@channel أهلا 🎉\u{2069}. ") && !alt.contains('<'), "{alt}");
    })
    .await;
}
