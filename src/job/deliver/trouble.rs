//! How an attempt went wrong.

use crate::slack::client::Failure;

/// Our word for what there is nothing left to make from.
pub(super) const NOTHING_TO_SEND: &str = "nothing_to_send";

/// Why an attempt did not succeed.
pub(super) struct Trouble {
    pub(super) failure: Failure,
    /// It came in the call that does the deed, not in one that prepares it.
    pub(super) in_deed: bool,
    /// It is in the way of things, and passes: no operator need hear of it.
    pub(super) is_usual: bool,
}

impl Trouble {
    /// An attempt of which nobody knows how it ended.
    pub(super) fn of_attempt(why: &str) -> Self {
        Self::in_deed(Failure::Unknown { why: why.to_owned() })
    }

    pub(super) fn in_deed(failure: Failure) -> Self {
        Self { failure, in_deed: true, is_usual: false }
    }

    pub(super) fn before(failure: Failure) -> Self {
        Self { failure, in_deed: false, is_usual: false }
    }

    /// Something has to be waited for, as it mostly has.
    pub(super) fn wait(why: &str) -> Self {
        Self { is_usual: true, ..Self::before(Failure::NotSent { why: why.to_owned() }) }
    }
}
