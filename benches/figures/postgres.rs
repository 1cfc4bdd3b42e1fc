//! A PostgreSQL server for one measurement, with its usual settings: each commit waits for the disk.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tempfile::TempDir;

/// PostgreSQL will not run as root; then it runs as `nobody`.
const NOBODY: u32 = 65_534;

/// Stops the server and ends when its standard input, which this process holds, is closed: by whatever end.
const KEEP: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=100 -c shared_buffers=256MB \
    >"$2/log" 2>&1 &
while read -r _; do :; done
kill -INT $!
wait
"#;

/// A running server.
pub struct Postgres {
    keeper: Child,
    folder: TempDir,
    /// Its version, as it tells it.
    pub version: String,
}

impl Postgres {
    /// Starts one; none if this machine has no PostgreSQL.
    pub fn start() -> anyhow::Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        // Not among the other databases: `nobody` may not be let into their folder.
        let folder = tempfile::Builder::new().prefix("pacesetter-figures-").tempdir()?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700))?;
        let as_root = std::fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0);
        if as_root {
            chown(folder.path(), Some(NOBODY), Some(NOBODY))?;
        }
        let command = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(folder.path()).env("LC_ALL", "C");
            if as_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        let made = command(&programs.join("initdb"))
            .args(["--username=pacesetter", "--auth=trust", "--encoding=UTF8", "--no-locale", "-D"])
            .arg(folder.path().join("data"))
            .output()?;
        if !made.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
        }
        let version = command(&programs.join("postgres")).arg("--version").output()?;
        let keeper = command(Path::new("/bin/sh"))
            .args(["-c", KEEP, "keeper"])
            .args([programs.as_path(), folder.path()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
        let mut postgres = Self { keeper, folder, version };
        postgres.wait()?;
        Ok(Some(postgres))
    }

    /// The address of its one database.
    pub fn url(&self) -> String {
        format!("postgres://pacesetter@localhost/postgres?host={}", self.folder.path().display())
    }

    /// Where it keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The server says in its pid file when it takes connections.
    fn wait(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        loop {
            let pid =
                std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap_or_default();
            if pid.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            if begun.elapsed() > Duration::from_secs(60) {
                let log = std::fs::read_to_string(self.folder.path().join("log")).context("its log")?;
                bail!("PostgreSQL did not start: {log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The folder goes when the server has ended.
        let _ = self.keeper.wait();
    }
}

/// The folder with the server's programs: on the path, or where Debian keeps them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    installed.sort();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut places = on_path.into_iter().chain(installed.into_iter().rev());
    places.find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}
