//! What apps upload, and the addresses it comes in and goes out by.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::people::BOT_USER;
use super::workspace::Workspace;

/// The largest file that is taken.
pub const MOST_BYTES: usize = 10 << 20;

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
}

impl File {
    /// The file as Slack gives one.
    pub fn shown(&self, workspace: &Workspace) -> Value {
        let private = workspace.url("http", &format!("/files/{}", self.id));
        json!({
            "id": self.id, "name": self.name, "title": self.title, "size": self.bytes.len(),
            "mimetype": self.mimetype(), "filetype": self.extension(), "user": BOT_USER, "mode": "hosted",
            "is_external": false, "is_public": true, "url_private": private, "url_private_download": private,
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

/// `GET /files/{id}`: the file, for the page as for the app.
pub async fn download(State(workspace): State<Workspace>, Path(id): Path<String>) -> Response {
    let state = workspace.state();
    match state.files.get(&id).filter(|file| file.complete) {
        Some(file) => ([(header::CONTENT_TYPE, file.mimetype())], file.bytes.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
