//! Interactions: the third door. It owns [`Interaction`]: a button pressed, a form sent, a shortcut used.

pub mod typed;

pub use typed::{Interaction, InteractionKind, View};

use crate::command::contest::show::show;
use crate::command::leaderboard::private_board;
use crate::domain::id::ChannelId;
use crate::domain::refusal::Refusal;
use crate::play::pick::{Picked, Wanted, pick};
use crate::play::steer_contest::{Steer, steer_contest};
use crate::play::{Asker, Play, boards, join, pace};
use crate::store::{Result, contests};
use crate::voice::blocks::action;
use crate::voice::{self, Message};

/// Does what a person asked for by a button. The answer, if there is one, is for that person alone.
///
/// # Errors
/// When the database fails: then nothing was done.
pub async fn take(play: &Play, interaction: Interaction) -> Result<Option<Message>> {
    let InteractionKind::Click { action_id, value: Some(value), channel, .. } = &interaction.kind else {
        return Ok(None);
    };
    let click = Click {
        play: play.clone(),
        asker: Asker {
            workspace: interaction.workspace.clone(),
            user: interaction.user.clone(),
            delivery: interaction.delivery.clone(),
        },
        here: channel.clone().unwrap_or_else(|| interaction.user.as_str().into()),
    };
    // Buttons in a row that do the same carry a number behind the action's name.
    let name = action_id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
    let wanted = Wanted::Id(value.as_str().into());
    match name {
        action::JOIN => click.join(wanted).await.map(Some),
        action::RULES => click.rules(wanted).await.map(Some),
        action::WHERE_AM_I => click.board(wanted).await.map(Some),
        action::POST_BOARD => click.post_board(wanted).await,
        action::PICK => click.pick(value).await.map(Some),
        _ => Ok(None),
    }
}

/// A button on its way to what it does.
struct Click {
    play: Play,
    asker: Asker,
    here: ChannelId,
}

impl Click {
    fn refuse(&self, refusal: &Refusal) -> Message {
        voice::refusal::refusal(refusal, self.play.clock.now())
    }

    async fn join(&self, wanted: Wanted) -> Result<Message> {
        Ok(match join::join(&self.play, self.asker.clone(), wanted, self.here.clone()).await? {
            Ok(contest) => voice::contest::joined(&contest.title),
            Err(refusal) => self.refuse(&refusal),
        })
    }

    async fn rules(&self, wanted: Wanted) -> Result<Message> {
        let (workspace, now) = (&self.asker.workspace, self.play.clock.now());
        let rules = self.play.store.read(async |tx| {
            Ok(match pick(tx, workspace, &wanted, &self.here, &[], "show", now).await? {
                Picked::One(contest) => {
                    let book = contests::rulebook(tx, workspace, &contest).await?;
                    Ok(voice::contest::rules(&contest.title, &book))
                }
                Picked::Refused(refusal) => Err(refusal),
            })
        });
        Ok(rules.await?.unwrap_or_else(|refusal| self.refuse(&refusal)))
    }

    async fn board(&self, wanted: Wanted) -> Result<Message> {
        let (workspace, user) = (&self.asker.workspace, &self.asker.user);
        let board = private_board(&self.play, workspace, user, &wanted, &self.here).await?;
        Ok(board.unwrap_or_else(|refusal| self.refuse(&refusal)))
    }

    /// The board goes to the channel, so there is nothing more to say unless it cannot.
    async fn post_board(&self, wanted: Wanted) -> Result<Option<Message>> {
        let posted = boards::post_public(&self.play, self.asker.clone(), wanted, self.here.clone()).await?;
        Ok(posted.err().map(|refusal| self.refuse(&refusal)))
    }

    /// The contest picked after "which one do you mean?".
    async fn pick(&self, value: &str) -> Result<Message> {
        let Some((verb, id)) = value.split_once('|') else { return Ok(self.refuse(&Refusal::NoContest)) };
        let wanted = Wanted::Id(id.into());
        let steer = match verb {
            "join" => return self.join(wanted).await,
            "leave" => return self.leave(wanted).await,
            "leaderboard" => return self.board(wanted).await,
            "why" => return self.why(wanted).await,
            "show" => return self.show(wanted).await,
            "pause" => Steer::Pause,
            "resume" => Steer::Resume,
            "end" => Steer::End,
            "reopen" => Steer::Reopen(None),
            "cancel" => Steer::Cancel,
            // A new end has to be typed.
            _ => {
                let usage = format!("/contest {verb} \"Title\" for 2d");
                return Ok(self.refuse(&Refusal::Usage { usage }));
            }
        };
        let steered = steer_contest(&self.play, self.asker.clone(), steer, wanted, self.here.clone()).await?;
        Ok(match steered {
            Ok(contest) => voice::contest::steered(&contest, verb, self.play.clock.now()),
            Err(refusal) => self.refuse(&refusal),
        })
    }

    async fn show(&self, wanted: Wanted) -> Result<Message> {
        let shown = show(&self.play, &self.asker.workspace, &wanted, &self.here).await?;
        Ok(shown.unwrap_or_else(|refusal| self.refuse(&refusal)))
    }

    async fn leave(&self, wanted: Wanted) -> Result<Message> {
        Ok(match join::leave(&self.play, self.asker.clone(), wanted, self.here.clone()).await? {
            Ok(contest) => voice::contest::left(&contest.title),
            Err(refusal) => self.refuse(&refusal),
        })
    }

    async fn why(&self, wanted: Wanted) -> Result<Message> {
        let (workspace, user) = (&self.asker.workspace, &self.asker.user);
        Ok(match pace::why(&self.play, workspace, user, &wanted, &self.here).await? {
            Ok(why) => voice::pace::why(&why, self.play.clock.now()),
            Err(refusal) => self.refuse(&refusal),
        })
    }
}
