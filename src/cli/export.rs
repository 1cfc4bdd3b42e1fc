//! `pacesetter export`: a contest's standings and ledger on stdout.

use clap::ValueEnum;

use super::{DatabaseArgs, Fault, check_schema, of_database, open_existing, say};
use crate::clock::Clock;
use crate::domain::export::{Form, Part};
use crate::domain::id::WorkspaceId;
use crate::play::export::export;
use crate::store::contests;
use crate::voice::export::written;

/// How an export is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Csv,
    Json,
}

/// Which part of it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Table {
    Standings,
    Ledger,
}

/// What is to be written out.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// The contest, by its title or its id
    #[arg(value_name = "CONTEST")]
    contest: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// One table alone; both otherwise, in CSV with an empty line between them
    #[arg(long, value_enum)]
    table: Option<Table>,
    /// The workspace (T…), where several have a contest of that title
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: &ExportArgs) -> Result<(), Fault> {
    let store = open_existing(&args.database).await?;
    check_schema(&store).await?;
    let written = write(&store, args).await;
    store.close().await;
    say(written?.trim_end());
    Ok(())
}

async fn write(store: &crate::store::Store, args: &ExportArgs) -> Result<String, Fault> {
    let found = store.read(async |tx| contests::named(tx, &args.contest).await).await.map_err(of_database)?;
    let mut meant = found
        .into_iter()
        .filter(|(workspace, _)| args.workspace.as_deref().is_none_or(|asked| asked == workspace.as_str()));
    let (workspace, contest) = match (meant.next(), meant.next()) {
        (Some(only), None) => only,
        (None, _) => return Err(Fault::Found(format!("there is no contest \"{}\"", args.contest))),
        (Some(_), Some(_)) => {
            let several = format!("several contests are called \"{}\": give an id", args.contest);
            return Err(Fault::Found(format!("{several}, or --workspace")));
        }
    };
    let now = Clock::system().now();
    let read = store.read(async |tx| export(tx, &workspace as &WorkspaceId, &contest, now).await);
    let export = read.await.map_err(of_database)?;
    let form = match args.format {
        Format::Csv => Form::Csv,
        Format::Json => Form::Json,
    };
    let part = args.table.map(|table| match table {
        Table::Standings => Part::Standings,
        Table::Ledger => Part::Ledger,
    });
    Ok(written(&export, form, part))
}
