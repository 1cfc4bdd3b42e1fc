//! The form of one's own settings.

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::preferences::Preference;
use crate::domain::refusal::Outcome;
use crate::play::{Asker, preferences};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::settings as view;

/// Opens it with what is chosen now.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, .. } = opening;
    let chosen = preferences::show(&play, &asker.workspace, &asker.user).await?;
    Ok(Ok(view::form(&chosen)))
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
    Ok(Ok(Reply::Update(view::kept(&chosen))))
}
