//! The table of forms: which action opens each, who may, and what becomes of it when it is sent.

use futures_util::future::BoxFuture;

use super::answer::{Answer, Reply};
use super::sending::{Opening, Sent};
use super::{Interaction, View, contest, edit, review, settings, share};
use crate::domain::refusal::{Outcome, Refusal};
use crate::play::form_keys::{attempt, refused};
use crate::play::roles::{self, Right};
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice::blocks::action;
use crate::voice::forms::{self, Form};
use crate::voice::{self};

/// What opens a form.
type Open = fn(Opening) -> BoxFuture<'static, Result<Outcome<Form>>>;

/// One form of ours.
pub(crate) struct Family {
    /// The action of the buttons that open it, and the name of its views.
    pub(crate) name: &'static str,
    /// Who may open and send it.
    pub(crate) right: Right,
    /// Opens it; none where another leads to it.
    open: Option<Open>,
    /// How to go on without it.
    instead: &'static str,
    /// Takes it in when it is sent.
    submit: fn(Sent) -> BoxFuture<'static, Result<Outcome<Reply>>>,
    /// The field that a refusal is about; the first one where it is about none.
    field: fn(&Refusal) -> &str,
    /// What a refusal is called in it, where its usual words are for those who type.
    words: fn(&Refusal) -> Option<String>,
}

/// Every form.
pub(crate) const FAMILIES: &[Family] = &[
    Family {
        name: action::FORM_SHARE,
        right: Right::Play,
        open: Some(|opening| Box::pin(share::open(opening))),
        instead: forms::share::INSTEAD,
        submit: |sent| Box::pin(share::submit(sent)),
        field: share::field_of,
        words: forms::share::refusal,
    },
    Family {
        name: action::FORM_WORDS,
        right: Right::Play,
        open: Some(|opening| Box::pin(share::open_words(opening))),
        instead: forms::share::WORDS_INSTEAD,
        submit: |sent| Box::pin(share::submit_words(sent)),
        field: |_| forms::share::field::WORDS,
        words: forms::share::refusal,
    },
    Family {
        name: action::FORM_CONTEST,
        right: Right::Steer,
        open: Some(|opening| Box::pin(contest::open(opening))),
        instead: forms::contest::INSTEAD,
        submit: |sent| Box::pin(contest::submit(sent)),
        field: contest::field_of,
        words: forms::contest::refusal,
    },
    Family {
        name: forms::contest::PREVIEW,
        right: Right::Steer,
        open: None,
        instead: forms::contest::INSTEAD,
        submit: |sent| Box::pin(contest::start(sent)),
        field: contest::field_of,
        words: forms::contest::refusal,
    },
    Family {
        name: action::FORM_EDIT,
        right: Right::Steer,
        open: Some(|opening| Box::pin(edit::open(opening))),
        instead: forms::edit::INSTEAD,
        submit: |sent| Box::pin(edit::submit(sent)),
        field: edit::field_of,
        words: forms::edit::refusal,
    },
    Family {
        name: action::FORM_REVIEW,
        right: Right::Steer,
        open: Some(|opening| Box::pin(review::open(opening))),
        instead: forms::review::INSTEAD,
        submit: |sent| Box::pin(review::submit(sent)),
        field: review::field_of,
        words: forms::review::refusal,
    },
    Family {
        name: action::FORM_SETTINGS,
        right: Right::Own,
        open: Some(|opening| Box::pin(settings::open(opening))),
        instead: forms::settings::INSTEAD,
        submit: |sent| Box::pin(settings::submit(sent)),
        field: |_| forms::settings::ON,
        words: |_| None,
    },
];

/// The form of that name. A button in a row carries a number behind it.
pub(crate) fn find(name: &str) -> Option<&'static Family> {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
    FAMILIES.iter().find(|family| family.name == name)
}

#[cfg(test)]
#[cfg(feature = "sandbox")]
impl Family {
    /// Whether a button opens it.
    pub(crate) fn opens(&self) -> bool {
        self.open.is_some()
    }
}

/// Opens a form, for whoever may.
pub(super) async fn open(play: &Play, family: &Family, opening: Opening) -> Result<Answer> {
    let Asker { workspace, user, .. } = &opening.asker;
    let now = play.clock.now();
    let refuse = |refusal: &Refusal| Answer::Say(voice::refusal::refusal(refusal, now));
    if let Err(refusal) = roles::admit(play, workspace, user, family.right).await? {
        return Ok(refuse(&refusal));
    }
    let Some(open) = family.open else { return Ok(Answer::Nothing) };
    Ok(match open(opening).await? {
        Ok(form) => Answer::Open { form, instead: voice::forms::did_not_open(family.instead) },
        Err(refusal) => refuse(&refusal),
    })
}

/// Changes a form as something is chosen in it, for whoever may open it.
pub(super) async fn change(play: &Play, asker: &Asker, view: &View, template: &str) -> Result<Answer> {
    let refuse = |refusal: &Refusal| Answer::Say(voice::refusal::refusal(refusal, play.clock.now()));
    if let Err(refusal) = roles::admit(play, &asker.workspace, &asker.user, Right::Steer).await? {
        return Ok(refuse(&refusal));
    }
    Ok(match contest::change(play, asker, view, template).await? {
        Ok(form) => Answer::Change(form),
        Err(refusal) => refuse(&refusal),
    })
}

/// Takes a form in, once: what its use case does goes by the name of the attempt, not of the delivery.
pub(super) async fn submit(play: &Play, interaction: &Interaction, view: &View) -> Result<Reply> {
    let Some(family) = find(&view.callback_id) else {
        return Ok(under(view, "", forms::outdated().to_owned()));
    };
    let (workspace, user) = (&interaction.workspace, &interaction.user);
    let now = play.clock.now();
    let refuse = |refusal: &Refusal| {
        let usual = || voice::refusal::refusal(refusal, now).text;
        let said = forms::plain(&(family.words)(refusal).unwrap_or_else(usual));
        under(view, (family.field)(refusal), said)
    };
    if let Err(refusal) = roles::admit(play, workspace, user, family.right).await? {
        return Ok(refuse(&refusal));
    }
    let attempt = attempt(play, workspace, &view.view_id).await?;
    let delivery = attempt.delivery();
    let asker = Asker { workspace: workspace.clone(), user: user.clone(), delivery };
    let sent = Sent { play: play.clone(), asker, view: view.clone() };
    match (family.submit)(sent).await? {
        Ok(reply) => Ok(reply),
        Err(refusal) => {
            refused(play, workspace, attempt).await?;
            Ok(refuse(&refusal))
        }
    }
}

/// Words under the block of a field, or under any other; in place of a form that asks nothing.
pub(crate) fn under(view: &View, field: &str, said: String) -> Reply {
    match view.filled.block(field).or_else(|| view.filled.first_block()) {
        Some(block) => Reply::error(block, said),
        None => Reply::Update(forms::not_done(&voice::Message::plain(said))),
    }
}
