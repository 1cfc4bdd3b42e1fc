//! What holds for everybody in a workspace.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::quiet::QuietHours;

/// What managers choose for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForEverybody {
    /// When nobody is spoken to unasked.
    pub quiet: QuietHours,
    /// When the boards of contests to come are posted, by the clock of each.
    pub board_at: NaiveTime,
}
