//! One id from what reached us to all that it causes: each line logged on the way carries it, what is left owed
//! is kept with it, and it is what people are told to quote.

use std::fmt;
use std::str::FromStr;

use tracing::{Instrument, Span};

/// The id of a delivery, or of work that no delivery caused. Eight hexadecimal digits: short enough to quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause(u32);

tokio::task_local! {
    static CURRENT: Cause;
}

impl Cause {
    /// A new one, by chance: in a log of a day two may be alike, but hardly two of one hour.
    pub fn fresh() -> Self {
        Self(rand::random())
    }

    /// What the present task is at work for, if that is known.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|cause| *cause).ok()
    }

    /// Does `work` for this cause.
    pub fn lead<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self, work)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Cause {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u32::from_str_radix(text, 16).map(Self)
    }
}

/// `work` for a task of its own, for the same cause and with the same span in its log: neither is inherited.
pub fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let (cause, span) = (Cause::current(), Span::current());
    let led = async move {
        match cause {
            Some(cause) => cause.lead(work).await,
            None => work.await,
        }
    };
    led.instrument(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_of_its_own_works_for_the_same_cause() {
        let cause: Cause = "00c0ffee".parse().unwrap();
        assert_eq!(cause.to_string(), "00c0ffee");
        let seen = async { tokio::spawn(carried(async { Cause::current() })).await.unwrap() };
        assert_eq!(cause.lead(seen).await, Some(cause));
        assert_eq!(Cause::current(), None);
    }
}
