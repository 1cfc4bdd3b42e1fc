//! What the scenarios are told in: a Slack to act in, and a bot that serves it, each a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::database::Database;
use crate::program::{PATIENCE, Program, Run, pacesetter, until};

pub const MANAGER: &str = "U0MIA";
pub const CHANNEL: &str = "C0WINS";
pub const REPS: [&str; 6] = ["U0ANA", "U0LUKASZ", "U0MARIA", "U0JO", "U0BO", "U0NOOR"];

/// Every share pays, and the zone and the hour of the day say nothing.
const SETTINGS: &str =
    "zone = \"UTC\"\nquiet_from = \"00:00\"\nquiet_until = \"00:00\"\nshout_out_window_minutes = 0\n";
const RULEBOOK: &str = "name = \"habit\"\ndaily_points = 100000\nfirst_of_week = 5\n\
    [[rules]]\nid = \"link\"\nlabel = \"link\"\nkinds = [\"share\"]\npoints = 1\ncaps = []\n\
    [streak]\nworkdays = 3\nstep_percent = 10\nmost_percent = 50\nfreeze_every = 4\npraised = [2]\n\
    [likeness]\nmin_words = 100\ncopied = 85\nsimilar = 60\ndays = 90\n\
    [milestones]\npoints = [10, 20, 30]\nthen_every = 1000\n";

/// Asks over HTTP; gives the status and the body, whatever they are.
pub fn http(request: ureq::http::Request<String>) -> Option<(u16, String)> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .proxy(None);
    let mut answer = config.build().new_agent().run(request).ok()?;
    Some((answer.status().as_u16(), answer.body_mut().read_to_string().ok()?))
}

/// `GET` of an address; none while nobody answers there.
pub fn get(url: &str) -> Option<(u16, String)> {
    http(ureq::http::Request::get(url).body(String::new()).unwrap())
}

/// A Slack: the sandbox as a process.
pub struct Slack {
    pub program: Program,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    _folder: TempDir,
}

/// What came of a command.
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Reply {
    /// What the bot answered within Slack's three seconds, if it did.
    pub fn text(&self) -> Option<&str> {
        self.body["ack"]["text"].as_str()
    }

    /// The share is counted, now or before; else the bot was too busy to say in time, and it is to be sent again.
    #[track_caller]
    pub fn is_counted(&self) -> bool {
        let Some(text) = self.text() else { return false };
        let counted = text.contains("*+") || text.contains("counted already");
        assert!(counted || text.contains("takes longer"), "refused: {text}");
        counted
    }

    /// The bot said that something broke, or that there is no answer in time.
    pub fn is_trouble(&self) -> bool {
        self.text().is_some_and(|text| text.contains("(quote "))
    }

    /// The share was counted, and the person knows it.
    pub fn is_receipt(&self) -> bool {
        self.text().is_some_and(|text| text.contains("*+"))
    }
}

impl Slack {
    /// A Slack without a bot in it.
    pub fn empty_of_bots(more: &[&str]) -> Self {
        Self::run(&[&["--slack-only"], more].concat())
    }

    /// The sandbox with these arguments, once it has said where it is.
    pub fn run(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let args = [&["sandbox", "--listen", "127.0.0.1:0"], more].concat();
        let mut program = Program::start(pacesetter(folder.path(), &args).env("RUST_LOG", "warn"));
        let address = program.prints("an address", |line| Some(line[line.find("http://")?..].to_owned()));
        Self { program, address: address.trim_end_matches("/api/").to_owned(), _folder: folder }
    }

    /// Does something under `/sandbox/`.
    pub fn post(&self, call: &str, body: &Value) -> Reply {
        let request = ureq::http::Request::post(format!("{}/sandbox/{call}", self.address));
        let (status, text) = http(request.body(body.to_string()).unwrap()).expect("the sandbox answers");
        Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    /// Looks at something under `/sandbox/`.
    pub fn look(&self, call: &str) -> Vec<Value> {
        let (_, text) = get(&format!("{}/sandbox/{call}", self.address)).expect("the sandbox answers");
        serde_json::from_str(&text).unwrap()
    }

    /// Somebody types a command in the channel.
    pub fn types(&self, user: &str, command: &str, text: &str) -> Reply {
        let body = json!({"user": user, "channel": CHANNEL, "command": command, "text": text});
        self.post("command", &body)
    }

    /// Somebody shares the page with this name.
    pub fn shares(&self, user: &str, page: &str) -> Reply {
        self.types(user, "/share", &link(page))
    }

    /// Somebody shares a page, again and again until the bot says that it has counted, now or before.
    pub fn shares_until_counted(&self, user: &str, page: &str) {
        until("a share to be counted", PATIENCE, || {
            let reply = self.shares(user, page);
            let is_known = reply.text().is_some_and(|text| text.contains("counted already"));
            (reply.is_receipt() || is_known).then_some(())
        });
    }

    /// Somebody writes in the channel; gives the message's `ts`.
    pub fn says(&self, user: &str, text: &str) -> String {
        let said = self.post("message", &json!({"user": user, "channel": CHANNEL, "text": text}));
        said.body["ts"].as_str().expect("a ts").to_owned()
    }

    /// The manager starts a contest in the channel; waits for its announcement.
    pub fn starts_a_contest(&self) {
        let reply = self.types(MANAGER, "/contest", "start most-points \"Race\" for 3w");
        assert!(reply.text().is_some_and(|text| text.contains("Race")), "{}", reply.body);
        self.has_posted("announcement", 1);
    }

    /// What stands in the channel, oldest first.
    pub fn messages(&self) -> Vec<Value> {
        self.look(&format!("messages?channel={CHANNEL}"))
    }

    /// The keys of what the bot posted in the channel, of one type or (empty) of any, oldest first.
    pub fn keys(&self, event_type: &str) -> Vec<String> {
        let messages = self.messages();
        let posts = messages.iter().map(|message| &message["metadata"]);
        posts
            .filter(|it| it.is_object() && (event_type.is_empty() || it["event_type"] == event_type))
            .map(|it| it["event_payload"]["key"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Waits until the bot has posted so many messages of one type.
    pub fn has_posted(&self, event_type: &str, count: usize) -> Vec<String> {
        until(&format!("{count} × {event_type}"), Duration::from_secs(60), || {
            Some(self.keys(event_type)).filter(|keys| keys.len() >= count)
        })
    }

    /// Waits for the bot's reaction to a message.
    pub fn is_counted(&self, ts: &str) {
        self.is_counted_within(ts, PATIENCE);
    }

    /// The same with another patience.
    pub fn is_counted_within(&self, ts: &str, within: Duration) {
        until("the reaction", within, || {
            let messages = self.messages();
            let message = messages.iter().find(|message| message["ts"] == ts)?;
            message["reactions"].as_array()?.iter().any(|it| it["name"] == "white_check_mark").then_some(())
        });
    }

    /// Lets something go wrong.
    pub fn fault(&self, fault: &Value) {
        assert_eq!(self.post("fault", fault).status, 200);
    }

    /// The calls of one method that the bot made.
    pub fn calls(&self, method: &str) -> Vec<Value> {
        self.look("calls").into_iter().filter(|call| call["method"] == method).collect()
    }
}

/// A link of its own for each name.
pub fn link(page: &str) -> String {
    format!("https://www.acme.example.com/news/{page}")
}

/// A place to run the bot from: a folder with its configuration, its database, and what it is told of Slack.
pub struct Site {
    folder: TempDir,
    pub database: Database,
    env: Vec<(String, String)>,
}

impl Site {
    /// For this Slack, over Socket Mode, on SQLite.
    pub fn new(slack: &Slack) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::sqlite(folder.path());
        let site = Self { folder, database, env: Vec::new() };
        std::fs::create_dir_all(site.config().join("presets/rulebooks")).unwrap();
        std::fs::write(site.config().join("pacesetter.toml"), SETTINGS).unwrap();
        std::fs::write(site.config().join("presets/rulebooks/habit.toml"), RULEBOOK).unwrap();
        let (url, config) = (site.database.url.clone(), site.config().display().to_string());
        site.with("DATABASE_URL", &url)
            .with("PACESETTER_CONFIG", &config)
            .with("PACESETTER_LISTEN", "127.0.0.1:0")
            .with("SLACK_API_URL", &format!("{}/api/", slack.address))
            .with("SLACK_BOT_TOKEN", "xoxb-sandbox")
            .with("SLACK_APP_TOKEN", "xapp-sandbox")
    }

    /// The same on another database.
    pub fn on(mut self, database: Database) -> Self {
        self.database = database;
        let url = self.database.url.clone();
        self.with("DATABASE_URL", &url)
    }

    /// The same with something else in the environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same without something in the environment.
    pub fn without(mut self, name: &str) -> Self {
        self.env.retain(|(known, _)| known != name);
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = pacesetter(self.folder.path(), args);
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs something to its end.
    pub fn runs(&self, args: &[&str]) -> Run {
        Run::of(&mut self.command(args))
    }

    /// Starts the bot; it listens when this returns, but may not be ready.
    pub fn starts(&self) -> Bot {
        let mut program = Program::start(&mut self.command(&["serve"]));
        let address = program.logs("its address", |line| {
            // As text, or as JSON.
            let (_, address) = line.split_once("address=").or_else(|| line.split_once("\"address\":\""))?;
            Some(format!("http://{}", address.trim().split('"').next()?))
        });
        Bot { program, address }
    }

    /// Starts the bot, and waits until it is ready.
    pub fn serves(&self) -> Bot {
        let bot = self.starts();
        bot.is_ready();
        bot
    }

    /// Every standing is what the ledger says.
    #[track_caller]
    pub fn is_sound(&self) {
        self.runs(&["audit"]).succeeded();
    }

    /// Waits until nothing is owed any more.
    pub fn owes_nothing(&self, within: Duration) {
        let owed = "SELECT COUNT(*) FROM owed_posts WHERE settled_at IS NULL";
        until("everything to be posted", within, || (self.database.number(owed) == 0).then_some(()));
    }
}

/// The bot: `pacesetter serve` as a process.
pub struct Bot {
    pub program: Program,
    /// Where its own HTTP side is.
    pub address: String,
}

impl Bot {
    /// What `/readyz` says.
    pub fn readiness(&self) -> (u16, String) {
        get(&format!("{}/readyz", self.address)).expect("an answer")
    }

    /// Waits until it is ready.
    pub fn is_ready(&self) {
        until("the bot to be ready", PATIENCE, || (self.readiness().0 == 200).then_some(()));
    }

    /// Asks it to stop, and waits until it has; gives its exit code and log.
    pub fn stops(mut self) -> (Option<i32>, String) {
        self.program.terminate();
        let code = self.program.ended(Duration::from_secs(10)).code();
        (code, self.program.log())
    }
}
