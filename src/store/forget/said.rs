//! What was said to a person or of them, as far as we keep it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Forgotten;
use crate::store::values::json;
use crate::store::{Result, Tx, execute, fetch_all, grounds};
use crate::voice::escape::escaped;

/// Forgets it. `names` are those that the person ever had, as typed; `messages` are theirs, each with its channel.
pub(super) async fn forget(
    tx: &mut Tx,
    gone: &Forgotten<'_>,
    names: &[String],
    messages: &[(String, String)],
) -> Result<()> {
    let (workspace, user) = (gone.workspace.as_str(), gone.user.as_str());
    // What one person sees in a channel has a lane that ends with them.
    let theirs = format!("#{user}");
    execute!(
        tx,
        "DELETE FROM owed_posts
         WHERE workspace_id = $1 AND (lane = $2 OR SUBSTR(lane, LENGTH(lane) - LENGTH($3) + 1) = $3)",
        workspace,
        user,
        theirs.as_str(),
    )?;
    execute!(
        tx,
        "DELETE FROM lanes WHERE workspace_id = $1 AND (lane = $2 OR SUBSTR(lane, LENGTH(lane) - LENGTH($3) + 1) = $3)",
        workspace,
        user,
        theirs.as_str(),
    )?;
    let quoted = json(gone.user)?;
    execute!(
        tx,
        "UPDATE agenda SET args = REPLACE(args, $2, $3) WHERE workspace_id = $1 AND args <> REPLACE(args, $2, $3)",
        workspace,
        quoted.as_str(),
        json(gone.stand_in)?,
    )?;
    about(tx, gone, messages).await?;
    // Their posts that were refused as another's.
    execute!(
        tx,
        "DELETE FROM deliveries WHERE workspace_id = $1 AND SUBSTR(delivery_id, 1, LENGTH($2)) = $2",
        workspace,
        grounds::refused(gone.user, ""),
    )?;
    // An answer that named them is no longer told again; Slack asks for it within minutes, if at all.
    for needle in names.iter().map(json).chain([Ok(quoted)]) {
        let needle = needle?;
        execute!(
            tx,
            "UPDATE deliveries SET answer = NULL WHERE workspace_id = $1 AND answer <> REPLACE(answer, $2, '')",
            workspace,
            needle.as_str(),
        )?;
    }
    // What sets a name apart in a sentence stays, around what is said instead.
    let shown: BTreeSet<String> = names.iter().flat_map(|name| [name.clone(), escaped(name)]).collect();
    for needle in shown.iter().map(String::as_str).chain([user]) {
        posts(tx, gone, needle).await?;
    }
    Ok(())
}

/// What hangs on their messages: our reactions, and what became of the messages.
async fn about(tx: &mut Tx, gone: &Forgotten<'_>, messages: &[(String, String)]) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let workspace = gone.workspace.as_str();
    for (channel, ts) in messages {
        let channel = channel.as_str().into();
        execute!(
            tx,
            "DELETE FROM deliveries WHERE workspace_id = $1 AND delivery_id IN ($2, $3)",
            workspace,
            grounds::gone(&channel, ts),
            grounds::edits(&channel, ts),
        )?;
    }
    let reactions = fetch_all!(
        tx,
        (String, String),
        "SELECT key, call FROM owed_posts WHERE workspace_id = $1 AND kind = 'reaction'",
        workspace,
    )?;
    for (key, call) in reactions {
        let Ok(call) = serde_json::from_str::<Value>(&call) else { continue };
        let is_about = |(channel, ts): &(String, String)| {
            call["ts"] == ts.as_str() && call["channel"] == channel.as_str()
        };
        if messages.iter().any(is_about) {
            execute!(
                tx,
                "DELETE FROM owed_posts WHERE workspace_id = $1 AND key = $2",
                workspace,
                key.as_str(),
            )?;
        }
    }
    Ok(())
}

/// Posts that say `needle`: what went out keeps its place, not its words; what waits says another name.
async fn posts(tx: &mut Tx, gone: &Forgotten<'_>, needle: &str) -> Result<()> {
    let workspace = gone.workspace.as_str();
    // As JSON writes it within a text.
    let written = json(&needle)?;
    let inside = written.trim_start_matches('"').strip_suffix('"').unwrap_or_default();
    if inside.is_empty() {
        return Ok(());
    }
    let found = fetch_all!(
        tx,
        (String, String, Option<i64>),
        "SELECT key, call, settled_at FROM owed_posts WHERE workspace_id = $1 AND call <> REPLACE(call, $2, '')",
        workspace,
        inside,
    )?;
    for (key, call, settled_at) in found {
        let Ok(mut call) = serde_json::from_str::<Value>(&call) else { continue };
        if settled_at.is_some() {
            call["text"] = "".into();
            for part in ["blocks", "pictures"] {
                call.as_object_mut().map(|call| call.remove(part));
            }
        } else {
            rename(&mut call["text"], needle, gone.name);
            for part in ["blocks", "pictures"] {
                if let Some(part) = call.get_mut(part) {
                    rename(part, needle, gone.name);
                }
            }
            // What is uploaded already shows the name: it is drawn anew.
            call.as_object_mut().map(|call| call.remove("files"));
        }
        execute!(
            tx,
            "UPDATE owed_posts SET call = $3 WHERE workspace_id = $1 AND key = $2",
            workspace,
            key.as_str(),
            json(&call)?,
        )?;
    }
    Ok(())
}

/// Puts another name into every text; not within a word.
fn rename(value: &mut Value, name: &str, other: &str) {
    match value {
        Value::String(text) => *text = renamed(text, name, other),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, name, other)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rename(field, name, other)),
        _ => {}
    }
}

fn renamed(text: &str, name: &str, other: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(name) {
        let (before, found) = rest.split_at(at);
        let after = &found[name.len()..];
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_within = is_word(before.chars().next_back()) || is_word(after.chars().next());
        out.push_str(before);
        out.push_str(if is_within { name } else { other });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_put_in_place_of_another_but_not_within_a_word() {
        let mut said =
            serde_json::json!({"text": "*Al* leads, Also Al", "blocks": [{"text": ["Al.", 5, null]}]});
        rename(&mut said, "Al", "X");
        assert_eq!(
            said,
            serde_json::json!({"text": "*X* leads, Also X", "blocks": [{"text": ["X.", 5, null]}]})
        );
        assert_eq!(renamed("", "Al", "X"), "");
        let (shown, name) = (crate::voice::escape::typed("נועה & לוי"), escaped("נועה & לוי"));
        assert_eq!(renamed(&format!("1. {shown} — 95"), &name, "X"), "1. \u{2068}X\u{2069} — 95");
    }
}
