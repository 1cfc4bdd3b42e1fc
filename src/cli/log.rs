//! The log: on stderr, as text for people or JSON for machines, and never with a secret in it.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterFn, LevelFilter, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::Fault;

/// Crates that see tokens, Slack's addresses with their tickets, and what people write, and that log them below
/// `info`. They stay at `info` unless `RUST_LOG` names them: `RUST_LOG=debug` is there to see what we do.
const KEPT_QUIET: [&str; 12] = [
    "axum",
    "h2",
    "hyper",
    "hyper_rustls",
    "hyper_util",
    "rustls",
    "slack_morphism",
    "sqlx",
    "tokio_tungstenite",
    "tower",
    "tower_http",
    "tungstenite",
];

/// Starts the log, by `RUST_LOG` or else by `fallback`.
pub(super) fn start(fallback: &str) -> Result<(), Fault> {
    let asked = std::env::var("RUST_LOG").unwrap_or_else(|_| fallback.to_owned());
    let filter = EnvFilter::try_new(&asked).map_err(|error| Fault::setup(format!("RUST_LOG: {error}")))?;
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // Filters of the whole log, not of a layer: where a crate only asks whether a line would be logged, as sqlx
    // does, a layer's own filter keeps the "no" for the next line on that thread, and loses it.
    let log = tracing_subscriber::registry().with(filter).with(cap(&asked));
    match std::env::var("PACESETTER_LOG").as_deref() {
        Ok("json") => log.with(lines.json()).init(),
        Ok("text") | Err(_) => log.with(lines.with_target(false)).init(),
        Ok(_) => return Err(Fault::Setup("PACESETTER_LOG: is \"json\" or \"text\"".to_owned())),
    }
    // Where it happened, not what it said: a panic over a text quotes the text.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        tracing::error!(place, "panicked");
    }));
    Ok(())
}

/// Lets through what is fit for a log.
fn cap(asked: &str) -> FilterFn<impl Fn(&Metadata<'_>) -> bool + use<>> {
    let quiet: Vec<&str> = KEPT_QUIET.into_iter().filter(|name| !names(asked, name)).collect();
    filter_fn(move |metadata| *metadata.level() <= Level::INFO || !quiet.contains(&krate(metadata.target())))
        .with_max_level_hint(LevelFilter::TRACE)
}

/// Whether the directives in `asked` name this crate.
fn names(asked: &str, name: &str) -> bool {
    asked
        .split(',')
        .any(|directive| krate(directive.split(['=', '[']).next().unwrap_or_default().trim()) == name)
}

/// The crate that a target such as `hyper::client` belongs to.
fn krate(target: &str) -> &str {
    target.split("::").next().unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_named_by_its_own_directive_only() {
        assert!(names("info,hyper=trace", "hyper") && names("hyper::client=debug", "hyper"));
        assert!(!names("trace", "hyper") && !names("info,hyper_util=trace", "hyper"));
    }
}
