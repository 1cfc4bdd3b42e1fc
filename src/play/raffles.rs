//! Draws: promised when a contest starts, made once when it closes, and void when it is opened again.
//!
//! Whoever is drawn is drawn: what is corrected afterwards moves points, and no ticket. A draw that is made anew has
//! another seed, since the old one is known by then.

use chrono::{DateTime, Utc};

use super::tables;
use crate::domain::contest::{Contest, Phase};
use crate::domain::draw::Made;
use crate::domain::format::{Format, raffle};
use crate::domain::id::WorkspaceId;
use crate::fresh;
use crate::store::{Result, Tx, draws};

/// What the draw to come is promised by, where a contest's format draws: the hash of a new seed, which is kept secret
/// until then. A draw that was made before is void.
pub(super) async fn promise(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
) -> Result<Option<String>> {
    if !matches!(contest.format, Format::Raffle(_)) {
        return Ok(None);
    }
    let seed = fresh::secret();
    draws::keep(tx, workspace, &contest.id, &seed).await?;
    Ok(Some(raffle::commitment(&seed)))
}

/// Makes the draw of a contest that is over, from the tickets as they are now, unless it was made already.
pub(super) async fn make(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if !matches!(contest.format, Format::Raffle(_)) || contest.phase != Phase::Closed {
        return Ok(());
    }
    if let Some((_, None)) = draws::seed(tx, workspace, &contest.id).await? {
        let row = raffle::pot(&tables::read(tx, workspace, contest, now).await?);
        draws::make(tx, workspace, &contest.id, &row, now).await?;
    }
    Ok(())
}

/// The draw that was made of a contest, if there is one.
pub(super) async fn made(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Option<Made>> {
    let Format::Raffle(rules) = &contest.format else { return Ok(None) };
    let Some((seed, Some(at))) = draws::seed(tx, workspace, &contest.id).await? else { return Ok(None) };
    let row = draws::row(tx, workspace, &contest.id).await?;
    let tickets: Vec<i64> = row.iter().map(|holder| holder.tickets).collect();
    let drawn = raffle::draw(&seed, &tickets, rules.winners);
    Ok(Some(Made { seed, at, row, drawn }))
}
