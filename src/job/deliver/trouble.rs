//! How an attempt went wrong.

use crate::slack::client::Failure;

/// Why an attempt did not succeed.
pub(super) struct Trouble {
    pub(super) failure: Failure,
    /// It came in the call that does the deed, not in one that prepares it.
    pub(super) in_deed: bool,
}

impl Trouble {
    /// An attempt of which nobody knows how it ended.
    pub(super) fn of_attempt(why: &str) -> Self {
        Self::in_deed(Failure::Unknown { why: why.to_owned() })
    }

    pub(super) fn in_deed(failure: Failure) -> Self {
        Self { failure, in_deed: true }
    }

    pub(super) fn before(failure: Failure) -> Self {
        Self { failure, in_deed: false }
    }
}
