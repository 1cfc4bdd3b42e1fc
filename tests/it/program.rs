//! The program as a process: its arguments, what it prints, how it ends. It never outlives its test.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything that is waited for takes, on a busy machine too.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer; fails, saying `what` was waited for, when there is none.
pub fn until<T>(what: &str, within: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < within, "waited {within:?} for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Tells others that it is over, even when what tells them fails.
pub struct OverAtLast<'a>(pub &'a AtomicBool);

impl Drop for OverAtLast<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// `pacesetter` with nothing in its environment but what a test says.
pub fn pacesetter(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pacesetter"));
    command.args(args).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// How a run ended.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let mut program = Program::start(command);
        let code = program.ended(PATIENCE).code();
        Self { code, out: program.printed(), err: program.log() }
    }

    /// It ended with this code and one line on stderr; gives that line.
    #[track_caller]
    pub fn failed(&self, code: i32) -> &str {
        assert_eq!((self.code, self.err.lines().count()), (Some(code), 1), "{}{}", self.out, self.err);
        self.err.trim_end()
    }

    /// It ended well; gives what it printed.
    #[track_caller]
    pub fn succeeded(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        &self.out
    }
}

/// A running program. Dropping it kills it.
pub struct Program {
    child: Child,
    out: Heard,
    err: Heard,
}

impl Program {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, err) = (Heard::of(child.stdout.take().unwrap()), Heard::of(child.stderr.take().unwrap()));
        Self { child, out, err }
    }

    /// What it has printed on stdout.
    pub fn printed(&self) -> String {
        self.out.text()
    }

    /// What it has printed on stderr.
    pub fn log(&self) -> String {
        self.err.text()
    }

    /// Waits for a line on stdout of which `read` makes something.
    pub fn prints<T>(&mut self, what: &str, read: impl Fn(&str) -> Option<T>) -> T {
        self.waits(what, |program| program.printed().lines().find_map(&read))
    }

    /// Waits for a line in the log of which `read` makes something.
    pub fn logs<T>(&mut self, what: &str, read: impl Fn(&str) -> Option<T>) -> T {
        self.waits(what, |program| program.log().lines().find_map(&read))
    }

    fn waits<T>(&mut self, what: &str, read: impl Fn(&Self) -> Option<T>) -> T {
        until(what, PATIENCE, || {
            let has_ended = self.child.try_wait().unwrap();
            let found = read(self);
            if let (None, Some(status)) = (&found, has_ended) {
                panic!("ended ({status}) before {what}: {}{}", self.printed(), self.log());
            }
            found
        })
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Stops the clock for it, as a machine that is suspended does.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let told =
            Command::new("/bin/sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status();
        assert!(told.unwrap().success());
    }

    /// Kills it, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end, and for all that it printed.
    pub fn ended(&mut self, within: Duration) -> ExitStatus {
        let status = until("the program's end", within, || self.child.try_wait().unwrap());
        until("the end of what it prints", PATIENCE, || {
            (self.out.is_over() && self.err.is_over()).then_some(())
        });
        status
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            let log = self.log();
            let from = log.lines().count().saturating_sub(40);
            println!("the last of its log:\n{}", log.lines().skip(from).collect::<Vec<_>>().join("\n"));
        }
    }
}

/// What came out of a pipe so far.
struct Heard {
    text: Arc<Mutex<String>>,
    reader: thread::JoinHandle<()>,
}

impl Heard {
    fn of(pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let heard = text.clone();
        let reader = thread::spawn(move || {
            let (mut pipe, mut line) = (BufReader::new(pipe), Vec::new());
            while pipe.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                heard.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self { text, reader }
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    fn is_over(&self) -> bool {
        self.reader.is_finished()
    }
}
