//! A person, read from Slack's description of a user: the same in answers and in events.

use chrono_tz::Tz;
use serde_json::Value;

use crate::domain::id::WorkspaceId;
use crate::domain::roster::{Membership, Person};

/// Slackbot is no bot by its flags.
const SLACKBOT: &str = "USLACKBOT";

/// Most bytes of an id; Slack's own are a dozen.
const ID_MOST: usize = 1_000;

/// Most characters of a name that are kept.
const NAME_MOST: usize = 80;

/// The person, as far as the bot cares; none where there is no id. `home` is the workspace that the bot serves:
/// whoever belongs to another one counts as a guest. What is absent or of the wrong type is taken as not set.
pub fn person(user: &Value, home: &WorkspaceId) -> Option<Person> {
    let id = user["id"].as_str().filter(|id| is_id(id))?;
    let flag = |name: &str| user[name].as_bool().unwrap_or(false);
    let is_strange =
        user["team_id"].as_str().is_some_and(|team| team != home.as_str()) || flag("is_stranger");
    let standing = if flag("is_bot") || id == SLACKBOT {
        Membership::Bot
    } else if is_strange || flag("is_restricted") || flag("is_ultra_restricted") {
        Membership::Guest
    } else if flag("is_admin") || flag("is_owner") || flag("is_primary_owner") {
        Membership::Admin
    } else {
        Membership::Member
    };
    Some(Person {
        id: id.into(),
        name: called(user).unwrap_or_else(|| id.chars().take(NAME_MOST).collect()),
        zone: user["tz"].as_str().and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC),
        standing,
        deactivated: flag("deleted"),
    })
}

fn is_id(id: &str) -> bool {
    let odd = |c: char| c.is_control() || c.is_whitespace();
    !id.is_empty() && id.len() <= ID_MOST && !id.contains(odd)
}

/// What people call them: the display name, else the full name, else the handle.
fn called(user: &Value) -> Option<String> {
    let profile = &user["profile"];
    let printed = |name: &str| name.chars().filter(|c| !c.is_control()).collect::<String>();
    let cut = |name: &str| name.trim().chars().take(NAME_MOST).collect::<String>();
    [&profile["display_name"], &profile["real_name"], &user["real_name"], &user["name"]]
        .into_iter()
        .filter_map(Value::as_str)
        .map(|name| cut(&printed(name)))
        .find(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(user: Value) -> Option<Person> {
        person(&user, &"T1".into())
    }

    #[test]
    fn a_person_is_read_with_what_slack_leaves_out() {
        let ann = read(json!({
            "id": "U1", "team_id": "T1", "name": "ann", "deleted": false, "tz": "Europe/Berlin",
            "is_admin": true, "is_bot": null, "profile": {"real_name": "Ann Lee", "display_name": " "},
        }))
        .unwrap();
        assert_eq!(
            (ann.name.as_str(), ann.zone, ann.standing),
            ("Ann Lee", Tz::Europe__Berlin, Membership::Admin)
        );
        assert_eq!(read(json!({"id": "U2"})).unwrap().name, "U2");
        assert_eq!(read(json!({"name": "nobody"})), None);
        // What shows nothing is no name.
        let blank =
            json!({"id": "U3", "name": "cy", "profile": {"display_name": "\u{1}\u{2}", "real_name": " \n "}});
        assert_eq!(read(blank).unwrap().name, "cy");
    }

    #[test]
    fn guests_strangers_and_bots_are_told_apart() {
        let standing = |user| read(user).unwrap().standing;
        assert_eq!(standing(json!({"id": "U1", "is_ultra_restricted": true})), Membership::Guest);
        assert_eq!(standing(json!({"id": "U1", "team_id": "T2", "is_admin": true})), Membership::Guest);
        assert_eq!(standing(json!({"id": "USLACKBOT"})), Membership::Bot);
        assert_eq!(standing(json!({"id": "U1", "team_id": "T1", "is_owner": true})), Membership::Admin);
    }
}
