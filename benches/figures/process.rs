//! A program under test as a process: what it uses, and how it ends. It never outlives its handle.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// How long a program may take to end when it is told to.
const ENDS_WITHIN: Duration = Duration::from_secs(15);

/// A running program.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts it in `folder`, where what it says on stderr goes into a file.
    pub fn start(command: &mut Command, folder: &Path) -> anyhow::Result<Self> {
        let program = PathBuf::from(command.get_program());
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let log = folder.join(format!("{name}-{}.log", STARTED.fetch_add(1, Ordering::Relaxed)));
        let file = File::create(&log)?;
        let child = command.current_dir(folder).stdin(Stdio::null()).stderr(file).spawn();
        Ok(Self { child: child.with_context(|| format!("starting {name}"))?, log })
    }

    /// Its stdout, once, if it was piped.
    pub fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// User and system time of all its threads, in seconds.
    pub fn cpu(&self) -> f64 {
        cpu(&format!("/proc/{}/stat", self.child.id()))
    }

    /// Resident memory in MB: now, and at its highest.
    pub fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse::<f64>().map_or(f64::NAN, |kib| kib * 1_024.0 / 1e6)
        };
        (of("VmRSS:"), of("VmHWM:"))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // After the name, in brackets, stands the state: Z for an ended process that was not waited for.
        stat.rsplit(") ").next().is_none_or(|rest| rest.is_empty() || rest.starts_with('Z'))
    }

    /// Kills it, as `kill -9` does.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Tells it to end, and waits until it has.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let told =
            Command::new("/bin/sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status()?;
        let begun = Instant::now();
        while told.success() && self.child.try_wait()?.is_none() {
            if begun.elapsed() > ENDS_WITHIN {
                bail!("it did not end within {ENDS_WITHIN:?}");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// The first line that it wrote into its log, if there is any.
    pub fn said(&self) -> Option<String> {
        let log = std::fs::read_to_string(&self.log).ok()?;
        let lines = log.lines().count();
        log.lines().next().map(|line| format!("{line} ({lines} lines)"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time of this process, in seconds.
pub fn own_cpu() -> f64 {
    cpu("/proc/self/stat")
}

/// The kernel tells times in hundredths of a second, whatever its own clock.
fn cpu(stat: &str) -> f64 {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    // The name, in brackets, may hold blanks.
    let fields: Vec<&str> = text.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (ticks(11) + ticks(12)) / 100.0
}

/// An address that nobody listens on. Not one of those that the kernel gives away by itself: another program could
/// be given it before ours listens there.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(37);
    for _ in 0..1_000 {
        let port = 20_000 + first.wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let address = SocketAddr::from(([127, 0, 0, 1], u16::try_from(port)?));
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    bail!("no port is free")
}
