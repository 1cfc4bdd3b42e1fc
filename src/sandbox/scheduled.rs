//! Messages that the app has Slack post later.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::messages::Message;
use super::workspace::Workspace;

/// A message to be posted later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scheduled {
    /// `Q…`.
    pub id: String,
    /// Where.
    pub channel: String,
    /// When, in seconds.
    pub post_at: i64,
    /// What. It gets its `ts` when it is posted.
    pub message: Message,
}

impl Workspace {
    /// When the next scheduled message is due.
    pub fn next_scheduled(&self) -> Option<DateTime<Utc>> {
        let next = self.state().scheduled.iter().map(|later| later.post_at).min()?;
        DateTime::from_timestamp(next, 0)
    }

    /// Posts what is due.
    pub fn post_scheduled(&self) {
        let now = self.now().timestamp();
        let mut state = self.state();
        let (mut due, later) =
            std::mem::take(&mut state.scheduled).into_iter().partition(|it| it.post_at <= now);
        state.scheduled = later;
        let due: &mut Vec<Scheduled> = &mut due;
        due.sort_by_key(|later| later.post_at);
        for scheduled in due.drain(..) {
            let Ok(channel) = state.channel(&scheduled.channel).cloned() else { continue };
            // Slack drops what may not be posted any more.
            if state.may_post(&scheduled.message.user, &channel).is_ok() {
                self.post(&mut state, &channel, scheduled.message);
            }
        }
    }

    /// Posts a message now: it gets its `ts`, and the app hears of it. Returns the `ts`.
    pub fn post(
        &self,
        state: &mut super::state::State,
        channel: &super::channels::Channel,
        mut message: Message,
    ) -> String {
        message.ts = state.new_ts(self.now());
        if let Some(blocks) = &message.blocks {
            super::files::share_shown(state, blocks);
        }
        let ts = message.ts.clone();
        state.say(&channel.id, message.clone());
        if message.ephemeral_to.is_none() {
            self.emit_message(state, channel, &message);
        }
        self.changed("message", Some(&channel.id));
        ts
    }
}

/// Posts each scheduled message when its time comes.
pub async fn run(workspace: Workspace) {
    loop {
        workspace.post_scheduled();
        let woken = workspace.scheduled.notified();
        match workspace.next_scheduled() {
            Some(due) => tokio::select! {
                () = workspace.clock.sleep_until(due) => {}
                () = woken => {}
            },
            None => woken.await,
        }
    }
}
