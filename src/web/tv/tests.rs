//! Screens as browsers see them: over the bot's own server, while people play.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::*;
use crate::figures::figures;
use crate::harness::{Stage, What, play};
use crate::web::serve;

/// Longer than anything here takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(20);

/// The bot's server, with screens alone.
struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn start(t: &Stage) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let router = router(t.bot().clone(), stop.clone());
        Self { address, stop: stop.clone(), task: tokio::spawn(serve(listener, router, stop)) }
    }

    async fn asks(&self, method: &str, path: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        let request = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        connection
    }

    /// The whole answer, without the time it was given.
    async fn gets(&self, path: &str) -> String {
        let mut said = String::new();
        self.asks("GET", path).await.read_to_string(&mut said).await.unwrap();
        said.lines().filter(|line| !line.starts_with("date:")).collect::<Vec<_>>().join("\n")
    }

    async fn streams(&self, token: &str) -> Browser {
        Browser(BufReader::new(self.asks("GET", &format!("/tv/{token}/events")).await))
    }

    /// Ends it, as a shutdown does.
    async fn ends(self) {
        self.stop.cancel();
        timeout(PATIENCE, self.task).await.expect("streams do not hold it up").unwrap().unwrap();
    }
}

/// A browser that listens.
struct Browser(BufReader<TcpStream>);

impl Browser {
    /// The next event and its data; none once the stream has ended.
    async fn hears(&mut self) -> Option<(String, String)> {
        let (mut event, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            let read = timeout(PATIENCE, self.0.read_line(&mut line)).await.expect("something is said");
            if read.unwrap_or(0) == 0 {
                return None;
            }
            if let Some(name) = line.strip_prefix("event: ") {
                event = name.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((event, data.trim_end().to_owned()));
            }
        }
    }

    /// The next wall that is `meant`.
    async fn sees(&mut self, meant: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        let look = async {
            loop {
                let (event, data) = self.hears().await.expect("the stream goes on");
                let said: Value = serde_json::from_str(&data).unwrap_or_default();
                if event == "wall" {
                    assert!(said["now"].is_i64() && said["version"].is_string(), "{said}");
                    last = said["wall"].clone();
                    if meant(&last) {
                        return;
                    }
                }
            }
        };
        let seen = timeout(PATIENCE, look).await;
        assert!(seen.is_ok(), "it never came; the last was {last}");
        last
    }

    /// Listens to the end; whether it heard that the screen is gone.
    async fn hears_the_end(&mut self) -> bool {
        let mut is_gone = false;
        while let Some((event, _)) = self.hears().await {
            is_gone |= event == "gone";
        }
        is_gone
    }
}

/// The rows of the first slide: place, name, value.
fn rows(wall: &Value) -> Vec<String> {
    let rows = wall["slides"][0]["groups"][0]["rows"].as_array().cloned().unwrap_or_default();
    let told = |row: &Value| format!("{} {} {}", row["place"], row["name"], row["value"]).replace('"', "");
    rows.iter().map(told).collect()
}

/// Makes a screen; gives the secret in its address.
async fn token(t: &Stage, line: &str) -> String {
    let said = t.manager().asks(line).await;
    let secret = said.text.split("/tv/").nth(1).unwrap_or_else(|| panic!("no address: {said}"));
    secret.chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[tokio::test]
async fn a_share_reaches_every_screen_and_a_revoked_one_ends() {
    play(async |t| {
        t.sprint().await;
        let server = Server::start(t).await;
        let (here, other) = (token(t, "/contest tv").await, token(t, "/contest tv \"Spring Sprint\"").await);
        assert_ne!(here, other);
        let mut browsers =
            [server.streams(&here).await, server.streams(&here).await, server.streams(&other).await];
        for browser in &mut browsers {
            let wall = browser.sees(|_| true).await;
            assert_eq!(wall["slides"][0]["title"], "Spring Sprint");
            assert!(wall["slides"][0]["empty"].is_string() && wall["channel"] == "#social-wins", "{wall}");
        }
        t.rep("Ana").shares(What::Article).await;
        for browser in &mut browsers {
            let wall = browser.sees(|wall| !rows(wall).is_empty()).await;
            assert_eq!(rows(&wall), ["1 Ana Sørensen 20"]);
            assert!(!wall.to_string().contains("U0ANA"), "a screen tells nobody's id: {wall}");
        }
        // Whoever comes later sees what is so now.
        assert_eq!(rows(&server.streams(&here).await.sees(|_| true).await), ["1 Ana Sørensen 20"]);
        t.rep("Ana").asks("/pace settings board off").await;
        for browser in &mut browsers {
            browser.sees(|wall| rows(wall) == ["1 A player 20"]).await;
        }
        t.manager().asks("/contest tv off 1").await;
        assert!(browsers[0].hears_the_end().await && browsers[1].hears_the_end().await);
        assert!(server.gets(&format!("/tv/{here}")).await.starts_with("HTTP/1.1 404"));
        t.rep("Ana").shares(What::Original).await;
        browsers[2].sees(|wall| rows(wall) == ["1 A player 30"]).await;
        server.ends().await;
        assert!(!browsers[2].hears_the_end().await, "it ended because the bot did");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn praise_comes_in_the_words_of_the_channel() {
    play(async |t| {
        t.sprint().await;
        let server = Server::start(t).await;
        let mut browser = server.streams(&token(t, "/contest tv").await).await;
        assert_eq!(browser.sees(|_| true).await["shouts"], serde_json::json!([]));
        t.rep("Ana").shares(What::Article).await;
        t.rep("Ana").shares(What::Original).await;
        let said = t.channel("social-wins").next_of("shout_out").await;
        let wall = browser.sees(|wall| wall["shouts"][0].is_object()).await;
        let told = wall["shouts"][0]["text"].as_str().unwrap().to_owned();
        assert_eq!(format!(":tada: {told}"), said.text.replace('*', ""));
        t.rep("Ana").asks("/pace settings board off").await;
        browser.sees(|wall| wall["shouts"][0]["text"] == told.replace("Ana Sørensen", "A player")).await;
        server.ends().await;
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn contests_come_and_go_on_a_screen_and_dry_runs_do_not() {
    play(async |t| {
        let server = Server::start(t).await;
        let mut browser = server.streams(&token(t, "/contest tv").await).await;
        let wall = browser.sees(|_| true).await;
        assert_eq!(wall["idle"]["title"], "No contest is running.");
        t.manager().asks("/contest start most-points \"Silent\" for 3d dry").await;
        t.contest("most-points \"Cup\" from tomorrow 9:00 for 3d").await;
        let wall = browser.sees(|wall| wall["idle"]["title"] == "Cup").await;
        assert_eq!(wall["idle"]["line"], "Starts tomorrow, 09:00 (Berlin).");
        t.sprint().await;
        browser.sees(|wall| wall["slides"][0]["title"] == "Spring Sprint").await;
        t.clock().set("2026-03-04 09:30").await;
        let wall = browser.sees(|wall| wall["slides"].as_array().is_some_and(|all| all.len() == 2)).await;
        assert!(!wall.to_string().contains("Silent"), "{wall}");
        t.manager().asks("/contest end \"Cup\"").await;
        // Nobody had a point in it: it takes no turn as long as there is something else.
        let wall = browser.sees(|wall| wall["slides"].as_array().is_some_and(|all| all.len() == 1)).await;
        assert_eq!(wall["slides"][0]["title"], "Spring Sprint");
        t.manager().asks("/contest end \"Spring Sprint\"").await;
        let is_over = |wall: &Value| {
            wall["slides"][1]["state"] == "Final standings" && wall["slides"][1]["phase"] == "over"
        };
        let wall = browser.sees(is_over).await;
        assert_eq!(wall["slides"][1]["empty"], "Nobody scored this time.");
        server.ends().await;
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_secret_that_is_wrong_is_answered_like_one_that_was_revoked() {
    play(async |t| {
        t.sprint().await;
        let server = Server::start(t).await;
        let secret = token(t, "/contest tv").await;
        let page = server.gets(&format!("/tv/{secret}")).await;
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("<title>Pacesetter"), "{page}");
        assert_eq!(server.gets(&format!("/tv/{}", secret.to_lowercase())).await, page, "typed by hand");
        for header in [
            "cache-control: no-store",
            "referrer-policy: no-referrer",
            "content-security-policy: default-src 'none'",
            "x-content-type-options: nosniff",
        ] {
            assert!(page.contains(header), "{header}: {page}");
        }
        t.manager().asks("/contest tv off").await;
        let revoked = server.gets(&format!("/tv/{secret}")).await;
        assert!(
            revoked.starts_with("HTTP/1.1 404") && revoked.contains("no board at this address"),
            "{revoked}"
        );
        let wrong =
            ["x".repeat(52), "A".into(), "%00".into(), "%F0%9F%93%BA".into(), "x".repeat(9000), "'".into()];
        for wrong in wrong {
            assert_eq!(server.gets(&format!("/tv/{wrong}")).await, revoked, "{wrong}");
            assert_eq!(server.gets(&format!("/tv/{wrong}/events")).await, revoked, "{wrong}");
        }
        assert!(server.gets("/tv/%FF").await.starts_with("HTTP/1.1 400"), "no text at all");
        server.ends().await;
    })
    .await;
}

#[tokio::test]
async fn a_stream_goes_through_proxies_and_there_are_only_so_many() {
    play(async |t| {
        t.sprint().await;
        let secret = token(t, "/contest tv").await;
        let hall = Arc::new(Hall::new(t.bot().clone(), CancellationToken::new()));
        let screen = screens::by_token(hall.play(), &secret).await.unwrap().unwrap();
        let answer = events(State(hall.clone()), Path(secret.clone())).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!((header("x-accel-buffering"), header("cache-control")), ("no".into(), "no-store".into()));
        let mut all: Vec<_> = std::iter::from_fn(|| hall.join(screen.clone())).collect();
        assert_eq!(all.len(), 255, "with the one above");
        let told = figures().render();
        let open = told.lines().find_map(|line| line.strip_prefix("pacesetter_screens_open "));
        assert!(open.is_some_and(|open| open.parse::<f64>().unwrap() >= 256.0), "{open:?}");
        assert_eq!(events(State(hall.clone()), Path(secret.clone())).await.status(), 503);
        drop(answer);
        // A browser that has gone makes room.
        assert!(hall.join(screen.clone()).is_some());
        let mut latest = all.pop().unwrap().1;
        all.clear();
        timeout(PATIENCE, latest.wait_for(|latest| matches!(latest, Latest::Wall(_))))
            .await
            .unwrap()
            .unwrap();
        drop(latest);
        // The reader ends once the last has gone: only the hall itself is left.
        timeout(PATIENCE, async {
            while Arc::strong_count(&hall) > 1 {
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("nobody looks any more");
    })
    .await;
}

#[test]
fn the_page_sets_what_was_typed_as_text_and_loads_nothing_from_elsewhere() {
    for source in [SCRIPT, BOARD, PAGE, GONE, AWAY, STYLE] {
        for never in [
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "http://",
            "https://",
            "url(",
        ] {
            assert!(!source.contains(never), "{never}");
        }
    }
    let named = [PAGE, SCRIPT].concat();
    for file in ["\"tv.css\"", "\"tv.js\"", "\"./board.js\""] {
        assert!(named.contains(file), "relative, so that a path may stand in front: {file}");
    }
    for page in [PAGE, GONE, AWAY] {
        assert!(page.contains("<html lang=\"en\">") && page.contains("<main") && !page.contains(" style="));
    }
}
