//! Screens: an address made for a board on a wall, revoked, and what it shows.
//!
//! The secret in an address is kept nowhere. It follows from the delivery that asked for it and from a key that this
//! process made when it started: so the same delivery, handed over again, is answered with the same address, and nobody
//! can tell it from the database. After a restart, or by another process, that answer is no longer to be had.

mod wall;

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use chrono_tz::Tz;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::once::{Meant, once};
use super::pick::Wanted;
use super::roles::Right;
use super::{Asker, Play};
use crate::domain::contest::Phase;
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::screen::{Reach, SCREENS_MOST, ScreenLine, ScreenMade, ScreenRefusal};
use crate::fresh;
use crate::store::screens::Which;
use crate::store::{Result, Tx, roster, screens};

pub use wall::wall;

/// The phases of a contest that a screen can be made for.
const SHOWN: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed];

/// A key that only this process has, and the secrets that follow from it. Clones share it.
#[derive(Clone)]
pub struct Seal(Arc<[u8; 32]>);

impl Default for Seal {
    fn default() -> Self {
        Self(Arc::new(fresh::key()))
    }
}

impl Seal {
    /// 256 bits that follow from these words, and that nobody without the key can guess.
    fn bits(&self, words: [&str; 3]) -> [u8; 32] {
        // A key of any length will do.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else { return fresh::key() };
        for word in words {
            mac.update(&word.len().to_be_bytes());
            mac.update(word.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The secret of the screen that a delivery asks for.
    fn token(&self, workspace: &WorkspaceId, delivery: &str) -> SecretString {
        fresh::letters(&self.bits(["screen", workspace.as_str(), delivery])).into()
    }

    /// A name for something on a screen that says nothing of what it is: the same while this process lives.
    pub fn name(&self, of: &str, what: &str) -> String {
        let letters = fresh::letters(&self.bits(["name", of, what]));
        letters.chars().take(12).collect()
    }
}

/// The hash by which a secret is kept and found. Secrets are of capitals and digits; whoever types one need not mind the
/// case.
pub fn token_hash(token: &str) -> String {
    let hash = Sha256::digest(token.to_ascii_uppercase());
    hash.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Where the bot's pages are, once that is known. Clones share it.
#[derive(Clone, Default)]
pub struct Site(Arc<OnceLock<(String, bool)>>);

impl Site {
    /// The pages stand at this address, such as `http://127.0.0.1:3000`; whether Slack is on this machine, too, as the
    /// sandbox's is.
    pub fn stands_at(&self, address: String, beside_slack: bool) {
        // It is said once.
        let _ = self.0.set((address, beside_slack));
    }
}

/// The address of the bot's pages, and how far it reaches; none where it serves none.
fn site(play: &Play) -> Option<(String, Reach)> {
    if let Some(url) = &play.settings.public_url {
        return Some((url.clone(), Reach::Public));
    }
    let (address, _) = play.site.0.get()?;
    let url = url::Url::parse(address).ok()?;
    let is_here = match url.host()? {
        url::Host::Ipv4(ip) => ip.is_loopback(),
        url::Host::Ipv6(ip) => ip.is_loopback(),
        url::Host::Domain(name) => name == "localhost",
    };
    Some((address.clone(), if is_here { Reach::Machine } else { Reach::Network }))
}

/// The address of the bot's pages for Slack itself, where it can reach them.
pub(super) fn site_for_slack(play: &Play) -> Option<&str> {
    let beside = || play.site.0.get().filter(|(_, beside_slack)| *beside_slack).map(|(address, _)| address);
    play.settings.public_url.as_ref().or_else(beside).map(String::as_str)
}

/// An address to hand to whoever asked for it, and to nobody else.
pub struct Address {
    /// The whole address.
    pub url: SecretString,
    /// How far it reaches.
    pub reach: Reach,
}

/// Makes a screen for the contests of the channel `here`, or for the contest that `wanted` names. The address is there for
/// the delivery that made it, as long as this process lives.
pub async fn make(
    play: &Play,
    asker: Asker,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<(ScreenMade, Option<Address>)>> {
    let Some((base, reach)) = site(play) else { return Ok(Err(Refusal::Screen(ScreenRefusal::NoPages))) };
    let token = play.seal.token(&asker.workspace, &asker.delivery);
    let hash = token_hash(token.expose_secret());
    let new_hash = hash.clone();
    let made = once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        let (channel, contest) = match wanted {
            Wanted::Unsaid => (place(tx, workspace, here).await??, None),
            wanted => {
                let meant = Meant { wanted, here, phases: SHOWN };
                let contest = caller.contest(tx, &meant, &caller.user).await??;
                (contest.channel, Some((contest.id, contest.title)))
            }
        };
        if screens::hold(tx, workspace).await? >= SCREENS_MOST {
            return Err(Refusal::Screen(ScreenRefusal::TooMany { most: SCREENS_MOST }).into());
        }
        let (contest, title): (Option<ContestId>, Option<String>) = contest.unzip();
        let shown = (&channel, contest.as_ref());
        let number = screens::make(tx, workspace, &new_hash, shown, &caller.user, caller.now).await?;
        Ok(ScreenMade { number, channel, title, token_hash: new_hash })
    })
    .await?;
    Ok(made.map(|made| {
        let url = format!("{base}/tv/{}", token.expose_secret());
        let address = (made.token_hash == hash).then(|| Address { url: url.into(), reach });
        (made, address)
    }))
}

/// The channel, if the bot is in it.
async fn place(tx: &mut Tx, workspace: &WorkspaceId, here: ChannelId) -> Result<Outcome<ChannelId>> {
    Ok(match roster::channel(tx, workspace, &here).await? {
        Some(channel) if channel.takes_posts() => Ok(here),
        Some(channel) if channel.archived => Err(Refusal::ChannelArchived { name: channel.name }),
        Some(channel) => Err(Refusal::BotNotInChannel { name: channel.name }),
        None if here.as_str().starts_with('D') => Err(Refusal::Screen(ScreenRefusal::NotInDirectMessage)),
        None => Err(Refusal::BotNotInChannel { name: String::new() }),
    })
}

/// Revokes the screen of that number, or, without one, all that were made for the channel `here`. Gives their numbers.
pub async fn revoke(
    play: &Play,
    asker: Asker,
    number: Option<i64>,
    here: ChannelId,
) -> Result<Outcome<Vec<i64>>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let which = number.map_or(Which::Of(&here), Which::Number);
        let revoked = screens::revoke(tx, &caller.workspace, which, caller.now).await?;
        match (revoked.is_empty(), number) {
            (false, _) => Ok(revoked),
            (true, Some(number)) => Err(Refusal::Screen(ScreenRefusal::Unknown { number }).into()),
            (true, None) => Err(Refusal::Screen(ScreenRefusal::NoneHere).into()),
        }
    })
    .await
}

/// The screens that are live, for a manager to read.
pub async fn live(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<ScreenLine>> {
    play.store
        .read(async |tx| {
            let reader = roster::person(tx, workspace, user).await?;
            screens::live(tx, workspace, reader.map_or(Tz::UTC, |person| person.zone)).await
        })
        .await
}

/// Whose screen an address is of, and its number; none where its secret is wrong or was revoked.
pub async fn by_token(play: &Play, token: &str) -> Result<Option<(WorkspaceId, i64)>> {
    let hash = token_hash(token);
    play.store.read(async |tx| screens::by_token(tx, &hash).await).await
}

/// Notes that a screen is open somewhere.
pub async fn seen(play: &Play, workspace: WorkspaceId, number: i64) -> Result<()> {
    let now = play.clock.now();
    play.store.write(async move |tx| screens::seen(tx, &workspace, number, now).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_follows_from_its_delivery_and_the_process() {
        let (seal, other) = (Seal::default(), Seal::default());
        let token = |seal: &Seal, workspace: &str, delivery: &str| {
            seal.token(&workspace.into(), delivery).expose_secret().to_owned()
        };
        let one = token(&seal, "T1", "D1");
        assert_eq!(one, token(&seal.clone(), "T1", "D1"));
        assert_ne!(one, token(&other, "T1", "D1"));
        assert_ne!(one, token(&seal, "T1", "D2"));
        assert_ne!(token(&seal, "T1", "1D1"), token(&seal, "T11", "D1"));
        // 256 bits at five a letter, in letters that any address takes.
        assert!(one.len() == 52 && one.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
    }

    #[test]
    fn a_secret_is_found_by_its_hash_in_any_case() {
        assert_eq!(token_hash("abc"), token_hash("ABC"));
        assert_eq!(token_hash("ABC"), "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78");
    }
}
