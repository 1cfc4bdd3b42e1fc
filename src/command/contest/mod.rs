//! `/contest`: start a contest, see what runs, steer it.

pub mod adjust;
pub mod bonus;
pub mod draw;
pub mod edit;
pub mod export;
pub mod join;
pub mod list;
pub mod new;
pub mod prize;
pub mod quota;
pub mod repeat;
pub mod review;
pub mod reward;
pub mod rules;
pub mod show;
pub mod start;
pub mod steer;
pub mod team;
pub mod templates;
pub mod tv;

use super::{Spec, Verb};

/// `/contest …`.
pub const SPEC: Spec = Spec {
    name: "/contest",
    usage_hint: "new | start sprint-week \"Title\" | list | show | join | end | help",
    about: "Contests: what runs, and (for managers) starting and steering them",
    verbs: VERBS,
    plain: None,
    lines: &[],
};

const VERBS: &[Verb] = &[
    list::VERB,
    show::VERB,
    join::JOIN,
    join::LEAVE,
    templates::VERB,
    new::VERB,
    start::VERB,
    team::VERB,
    quota::VERB,
    prize::VERB,
    reward::VERB,
    steer::PAUSE,
    steer::RESUME,
    edit::VERB,
    steer::EXTEND,
    steer::END,
    steer::REOPEN,
    steer::CANCEL,
    rules::VERB,
    bonus::VERB,
    review::VERB,
    repeat::VERB,
    adjust::ADJUST,
    adjust::LOG,
    draw::VERB,
    export::VERB,
    tv::VERB,
];
