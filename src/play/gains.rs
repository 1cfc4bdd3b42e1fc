//! What follows from points that no share earned: counts, results, and points by hand.

use super::praise::{self, Gain, Scene};
use super::{badges, home};
use crate::domain::contest::Phase;
use crate::domain::link::Network;
use crate::store::tallies::Tally;
use crate::store::{Result, Tx};

/// Praise and badges. `result`: of a result that the channel hears of, its name, what it is, and the network it came
/// through.
pub(super) async fn after_points(
    tx: &mut Tx,
    gain: &Gain<'_>,
    result: Option<(&str, &str, Network)>,
) -> Result<()> {
    praise::after_points(tx, gain, result).await?;
    badges::after_points(tx, gain).await?;
    let Scene { workspace, person, now, .. } = &gain.scene;
    home::changed(tx, workspace, &person.id, *now).await
}

/// The same after points by hand, where they were given and the contest is under way.
pub(super) async fn after_correction(tx: &mut Tx, scene: Scene<'_>, stood: Tally, points: i64) -> Result<()> {
    if points <= 0 || !matches!(scene.contest.phase, Phase::Open | Phase::Paused) {
        return Ok(());
    }
    let rules = scene.play.books.of(tx, scene.workspace, scene.contest).await?;
    let (book, total) = (&rules.at(scene.now).book, stood.points + points);
    let gain = Gain { scene, book, points, total, shares: stood.shares };
    after_points(tx, &gain, None).await
}
