//! `pacesetter audit`: is every standing what the ledger says?

use super::{DatabaseArgs, Fault, check_schema, of_database, open_existing, say};
use crate::store::audit::{self, Finding};

pub(super) async fn run(args: &DatabaseArgs) -> Result<(), Fault> {
    let store = open_existing(args).await?;
    check_schema(&store).await?;
    let found = store.read(async |tx| Ok((audit::audit(tx).await?, audit::count_standings(tx).await?))).await;
    store.close().await;
    let (findings, count) = found.map_err(of_database)?;
    for finding in &findings {
        say(finding);
    }
    let standings = findings.iter().filter(|finding| matches!(finding, Finding::Standing(_))).count();
    let tallies = findings.iter().filter(|finding| matches!(finding, Finding::Tally(_))).count();
    let told = |count: usize, what: &str| if count > 0 { format!("; {count} {what}") } else { String::new() };
    let rest = findings.len() - standings - tallies;
    let others = told(tallies, "tallies differ from the standings") + &told(rest, "other rows differ");
    match findings.len() {
        0 => {
            say(format_args!("{count} standings, all equal to the ledger"));
            Ok(())
        }
        _ => Err(Fault::Found(format!("{standings} of {count} standings differ from the ledger{others}"))),
    }
}
