//! People, as a story acts for them.

use super::{BOT_USER, Said, Stage, WINS, What, home};
use crate::sandbox::{Click, PersonChange};
use crate::store::{Tx, standings};

/// A person somewhere in the workspace; in the contests' channel, unless put elsewhere.
#[derive(Clone)]
pub(crate) struct Player<'t> {
    stage: &'t Stage,
    pub(crate) id: String,
    pub(crate) name: String,
    place: String,
}

/// A message that a person posted.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) channel: String,
    pub(crate) ts: String,
}

impl<'t> Player<'t> {
    pub(super) fn named(stage: &'t Stage, name: &str) -> Self {
        let state = stage.workspace.state();
        let person = state.people.iter().find(|person| person.real_name.split(' ').next() == Some(name));
        let id = person.unwrap_or_else(|| panic!("nobody is called {name}")).id.clone();
        Self { stage, id, name: name.to_owned(), place: WINS.to_owned() }
    }

    pub(super) fn stage(&self) -> &'t Stage {
        self.stage
    }

    /// The same person in another channel.
    pub(crate) fn at(&self, place: &str) -> Self {
        Self { place: place.to_owned(), ..self.clone() }
    }

    /// The same person in the direct message with the bot.
    pub(crate) fn privately(&self) -> Self {
        self.at(BOT_USER)
    }

    /// Types a command; the bot has acknowledged it, and Slack could show its answer.
    pub(crate) async fn types(&self, line: &str) {
        let (command, words) = line.split_once(' ').unwrap_or((line, ""));
        let answer = self.stage.workspace.type_command(&self.id, &self.place, command, words).await;
        let answer = answer.unwrap_or_else(|refusal| panic!("{line}: {refusal:?}"));
        assert_eq!(answer.refused, None, "Slack refused the answer to {line}");
    }

    /// Types a command and hears the answer.
    pub(crate) async fn asks(&self, line: &str) -> Said {
        self.types(line).await;
        self.hears().await
    }

    /// Shares something new by command, and hears what it earned.
    pub(crate) async fn shares(&self, what: What) -> Said {
        self.asks(&format!("/share {}", self.stage.fresh(what))).await
    }

    /// Drops something new in the channel.
    pub(crate) async fn drops(&self, what: What) -> Post {
        self.says(&self.stage.fresh(what)).await
    }

    /// Posts a message; the bot has taken it in.
    pub(crate) async fn says(&self, words: &str) -> Post {
        self.posts(words, None).await
    }

    /// Answers a message in its thread.
    pub(crate) async fn replies(&self, to: &Post, words: &str) -> Post {
        self.posts(words, Some(&to.ts)).await
    }

    async fn posts(&self, words: &str, thread: Option<&str>) -> Post {
        let workspace = &self.stage.workspace;
        let channel = workspace.state().place(&self.id, &self.place).unwrap().id;
        let ts = workspace.post_message(&self.id, &channel, words, thread).unwrap();
        workspace.deliveries_settled().await;
        Post { channel, ts }
    }

    /// Edits a message of theirs.
    pub(crate) async fn edits(&self, post: &Post, words: &str) {
        self.stage.workspace.edit(&self.id, &post.channel, &post.ts, words).unwrap();
        self.stage.workspace.deliveries_settled().await;
    }

    /// Deletes a message of theirs.
    pub(crate) async fn deletes(&self, post: &Post) {
        self.stage.workspace.delete(&self.id, &post.channel, &post.ts).unwrap();
        self.stage.workspace.deliveries_settled().await;
    }

    /// Clicks the button with this label, on the latest message that has one and that they can see.
    pub(crate) async fn clicks(&self, label: &str) {
        self.stage.deliver().await;
        let channel = self.stage.workspace.state().place(&self.id, &self.place).unwrap().id;
        let said = super::said::all(&self.stage.workspace);
        let here = said.iter().filter(|said| said.channel == channel);
        let mut seen = here.filter(|said| said.to.as_ref().is_none_or(|only| *only == self.id));
        let found = seen.by_ref().filter_map(|said| Some((said.ts.clone(), said.button(label)?))).last();
        let (ts, (action_id, value)) = found.unwrap_or_else(|| panic!("{} sees no [{label}]", self.name));
        let (channel, ts) = (Some(channel), Some(ts));
        let click = Click { user: self.id.clone(), action_id, value, channel, ts, ..Click::default() };
        self.stage.workspace.click(&click).await.unwrap();
    }

    /// The next thing that the bot told only them.
    pub(crate) async fn hears(&self) -> Said {
        self.stage.next(|said| said.to.as_ref() == Some(&self.id), &self.name).await
    }

    /// What was said to them as it looks now that it has changed.
    pub(crate) async fn sees_change(&self, said: &Said) -> Said {
        self.stage.changed(said, &self.name).await
    }

    /// Checks that the bot has told them no more.
    pub(crate) async fn hears_nothing(&self) {
        self.stage.quiet(|said| said.to.as_ref() == Some(&self.id)).await;
    }

    /// Their points in all contests.
    pub(crate) async fn points(&self) -> i64 {
        let mut points = 0;
        for contest in self.stage.contests().await {
            points += self.points_in(&contest.title).await;
        }
        points
    }

    /// Their points in the contest of that title.
    pub(crate) async fn points_in(&self, title: &str) -> i64 {
        self.stage.deliver().await;
        let contests = self.stage.contests().await;
        let contest = contests.iter().find(|contest| contest.title == title).unwrap().id.clone();
        let user = self.id.as_str().into();
        let points = async |tx: &mut Tx| standings::points(tx, &home(), &contest, &user).await;
        self.stage.app.play().store.read(points).await.unwrap()
    }

    /// Leaves the company.
    pub(crate) async fn is_deactivated(&self, deactivated: bool) {
        let change =
            PersonChange { user: self.id.clone(), deactivated: Some(deactivated), ..PersonChange::default() };
        self.stage.workspace.change_person(&change).unwrap();
        self.stage.workspace.deliveries_settled().await;
    }
}

impl Stage {
    /// Whether the bot has marked a message as counted.
    pub(crate) async fn is_marked(&self, post: &Post) -> bool {
        self.deliver().await;
        let state = self.workspace.state();
        let message = state.message(&post.channel, &post.ts).unwrap();
        message.reactions.iter().any(|reaction| reaction.users.iter().any(|user| user == BOT_USER))
    }
}
