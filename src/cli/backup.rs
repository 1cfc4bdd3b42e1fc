//! `pacesetter backup FILE`: a copy of a SQLite database, safe while the bot runs.

use std::path::Path;

use super::{DatabaseArgs, Fault, open_existing, say};
use crate::store::BackupFault;

pub(super) async fn run(args: &DatabaseArgs, file: &Path) -> Result<(), Fault> {
    let store = open_existing(args).await?;
    let copied = store.backup(file).await;
    store.close().await;
    let copied = copied.map_err(|fault| match fault {
        BackupFault::IsPostgres | BackupFault::Exists(_) => Fault::setup(fault),
        _ => Fault::found(fault),
    })?;
    say(format_args!("{}: {} bytes, checked, schema {}", file.display(), copied.bytes, copied.schema));
    Ok(())
}
