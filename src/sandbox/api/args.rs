//! A call's arguments, in whichever of Slack's forms they came: a query, a form, several parts, or JSON.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{header, request::Parts};
use serde_json::{Map, Value, json};

use crate::sandbox::refusal::{Refusal, Result};

/// What a method was called with.
#[derive(Clone, Debug, Default)]
pub struct Args {
    fields: Map<String, Value>,
    token: Option<String>,
    came_as_json: bool,
    problem: Option<&'static str>,
}

impl Args {
    /// The arguments of a call from this process.
    pub fn of(arguments: Value, token: &str) -> Self {
        let fields = match arguments {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        Self { fields, token: Some(token.into()), ..Self::default() }
    }

    /// Reads a request.
    pub async fn read(head: &Parts, body: &Bytes) -> Self {
        let mut args = Self::default();
        args.take_form(head.uri.query().unwrap_or("").as_bytes());
        let content_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or("").to_ascii_lowercase();
        if content_type.starts_with("application/json") {
            args.take_json(body);
        } else if content_type.starts_with("multipart/form-data") {
            args.take_parts(head, body).await;
        } else {
            args.take_form(body);
        }
        let bearer = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        // A token in a JSON body is none: Slack wants it in the header then.
        let inside = args.fields.remove("token").filter(|_| !args.came_as_json);
        args.token = bearer
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(|token| token.trim().to_owned())
            .or_else(|| inside.and_then(|token| token.as_str().map(Into::into)))
            .filter(|token| !token.is_empty());
        args
    }

    fn take_form(&mut self, form: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(form) {
            self.fields.insert(name.into_owned(), json!(value));
        }
    }

    fn take_json(&mut self, body: &[u8]) {
        self.came_as_json = true;
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => self.fields.extend(fields),
            Ok(_) => self.problem = Some("json_not_object"),
            Err(_) if body.is_empty() => {}
            Err(_) => self.problem = Some("invalid_json"),
        }
    }

    async fn take_parts(&mut self, head: &Parts, body: &Bytes) {
        let request = Request::from_parts(head.clone(), body.clone().into());
        let Ok(mut parts) = Multipart::from_request(request, &()).await else {
            self.problem = Some("invalid_form_data");
            return;
        };
        loop {
            match parts.next_field().await {
                Ok(Some(part)) => {
                    let name = part.name().unwrap_or("").to_owned();
                    if let Ok(value) = part.text().await {
                        self.fields.insert(name, json!(value));
                    }
                }
                Ok(None) => return,
                Err(_) => {
                    self.problem = Some("invalid_form_data");
                    return;
                }
            }
        }
    }

    /// What is wrong with the request as such.
    pub fn problem(&self) -> Option<&'static str> {
        self.problem
    }

    /// The token it was signed in with.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The arguments as a method sees them that takes no JSON: it passes JSON over, as Slack does.
    pub fn without_json(&self) -> Self {
        if self.came_as_json { Self::default() } else { self.clone() }
    }

    /// The arguments for the record of calls; what came as text but is JSON is shown as such.
    pub fn shown(&self) -> Value {
        let shown = |value: &Value| match value {
            Value::String(text) if text.starts_with(['{', '[']) => {
                serde_json::from_str(text).unwrap_or(json!(text))
            }
            other => other.clone(),
        };
        self.fields.iter().map(|(name, value)| (name.clone(), shown(value))).collect::<Map<_, _>>().into()
    }

    /// A text; numbers are taken for their digits.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text that must be there.
    pub fn need(&self, name: &str) -> Result<String> {
        self.text(name).ok_or_else(|| Refusal::missing(name))
    }

    /// A yes or no; no, where nothing is said.
    pub fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.as_str(), "true" | "1"),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// A list or an object, as JSON or as text that holds it; null is nothing. Text that holds none is
    /// refused by `error`.
    pub fn json(&self, name: &str, error: &'static str) -> Result<Option<Value>> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| error.into()),
            Some(other) => Ok(Some(other.clone())),
        }
    }

    /// The page that is asked for: how many things, and from which on. Cursors are our own words.
    pub fn page(&self, usual: usize, most: usize) -> Result<(usize, usize)> {
        let limit = match self.text("limit").filter(|limit| !limit.is_empty()) {
            None => usual,
            Some(limit) => match limit.parse::<usize>() {
                Ok(0) => usual,
                Ok(limit) if limit <= most => limit,
                _ => return Err("invalid_limit".into()),
            },
        };
        let start = match self.text("cursor").filter(|cursor| !cursor.is_empty()) {
            None => 0,
            Some(cursor) => read_cursor(&cursor).ok_or("invalid_cursor")?,
        };
        Ok((limit, start))
    }
}

fn read_cursor(cursor: &str) -> Option<usize> {
    cursor
        .strip_prefix("c2FuZGJveDo")
        .and_then(|place| place.strip_suffix('='))
        .and_then(|place| place.parse().ok())
}

/// One page of things, and the cursor to the next: empty on the last.
pub fn paged<T>(all: Vec<T>, (limit, start): (usize, usize)) -> (Vec<T>, String) {
    let cursor = if start.saturating_add(limit) < all.len() {
        format!("c2FuZGJveDo{}=", start + limit)
    } else {
        String::new()
    };
    (all.into_iter().skip(start).take(limit).collect(), cursor)
}
