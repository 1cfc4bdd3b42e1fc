//! `/share`: submit something shared.

use super::{Call, Spec};
use crate::domain::refusal::Refusal;
use crate::domain::share::Draft;
use crate::play::choose::Door;
use crate::play::record_share::record_share;
use crate::play::roles::Right;
use crate::play::share_form::{self, Origin};
use crate::play::submission::Submission;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message, forms};

/// `/share <link> [words…]`.
pub const SPEC: Spec = Spec {
    name: "/share",
    usage_hint: "<link> [original|article|comment] your own words",
    about: "Submit something you shared, and see at once what it earned",
    verbs: &[],
    plain: Some((Right::Play, |call| Box::pin(run(call)))),
    lines: &[
        HelpLine { usage: "/share", about: "opens a form" },
        HelpLine {
            usage: "/share <link> your own words",
            about: "counts a post you passed on; 100 characters of your own words earn more",
        },
        HelpLine {
            usage: "/share <link> original …",
            about: "counts a post you wrote; `article`, `comment` and `like` work the same way",
        },
        HelpLine { usage: "/share <link> yesterday …", about: "counts it for yesterday" },
    ],
};

async fn run(call: Call) -> Result<Message> {
    if call.words.is_empty() {
        let (workspace, user) = (&call.command.workspace, &call.command.user);
        let origin = Origin::Channel(call.command.channel.clone());
        return Ok(match share_form::share(&call.play, workspace, user, &origin).await? {
            Ok(facts) => call.open(forms::share::form(&facts), forms::share::INSTEAD),
            Err(refusal) => call.refuse(&refusal),
        });
    }
    let draft = match Draft::parse(&call.command.text) {
        Ok(draft) => draft,
        Err(fault) => return Ok(call.refuse(&Refusal::Draft(fault))),
    };
    let submission = Submission {
        asker: call.asker(),
        draft,
        door: Door::Command { channel: call.command.channel.clone() },
        at: call.now,
        is_vouched: false,
    };
    Ok(match record_share(&call.play, submission).await? {
        Some(Ok(receipt)) => voice::receipt::receipt(&receipt),
        Some(Err(refusal)) => call.refuse(&refusal),
        None => call.refuse(&Refusal::NoContest),
    })
}
