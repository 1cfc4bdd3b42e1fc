//! What operators deploy with: `docker-compose.yml` and the systemd unit name only what there is, and the replicas
//! that the first describes are run as processes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::Value;

use crate::database::Database;
use crate::harness::{Bot, REPS, Site, Slack, link};
use crate::program::{OverAtLast, Program, Run, pacesetter};

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `docker-compose.yml`, its anchors and merges resolved.
fn compose() -> Value {
    serde_saphyr::from_str(&file("docker-compose.yml")).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().expect("a text").to_owned()).collect()
}

fn help(of: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::of(&mut pacesetter(folder.path(), &[of, &["--help"]].concat()));
    run.succeeded().to_owned()
}

/// The names that the program reads from its environment, by its own help.
fn environment() -> BTreeSet<String> {
    // Wherever its lines are wrapped.
    let help = (help(&["serve"]) + &help(&[])).split_whitespace().collect::<Vec<_>>().join(" ");
    let names = help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next());
    names.map(str::to_owned).collect()
}

/// The names that an example of an environment file sets.
fn set_in(example: &str) -> BTreeSet<String> {
    let text = file(example);
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_once('=').expect("NAME=value").0.to_owned()).collect()
}

/// The program has this command with these flags.
fn is_asked_well(arguments: &[String]) {
    let (command, flags) = arguments.split_first().expect("a command");
    let listed = help(&[]).lines().any(|line| line.trim_start().starts_with(&format!("{command} ")));
    assert!(listed, "there is no command {command}");
    let known = help(&[command]);
    for flag in flags {
        assert!(flag.starts_with("--") && known.contains(flag.as_str()), "{command} knows no {flag}");
    }
}

#[test]
fn the_compose_file_names_only_what_there_is() {
    let compose = compose();
    let services = compose["services"].as_object().unwrap();
    let names: BTreeSet<&str> = services.keys().map(String::as_str).collect();
    assert_eq!(names, ["bot-1", "bot-2", "db", "migrate"].into());
    let known = environment();
    assert!(known.contains("SLACK_BOT_TOKEN") && known.contains("PACESETTER_LOG"), "{known:?}");
    let bots = set_in("docs/compose/bot.env.example");
    assert!(bots.is_subset(&known), "{bots:?}");
    assert!(set_in("docs/compose/db.env.example").iter().all(|name| name.starts_with("POSTGRES_")));
    for (name, service) in services {
        let image = service["image"].as_str().expect("an image");
        let tag = image.rsplit_once(':').map(|(_, tag)| tag);
        assert!(tag.is_some_and(|tag| tag != "latest"), "{name}: {image}");
        assert!(service["restart"].is_string() && service["cap_drop"][0] == "ALL", "{name}");
        for other in service["depends_on"].as_object().into_iter().flat_map(|it| it.keys()) {
            assert!(names.contains(other.as_str()), "{name} waits for {other}");
        }
        for network in texts(&service["networks"]) {
            assert!(compose["networks"].get(&network).is_some(), "{name}: {network}");
        }
        if name == "db" {
            continue;
        }
        assert_eq!(service["read_only"], true, "{name}");
        assert_eq!(image, format!("pacesetter:{}", env!("CARGO_PKG_VERSION")), "{name}");
        is_asked_well(&texts(&service["command"]));
        for variable in service["environment"].as_object().into_iter().flat_map(|it| it.keys()) {
            assert!(known.contains(variable), "{name}: {variable}");
        }
    }
}

#[test]
fn the_compose_files_replicas_listen_where_they_are_asked() {
    let compose = compose();
    for bot in ["bot-1", "bot-2"] {
        let bot = &compose["services"][bot];
        let listens = bot["environment"]["PACESETTER_LISTEN"].as_str().unwrap();
        let port = listens.rsplit_once(':').unwrap().1;
        assert_eq!(texts(&bot["expose"]), [port]);
        let asks = texts(&bot["healthcheck"]["test"]);
        assert!(
            asks[3].contains(&format!("/dev/tcp/127.0.0.1/{port} ")) && asks[3].contains("/readyz"),
            "{asks:?}"
        );
        let grace: u32 = bot["stop_grace_period"].as_str().unwrap().trim_end_matches('s').parse().unwrap();
        assert!(grace > 10);
    }
}

/// The health check of a replica, as the compose file has it, asked of a bot that runs here.
fn is_healthy(bot: &Bot) -> bool {
    let compose = compose();
    let test = texts(&compose["services"]["bot-1"]["healthcheck"]["test"]);
    let port = bot.address.rsplit_once(':').unwrap().1;
    let script = test[3].replace("/3000", &format!("/{port}"));
    Command::new(&test[1]).args([&test[2], &script]).status().unwrap().success()
}

/// Starts a bot with the command that the compose file gives a service.
fn starts(site: &Site, service: &str) -> Bot {
    let command = texts(&compose()["services"][service]["command"]);
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let mut program = Program::start(&mut site.command(&command));
    let address = program.logs("its address", |line| {
        let (_, address) = line.split_once("address=")?;
        Some(format!("http://{}", address.trim()))
    });
    let bot = Bot { program, address };
    bot.is_ready();
    bot
}

#[test]
fn the_compose_files_replicas_run_as_processes_and_restart_one_after_the_other() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    let site = Site::new(&slack).on(database);
    let migrate = texts(&compose()["services"]["migrate"]["command"]);
    site.runs(&migrate.iter().map(String::as_str).collect::<Vec<_>>()).succeeded();
    let mut bots = ["bot-1", "bot-2"].map(|service| starts(&site, service));
    assert!(bots.iter().all(is_healthy));
    slack.starts_a_contest();
    let over = AtomicBool::new(false);
    let type_on = |rep: &str| {
        let (mut counted, mut unanswered, mut n) = (Vec::new(), 0, 0);
        while !over.load(Ordering::Relaxed) {
            let page = format!("{rep}-{n}");
            if slack.shares(rep, &page).is_counted() {
                counted.push(page);
                n += 1;
            } else {
                // Typed again, as the person would.
                unanswered += 1;
            }
        }
        (counted, unanswered)
    };
    let typed: Vec<_> = thread::scope(|scope| {
        let over_at_last = OverAtLast(&over);
        let typing: Vec<_> = REPS.iter().map(|rep| scope.spawn(|| type_on(rep))).collect();
        for (nth, service) in ["bot-1", "bot-2"].into_iter().enumerate() {
            let fresh = starts(&site, service);
            let old = std::mem::replace(&mut bots[nth], fresh);
            let (code, log) = old.stops();
            assert_eq!(code, Some(0), "{log}");
        }
        drop(over_at_last);
        typing.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let pages = site.database.rows("SELECT link_url, COUNT(*) FROM shares GROUP BY link_url");
    let counted: Vec<&String> = typed.iter().flat_map(|(counted, _)| counted).collect();
    for page in &counted {
        assert!(pages.contains(&(link(page), 1)), "{page} was acknowledged and is not there once");
    }
    let unanswered: usize = typed.iter().map(|(_, unanswered)| unanswered).sum();
    println!("{} shares over a rolling restart, {unanswered} to be typed again", counted.len());
    assert!(counted.len() > REPS.len());
    site.is_sound();
}

/// The settings of the unit's section `[Service]`.
fn unit() -> Vec<(String, String)> {
    let text = file("docs/pacesetter.service");
    let section = text.split("[Service]").nth(1).unwrap().split("\n[").next().unwrap();
    let lines = section.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| line.split_once('=').expect("Name=value"))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

#[test]
fn the_unit_asks_for_what_there_is_and_shuts_the_rest_off() {
    let unit = unit();
    let all = |name: &str| {
        unit.iter().filter(|(it, _)| it == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    let words: Vec<String> = all("ExecStart")[0].split(' ').map(str::to_owned).collect();
    assert!(Path::new(&words[0]).ends_with("bin/pacesetter"));
    is_asked_well(&words[1..]);
    let known = environment();
    for set in all("Environment") {
        assert!(known.contains(set.split_once('=').unwrap().0), "{set}");
    }
    let stops_within: u32 = all("TimeoutStopSec")[0].parse().unwrap();
    assert!(stops_within > 10);
    for (name, value) in [("ProtectSystem", "strict"), ("NoNewPrivileges", "yes"), ("Restart", "on-failure")]
    {
        assert_eq!(all(name), [value], "{name}");
    }
}

/// Where systemd is, it reads the unit itself.
#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("pacesetter.service");
    let program = env!("CARGO_BIN_EXE_pacesetter");
    std::fs::write(&copy, file("docs/pacesetter.service").replace("/usr/local/bin/pacesetter", program))
        .unwrap();
    let Ok(verified) = Command::new("systemd-analyze").arg("verify").arg(&copy).output() else {
        println!("no systemd here to read the unit");
        return;
    };
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("pacesetter.service")).collect();
    assert!(verified.status.success() && ours.is_empty(), "{said}");
}
