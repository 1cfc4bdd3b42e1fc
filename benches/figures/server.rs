//! The bots under test, ours and the peer, each over a database of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use crate::bolt::Bolt;
use crate::load::{self, Load, Target};
use crate::process::{Process, free_address};
use crate::request::{self, Body, SECRET, Shares};
use crate::slack::Slack;
use crate::tally::Tally;

/// Whose bot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Pacesetter.
    Ours,
    /// The bot on Bolt for JavaScript.
    Bolt,
}

/// A bot that takes requests.
pub struct Server {
    /// Its process.
    pub process: Process,
    /// Where it listens.
    pub target: Target,
}

impl Server {
    /// `pacesetter serve` over HTTP alone.
    pub fn ours(slack: &Slack, database: &str, folder: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_pacesetter"));
        command
            .arg("serve")
            .env_remove("SLACK_APP_TOKEN")
            .env_remove("PACESETTER_CONFIG")
            .env("SLACK_API_URL", slack.api())
            .env("SLACK_BOT_TOKEN", "xoxb-sandbox")
            .env("SLACK_SIGNING_SECRET", SECRET)
            .env("DATABASE_URL", database)
            .env("PACESETTER_LISTEN", address.to_string())
            .env("PACESETTER_LOG", "text")
            .env("RUST_LOG", "error")
            .stdout(Stdio::null());
        let process = Process::start(&mut command, folder)?;
        Ok(Self { process, target: Target { addresses: vec![address], receipt: "You are" } })
    }

    /// The peer.
    pub fn bolt(bolt: &Bolt, database: &Path, folder: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new("node");
        command
            .arg(bolt.program())
            .env("NODE_ENV", "production")
            .env("SLACK_SIGNING_SECRET", SECRET)
            .env("PORT", address.port().to_string())
            .env("DB", database)
            .stdout(Stdio::null());
        let process = Process::start(&mut command, folder)?;
        Ok(Self { process, target: Target { addresses: vec![address], receipt: "Recorded" } })
    }

    /// Asks until it answers; gives the answer.
    pub async fn answers(&self, body: impl Fn() -> Body) -> anyhow::Result<String> {
        load::until_answered(&self.process, &self.target, body).await
    }

    /// Waits until it takes commands; nothing is shared by it.
    pub async fn ready(&self) -> anyhow::Result<()> {
        let empty = || request::command(&request::user(0), "/share", "", &uuid::Uuid::now_v7().to_string());
        self.answers(empty).await.map(drop)
    }

    /// Puts a load on it.
    pub async fn bear(&self, shares: &Rc<Shares>, load: Load) -> Tally {
        load::run(&self.target, shares, load).await
    }

    /// Ends it; says so if it had anything to complain about.
    pub fn stop(self) -> anyhow::Result<()> {
        if let Some(said) = self.process.said() {
            eprintln!("      it said: {said}");
        }
        self.process.stop()
    }
}

/// A database in a file, with what SQLite keeps beside it.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    for beside in ["", "-wal", "-shm"] {
        let (from, to) = (with_ending(from, beside), with_ending(to, beside));
        match from.exists() {
            true => drop(std::fs::copy(&from, &to)?),
            false if to.exists() => std::fs::remove_file(&to)?,
            false => {}
        }
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
