//! A PostgreSQL server of the tests' own, on a socket in a temporary folder.

use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// PostgreSQL will not run as root; then it runs as `nobody`.
const NOBODY: u32 = 65534;

/// A server at work. Its keeper's standard input is a pipe that this process holds: however this process ends,
/// even by `kill -9`, the pipe closes, and the shell stops the server and removes the folder.
pub struct Server {
    /// Where it is.
    pub address: String,
    folder: PathBuf,
    keeper: Child,
}

const KEEP: &str = r#"
serve() {
    "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off \
        -c synchronous_commit=off -c max_connections=500 >"$2/log" 2>&1 &
}
serve "$@"
while read -r order; do
    case $order in
    stop) kill -INT $!; wait ;;
    start) serve "$@" ;;
    esac
done
kill -INT $!
wait
/bin/rm -rf "$2"
"#;

#[allow(dead_code, reason = "only the tests of the real program let it go away")]
impl Server {
    /// Stops it; its data stays.
    pub fn stop(&mut self) {
        self.order("stop");
        wait_until(&self.folder, "stop", || !self.folder.join("data/postmaster.pid").exists());
    }

    /// Starts it again, at the same address.
    pub fn start_again(&mut self) {
        self.order("start");
        wait_for(&self.folder);
    }

    fn order(&mut self, order: &str) {
        writeln!(self.keeper.stdin.as_mut().unwrap(), "{order}").unwrap();
    }
}

/// Starts a server, if this machine has PostgreSQL.
pub fn start() -> Option<Server> {
    let programs = find_programs()?;
    let folder = tempfile::Builder::new().prefix("pacesetter-postgres-").tempdir().unwrap().keep();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    let as_root =
        std::fs::metadata("/proc/self").is_ok_and(|this| std::os::unix::fs::MetadataExt::uid(&this) == 0);
    let command = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(&folder).env("LC_ALL", "C");
        if as_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    if as_root {
        chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let made = command(&programs.join("initdb"))
        .args(["--username=pacesetter", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
        .arg(folder.join("data"))
        .output()
        .unwrap();
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    let keeper = command(Path::new("/bin/sh"))
        .args(["-c", KEEP, "keeper"])
        .args([&programs, &folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Its own group, so that a Ctrl-C meant for the tests does not reach it before it has cleared up.
        .process_group(0)
        .spawn()
        .unwrap();
    wait_for(&folder);
    let address = format!("postgres://pacesetter@localhost/postgres?host={}", folder.display());
    Some(Server { address, folder, keeper })
}

/// The folder with `initdb` and `postgres` in it: on the path, or where Debian keeps them.
fn find_programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut installed: Vec<_> = installed.map(|version| version.path().join("bin")).collect();
    installed.sort();
    on_path
        .into_iter()
        .chain(installed.into_iter().rev())
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// The server says in its pid file when it takes connections; `pg_ctl` goes by the same line.
fn wait_for(folder: &Path) {
    let is_ready = || {
        let status = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
        status.lines().any(|line| line.trim() == "ready")
    };
    wait_until(folder, "start", is_ready);
}

fn wait_until(folder: &Path, what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL did not {what}: {}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
}
