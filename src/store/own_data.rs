//! Everything that is kept of one person, as they are handed it.

mod parts;

use serde::Serialize;

use super::{Result, Tx, fetch_all, fetch_optional};
use crate::domain::id::{UserId, WorkspaceId};

pub use parts::{
    OwnAward, OwnBadge, OwnContest, OwnCorrection, OwnCount, OwnDuel, OwnEntry, OwnPerson, OwnPraise,
    OwnQuota, OwnReview, OwnScore, OwnShare, OwnTickets, OwnWeek, OwnWinning,
};

/// Everything that is kept of a person. Instants are in UTC.
#[derive(Clone, Debug, Serialize)]
pub struct OwnData {
    /// The workspace.
    pub workspace: String,
    /// The person themselves.
    pub person: Option<OwnPerson>,
    /// The contests they joined; a dry run once it is over.
    pub contests: Vec<OwnContest>,
    /// What they shared.
    pub shares: Vec<OwnShare>,
    /// What each share was worth in each contest.
    pub scores: Vec<OwnScore>,
    /// Their points, entry by entry.
    pub ledger: Vec<OwnEntry>,
    /// Points given or taken by hand: theirs, and those that they gave.
    pub corrections: Vec<OwnCorrection>,
    /// The weeks they were active in; a bit of `days` for each day from Monday.
    pub active_weeks: Vec<OwnWeek>,
    /// Their duels.
    pub duels: Vec<OwnDuel>,
    /// What they were praised for.
    pub praises: Vec<OwnPraise>,
    /// What they counted of themselves.
    pub counts: Vec<OwnCount>,
    /// What they were paid beside shares.
    pub awards: Vec<OwnAward>,
    /// What they asked managers.
    pub reviews: Vec<OwnReview>,
    /// What contests ask of them alone.
    pub quotas: Vec<OwnQuota>,
    /// The tickets that draws were made from.
    pub tickets: Vec<OwnTickets>,
    /// What they won and claimed.
    pub winnings: Vec<OwnWinning>,
    /// Their badges, and their bests.
    pub badges: Vec<OwnBadge>,
    /// The contests they started, by title.
    pub started: Vec<String>,
}

/// Reads everything that is kept of a person.
pub async fn read(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<OwnData> {
    let contests = contests(tx, workspace, user).await?;
    let mut ledger = Vec::new();
    for contest in &contests {
        ledger.extend(entries(tx, workspace, user, &contest.contest_id).await?);
    }
    Ok(OwnData {
        workspace: workspace.to_string(),
        person: person(tx, workspace, user).await?,
        contests,
        shares: shares(tx, workspace, user).await?,
        scores: scores(tx, workspace, user).await?,
        ledger,
        corrections: corrections(tx, workspace, user).await?,
        active_weeks: weeks(tx, workspace, user).await?,
        duels: duels(tx, workspace, user).await?,
        praises: praises(tx, workspace, user).await?,
        counts: counts(tx, workspace, user).await?,
        awards: awards(tx, workspace, user).await?,
        reviews: reviews(tx, workspace, user).await?,
        quotas: quotas(tx, workspace, user).await?,
        tickets: tickets(tx, workspace, user).await?,
        winnings: winnings(tx, workspace, user).await?,
        badges: badges(tx, workspace, user).await?,
        started: started(tx, workspace, user).await?,
    })
}

async fn person(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Option<OwnPerson>> {
    Ok(fetch_optional!(
        tx,
        OwnPerson,
        "SELECT p.user_id, p.name, p.shown_as, p.zone, p.membership, p.streaks, p.mentions, p.streak_weeks, p.streak_day,
             p.learned_at, h.opened_at AS home_opened_at
         FROM people p LEFT JOIN homes h ON h.workspace_id = p.workspace_id AND h.user_id = p.user_id
         WHERE p.workspace_id = $1 AND p.user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn contests(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnContest>> {
    Ok(fetch_all!(
        tx,
        OwnContest,
        // Joined crosswise, so that SQLite begins with the person's few entries.
        "SELECT e.contest_id, c.title, e.joined_at, e.left_at, s.points, s.shares, s.points_before, t.name AS team
         FROM entrants e CROSS JOIN contests c
         LEFT JOIN standings s ON s.workspace_id = e.workspace_id AND s.contest_id = e.contest_id
             AND s.user_id = e.user_id
         LEFT JOIN teams t ON t.workspace_id = s.workspace_id AND t.contest_id = s.contest_id AND t.team_id = s.team_id
         WHERE e.workspace_id = $1 AND e.user_id = $2 AND c.workspace_id = $1 AND c.contest_id = e.contest_id
             AND (c.dry_run IS NULL OR c.phase < 'open')
         ORDER BY e.joined_at, e.contest_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn shares(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnShare>> {
    Ok(fetch_all!(
        tx,
        OwnShare,
        "SELECT share_id, link_url, network, kind, words, words_len, channel_id, message_ts, shared_at, rep_day,
             recorded_at, taken_back
         FROM shares WHERE workspace_id = $1 AND user_id = $2 ORDER BY rep_day, share_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn scores(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnScore>> {
    Ok(fetch_all!(
        tx,
        OwnScore,
        "SELECT sc.share_id, sc.contest_id, sc.verdict, sc.rule, sc.day, sc.base, sc.multiplier, sc.likeness,
             sc.points, sc.cut, sc.first_of_week, sc.stands
         FROM shares s CROSS JOIN scores sc
         WHERE s.workspace_id = $1 AND s.user_id = $2 AND sc.workspace_id = $1 AND sc.share_id = s.share_id
         ORDER BY sc.share_id, sc.contest_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn entries(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    contest: &str,
) -> Result<Vec<OwnEntry>> {
    Ok(fetch_all!(
        tx,
        OwnEntry,
        "SELECT entry_id, contest_id, at, points, reason, share_id, reverses FROM ledger
         WHERE workspace_id = $1 AND contest_id = $3 AND user_id = $2 ORDER BY entry_id",
        workspace.as_str(),
        user.as_str(),
        contest,
    )?)
}

async fn corrections(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnCorrection>> {
    Ok(fetch_all!(
        tx,
        OwnCorrection,
        "SELECT contest_id, entry_id, user_id, made_by, points, reason, at FROM corrections
         WHERE workspace_id = $1 AND (user_id = $2 OR made_by = $2) ORDER BY entry_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn weeks(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnWeek>> {
    Ok(fetch_all!(
        tx,
        OwnWeek,
        "SELECT week, days FROM active_weeks WHERE workspace_id = $1 AND user_id = $2 ORDER BY week",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn duels(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnDuel>> {
    Ok(fetch_all!(
        tx,
        OwnDuel,
        "SELECT contest_id, challenger, rival, state, offered_at, starts_at, ends_at, challenger_points, rival_points
         FROM duels WHERE workspace_id = $1 AND (challenger = $2 OR rival = $2) ORDER BY duel_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn praises(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnPraise>> {
    Ok(fetch_all!(
        tx,
        OwnPraise,
        "SELECT contest_id, what, at FROM praises WHERE workspace_id = $1 AND subject = $2 ORDER BY at, what",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn counts(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnCount>> {
    Ok(fetch_all!(
        tx,
        OwnCount,
        "SELECT measure, value, state, at FROM counts WHERE workspace_id = $1 AND user_id = $2
         ORDER BY measure, count_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn awards(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnAward>> {
    Ok(fetch_all!(
        tx,
        OwnAward,
        // Joined crosswise, so that SQLite begins with the person's few entries.
        "SELECT a.contest_id, a.entry_id, a.rule, a.label, a.points, a.cut, a.rulebook, a.stands, a.at
         FROM entrants e CROSS JOIN awards a
         WHERE e.workspace_id = $1 AND e.user_id = $2 AND a.workspace_id = $1 AND a.contest_id = e.contest_id
             AND a.user_id = $2
         ORDER BY a.entry_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn quotas(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnQuota>> {
    Ok(fetch_all!(
        tx,
        OwnQuota,
        "SELECT contest_id, points, set_at FROM quotas WHERE workspace_id = $1 AND user_id = $2 ORDER BY contest_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn tickets(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnTickets>> {
    Ok(fetch_all!(
        tx,
        OwnTickets,
        "SELECT contest_id, nth, tickets FROM tickets WHERE workspace_id = $1 AND user_id = $2 ORDER BY contest_id",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn winnings(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnWinning>> {
    Ok(fetch_all!(
        tx,
        OwnWinning,
        "SELECT number, contest_id, name, price, state, reason, made_at FROM winnings
         WHERE workspace_id = $1 AND user_id = $2 ORDER BY number",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn badges(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnBadge>> {
    Ok(fetch_all!(
        tx,
        OwnBadge,
        "SELECT badge_id AS badge, times, at FROM badges WHERE workspace_id = $1 AND user_id = $2
         UNION ALL SELECT 'best:' || record, value, at FROM bests WHERE workspace_id = $1 AND user_id = $2
         ORDER BY badge",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn reviews(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<OwnReview>> {
    Ok(fetch_all!(
        tx,
        OwnReview,
        "SELECT number, matter, note, state, asked_at, decided_at, reason FROM reviews
         WHERE workspace_id = $1 AND user_id = $2 ORDER BY number",
        workspace.as_str(),
        user.as_str(),
    )?)
}

async fn started(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<String>> {
    let titles = fetch_all!(
        tx,
        (String,),
        "SELECT title FROM contests WHERE workspace_id = $1 AND started_by = $2 ORDER BY starts_at, contest_id",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(titles.into_iter().map(|(title,)| title).collect())
}
