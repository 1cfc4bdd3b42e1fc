//! The house's floors, held by reading the source: nothing imports upward, and no modules stand in a circle.
//!
//! A module may lean on what its own parents define and a parent composes its children, so arrows between a
//! module and those above it in the tree are left out; between neighbours, at every level of the tree, arrows
//! must not run in a circle.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use source::Source;

/// The floors from the ground up, as `lib.rs` has them.
const FLOORS: [&[&str]; 6] = [
    &["config", "domain"],
    &["voice", "picture"],
    &["store", "clock", "fresh", "cause", "figures", "slack::client"],
    &["play"],
    &["command", "event", "interaction", "job", "web"],
    &["slack", "app", "cli"],
];

/// Stands beside the house; all that it may know of it is the clock.
const BESIDE: (&str, &str) = ("sandbox", "clock");

/// Where neighbours may name each other: the sandbox's files are parts of one machine, and a connection's end
/// calls for its successor.
const ONE_PIECE: [&str; 2] = ["sandbox", "slack::socket"];

/// A module's place in the tree: `["store", "tx"]`; the crate's root is empty.
type Module = Vec<String>;

fn module(path: &str) -> Module {
    path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// One module that names another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    from: Module,
    to: Module,
    line: usize,
}

impl std::fmt::Display for Arrow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} → {} (line {})", self.from.join("::"), self.to.join("::"), self.line)
    }
}

/// Every module with its source.
#[derive(Default)]
struct House(BTreeMap<Module, Source>);

impl House {
    /// Reads the crate as the compiler does: from `lib.rs` by way of each `mod name;`.
    fn read(folder: &Path) -> Self {
        let mut house = Self::default();
        house.read_module(Module::new(), &folder.join("lib.rs"), folder);
        house
    }

    fn read_module(&mut self, module: Module, file: &Path, folder: &Path) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let source = Source::read(&text);
        for child in &source.children {
            let within = folder.join(child);
            let beside = folder.join(format!("{child}.rs"));
            let file: PathBuf = if beside.is_file() { beside } else { within.join("mod.rs") };
            let path = [module.clone(), vec![child.clone()]].concat();
            self.read_module(path, &file, &within);
        }
        self.0.insert(module, source);
    }

    /// A made-up house of modules and their texts.
    fn of(modules: &[(&str, &str)]) -> Self {
        Self(modules.iter().map(|(path, text)| (module(path), Source::read(text))).collect())
    }

    fn arrows(&self) -> BTreeSet<Arrow> {
        let all = self.0.iter().flat_map(|(from, source)| {
            source.paths.iter().map(|path| {
                let to = self.home_of(&absolute(from, &path.segments), 0);
                Arrow { from: from.clone(), to, line: path.line }
            })
        });
        all.filter(|arrow| arrow.from != arrow.to).collect()
    }

    /// The module where what `path` names stands, behind whatever passes it on under that name.
    fn home_of(&self, path: &[String], hops: usize) -> Module {
        let known = (0..=path.len()).rev().find(|&length| self.0.contains_key(&path[..length]));
        let (home, rest) = path.split_at(known.unwrap_or(0));
        let passed_on = rest.first().and_then(|name| {
            self.0.get(home)?.paths.iter().find(|path| path.bound_to.as_ref() == Some(name))
        });
        match passed_on {
            Some(path) if hops < 9 => self.home_of(&absolute(home, &path.segments), hops + 1),
            _ => home.to_vec(),
        }
    }

    /// Arrows that run up from a floor to a higher one, or between the house and what stands beside it.
    fn upward(&self) -> Vec<String> {
        let is_wrong = |arrow: &Arrow| {
            let (from, to) = (unit(&arrow.from), unit(&arrow.to));
            match (from == BESIDE.0, to == BESIDE.0) {
                (true, true) => false,
                (true, false) => to != BESIDE.1,
                (false, true) => floor(from) < FLOORS.len(),
                (false, false) => floor(from) < floor(to),
            }
        };
        self.arrows().iter().filter(|arrow| is_wrong(arrow)).map(Arrow::to_string).collect()
    }

    /// Circles between neighbours, each as the arrows of its way round.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let parents: BTreeSet<&[String]> = self.0.keys().filter_map(|m| Some(m.split_last()?.1)).collect();
        let ruled = parents.into_iter().filter(|parent| !ONE_PIECE.contains(&parent.join("::").as_str()));
        ruled.filter_map(|parent| circle(parent, &arrows)).collect()
    }
}

/// A path as the module `from` writes it, from the crate's root.
fn absolute(from: &[String], segments: &[String]) -> Vec<String> {
    let ups = segments.iter().take_while(|name| *name == "super").count();
    match segments[0].as_str() {
        "crate" => segments[1..].to_vec(),
        "super" => [&from[..from.len().saturating_sub(ups)], &segments[ups..]].concat(),
        "self" => [from, &segments[1..]].concat(),
        _ => [from, segments].concat(),
    }
}

/// What the floors are told of: a top module, or one that stands on a floor of its own.
fn unit(module: &[String]) -> &str {
    match module {
        [top, next, ..] if top == "slack" && next == "client" => "slack::client",
        [top, ..] => top,
        [] => "the crate's root",
    }
}

fn floor(unit: &str) -> usize {
    let floor = FLOORS.iter().position(|units| units.contains(&unit));
    1 + floor.unwrap_or_else(|| panic!("{unit} stands on no floor: give it one here and in lib.rs"))
}

/// A circle between the children of `parent`, if there is one.
fn circle(parent: &[String], arrows: &BTreeSet<Arrow>) -> Option<String> {
    // At the top, what stands on a floor of its own is a neighbour of its own.
    let child = |module: &[String]| match parent {
        [] => module.first().map(|_| unit(module).to_owned()),
        _ => module.strip_prefix(parent)?.first().cloned(),
    };
    let mut ways: BTreeMap<String, BTreeMap<String, &Arrow>> = BTreeMap::new();
    for arrow in arrows {
        let (Some(from), Some(to)) = (child(&arrow.from), child(&arrow.to)) else { continue };
        if from != to {
            ways.entry(from).or_default().entry(to).or_insert(arrow);
        }
    }
    // Whoever points at nobody who is left cannot be on a circle; what remains in the end is.
    while let Some(free) = ways.iter().find(|(_, to)| to.keys().all(|to| !ways.contains_key(to))) {
        let free = free.0.clone();
        ways.remove(&free);
    }
    let mut at = ways.keys().next()?.clone();
    let mut round: Vec<(String, &Arrow)> = Vec::new();
    while round.iter().all(|(passed, _)| *passed != at) {
        let (next, arrow) = ways[&at].iter().find(|(to, _)| ways.contains_key(*to))?;
        round.push((at, arrow));
        at = next.clone();
    }
    let steps = round.iter().skip_while(|(passed, _)| *passed != at).map(|(_, arrow)| arrow.to_string());
    Some(steps.collect::<Vec<_>>().join(", "))
}

#[test]
fn floors() {
    let house = House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(house.0.len() > 100, "only {} modules were read", house.0.len());
    let (upward, circles) = (house.upward(), house.circles());
    assert!(upward.is_empty(), "imports that run up:\n{}", upward.join("\n"));
    assert!(circles.is_empty(), "modules in a circle:\n{}", circles.join("\n"));
}

#[test]
fn an_import_that_runs_up_is_found() {
    let house = House::of(&[
        ("domain::link", "\nuse crate::play::Play;"),
        ("play", "use crate::domain::link::Link; use crate::store::{self, Tx};"),
        ("store", "mod tx; pub use tx::Tx;"),
        ("store::tx", "fn f() { crate::slack::client::call(); crate::app::run() }"),
        ("slack", "pub mod client;"),
        ("slack::client", "use super::Ack;"),
        ("app", ""),
    ]);
    assert_eq!(
        house.upward(),
        ["domain::link → play (line 2)", "slack::client → slack (line 1)", "store::tx → app (line 1)"]
    );
}

#[test]
fn the_sandbox_knows_the_clock_and_is_known_to_the_wiring_alone() {
    let house = House::of(&[
        ("sandbox", "use crate::clock::Clock; use crate::domain::id::UserId;"),
        ("clock", ""),
        ("domain", "pub mod id;"),
        ("domain::id", ""),
        ("cli", "use crate::sandbox::Workspace;"),
        ("job", "use crate::sandbox::Workspace;"),
    ]);
    assert_eq!(house.upward(), ["job → sandbox (line 1)", "sandbox → domain::id (line 1)"]);
}

#[test]
fn a_circle_between_neighbours_is_found_through_what_their_parent_passes_on() {
    let house = House::of(&[
        ("domain", "mod link; mod share; mod id; pub use share::Kind;"),
        ("domain::link", "mod page; use super::id::UserId;"),
        ("domain::link::page", "use super::super::Kind; use super::Link;"),
        ("domain::share", "use super::link::Link;"),
        ("domain::id", ""),
    ]);
    assert_eq!(
        house.circles(),
        ["domain::link::page → domain::share (line 1), domain::share → domain::link (line 1)"]
    );
}
