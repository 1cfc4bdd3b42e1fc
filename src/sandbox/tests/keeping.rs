use serde_json::json;

use super::rig::{Rig, options};
use crate::sandbox::Options;

#[tokio::test]
async fn a_kept_workspace_is_there_again_beside_other_tables() {
    let folder = tempfile::tempdir().unwrap();
    let keep = Some(folder.path().join("it's kept.db"));
    let rig = Rig::with(Options { keep: keep.clone(), ..options() }).await;
    let ts = rig.workspace.post_message("U0JO", "C0WINS", "remember", None).unwrap();
    rig.workspace.react("U0ANA", "C0WINS", &ts, "tada", false).unwrap();
    rig.call("conversations.join", json!({"channel": "C0DEALS"}));
    rig.sandbox.shutdown().await;
    let rig = Rig::with(Options { keep, ..options() }).await;
    let seen = rig.workspace.messages_seen_by(Some("U0JO"), "C0WINS").unwrap();
    assert_eq!((&seen[0]["ts"], &seen[0]["reactions"][0]["users"]), (&json!(ts), &json!(["U0ANA"])));
    rig.call("chat.postMessage", json!({"channel": "C0DEALS", "text": "still a member"}));
    assert_ne!(rig.workspace.post_message("U0JO", "C0WINS", "again", None).unwrap(), ts);
}
