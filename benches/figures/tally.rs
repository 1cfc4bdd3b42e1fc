//! What came of a load: how long answers took, and what was no answer.

use std::collections::BTreeMap;
use std::time::Duration;

/// What came of a load.
#[derive(Default)]
pub struct Tally {
    /// Each answer's time, in microseconds; of those that were no receipt, too.
    micros: Vec<u32>,
    /// The numbers of the shares that were acknowledged.
    pub acked: Vec<u64>,
    /// What else was heard, and how often.
    faults: BTreeMap<String, u64>,
    took: Duration,
}

impl Tally {
    /// Notes one outcome.
    pub fn note(&mut self, number: u64, took: Duration, outcome: anyhow::Result<()>) {
        self.micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
        match outcome {
            Ok(()) => self.acked.push(number),
            Err(fault) => *self.faults.entry(format!("{fault:#}")).or_default() += 1,
        }
    }

    /// Notes `many` requests of which nothing was heard.
    pub fn lost(&mut self, many: u64, what: &str) {
        if many > 0 {
            *self.faults.entry(what.to_owned()).or_default() += many;
        }
    }

    /// Notes how long it all took.
    pub fn ended(&mut self, took: Duration) {
        self.took = took;
        self.micros.sort_unstable();
    }

    /// Requests that came to an end.
    pub fn asked(&self) -> u64 {
        self.micros.len() as u64
    }

    /// Acknowledged shares a second.
    pub fn rate(&self) -> f64 {
        self.acked.len() as f64 / self.took.as_secs_f64().max(f64::EPSILON)
    }

    /// The time, in milliseconds, within which this part of the requests was answered: 0.5 is the median, 1 the
    /// longest.
    pub fn within(&self, part: f64) -> f64 {
        percentile(&self.micros, part).map_or(f64::NAN, |micros| f64::from(micros) / 1_000.0)
    }

    /// Requests that were not answered with a receipt.
    pub fn faults(&self) -> u64 {
        self.faults.values().sum()
    }

    /// The commonest of what else was heard.
    pub fn commonest_fault(&self) -> Option<(&str, u64)> {
        let (what, times) = self.faults.iter().max_by_key(|(_, times)| **times)?;
        Some((what, *times))
    }
}

/// The value below which this part of the ascending `values` lies.
pub fn percentile<T: Copy>(values: &[T], part: f64) -> Option<T> {
    let last = values.len().checked_sub(1)?;
    values.get((last as f64 * part).round() as usize).copied()
}

/// The middle one; NaN of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    percentile(&values, 0.5).unwrap_or(f64::NAN)
}
