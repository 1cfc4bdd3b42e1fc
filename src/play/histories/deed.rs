//! What people do, and Slack tells of.

use chrono::{DateTime, Utc};

use crate::domain::id::{ChannelId, ContestId, EntryId, WorkspaceId};
use crate::play::appeals::appeal;
use crate::play::correct_score::{Asked, correct_score};
use crate::play::edit_share::{Edited, edit_message};
use crate::play::join::{join, leave};
use crate::play::measures::count;
use crate::play::pick::Wanted;
use crate::play::record_share::record_share;
use crate::play::reviews::{Decision, decide};
use crate::play::steer_contest::{Steer, steer_contest};
use crate::play::submission::Submission;
use crate::play::take_back::{delete_message, undo};
use crate::play::teams::{TeamAct, act};
use crate::play::wins::{Reported, report};
use crate::play::{Asker, Play, award_appeals, bonuses, change_rules};

/// What somebody did, with all it takes to have it delivered again.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Share(Submission),
    Undo(Asker),
    Edit(Edited),
    Delete(Message, String),
    Join(Asker, ContestId),
    Leave(Asker, ContestId),
    Steer(Asker, Steer, ContestId),
    Correct(Asker, Asked, ContestId),
    Team(Asker, TeamAct, ContestId),
    Count(Asker, String, String),
    Win(Asker, Reported),
    Appeal(Asker, String),
    AppealAward(Asker, ContestId, EntryId),
    Decide(Asker, i64, Decision),
    Bonus(Asker, bonuses::Asked, ContestId),
    /// Changes the rules: a look, and its button.
    Change(Asker, String, ContestId),
}

impl Deed {
    /// Does it, and says what was answered.
    pub(super) async fn run(&self, play: &Play) -> String {
        let here = || ChannelId::from("C1");
        match self.clone() {
            Self::Share(submission) => format!("{:?}", record_share(play, submission).await.unwrap()),
            Self::Undo(asker) => format!("{:?}", undo(play, asker, None).await.unwrap()),
            Self::Edit(edited) => format!("{:?}", edit_message(play, edited).await.unwrap()),
            Self::Delete(message, delivery) => {
                let Message { workspace, channel, ts, user, .. } = message;
                let gone = delete_message(play, workspace, delivery, channel, ts, Some(user.into()));
                format!("{:?}", gone.await.unwrap())
            }
            Self::Join(asker, id) => {
                format!("{:?}", join(play, asker, Wanted::Id(id), here()).await.unwrap())
            }
            Self::Leave(asker, id) => {
                format!("{:?}", leave(play, asker, Wanted::Id(id), here()).await.unwrap())
            }
            Self::Team(asker, what, id) => {
                format!("{:?}", act(play, asker, what, Wanted::Id(id), here()).await.unwrap())
            }
            Self::Count(asker, what, number) => {
                format!("{:?}", count(play, asker, what, number).await.unwrap())
            }
            Self::Win(asker, reported) => format!("{:?}", report(play, asker, reported).await.unwrap()),
            Self::Appeal(asker, text) => format!("{:?}", appeal(play, asker, text, here()).await.unwrap()),
            Self::AppealAward(asker, id, entry) => {
                format!("{:?}", award_appeals::appeal(play, asker, id, entry).await.unwrap())
            }
            Self::Decide(asker, number, decision) => {
                format!("{:?}", decide(play, asker, number, decision).await.unwrap())
            }
            Self::Bonus(asker, asked, id) => {
                let set = bonuses::schedule(play, asker, asked, Wanted::Id(id), here());
                format!("{:?}", set.await.unwrap())
            }
            Self::Change(asker, word, id) => {
                let asked = change_rules::Asked { words: vec![word], book: None, from: None };
                let wanted = Wanted::Id(id.clone());
                let look = change_rules::preview(play, &asker, &asked, &wanted, &here()).await.unwrap();
                let ask = look.map_or_else(|_| "1|now|".to_owned(), |look| look.ask);
                format!("{:?}", change_rules::change(play, asker, id, ask).await.unwrap())
            }
            Self::Correct(asker, asked, id) => {
                let corrected = correct_score(play, asker, asked, Wanted::Id(id), here());
                format!("{:?}", corrected.await.unwrap())
            }
            Self::Steer(asker, steer, id) => {
                format!("{:?}", steer_contest(play, asker, steer, Wanted::Id(id), here()).await.unwrap())
            }
        }
    }
}

/// A message that somebody wrote, which may be told of late, twice, or after its own deletion.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) workspace: WorkspaceId,
    pub(super) channel: ChannelId,
    pub(super) ts: String,
    pub(super) at: DateTime<Utc>,
    pub(super) user: String,
}
