//! Home tabs: read and published as they are at this moment.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Deliverer;
use super::trouble::{NOTHING_TO_SEND, Trouble};
use crate::domain::home::Home;
use crate::domain::id::UserId;
use crate::domain::text::fnv;
use crate::fresh;
use crate::play::{Play, glance};
use crate::slack::client::Failure;
use crate::store::homes::{self, Shown};
use crate::store::posts::{self, Claim};
use crate::store::{self, Tx};
use crate::voice;
use crate::voice::home::Lines;

/// A home as it was published.
pub(super) struct Published {
    user: UserId,
    /// What was owed when it was read: it shows what that was to show.
    covered: Vec<String>,
    /// Slack's mark of it and our print, where it is kept on.
    view: Option<(Option<String>, u64)>,
}

/// A home as it was read.
struct Read {
    covered: Vec<String>,
    /// None where none is kept: whoever was erased is left with a blank one.
    shown: Option<Shown>,
    home: Option<Home>,
    /// Of what and which day the picture is that is due in it; none where there is none.
    picture_of: Option<String>,
    /// The same in words, where it is another than the one there.
    new_alt: Option<String>,
}

impl Deliverer {
    /// Publishes a home as it is at this moment, unless Slack shows just that.
    pub(super) async fn publish(&self, claim: &Claim, user: &UserId) -> Result<Published, Trouble> {
        let Some(play) = &self.homes else {
            return Err(Trouble::before(Failure::Refused { code: NOTHING_TO_SEND.into() }));
        };
        let failed = |error: store::Error| Trouble::before(Failure::NotSent { why: error.to_string() });
        let read = self.read_home(play, claim, user).await.map_err(failed)?;
        let Read { covered, shown, home, picture_of, new_alt } = read;
        let Some((shown, home)) = shown.zip(home) else {
            self.show(user, &voice::home::blank(), None).await?;
            return Ok(Published { user: user.clone(), covered, view: None });
        };
        let picture = match (&picture_of, new_alt) {
            (None, _) => None,
            (Some(_), None) => shown.picture.zip(shown.picture_alt),
            (Some(of), Some(alt)) => {
                // Kept before Slack hears of it, which fetches it at once.
                let picture = Some((fresh::secret(), alt));
                self.keep_picture(claim, user, picture.clone(), of).await.map_err(failed)?;
                picture
            }
        };
        let url = picture.as_ref().and_then(|(secret, alt)| Some((glance::picture_url(play, secret)?, alt)));
        let contest = glance::chart_of(&home).map(|(contest, _)| contest);
        let lines = url.as_ref().zip(contest.as_ref());
        let lines = lines.map(|((url, alt), contest)| Lines { contest, url, alt });
        let view = voice::home::view(&home, lines);
        let print = fnv(view.to_string().as_bytes());
        if shown.print == Some(print) {
            return Ok(Published { user: user.clone(), covered, view: Some((shown.hash, print)) });
        }
        match self.show(user, &view, shown.hash.as_deref()).await {
            Err(trouble) if url.is_some() && is_about_blocks(&trouble.failure) => {
                tracing::warn!("homes have no picture: Slack does not get it from public_url");
                if let Some(of) = &picture_of {
                    self.keep_picture(claim, user, None, of).await.map_err(failed)?;
                }
                self.show(user, &voice::home::view(&home, None), None).await?;
                Ok(Published { user: user.clone(), covered, view: None })
            }
            shown => Ok(Published { user: user.clone(), covered, view: Some((shown?, print)) }),
        }
    }

    async fn read_home(&self, play: &Play, claim: &Claim, user: &UserId) -> store::Result<Read> {
        let (workspace, now) = (&claim.workspace, self.clock.now());
        let draws = self.pictures.is_some() && glance::picture_url(play, "").is_some();
        self.store
            .read(async |tx| {
                // First: what is owed after this is not covered, even where each statement sees what is new.
                let covered = posts::waiting(tx, claim).await?;
                let shown = homes::find(tx, workspace, user).await?;
                let home = glance::read(tx, play, workspace, user, now).await?;
                let (mut picture_of, mut new_alt) = (None, None);
                if let (true, Some(shown), Some(home)) = (draws, &shown, &home)
                    && let Some((contest, of)) = glance::chart_of(home)
                {
                    if shown.picture_of.as_ref() != Some(&of) {
                        new_alt = glance::chart(tx, workspace, home, &contest).await?.map(|chart| chart.alt);
                    }
                    let is_there = new_alt.is_some() || shown.picture_of.as_ref() == Some(&of);
                    picture_of = is_there.then_some(of);
                }
                Ok(Read { covered, shown, home, picture_of, new_alt })
            })
            .await
    }

    /// Keeps the secret of a picture and the same in words; or that there is none of `of`.
    async fn keep_picture(
        &self,
        claim: &Claim,
        user: &UserId,
        picture: Option<(String, String)>,
        of: &str,
    ) -> store::Result<()> {
        let (workspace, user, of) = (claim.workspace.clone(), user.clone(), of.to_owned());
        let keep = async move |tx: &mut Tx| {
            let picture = picture.as_ref().map(|(secret, alt)| (secret.as_str(), alt.as_str()));
            homes::keep_picture(tx, &workspace, &user, picture, &of).await
        };
        self.store.write(keep).await
    }

    /// Has Slack show a view; gives Slack's mark of it. `hash` is that of the view we know to be there, so that an attempt
    /// of ours that arrives late shows nothing older over something newer.
    async fn show(&self, user: &UserId, view: &Value, hash: Option<&str>) -> Result<Option<String>, Trouble> {
        let mut arguments = json!({"user_id": user, "view": view});
        if let Some(hash) = hash {
            arguments["hash"] = hash.into();
        }
        let mut answer = self.slack.call("views.publish", &arguments).await;
        // An attempt of ours arrived whose answer did not, or the app was installed anew.
        if hash.is_some() && matches!(&answer, Err(Failure::Refused { code }) if code == "hash_conflict") {
            arguments = json!({"user_id": user, "view": view});
            answer = self.slack.call("views.publish", &arguments).await;
        }
        let answer = answer.map_err(Trouble::in_deed)?;
        Ok(answer["view"]["hash"].as_str().map(str::to_owned))
    }
}

/// Settles what was owed until a home was read, and keeps what it shows.
pub(super) async fn published(
    tx: &mut Tx,
    claim: &Claim,
    published: &Published,
    now: DateTime<Utc>,
) -> store::Result<bool> {
    let (workspace, user) = (&claim.workspace, &published.user);
    if !posts::settle_away(tx, claim, &published.covered, now).await? {
        return Ok(false);
    }
    if let Some((hash, print)) = &published.view {
        homes::keep_view(tx, workspace, user, hash.as_deref(), *print).await?;
    }
    Ok(true)
}

/// Whether Slack does not like what a view holds.
fn is_about_blocks(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { code } if code == "invalid_arguments" || code == "invalid_blocks")
}

#[cfg(test)]
mod tests;
