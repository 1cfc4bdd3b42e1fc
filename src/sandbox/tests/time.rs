use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::rig::{Rig, nine};
use crate::clock::Clock;
use crate::sandbox::Tenant;

/// A bot with work at some instants, which notes when it did it.
struct Worker {
    clock: Clock,
    due: Mutex<Vec<DateTime<Utc>>>,
    did: Mutex<Vec<DateTime<Utc>>>,
    /// Work that it never gets done with.
    stuck: Option<DateTime<Utc>>,
}

impl Worker {
    fn moving_in(rig: &Rig, hours: &[i64], stuck: Option<DateTime<Utc>>) -> Arc<Self> {
        let due = hours.iter().map(|hour| nine() + TimeDelta::hours(*hour)).collect();
        let worker = Self { clock: rig.clock.clone(), due: Mutex::new(due), did: Mutex::default(), stuck };
        let worker = Arc::new(worker);
        rig.sandbox.set_tenant(worker.clone());
        worker
    }

    fn did(&self) -> Vec<i64> {
        self.did.lock().unwrap().iter().map(|at| (*at - nine()).num_hours()).collect()
    }
}

#[async_trait]
impl Tenant for Worker {
    async fn next_due(&self) -> Option<DateTime<Utc>> {
        self.due.lock().unwrap().iter().copied().chain(self.stuck).min()
    }

    async fn settle(&self) {
        let now = self.clock.now();
        let mut due = self.due.lock().unwrap();
        self.did.lock().unwrap().extend(due.iter().filter(|at| **at <= now).map(|_| now));
        due.retain(|at| *at > now);
    }

    async fn set_clock(&self, to: DateTime<Utc>) {
        self.clock.set(to);
    }
}

#[tokio::test]
async fn each_due_instant_is_visited_at_its_time() {
    let rig = Rig::start().await;
    let worker = Worker::moving_in(&rig, &[3, 1, 30, -1], None);
    let (_, answer) = rig.act("clock", json!({"advance": "1d 2h"})).await;
    assert_eq!(answer["now"], "2026-03-03T11:00:00Z");
    assert_eq!(worker.did(), [0, 1, 3]);
    rig.act("clock", json!({"now": "2026-03-05T00:00:00Z"})).await;
    assert_eq!(worker.did(), [0, 1, 3, 30]);
}

#[tokio::test]
async fn work_that_is_never_done_holds_up_nothing_for_long() {
    let rig = Rig::start().await;
    let worker = Worker::moving_in(&rig, &[5], Some(nine() + TimeDelta::hours(1)));
    rig.act("clock", json!({"advance": "1d"})).await;
    assert_eq!((worker.did(), rig.clock.now()), (vec![5], nine() + TimeDelta::days(1)));
}

#[tokio::test]
async fn the_clock_goes_back_and_what_is_said_then_is_said_then() {
    let rig = Rig::start().await;
    rig.workspace.post_message("U0JO", "C0WINS", "now", None).unwrap();
    rig.act("clock", json!({"now": "2026-02-16T09:00:00Z"})).await;
    let ts = rig.workspace.post_message("U0JO", "C0WINS", "then", None).unwrap();
    assert_eq!(ts, "1771232400.000000");
}

#[tokio::test]
async fn nonsense_does_not_move_the_clock() {
    let rig = Rig::start().await;
    for body in [
        json!({}),
        json!({"advance": "soon"}),
        json!({"now": "noon"}),
        json!({"advance": "9999999w"}),
        json!({"advance": "999999999999w"}),
        json!({"now": "+262142-12-31T00:00:00Z"}),
    ] {
        assert_eq!(rig.act("clock", body).await.0, 400);
    }
    assert_eq!(rig.clock.now(), nine());
}
