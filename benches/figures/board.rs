//! Large boards on SQLite: their top, and a rep's own place, with many entries and with a tenth of them.

use std::path::Path;
use std::time::Instant;

use chrono::{Datelike, Days, Utc};
use pacesetter::config::Presets;
use pacesetter::domain::contest::Contest;
use pacesetter::domain::id::{UserId, WorkspaceId};
use pacesetter::domain::quota::Holidays;
use pacesetter::play::boards;
use pacesetter::store::{Store, Tx, standings};
use pacesetter::voice;

use crate::fill;
use crate::ground::{Ground, sqlite, the_contest};
use crate::load::Connection;
use crate::request::{self, TEAM, user};
use crate::server::Server;
use crate::tally::percentile;

/// Rows of the top.
const TOP: i64 = 10;
/// No figure is looked at for longer than this, however slow it is.
const LOOKS_WITHIN: std::time::Duration = std::time::Duration::from_secs(8);

/// Milliseconds of one kind of look, ascending.
struct Looks {
    what: &'static str,
    millis: Vec<f64>,
}

/// Measures the smaller board, then the larger.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    let (reps, entries) = (ground.lengths.reps, ground.lengths.entries);
    let title =
        format!("The board of {reps} reps on SQLite, with {entries} entries and with a tenth of them");
    ground.table.columns(title, ["large", "small"]);
    let mut found = Vec::new();
    for entries in [entries / 10, entries] {
        eprintln!("board: {entries} entries");
        let file = fill::board(ground, reps, entries).await?;
        let mut looks = in_process(ground, &file).await?;
        looks.extend(over_http(ground, &file).await?);
        found.push(looks);
    }
    let (Some(large), Some(small)) = (found.pop(), found.pop()) else { return Ok(()) };
    let table = &mut ground.table;
    for (large, small) in large.iter().zip(&small) {
        for (name, part) in [("p50", 0.5), ("p99", 0.99)] {
            let of = |looks: &Looks| percentile(&looks.millis, part).unwrap_or(f64::NAN);
            table.figure(format!("{}: {name}", large.what), "ms", of(large), Some(of(small)));
        }
    }
    Ok(())
}

/// What the store and the wording take, without a process between.
async fn in_process(ground: &Ground, file: &Path) -> anyhow::Result<Vec<Looks>> {
    let store = Store::open(&sqlite(file)).await?;
    let contest = the_contest(&store).await?;
    let workspace = WorkspaceId::from(TEAM);
    let today = Utc::now().date_naive();
    let since = today - Days::new(u64::from(today.weekday().num_days_from_monday()) + 7);
    let most = ground.lengths.looks;
    let reps = ground.lengths.reps;
    let top = looks("the store: top ten", most, async |_| {
        let rows =
            store.read(async |tx| standings::top(tx, &workspace, &contest.id, since, TOP).await).await?;
        anyhow::ensure!(rows.len() == TOP as usize, "{} rows", rows.len());
        Ok(())
    });
    let top = top.await?;
    let own = looks("the store: a rep's own place", most, async |n| {
        let id = somebody(n, reps);
        let own = store.read(async |tx| standings::own(tx, &workspace, &contest.id, &id).await).await?;
        anyhow::ensure!(own.is_some(), "{id} is not on the board");
        Ok(())
    });
    let own = own.await?;
    let public = looks("the public board, worded", most, async |_| {
        let now = Utc::now();
        let holidays = Holidays::default();
        let read = async |tx: &mut Tx| boards::public(tx, &holidays, &workspace, &contest, now).await;
        let (board, _) = store.read(read).await?;
        anyhow::ensure!(board.table.rows().next().is_some(), "an empty board");
        drop(voice::board::public(&board));
        Ok(())
    });
    let public = public.await?;
    // A format that looks at everybody, on the same board.
    let format = Presets::load(None)?.templates["raffle"].format.clone();
    let raffle = Contest { format, ..contest.clone() };
    let raffle = looks("a raffle's public board, worded", most, async |_| {
        let (now, holidays) = (Utc::now(), Holidays::default());
        let read = async |tx: &mut Tx| boards::public(tx, &holidays, &workspace, &raffle, now).await;
        let (board, _) = store.read(read).await?;
        anyhow::ensure!(board.table.rows().next().is_some(), "an empty board");
        drop(voice::board::public(&board));
        Ok(())
    });
    let raffle = raffle.await?;
    store.close().await;
    Ok(vec![top, own, public, raffle])
}

/// What a person waits for, through a signed command to the running bot.
async fn over_http(ground: &Ground, file: &Path) -> anyhow::Result<Vec<Looks>> {
    let server = Server::ours(&ground.slack, &sqlite(file), ground.folder())?;
    server.ready().await?;
    let (most, reps) = (ground.lengths.looks, ground.lengths.reps);
    let ask = async |n: usize, name: &str, text: &str| {
        let mut connection = Connection::to(&server.target, 0);
        let id = uuid::Uuid::now_v7().to_string();
        let body = request::command(somebody(n, reps).as_str(), name, text, &id);
        let (status, said) = connection.ask(body).await?;
        anyhow::ensure!(status == 200 && said.contains("Figures"), "{name} {text}: {status} {said}");
        Ok(())
    };
    let board = looks("/leaderboard over HTTP", most, async |n| ask(n, "/leaderboard", "").await).await?;
    let me = looks("/pace me over HTTP", most, async |n| ask(n, "/pace", "me").await).await?;
    server.stop()?;
    Ok(vec![board, me])
}

/// Looks so many times, after a few that are not counted.
async fn looks(
    what: &'static str,
    most: usize,
    look: impl AsyncFn(usize) -> anyhow::Result<()>,
) -> anyhow::Result<Looks> {
    for n in 0..3 {
        look(n).await?;
    }
    let (begun, mut millis) = (Instant::now(), Vec::with_capacity(most));
    while millis.len() < most && begun.elapsed() < LOOKS_WITHIN {
        let from = Instant::now();
        look(millis.len()).await?;
        millis.push(from.elapsed().as_secs_f64() * 1_000.0);
    }
    millis.sort_by(f64::total_cmp);
    Ok(Looks { what, millis })
}

/// Reps from all over the board, in turn.
fn somebody(n: usize, reps: u64) -> UserId {
    UserId::from(user((n as u64).wrapping_mul(2_654_435_761) % reps).as_str())
}
