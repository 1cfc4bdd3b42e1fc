//! Whom this process knows to be written down, so that not each delivery begins by looking them up.
//!
//! Only that they are known is remembered, nothing about them: people are forgotten by the database only with their
//! whole workspace.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::id::{UserId, WorkspaceId};

/// Most people remembered, 8 bytes each; past that, everybody is looked up once more.
pub(super) const MOST: usize = 200_000;

/// The people met so far. Clones share them.
///
/// A hash of 64 bits stands for each. Were two ever alike, the one who is not written down would be refused as a
/// stranger until the next start, or until Slack next describes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Acquaintance {
    met: Arc<Mutex<HashSet<u64>>>,
    hasher: RandomState,
}

impl Acquaintance {
    pub(super) fn has(&self, workspace: &WorkspaceId, user: &UserId) -> bool {
        let person = self.hasher.hash_one((workspace, user));
        self.met.lock().unwrap_or_else(PoisonError::into_inner).contains(&person)
    }

    pub(super) fn add(&self, workspace: &WorkspaceId, user: &UserId) {
        let person = self.hasher.hash_one((workspace, user));
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.len() >= MOST {
            met.clear();
        }
        met.insert(person);
    }
}
