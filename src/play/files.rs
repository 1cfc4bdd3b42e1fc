//! Files that people ask for: owed when they ask, written when they are sent.

use chrono::{DateTime, Utc};

use super::once::once;
use super::pick::{Picked, Wanted, pick_to_read};
use super::roles::Right;
use super::{Asker, Play, export, owing, raffles};
use crate::domain::contest::{Contest, Phase};
use crate::domain::draw::{DrawNews, Made};
use crate::domain::export::{FileWanted, Form, Part};
use crate::domain::format::raffle;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::fresh;
use crate::store::posts::Call;
use crate::store::{Result, Tx, contests, draws, own_data, roster};
use crate::voice;

/// A file as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name on a disk.
    pub name: String,
    /// What people see it called.
    pub title: String,
    /// What stands beside it.
    pub words: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Writes a file for `user`; none if there is nothing to write it from any more.
pub async fn write(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &FileWanted,
    now: DateTime<Utc>,
) -> Result<Option<Written>> {
    match wanted {
        FileWanted::OwnData => {
            let Some(person) = roster::person(tx, workspace, user).await? else { return Ok(None) };
            let data = own_data::read(tx, workspace, user).await?;
            let bytes = serde_json::to_vec_pretty(&data).map_err(anyhow::Error::from)?;
            let name = voice::files::own_data_file(now);
            let words = voice::files::with_own_data(person.zone, now).text;
            Ok(Some(Written { title: name.clone(), name, words, bytes }))
        }
        FileWanted::Contest { contest, form, part } => {
            let Some(contest) = contests::find(tx, workspace, contest).await? else { return Ok(None) };
            let export = export::export(tx, workspace, &contest, now).await?;
            let name = voice::files::contest_file(&contest.title, *form, *part, now);
            let words = voice::files::with_contest(&contest.title, contest.zone, now).text;
            let bytes = voice::export::written(&export, *form, *part).into_bytes();
            Ok(Some(Written { title: name.clone(), name, words, bytes }))
        }
        FileWanted::Draw { contest } => {
            let Some(contest) = contests::find(tx, workspace, contest).await? else { return Ok(None) };
            let Some(made) = raffles::made(tx, workspace, &contest).await? else { return Ok(None) };
            let name = voice::files::draw_file(&contest.title, made.at);
            let words = voice::files::with_draw(&contest.title).text;
            let bytes = voice::draws::tickets(&made).into_bytes();
            Ok(Some(Written { title: name.clone(), name, words, bytes }))
        }
    }
}

/// Owes the asker everything that is kept of them.
pub async fn own_data(play: &Play, asker: Asker) -> Result<Outcome<FileWanted>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Own).await??;
        let wanted = FileWanted::OwnData;
        owe(tx, &caller.workspace, &caller.user, &wanted, caller.now).await?;
        Ok(wanted)
    })
    .await
}

/// Owes a manager a contest, written out.
pub async fn contest(
    play: &Play,
    asker: Asker,
    (form, part): (Form, Option<Part>),
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<FileWanted>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let contest = match pick_to_read(tx, workspace, &wanted, &here, now).await? {
            Picked::One(contest) => contest.id,
            Picked::Refused(refusal) => return Err(refusal.into()),
        };
        let wanted = FileWanted::Contest { contest, form, part };
        owe(tx, workspace, &caller.user, &wanted, now).await?;
        Ok(wanted)
    })
    .await
}

/// How a contest's draw stands; once it is made, whoever asks is owed the row of tickets, too.
pub async fn draw(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<DrawNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Read).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let contest = match pick_to_read(tx, workspace, &wanted, &here, now).await? {
            Picked::One(contest) => contest,
            Picked::Refused(refusal) => return Err(refusal.into()),
        };
        let none = || Refusal::NoDraw { title: contest.title.clone() };
        if let Some(made) = raffles::made(tx, workspace, &contest).await? {
            let wanted = FileWanted::Draw { contest: contest.id.clone() };
            owe(tx, workspace, &caller.user, &wanted, now).await?;
            return Ok(told(contest, made));
        }
        let (seed, _) = draws::seed(tx, workspace, &contest.id).await?.ok_or_else(none)?;
        if contest.phase == Phase::Cancelled {
            return Err(none().into());
        }
        let (title, ends_at, zone) = (contest.title, contest.ends_at, contest.zone);
        Ok(DrawNews::Ahead { title, promise: raffle::commitment(&seed), ends_at, zone })
    })
    .await
}

fn told(contest: Contest, made: Made) -> DrawNews {
    DrawNews::Made {
        title: contest.title,
        zone: contest.zone,
        promise: raffle::commitment(&made.seed),
        tickets: made.row.iter().map(|holder| holder.tickets).sum(),
        holders: i64::try_from(made.row.len()).unwrap_or(i64::MAX),
        winners: made.winners().map(|holder| holder.name.clone()).collect(),
        at: made.at,
        seed: made.seed,
    }
}

async fn owe(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    file: &FileWanted,
    now: DateTime<Utc>,
) -> Result<bool> {
    let call = Call::ShareFile { user: user.clone(), file: file.clone() };
    owing::call(tx, workspace, &format!("file:{}", fresh::id()), call, now).await
}
