//! The table that is printed at the end, and the line about the machine.

use std::path::Path;
use std::process::Command;

/// What was found.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

enum Row {
    /// A heading over the rows that follow, and what their two columns are.
    Heading(String, [&'static str; 2]),
    /// A figure.
    Figure { what: String, unit: &'static str, ours: Option<f64>, other: Option<f64>, note: String },
    /// Something that is not a figure.
    Remark(String),
}

impl Table {
    /// Begins a section that sets ours beside Bolt.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.columns(text, ["ours", "Bolt"]);
    }

    /// Begins a section with columns of its own.
    pub fn columns(&mut self, text: impl Into<String>, columns: [&'static str; 2]) {
        self.rows.push(Row::Heading(text.into(), columns));
    }

    /// Adds a figure; what is not a number, such as a share of nothing, is left out.
    pub fn figure(&mut self, what: impl Into<String>, unit: &'static str, ours: f64, other: Option<f64>) {
        let known = |value: f64| value.is_finite().then_some(value);
        let (ours, other) = (known(ours), other.and_then(known));
        self.rows.push(Row::Figure { what: what.into(), unit, ours, other, note: String::new() });
    }

    /// Adds words to the figure before.
    pub fn note(&mut self, text: impl Into<String>) {
        if let Some(Row::Figure { note, .. }) = self.rows.last_mut() {
            *note = text.into();
        }
    }

    /// Adds a line of words.
    pub fn remark(&mut self, text: impl Into<String>) {
        let text = text.into();
        eprintln!("      {text}");
        self.rows.push(Row::Remark(text));
    }

    /// The whole table as text.
    pub fn text(&self) -> String {
        let line = |what: &str, ours: &str, other: &str, ratio: &str, note: &str| {
            format!("{what:<62}{ours:>10}{other:>10}{ratio:>7}  {note}").trim_end().to_owned() + "\n"
        };
        let mut text = String::new();
        for row in &self.rows {
            text += &match row {
                Row::Heading(heading, [ours, other]) => {
                    let ratio = if other.is_empty() { "" } else { "ratio" };
                    let columns = line("", ours, other, ratio, "");
                    format!("\n{heading}\n{}", if ours.is_empty() { "" } else { &columns })
                }
                Row::Remark(remark) => format!("  ({remark})\n"),
                Row::Figure { what, unit, ours, other, note } => {
                    let ratio = match (ours, other) {
                        (Some(ours), Some(other)) if *other != 0.0 => format!("{:.2}", ours / other),
                        _ => String::new(),
                    };
                    let shown = |value: &Option<f64>| value.map_or_else(String::new, number);
                    line(&format!("  {what}, {unit}"), &shown(ours), &shown(other), &ratio, note)
                }
            };
        }
        text
    }
}

/// Three figures that matter, or whole.
fn number(value: f64) -> String {
    match value.abs() {
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// What all this ran on. `folder` is where the databases stand.
pub fn machine(folder: &Path) -> String {
    let first = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.trim_start_matches(name).trim_matches([' ', '\t', ':']).to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor = first("/proc/cpuinfo", "model name");
    let kernel = first("/proc/sys/kernel/osrelease", "");
    let files = files_of(folder);
    let compiler = said("rustc", &["--version"]);
    format!(
        "{cores} cores of {processor}, Linux {kernel}, databases on {files}, {compiler}, load average {}",
        load_average()
    )
}

/// The kind of file system that a folder is on.
pub fn files_of(folder: &Path) -> String {
    said("stat", &["-f", "-c", "%T", &folder.to_string_lossy()])
}

/// How many wanted to run, over the last minute: figures taken beside other work mean little.
pub fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text =
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if text.is_empty() { format!("unknown ({program} says nothing)") } else { text }
}
