//! Forms on their way: to be opened, and sent.

use super::answer::Place;
use super::filled::Filled;
use super::typed::View;
use crate::domain::id::ChannelId;
use crate::play::share_form::Source;
use crate::play::{Asker, Play};

/// A form on its way to be opened.
pub(super) struct Opening {
    pub(super) play: Play,
    pub(super) asker: Asker,
    /// Where it was asked for.
    pub(super) here: ChannelId,
    /// What the button says; empty for a shortcut.
    pub(super) value: String,
    /// The message that it is about, where it was asked for on one.
    pub(super) message: Option<Source>,
    /// The list that it was asked for in, where only that person sees it.
    pub(super) list: Option<Place>,
}

/// A form that was sent.
pub(super) struct Sent {
    pub(super) play: Play,
    pub(super) asker: Asker,
    pub(super) view: View,
}

impl Sent {
    /// What was filled in.
    pub(super) fn filled(&self) -> &Filled {
        &self.view.filled
    }
}
