use std::io::{BufRead, BufReader};

use serde_json::Value;

use super::rig::Rig;

#[tokio::test]
async fn the_page_finds_all_that_it_needs() {
    let rig = Rig::start().await;
    for (path, inside) in [
        ("/", "<!doctype html>"),
        ("/app.js", ""),
        ("/style.css", ""),
        ("/sandbox/workspace", "\"connected\":false"),
        ("/sandbox/commands", "\"usage_hint\":\"[what]\""),
        ("/sandbox/people", "\"role\":\"captain\""),
        ("/sandbox/people", "\"guest\":true"),
        ("/sandbox/channels", "\"bot_is_member\":false"),
        ("/sandbox/clock", "2026-03-02T09:00:00Z"),
        ("/sandbox/views?user=U0JO", "\"home\":null"),
        ("/sandbox/messages?channel=U0JO&user=U0JO", "[]"),
    ] {
        let (status, body) = rig.http("GET", path, &[], "").await;
        assert!(status == 200 && body.contains(inside), "{path}: {status} {body}");
    }
}

#[tokio::test]
async fn the_stream_tells_of_each_change() {
    let rig = Rig::start().await;
    let url = format!("http://{}/sandbox/stream", rig.sandbox.address());
    let stream = tokio::task::spawn_blocking(move || ureq::get(url).call().unwrap()).await.unwrap();
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    let line = tokio::task::spawn_blocking(move || {
        let lines = BufReader::new(stream.into_body().into_reader()).lines().map_while(Result::ok);
        lines.into_iter().find_map(|line| line.strip_prefix("data: ").map(ToOwned::to_owned))
    });
    let change: Value = serde_json::from_str(&line.await.unwrap().unwrap()).unwrap();
    assert_eq!(change, serde_json::json!({"channel": "C0WINS", "kind": "message"}));
}
