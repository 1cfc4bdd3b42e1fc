//! What is kept of a person, and what stays once they have had it erased.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The name that the points of somebody stand under who had their data erased.
pub const FORMER: &str = "A former player";

/// What stands in place of what others wrote about them.
pub const BLANK: &str = "(erased)";

/// Why somebody's data cannot be erased yet: whoever came back to a contest would begin in it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillPlaying {
    /// The contest, by its title as typed.
    pub title: String,
    /// From when on nothing can change in it any more, as it stands now; none where leaving it is enough.
    pub until: Option<DateTime<Utc>>,
    /// Its zone, in which that is told.
    pub zone: Tz,
}
