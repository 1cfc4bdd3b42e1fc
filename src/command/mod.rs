//! Slash commands: the table of commands and verbs, from which help, the manifest and the sandbox's
//! autocomplete are read too, and the way from a command to its verb.

pub mod contest;
pub mod leaderboard;
pub mod pace;
pub mod share;
pub mod typed;
mod which;
pub mod words;

#[cfg(test)]
mod neighbours;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod stories;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

pub use typed::Command;

use crate::domain::id::ContestId;
use crate::domain::nearest::nearest;
use crate::domain::refusal::Refusal;
use crate::figures::figures;
use crate::play::pick::Wanted;
use crate::play::roles::{self, Right};
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::help::{HelpLine, help};
use crate::voice::{self, Message};
use words::Word;

/// One command.
pub struct Spec {
    /// With its slash.
    pub name: &'static str,
    /// What Slack shows behind it while it is typed.
    pub usage_hint: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    /// Its verbs; none where it takes its words as they are.
    pub verbs: &'static [Verb],
    /// What it does without a verb, and who may; its help, for everybody, where absent.
    pub plain: Option<(Right, Run)>,
    /// Help for what it does without a verb.
    pub lines: &'static [HelpLine],
}

/// One verb of a command.
pub struct Verb {
    /// The word.
    pub name: &'static str,
    /// Who may use it.
    pub right: Right,
    /// How it is typed and what it does.
    pub help: HelpLine,
    /// What it does.
    pub run: Run,
}

/// What a command or verb does.
pub type Run = fn(Call) -> BoxFuture<'static, Result<Message>>;

/// The four commands.
pub const COMMANDS: [&Spec; 4] = [&share::SPEC, &contest::SPEC, &leaderboard::SPEC, &pace::SPEC];

/// A command on its way to its verb.
pub struct Call {
    /// What it works with.
    pub play: Play,
    /// The command.
    pub command: Command,
    /// The words after the verb.
    pub words: Vec<Word>,
    /// When it arrived.
    pub now: DateTime<Utc>,
    /// The contest that a button chose.
    chosen: Option<ContestId>,
    spec: &'static Spec,
    outcome: Arc<Outcome>,
}

/// What came of a call beside its words.
#[derive(Default)]
struct Outcome {
    refused: AtomicBool,
    form: Mutex<Option<Form>>,
}

impl Outcome {
    fn refuse(&self) {
        self.refused.store(true, Ordering::Relaxed);
    }
}

/// What a command is answered with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What to say; where there is a form, only if it does not open.
    pub said: Message,
    /// The form to open.
    pub form: Option<Form>,
}

impl Call {
    /// Who asks.
    pub fn asker(&self) -> Asker {
        Asker {
            workspace: self.command.workspace.clone(),
            user: self.command.user.clone(),
            delivery: self.command.delivery.clone(),
        }
    }

    /// The contest where all of `words` are its title.
    pub fn titled(&self, words: &[Word]) -> Wanted {
        self.meant(which::titled(words))
    }

    /// The words before a contest at their end, and this contest. Of the words that lead to one, those that are `taken`
    /// mean something else.
    pub fn of_contest<'w>(&self, words: &'w [Word], taken: &[&str]) -> (&'w [Word], Wanted) {
        let (before, said) = which::of_contest(words, taken);
        (before, self.meant(said))
    }

    /// The contest that was said, or else the one that a button chose.
    pub fn meant(&self, said: Wanted) -> Wanted {
        match (said, &self.chosen) {
            (Wanted::Unsaid, Some(contest)) => Wanted::Id(contest.clone()),
            (said, _) => said,
        }
    }

    /// Declines.
    pub fn refuse(&self, refusal: &Refusal) -> Message {
        self.outcome.refuse();
        match refusal {
            Refusal::WhichContest { options } => {
                let line = format!("{} {}", self.spec.name, self.command.text);
                voice::which::which(&line, &words::seen(&line), options)
            }
            refusal => voice::refusal::refusal(refusal, self.now),
        }
    }

    /// Opens a form; `instead` is how to go on without it, should it not open.
    pub fn open(&self, form: Form, instead: &str) -> Message {
        *self.outcome.form.lock().unwrap_or_else(PoisonError::into_inner) = Some(form);
        voice::forms::did_not_open(instead)
    }

    /// The command's help.
    pub fn usage(&self) -> Message {
        usage(self.spec)
    }
}

/// The help of a command: one line for each thing it does.
fn usage(spec: &Spec) -> Message {
    let verbs = spec.verbs.iter().map(|verb| verb.help);
    help(spec.about, &spec.lines.iter().copied().chain(verbs).collect::<Vec<_>>())
}

/// The command's name as the table has it, `other` for one that is not ours.
pub fn known(name: &str) -> &'static str {
    COMMANDS.into_iter().find(|spec| spec.name.eq_ignore_ascii_case(name)).map_or("other", |spec| spec.name)
}

/// Does what a command asks and says what came of it, to whoever typed it.
///
/// # Errors
/// When the database fails, or the app was removed from the workspace: then nothing was done.
pub async fn answer(play: &Play, command: Command) -> Result<Answer> {
    answer_about(play, command, None).await
}

/// The same where a button chose the contest that the words leave open.
///
/// # Errors
/// The same.
pub async fn answer_about(play: &Play, command: Command, chosen: Option<ContestId>) -> Result<Answer> {
    let (name, outcome) = (known(&command.name), Arc::new(Outcome::default()));
    let said = run(play, command, chosen, outcome.clone()).await?;
    let word = if outcome.refused.load(Ordering::Relaxed) { "refused" } else { "answered" };
    figures().commands.of([name, word]).increment(1);
    let form = outcome.form.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(Answer { said, form })
}

async fn run(
    play: &Play,
    command: Command,
    chosen: Option<ContestId>,
    outcome: Arc<Outcome>,
) -> Result<Message> {
    let name = command.name.to_lowercase();
    let Some(spec) = COMMANDS.into_iter().find(|spec| spec.name == name) else {
        let nearest = nearest(&name, COMMANDS.iter().map(|spec| spec.name)).unwrap_or("/pace");
        return Ok(Message::plain(format!("I know no such command; `{nearest} help` shows what I do.")));
    };
    let mut words = words::split(&command.text);
    if words.first().is_some_and(|word| word.is("help")) {
        return Ok(usage(spec));
    }
    let verb = spec.verbs.iter().find(|verb| words.first().is_some_and(|word| word.is(verb.name)));
    let now = play.clock.now();
    let (right, run) = match (verb, spec.verbs.is_empty() || words.is_empty()) {
        (Some(verb), _) => {
            words.remove(0);
            (verb.right, verb.run)
        }
        (None, true) => match spec.plain {
            Some(plain) => plain,
            None => return Ok(usage(spec)),
        },
        (None, false) => {
            outcome.refuse();
            return Ok(voice::refusal::refusal(&unknown_verb(spec, &words[0].text), now));
        }
    };
    // Who plays is asked by the use case, in the transaction that it needs anyway.
    if right != Right::Play
        && let Err(refusal) = roles::admit(play, &command.workspace, &command.user, right).await?
    {
        outcome.refuse();
        return Ok(voice::refusal::refusal(&refusal, now));
    }
    run(Call { play: play.clone(), now, command, words, chosen, spec, outcome }).await
}

fn unknown_verb(spec: &Spec, word: &str) -> Refusal {
    let verbs = spec.verbs.iter().map(|verb| verb.name).chain(["help"]);
    Refusal::UnknownWord {
        command: spec.name.to_owned(),
        word: words::seen(word),
        nearest: nearest(word, verbs).map(str::to_owned),
    }
}
