//! Whom this process knows to be written down, so that not each delivery begins by looking them up.
//!
//! Only that they are known is remembered, nothing about them. Whoever has had their data erased is no longer known; a
//! process that did not erase them finds out within the hour.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::id::{UserId, WorkspaceId};

/// Most people remembered, 8 bytes each; past that, everybody is looked up once more.
pub const MOST: usize = 200_000;

/// How long they are remembered; past that, too, everybody is looked up once more.
const LASTS: Duration = Duration::from_secs(60 * 60);

/// The people met so far. Clones share them.
///
/// A hash of 64 bits stands for each. Were two ever alike, the one who is not written down would be refused as a
/// stranger until everybody is looked up again, or until Slack next describes them.
#[derive(Clone, Debug, Default)]
pub struct Acquaintance {
    met: Arc<Mutex<Met>>,
    hasher: RandomState,
}

#[derive(Debug)]
struct Met {
    people: HashSet<u64>,
    since: Instant,
}

impl Default for Met {
    fn default() -> Self {
        Self { people: HashSet::new(), since: Instant::now() }
    }
}

impl Acquaintance {
    /// Whether the person is known to be written down.
    pub fn has(&self, workspace: &WorkspaceId, user: &UserId) -> bool {
        let person = self.hasher.hash_one((workspace, user));
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.since.elapsed() > LASTS {
            *met = Met::default();
        }
        met.people.contains(&person)
    }

    /// The person is written down.
    pub fn add(&self, workspace: &WorkspaceId, user: &UserId) {
        let person = self.hasher.hash_one((workspace, user));
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.people.len() >= MOST {
            met.people.clear();
        }
        met.people.insert(person);
    }

    /// The person is no longer written down.
    pub fn forget(&self, workspace: &WorkspaceId, user: &UserId) {
        let person = self.hasher.hash_one((workspace, user));
        self.met.lock().unwrap_or_else(PoisonError::into_inner).people.remove(&person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_forgotten_is_met_anew() {
        let (met, acme, ann) = (Acquaintance::default(), WorkspaceId::from("T1"), UserId::from("U1"));
        assert!(!met.has(&acme, &ann));
        met.clone().add(&acme, &ann);
        assert!(met.has(&acme, &ann) && !met.has(&"T2".into(), &ann));
        met.forget(&acme, &ann);
        assert!(!met.has(&acme, &ann));
    }
}
