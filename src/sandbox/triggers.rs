//! Triggers: the leave to open a form that each act of a person hands to the app, once and for three
//! seconds.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::ids;
use super::refusal::Result;

const LIFE: TimeDelta = TimeDelta::seconds(3);

/// The triggers of the last minutes.
#[derive(Debug, Default)]
pub struct Triggers(HashMap<String, Trigger>);

#[derive(Debug)]
struct Trigger {
    user: String,
    made: DateTime<Utc>,
    used: bool,
}

impl Triggers {
    /// A trigger for what `user` does now.
    pub fn pull(&mut self, user: &str, now: DateTime<Utc>) -> String {
        // Old ones are remembered for a while: Slack tells an expired trigger from one that never was.
        self.0.retain(|_, trigger| now - trigger.made < TimeDelta::hours(1));
        let id = format!("{}.{}.{}", now.timestamp_millis(), now.timestamp_subsec_millis(), ids::fresh(""));
        self.0.insert(id.clone(), Trigger { user: user.into(), made: now, used: false });
        id
    }

    /// All that were pulled so far have expired.
    pub fn expire(&mut self) {
        for trigger in self.0.values_mut() {
            trigger.made -= LIFE + TimeDelta::milliseconds(1);
        }
    }

    /// Spends a trigger; whose it was.
    pub fn exchange(&mut self, id: &str, now: DateTime<Utc>) -> Result<String> {
        let trigger = self.0.get_mut(id).ok_or("invalid_trigger_id")?;
        if trigger.used {
            return Err("exchanged_trigger_id".into());
        }
        if now - trigger.made > LIFE {
            return Err("expired_trigger_id".into());
        }
        trigger.used = true;
        Ok(trigger.user.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_opens_once_and_for_three_seconds() {
        let now = Utc::now();
        let mut triggers = Triggers::default();
        let (first, second) = (triggers.pull("U1", now), triggers.pull("U2", now));
        let errors = [
            triggers.exchange(&first, now + LIFE),
            triggers.exchange(&first, now + LIFE),
            triggers.exchange(&second, now + LIFE + TimeDelta::milliseconds(1)),
            triggers.exchange("1.2.3", now),
        ]
        .map(|outcome| outcome.map_err(|refusal| refusal.error));
        assert_eq!(
            errors,
            [
                Ok("U1".into()),
                Err("exchanged_trigger_id"),
                Err("expired_trigger_id"),
                Err("invalid_trigger_id")
            ]
        );
    }
}
