//! Slack's answers, spoiled: each is an answer or a failure, and who or what is read from one is fit to keep.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::super::spoiled::{any_spoilings, spoiled};
use super::fake::{Answer, FakeSlack};
use super::*;

fn member() -> Value {
    json!({"id": "U1", "team_id": "T1", "name": "ann", "deleted": false, "tz": "Europe/Berlin", "is_admin": true,
        "is_bot": null, "profile": {"real_name": "Ann Lee", "display_name": "Ann"}})
}

fn is_fit(person: &Person) -> bool {
    let (id, name) = (person.id.as_str(), person.name.as_str());
    !id.is_empty()
        && !id.contains('\0')
        && !name.trim().is_empty()
        && !name.contains(char::is_control)
        && name.chars().count() <= 80
}

proptest! {
    #[test]
    fn a_spoiled_person_is_fit_to_keep_or_nobody(spoilings in any_spoilings()) {
        if let Some(person) = person(&spoiled(member(), &spoilings), &"T1".into()) {
            prop_assert!(is_fit(&person), "{person:?}");
        }
    }
}

/// One client for all: making one reads this machine's certificates, which takes its time.
#[tokio::test]
async fn spoiled_answers_are_answers_or_failures() {
    let (fake, api) = FakeSlack::start([]).await;
    let mut runner = TestRunner::default();
    for _ in 0..runner.config().cases {
        let spoilings = any_spoilings().new_tree(&mut runner).unwrap().current();
        println!("{spoilings:?}");
        let page = json!({"next_cursor": ""});
        let answers = [
            json!({"ok": true, "ts": "1.0", "channel": "C1"}),
            json!({"ok": true, "team_id": "T1", "team": "Acme", "user_id": "U0", "bot_id": "B0"}),
            json!({"ok": true, "user": member()}),
            json!({"ok": true, "members": [member(), member()], "response_metadata": page}),
            json!({"ok": true, "channel": {"id": "C1", "name": "wins", "is_member": true, "is_private": false}}),
            json!({"ok": true, "channels": [{"id": "C1", "name": "wins", "is_archived": null}], "response_metadata": page}),
        ];
        let answers = answers.map(|answer| spoiled(answer, &spoilings));
        let next = |at: usize| fake.then([Answer::Json(answers[at].clone())]);
        next(0);
        let called = api.call("chat.postMessage", &json!({})).await;
        assert!(called.is_err() || answers[0]["ok"] == true, "{called:?}");
        let (home, user, channel) = ("T1".into(), "U1".into(), "C1".into());
        let no_nul = |text: &str| !text.contains('\0');
        next(1);
        for it in api.auth_test().await.iter() {
            assert!(!it.workspace.as_str().is_empty() && !it.user.as_str().is_empty(), "{it:?}");
            assert!(no_nul(it.workspace.as_str()) && no_nul(&it.team) && no_nul(it.user.as_str()), "{it:?}");
        }
        next(2);
        assert!(api.users_info(&home, &user).await.ok().as_ref().is_none_or(is_fit));
        next(3);
        assert!(api.users_list(&home).await.unwrap_or_default().iter().all(is_fit));
        next(4);
        let channels = api.conversations_info(&channel).await.into_iter().collect::<Vec<_>>();
        next(5);
        for channel in api.conversations().await.unwrap_or_default().iter().chain(&channels) {
            assert!(no_nul(channel.id.as_str()) && no_nul(&channel.name), "{channel:?}");
        }
    }
}
