//! The form of one's own settings.

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::preferences::Preference;
use crate::domain::quiet::QuietHours;
use crate::domain::refusal::Outcome;
use crate::domain::workspace::ForEverybody;
use crate::play::for_everybody::{self, Choice};
use crate::play::{Asker, preferences};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::settings as view;

/// Opens it with what is chosen now.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, .. } = opening;
    let chosen = preferences::show(&play, &asker.workspace, &asker.user).await?;
    Ok(Ok(view::form(&chosen, for_everybody::shown(&play, &asker).await?)))
}

/// Keeps what is different.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let mut chosen = preferences::show(&sent.play, &sent.asker.workspace, &sent.asker.user).await?;
    for preference in Preference::ALL {
        let on = sent.filled().ticks(view::ON, preference.word());
        if on == chosen.is_on(preference) {
            continue;
        }
        // Each is a choice of its own, by a name of its own.
        let delivery = format!("{}:{}", sent.asker.delivery, preference.word());
        match preferences::choose(&sent.play, Asker { delivery, ..sent.asker.clone() }, preference, on)
            .await?
        {
            Ok(now) => chosen = now,
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    match for_everybody(&sent).await? {
        Ok(all) => Ok(Ok(Reply::Update(view::kept(&chosen, all)))),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Keeps what a manager changed for everybody; what holds then, for a manager.
async fn for_everybody(sent: &Sent) -> Result<Outcome<Option<ForEverybody>>> {
    let Some(mut all) = for_everybody::shown(&sent.play, &sent.asker).await? else { return Ok(Ok(None)) };
    let time = |field| sent.filled().time(field);
    let quiet = time(view::QUIET_FROM).zip(time(view::QUIET_UNTIL));
    let quiet = quiet.map(|(from, until)| QuietHours { from, until }).filter(|quiet| *quiet != all.quiet);
    let board_at = time(view::BOARD_AT).filter(|at| *at != all.board_at);
    let choices = [("quiet", quiet.map(Choice::Quiet)), ("board", board_at.map(Choice::BoardAt))];
    for (name, choice) in choices.into_iter().filter_map(|(name, choice)| Some((name, choice?))) {
        let delivery = format!("{}:everybody:{name}", sent.asker.delivery);
        match for_everybody::choose(&sent.play, Asker { delivery, ..sent.asker.clone() }, choice).await? {
            Ok(now) => all = now,
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Ok(Ok(Some(all)))
}
