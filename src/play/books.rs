//! Rulebooks that were read before. They are frozen into their contests, so what was read once stays true.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, WorkspaceId};
use crate::domain::rulebook::Rulebook;
use crate::store::{Result, Tx, contests};

/// Most rulebooks kept at hand; more contests than run in any workspace at once.
const MOST: usize = 256;

/// Workspace, contest, version.
type Key = (WorkspaceId, ContestId, i64);

/// The rulebooks at hand. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Books {
    read: Arc<Mutex<HashMap<Key, Arc<Rulebook>>>>,
}

impl Books {
    /// The rulebook that a contest was frozen with.
    pub async fn of(&self, tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Arc<Rulebook>> {
        let key = (workspace.clone(), contest.id.clone(), contest.rulebook);
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(book) = known {
            return Ok(book);
        }
        let book = Arc::new(contests::rulebook(tx, workspace, contest).await?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST {
            read.clear();
        }
        read.insert(key, book.clone());
        Ok(book)
    }
}
