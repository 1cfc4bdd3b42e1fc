//! Calls that go wrong because a fault was asked for.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::Args;
use crate::sandbox::faults::{Fault, Kind};
use crate::sandbox::workspace::Workspace;

/// What goes on record for a call that went wrong, and what the app gets.
pub async fn answered(workspace: &Workspace, method: &str, args: &Args, fault: &Fault) -> (Value, Response) {
    match fault.kind {
        Kind::Delay => {
            tokio::time::sleep(Duration::from_millis(fault.ms.unwrap_or(1000))).await;
            super::answered(workspace, method, args)
        }
        Kind::ExpiredTrigger => {
            workspace.state().triggers.expire();
            super::answered(workspace, method, args)
        }
        Kind::DropAfter => (super::answered(workspace, method, args).0, hang_up()),
        Kind::RateLimited => {
            let body = json!({"ok": false, "error": "ratelimited"});
            let wait = [(header::RETRY_AFTER, fault.retry_after.to_string())];
            (body.clone(), (StatusCode::TOO_MANY_REQUESTS, wait, Json(body)).into_response())
        }
        Kind::ServerError => {
            (Value::Null, (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response())
        }
        Kind::Html => {
            (Value::Null, Html("<!DOCTYPE html><title>Slack</title><p>Down for now.").into_response())
        }
        Kind::Mute => {
            let silence = fault.ms.map_or(Duration::MAX, Duration::from_millis);
            tokio::select! {
                () = tokio::time::sleep(silence) => {}
                () = workspace.stop.cancelled() => {}
            }
            (Value::Null, hang_up())
        }
        Kind::DropBefore | Kind::Disconnect | Kind::KillSocket | Kind::Duplicate => (Value::Null, hang_up()),
    }
}

/// An answer that breaks off before its first byte, and the connection with it.
fn hang_up() -> Response {
    let broken = std::io::Error::other("hung up");
    Body::from_stream(futures_util::stream::once(async { Err::<Bytes, _>(broken) })).into_response()
}
