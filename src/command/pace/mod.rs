//! `/pace`: everything about oneself.

pub mod appeal;
pub mod badges;
pub mod count;
pub mod duel;
pub mod me;
pub mod privacy;
pub mod quota;
pub mod rewards;
pub mod settings;
pub mod undo;
pub mod why;
pub mod win;

use super::{Spec, Verb};

/// `/pace …`.
pub const SPEC: Spec = Spec {
    name: "/pace",
    usage_hint: "me | why | undo | quota | rewards | badges | appeal | count … | win … | duel @name | settings | privacy | help",
    about: "Your own place, why each share earned what it did, undo, quotas, rewards, badges, duels, settings and privacy",
    verbs: VERBS,
    plain: None,
    lines: &[],
};

const VERBS: &[Verb] = &[
    me::VERB,
    why::VERB,
    appeal::VERB,
    undo::VERB,
    count::VERB,
    win::VERB,
    duel::VERB,
    settings::VERB,
    privacy::VERB,
    quota::VERB,
    rewards::REWARDS,
    rewards::CLAIM,
    badges::VERB,
];
