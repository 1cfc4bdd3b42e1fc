//! Stories of a workspace that removes the app: all stops, and is erased in the end, unless it comes back.

use chrono::TimeDelta;

use crate::command::{self, Command};
use crate::event::{self, Event, EventKind};
use crate::harness::{Stage, What, home, play};
use crate::store::testing::books::Books;
use crate::store::{self, roster, workspaces};

/// Somebody's command that was still on its way.
async fn late_command(t: &Stage, name: &str, text: &str) -> store::Result<String> {
    let command = Command {
        workspace: home(),
        user: "U0ANA".into(),
        user_name: String::new(),
        channel: "C0WINS".into(),
        channel_name: String::new(),
        name: name.into(),
        text: text.into(),
        trigger_id: String::new(),
        response_url: None,
        delivery: format!("late:{name} {text}"),
        enterprise: None,
    };
    command::answer(t.bot(), command).await.map(|answer| answer.said.text)
}

/// What Slack tells, of what happened so long ago.
async fn late_event(t: &Stage, kind: EventKind, ago: TimeDelta) -> store::Result<()> {
    let (delivery, time) = (format!("late:{kind:?}"), Some(t.slack().now() - ago));
    let event = Event { workspace: home(), delivery, time, kind };
    event::take(t.bot(), event, &"U0BOT".into()).await
}

async fn has_left(t: &Stage) -> bool {
    t.bot().store.read(async |tx| workspaces::left_at(tx, &home()).await).await.unwrap().is_some()
}

/// What the bot posted, in any way.
fn posts(t: &Stage) -> usize {
    ["chat.postMessage", "chat.postEphemeral", "reactions.add"].iter().map(|method| t.calls(method)).sum()
}

#[tokio::test]
async fn all_work_stops_at_once_and_goes_on_where_it_stood_after_coming_back() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Original).await;
        t.skim().await;
        t.clock().advance("1m").await;
        // A reaction is owed, and cannot go out any more.
        let fault = serde_json::json!({"kind": "server_error", "method": "reactions.add", "times": 9});
        t.goes_wrong(fault);
        ana.drops(What::Words).await;
        t.slack().remove_app();
        t.slack().deliveries_settled().await;
        assert!(has_left(t).await);
        let before = (posts(t), Books::read(&t.bot().store).await);
        for line in [("/share", t.fresh(What::Link)), ("/contest", "list".into()), ("/pace", "undo".into())] {
            let answer = late_command(t, line.0, &line.1).await;
            assert!(matches!(answer, Err(store::Error::Removed)), "{line:?}: {answer:?}");
        }
        let kinds = [
            EventKind::MessagePosted {
                channel: "C0WINS".into(),
                user: "U0BO".into(),
                text: t.fresh(What::Link),
                ts: format!("{}.000100", t.slack().now().timestamp()),
                thread_ts: None,
                channel_type: None,
            },
            EventKind::ChannelArchived("C0WINS".into()),
        ];
        for kind in kinds {
            let taken = late_event(t, kind, TimeDelta::zero()).await;
            assert!(matches!(taken, Err(store::Error::Removed)), "{taken:?}");
        }
        // The next morning's board falls due, and what is owed stays owed.
        t.clock().set("2026-03-04 10:00").await;
        assert_eq!((posts(t), Books::read(&t.bot().store).await), before);
        assert_eq!(t.bot().store.read(async |tx| workspaces::served(tx).await).await.unwrap(), 0);

        t.slack().install_app();
        t.signs_in().await;
        assert_eq!(t.channel("social-wins").next_of("board").await.kind.as_deref(), Some("board"));
        assert_eq!(ana.points().await, 20);
        // Slack tells once more, late, of what is over.
        late_event(t, EventKind::TokensRevoked, TimeDelta::hours(3)).await.unwrap();
        assert!(!has_left(t).await);
        t.skim().await;
        // Nor is anything erased when the grace would have been over.
        t.clock().set("2026-04-06 10:00").await;
        assert_eq!(ana.points().await, 20);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn the_grace_over_everything_is_erased_and_whoever_comes_later_begins_anew() {
    play(async |t| {
        t.sprint().await;
        t.rep("Ana").shares(What::Original).await;
        t.skim().await;
        t.slack().remove_app();
        t.slack().deliveries_settled().await;
        // Thirty days, and the hour that summer time takes.
        t.clock().set("2026-04-02 10:59").await;
        assert_eq!(t.contests().await.len(), 1);
        t.clock().set("2026-04-02 11:01").await;
        assert_eq!(Books::read(&t.bot().store).await, Books::default());
        assert!(t.contests().await.is_empty());
        assert_eq!(t.next_due().await, None, "nothing will ever fall due");
        t.slack().install_app();
        t.signs_in().await;
        let known = t.bot().store.read(async |tx| roster::is_known(tx, &home()).await).await.unwrap();
        assert!(!known && !has_left(t).await);
    })
    .await;
}
