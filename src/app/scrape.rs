//! What `GET /metrics` answers: what was counted, and what the database says at that moment.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use tokio::time::timeout;

use crate::command::COMMANDS;
use crate::figures::{self, figures, gauge};
use crate::job::KINDS;
use crate::play::Play;
use crate::store::{self, Engine, Tx, agenda, posts, workspaces};

/// How long the database may take: less than those who ask wait. Without it the rest is told all the same.
const READ_WITHIN: Duration = Duration::from_secs(2);

/// What is owed, at one moment.
struct Owed {
    posts: posts::Backlog,
    work: agenda::Backlog,
    paused: usize,
    now: DateTime<Utc>,
}

/// Answers with all figures.
pub(super) fn metrics(play: Play) -> impl Fn() -> BoxFuture<'static, String> + Clone {
    let jobs: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    figures::begin_at_zero(&COMMANDS.map(|spec| spec.name), &jobs, &posts::KINDS);
    move || {
        let play = play.clone();
        Box::pin(async move {
            let mut text = figures().render();
            about_us(&mut text, play.store.engine());
            if let Ok(Ok(owed)) = timeout(READ_WITHIN, read(&play)).await {
                tell(&mut text, &owed);
            }
            text
        })
    }
}

fn about_us(text: &mut String, engine: Engine) {
    let engine = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("pacesetter_build_info{{version=\"{version}\",database=\"{engine}\"}}");
    gauge(text, &name, "What runs; always 1", 1);
}

async fn read(play: &Play) -> store::Result<Owed> {
    let now = play.clock.now();
    let read = async |tx: &mut Tx| {
        let (posts, work) = (posts::backlog(tx, now).await?, agenda::backlog(tx, now).await?);
        Ok(Owed { posts, work, paused: workspaces::paused(tx).await?.len(), now })
    };
    play.store.read(read).await
}

fn tell(text: &mut String, owed: &Owed) {
    let age = |since: Option<DateTime<Utc>>| {
        let age = since.map_or(TimeDelta::zero(), |since| owed.now - since);
        format!("{:.3}", age.as_seconds_f64())
    };
    gauge(text, "pacesetter_posts_owed", "Posts not sent yet, due or not", owed.posts.owed);
    gauge(text, "pacesetter_posts_due", "Posts that are due and not sent", owed.posts.due);
    let help = "How long the oldest post has been due, 0 if none is";
    gauge(text, "pacesetter_posts_oldest_due_age_seconds", help, age(owed.posts.since));
    gauge(text, "pacesetter_jobs_due", "Work that is due and not done", owed.work.due);
    let help = "How long the oldest work has been due, 0 if none is";
    gauge(text, "pacesetter_jobs_oldest_due_age_seconds", help, age(owed.work.since));
    let help = "Workspaces where Slack refuses our token: what is owed there waits";
    gauge(text, "pacesetter_workspaces_paused", help, owed.paused);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::store::testing::on_both_engines;

    #[tokio::test]
    async fn a_database_that_is_away_takes_only_its_own_lines_along() {
        on_both_engines(async |store| {
            let play = crate::cli::play(store.clone(), Clock::system(), None).unwrap();
            let metrics = metrics(play);
            assert!(metrics().await.contains("\npacesetter_posts_owed 0\n"));
            store.close().await;
            let text = metrics().await;
            assert!(text.contains("pacesetter_build_info{") && text.contains("pacesetter_commands_total{"));
            assert!(!text.contains("pacesetter_posts_owed"), "{text}");
        })
        .await;
    }
}
