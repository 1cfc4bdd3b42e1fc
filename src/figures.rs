//! What an operator sees of the bot in numbers: counted as things happen, and told as Prometheus text.
//!
//! The figures are the process's: [`figures`] gives the same to all. Handles are resolved once, so that counting
//! is an atomic addition. What would have to be read from the database is not here: `app` adds it when asked.
//! Labels are `&'static str`: words of this program, never a person's, a workspace's or a link's.

mod family;
mod text;

use std::sync::LazyLock;
use std::time::Duration;

use metrics::{Counter, Gauge, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tokio_util::sync::CancellationToken;

pub use family::{Counters, Histograms};
pub use text::gauge;

/// How often what histograms have heard is summed up; until then it takes memory.
const SUM_UP_EVERY: Duration = Duration::from_secs(5);

/// Answers to Slack, which waits three seconds; and the database under them.
const FAST: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 3.0, 10.0];
/// What may wait its turn behind others in a channel, or for Slack.
const SLOW: [f64; 10] = [0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0];
/// Callers that share a commit.
const GROUPS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// The figures of this process.
pub struct Figures {
    /// Commands answered, by `command` and `outcome`: `answered`, `refused`, `late`, `failed`.
    pub commands: Counters<2>,
    /// From arrival to acknowledgement, by `kind` (`command`, `event`, `interaction`) and `via` (`socket`, `http`).
    pub acknowledged: Histograms<2>,
    /// Deliveries that Slack had tried before, by `kind` and `via`.
    pub repeated: Counters<2>,
    /// Deliveries that were not taken in and so not acknowledged, by `kind` and `via`.
    pub not_taken: Counters<2>,
    /// Posts that went out, by `kind`.
    pub posts_sent: Counters<1>,
    /// Posts that Slack will never take, by `kind`.
    pub posts_failed: Counters<1>,
    /// Attempts to post that are to be made again, by `kind`.
    pub posts_retried: Counters<1>,
    /// From the instant at which a post was due until it was out.
    pub post_delay: Histogram,
    /// Attempts at work, by `kind` and `outcome`: `done`, `failed`, `given_up`, `lost`.
    pub jobs: Counters<2>,
    /// A write, from asked to committed.
    pub write: Histogram,
    /// A read.
    pub read: Histogram,
    /// Reads and writes that the database failed, by `operation`.
    pub database_failures: Counters<1>,
    /// Callers whose work one commit of SQLite holds.
    pub commit_callers: Histogram,
    /// Socket Mode connections that are up.
    pub socket_connections: Gauge,
    /// Browsers that show a screen.
    pub screens_open: Gauge,
    handle: PrometheusHandle,
}

/// The figures of this process.
pub fn figures() -> &'static Figures {
    static FIGURES: LazyLock<Figures> = LazyLock::new(Figures::new);
    &FIGURES
}

impl Figures {
    fn new() -> Self {
        let recorder: &'static PrometheusRecorder = Box::leak(Box::new(recorder()));
        let counters = |name, help| Counters::new(recorder, name, ["kind", "via"], help);
        let posts = |name, help| Counters::new(recorder, name, ["kind"], help);
        let histogram = |name, help| Histograms::new(recorder, name, [], help).of([]);
        Self {
            commands: Counters::new(
                recorder,
                "pacesetter_commands_total",
                ["command", "outcome"],
                "Slash commands, by how they were answered",
            ),
            acknowledged: Histograms::new(
                recorder,
                "pacesetter_acknowledgement_seconds",
                ["kind", "via"],
                "From a delivery's arrival to its acknowledgement, which follows the commit",
            ),
            repeated: counters(
                "pacesetter_deliveries_repeated_total",
                "Deliveries that Slack had tried before",
            ),
            not_taken: counters(
                "pacesetter_deliveries_not_taken_total",
                "Deliveries that failed and were left to Slack to send again",
            ),
            posts_sent: posts("pacesetter_posts_sent_total", "Posts that went out"),
            posts_failed: posts("pacesetter_posts_failed_total", "Posts that Slack will never take"),
            posts_retried: posts("pacesetter_posts_retried_total", "Attempts to post to be made again"),
            post_delay: histogram("pacesetter_post_delay_seconds", "From due to sent"),
            jobs: Counters::new(
                recorder,
                "pacesetter_jobs_total",
                ["kind", "outcome"],
                "Attempts at work that fell due, by how they ended",
            ),
            write: histogram("pacesetter_database_write_seconds", "A write, from asked to committed"),
            read: histogram("pacesetter_database_read_seconds", "A read"),
            database_failures: Counters::new(
                recorder,
                "pacesetter_database_failures_total",
                ["operation"],
                "Reads and writes that the database failed",
            ),
            commit_callers: histogram("pacesetter_sqlite_commit_callers", "Callers that one commit holds"),
            socket_connections: family::gauge(
                recorder,
                "pacesetter_socket_connections",
                "Socket Mode connections that are up",
            ),
            screens_open: family::gauge(recorder, "pacesetter_screens_open", "Browsers that show a screen"),
            handle: recorder.handle(),
        }
    }

    /// All that was counted so far, as Prometheus text.
    pub fn render(&self) -> String {
        self.handle.render()
    }
}

/// The counters that a process shows from its start, so that a first failure is seen as a change from zero.
pub fn begin_at_zero(commands: &[&'static str], jobs: &[&'static str], posts: &[&'static str]) {
    let figures = figures();
    let zero = |counter: Counter| counter.increment(0);
    for command in commands {
        for outcome in ["answered", "refused", "late", "failed"] {
            zero(figures.commands.of([command, outcome]));
        }
    }
    for kind in jobs {
        for outcome in ["done", "failed", "given_up"] {
            zero(figures.jobs.of([kind, outcome]));
        }
    }
    for kind in posts {
        zero(figures.posts_sent.of([kind]));
        zero(figures.posts_failed.of([kind]));
        zero(figures.posts_retried.of([kind]));
    }
    for operation in ["read", "write"] {
        zero(figures.database_failures.of([operation]));
    }
    figures.socket_connections.increment(0.0);
    figures.screens_open.increment(0.0);
}

/// Sums up, now and then, what the histograms have heard, until told to stop.
pub async fn keep_summed_up(stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(SUM_UP_EVERY)).await.is_some() {
        figures().handle.run_upkeep();
    }
}

fn recorder() -> PrometheusRecorder {
    let buckets = [
        (Matcher::Full("pacesetter_post_delay_seconds".to_owned()), &SLOW[..]),
        (Matcher::Full("pacesetter_sqlite_commit_callers".to_owned()), &GROUPS[..]),
        (Matcher::Suffix("_seconds".to_owned()), &FAST[..]),
    ];
    let builder = buckets.into_iter().try_fold(PrometheusBuilder::new(), |builder, (matcher, values)| {
        builder.set_buckets_for_metric(matcher, values)
    });
    // It refuses only empty lists of buckets; without any, histograms would be told as quantiles.
    builder.unwrap_or_default().build_recorder()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_is_told_in_prometheus_text() {
        let figures = Figures::new();
        figures.commands.of(["/share", "answered"]).increment(2);
        figures.acknowledged.of(["command", "http"]).record(0.004);
        figures.commit_callers.record(17.0);
        figures.post_delay.record(400.0);
        let text = figures.render();
        for line in [
            "# TYPE pacesetter_commands_total counter",
            "# HELP pacesetter_commands_total Slash commands, by how they were answered",
            r#"pacesetter_commands_total{command="/share",outcome="answered"} 2"#,
            r#"pacesetter_acknowledgement_seconds_bucket{kind="command",via="http",le="0.0025"} 0"#,
            r#"pacesetter_acknowledgement_seconds_bucket{kind="command",via="http",le="0.005"} 1"#,
            r#"pacesetter_sqlite_commit_callers_bucket{le="32"} 1"#,
            r#"pacesetter_post_delay_seconds_bucket{le="1800"} 1"#,
        ] {
            assert!(text.lines().any(|it| it == line), "{line}: {text}");
        }
        assert!(!text.contains("quantile"), "{text}");
    }
}
