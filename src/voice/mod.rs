//! How the bot speaks: facts in, words and Block Kit out. All wording lives here, as pure functions.

pub mod badges;
pub mod blocks;
pub mod board;
pub mod contest;
pub mod contest_log;
pub mod corrections;
pub mod draws;
pub mod dry_runs;
pub mod duels;
pub mod escape;
pub mod export;
pub mod files;
pub mod format;
pub mod forms;
pub mod health;
pub mod help;
pub mod home;
#[cfg(test)]
mod hostile;
pub mod measures;
pub mod pace;
pub mod picture;
pub mod preferences;
pub mod privacy;
pub mod quota;
pub mod receipt;
pub mod refusal;
pub mod reviews;
pub mod rewards;
pub mod rounds;
pub mod rules;
pub mod screens;
pub mod seasons;
pub mod shout_out;
pub mod swaps;
pub mod teams;
mod to_do;
pub mod wall;
pub mod which;
pub mod words;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Something to say: Block Kit, with a text that says the same in a notification or aloud.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The words alone.
    pub text: String,
    /// The blocks; empty where the text is all there is.
    pub blocks: Vec<Value>,
}

impl Message {
    /// Words without blocks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), blocks: Vec::new() }
    }

    /// The answer to a command or a click, seen by the person alone.
    pub fn to_ephemeral(&self) -> Value {
        let mut answer = json!({"response_type": "ephemeral", "text": self.text});
        if !self.blocks.is_empty() {
            answer["blocks"] = Value::Array(self.blocks.clone());
        }
        answer
    }
}
