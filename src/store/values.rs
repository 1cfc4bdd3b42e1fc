//! How values are written into columns: days as ISO dates, plain enums as their words, the rest as JSON.

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Result};

/// The day kept in `column` as an ISO date.
pub(super) fn day(text: &str, column: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| unknown(column))
}

/// The word that a plain enum is written as.
pub(super) fn word(value: impl Serialize) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(Error::damaged("a plain enum", "is written as no word")),
    }
}

/// The plain enum kept in `column` as a word.
pub(super) fn parse_word<T: DeserializeOwned>(word: &str, column: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| unknown(column))
}

/// The value kept in `column` as JSON.
pub(super) fn parse_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| unknown(column))
}

/// The JSON that a value is kept as.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::damaged("a value", error))
}

/// That a column holds nothing we know.
pub(super) fn unknown(column: &str) -> Error {
    Error::damaged(column, "unknown value")
}
