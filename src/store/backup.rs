//! A copy of a SQLite database, taken while the bot runs and writes.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};

use super::tx::Connection;
use super::{Error, Pools, Result, Store, Tx, fetch_all, fetch_one, workspaces};

/// A copy that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its size.
    pub bytes: u64,
    /// The number of the newest migration in it.
    pub schema: i64,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// The engine has a tool of its own.
    #[error("DATABASE_URL: this is PostgreSQL, which is backed up with pg_dump")]
    IsPostgres,
    /// A file of that name is there.
    #[error("{}: is there already; a backup overwrites nothing", .0.display())]
    Exists(PathBuf),
    /// The file could not be written.
    #[error("{}: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// The copy was made and is not sound.
    #[error("{}: the copy is not sound: {why}", path.display())]
    Unsound {
        /// The file that was to be.
        path: PathBuf,
        /// What is wrong with it, in a line.
        why: String,
    },
    /// The database could not be read.
    #[error("DATABASE_URL: {0}")]
    Database(#[from] Error),
}

impl Store {
    /// Copies the database, as it is at one moment, to `path`. Others may read and write meanwhile.
    ///
    /// The copy is made under another name and gets its own when it is on disk and was checked: what is called
    /// `path` is whole. It is marked as a copy (see [`workspaces::doubt`]), and readable by its owner alone.
    pub async fn backup(&self, path: &Path) -> Result<Copied, BackupFault> {
        let Pools::Sqlite { options, .. } = &self.pools else { return Err(BackupFault::IsPostgres) };
        let of_file = |why| BackupFault::File { path: path.to_owned(), why };
        let unfinished = Unfinished::beside(path)?;
        let mut connection = options.connect().await.map_err(Error::from)?;
        let name = unfinished.0.to_string_lossy().into_owned();
        let copied = sqlx::query("VACUUM INTO $1").bind(name).execute(&mut connection).await;
        sqlx::Connection::close(connection).await.map_err(Error::from)?;
        copied.map_err(Error::from)?;
        let schema = self.read(newest).await?;
        let copy = mark_and_check(&unfinished.0).await?;
        if copy != Ok(schema) {
            let why = copy.err().unwrap_or_else(|| "its schema is another".to_owned());
            return Err(BackupFault::Unsound { path: path.to_owned(), why });
        }
        let bytes = unfinished.finish(path).map_err(of_file)?;
        Ok(Copied { bytes, schema })
    }
}

async fn newest(tx: &mut Tx) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
    Ok(fetch_one!(tx, (i64,), sql)?.0)
}

/// Marks a copy as one, and reads all of it. Answers its schema, or what is wrong with it.
async fn mark_and_check(copy: &Path) -> Result<Result<i64, String>> {
    // Its journal leaves no file behind.
    let options = SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Delete);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let mut tx = Tx::new(Connection::Sqlite(pool.begin().await?));
    workspaces::doubt(&mut tx).await?;
    let said = fetch_all!(&mut tx, (String,), "PRAGMA integrity_check")?;
    let schema = newest(&mut tx).await?;
    tx.commit().await?;
    pool.close().await;
    Ok(match said.as_slice() {
        [(ok,)] if ok == "ok" => Ok(schema),
        [(first,), ..] => Err(first.clone()),
        [] => Err("it could not be checked".to_owned()),
    })
}

/// A copy that is not whole yet; it goes when this does.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(path: &Path) -> Result<Self, BackupFault> {
        let of_file = |why| BackupFault::File { path: path.to_owned(), why };
        if path.symlink_metadata().is_ok() {
            return Err(BackupFault::Exists(path.to_owned()));
        }
        let name = path.file_name().ok_or_else(|| of_file(io::ErrorKind::InvalidFilename.into()))?;
        let name = format!(".{}.{}.unfinished", name.to_string_lossy(), std::process::id());
        let unfinished = path.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600).open(&unfinished).map_err(of_file)?;
        Ok(Self(unfinished))
    }

    /// Gives it its name, once it is on disk. Answers its size.
    fn finish(self, path: &Path) -> io::Result<u64> {
        let file = File::open(&self.0)?;
        file.sync_all()?;
        // Unlike a renaming, a second name is refused where there is a file of that name by now.
        match std::fs::hard_link(&self.0, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) => {}
            // There are file systems without second names.
            Err(_) => std::fs::rename(&self.0, path)?,
        }
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Ok(file.metadata()?.len())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It has gone already where it was renamed.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Ground;

    #[tokio::test]
    async fn a_copy_is_whole_and_its_owners_alone_and_overwrites_nothing() {
        let ground = Ground::sqlite().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.db");
        let copied = ground.store.backup(&path).await.unwrap();
        assert_eq!((copied.bytes, copied.schema > 0), (path.metadata().unwrap().len(), true));
        let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        assert!(matches!(ground.store.backup(&path).await, Err(BackupFault::Exists(_))));
        let nowhere = folder.path().join("nowhere/copy.db");
        assert!(matches!(ground.store.backup(&nowhere).await, Err(BackupFault::File { .. })));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
        ground.clear().await;
    }

    #[tokio::test]
    async fn a_copy_that_is_not_sound_is_none() {
        let ground = Ground::sqlite().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.db");
        ground.store.backup(&path).await.unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8192].fill(0xFF);
        std::fs::write(&path, bytes).unwrap();
        assert!(!matches!(mark_and_check(&path).await, Ok(Ok(_))));
        ground.clear().await;
    }
}
