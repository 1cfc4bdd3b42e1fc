//! Shares as Slack sends them: signed, each with a link and words that no other share has.

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, Mac};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use sha2::Sha256;
use url::form_urlencoded;

/// The workspace, as the sandbox names it.
pub const TEAM: &str = "T0SANDBOX";
/// The channel with the contest in it.
pub const CHANNEL: &str = "C0WINS";
/// Who may start contests.
pub const MANAGER: &str = "U0MIA";
/// What requests are signed with.
pub const SECRET: &str = "figures-signing-secret";

/// The least characters of a share's own words.
const WORDS: usize = 150;
/// Words that shares are made of: few enough that now and then a new share has a phrase of an earlier one, as
/// among people who sell the same thing.
const VOCABULARY: u64 = 2_048;

/// Which way a share comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// `/share`.
    Command,
    /// A message in the contest's channel.
    Event,
}

/// A body, and what kind it is.
pub struct Body {
    kind: &'static str,
    text: String,
}

/// An endless row of shares by so many people.
pub struct Shares {
    people: u64,
}

impl Shares {
    /// By so many people.
    pub fn by(people: u64) -> Self {
        Self { people }
    }

    /// The next share's number. It goes on from the time, so that no two runs have one in common.
    pub fn next(&self) -> u64 {
        static FIRST: OnceLock<u64> = OnceLock::new();
        static GIVEN: AtomicU64 = AtomicU64::new(0);
        FIRST.get_or_init(|| seconds() % 1_000_000_000 * 1_000_000_000)
            + GIVEN.fetch_add(1, Ordering::Relaxed)
    }

    /// The share of that number, through that door.
    pub fn body(&self, number: u64, door: Door) -> Body {
        let user = user(number.wrapping_mul(2_654_435_761) % self.people);
        let link = link(number);
        let kind = match number % 10 {
            0..=3 => "original ",
            4 => "article ",
            5 | 6 => "comment ",
            _ => "",
        };
        let words = words(number);
        match door {
            Door::Command => command(&user, "/share", &format!("{link} {kind}{words}"), &number.to_string()),
            Door::Event => message(&user, &format!("<{link}> {kind}{words}"), number),
        }
    }
}

/// The id of the `n`th person.
pub fn user(n: u64) -> String {
    format!("U0P{n:06}")
}

/// The link of the share of that number: somebody's own post.
fn link(number: u64) -> String {
    format!("https://www.linkedin.com/posts/rep_launch-activity-{}-xY1z", 7_000_000_000_000_000_000 + number)
}

/// The number of the share with that link, in whatever spelling.
pub fn number_in(link: &str) -> Option<u64> {
    let digits = link.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 19)?;
    digits.parse::<u64>().ok()?.checked_sub(7_000_000_000_000_000_000)
}

/// Own words that no other share has.
fn words(number: u64) -> String {
    let mut state = number;
    let mut words = String::with_capacity(WORDS + 16);
    while words.len() < WORDS {
        if !words.is_empty() {
            words.push(' ');
        }
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        word(mix(state) % VOCABULARY, &mut words);
    }
    words
}

/// One step of SplitMix64.
fn mix(state: u64) -> u64 {
    let a = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    b ^ (b >> 31)
}

/// A word of the vocabulary, of five to eight letters.
fn word(which: u64, into: &mut String) {
    const CONSONANTS: &[u8; 16] = b"bcdfghjklmnprstv";
    const VOWELS: &[u8; 4] = b"aeio";
    const ENDS: [&str; 5] = ["n", "rt", "s", "ling", "m"];
    let pick = |letters: &[u8], at: u64| char::from(letters[at as usize % letters.len()]);
    into.push(pick(CONSONANTS, which));
    into.push(pick(VOWELS, which >> 4));
    into.push(pick(CONSONANTS, which >> 6));
    into.push(pick(VOWELS, which >> 10));
    into.push_str(ENDS[which as usize % ENDS.len()]);
}

/// A slash command as Slack posts it. `delivery` makes its trigger unlike any other.
pub fn command(user: &str, name: &str, text: &str, delivery: &str) -> Body {
    let trigger = format!("13345224609.738474920.{delivery}");
    let text = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", "gIkuvaNzQIHg97ATvDxqgjtO")
        .append_pair("team_id", TEAM)
        .append_pair("team_domain", "acme-sales")
        .append_pair("channel_id", CHANNEL)
        .append_pair("channel_name", "social-wins")
        .append_pair("user_id", user)
        .append_pair("user_name", user)
        .append_pair("command", name)
        .append_pair("text", text)
        .append_pair("api_app_id", "A0SANDBOX")
        .append_pair("is_enterprise_install", "false")
        .append_pair("response_url", "https://hooks.slack.com/commands/T0SANDBOX/5678901234/AbCdEfGhIjKlMnOp")
        .append_pair("trigger_id", &trigger)
        .finish();
    Body { kind: "application/x-www-form-urlencoded", text }
}

/// A message in the channel, as the Events API tells of it.
fn message(user: &str, text: &str, number: u64) -> Body {
    let (at, micros) = (seconds(), number % 1_000_000);
    let ts = format!("{at}.{micros:06}");
    let text = serde_json::json!({
        "token": "gIkuvaNzQIHg97ATvDxqgjtO", "team_id": TEAM, "api_app_id": "A0SANDBOX",
        "event": {
            "type": "message", "user": user, "text": text, "ts": ts, "channel": CHANNEL, "event_ts": ts,
            "channel_type": "channel",
        },
        "type": "event_callback", "event_id": format!("Ev{number}"), "event_time": at,
        "authorizations": [{
            "enterprise_id": null, "team_id": TEAM, "user_id": "U0BOT", "is_bot": true,
            "is_enterprise_install": false,
        }],
        "is_ext_shared_channel": false,
    });
    Body { kind: "application/json", text: text.to_string() }
}

impl Body {
    /// The signed request.
    pub fn signed(self) -> Request<Full<Bytes>> {
        let at = seconds();
        let mut request = Request::post("/slack/events")
            .header("host", "127.0.0.1")
            .header("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
            .header("accept", "application/json,*/*")
            .header("content-type", self.kind)
            .header("x-slack-request-timestamp", at);
        request = request.header("x-slack-signature", signature(at, self.text.as_bytes()));
        request.body(Full::new(Bytes::from(self.text))).expect("its parts are sound")
    }
}

/// Slack's signature on a body.
pub fn signature(at: u64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("v0:{at}:").as_bytes());
    mac.update(body);
    let mut text = String::with_capacity(67);
    text.push_str("v0=");
    for byte in mac.finalize().into_bytes() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Seconds since 1970.
pub fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
