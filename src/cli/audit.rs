//! `pacesetter audit`: is every standing what the ledger says?

use super::{DatabaseArgs, Fault, check_schema, of_database, open_existing, say};
use crate::store::standings;

pub(super) async fn run(args: &DatabaseArgs) -> Result<(), Fault> {
    let store = open_existing(args).await?;
    check_schema(&store).await?;
    let found = store.read(async |tx| Ok((standings::audit(tx).await?, standings::count(tx).await?))).await;
    store.close().await;
    let (differences, count) = found.map_err(of_database)?;
    for row in &differences {
        let kept = |n: Option<i64>| n.map_or_else(|| "none".to_owned(), |n| n.to_string());
        say(format_args!(
            "workspace {} contest {} person {}: points {} (ledger {}), shares {} (scores {})",
            row.workspace_id,
            row.contest_id,
            row.user_id,
            kept(row.points),
            row.ledger_points,
            kept(row.shares),
            row.scored_shares
        ));
    }
    if differences.is_empty() {
        say(format_args!("{count} standings, all equal to the ledger"));
        Ok(())
    } else {
        Err(Fault::Found(format!("{} of {count} standings differ from the ledger", differences.len())))
    }
}
