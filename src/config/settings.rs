//! The settings of an installation, each documented by its default in `config/pacesetter.toml`.

use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::Deserialize;
use url::Url;

use super::ConfigFault;
use crate::domain::id::UserId;
use crate::domain::picture::Look;
use crate::domain::preset::{PresetFault, Source, Step};
use crate::domain::quota::Holidays;

/// Our own settings, every one with its default.
const SETTINGS: &str = include_str!("../../config/pacesetter.toml");

/// The settings of this installation. `config/pacesetter.toml` says what each is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// People who steer contests besides admins and owners.
    pub managers: Vec<UserId>,
    /// The zone contests run in; none: the starter's.
    pub zone: Option<Tz>,
    /// When the daily board is posted, local time.
    pub board_at: NaiveTime,
    /// From here on shout-outs wait, local time …
    pub quiet_from: NaiveTime,
    /// … until here.
    pub quiet_until: NaiveTime,
    /// Minutes after a shout-out in which others wait to go out together.
    pub shout_out_window_minutes: u32,
    /// Minutes in which the latest share can be taken back.
    pub undo_minutes: u32,
    /// Whether guests play.
    pub guests_play: bool,
    /// Days for which own words are kept; 0 for good.
    pub retention_days: u32,
    /// Days after which the data of a workspace that removed the app is erased.
    pub erase_after_days: u32,
    /// Hours after which a missed board is no longer posted.
    pub board_catch_up_hours: u32,
    /// Shout-outs of a new leader, at most, a day and contest.
    pub lead_changes_a_day: u32,
    /// Per cent of the own points by which a leader has to be ahead for the manager to hear of it; 0 for never …
    pub lead_alarm_percent: u32,
    /// … and points.
    pub lead_alarm_points: u32,
    /// Per cent of the players under which the active are few enough for the manager to hear of it; 0 for never.
    pub active_alarm_percent: u32,
    /// Days on which no quota asks for anything.
    pub holidays: Holidays,
    /// Where others reach the bot's pages, without a slash at its end; none: where it listens.
    pub public_url: Option<String>,
    /// Marks by which a post says that there are prizes for it; none: nobody is reminded.
    pub disclosures: Vec<String>,
    /// How the pictures of boards look; none: boards have none.
    pub pictures: Option<Look>,
}

/// One file of settings: what it does not name stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    managers: Option<Vec<String>>,
    zone: Option<String>,
    board_at: Option<String>,
    quiet_from: Option<String>,
    quiet_until: Option<String>,
    shout_out_window_minutes: Option<u32>,
    undo_minutes: Option<u32>,
    guests_play: Option<bool>,
    retention_days: Option<u32>,
    erase_after_days: Option<u32>,
    board_catch_up_hours: Option<u32>,
    lead_changes_a_day: Option<u32>,
    lead_alarm_percent: Option<u32>,
    lead_alarm_points: Option<u32>,
    active_alarm_percent: Option<u32>,
    holidays: Option<Vec<String>>,
    disclosures: Option<Vec<String>>,
    pictures: Option<String>,
    public_url: Option<String>,
}

impl Settings {
    /// Ours, with `pacesetter.toml` in `overlay`, if there is one, laid over them key by key.
    pub fn load(overlay: Option<&Path>) -> Result<Self, ConfigFault> {
        let mut settings = Self::blank();
        settings.lay_over(Source { file: "pacesetter.toml", text: SETTINGS })?;
        super::checked(overlay)?;
        if let Some(path) = overlay.map(|folder| folder.join("pacesetter.toml")) {
            let text = super::if_any(&path, std::fs::read_to_string(&path))?.unwrap_or_default();
            settings.lay_over(Source { file: &path.display().to_string(), text: &text })?;
        }
        Ok(settings)
    }

    /// Nothing set: our own file, laid over this first, sets every key.
    fn blank() -> Self {
        Self {
            managers: Vec::new(),
            zone: None,
            board_at: NaiveTime::MIN,
            quiet_from: NaiveTime::MIN,
            quiet_until: NaiveTime::MIN,
            shout_out_window_minutes: 0,
            undo_minutes: 0,
            guests_play: false,
            retention_days: 0,
            erase_after_days: 0,
            board_catch_up_hours: 0,
            lead_changes_a_day: 0,
            lead_alarm_percent: 0,
            lead_alarm_points: 0,
            active_alarm_percent: 0,
            holidays: Holidays::default(),
            public_url: None,
            disclosures: Vec::new(),
            pictures: None,
        }
    }

    fn lay_over(&mut self, source: Source<'_>) -> Result<(), PresetFault> {
        let given: Given = source.read()?;
        if let Some(ids) = given.managers {
            self.managers = managers(source, &ids)?;
        }
        if let Some(name) = given.zone {
            self.zone = zone(source, &name)?;
        }
        set(&mut self.board_at, time(source, "board_at", given.board_at)?);
        set(&mut self.quiet_from, time(source, "quiet_from", given.quiet_from)?);
        set(&mut self.quiet_until, time(source, "quiet_until", given.quiet_until)?);
        let within = |key, given, most| at_most(source, key, given, most);
        let (day, century) = (24 * 60, 36_500);
        let window = within("shout_out_window_minutes", given.shout_out_window_minutes, day)?;
        set(&mut self.shout_out_window_minutes, window);
        set(&mut self.undo_minutes, within("undo_minutes", given.undo_minutes, day)?);
        set(&mut self.guests_play, given.guests_play);
        set(&mut self.retention_days, within("retention_days", given.retention_days, century)?);
        if given.erase_after_days == Some(0) {
            // Beside a setting where 0 means "for good", it may be meant so; then all would be lost at once.
            return Err(source.fault(&[Step::Key("erase_after_days")], format!("0: give 1 to {century}")));
        }
        set(&mut self.erase_after_days, within("erase_after_days", given.erase_after_days, century)?);
        set(&mut self.board_catch_up_hours, within("board_catch_up_hours", given.board_catch_up_hours, 24)?);
        set(&mut self.lead_changes_a_day, within("lead_changes_a_day", given.lead_changes_a_day, 1000)?);
        set(&mut self.lead_alarm_percent, within("lead_alarm_percent", given.lead_alarm_percent, 100)?);
        set(&mut self.lead_alarm_points, within("lead_alarm_points", given.lead_alarm_points, 1_000_000)?);
        let percent = within("active_alarm_percent", given.active_alarm_percent, 100)?;
        set(&mut self.active_alarm_percent, percent);
        set(&mut self.holidays, given.holidays.map(|dates| holidays(source, &dates)).transpose()?);
        if let Some(url) = given.public_url {
            self.public_url = public_url(source, &url)?;
        }
        set(&mut self.disclosures, given.disclosures.map(|marks| disclosures(source, marks)).transpose()?);
        set(&mut self.pictures, given.pictures.map(|look| pictures(source, &look)).transpose()?);
        Ok(())
    }
}

fn set<T>(setting: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *setting = given;
    }
}

fn managers(source: Source<'_>, ids: &[String]) -> Result<Vec<UserId>, PresetFault> {
    let is_id = |id: &str| {
        let plain = id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        id.len() > 1 && id.starts_with(['U', 'W']) && plain
    };
    match ids.iter().enumerate().find(|(_, id)| !is_id(id)) {
        None => Ok(ids.iter().map(|id| UserId::from(id.as_str())).collect()),
        Some((i, id)) => {
            let reason = format!("\"{id}\" is no Slack id of a person; one looks like \"U012AB3CD\"");
            Err(source.fault(&[Step::Key("managers"), Step::Item(i)], reason))
        }
    }
}

fn zone(source: Source<'_>, name: &str) -> Result<Option<Tz>, PresetFault> {
    if name.is_empty() {
        return Ok(None);
    }
    name.parse().map(Some).map_err(|_| {
        source.fault(&[Step::Key("zone")], format!("\"{name}\" is no zone; write it like \"Europe/Berlin\""))
    })
}

fn holidays(source: Source<'_>, dates: &[String]) -> Result<Holidays, PresetFault> {
    let read = |(i, text): (usize, &String)| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
            let reason = format!("\"{text}\" is no date; write it like \"2026-12-25\"");
            source.fault(&[Step::Key("holidays"), Step::Item(i)], reason)
        })
    };
    Ok(Holidays::new(dates.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?))
}

fn disclosures(source: Source<'_>, marks: Vec<String>) -> Result<Vec<String>, PresetFault> {
    let is_mark = |mark: &str| {
        let word = mark.strip_prefix('#').unwrap_or(mark);
        let is_plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !word.is_empty() && word.chars().count() <= 40 && word.chars().all(is_plain)
    };
    match marks.iter().position(|mark| !is_mark(mark)) {
        None => Ok(marks),
        Some(i) => {
            let reason = format!("\"{}\" is no single word or hashtag; write it like \"#ad\"", marks[i]);
            Err(source.fault(&[Step::Key("disclosures"), Step::Item(i)], reason))
        }
    }
}

fn pictures(source: Source<'_>, look: &str) -> Result<Option<Look>, PresetFault> {
    match look {
        "light" => Ok(Some(Look::Light)),
        "dark" => Ok(Some(Look::Dark)),
        "off" => Ok(None),
        other => {
            let reason = format!("\"{other}\" is no look; write \"light\", \"dark\" or \"off\"");
            Err(source.fault(&[Step::Key("pictures")], reason))
        }
    }
}

/// An address that paths can be put behind.
fn public_url(source: Source<'_>, text: &str) -> Result<Option<String>, PresetFault> {
    if text.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(text).ok().filter(|url| {
        let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.password().is_none() && is_bare
    });
    match url {
        Some(url) => Ok(Some(url.as_str().trim_end_matches('/').to_owned())),
        // Not what it says: there may be a password in it.
        None => {
            let reason = "it is no plain address; write it like \"https://bot.example.com\"".to_owned();
            Err(source.fault(&[Step::Key("public_url")], reason))
        }
    }
}

fn time(source: Source<'_>, key: &str, given: Option<String>) -> Result<Option<NaiveTime>, PresetFault> {
    let read = |text: String| {
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| {
            source.fault(&[Step::Key(key)], format!("\"{text}\" is no time of day; write it like \"09:00\""))
        })
    };
    given.map(read).transpose()
}

fn at_most(source: Source<'_>, key: &str, given: Option<u32>, most: u32) -> Result<Option<u32>, PresetFault> {
    match given {
        Some(value) if value > most => {
            Err(source.fault(&[Step::Key(key)], format!("{value}: give 0 to {most}")))
        }
        given => Ok(given),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fault, folder};
    use super::*;

    #[test]
    fn every_setting_has_its_default_in_our_file() {
        let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let settings = Settings {
            managers: Vec::new(),
            zone: None,
            board_at: time("09:00"),
            quiet_from: time("20:00"),
            quiet_until: time("08:00"),
            shout_out_window_minutes: 10,
            undo_minutes: 15,
            guests_play: false,
            retention_days: 400,
            erase_after_days: 30,
            board_catch_up_hours: 3,
            lead_changes_a_day: 2,
            lead_alarm_percent: 50,
            lead_alarm_points: 50,
            active_alarm_percent: 50,
            holidays: Holidays::default(),
            public_url: None,
            disclosures: ["#ad", "#anzeige", "#contest", "#gewinnspiel", "#promo", "#sponsored", "#werbung"]
                .map(str::to_owned)
                .to_vec(),
            pictures: Some(Look::Light),
        };
        assert_eq!(Settings::load(None).unwrap(), settings);
        let elsewhere = folder(&[]);
        assert_eq!(Settings::load(Some(elsewhere.path())).unwrap(), settings);
    }

    #[test]
    fn a_folder_lies_over_key_by_key() {
        let ours = "managers = [\"U1\", \"W2\"]\nzone = \"Europe/Berlin\"\nundo_minutes = 5\n";
        let folder = folder(&[("pacesetter.toml", ours)]);
        let settings = Settings::load(Some(folder.path())).unwrap();
        assert_eq!(settings.managers, [UserId::from("U1"), UserId::from("W2")]);
        assert_eq!((settings.zone, settings.undo_minutes), (Some(Tz::Europe__Berlin), 5));
        assert_eq!(settings.retention_days, 400);
    }

    #[test]
    fn the_public_address_may_have_a_path_and_a_slash_at_its_end() {
        let public = |url: &str| {
            let folder = folder(&[("pacesetter.toml", &format!("public_url = \"{url}\"\n"))]);
            Settings::load(Some(folder.path())).unwrap().public_url
        };
        assert_eq!(public(""), None);
        assert_eq!(public("https://bot.example.com/").as_deref(), Some("https://bot.example.com"));
        assert_eq!(public("http://10.0.0.7:3000/pace/").as_deref(), Some("http://10.0.0.7:3000/pace"));
    }

    #[test]
    fn a_fault_in_the_settings_names_file_line_and_reason() {
        let settings = |text: &str| fault(&[("pacesetter.toml", text)]);
        assert!(settings("\nmanager = []").starts_with("pacesetter.toml:2: unknown field `manager`"));
        assert!(settings("undo_minutes = \"5\"").starts_with("pacesetter.toml:1: invalid type: string"));
        assert!(settings("undo_minutes = -5").starts_with("pacesetter.toml:1: invalid value"));
        assert_eq!(
            settings("# a\nboard_at = \"9 o'clock\""),
            "pacesetter.toml:2: \"9 o'clock\" is no time of day; write it like \"09:00\""
        );
        assert_eq!(
            settings("zone = \"Berlin\""),
            "pacesetter.toml:1: \"Berlin\" is no zone; write it like \"Europe/Berlin\""
        );
        assert_eq!(
            settings("managers = [\n  \"U1\",\n  \"ann\",\n]"),
            "pacesetter.toml:3: \"ann\" is no Slack id of a person; one looks like \"U012AB3CD\""
        );
        assert_eq!(
            settings("holidays = [\n  \"2026-12-25\",\n  \"26 Dec\",\n]"),
            "pacesetter.toml:3: \"26 Dec\" is no date; write it like \"2026-12-25\""
        );
        assert!(settings("holidays = [\"2026-02-30\"]").contains("is no date"));
        assert!(settings("holidays = [2026-12-25]").starts_with("pacesetter.toml:1: invalid type"));
        assert_eq!(
            settings("disclosures = [\"#ad\", \"paid post\"]"),
            "pacesetter.toml:1: \"paid post\" is no single word or hashtag; write it like \"#ad\""
        );
        assert!(settings("disclosures = [\"#\"]").contains("no single word"));
        assert_eq!(
            settings("pictures = \"blue\""),
            "pacesetter.toml:1: \"blue\" is no look; write \"light\", \"dark\" or \"off\""
        );
        assert_eq!(
            settings("public_url = \"bot.example.com\""),
            "pacesetter.toml:1: it is no plain address; write it like \"https://bot.example.com\""
        );
        for odd in
            ["ftp://a.example", "https://a.example/?q", "https://a.example/#f", "https://ann:x@a.example"]
        {
            assert!(
                settings(&format!("public_url = \"{odd}\""))
                    .ends_with("write it like \"https://bot.example.com\""),
                "{odd}"
            );
        }
        assert_eq!(settings("erase_after_days = 0"), "pacesetter.toml:1: 0: give 1 to 36500");
        assert_eq!(settings("retention_days = 99999999"), "pacesetter.toml:1: 99999999: give 0 to 36500");
    }
}
