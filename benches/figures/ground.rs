//! What the sections share: Slack, the peer, and databases with a contest and people in them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::Context as _;
use chrono::Utc;
use chrono_tz::Tz;
use pacesetter::domain::contest::Contest;
use pacesetter::domain::id::{UserId, WorkspaceId};
use pacesetter::domain::roster::{Membership, Person};
use pacesetter::store::{Store, contests, entrants, roster};
use tempfile::TempDir;

use crate::bolt::Bolt;
use crate::request::{self, CHANNEL, MANAGER, Shares, TEAM, user};
use crate::server::{self, Server, Side};
use crate::settings::Lengths;
use crate::slack::Slack;
use crate::table::Table;

/// Where the people live: all over Europe.
const ZONES: [Tz; 24] = [
    Tz::Europe__Lisbon,
    Tz::Europe__London,
    Tz::Europe__Dublin,
    Tz::Atlantic__Reykjavik,
    Tz::Europe__Madrid,
    Tz::Europe__Paris,
    Tz::Europe__Brussels,
    Tz::Europe__Amsterdam,
    Tz::Europe__Berlin,
    Tz::Europe__Zurich,
    Tz::Europe__Rome,
    Tz::Europe__Vienna,
    Tz::Europe__Prague,
    Tz::Europe__Warsaw,
    Tz::Europe__Budapest,
    Tz::Europe__Copenhagen,
    Tz::Europe__Oslo,
    Tz::Europe__Stockholm,
    Tz::Europe__Helsinki,
    Tz::Europe__Tallinn,
    Tz::Europe__Athens,
    Tz::Europe__Bucharest,
    Tz::Europe__Sofia,
    Tz::Europe__Istanbul,
];

/// People written down in one transaction.
const BATCH: u64 = 500;

/// What the sections share.
pub struct Ground {
    /// How much of everything.
    pub lengths: Lengths,
    /// Slack.
    pub slack: Slack,
    /// The peer, or why there is none.
    pub bolt: Result<Bolt, String>,
    /// What was found.
    pub table: Table,
    folder: TempDir,
    prepared: BTreeSet<u64>,
}

impl Ground {
    /// Starts what all sections need; databases stand in `folder`.
    pub fn new(lengths: Lengths, bolt: Result<Bolt, String>, folder: TempDir) -> anyhow::Result<Self> {
        let slack = Slack::start(folder.path())?;
        Ok(Self { lengths, slack, bolt, table: Table::default(), folder, prepared: BTreeSet::new() })
    }

    /// Where databases stand.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Who is measured, in turn.
    pub fn sides(&self) -> Vec<Side> {
        if self.bolt.is_ok() { vec![Side::Ours, Side::Bolt] } else { vec![Side::Ours] }
    }

    /// Shares by the people of [`Self::fresh`].
    pub fn shares(&self) -> Rc<Shares> {
        Rc::new(Shares::by(self.lengths.people))
    }

    /// A database of that side's, for one run: ours with a contest and people in it, Bolt's empty.
    pub async fn fresh(&mut self, side: Side, name: &str) -> anyhow::Result<PathBuf> {
        self.fresh_with(side, name, self.lengths.people).await
    }

    /// The same with so many people.
    pub async fn fresh_with(&mut self, side: Side, name: &str, people: u64) -> anyhow::Result<PathBuf> {
        let database = self.folder().join(format!("{name}.db"));
        if side == Side::Bolt {
            server::copy(Path::new("/nowhere"), &database)?;
            return Ok(database);
        }
        let prepared = self.folder().join(format!("prepared-{people}.db"));
        if !self.prepared.contains(&people) {
            eprintln!("preparing a contest of {people} people");
            prepare(&self.slack, &sqlite(&prepared), people, self.folder()).await?;
            self.prepared.insert(people);
        }
        server::copy(&prepared, &database)?;
        Ok(database)
    }

    /// Starts that side's bot on a database of its own.
    pub fn start(&self, side: Side, database: &Path) -> anyhow::Result<Server> {
        match side {
            Side::Ours => Server::ours(&self.slack, &sqlite(database), self.folder()),
            Side::Bolt => {
                let bolt = self.bolt.as_ref().map_err(|why| anyhow::anyhow!("{why}"))?;
                Server::bolt(bolt, database, self.folder())
            }
        }
    }
}

/// The address of a SQLite file.
pub fn sqlite(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Makes a database as it stands in a contest's first minutes: started by command, with so many people in it.
pub async fn prepare(slack: &Slack, database: &str, people: u64, folder: &Path) -> anyhow::Result<()> {
    let bot = Server::ours(slack, database, folder)?;
    bot.ready().await?;
    let start = || {
        let id = uuid::Uuid::now_v7().to_string();
        request::command(MANAGER, "/contest", "start most-points \"Figures\" for 2w", &id)
    };
    let said = bot.answers(start).await?;
    anyhow::ensure!(said.contains("Figures"), "the contest did not start: {said}");
    bot.stop()?;
    let store = Store::open(database).await?;
    let contest = the_contest(&store).await?;
    for from in (0..people).step_by(BATCH as usize) {
        add_people(&store, &contest, from..people.min(from + BATCH)).await?;
    }
    store.close().await;
    Ok(())
}

/// The one contest in a database.
pub async fn the_contest(store: &Store) -> anyhow::Result<Contest> {
    let live = store.read(async |tx| contests::live(tx, &WorkspaceId::from(TEAM)).await).await?;
    live.into_iter().find(|contest| contest.channel.as_str() == CHANNEL).context("there is no contest")
}

/// The bot knows them as if Slack had told of them, and they have joined.
async fn add_people(store: &Store, contest: &Contest, which: std::ops::Range<u64>) -> anyhow::Result<()> {
    let (contest, now) = (contest.id.clone(), Utc::now());
    let work = store.write(async move |tx| {
        let workspace = WorkspaceId::from(TEAM);
        for n in which {
            let id = UserId::from(user(n).as_str());
            let person = Person {
                id: id.clone(),
                name: format!("Person {n}"),
                zone: ZONES[n as usize % ZONES.len()],
                standing: Membership::Member,
                deactivated: false,
            };
            roster::learn(tx, &workspace, &person, now).await?;
            entrants::join(tx, &workspace, &contest, &id, now).await?;
        }
        Ok(())
    });
    work.await?;
    Ok(())
}
