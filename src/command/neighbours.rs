//! Two workspaces in one database, with the same ids on both sides: people, channels, titles, links, deliveries
//! and messages. Whatever one does, the other sees nothing of it and stays as it was, to the last row.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Command, answer};
use crate::clock::Clock;
use crate::config::{Presets, Settings};
use crate::domain::id::WorkspaceId;
use crate::domain::roster::{Membership, Person};
use crate::event::{self, Event, EventKind};
use crate::interaction::{self, Interaction, InteractionKind};
use crate::play::due::Due;
use crate::play::leave::{self, Erasing};
use crate::play::{Play, close_contest, daily_board, housekeeping, learn, shout_outs};
use crate::store::roster::Channel;
use crate::store::testing::on_both_engines;
use crate::store::testing::rows::all_of;
use crate::store::{Store, Tx, agenda, audit, contests, workspaces};

const ACME: &str = "T1";
const OTHER: &str = "T2";

const POST: &str = "https://www.linkedin.com/posts/ann_sales-activity-7300000000000000001-abcd";
const WORDS: &str = "What I learned about honest pricing from a customer who walked away twice and then came back \
                     with a better question than mine.";

fn ten() -> DateTime<Utc> {
    "2026-03-03T10:00:00Z".parse().unwrap()
}

fn bot(store: Store) -> Play {
    let settings = Settings { undo_minutes: 60, ..Settings::load(None).unwrap() };
    Play::new(store, Clock::frozen_at(ten()), Presets::load(None).unwrap(), settings).unwrap()
}

/// Something done in a workspace, by a name that stands for the same deed everywhere.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Who is there, and the channel.
    Met,
    /// Somebody types.
    Types(&'static str, &'static str),
    /// Somebody posts the message of that number.
    Says(&'static str, u32, &'static str),
    /// Somebody edits it.
    Edits(&'static str, u32, &'static str),
    /// It is deleted.
    Deletes(u32),
    /// Somebody presses the button for the only contest.
    Clicks(&'static str, &'static str),
    /// Everything on the agenda happens now.
    Agenda,
}

use Deed::{Agenda, Clicks, Deletes, Edits, Met, Says, Types};

fn deeds() -> Vec<Deed> {
    vec![
        Met,
        Types("U1", "/contest start most-points \"Race\" for 3w"),
        Types("U2", "/contest start most-points \"Race\" for 3w"),
        Types("U2", "/share LINK original WORDS"),
        Types("U3", "/share LINK original WORDS"),
        Says("U3", 1, "https://acme.example.com/1 WORDS"),
        Says("U3", 2, "https://acme.example.com/2"),
        Edits("U3", 2, "https://acme.example.com/3 article"),
        Types(
            "U3",
            "/share https://x.com/ann/status/7300000000000000001 original and quite other words of \
                      mine about a long Tuesday on the phone, eleven calls and one good laugh at the end of it",
        ),
        Types("U3", "/leaderboard"),
        Types("U3", "/pace me"),
        Types("U3", "/pace why"),
        Types("U2", "/contest list"),
        Types("U2", "/contest show"),
        Types("U2", "/pace undo"),
        Types("U2", "/pace undo"),
        Deletes(2),
        Deletes(9),
        Says("U2", 9, "https://acme.example.com/9"),
        Clicks("U4", "contest.join"),
        Clicks("U4", "board.post"),
        Clicks("U4", "contest.rules"),
        Types("U4", "/contest leave"),
        Types("U1", "/contest pause"),
        Types("U2", "/share https://acme.example.com/5"),
        Types("U1", "/contest resume"),
        Agenda,
        Types("U1", "/contest extend for 2d"),
        Types("U1", "/contest end"),
        Types("U1", "/contest reopen"),
        Types("U1", "/contest cancel"),
    ]
}

/// Does it, as the delivery of that number; what whoever did it was told.
async fn does(play: &Play, workspace: &str, number: usize, deed: Deed) -> String {
    let workspace = WorkspaceId::from(workspace);
    let delivery = format!("delivery:{number}");
    match deed {
        Met => {
            for (n, standing) in [
                (1, Membership::Admin),
                (2, Membership::Member),
                (3, Membership::Member),
                (4, Membership::Member),
            ] {
                let (id, name, zone) = (format!("U{n}").into(), format!("Name {n}"), chrono_tz::UTC);
                let person = Person { id, name, zone, standing, deactivated: false };
                learn::people(play, workspace.clone(), vec![person]).await.unwrap();
            }
            let channel =
                Channel { id: "C1".into(), name: "wins".into(), bot_is_member: true, archived: false };
            learn::channels(play, workspace.clone(), vec![channel]).await.unwrap();
            let now = play.clock.now();
            let arrive = async move |tx: &mut Tx| {
                workspaces::arrive(tx, &workspace, now).await?;
                housekeeping::plan(tx, &workspace, now).await
            };
            play.store.write(arrive).await.unwrap();
            String::new()
        }
        Types(user, line) => types(play, workspace, delivery, user, line).await,
        Says(user, n, text) => {
            let kind = EventKind::MessagePosted {
                channel: "C1".into(),
                user: user.into(),
                text: filled(text),
                ts: ts(n),
                thread_ts: None,
                channel_type: None,
            };
            hears(play, workspace, delivery, kind).await
        }
        Edits(user, n, text) => {
            let kind = EventKind::MessageEdited {
                channel: "C1".into(),
                user: user.into(),
                ts: ts(n),
                text: filled(text),
                previous_text: None,
                edit: Some("1800000000.000100".into()),
            };
            hears(play, workspace, delivery, kind).await
        }
        Deletes(n) => {
            let kind = EventKind::MessageDeleted { channel: "C1".into(), ts: ts(n), user: None };
            hears(play, workspace, delivery, kind).await
        }
        Clicks(user, action) => clicks(play, workspace, delivery, user, action).await,
        Agenda => {
            falls_due(play, &workspace).await;
            String::new()
        }
    }
}

fn filled(text: &str) -> String {
    text.replace("LINK", POST).replace("WORDS", WORDS)
}

fn ts(n: u32) -> String {
    format!("{}.{n:06}", ten().timestamp())
}

async fn types(play: &Play, workspace: WorkspaceId, delivery: String, user: &str, line: &str) -> String {
    let (name, text) = line.split_once(' ').unwrap_or((line, ""));
    let command = Command {
        workspace,
        user: user.into(),
        user_name: String::new(),
        channel: "C1".into(),
        channel_name: String::new(),
        name: name.into(),
        text: filled(text),
        trigger_id: String::new(),
        response_url: None,
        delivery,
        enterprise: None,
    };
    answer(play, command).await.unwrap().said.text
}

async fn hears(play: &Play, workspace: WorkspaceId, delivery: String, kind: EventKind) -> String {
    let event = Event { workspace, delivery, time: Some(play.clock.now()), kind };
    event::take(play, event, &"UBOT".into()).await.unwrap();
    String::new()
}

async fn clicks(play: &Play, workspace: WorkspaceId, delivery: String, user: &str, action: &str) -> String {
    let live = play.store.read(async |tx| contests::live(tx, &workspace).await).await.unwrap();
    let [contest] = live.as_slice() else { panic!("{live:?}") };
    let kind = InteractionKind::Click {
        action_id: action.into(),
        block_id: String::new(),
        value: Some(contest.id.to_string()),
        channel: Some("C1".into()),
        message_ts: None,
        ephemeral: true,
        view: None,
        at: String::new(),
    };
    let interaction =
        Interaction { workspace, user: user.into(), trigger_id: None, delivery, response_url: None, kind };
    interaction::take(play, interaction).await.unwrap().said().map_or_else(String::new, |said| said.text)
}

/// Does all that can fall due in a contest's life, whenever it would, and the clean-up.
async fn falls_due(play: &Play, workspace: &WorkspaceId) {
    let live = play.store.read(async |tx| contests::live(tx, workspace).await).await.unwrap();
    let [contest] = live.as_slice() else { panic!("{live:?}") };
    let (play, workspace, contest, now) =
        (play.clone(), workspace.clone(), contest.clone(), play.clock.now());
    let store = play.store.clone();
    let work = async move |tx: &mut Tx| {
        let date = now.date_naive();
        let board = Due::DailyBoard { contest: contest.id.clone(), date };
        daily_board::post_when_due(tx, &play, &workspace, &board, now, now).await?;
        let said = Due::ShoutOuts { channel: "C1".into(), zone: chrono_tz::UTC, at: now };
        shout_outs::shout_out_when_due(tx, &play, &workspace, &said, now).await?;
        let close = Due::CloseContest { contest: contest.id.clone(), closings: 0 };
        close_contest::close_when_due(tx, &play, &workspace, &close, now).await?;
        housekeeping::run(tx, &play, &workspace, now).await
    };
    store.write(work).await.unwrap();
}

#[tokio::test]
async fn whatever_one_workspace_does_the_other_sees_nothing_of_it() {
    on_both_engines(async |store| {
        let play = bot(store);
        for (number, deed) in deeds().into_iter().enumerate() {
            let other = all_of(&play.store, OTHER).await;
            let heard = does(&play, ACME, number, deed).await;
            assert_eq!(all_of(&play.store, OTHER).await, other, "{deed:?} reached the other workspace");
            let acme = all_of(&play.store, ACME).await;
            // Both do the same from the same state, so that they have to hear the same.
            assert_eq!(does(&play, OTHER, number, deed).await, heard, "{deed:?} saw the first workspace");
            assert_eq!(all_of(&play.store, ACME).await, acme, "{deed:?} reached the first workspace");
            let rows = (acme.len(), all_of(&play.store, OTHER).await.len());
            assert_eq!(rows.0, rows.1, "{deed:?}");
        }
        assert_eq!(play.store.read(audit::audit).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn roles_names_and_pauses_are_each_workspaces_own() {
    on_both_engines(async |store| {
        let play = bot(store);
        does(&play, ACME, 0, Met).await;
        does(&play, OTHER, 0, Met).await;
        let admin = Person {
            id: "U2".into(),
            name: "Boss".into(),
            zone: chrono_tz::UTC,
            standing: Membership::Admin,
            deactivated: false,
        };
        learn::people(&play, ACME.into(), vec![admin]).await.unwrap();
        let start = "/contest start most-points \"Race\" for 3w";
        let said = does(&play, OTHER, 1, Types("U2", start)).await;
        assert_eq!(said, "Only managers can do that; Name 1 is a manager here.");
        assert!(does(&play, ACME, 1, Types("U2", start)).await.contains("*Race* has started"));
        assert!(does(&play, OTHER, 2, Types("U1", start)).await.contains("*Race* has started"));
        let now = play.clock.now();
        let pause = async move |tx: &mut Tx| {
            workspaces::pause(tx, &ACME.into(), "token_revoked", now, now + TimeDelta::hours(1)).await?;
            crate::store::posts::claim(tx, now, TimeDelta::seconds(30), 9).await
        };
        let claimed = play.store.write(pause).await.unwrap();
        assert_eq!(claimed.iter().map(|claim| claim.workspace.as_str()).collect::<Vec<_>>(), [OTHER]);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_and_is_erased_leaves_the_other_alone() {
    on_both_engines(async |store| {
        let play = bot(store);
        for (number, deed) in deeds().into_iter().take(12).enumerate() {
            does(&play, ACME, number, deed).await;
            does(&play, OTHER, number, deed).await;
        }
        let other = all_of(&play.store, OTHER).await;
        let first = hears(&play, ACME.into(), "gone:1".into(), EventKind::AppUninstalled).await;
        assert_eq!(first, hears(&play, ACME.into(), "gone:2".into(), EventKind::TokensRevoked).await);
        assert_eq!(all_of(&play.store, OTHER).await, other);

        let late = play.clock.now() + TimeDelta::days(29);
        let claim = async move |tx: &mut Tx| {
            let (lease, most) = (TimeDelta::seconds(30), 99);
            Ok((
                crate::store::posts::claim(tx, late, lease, most).await?,
                agenda::claim(tx, late, lease, most).await?,
            ))
        };
        let (posts, work) = play.store.write(claim).await.unwrap();
        assert!(!posts.is_empty() && posts.iter().all(|claim| claim.workspace.as_str() == OTHER));
        assert!(!work.is_empty() && work.iter().all(|claim| claim.workspace.as_str() == OTHER));

        let other = all_of(&play.store, OTHER).await;
        let erase = async |at: DateTime<Utc>| {
            let play = play.clone();
            let store = play.store.clone();
            store.write(async move |tx| leave::erase(tx, &play, &ACME.into(), at).await).await.unwrap()
        };
        assert!(matches!(erase(late).await, Erasing::NotYet(_)));
        assert_eq!(erase(late + TimeDelta::days(1)).await, Erasing::Done);
        assert_eq!(erase(late + TimeDelta::days(1)).await, Erasing::Back, "nothing is known of it any more");
        assert_eq!(all_of(&play.store, ACME).await, []);
        assert_eq!(all_of(&play.store, OTHER).await, other);
        assert!(does(&play, OTHER, 50, Types("U3", "/pace me")).await.contains("*Race*"));
    })
    .await;
}
