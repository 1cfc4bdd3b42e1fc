//! What the bot logs while a story is told.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The errors so far, and those that a story lets pass. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Lines>>);

#[derive(Default)]
struct Lines {
    errors: Vec<String>,
    forgiven: Vec<&'static str>,
}

impl Log {
    /// Listens to this thread, on which all of a story runs but SQLite's writer, until the guard is dropped.
    pub(super) fn listen(&self) -> DefaultGuard {
        let ear = Ear(self.clone()).with_filter(LevelFilter::WARN);
        tracing_subscriber::registry().with(ear).set_default()
    }

    /// Lets an error pass.
    pub(super) fn forgive(&self, error: &'static str) {
        self.0.lock().unwrap().forgiven.push(error);
    }

    /// The errors that were not let pass.
    pub(super) fn errors(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap();
        let is_forgiven = |error: &&String| lines.forgiven.iter().any(|part| error.contains(part));
        lines.errors.iter().filter(|error| !is_forgiven(error)).cloned().collect()
    }
}

struct Ear(Log);

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        // Shown where a story fails.
        println!("{}{}", event.metadata().level(), line.0);
        if *event.metadata().level() == Level::ERROR {
            self.0.0.lock().unwrap().errors.push(line.0);
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
