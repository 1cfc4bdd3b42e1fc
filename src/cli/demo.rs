//! The demo: two weeks of a contest, played through the front door before the page opens, so that the first
//! board a newcomer sees is alive.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::domain::calendar;
use crate::play::Play;
use crate::sandbox::Workspace;
use crate::store;

const MANAGER: &str = "U0MIA";
const CHANNEL: &str = "C0WINS";
const ZONE: Tz = Tz::Europe__Berlin;

/// Each rep's fortnight, a letter for each workday: an original post, a share with own words, an article, a
/// bare link, a comment, or nothing.
const DIARIES: [(&str, &str, &str); 10] = [
    ("U0ANA", "ana", "oso.s asooc"),
    ("U0LUKASZ", "lukasz", "soc.o os.al"),
    ("U0MARIA", "maria", "aos.o cosos"),
    ("U0JO", "jo", "s.l.s o.s.c"),
    ("U0BO", "bo", "o.sc. s.o.s"),
    ("U0NOOR", "noor", "cs.so .so.s"),
    ("U0TOMAS", "tomas", "..l.. s..l."),
    ("U0PRIYA", "priya", "s..s. ..o.s"),
    ("U0KAI", "kai", "so.cs oa.so"),
    ("U0MIA", "mia", "s.... s...."),
];

/// Sentences, paired so that no two posts read alike.
const SENTENCES: [&str; 16] = [
    "Three discovery calls this week, and the same question came up in every one of them.",
    "We changed how we open a demo: their problem first, our product last.",
    "A customer told me which slide made them stop listening, and I am grateful for it.",
    "Writing down what a prospect says, word for word, beats any summary of mine.",
    "The best follow-up I ever sent was four lines long and had no attachment.",
    "Pricing pages hide more than they tell; here is what I would show instead.",
    "My calendar has two empty hours on Friday, kept for learning and nothing else.",
    "Handing over a deal to success is a relay, and we practised the baton this month.",
    "Silence after a proposal is information, too, if you asked the right thing before.",
    "I asked five buyers what they read before they answer a cold message.",
    "Our newest colleague taught the team a trick with voice notes yesterday.",
    "Forecasts get honest once nobody is punished for a slipped date.",
    "A lost deal from spring came back, because we had stayed useful in between.",
    "Referrals start long before anybody asks for one; ours began with a thank-you card.",
    "The map of who decides was wrong, and a receptionist corrected it kindly.",
    "Trade fairs wear me out, yet the two good talks there paid for the whole trip.",
];

/// What people say in between.
const TALK: [(u64, &str, &str); 4] = [
    (0, "U0KAI", "Good luck everyone, small steps count!"),
    (3, "U0NOOR", "That article by María got me two replies already"),
    (7, "U0MIA", "Half-time soon. Comments on prospects' posts are the easiest two points of the day"),
    (9, "U0JO", "I will catch up this week, watch me"),
];

/// Whether the bot's database holds a contest: then the demo has been played.
pub(super) async fn has_contests(play: &Play) -> store::Result<bool> {
    play.store.read(async |tx| store::contests::any(tx).await).await
}

/// Plays the two weeks up to now: a contest that still runs for a week, with its shares, boards and
/// shout-outs. The clock goes back for it and ends where it was.
pub(super) async fn play_two_weeks(workspace: &Workspace, play: &Play) -> anyhow::Result<()> {
    let now = play.clock.now();
    let today = calendar::date(now, ZONE);
    let first = today - Days::new(14);
    workspace.set_clock(at(first, 7, 30)).await.map_err(anyhow::Error::msg)?;
    let start = "start most-points \"Open Season\" for 3w";
    workspace.type_command(MANAGER, CHANNEL, "/contest", start).await.map_err(anyhow::Error::msg)?;
    let workdays: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|day| *day < today)
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .collect();
    for (n, day) in workdays.iter().enumerate() {
        for (_, user, words) in TALK.iter().filter(|(when, ..)| usize::try_from(*when) == Ok(n)) {
            workspace.set_clock(at(*day, 8, 40)).await.map_err(anyhow::Error::msg)?;
            workspace.post_message(user, CHANNEL, words, None).map_err(anyhow::Error::msg)?;
        }
        for (i, (user, handle, diary)) in DIARIES.iter().enumerate() {
            let letter = diary.chars().filter(|c| !c.is_whitespace()).nth(n).unwrap_or('.');
            let Some(words) = post(letter, handle, i, n) else { continue };
            workspace.set_clock(at(*day, 10 + i / 2, 7 + 23 * (i % 2))).await.map_err(anyhow::Error::msg)?;
            // Every other one drops the link in the channel instead of typing the command.
            if (i + n) % 2 == 0 {
                workspace.post_message(user, CHANNEL, &words, None).map_err(anyhow::Error::msg)?;
                workspace.deliveries_settled().await;
            } else {
                workspace.type_command(user, CHANNEL, "/share", &words).await.map_err(anyhow::Error::msg)?;
            }
        }
    }
    workspace.set_clock(now).await.map_err(anyhow::Error::msg)?;
    Ok(())
}

fn at(day: NaiveDate, hour: usize, minute: usize) -> DateTime<Utc> {
    let part = |n: usize| u32::try_from(n).unwrap_or(0);
    let time = NaiveTime::from_hms_opt(part(hour), part(minute), 0).unwrap_or(NaiveTime::MIN);
    calendar::at(day, time, ZONE)
}

/// What a rep types on a day of their diary: the link, the kind, and words of their own.
fn post(letter: char, handle: &str, rep: usize, day: usize) -> Option<String> {
    let number = 7_300_000_000_000_000_000_u64 + u64::try_from(rep * 100 + day).unwrap_or(0) * 7919;
    let (one, other) = pair(rep * 10 + day);
    let words = format!("{} {}", SENTENCES[one], SENTENCES[other]);
    let own = format!("https://www.linkedin.com/posts/{handle}_selling-activity-{number}-pace");
    match letter {
        'o' => Some(format!("{own} original {words}")),
        's' => Some(format!("https://www.acme.example.com/stories/{rep}-{day} {words}")),
        'a' => Some(format!("https://{handle}.substack.com/p/notes-{day} {words}")),
        'l' => Some(format!("https://www.acme.example.com/news/{rep}-{day}")),
        'c' => Some(format!("https://www.linkedin.com/feed/update/urn:li:activity:{number} comment {one}")),
        _ => None,
    }
}

/// The `n`th of the pairs that can be made of the sentences: no pair comes twice.
fn pair(n: usize) -> (usize, usize) {
    let count = SENTENCES.len();
    let (gap, first) = (1 + n / count, n % count);
    (first, (first + gap) % count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_demo_posts_are_made_of_the_same_sentences() {
        let pairs: HashSet<_> = (0..100).map(pair).map(|(a, b)| (a.min(b), a.max(b))).collect();
        assert_eq!(pairs.len(), 100);
    }
}
