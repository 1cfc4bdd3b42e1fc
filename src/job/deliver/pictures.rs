//! The pictures of a message: drawn and uploaded before it goes out, so that one post carries words and pictures.
//!
//! They are not put into the message afterwards: Slack shows others a picture that nobody else had yet seen only where
//! it came with `chat.postMessage`, and a broken one where it came with `chat.update`. So the message waits for its
//! pictures, but not for long: whatever goes wrong, the words go out by themselves within half a minute.

use std::time::Duration;

use serde_json::Value;

use super::Deliverer;
use super::trouble::Trouble;
use crate::domain::picture::{Look, Picture};
use crate::picture;
use crate::slack::client::{Failure, File};
use crate::store::posts::{self, Call, Claim, Message};
use crate::voice::blocks::image;

/// Up to this attempt, pictures that could not be uploaded are tried again; then the words go alone.
const UPLOADS: i64 = 3;
/// Up to this attempt, a picture that Slack has and does not know yet is waited for: it looks through each file first,
/// which takes a second or two.
const TAKEN_IN: i64 = 5;
/// How long one attempt may take over its pictures, in real time.
const PATIENCE: Duration = Duration::from_secs(7);
/// If Slack wants to be left alone for longer, the words do not wait.
const LONGEST: Duration = Duration::from_secs(5);

impl Deliverer {
    /// The blocks that show a message's pictures; none where it has none or they cannot be had. Fails only where it is
    /// worth to try again soon.
    pub(super) async fn pictures(&self, claim: &Claim, message: &Message) -> Result<Vec<Value>, Trouble> {
        let Some(look) = self.pictures else { return Ok(Vec::new()) };
        // Blocks hide the text that stands beside them.
        if message.pictures.is_empty() || message.blocks.is_none() {
            return Ok(Vec::new());
        }
        if message.files.len() == message.pictures.len() {
            return Ok(shown(&message.pictures, &message.files));
        }
        if claim.attempt > UPLOADS {
            return Ok(Vec::new());
        }
        let uploaded = tokio::time::timeout(PATIENCE, self.upload_all(&message.pictures, look)).await;
        match uploaded.unwrap_or_else(|_| Err(Failure::Unknown { why: "no end in sight".into() })) {
            Ok(files) => {
                let blocks = shown(&message.pictures, &files);
                self.keep_files(claim, files).await;
                Ok(blocks)
            }
            Err(failure) if claim.attempt < UPLOADS && passes(&failure) => Err(Trouble::before(failure)),
            Err(failure) => {
                tracing::warn!(key = claim.post.key, why = %failure, "goes out without its picture");
                Ok(Vec::new())
            }
        }
    }

    /// Draws pictures and takes them to Slack, which gives each a name.
    async fn upload_all(&self, pictures: &[Picture], look: Look) -> Result<Vec<String>, Failure> {
        let mut files = Vec::with_capacity(pictures.len());
        for picture in pictures {
            let title = picture.title.clone();
            let picture = picture.clone();
            let drawn = tokio::task::spawn_blocking(move || picture::png(&picture, look)).await;
            let bytes = match drawn {
                Ok(Ok(bytes)) => bytes,
                Ok(Err(why)) => return Err(Failure::Refused { code: why.to_string() }),
                Err(why) => return Err(Failure::Refused { code: why.to_string() }),
            };
            let id = self.slack.upload(File { name: "board.png".to_owned(), bytes }).await?;
            files.push((id, title));
        }
        self.slack.complete_files(&files).await?;
        Ok(files.into_iter().map(|(id, _)| id).collect())
    }

    /// Notes what Slack has, so that an attempt that follows need not upload it again. Where it cannot be noted, that one
    /// does.
    async fn keep_files(&self, claim: &Claim, uploaded: Vec<String>) {
        let mut call = claim.post.call.clone();
        if let Call::PostMessage { message, .. } | Call::DirectMessage { message, .. } = &mut call {
            message.files = uploaded;
        }
        let claim = claim.clone();
        let kept = self.store.write(async move |tx| posts::keep_call(tx, &claim, &call).await).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "what was uploaded could not be noted");
        }
    }
}

/// Whether it is worth to try again soon.
fn passes(failure: &Failure) -> bool {
    match failure {
        Failure::RateLimited { after } => *after <= LONGEST,
        Failure::NotSent { .. } | Failure::Unknown { .. } => true,
        Failure::Refused { .. } => false,
    }
}

/// Slack refuses the blocks with their pictures: it may have yet to take them in. Fails while that is worth waiting for.
pub(super) fn refused(claim: &Claim) -> Result<(), Trouble> {
    if claim.attempt < TAKEN_IN {
        return Err(Trouble::wait("Slack has yet to take the picture in"));
    }
    tracing::warn!(key = claim.post.key, "goes out without its picture: Slack does not take it in");
    Ok(())
}

/// The blocks that show uploaded pictures.
fn shown(pictures: &[Picture], files: &[String]) -> Vec<Value> {
    pictures.iter().zip(files).map(|(picture, file)| image(file, &picture.alt)).collect()
}

/// A message's arguments with its pictures: the first above the words, any others below.
pub(super) fn beside(words: &Value, pictures: Vec<Value>) -> Value {
    let mut arguments = words.clone();
    if let Some(blocks) = arguments["blocks"].as_array_mut() {
        let mut pictures = pictures.into_iter();
        blocks.splice(0..0, pictures.next());
        blocks.extend(pictures);
    }
    arguments
}
