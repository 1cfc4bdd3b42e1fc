//! Files: Slack hands out an address, takes the bytes there, and keeps them once they are shared.

use serde_json::{Value, json};
use slack_morphism::errors::SlackClientError;
use slack_morphism::{SlackClientApiCallContext, SlackClientHttpConnector};
use url::Url;

use super::{Failure, SlackApi, classify, unknown};
use crate::domain::id::ChannelId;

/// A file to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, which tells Slack what it is.
    pub name: String,
    /// What it holds; never empty, since Slack takes no empty file.
    pub bytes: Vec<u8>,
}

impl SlackApi {
    /// Takes a file to Slack and gives its id. Nobody sees it before it is shared; one that is never shared Slack
    /// throws away, so that an upload can be begun anew.
    pub async fn upload(&self, file: File) -> Result<String, Failure> {
        let length = file.bytes.len().to_string();
        let arguments = [("filename", file.name.as_str()), ("length", length.as_str())];
        let answer = self.look_up("files.getUploadURLExternal", &arguments).await?;
        let (Some(url), Some(id)) = (answer["upload_url"].as_str(), answer["file_id"].as_str()) else {
            return Err(unknown("files.getUploadURLExternal gives no address"));
        };
        self.put(url, &file.bytes).await?;
        Ok(id.to_owned())
    }

    /// Shares an uploaded file in a channel, with words beside it. This can be done once.
    pub async fn share_file(
        &self,
        id: &str,
        title: &str,
        channel: &ChannelId,
        words: &str,
    ) -> Result<(), Failure> {
        let files = json!([{"id": id, "title": title}]);
        let arguments = json!({"files": files, "channel_id": channel, "initial_comment": words});
        self.call("files.completeUploadExternal", &arguments).await.map(drop)
    }

    /// Says of uploaded files, each an id and a title, that they are there to be shown in a message's blocks. Nobody but
    /// us sees them before one is posted.
    pub async fn complete_files(&self, files: &[(String, String)]) -> Result<(), Failure> {
        let files: Vec<Value> = files.iter().map(|(id, title)| json!({"id": id, "title": title})).collect();
        self.call("files.completeUploadExternal", &json!({"files": files})).await.map(drop)
    }

    /// The bytes go to the address as they are. It answers for itself: it needs no token, and is kept out of logs.
    async fn put(&self, url: &str, bytes: &[u8]) -> Result<(), Failure> {
        let url = Url::parse(url).map_err(|_| unknown("files.getUploadURLExternal gives no address"))?;
        let span = tracing::Span::none();
        let context = SlackClientApiCallContext {
            rate_control_params: None,
            token: None,
            tracing_span: &span,
            is_sensitive_url: true,
        };
        let kind = "application/octet-stream".to_owned();
        let connector = &self.client.http_api.connector;
        let sent = connector.http_post_uri_binary::<Value>(url, kind, bytes, context);
        match tokio::time::timeout(self.time_out, sent).await {
            Err(_) => Err(unknown("no answer in time")),
            // It says "OK" and a number, which is no JSON: the status is what counts.
            Ok(Ok(_) | Err(SlackClientError::ProtocolError(_))) => Ok(()),
            Ok(Err(error)) => Err(classify(error)),
        }
    }
}
