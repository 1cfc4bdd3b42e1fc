//! Messages with a picture.

use super::*;
use crate::domain::picture::{Motif, Picture, Ranking};

/// A message with a picture, which Slack has under these names already.
fn illustrated(files: &[&str]) -> Call {
    let picture = Picture {
        alt: "1. Ann 10".into(),
        kicker: "Monday".into(),
        title: "Sprint".into(),
        motif: Motif::Ranking(Ranking::default()),
    };
    let message = Message {
        pictures: vec![picture],
        files: files.iter().map(ToString::to_string).collect(),
        ..Message::new("words", Some(json!([{"type": "divider"}])))
    };
    Call::PostMessage { channel: "C1".into(), event_type: EventType::Board, message }
}

#[tokio::test]
async fn a_picture_is_uploaded_once_also_by_whoever_goes_on_after_a_crash() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, []).await;
        let [_, upload] = takes_a_file(&stage.slack);
        stage.slack.then([upload, Answer::Ok]);
        // It is uploaded, but Slack wants to be left alone before it is posted.
        stage.slack.then([Answer::Json(json!({"ok": true})), Answer::TooFast(3)]);
        stage.owe("one", illustrated(&[])).await;
        stage.settle().await;
        let calls = stage.slack.calls();
        let methods: Vec<_> = calls.iter().map(|(method, _)| method.as_str()).collect();
        assert_eq!(
            methods,
            [
                "files.getUploadURLExternal",
                "upload/v1/x",
                "files.completeUploadExternal",
                "chat.postMessage",
                "chat.postMessage",
            ]
        );
        assert_eq!(calls[2].1, json!({"files": [{"id": "F1", "title": "Sprint"}]}));
        let image = json!({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "1. Ann 10"});
        for (_, said) in &calls[3..] {
            assert_eq!(said["blocks"], json!([image, {"type": "divider"}]));
            assert_eq!(said["metadata"]["event_payload"]["key"], "one");
        }
        stage.owe("two", illustrated(&["F7"])).await;
        let and_dies = async |tx: &mut Tx| posts::claim(tx, nine() + TimeDelta::minutes(1), LEASE, 9).await;
        stage.clock.set(nine() + TimeDelta::minutes(1));
        assert_eq!(stage.store.write(and_dies).await.unwrap().len(), 1);
        stage.slack.then([history("two")]);
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["conversations.history"], "it had arrived");
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_slack_looks_through_is_waited_for_but_not_for_long() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Refusal("invalid_blocks")]).await;
        stage.owe("one", illustrated(&["F1"])).await;
        stage.settle().await;
        let said = stage.slack.calls();
        assert_eq!(said.len(), 2);
        assert_eq!(said[1].1["blocks"][0]["type"], "image");
        assert_eq!(stage.seconds_gone(), 1);

        stage.slack.then((0..5).map(|_| Answer::Refusal("invalid_blocks")));
        stage.owe("two", illustrated(&["F2"])).await;
        stage.settle().await;
        let said = stage.slack.calls();
        assert_eq!(said.len(), 6);
        assert_eq!(said[5].1["blocks"], json!([{"type": "divider"}]), "the words by themselves");
        assert!(stage.seconds_gone() < 20, "{}", stage.seconds_gone());
        assert!(matches!(stage.whereabouts("two").await, Whereabouts::Sent(_)));
    })
    .await;
}

#[tokio::test]
async fn a_workspace_that_takes_no_files_is_not_asked_twice() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Refusal("missing_scope")]).await;
        stage.owe("one", illustrated(&[])).await;
        stage.settle().await;
        let said = stage.slack.calls();
        assert_eq!(said[0].0, "files.getUploadURLExternal");
        assert_eq!(
            (said[1].0.as_str(), &said[1].1["blocks"]),
            ("chat.postMessage", &json!([{"type": "divider"}]))
        );
        assert_eq!((said.len(), stage.seconds_gone()), (2, 0));
        assert!(stage.store.read(workspaces::paused).await.unwrap().is_empty());
    })
    .await;
}
