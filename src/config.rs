//! What an operator can change: settings, rulebooks and templates. Ours are built in; a folder lies over them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::domain::badge::Badges;
use crate::domain::preset::{PresetFault, Source, Step};
use crate::domain::rulebook::{Rulebook, StreakRule};
use crate::domain::template::Template;
pub use settings::Settings;

mod settings;
#[cfg(test)]
mod spoiled;

/// Our own rulebooks and templates: file name and text.
const RULEBOOKS: &[(&str, &str)] = &[("habit.toml", include_str!("../config/presets/rulebooks/habit.toml"))];
const TEMPLATES: &[(&str, &str)] = &[
    ("beat-yourself.toml", include_str!("../config/presets/templates/beat-yourself.toml")),
    ("everyone-in.toml", include_str!("../config/presets/templates/everyone-in.toml")),
    ("everyone-to-50.toml", include_str!("../config/presets/templates/everyone-to-50.toml")),
    ("first-to-100.toml", include_str!("../config/presets/templates/first-to-100.toml")),
    ("king-of-the-hill.toml", include_str!("../config/presets/templates/king-of-the-hill.toml")),
    ("knockout.toml", include_str!("../config/presets/templates/knockout.toml")),
    ("league-month.toml", include_str!("../config/presets/templates/league-month.toml")),
    ("most-points.toml", include_str!("../config/presets/templates/most-points.toml")),
    ("raffle.toml", include_str!("../config/presets/templates/raffle.toml")),
    ("relay.toml", include_str!("../config/presets/templates/relay.toml")),
    ("social-quota.toml", include_str!("../config/presets/templates/social-quota.toml")),
    ("sprint-week.toml", include_str!("../config/presets/templates/sprint-week.toml")),
    ("team-cup.toml", include_str!("../config/presets/templates/team-cup.toml")),
    ("team-goal.toml", include_str!("../config/presets/templates/team-goal.toml")),
    ("team-sprint.toml", include_str!("../config/presets/templates/team-sprint.toml")),
    ("tug-of-war.toml", include_str!("../config/presets/templates/tug-of-war.toml")),
];

/// Whether these words about prizes come from a template of ours. They say which places count ("first three"), and promise
/// nothing.
pub fn is_our_word_for_prizes(words: &str) -> bool {
    static OURS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let templates = TEMPLATES.iter().filter_map(|(file, text)| Template::parse(file, text).ok());
        templates.filter_map(|template| template.prizes).collect()
    });
    OURS.iter().any(|ours| ours == words)
}

/// Why the configuration cannot be used. One line that names the file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// A file that says something wrong: file, line and reason.
    #[error(transparent)]
    Preset(#[from] PresetFault),
    /// A file or folder that cannot be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
}

/// The rulebooks and templates there are, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presets {
    /// The rulebooks.
    pub rulebooks: BTreeMap<String, Rulebook>,
    /// The templates; each names a rulebook that exists.
    pub templates: BTreeMap<String, Template>,
    /// The badges and levels.
    pub badges: Badges,
}

impl Presets {
    /// Ours, with those in `overlay` (`presets/rulebooks/*.toml`, `presets/templates/*.toml`, `presets/badges.toml`) laid
    /// over them.
    pub fn load(overlay: Option<&Path>) -> Result<Self, ConfigFault> {
        checked(overlay)?;
        let badges = badges(overlay)?;
        let mut presets = Self { rulebooks: BTreeMap::new(), templates: BTreeMap::new(), badges };
        for file in files("rulebooks", RULEBOOKS, overlay)? {
            let book = Rulebook::parse(&file.path, &file.text)?;
            file.check_name(&book.name)?;
            presets.rulebooks.insert(book.name.clone(), book);
        }
        for file in files("templates", TEMPLATES, overlay)? {
            let template = Template::parse(&file.path, &file.text)?;
            file.check_name(&template.name)?;
            if !presets.rulebooks.contains_key(&template.rulebook) {
                let reason = format!("there is no rulebook \"{}\"", template.rulebook);
                return Err(file.fault("rulebook", reason).into());
            }
            presets.templates.insert(template.name.clone(), template);
        }
        Ok(presets)
    }

    /// How streaks run: by the built-in rulebook, as it stands with its overlay.
    pub fn streak(&self) -> Option<&StreakRule> {
        self.rulebooks.get(DEFAULT_RULEBOOK).map(|book| &book.streak)
    }
}

/// Our own badges and levels.
const BADGES: &str = include_str!("../config/presets/badges.toml");

/// Ours, or those of the operator's file in their place.
fn badges(overlay: Option<&Path>) -> Result<Badges, ConfigFault> {
    let path = overlay.map(|folder| folder.join("presets").join("badges.toml"));
    if let Some(path) = path
        && let Some(text) = if_any(&path, std::fs::read_to_string(&path))?
    {
        return Ok(Badges::parse(&path.display().to_string(), &text)?);
    }
    Ok(Badges::parse("presets/badges.toml", BADGES)?)
}

/// The rulebook that is always there.
const DEFAULT_RULEBOOK: &str = "habit";

/// A preset's file, read.
struct File {
    /// As it is named in faults.
    path: String,
    /// Its name without `.toml`.
    stem: String,
    text: String,
}

impl File {
    fn new(path: String, name: &str, text: String) -> Self {
        Self { path, stem: name.trim_end_matches(".toml").to_owned(), text }
    }

    fn fault(&self, key: &str, reason: String) -> PresetFault {
        Source { file: &self.path, text: &self.text }.fault(&[Step::Key(key)], reason)
    }

    /// A preset is called as its file is, so that no two can share a name.
    fn check_name(&self, name: &str) -> Result<(), PresetFault> {
        if name == self.stem {
            return Ok(());
        }
        Err(self.fault("name", format!("the name is \"{name}\", but the file is called {}.toml", self.stem)))
    }
}

/// Our own files of one sort, and over them those in the operator's folder, if there are any.
fn files(sort: &str, own: &[(&str, &str)], overlay: Option<&Path>) -> Result<Vec<File>, ConfigFault> {
    let mut files = BTreeMap::new();
    for (name, text) in own {
        let path = format!("presets/{sort}/{name}");
        files.insert((*name).to_owned(), File::new(path, name, (*text).to_owned()));
    }
    if let Some(overlay) = overlay {
        for path in toml_files(&overlay.join("presets").join(sort))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(text) = if_any(&path, std::fs::read_to_string(&path))? else { continue };
            files.insert(name.clone(), File::new(path.display().to_string(), &name, text));
        }
    }
    Ok(files.into_values().collect())
}

/// The `.toml` files in a folder, sorted; none where there is no such folder.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, ConfigFault> {
    let paths =
        std::fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = if_any(folder, paths)?.unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

/// What was read at `path`; none where nothing is there.
fn if_any<T>(path: &Path, read: std::io::Result<T>) -> Result<Option<T>, ConfigFault> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(ConfigFault::Unreadable { path: path.to_owned(), reason }),
    }
}

/// The operator's folder, which must be there if it is named at all: a slip in its name would else go unseen.
fn checked(overlay: Option<&Path>) -> Result<(), ConfigFault> {
    let Some(path) = overlay else { return Ok(()) };
    match std::fs::read_dir(path) {
        Ok(_) => Ok(()),
        Err(reason) => Err(ConfigFault::Unreadable { path: path.to_owned(), reason }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An operator's folder with these files in it.
    pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    /// The faults that these files cause, without the folder's own name.
    pub(super) fn fault(files: &[(&str, &str)]) -> String {
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
        assert!(
            presets
                .templates
                .keys()
                .map(|name| format!("{name}.toml"))
                .eq(TEMPLATES.iter().map(|(file, _)| *file))
        );
        assert_eq!(Presets::load(Some(folder(&[]).path())).unwrap(), presets);
    }

    #[test]
    fn what_our_templates_say_of_prizes_promises_nothing() {
        assert!(is_our_word_for_prizes("first three and most improved"));
        assert!(!is_our_word_for_prizes("Trip to Rome"));
    }

    #[test]
    fn a_preset_replaces_ours_or_is_added() {
        let (_, habit) = RULEBOOKS[0];
        let gentle = habit.replace("name = \"habit\"", "name = \"gentle\"");
        let habit = habit.replace("daily_points = 30", "daily_points = 50");
        let sprint = TEMPLATES.iter().find(|(file, _)| *file == "sprint-week.toml").unwrap().1;
        let sprint = sprint.replace("\"habit\"", "\"gentle\"");
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
    fn a_fault_in_a_preset_names_file_line_and_reason() {
        let habit = RULEBOOKS[0].1;
        let line = 1 + habit.lines().position(|line| line.starts_with("name")).unwrap();
        assert_eq!(
            fault(&[("presets/rulebooks/x.toml", habit)]),
            format!("presets/rulebooks/x.toml:{line}: the name is \"habit\", but the file is called x.toml")
        );
        assert_eq!(
            fault(&[("presets/badges.toml", "badges = []\nlevels = [\n{ name = \"A\", points = 0 },\n]\n")]),
            "presets/badges.toml:3: 0: give more than 0"
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
        let nowhere = folder.path().join("cofnig");
        assert!(Presets::load(Some(&nowhere)).unwrap_err().to_string().contains("cofnig: "));
        assert!(Settings::load(Some(&nowhere)).unwrap_err().to_string().contains("cofnig: "));
    }
}
