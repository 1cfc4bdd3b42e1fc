//! Figures that differ by their labels, each made when it is first asked for and kept.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::PrometheusRecorder;

const METADATA: Metadata<'static> = Metadata::new("pacesetter", Level::INFO, None);

/// Counters of one name with `N` labels.
pub type Counters<const N: usize> = Family<Counter, N>;
/// Histograms of one name with `N` labels.
pub type Histograms<const N: usize> = Family<Histogram, N>;

/// Figures of one name with `N` labels.
pub struct Family<F, const N: usize> {
    recorder: &'static PrometheusRecorder,
    name: &'static str,
    labels: [&'static str; N],
    make: fn(&PrometheusRecorder, &Key) -> F,
    made: RwLock<HashMap<[&'static str; N], F>>,
}

impl<const N: usize> Family<Counter, N> {
    pub(super) fn new(
        recorder: &'static PrometheusRecorder,
        name: &'static str,
        labels: [&'static str; N],
        help: &'static str,
    ) -> Self {
        recorder.describe_counter(name.into(), None, help.into());
        let make = |recorder: &PrometheusRecorder, key: &Key| recorder.register_counter(key, &METADATA);
        Self { recorder, name, labels, make, made: RwLock::default() }
    }
}

impl<const N: usize> Family<Histogram, N> {
    pub(super) fn new(
        recorder: &'static PrometheusRecorder,
        name: &'static str,
        labels: [&'static str; N],
        help: &'static str,
    ) -> Self {
        recorder.describe_histogram(name.into(), None, help.into());
        let make = |recorder: &PrometheusRecorder, key: &Key| recorder.register_histogram(key, &METADATA);
        Self { recorder, name, labels, make, made: RwLock::default() }
    }
}

impl<F: Clone, const N: usize> Family<F, N> {
    /// The one with these values of its labels, in their order.
    pub fn of(&self, values: [&'static str; N]) -> F {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner).get(&values).cloned();
        made.unwrap_or_else(|| {
            let labels: Vec<Label> =
                self.labels.iter().zip(values).map(|(name, value)| Label::new(*name, value)).collect();
            let figure = (self.make)(self.recorder, &Key::from_parts(self.name, labels));
            self.made.write().unwrap_or_else(PoisonError::into_inner).insert(values, figure.clone());
            figure
        })
    }
}

pub(super) fn gauge(recorder: &PrometheusRecorder, name: &'static str, help: &'static str) -> Gauge {
    recorder.describe_gauge(name.into(), None, help.into());
    recorder.register_gauge(&Key::from_static_name(name), &METADATA)
}
