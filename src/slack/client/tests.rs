//! The client against a Slack that misbehaves.

use super::fake::{Answer, FakeSlack};
use super::*;

async fn called(answer: Answer) -> Result<Value, Failure> {
    let (_fake, api) = FakeSlack::start([answer]).await;
    api.with_time_out(Duration::from_millis(100)).call("chat.postMessage", &json!({"channel": "C1"})).await
}

fn is_unknown(outcome: &Result<Value, Failure>) -> bool {
    matches!(outcome, Err(Failure::Unknown { .. }))
}

#[tokio::test]
async fn a_call_carries_its_arguments_and_brings_back_the_answer() {
    let (fake, api) = FakeSlack::start([]).await;
    let answer = api.call("chat.postMessage", &json!({"channel": "C1", "text": "hi"})).await.unwrap();
    assert_eq!(answer["ts"], "1.0");
    api.look_up("users.info", &[("user", "U1 &")]).await.unwrap();
    let calls = fake.calls();
    assert_eq!(calls[0], ("chat.postMessage".to_owned(), json!({"channel": "C1", "text": "hi"})));
    assert_eq!(calls[1], ("users.info".to_owned(), json!({"user": "U1 &"})));
}

#[tokio::test]
async fn a_file_is_uploaded_at_the_address_that_slack_gives_and_then_shared() {
    let (fake, api) = FakeSlack::start([]).await;
    let url = format!("{}upload/v1/secret", fake.url());
    fake.then([
        Answer::Json(json!({"ok": true, "upload_url": url, "file_id": "F1"})),
        Answer::Ok,
        Answer::Json(json!({"ok": true, "files": [{"id": "F1"}]})),
    ]);
    let file = File { name: "my data.json".into(), bytes: b"{\"a\":1}".to_vec() };
    let id = api.upload(file.clone()).await.unwrap();
    api.share_file(&id, "Mine", &"D1".into(), "here").await.unwrap();
    let calls = fake.calls();
    let (asked, shared) = (&calls[0], &calls[2]);
    assert_eq!(asked.0, "files.getUploadURLExternal");
    assert_eq!(asked.1, json!({"filename": "my data.json", "length": "7"}));
    assert_eq!(calls[1], ("upload/v1/secret".to_owned(), json!({"a": 1})), "the bytes as they are");
    assert_eq!(shared.0, "files.completeUploadExternal");
    let arguments =
        json!({"files": [{"id": "F1", "title": "Mine"}], "channel_id": "D1", "initial_comment": "here"});
    assert_eq!(shared.1, arguments);
    for (answer, refused) in [
        (Answer::Refusal("file_uploads_disabled"), true),
        (Answer::Json(json!({"ok": true})), false),
        (Answer::Json(json!({"ok": true, "upload_url": "nowhere", "file_id": "F1"})), false),
    ] {
        fake.then([answer]);
        let failed = api.upload(file.clone()).await.unwrap_err();
        assert_eq!(matches!(failed, Failure::Refused { .. }), refused, "{failed:?}");
    }
    let here = || Answer::Json(json!({"ok": true, "upload_url": url.as_str(), "file_id": "F1"}));
    for answer in [Answer::Status(400), Answer::Status(500), Answer::Never] {
        fake.then([here(), answer]);
        let failed = api.upload(file.clone()).await.unwrap_err();
        assert!(matches!(failed, Failure::Unknown { .. }), "{failed:?}");
    }
}

#[tokio::test]
async fn refusals_are_told_from_stumbles() {
    let refused = Failure::Refused { code: "is_archived".into() };
    assert_eq!(called(Answer::Refusal("is_archived")).await, Err(refused));
    assert!(is_unknown(&called(Answer::Refusal("internal_error")).await));
}

#[tokio::test]
async fn slack_is_left_alone_for_as_long_as_it_asks() {
    let limited = |seconds| Err(Failure::RateLimited { after: Duration::from_secs(seconds) });
    assert_eq!(called(Answer::TooFast(7)).await, limited(7));
    assert_eq!(called(Answer::TooFast(0)).await, limited(1));
    assert_eq!(called(Answer::Refusal("ratelimited")).await, limited(30));
}

#[tokio::test]
async fn where_nobody_knows_the_outcome_we_say_so() {
    let odd = [Answer::Status(500), Answer::Status(404), Answer::Html, Answer::Broken, Answer::Never];
    for answer in odd.into_iter().chain([Answer::Json(json!({"ok": false})), Answer::Json(json!([]))]) {
        let outcome = called(answer).await;
        assert!(is_unknown(&outcome), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_refused_has_sent_nothing() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://{free}/api"), "http://nowhere.invalid/api".into(), "not an address".into()] {
        let api = SlackApi::new(&url, &"xoxb-secret".to_owned().into()).unwrap();
        let outcome = api.call("auth.test", &json!({})).await;
        assert!(matches!(outcome, Err(Failure::NotSent { .. })), "{outcome:?}");
        assert!(!format!("{api:?} {outcome:?}").contains("secret"));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_answer_is_unknown() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 16];
            tokio::io::AsyncReadExt::read(&mut connection, &mut request).await.ok();
        }
    });
    let api = SlackApi::new(&url, &"xoxb-test".to_owned().into()).unwrap();
    assert!(is_unknown(&api.call("chat.postMessage", &json!({})).await));
}

#[tokio::test]
async fn we_learn_who_we_are_and_who_is_there() {
    let identity =
        json!({"ok": true, "team_id": "T1", "team": "Acme", "user_id": "U0", "bot_id": "B0", "url": "x"});
    let first = json!({"ok": true, "members": [{"id": "U1", "name": "ann", "tz": null, "profile": {}}, {"odd": 1}],
        "response_metadata": {"next_cursor": "dXNlcjo="}});
    let ben = json!({"id": "U2", "is_admin": true, "profile": {"real_name": "Ben", "display_name": ""}});
    let last = json!({"ok": true, "members": [ben], "response_metadata": {"next_cursor": ""}});
    let channels = json!({"ok": true, "channels": [{"id": "C1", "name": "wins", "is_member": true}]});
    let info = json!({"ok": true, "user": ben});
    let (fake, api) = FakeSlack::start([identity, first, last, channels, info].map(Answer::Json)).await;
    assert_eq!(api.auth_test().await.unwrap().workspace, "T1".into());
    let people = api.users_list(&"T1".into()).await.unwrap();
    assert_eq!(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["ann", "Ben"]);
    assert_eq!(people[1].standing, crate::domain::roster::Membership::Admin);
    assert!(api.conversations().await.unwrap()[0].is_member);
    assert_eq!(api.users_info(&"T1".into(), &"U2".into()).await.unwrap(), people[1]);
    assert_eq!(fake.calls()[2].1, json!({"limit": "200", "cursor": "dXNlcjo="}));
}
