//! Whom this process knows to be written down, so that not each delivery begins by looking them up.
//!
//! Only that they are known is remembered, nothing about them: people are forgotten by the database only with their
//! whole workspace.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::id::{UserId, WorkspaceId};

/// Most people remembered; past that, everybody is looked up once more.
const MOST: usize = 50_000;

/// The people met so far. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Acquaintance(Arc<Mutex<HashSet<(WorkspaceId, UserId)>>>);

impl Acquaintance {
    pub(super) fn has(&self, workspace: &WorkspaceId, user: &UserId) -> bool {
        let met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        met.contains(&(workspace.clone(), user.clone()))
    }

    pub(super) fn add(&self, workspace: &WorkspaceId, user: &UserId) {
        let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if met.len() >= MOST {
            met.clear();
        }
        met.insert((workspace.clone(), user.clone()));
    }
}
