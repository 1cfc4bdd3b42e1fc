//! Instants as the database keeps them: whole milliseconds since 1970.

use chrono::{DateTime, Utc};

use super::{Error, Result};

/// The instant that a column of milliseconds holds.
pub(in crate::store) fn instant(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis).ok_or_else(|| Error::damaged("instant", millis))
}
