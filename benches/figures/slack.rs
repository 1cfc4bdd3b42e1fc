//! Slack, for the bot to call: the sandbox without a bot in it. Its own work is on the same processors.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use anyhow::Context as _;

use crate::process::Process;

/// The sandbox's process.
pub struct Slack {
    process: Process,
    api: String,
    /// Kept, so that it can go on printing.
    _output: BufReader<ChildStdout>,
}

impl Slack {
    /// Starts it.
    pub fn start(folder: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pacesetter"));
        command.args(["sandbox", "--slack-only", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        command.env("RUST_LOG", "error");
        let folder = folder.join("slack");
        std::fs::create_dir_all(&folder)?;
        let mut process = Process::start(&mut command, &folder)?;
        let mut output = BufReader::new(process.output().context("the sandbox's output")?);
        let mut line = String::new();
        let api = loop {
            line.clear();
            anyhow::ensure!(output.read_line(&mut line)? > 0, "the sandbox ended: {:?}", process.said());
            if let Some(api) = line.trim().strip_prefix("SLACK_API_URL=") {
                break api.to_owned();
            }
        };
        Ok(Self { process, api, _output: output })
    }

    /// The address of its Web API.
    pub fn api(&self) -> &str {
        &self.api
    }

    /// User and system time that it has used, in seconds.
    pub fn cpu(&self) -> f64 {
        self.process.cpu()
    }
}
