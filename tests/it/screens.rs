//! Boards on a screen: served by the real program, live, and there again after it was killed.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Instant;

use serde_json::Value;

use crate::by_hand::free_address;
use crate::database::Database;
use crate::harness::{MANAGER, Site, Slack, get};
use crate::program::{PATIENCE, until};

/// A manager makes a screen; gives its address.
fn makes_a_screen(slack: &Slack) -> String {
    let reply = slack.types(MANAGER, "/contest", "tv");
    let text = reply.text().expect("an answer");
    let start = text.find("<http").expect("an address") + 1;
    text[start..].split('|').next().unwrap().to_owned()
}

/// What a browser gets from a stream.
struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_at(rest.find('/').unwrap());
        let mut connection = TcpStream::connect(host).ok()?;
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(connection, "GET {path}/events HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").ok()?;
        Some(Self(BufReader::new(connection)))
    }

    /// The next wall; none once the stream is over.
    fn wall(&mut self) -> Option<Value> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            let said = line.strip_prefix("data: ").and_then(|data| serde_json::from_str::<Value>(data).ok());
            if let Some(said) = said.filter(Value::is_object) {
                return Some(said["wall"].clone());
            }
        }
    }

    /// Waits for a wall that tells of so many shares.
    fn tells_of(&mut self, shares: usize) {
        let words = if shares == 1 { "1 share so far".to_owned() } else { format!("{shares} shares so far") };
        until("the shares on the screen", PATIENCE, || {
            let wall = self.wall().expect("the stream goes on");
            wall["slides"][0]["news"].to_string().contains(&words).then_some(())
        });
    }
}

fn is_live_and_comes_back(slack: &Slack, site: Site) {
    let address = free_address();
    let site = site.with("PACESETTER_LISTEN", &address).with("RUST_LOG", "debug").with("NO_COLOR", "1");
    let mut bot = site.serves();
    slack.starts_a_contest();
    let screen = makes_a_screen(slack);
    assert!(screen.starts_with(&format!("http://{address}/tv/")), "{screen}");
    let (status, page) = get(&screen).unwrap();
    assert!(status == 200 && page.contains("tv.js"), "{status} {page}");
    let files =
        ["tv.css", "tv.js", "board.js"].map(|name| get(&format!("http://{address}/tv/{name}")).unwrap());
    assert!(files.iter().all(|(status, _)| *status == 200));
    let weight: usize = files.iter().map(|(_, text)| text.len()).sum::<usize>() + page.len();
    println!("the page with its files: {weight} bytes");
    let mut stream = Stream::open(&screen).unwrap();
    assert!(stream.wall().unwrap()["slides"][0]["empty"].is_string());
    for (n, rep) in ["U0ANA", "U0BO", "U0JO"].into_iter().enumerate() {
        let begun = Instant::now();
        assert!(slack.shares(rep, rep).is_receipt());
        let acked = begun.elapsed();
        stream.tells_of(n + 1);
        println!(
            "typed to acknowledged: {acked:?}; acknowledged to on the screen: {:?}",
            begun.elapsed() - acked
        );
    }
    bot.program.kill();
    while stream.wall().is_some() {}
    let log = bot.program.log();
    let bot = site.serves();
    let mut stream = until("the stream to be there again", PATIENCE, || Stream::open(&screen));
    stream.tells_of(3);
    assert!(slack.shares("U0NOOR", "4").is_receipt());
    stream.tells_of(4);
    slack.types(MANAGER, "/contest", "tv off");
    while stream.wall().is_some() {}
    assert_eq!(get(&screen).unwrap().0, 404);
    let mut other = Stream::open(&makes_a_screen(slack)).unwrap();
    assert!(other.wall().is_some());
    let begun = Instant::now();
    let (code, later) = bot.stops();
    println!("from SIGTERM with a screen open to the end: {:?}", begun.elapsed());
    assert_eq!(code, Some(0), "{later}");
    assert!(other.wall().is_none());
    let secret = screen.rsplit('/').next().unwrap();
    assert!(!log.contains(secret) && !later.contains(secret), "the log tells the address");
    site.is_sound();
}

#[test]
fn a_screen_is_live_and_comes_back_after_a_kill() {
    let slack = Slack::empty_of_bots(&[]);
    is_live_and_comes_back(&slack, Site::new(&slack));
}

#[test]
fn a_screen_is_live_and_comes_back_on_postgres_too() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    is_live_and_comes_back(&slack, Site::new(&slack).on(database));
}

#[test]
fn a_screen_shows_what_another_replica_commits() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    let site = Site::new(&slack).on(database);
    let first = site.serves();
    slack.starts_a_contest();
    let screen = makes_a_screen(&slack);
    let second = site.serves();
    let secret = screen.rsplit('/').next().unwrap();
    let mut streams =
        [&first, &second].map(|bot| Stream::open(&format!("{}/tv/{secret}", bot.address)).unwrap());
    for n in 1..=3 {
        assert!(slack.shares(["U0ANA", "U0BO", "U0JO"][n - 1], &n.to_string()).is_receipt());
        streams.iter_mut().for_each(|stream| stream.tells_of(n));
    }
    slack.types(MANAGER, "/contest", "tv off");
    streams.iter_mut().for_each(|stream| while stream.wall().is_some() {});
    drop((first, second));
}

#[test]
fn the_sandbox_serves_the_screens_of_the_bot_in_it() {
    let slack = Slack::run(&["--at", "2026-03-13T12:00:00Z"]);
    let screen = makes_a_screen(&slack);
    assert!(screen.starts_with(&format!("{}/tv/", slack.address)), "{screen}");
    assert_eq!(get(&screen).unwrap().0, 200);
    let wall = Stream::open(&screen).unwrap().wall().unwrap();
    assert_eq!(wall["slides"][0]["title"], "Open Season");
    assert!(wall["slides"][0]["groups"][0]["rows"].as_array().unwrap().len() >= 5, "{wall}");
    assert_eq!(get(&format!("{}/tv/nothing", slack.address)).unwrap().0, 404);
    assert_eq!(get(&format!("{}/nothing/here", slack.address)).unwrap().0, 404);
}
