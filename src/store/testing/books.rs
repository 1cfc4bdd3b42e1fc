//! All that the database holds of a game, as it stands in its rows: for tests that check the whole.

use crate::store::{Result, Store, Tx, fetch_all, fetch_one, row};

/// The rows, in a fixed order, so that two pictures can be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Books {
    pub(crate) standings: Vec<Standing>,
    pub(crate) scores: Vec<Score>,
    pub(crate) ledger: Vec<Entry>,
    pub(crate) shares: Vec<Share>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) entrants: Vec<Entrant>,
    pub(crate) people: Vec<Person>,
    /// Workspace, person, Monday, days.
    pub(crate) active_weeks: Vec<(String, String, String, i64)>,
    /// Workspace, print, share.
    pub(crate) prints: Vec<(String, i64, String)>,
    /// Workspace, contest, subject, what, and the post that said it.
    pub(crate) praises: Vec<(String, String, String, String, Option<String>)>,
    /// How many posts and how much work was ever owed.
    pub(crate) owed: (i64, i64),
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Standing {
        pub(crate) workspace_id: String,
        pub(crate) contest_id: String,
        pub(crate) user_id: String,
        pub(crate) points: i64,
        pub(crate) shares: i64,
        pub(crate) reached_at: i64,
        pub(crate) hidden: i64,
        pub(crate) board_place: Option<i64>,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Score {
        pub(crate) workspace_id: String,
        pub(crate) contest_id: String,
        pub(crate) share_id: String,
        pub(crate) user_id: String,
        pub(crate) verdict: String,
        pub(crate) rule: Option<String>,
        pub(crate) network: String,
        pub(crate) day: String,
        pub(crate) week: String,
        pub(crate) points: i64,
        pub(crate) first_of_week: i64,
        pub(crate) stands: i64,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Entry {
        pub(crate) workspace_id: String,
        pub(crate) entry_id: String,
        pub(crate) contest_id: String,
        pub(crate) user_id: String,
        pub(crate) share_id: Option<String>,
        pub(crate) points: i64,
        pub(crate) reason: String,
        pub(crate) reverses: Option<String>,
        pub(crate) at: i64,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Share {
        pub(crate) workspace_id: String,
        pub(crate) share_id: String,
        pub(crate) user_id: String,
        pub(crate) link_key: String,
        pub(crate) kind: String,
        pub(crate) rep_day: String,
        pub(crate) words: String,
        pub(crate) taken_back: Option<i64>,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Claim {
        pub(crate) workspace_id: String,
        pub(crate) contest_id: String,
        pub(crate) link_key: String,
        pub(crate) claimant: String,
        pub(crate) user_id: String,
        pub(crate) share_id: String,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Entrant {
        pub(crate) workspace_id: String,
        pub(crate) contest_id: String,
        pub(crate) user_id: String,
        pub(crate) joined_at: i64,
        pub(crate) left_at: Option<i64>,
    }
}

row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Person {
        pub(crate) workspace_id: String,
        pub(crate) user_id: String,
        pub(crate) deactivated: i64,
        pub(crate) streak_weeks: i64,
        pub(crate) streak_day: Option<String>,
    }
}

impl Books {
    /// Reads everything.
    pub(crate) async fn read(store: &Store) -> Self {
        store.read(Self::open).await.unwrap()
    }

    /// Those of one workspace, without what is owed.
    pub(crate) fn of(mut self, workspace: &str) -> Self {
        self.standings.retain(|row| row.workspace_id == workspace);
        self.scores.retain(|row| row.workspace_id == workspace);
        self.ledger.retain(|row| row.workspace_id == workspace);
        self.shares.retain(|row| row.workspace_id == workspace);
        self.claims.retain(|row| row.workspace_id == workspace);
        self.entrants.retain(|row| row.workspace_id == workspace);
        self.people.retain(|row| row.workspace_id == workspace);
        self.active_weeks.retain(|row| row.0 == workspace);
        self.prints.retain(|row| row.0 == workspace);
        self.praises.retain(|row| row.0 == workspace);
        Self { owed: (0, 0), ..self }
    }

    async fn open(tx: &mut Tx) -> Result<Self> {
        let (posts,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM owed_posts")?;
        let (work,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM agenda")?;
        Ok(Self {
            standings: fetch_all!(tx, Standing, "SELECT * FROM standings ORDER BY 1, 2, 3")?,
            scores: fetch_all!(tx, Score, "SELECT * FROM scores ORDER BY 1, 2, 3")?,
            ledger: fetch_all!(tx, Entry, "SELECT * FROM ledger ORDER BY 1, 2")?,
            shares: fetch_all!(tx, Share, "SELECT * FROM shares ORDER BY 1, 2")?,
            claims: fetch_all!(tx, Claim, "SELECT * FROM claims ORDER BY 1, 2, 3, 4")?,
            entrants: fetch_all!(tx, Entrant, "SELECT * FROM entrants ORDER BY 1, 2, 3")?,
            people: fetch_all!(tx, Person, "SELECT * FROM people ORDER BY 1, 2")?,
            active_weeks: fetch_all!(
                tx,
                (String, String, String, i64),
                "SELECT workspace_id, user_id, week, days FROM active_weeks WHERE days <> 0 ORDER BY 1, 2, 3",
            )?,
            prints: fetch_all!(
                tx,
                (String, i64, String),
                "SELECT workspace_id, print, share_id FROM prints ORDER BY 1, 3, 2",
            )?,
            praises: fetch_all!(
                tx,
                (String, String, String, String, Option<String>),
                "SELECT workspace_id, contest_id, subject, what, post_key FROM praises ORDER BY 1, 2, 3, 4",
            )?,
            owed: (posts, work),
        })
    }
}
