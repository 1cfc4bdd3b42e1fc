//! What an operator can change: settings, rulebooks and templates. Ours are built in; a folder lies over them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::Deserialize;

use crate::domain::id::UserId;
use crate::domain::preset::{PresetFault, Source, Step};
use crate::domain::rulebook::Rulebook;
use crate::domain::template::Template;

/// Our own settings, every one with its default.
const SETTINGS: &str = include_str!("../config/pacesetter.toml");

/// Our own rulebooks and templates: file name and text.
const RULEBOOKS: &[(&str, &str)] = &[("habit.toml", include_str!("../config/presets/rulebooks/habit.toml"))];
const TEMPLATES: &[(&str, &str)] = &[
    ("most-points.toml", include_str!("../config/presets/templates/most-points.toml")),
    ("sprint-week.toml", include_str!("../config/presets/templates/sprint-week.toml")),
];

/// Why the configuration cannot be used. One line that names the file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// A file that says something wrong: file, line and reason.
    #[error(transparent)]
    Preset(#[from] PresetFault),
    /// A file or folder that cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The rulebooks and templates there are, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presets {
    /// The rulebooks.
    pub rulebooks: BTreeMap<String, Rulebook>,
    /// The templates; each names a rulebook that exists.
    pub templates: BTreeMap<String, Template>,
}

impl Presets {
    /// Ours, with those in `overlay` (`presets/rulebooks/*.toml`, `presets/templates/*.toml`) laid over them.
    pub fn load(overlay: Option<&Path>) -> Result<Self, ConfigFault> {
        let rulebooks = texts("rulebooks", RULEBOOKS, overlay)?;
        let templates = texts("templates", TEMPLATES, overlay)?;
        let rulebooks = rulebooks
            .into_iter()
            .map(|file| {
                let book = Rulebook::parse(&file.path, &file.text)?;
                file.check_name(&book.name)?;
                Ok((book.name.clone(), book))
            })
            .collect::<Result<BTreeMap<_, _>, PresetFault>>()?;
        let templates = templates
            .into_iter()
            .map(|file| {
                let template = Template::parse(&file.path, &file.text)?;
                file.check_name(&template.name)?;
                if !rulebooks.contains_key(&template.rulebook) {
                    let reason = format!("there is no rulebook \"{}\"", template.rulebook);
                    return Err(file.source().fault(&[Step::Key("rulebook")], reason));
                }
                Ok((template.name.clone(), template))
            })
            .collect::<Result<BTreeMap<_, _>, PresetFault>>()?;
        Ok(Self { rulebooks, templates })
    }
}

/// A preset's file, read.
struct File {
    /// As it is named in faults.
    path: String,
    /// Its name without `.toml`.
    stem: String,
    text: String,
}

impl File {
    fn source(&self) -> Source<'_> {
        Source { file: &self.path, text: &self.text }
    }

    /// A preset is called as its file is, so that no two can share a name.
    fn check_name(&self, name: &str) -> Result<(), PresetFault> {
        if name == self.stem {
            return Ok(());
        }
        let reason = format!("the name is \"{name}\", but the file is called {}.toml", self.stem);
        Err(self.source().fault(&[Step::Key("name")], reason))
    }
}

/// Our own files of one sort, and over them those in the operator's folder, if there are any.
fn texts(sort: &str, own: &[(&str, &str)], overlay: Option<&Path>) -> Result<Vec<File>, ConfigFault> {
    let named = |path: String, name: &str, text: String| File {
        path,
        stem: name.trim_end_matches(".toml").to_owned(),
        text,
    };
    let mut files: BTreeMap<String, File> = own
        .iter()
        .map(|(name, text)| {
            ((*name).to_owned(), named(format!("presets/{sort}/{name}"), name, (*text).to_owned()))
        })
        .collect();
    let folder = overlay.map(|overlay| overlay.join("presets").join(sort));
    for path in folder.map(|folder| toml_files(&folder)).transpose()?.unwrap_or_default() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(&path)?;
        files.insert(name.clone(), named(path.display().to_string(), &name, text));
    }
    Ok(files.into_values().collect())
}

/// The `.toml` files in a folder, sorted; none where there is no such folder.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, ConfigFault> {
    let unreadable = |source| ConfigFault::Unreadable { path: folder.to_owned(), source };
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    let mut paths = paths.map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, ConfigFault> {
    std::fs::read_to_string(path).map_err(|source| ConfigFault::Unreadable { path: path.to_owned(), source })
}

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
    /// Hours after which a missed board is no longer posted.
    pub board_catch_up_hours: u32,
    /// Shout-outs of a new leader, at most, a day and contest.
    pub lead_changes_a_day: u32,
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
    board_catch_up_hours: Option<u32>,
    lead_changes_a_day: Option<u32>,
}

impl Settings {
    /// Ours, with `pacesetter.toml` in `overlay`, if there is one, laid over them key by key.
    pub fn load(overlay: Option<&Path>) -> Result<Self, ConfigFault> {
        let mut settings = Self::blank();
        settings.lay_over(Source { file: "pacesetter.toml", text: SETTINGS })?;
        if let Some(path) = overlay.map(|folder| folder.join("pacesetter.toml")).filter(|path| path.exists())
        {
            let file = path.display().to_string();
            settings.lay_over(Source { file: &file, text: &read(&path)? })?;
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
            board_catch_up_hours: 0,
            lead_changes_a_day: 0,
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
        set(&mut self.board_catch_up_hours, within("board_catch_up_hours", given.board_catch_up_hours, 24)?);
        set(&mut self.lead_changes_a_day, within("lead_changes_a_day", given.lead_changes_a_day, 1000)?);
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
    use super::*;

    /// An operator's folder with these files in it.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    /// The faults that these files cause, without the folder's own name.
    fn fault(files: &[(&str, &str)]) -> String {
        let folder = folder(files);
        let fault =
            Settings::load(Some(folder.path())).map(drop).and(Presets::load(Some(folder.path())).map(drop));
        let text = fault.unwrap_err().to_string();
        assert_eq!(text.lines().count(), 1, "{text}");
        text.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn ours_are_sound() {
        let presets = Presets::load(None).unwrap();
        assert_eq!(presets.rulebooks.keys().collect::<Vec<_>>(), ["habit"]);
        assert_eq!(presets.templates.keys().collect::<Vec<_>>(), ["most-points", "sprint-week"]);
    }

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
            board_catch_up_hours: 3,
            lead_changes_a_day: 2,
        };
        assert_eq!(Settings::load(None).unwrap(), settings);
        let elsewhere = folder(&[]);
        assert_eq!(Settings::load(Some(elsewhere.path())).unwrap(), settings);
        assert_eq!(Presets::load(Some(elsewhere.path())).unwrap(), Presets::load(None).unwrap());
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
    fn a_preset_replaces_ours_or_is_added() {
        let (_, habit) = RULEBOOKS[0];
        let gentle = habit.replace("name = \"habit\"", "name = \"gentle\"");
        let habit = habit.replace("daily_points = 30", "daily_points = 50");
        let sprint = TEMPLATES[1].1.replace("\"habit\"", "\"gentle\"");
        let folder = folder(&[
            ("presets/rulebooks/gentle.toml", &gentle),
            ("presets/rulebooks/habit.toml", &habit),
            ("presets/rulebooks/notes.txt", "not read"),
            ("presets/templates/sprint-week.toml", &sprint),
        ]);
        let presets = Presets::load(Some(folder.path())).unwrap();
        assert_eq!(presets.rulebooks.keys().collect::<Vec<_>>(), ["gentle", "habit"]);
        assert_eq!(presets.rulebooks["habit"].daily_points, 50);
        assert_eq!(presets.templates["sprint-week"].rulebook, "gentle");
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
        assert_eq!(settings("retention_days = 99999999"), "pacesetter.toml:1: 99999999: give 0 to 36500");
    }

    #[test]
    fn a_fault_in_a_preset_names_file_line_and_reason() {
        let habit = RULEBOOKS[0].1;
        let line = 1 + habit.lines().position(|line| line.starts_with("name")).unwrap();
        assert_eq!(
            fault(&[("presets/rulebooks/x.toml", habit)]),
            format!("presets/rulebooks/x.toml:{line}: the name is \"habit\", but the file is called x.toml")
        );
        let template = "name = \"x\"\nabout = \"x\"\ntitle = \"X\"\nlasts = \"5d\"\nrulebook = \"gone\"\n";
        assert_eq!(
            fault(&[("presets/templates/x.toml", template)]),
            "presets/templates/x.toml:5: there is no rulebook \"gone\""
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let folder = folder(&[("presets/rulebooks/x.toml/inner", "")]);
        let fault = Presets::load(Some(folder.path())).unwrap_err().to_string();
        assert!(fault.contains("presets/rulebooks/x.toml: "), "{fault}");
    }
}
