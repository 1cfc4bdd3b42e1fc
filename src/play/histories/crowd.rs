//! Ten thousand players: every format draws its rounds, its boards and its final standings, and all of it fits into what
//! Slack takes.

use chrono::TimeDelta;

use super::season::{HOME, pass, stage};
use crate::domain::contest::Contest;
use crate::play::start_contest::{StartRequest, start_contest};
use crate::play::{Asker, Play, boards};
use crate::store::testing::{Ground, crowd};
use crate::store::{Tx, audit, contests};
use crate::voice::{self, Message};

/// Slack takes 40,000 characters, 50 blocks, and 3,000 characters in each section.
fn fits(message: &Message, what: &str) {
    assert!(message.text.chars().count() <= 40_000, "{what}: {} characters", message.text.chars().count());
    assert!(message.blocks.len() <= 50, "{what}: {} blocks", message.blocks.len());
    for block in &message.blocks {
        let text = block["text"]["text"].as_str().unwrap_or("");
        assert!(text.chars().count() <= 3_000, "{what}: a section of {}", text.chars().count());
    }
}

async fn look(play: &Play, contest: &Contest) {
    let (now, home, name) = (play.clock.now(), HOME.into(), contest.title.as_str());
    let read = async |tx: &mut Tx| {
        let contest = contests::find(tx, &home, &contest.id).await?.unwrap();
        let public = boards::public(tx, &play.settings.holidays, &home, &contest, now).await?.0;
        let private = boards::private(
            tx,
            &play.settings.holidays,
            &home,
            &contest,
            &"UX05000".into(),
            &contest.channel,
            now,
        )
        .await?;
        Ok((public, private))
    };
    let (public, private) = play.store.read(read).await.unwrap();
    fits(&voice::board::public(&public), name);
    fits(&voice::board::private(&private), name);
}

#[tokio::test]
async fn ten_thousand_players_fit_every_format() {
    Ground::sqlite()
        .await
        .run(async |ground| {
            let play = stage(&ground.store).await;
            let names: Vec<String> = play.presets.templates.keys().cloned().collect();
            for (n, template) in names.into_iter().enumerate() {
                let asker =
                    Asker { workspace: HOME.into(), user: "UBOSS0".into(), delivery: format!("start {n}") };
                let lasts = Some("2w".to_owned());
                let request = StartRequest { template, lasts, ..StartRequest::default() };
                let started = start_contest(&play, asker, request, "C0".into()).await.unwrap();
                let contest = started.unwrap().contest;
                crowd::fill(&ground.store, &contest).await;
                look(&play, &contest).await;
            }
            assert_eq!(play.store.read(audit::audit).await.unwrap(), []);
            // Rounds are drawn, boards posted, and at the end all is told.
            pass(&play, play.clock.now() + TimeDelta::days(15)).await;
            let home = HOME.into();
            let past = async |tx: &mut Tx| contests::past(tx, &home, 100).await;
            let past = play.store.read(past).await.unwrap();
            assert!(past.len() >= 15, "{}", past.len());
            for contest in &past {
                let (holidays, now) = (&play.settings.holidays, play.clock.now());
                let last = async |tx: &mut Tx| boards::last(tx, holidays, &home, contest, now).await;
                fits(&voice::board::last(&play.store.read(last).await.unwrap()), &contest.title);
            }
        })
        .await;
}
