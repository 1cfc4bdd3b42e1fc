//! The form of one's own settings.

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::preferences::Preference;
use crate::domain::quiet::QuietHours;
use crate::domain::refusal::Outcome;
use crate::play::{Asker, preferences, quiet_hours};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::settings as view;

/// Opens it with what is chosen now.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, .. } = opening;
    let chosen = preferences::show(&play, &asker.workspace, &asker.user).await?;
    Ok(Ok(view::form(&chosen, quiet_hours::shown(&play, &asker).await?)))
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
    let shown = quiet_hours::shown(&sent.play, &sent.asker).await?;
    let times = [view::QUIET_FROM, view::QUIET_UNTIL].map(|field| sent.filled().time(field));
    let quiet = match (shown, times) {
        (Some(shown), [Some(from), Some(until)]) if shown != (QuietHours { from, until }) => {
            let delivery = format!("{}:quiet", sent.asker.delivery);
            let asker = Asker { delivery, ..sent.asker };
            match quiet_hours::choose(&sent.play, asker, QuietHours { from, until }).await? {
                Ok(hours) => Some(hours),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        (shown, _) => shown,
    };
    Ok(Ok(Reply::Update(view::kept(&chosen, quiet))))
}
