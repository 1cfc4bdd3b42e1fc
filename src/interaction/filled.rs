//! What was filled into a form, by field.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// What stands in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Words, an address or a number, as typed.
    Text(String),
    /// One choice, by its value; a person or a channel, by its id.
    Pick(String),
    /// Several.
    Picks(Vec<String>),
    /// A date.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// The fields of a form, by the name of their block; none where a field is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled(BTreeMap<String, Option<Entered>>);

impl Filled {
    /// Puts what stands in a block.
    pub fn put(&mut self, block: String, entered: Option<Entered>) {
        self.0.insert(block, entered);
    }

    /// The block that asks for a field: of that name, or of that name and a colon.
    pub fn block(&self, field: &str) -> Option<&str> {
        self.find(field).map(|(block, _)| block)
    }

    /// Any block, to say something under where nothing more fitting is to be seen.
    pub fn first_block(&self) -> Option<&str> {
        self.0.keys().next().map(String::as_str)
    }

    /// All of it.
    #[cfg(test)]
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, Option<&Entered>)> {
        self.0.iter().map(|(block, entered)| (&**block, entered.as_ref()))
    }

    fn find(&self, field: &str) -> Option<(&str, Option<&Entered>)> {
        let is_meant = |block: &str| block.split(':').next() == Some(field);
        self.0.iter().find(|(block, _)| is_meant(block)).map(|(block, entered)| (&**block, entered.as_ref()))
    }

    fn entered(&self, field: &str) -> Option<&Entered> {
        self.find(field)?.1
    }

    /// What was typed there, trimmed; empty where nothing was.
    pub fn text(&self, field: &str) -> &str {
        match self.entered(field) {
            Some(Entered::Text(text)) => text.trim(),
            _ => "",
        }
    }

    /// What was chosen there.
    pub fn pick(&self, field: &str) -> Option<&str> {
        match self.entered(field)? {
            Entered::Pick(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a box is ticked there.
    pub fn ticks(&self, field: &str, value: &str) -> bool {
        matches!(self.entered(field), Some(Entered::Picks(ticked)) if ticked.iter().any(|it| it == value))
    }

    /// The date chosen there.
    pub fn date(&self, field: &str) -> Option<NaiveDate> {
        match self.entered(field)? {
            Entered::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The time of day chosen there.
    pub fn time(&self, field: &str) -> Option<NaiveTime> {
        match self.entered(field)? {
            Entered::Time(time) => Some(*time),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_name_and_not_by_its_default() {
        let mut filled = Filled::default();
        filled.put("title:sprint-week".into(), Some(Entered::Text(" Spring \n".into())));
        filled.put("titles".into(), Some(Entered::Text("other".into())));
        filled.put("ends".into(), None);
        assert_eq!((filled.text("title"), filled.block("title")), ("Spring", Some("title:sprint-week")));
        assert_eq!((filled.text("ends"), filled.block("ends")), ("", Some("ends")));
        assert_eq!((filled.text("end"), filled.block("end"), filled.pick("title")), ("", None, None));
    }
}
