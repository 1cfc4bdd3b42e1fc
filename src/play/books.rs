//! Rules that were read before. A contest's number of changes tells whether they still are all there is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, WorkspaceId};
use crate::domain::rules::Rules;
use crate::store::{Result, Tx, rules};

/// Most rules kept at hand; more contests than run in any workspace at once.
const MOST: usize = 256;

/// Workspace, contest, and how often its rules had changed.
type Key = (WorkspaceId, ContestId, i64);

/// The rules at hand. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Books {
    read: Arc<Mutex<HashMap<Key, Arc<Rules>>>>,
}

impl Books {
    /// The rules of a contest as it was read.
    pub async fn of(&self, tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Arc<Rules>> {
        let key = (workspace.clone(), contest.id.clone(), contest.rulebook);
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(rules) = known {
            return Ok(rules);
        }
        let rules = Arc::new(rules::of(tx, workspace, &contest.id).await?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST {
            read.clear();
        }
        read.insert(key, rules.clone());
        Ok(rules)
    }
}
