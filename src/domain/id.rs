//! Names of things, each a type of its own so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The bare text, as Slack and the database spell it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A Slack workspace (`T…`).
    WorkspaceId,
    /// A person in a workspace (`U…` or `W…`).
    UserId,
    /// A channel, private channel or direct message (`C…`, `G…`, `D…`).
    ChannelId,
    /// One of our contests.
    ContestId,
    /// A duel in a contest: later ones sort after earlier ones.
    DuelId,
    /// An offer to swap players: later ones sort after earlier ones.
    SwapId,
    /// A series of contests.
    SeriesId,
    /// A team in a contest.
    TeamId,
    /// One of our shares: later ones sort after earlier ones.
    ShareId,
    /// One entry of the ledger: later ones sort after earlier ones.
    EntryId,
}
