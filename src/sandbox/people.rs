//! The people of the workspace, and how Slack shows one.

use chrono::{DateTime, Offset, Utc};
use chrono_tz::{OffsetName, Tz};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The workspace's id.
pub const TEAM: &str = "T0SANDBOX";
/// The workspace's name.
pub const TEAM_NAME: &str = "Acme Sales";
/// The workspace's part of an address.
pub const TEAM_DOMAIN: &str = "acme-sales";
/// The app's id.
pub const APP: &str = "A0SANDBOX";
/// The app's bot user.
pub const BOT_USER: &str = "U0BOT";
/// The app's bot.
pub const BOT: &str = "B0SANDBOX";

/// What a person is in the demo. Only a label: Slack knows admins, not managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sells.
    Rep,
    /// Leads a team.
    Captain,
    /// Leads the captains; an admin of the workspace.
    Manager,
    /// No person at all.
    Bot,
}

/// Somebody in the workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// `U…`.
    pub id: String,
    /// The old kind of name, without spaces.
    pub handle: String,
    /// First and last name.
    pub real_name: String,
    /// What the others see.
    pub display_name: String,
    /// An IANA zone.
    pub tz: String,
    /// The demo's label.
    pub role: Role,
    /// A workspace admin.
    pub admin: bool,
    /// Owns the workspace.
    pub owner: bool,
    /// A guest in a few channels.
    pub guest: bool,
    /// Has left.
    pub deactivated: bool,
    /// When the profile last changed, in seconds.
    pub updated: i64,
}

impl Person {
    /// Whether this is the app's bot user.
    pub fn is_app(&self) -> bool {
        self.id == BOT_USER
    }

    /// What the others see.
    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.real_name } else { &self.display_name }
    }

    /// The person as `users.info` gives one. The offset of the zone is that of `now`.
    pub fn shown(&self, now: DateTime<Utc>) -> Value {
        let mut user = json!({
            "id": self.id, "team_id": TEAM, "name": self.handle, "deleted": self.deactivated,
            "is_bot": self.is_app(), "is_app_user": false, "updated": self.updated,
            "profile": self.profile(),
        });
        // Slack tells nothing more of those who left.
        if !self.deactivated {
            let zone: Tz = self.tz.parse().unwrap_or(Tz::UTC);
            let offset = *now.with_timezone(&zone).offset();
            user["real_name"] = json!(self.real_name);
            user["color"] = json!("9f69e7");
            user["tz"] = json!(self.tz);
            user["tz_label"] = json!(offset.abbreviation().unwrap_or("UTC"));
            user["tz_offset"] = json!(offset.fix().local_minus_utc());
            user["is_admin"] = json!(self.admin);
            user["is_owner"] = json!(self.owner);
            user["is_primary_owner"] = json!(self.owner);
            user["is_restricted"] = json!(self.guest);
            user["is_ultra_restricted"] = json!(false);
            user["is_email_confirmed"] = json!(!self.is_app());
            user["who_can_share_contact_card"] = json!("EVERYONE");
        }
        user
    }

    fn profile(&self) -> Value {
        let mut profile = json!({
            "title": "", "phone": "", "skype": "", "status_text": "", "status_emoji": "",
            "status_expiration": 0, "avatar_hash": "", "team": TEAM,
            "real_name": self.real_name, "real_name_normalized": plain(&self.real_name),
            "display_name": self.display_name, "display_name_normalized": plain(&self.display_name),
        });
        if self.is_app() {
            profile["api_app_id"] = json!(APP);
            profile["bot_id"] = json!(BOT);
        }
        profile
    }
}

/// A name without its accents, as in Slack's `*_normalized` fields.
fn plain(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    name.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| match letter {
            'ø' => 'o',
            'Ø' => 'O',
            'ł' => 'l',
            'Ł' => 'L',
            other => other,
        })
        .collect()
}

/// Id, handle, name, zone and role of each.
const PEOPLE: &[(&str, &str, &str, &str, Role)] = &[
    ("U0ANA", "ana.sorensen", "Ana Sørensen", "Europe/Copenhagen", Role::Rep),
    ("U0LUKASZ", "lukasz.zak", "Łukasz Žák", "Europe/Warsaw", Role::Rep),
    ("U0MARIA", "maria.nunez", "María Núñez", "Europe/Madrid", Role::Rep),
    ("U0JO", "jo.park", "Jo Park", "America/New_York", Role::Rep),
    ("U0BO", "bo.chen", "Bo Chen", "Asia/Singapore", Role::Rep),
    ("U0NOOR", "noor.haddad", "Noor Haddad", "Europe/Berlin", Role::Rep),
    ("U0TOMAS", "tomas.ferreira", "Tomás Ferreira", "Europe/Lisbon", Role::Rep),
    ("U0PRIYA", "priya.raman", "Priya Raman", "Asia/Kolkata", Role::Rep),
    ("U0KAI", "kai.weber", "Kai Weber", "Europe/Berlin", Role::Captain),
    ("U0MIA", "mia.roth", "Mia Roth", "Europe/Berlin", Role::Manager),
    ("U0GIL", "gil.guest", "Gil Guest", "Europe/London", Role::Rep),
    ("U0DANA", "dana.gone", "Dana Gone", "Europe/Berlin", Role::Rep),
    ("USLACKBOT", "slackbot", "Slackbot", "America/Los_Angeles", Role::Bot),
];

/// The demo's people, with the app's bot user under `bot_name`.
pub fn everybody(bot_name: &str, now: DateTime<Utc>) -> Vec<Person> {
    let mut people: Vec<Person> = PEOPLE
        .iter()
        .map(|&(id, handle, name, tz, role)| Person {
            id: id.into(),
            handle: handle.into(),
            real_name: name.into(),
            display_name: name.into(),
            tz: tz.into(),
            role,
            admin: role == Role::Manager,
            owner: false,
            guest: id == "U0GIL",
            deactivated: id == "U0DANA",
            updated: now.timestamp(),
        })
        .collect();
    // Some people never set a display name: Slack then gives an empty one.
    people.iter_mut().filter(|person| person.id == "U0BO").for_each(|bo| bo.display_name.clear());
    // Before Slackbot, which is nobody's app.
    people.insert(
        people.len() - 1,
        Person {
            id: BOT_USER.into(),
            handle: bot_name.to_lowercase().replace(' ', "_"),
            real_name: bot_name.into(),
            display_name: String::new(),
            tz: "America/Los_Angeles".into(),
            role: Role::Bot,
            admin: false,
            owner: false,
            guest: false,
            deactivated: false,
            updated: now.timestamp(),
        },
    );
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_that_of_the_season() {
        let people = everybody("Bot", Utc::now());
        let jo = people.iter().find(|person| person.id == "U0JO").unwrap();
        assert_eq!(jo.shown("2026-01-10T12:00:00Z".parse().unwrap())["tz_offset"], -18_000);
        assert_eq!(jo.shown("2026-07-10T12:00:00Z".parse().unwrap())["tz_offset"], -14_400);
    }

    #[test]
    fn of_those_who_left_slack_tells_no_zone() {
        let people = everybody("Bot", Utc::now());
        let dana = people.iter().find(|person| person.deactivated).unwrap().shown(Utc::now());
        assert_eq!((&dana["deleted"], dana.get("tz")), (&json!(true), None));
    }

    #[test]
    fn accents_go_from_the_normalized_names() {
        assert_eq!(plain("Łukasz Žák, Ana Sørensen"), "Lukasz Zak, Ana Sorensen");
    }
}
