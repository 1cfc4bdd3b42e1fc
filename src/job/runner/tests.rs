//! Work that falls due, being done.

use serde_json::json;

use super::*;
use crate::slack::client::fake::FakeSlack;
use crate::store::agenda::Work;
use crate::store::posts::{Call, EventType, Message, Post};
use crate::store::testing::{Ground, on_both_engines};

fn nine() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// What the jobs of these tests are given.
struct Office {
    store: Store,
    clock: Clock,
    diary: std::sync::Mutex<Vec<String>>,
}

impl Office {
    /// Notes that a job ran, and when.
    fn note(&self, claim: &agenda::Claim) {
        let time = self.clock.now().format("%H:%M:%S");
        self.diary.lock().unwrap().push(format!("{time} {}", claim.work.key));
    }
}

const KINDS: &[JobKind<Office>] = &[
    JobKind { name: "report", run: |office, claim| Box::pin(report(office, claim)) },
    JobKind { name: "fail", run: |office, claim| Box::pin(fail(office, claim)) },
    JobKind { name: "panic", run: |_, _| Box::pin(async { panic!("a test's panic") }) },
    JobKind { name: "forget", run: |_, _| Box::pin(async { Ok(()) }) },
    JobKind { name: "overtaken", run: |office, claim| Box::pin(overtaken(office, claim)) },
];

/// Owes a post, puts down tomorrow's report, and settles.
async fn report(office: Arc<Office>, claim: agenda::Claim) -> anyhow::Result<()> {
    office.note(&claim);
    let now = office.clock.now();
    let effect = async move |tx: &mut Tx| {
        let (key, message) = (claim.work.key.clone(), Message::new("report", None));
        let call = Call::PostMessage { channel: "C1".into(), event_type: EventType::Board, message };
        posts::owe(tx, &claim.workspace, &Post { key, call, due_at: now }).await?;
        let tomorrow = claim.work.due_at + TimeDelta::days(1);
        let next = Work::new(format!("report {}", tomorrow.date_naive()), "report", &json!({}), tomorrow)?;
        agenda::put(tx, &claim.workspace, &next).await?;
        agenda::settle(tx, &claim, now).await
    };
    Ok(office.store.write(effect).await?)
}

async fn fail(office: Arc<Office>, claim: agenda::Claim) -> anyhow::Result<()> {
    office.note(&claim);
    anyhow::bail!("no ink")
}

/// Is moved by somebody else while it runs.
async fn overtaken(office: Arc<Office>, claim: agenda::Claim) -> anyhow::Result<()> {
    office.note(&claim);
    if claim.work.due_at == nine() {
        let (workspace, key) = (claim.workspace.clone(), claim.work.key.clone());
        let later = nine() + TimeDelta::hours(1);
        office.store.write(async move |tx| agenda::move_to(tx, &workspace, &key, later).await).await?;
    }
    Ok(office.store.write(async move |tx| agenda::settle(tx, &claim, nine()).await).await?)
}

struct Stage {
    office: Arc<Office>,
    slack: FakeSlack,
    runner: Arc<Runner<Office>>,
}

impl Stage {
    async fn new(store: Store) -> Self {
        let (slack, api) = FakeSlack::start([]).await;
        let clock = Clock::frozen_at(nine());
        let deliverer =
            Deliverer::new(store.clone(), clock.clone(), api, |_, _, _, _| Box::pin(async { Ok(()) }));
        let office =
            Arc::new(Office { store: store.clone(), clock: clock.clone(), diary: Default::default() });
        let whole = Backoff::new(Duration::from_secs(5), Duration::from_secs(600)).with_chance(|| 0.0);
        let runner = Runner::new(store, clock, office.clone(), KINDS, deliverer).with_backoff(whole);
        Self { office, slack, runner: Arc::new(runner) }
    }

    async fn put(&self, kind: &str, after: TimeDelta) {
        let work = Work::new(kind, kind, &json!({}), nine() + after).unwrap();
        let put = async move |tx: &mut Tx| agenda::put(tx, &"T1".into(), &work).await;
        assert!(self.office.store.write(put).await.unwrap());
    }

    fn diary(&self) -> Vec<String> {
        std::mem::take(&mut *self.office.diary.lock().unwrap())
    }
}

#[tokio::test]
async fn a_clock_that_is_advanced_visits_each_due_instant_in_order() {
    on_both_engines(async |store| {
        let stage = Stage::new(store).await;
        stage.put("report", TimeDelta::hours(2)).await;
        stage.put("fail", TimeDelta::hours(1)).await;
        stage.runner.advance_to(nine() + TimeDelta::days(2)).await.unwrap();
        let diary = stage.diary();
        assert_eq!(diary[..3], ["10:00:00 fail", "10:00:05 fail", "10:00:15 fail"]);
        assert_eq!(diary.iter().filter(|line| line.ends_with("fail")).count(), 8);
        assert_eq!(diary[8..], ["11:00:00 report", "11:00:00 report 2026-03-03"]);
        assert_eq!(stage.slack.methods(), ["chat.postMessage"; 2]);
        assert_eq!(stage.office.clock.now(), nine() + TimeDelta::days(2));
        assert_eq!(stage.runner.next_due().await.unwrap(), Some(nine() + TimeDelta::hours(50)));
    })
    .await;
}

#[tokio::test]
async fn what_panics_forgets_to_settle_or_is_unknown_is_tried_again_and_given_up_in_the_end() {
    let ground = Ground::sqlite().await;
    let stage = Stage::new(ground.store.clone()).await;
    for kind in ["panic", "forget", "no such kind"] {
        stage.put(kind, TimeDelta::zero()).await;
    }
    stage.runner.run_due().await.unwrap();
    assert_eq!(stage.runner.next_due().await.unwrap(), Some(nine() + TimeDelta::seconds(5)));
    stage.runner.advance_to(nine() + TimeDelta::hours(1)).await.unwrap();
    assert_eq!(stage.runner.next_due().await.unwrap(), None);
    ground.clear().await;
}

#[tokio::test]
async fn work_that_was_moved_while_it_ran_runs_again_at_its_new_instant() {
    on_both_engines(async |store| {
        let stage = Stage::new(store).await;
        stage.put("overtaken", TimeDelta::zero()).await;
        stage.runner.advance_to(nine() + TimeDelta::hours(3)).await.unwrap();
        assert_eq!(stage.diary(), ["09:00:00 overtaken", "10:00:00 overtaken"]);
        assert_eq!(stage.runner.next_due().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_loop_wakes_by_a_commit_and_by_the_clock_and_stops_when_told() {
    on_both_engines(async |store| {
        let stage = Stage::new(store).await;
        let stop = CancellationToken::new();
        let running = tokio::spawn(stage.runner.clone().run(stop.clone()));
        stage.put("report", TimeDelta::zero()).await;
        while stage.slack.methods().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.diary(), ["09:00:00 report"]);
        stage.runner.set_clock(nine() + TimeDelta::days(1)).await;
        while stage.slack.methods().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.diary(), ["09:00:00 report 2026-03-03"]);
        stop.cancel();
        running.await.unwrap();
    })
    .await;
}
