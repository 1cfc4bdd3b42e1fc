//! What apps upload, and the addresses it comes in and goes out by.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::blocks::Faults;
use super::people::BOT_USER;
use super::refusal::Result;
use super::state;
use super::workspace::Workspace;

/// The largest file that is taken.
pub const MOST_BYTES: usize = 10 << 20;

/// How long Slack looks through a file that it was given; meanwhile it can be shown in no block.
const LOOKED_THROUGH: TimeDelta = TimeDelta::seconds(1);

/// What image blocks can show.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "gif"];

/// An uploaded file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct File {
    /// `F…`.
    pub id: String,
    /// As on the disk it came from.
    pub name: String,
    /// As people see it.
    pub title: String,
    /// How long it was announced to be.
    pub length: usize,
    /// Its content, once uploaded.
    pub bytes: Vec<u8>,
    /// Whether the app said that it is done with it.
    pub complete: bool,
    /// When it did.
    #[serde(default)]
    pub completed_at: DateTime<Utc>,
    /// Whether it was shared with anybody: until then nobody but the app sees it.
    #[serde(default = "yes")]
    pub shared: bool,
}

/// What was kept before this was told apart had been shared.
fn yes() -> bool {
    true
}

impl File {
    /// The file as Slack gives one.
    pub fn shown(&self, workspace: &Workspace) -> Value {
        let private = workspace.url("http", &format!("/files/{}", self.id));
        json!({
            "id": self.id, "name": self.name, "title": self.title, "size": self.bytes.len(),
            "mimetype": self.mimetype(), "filetype": self.extension(), "user": BOT_USER, "mode": "hosted",
            "is_external": false, "is_public": self.shared, "url_private": private, "url_private_download": private,
            "permalink": private,
        })
    }

    fn extension(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    fn mimetype(&self) -> &'static str {
        match self.extension() {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "csv" => "text/csv",
            "txt" | "md" => "text/plain",
            "json" => "application/json",
            _ => "application/octet-stream",
        }
    }
}

/// Refuses, with an error, blocks at a place that show a file which is not there, is no picture, or is still looked through.
pub fn check_shown(
    state: &state::State,
    (error, at): (&'static str, &str),
    blocks: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut faults = Faults::default();
    each_shown(at, blocks, &mut |at, shown| {
        let file = found(state, shown).and_then(|id| state.files.get(&id)).filter(|file| file.complete);
        let can_be_shown = |file: &File| {
            let is_picture = PICTURES.contains(&file.extension().to_ascii_lowercase().as_str());
            is_picture && now >= file.completed_at + LOOKED_THROUGH
        };
        if !file.is_some_and(can_be_shown) {
            faults.add(at, "invalid slack file");
        }
    });
    faults.refuse(error)
}

/// Shares the files that a message's blocks show with whoever sees it. Posting does that, and nothing else: where an
/// edited message shows a file that nobody has seen, others see a broken picture.
pub fn share_shown(state: &mut state::State, blocks: &Value) {
    let mut ids = Vec::new();
    each_shown("", blocks, &mut |_, shown| ids.extend(found(state, shown)));
    for id in ids {
        if let Some(file) = state.files.get_mut(&id) {
            file.shared = true;
        }
    }
}

/// The id of the file that a block shows, which names it or gives its address.
fn found(state: &state::State, shown: &Value) -> Option<String> {
    let named = || shown["url"].as_str()?.rsplit_once("/files/").map(|(_, id)| id.to_owned());
    let id = shown["id"].as_str().map(str::to_owned).or_else(named)?;
    state.files.contains_key(&id).then_some(id)
}

fn each_shown(at: &str, value: &Value, told: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| each_shown(&format!("{at}/{index}"), item, told));
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                if name == "slack_file" { told(&at, value) } else { each_shown(&at, value, told) }
            }
        }
        _ => {}
    }
}

/// `POST /upload/{id}`: the bytes as they are, or as one part of a form.
pub async fn upload(
    State(workspace): State<Workspace>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let Some(bytes) = content(request).await else {
        return (StatusCode::BAD_REQUEST, "no file").into_response();
    };
    let mut state = workspace.state();
    let Some(file) = state.files.get_mut(&id).filter(|file| file.bytes.is_empty()) else {
        return (StatusCode::NOT_FOUND, "no such upload").into_response();
    };
    if bytes.len() != file.length {
        return (StatusCode::BAD_REQUEST, "not the announced length").into_response();
    }
    file.bytes = bytes.into();
    format!("OK - {}", file.length).into_response()
}

async fn content(request: Request) -> Option<Bytes> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        let mut parts = Multipart::from_request(request, &()).await.ok()?;
        return parts.next_field().await.ok()??.bytes().await.ok();
    }
    axum::body::to_bytes(request.into_body(), MOST_BYTES).await.ok()
}

/// `GET /files/{id}`: the file, for those whom it was shared with.
pub async fn download(State(workspace): State<Workspace>, Path(id): Path<String>) -> Response {
    let state = workspace.state();
    match state.files.get(&id).filter(|file| file.complete && file.shared) {
        Some(file) => ([(header::CONTENT_TYPE, file.mimetype())], file.bytes.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
