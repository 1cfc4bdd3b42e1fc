//! Everything that a person can type is hostile: names, titles, words, links, verbs, templates, channels.

use serde_json::Value;

use crate::harness::{Stage, own_words, play};
use crate::sandbox::PersonChange;

/// Of each kind of markup one.
const EVIL: &str = "<!channel> <!subteam^S1|@all> <@U0BO> <#C0WINS|wins> <https://evil.example|click> *b* _i_ ~s~ `c` \
                    https://evil.example/a.png &lt;!here&gt;";

/// What Slack would make of a text: each `<…>` in it.
fn markup(text: &str) -> Vec<&str> {
    text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)).collect()
}

/// The contest's channel, and the link of a share, which shows where it leads.
fn is_ours(markup: &str) -> bool {
    let leads_where_it_says = |(address, label): (&str, &str)| {
        let bare = address.strip_prefix("https://").map(|bare| bare.trim_start_matches("www."));
        bare.is_some_and(|bare| bare.starts_with(label.trim_end_matches('…')))
    };
    // What Slack makes of the examples that refusals give.
    let is_example = ["https://www.linkedin.com/posts/…", "https://…"].contains(&markup);
    is_example || markup == "#C0WINS" || markup.split_once('|').is_some_and(leads_where_it_says)
}

/// Every text that the bot sent, as an answer, a post or a whisper, in words and in blocks.
fn said(t: &Stage) -> Vec<String> {
    fn gather(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let is_plain = fields.get("type").is_some_and(|kind| kind == "plain_text");
                for (name, value) in fields {
                    match value {
                        Value::String(text) if name == "text" && !is_plain => texts.push(text.clone()),
                        other => gather(other, texts),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    let state = t.slack().state();
    for message in state.messages.values().flatten().filter(|message| message.by_app()) {
        texts.push(message.text.clone());
        message.blocks.iter().for_each(|blocks| gather(blocks, &mut texts));
    }
    texts
}

#[tokio::test]
async fn nothing_that_anybody_typed_comes_alive_anywhere() {
    play(async |t| {
        let (mia, ana, bo) = (t.manager(), t.rep("Ana"), t.rep("Bo"));
        for user in [&mia, &ana, &bo] {
            let name = Some(format!("{EVIL} {}", user.id));
            t.slack()
                .change_person(&PersonChange {
                    user: user.id.clone(),
                    display_name: name,
                    ..PersonChange::default()
                })
                .unwrap();
        }
        t.slack().deliveries_settled().await;
        mia.asks("/contest start sprint-week \"<!channel> *x* <@U0BO>\" for 5d").await;
        mia.asks("/contest start sprint-week \"<!here> https://evil.example\" for 6d").await;
        for line in [
            format!("/contest start {EVIL}"),
            format!("/contest start sprint-week \"A\" in {EVIL}"),
            "/contest start sprint-week \"A\" in #<!channel>".to_owned(),
            format!("/contest start sprint-week \"A\" until {EVIL}"),
            format!("/contest {EVIL}"),
            format!("/contest end \"{EVIL}\""),
            format!("/contest extend {EVIL} for <!channel>"),
            "/contest end".to_owned(),
            format!("/share {EVIL}"),
            "/share https://<!channel>.local/".to_owned(),
            format!("/pace {EVIL}"),
            format!("/leaderboard {EVIL}"),
        ] {
            mia.asks(&line).await;
            ana.asks(&line).await;
        }
        let link = "https://acme.example.com/%3C!channel%3E?q=<!channel>&r=%7Cx";
        bo.asks(&format!("/share {link} {} {EVIL}", own_words(1))).await;
        ana.says(&format!("{EVIL} https://acme.example.com/2?<!here> {}", own_words(2))).await;
        ana.says(&format!("https://x.com/a/status/7300000000000000001 original {} {EVIL}", own_words(3)))
            .await;
        ana.says(&format!("https://me.substack.com/p/notes {} {EVIL}", own_words(4))).await;
        for line in [
            "/pace me",
            "/pace why",
            "/leaderboard",
            "/contest list",
            "/contest show",
            "/contest leave",
            "/pace undo",
        ] {
            ana.asks(line).await;
            bo.asks(line).await;
        }
        t.clock().set("2026-03-04 09:30").await;
        t.clock().set("2026-03-09 12:00").await;
        t.skim().await;
        let texts = said(t);
        assert!(texts.len() > 60, "{}", texts.len());
        for text in texts {
            let alive: Vec<&str> = markup(&text).into_iter().filter(|it| !is_ours(it)).collect();
            assert!(alive.is_empty(), "{alive:?} in {text}");
            let bare = markup(&text).iter().fold(text.clone(), |text, it| text.replace(it, ""));
            assert!(!bare.contains("://evil"), "{text}");
        }
    })
    .await;
}
