//! Who may do what: every verb, button and door, for everybody who could try.

use serde_json::{Value, json};

use crate::command::{self, COMMANDS, Command};
use crate::domain::id::UserId;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::reward::Decision;
use crate::event::{self, Event, EventKind};
use crate::harness::{Stage, What, home, play, play_with};
use crate::interaction::{self, BUTTONS, FAMILIES, Interaction, InteractionKind};
use crate::play::choose::Door;
use crate::play::correct_score::{Asked, correct_score};
use crate::play::pick::Wanted;
use crate::play::prizes::PrizeAct;
use crate::play::quotas::Wish;
use crate::play::rewards::{Claimed, RewardAct};
use crate::play::start_contest::{StartRequest, start_contest};
use crate::play::steer_contest::{Steer, steer_contest};
use crate::play::submission::Submission;
use crate::play::teams::{self, TeamAct};
use crate::play::whom::PersonRef;
use crate::play::{Asker, boards, deciding, join, prizes, quotas, record_share, rewards, screens, take_back};
use crate::slack::client::person;
use crate::store::shares;
use crate::store::testing::books::Books;
use crate::voice::blocks::action;

const WINS: &str = "C0WINS";

/// Whether they are let in. `named` is named in the configuration, `other` is of another organisation, `gone`
/// was an admin; with a star: where `guests_play` is set. A verb that is not in here fails the test.
const TABLE: &str = include_str!("roles.txt");

/// People as Slack describes them; of the stranger it tells nothing.
fn people() -> Vec<(&'static str, Option<Value>)> {
    let user = |flags: Value| {
        let mut user = json!({"team_id": home(), "name": "somebody", "tz": "Europe/Berlin"});
        user.as_object_mut().unwrap().extend(flags.as_object().unwrap().clone());
        Some(user)
    };
    vec![
        ("admin", user(json!({"is_admin": true}))),
        ("owner", user(json!({"is_owner": true}))),
        ("named", user(json!({}))),
        ("member", user(json!({}))),
        ("guest", user(json!({"is_restricted": true}))),
        ("other", user(json!({"team_id": "T0OTHER", "is_admin": true}))),
        ("bot", user(json!({"is_bot": true, "is_admin": true}))),
        ("gone", user(json!({"deleted": true, "is_admin": true}))),
        ("stranger", None),
    ]
}

fn id(name: &str) -> UserId {
    format!("U0{}", name.to_uppercase()).into()
}

async fn event(t: &Stage, delivery: String, kind: EventKind) {
    let event = Event { workspace: home(), delivery, time: None, kind };
    event::take(t.bot(), event, &"U0BOT".into()).await.unwrap();
}

/// Everybody is introduced but the stranger.
async fn meet(t: &Stage) {
    for (name, described) in people() {
        let Some(mut user) = described else { continue };
        user["id"] = json!(id(name));
        let met = person(&user, &home()).unwrap();
        event(t, format!("met:{name}"), EventKind::UserChanged(Box::new(met))).await;
    }
}

/// Everything there is to do, by its name in the table.
fn deeds() -> Vec<String> {
    let mut deeds = vec!["message".to_owned()];
    for spec in COMMANDS {
        deeds.extend([format!("{} help", spec.name), spec.name.to_owned()]);
        deeds.extend(spec.verbs.iter().map(|verb| format!("{} {}", spec.name, verb.name)));
    }
    deeds.extend(BUTTONS.iter().map(|button| format!("[{}]", button.name)));
    deeds.extend(FAMILIES.iter().filter(|form| form.opens()).map(|form| format!("[{}]", form.name)));
    // One of each right: a choice among contests goes on with the command itself.
    deeds.extend(["join", "show", "pause"].map(|verb| format!("[pick {verb}]")));
    deeds
}

/// Somebody does it; whether they were let in.
async fn tries(t: &Stage, user: &UserId, deed: &str, contest: &str) -> bool {
    let delivery = format!("{deed}:{user}");
    if deed == "message" {
        let (channel, text) = (WINS.into(), t.fresh(What::Link));
        let whose = people().iter().position(|(name, _)| id(name) == *user).unwrap();
        let ts = format!("{}.{whose:06}", t.slack().now().timestamp());
        let kind = EventKind::MessagePosted {
            channel,
            user: user.clone(),
            text,
            ts,
            thread_ts: None,
            channel_type: None,
        };
        event(t, delivery, kind).await;
        let since = t.slack().now();
        let counted = t.bot().store.read(async |tx| shares::latest(tx, &home(), user, since).await);
        return counted.await.unwrap().is_some();
    }
    let said = match deed.strip_prefix('[').and_then(|deed| deed.strip_suffix(']')) {
        Some(button) => press(t, user, button, contest, delivery).await,
        None => Some(types(t, user, deed, delivery).await),
    };
    let refusals = ["Contests here are for members", "Only managers can do that"];
    !said.is_some_and(|said| refusals.iter().any(|refusal| said.starts_with(refusal)))
}

async fn types(t: &Stage, user: &UserId, line: &str, delivery: String) -> String {
    let (name, verb) = line.split_once(' ').unwrap_or((line, ""));
    let text = match line {
        "/share" => t.fresh(What::Link),
        "/contest start" => format!("start sprint-week \"Of {user}\" for 5d"),
        "/contest extend" => "extend for 1d".to_owned(),
        "/contest adjust" => "adjust <@U0ANA|ana> +1 x".to_owned(),
        "/pace claim" => "claim \"Mug\"".to_owned(),
        "/pace duel" => "duel <@U0ANA|ana>".to_owned(),
        "/pace count" => "count linkedin-connections 812".to_owned(),
        "/pace win" => "win \"Acme\" via linkedin".to_owned(),
        _ => verb.to_owned(),
    };
    let command = Command {
        workspace: home(),
        user: user.clone(),
        user_name: String::new(),
        channel: WINS.into(),
        channel_name: String::new(),
        name: name.to_owned(),
        text,
        trigger_id: String::new(),
        response_url: None,
        delivery,
        enterprise: None,
    };
    command::answer(t.bot(), command).await.unwrap().said.text
}

async fn press(t: &Stage, user: &UserId, button: &str, contest: &str, delivery: String) -> Option<String> {
    let (action_id, value) = match button.strip_prefix("pick ") {
        Some(verb) => (format!("{}.1", action::PICK), format!("{contest}|/contest {verb}")),
        None if button == action::SETTING => (button.to_owned(), "streaks|on".to_owned()),
        None => (button.to_owned(), contest.to_owned()),
    };
    let kind = InteractionKind::Click {
        action_id,
        block_id: String::new(),
        value: Some(value),
        channel: Some(WINS.into()),
        message_ts: None,
        ephemeral: false,
        view: None,
        at: String::new(),
    };
    let interaction = Interaction {
        workspace: home(),
        user: user.clone(),
        trigger_id: None,
        delivery,
        response_url: None,
        kind,
    };
    interaction::take(t.bot(), interaction).await.unwrap().said().map(|said| said.text)
}

/// What everybody may, as they find out by trying; who is not let in changes nothing.
async fn tried(t: &Stage) -> Vec<Vec<String>> {
    t.sprint().await;
    meet(t).await;
    let contest = t.contests().await[0].id.to_string();
    let mut columns = vec![Vec::new(); people().len()];
    for deed in deeds() {
        for (column, (name, _)) in columns.iter_mut().zip(people()) {
            let before = (Books::read(&t.bot().store).await, t.contests().await);
            let is_let_in = tries(t, &id(name), &deed, &contest).await;
            if deed.contains("export") {
                // Its file is sent meanwhile, and whoever cannot be sent one is told.
                t.deliver().await;
            }
            if !is_let_in {
                let after = (Books::read(&t.bot().store).await, t.contests().await);
                assert_eq!(after, before, "{name} was refused {deed}, and yet");
            }
            column.push(if is_let_in { "yes" } else { "-" }.to_owned());
        }
    }
    t.skim().await;
    columns
}

/// The table as it came out, in the form of the one above.
fn written(heads: &[String], deeds: &[String], columns: &[Vec<String>]) -> String {
    let line = |first: &str, cells: Vec<&str>| {
        let cells =
            heads.iter().zip(cells).map(|(head, cell)| format!("{cell:<width$} ", width = head.len()));
        format!("{first:<20}{}", cells.collect::<String>()).trim_end().to_owned() + "\n"
    };
    let mut table = line("what", heads.iter().map(String::as_str).collect());
    for (row, deed) in deeds.iter().enumerate() {
        table += &line(deed, columns.iter().map(|column| column[row].as_str()).collect());
    }
    table
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let managers = "managers = [\"U0NAMED\", \"U0GUEST\", \"U0BOT\", \"U0GONE\"]\n";
    let heads: Vec<String> = people().iter().map(|(name, _)| (*name).to_owned()).collect();
    play_with(managers, async |t| {
        let columns = tried(t).await;
        let plain = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let stars = TABLE.lines().next().map(plain).unwrap().split_off(1 + heads.len());
        assert_eq!(stars, ["guest*", "other*"]);
        let unstarred: String = TABLE.lines().map(|line| without_stars(line) + "\n").collect();
        assert_eq!(written(&heads, &deeds(), &columns), unstarred);
    })
    .await;
    play_with(&format!("{managers}guests_play = true\n"), async |t| {
        let columns = tried(t).await;
        let expected: Vec<Vec<&str>> =
            TABLE.lines().skip(1).map(|line| line[20..].split_whitespace().collect()).collect();
        for (row, (deed, expected)) in deeds().iter().zip(&expected).enumerate() {
            let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            assert_eq!(cells[4..6], expected[9..11], "{deed}: guests and others, where guests play");
            assert_eq!((&cells[..4], &cells[6..]), (&expected[..4], &expected[6..9]), "{deed}");
        }
    })
    .await;
}

/// A line without what holds only where guests play.
fn without_stars(line: &str) -> String {
    let cut = TABLE.find("guest*").unwrap();
    line.chars().take(cut).collect::<String>().trim_end().to_owned()
}

/// A door that forgot to ask would change nothing: each use case asks in its own transaction.
#[tokio::test]
async fn a_use_case_asks_again_whatever_door_let_somebody_in() {
    play(async |t| {
        t.sprint().await;
        meet(t).await;
        let bot = t.bot();
        let asker = |name: &str, what: &str| Asker {
            workspace: home(),
            user: id(name),
            delivery: format!("{what}:{name}"),
        };
        let here = || crate::domain::id::ChannelId::from(WINS);
        for name in ["guest", "other", "bot", "gone", "stranger"] {
            let submission = Submission {
                asker: asker(name, "share"),
                draft: crate::domain::share::Draft::parse(&t.fresh(What::Link)).unwrap(),
                door: Door::Command { channel: here() },
                at: t.slack().now(),
                is_vouched: false,
            };
            let shared = record_share::record_share(bot, submission).await.unwrap();
            is_refused(shared.unwrap(), &Refusal::NotAPlayer);
            let unsaid = Wanted::Unsaid;
            is_refused(
                join::join(bot, asker(name, "join"), unsaid.clone(), here()).await.unwrap(),
                &Refusal::NotAPlayer,
            );
            is_refused(
                join::leave(bot, asker(name, "leave"), unsaid.clone(), here()).await.unwrap(),
                &Refusal::NotAPlayer,
            );
            is_refused(
                boards::post_public(bot, asker(name, "board"), unsaid, here()).await.unwrap(),
                &Refusal::NotAPlayer,
            );
            let act = teams::act(bot, asker(name, "team"), TeamAct::Leave, Wanted::Unsaid, here());
            is_refused(act.await.unwrap(), &Refusal::NotAPlayer);
            let claimed = rewards::claim(bot, asker(name, "claim"), Claimed::Named("Mug".into()));
            is_refused(claimed.await.unwrap(), &Refusal::NotAPlayer);
            is_refused(take_back::undo(bot, asker(name, "undo"), None).await.unwrap(), &Refusal::NotAPlayer);
        }
        for name in ["member", "guest", "other", "bot", "gone", "stranger"] {
            let request = StartRequest { template: "sprint-week".into(), ..StartRequest::default() };
            let started = start_contest(bot, asker(name, "start"), request, here()).await.unwrap();
            assert!(matches!(started, Err(Refusal::NotManager { .. })), "{name}");
            let act = teams::act(bot, asker(name, "deal"), TeamAct::Draft(None), Wanted::Unsaid, here());
            assert!(matches!(act.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let asked = Asked { whom: PersonRef::Id(id("member")), points: 5, reason: "because".to_owned() };
            let corrected = correct_score(bot, asker(name, "adjust"), asked, Wanted::Unsaid, here());
            assert!(matches!(corrected.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let wish = Wish { points: Some(5), is_off: false, whom: None, is_public: None };
            let quota = quotas::set_quota(bot, asker(name, "quota"), wish, Wanted::Unsaid, here());
            assert!(matches!(quota.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let act = PrizeAct::RemovePlace(1);
            let prize = prizes::change(bot, asker(name, "prize"), act, Wanted::Unsaid, here());
            assert!(matches!(prize.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let reward = rewards::change(bot, asker(name, "reward"), RewardAct::Remove("Mug".into()));
            assert!(matches!(reward.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let screen = screens::make(bot, asker(name, "screen"), Wanted::Unsaid, here());
            assert!(matches!(screen.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let ended = screens::revoke(bot, asker(name, "screen off"), None, here());
            assert!(matches!(ended.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            let decided = deciding::decide(bot, asker(name, "decide"), 1, Decision::Approve);
            assert!(matches!(decided.await.unwrap(), Err(Refusal::NotManager { .. })), "{name}");
            for steer in [Steer::Pause, Steer::End, Steer::Cancel, Steer::Resume, Steer::Reopen(None)] {
                let delivery = asker(name, steer.verb());
                let steered = steer_contest(bot, delivery, steer, Wanted::Unsaid, here()).await.unwrap();
                assert!(matches!(steered, Err(Refusal::NotManager { .. })), "{name}");
            }
        }
        t.skim().await;
    })
    .await;
}

fn is_refused<T: std::fmt::Debug>(outcome: Outcome<T>, refusal: &Refusal) {
    assert_eq!(outcome.map(|done| format!("{done:?}")).unwrap_err(), *refusal);
}
