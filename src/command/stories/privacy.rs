//! `/pace privacy`: what is kept of oneself, to have it, and to have it erased.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::formats::share;
use crate::domain::share::Draft;
use crate::harness::{Player, Stage, What, home, play};
use crate::interaction::{self, Interaction, InteractionKind};
use crate::play::choose::Door;
use crate::play::record_share::record_share;
use crate::play::submission::Submission;
use crate::play::{Asker, privacy};
use crate::store::testing::books::Books;
use crate::store::testing::rows::all_of;
use crate::voice::blocks::action;

/// Own words that nobody else would use.
const WORDS: &str = "Zanzibar lighthouse keepers taught me to ask one plain question before each proposal that we write, \
                     and to wait for its answer";

/// A post that is hers alone.
const POST: &str = "https://x.com/ana/status/7300000000000123456";

/// Ana in everything that keeps something of a person, until all of it is over.
async fn a_full_life(t: &Stage) -> Vec<String> {
    let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
    t.may_mention(&ana);
    ana.asks("/pace settings mentions on").await;
    t.contest("team-cup \"Cup\" for 2d").await;
    ana.asks("/contest team create \"Hawks\" of \"Cup\"").await;
    bo.asks("/contest team join \"Hawks\" of \"Cup\"").await;
    t.contest("knockout \"Kings\" for 2d").await;
    t.contest("sprint-week \"Spring Sprint\" for 2d").await;
    for name in ["Ana", "Bo", "Noor", "Kai"] {
        for title in ["Kings", "Spring Sprint"] {
            t.rep(name).asks(&format!("/contest join \"{title}\"")).await;
        }
    }
    let mut messages = vec![ana.says(&format!("{POST} original {WORDS}")).await];
    t.clock().advance("1m").await;
    messages.push(ana.drops(What::Comment).await);
    ana.edits(&messages[1], &t.fresh(What::Article)).await;
    t.clock().advance("1m").await;
    messages.push(ana.drops(What::Words).await);
    ana.deletes(&messages[2]).await;
    ana.privately().asks(&format!("/share {}", t.fresh(What::Link))).await;
    ana.asks("/pace undo").await;
    bo.asks("/pace duel @ana.sorensen for 1d in \"Spring Sprint\"").await;
    ana.privately().clicks("Accept").await;
    t.manager().asks("/contest adjust @ana.sorensen +5 Ana spoke at the fair of \"Spring Sprint\"").await;
    share(t, &[("Bo", What::Link), ("Bo", What::Comment)]).await;
    for count in [100, 140] {
        ana.asks(&format!("/pace count linkedin-connections {count}")).await;
    }
    ana.asks("/pace win \"Zanzibar Ferries\" 9000 EUR via linkedin").await;
    bo.asks("/pace win \"Acme\" 9000 EUR via linkedin with @ana.sorensen 30%").await;
    t.skim().await;
    t.manager().asks("/contest review approve 1 fine").await;
    ana.asks("/pace appeal Zanzibar was my own idea").await;
    ana.asks("/pace why \"Spring Sprint\"").await;
    ana.asks("/pace duel @ana.sorensen").await;
    bo.asks("/contest team name \"Eagles\" of \"Cup\"").await;
    t.clock().set("2026-03-05 13:00").await;
    t.skim().await;
    messages.into_iter().map(|post| post.ts).collect()
}

/// What of her is to be found in the database.
pub(super) async fn traces(t: &Stage, messages: &[String]) -> Vec<(String, String)> {
    let mut marks =
        vec!["U0ANA", "Ana", "Sørensen", "Zanzibar", "zanzibar", "7300000000000123456", "spoke at the fair"];
    marks.extend(messages.iter().map(String::as_str));
    let rows = all_of(&t.bot().store, home().as_str()).await;
    rows.into_iter().filter(|(_, row)| marks.iter().any(|mark| row.contains(mark))).collect()
}

#[tokio::test]
async fn it_is_said_in_a_few_lines_what_is_kept_and_for_how_long() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/pace privacy").await, @r"
        *What I keep of you*
        • Your name and time zone, as Slack tells them, and your `/pace settings`.
        • Of each share: its link, your own words (for 400 days), when and where you sent it, and what it earned.
        • Your points in each contest, your active days, duels, praise and corrections by hand.
        • What I answered you, for three days. All of it stays in this bot's database, and goes to nobody but Slack.
        `/pace privacy export` sends you all of it; `/pace privacy erase` erases it; `/pace settings board off` hides your name.
        ");
        assert_snapshot!(ana.asks("/pace privacy exprt").await, @r#"`/pace privacy` knows no "exprt". Did you mean `/pace privacy export`?"#);
        assert_snapshot!(ana.asks("/pace privacy erase everything").await, @"It goes like this: `/pace privacy [export | erase]`");
        assert_snapshot!(ana.asks("/pace privcy").await, @r#"`/pace` knows no "privcy". Did you mean `/pace privacy`?"#);
    })
    .await;
}

#[tokio::test]
async fn everything_kept_of_a_person_is_handed_to_them_as_a_file() {
    play(async |t| {
        a_full_life(t).await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/pace privacy export").await, @"Everything I keep of you is on its way, as a file in our direct message.");
        let file = ana.hears().await;
        assert_snapshot!(file, @"Everything I keep of you, as of today, 13:00 (Copenhagen).");
        let (name, content) = t.file(&file);
        assert_eq!(name, "pacesetter-my-data-2026-03-05.json");
        let data: Value = serde_json::from_str(&content).unwrap();
        assert_eq!(data["person"]["name"], "Ana Sørensen");
        assert_eq!(data["person"]["mentions"], 1);
        let titles: Vec<&str> =
            data["contests"].as_array().unwrap().iter().map(|c| c["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Cup", "Kings", "Spring Sprint"]);
        let counts =
            ["shares", "scores", "ledger", "corrections", "active_weeks", "duels", "praises", "counts", "awards", "reviews", "started"]
                .map(|part| (part, data[part].as_array().unwrap().len()));
        assert_snapshot!(format!("{counts:?}"), @r#"[("shares", 5), ("scores", 15), ("ledger", 34), ("corrections", 1), ("active_weeks", 1), ("duels", 1), ("praises", 12), ("counts", 2), ("awards", 6), ("reviews", 2), ("started", 0)]"#);
        assert!(content.contains(WORDS) && content.contains(POST), "{content}");
        assert_eq!(data["corrections"][0]["reason"], "Ana spoke at the fair");
        assert!(!content.contains("Bo Chen") && !content.contains("U0NOOR"), "nobody else's: {content}");
        // Others have theirs.
        t.rep("Jo").asks("/pace privacy export").await;
        let (_, others) = t.file(&t.rep("Jo").hears().await);
        assert!(others.contains("Jo Park") && !others.contains("U0ANA"), "{others}");
    })
    .await;
}

#[tokio::test]
async fn a_file_waits_for_slack_and_its_owner_hears_if_it_cannot_come() {
    play(async |t| {
        let ana = t.rep("Ana");
        t.goes_wrong(json!({"kind": "server_error", "method": "files.completeUploadExternal", "times": 2}));
        ana.asks("/pace privacy export").await;
        t.clock().advance("1m").await;
        assert_eq!(t.file(&ana.hears().await).0, "pacesetter-my-data-2026-03-03.json");
        t.goes_wrong(json!({"kind": "server_error", "method": "files.getUploadURLExternal", "times": 100}));
        ana.asks("/pace privacy export").await;
        t.clock().advance("9h").await;
        assert_snapshot!(ana.hears().await, @"I could not send the file with your data: Slack did not answer. In a while try `/pace privacy export` again.");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_leaves_their_points_and_nothing_else() {
    play(async |t| {
        let messages = a_full_life(t).await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let before = Books::read(&t.bot().store).await;
        let tables: std::collections::BTreeSet<String> =
            traces(t, &messages).await.into_iter().map(|(table, _)| table).collect();
        assert_snapshot!(tables.into_iter().collect::<Vec<_>>().join(" "), @"active_weeks awards bests claims contests corrections counts deliveries duels entrants lanes ledger owed_posts people praises reviews rounds scores shares standings teams");
        let asked = ana.asks("/pace privacy erase").await;
        assert_snapshot!(asked, @r#":warning: *Erase what I keep of you?* Your name, words and links, the ids of your messages, your streak and your settings go. Your points stay in past contests, under "A former player"; links that counted stay used. This cannot be undone, and what was said in Slack stays there."#);
        assert_eq!(asked.buttons(), ["Erase it for good"]);
        assert_eq!(Books::read(&t.bot().store).await, before, "a question changes nothing");
        presses_hers(t, &bo).await;
        assert_eq!(Books::read(&t.bot().store).await, before, "her button is nobody else's");
        ana.clicks("Erase it for good").await;
        assert_snapshot!(ana.hears().await, @"Done: nothing that I keep of the past points to you any more. Should you play again, you begin as somebody new.");
        assert_eq!(traces(t, &messages).await, []);
        let after = Books::read(&t.bot().store).await;
        let sums = |books: &Books| {
            let mut sums: Vec<_> =
                books.ledger.iter().map(|entry| (entry.entry_id.clone(), entry.points)).collect();
            sums.sort();
            (sums, books.standings.iter().map(|row| row.points).sum::<i64>(), books.claims.len())
        };
        assert_eq!(sums(&after), sums(&before));
        assert_snapshot!(bo.asks("/leaderboard \"Spring Sprint\"").await, @r"
        *Spring Sprint* — over
        1. A former player — 145, 137 ahead
        *2. Bo Chen — 8* ← you
        3. Kai Weber — 0, 8 behind (new)
        3. Noor Haddad — 0, 8 behind (new)
        You are *2nd* with 8; the same as on the last daily board. 137 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(bo.asks("/contest team of \"Cup\"").await, @r"
        *Teams in Cup*
        • *Hawks*: A former player (captain), Bo Chen
        ");
        // Her old button does nothing more than erase the little that is known of somebody new.
        ana.clicks("Erase it for good").await;
        ana.hears().await;
        comes_back(t, &ana).await;
    })
    .await;
}

/// Somebody else sends the click that was hers.
async fn presses_hers(t: &Stage, bo: &Player<'_>) {
    let kind = InteractionKind::Click {
        action_id: action::ERASE.to_owned(),
        block_id: String::new(),
        value: Some("U0ANA".to_owned()),
        channel: None,
        message_ts: None,
        ephemeral: true,
        view: None,
        at: String::new(),
    };
    let interaction = Interaction {
        workspace: home(),
        user: bo.id.as_str().into(),
        trigger_id: None,
        delivery: "forged".to_owned(),
        response_url: None,
        kind,
    };
    assert_eq!(interaction::take(t.bot(), interaction).await.unwrap(), interaction::Answer::Nothing);
}

/// As somebody new: with nothing, but not with links that counted once.
async fn comes_back(t: &Stage, ana: &Player<'_>) {
    t.contest("sprint-week \"Second Sprint\" for 2d").await;
    assert_snapshot!(ana.asks("/pace me").await, @r"
    You are in no running contest. `/contest list` shows what there is to join.
    This week: active on 0 of 3 workdays.
    ");
    assert_snapshot!(ana.asks(&format!("/share {POST} original {WORDS}")).await, @"Somebody shared that post before you, and one person's post counts once; share your comment on it with `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link.");
    assert_snapshot!(ana.shares(What::Article).await, @r"
    :white_check_mark: *+20* — article (15) · first this week (5)
    You are *1st* in *Second Sprint* with 20; nobody is ahead of you.
    Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
    You are in *Second Sprint* now.
    ");
    assert_snapshot!(ana.asks("/pace why \"Spring Sprint\"").await, @"You have shared nothing in *Spring Sprint* yet. `/share` and a link starts it.");
    t.skim().await;
}

#[tokio::test]
async fn nobody_is_erased_out_of_a_contest_whose_scores_can_still_change() {
    play(async |t| {
        let ana = t.rep("Ana");
        t.sprint().await;
        ana.asks("/contest join").await;
        assert_snapshot!(ana.asks("/pace privacy erase").await, @r#"You have joined *Spring Sprint*: leave it with `/contest leave "Spring Sprint"`, then ask again to be erased."#);
        ana.asks("/contest leave").await;
        let question = ana.asks("/pace privacy erase").await;
        assert_eq!(question.buttons(), ["Erase it for good"]);
        // The button is older than what she has earned since.
        ana.asks("/contest join").await;
        ana.shares(What::Article).await;
        ana.clicks("Erase it for good").await;
        assert_snapshot!(ana.hears().await, @"You have a part in *Spring Sprint*, whose scores can still change until Sunday, 11:00 (Berlin): ask again then, and until then `/pace settings board off` hides your name.");
        ana.asks("/contest leave").await;
        assert!(ana.asks("/pace privacy erase").await.buttons().is_empty(), "leaving loses no points");
        t.manager().asks("/contest pause").await;
        assert!(ana.asks("/pace privacy erase").await.buttons().is_empty());
        t.manager().asks("/contest resume").await;
        t.manager().asks("/contest end").await;
        assert_snapshot!(ana.asks("/pace privacy erase").await, @"You have a part in *Spring Sprint*, whose scores can still change until today, 11:00 (Berlin): ask again then, and until then `/pace settings board off` hides your name.");
        t.clock().advance("59m").await;
        t.manager().asks("/contest reopen").await;
        t.clock().advance("1d").await;
        assert!(ana.asks("/pace privacy erase").await.buttons().is_empty(), "it goes on");
        t.manager().asks("/contest end").await;
        t.clock().advance("1h 1m").await;
        ana.asks("/pace privacy erase").await;
        ana.clicks("Erase it for good").await;
        t.skim().await;
        assert_eq!(traces(t, &[]).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_share_and_an_erasure_at_once_do_not_both_go_through() {
    play(async |t| {
        t.sprint().await;
        for name in ["Ana", "Bo", "Noor", "Kai"] {
            let rep = t.rep(name);
            rep.asks("/pace me").await;
            let asker = |what: &str| Asker {
                workspace: home(),
                user: rep.id.as_str().into(),
                delivery: format!("{what}:{name}"),
            };
            let submission = Submission {
                asker: asker("share"),
                draft: Draft::parse(&t.fresh(What::Link)).unwrap(),
                door: Door::Command { channel: "C0WINS".into() },
                at: t.slack().now(),
                is_vouched: false,
            };
            let (shared, erased) =
                tokio::join!(record_share(t.bot(), submission), privacy::erase(t.bot(), asker("erase")));
            let (shared, erased) = (shared.unwrap().unwrap(), erased.unwrap());
            assert_ne!(shared.is_ok(), erased.is_ok(), "{name}: {shared:?} {erased:?}");
            let rows = all_of(&t.bot().store, home().as_str()).await;
            let is_there = rows.iter().any(|(table, row)| table == "standings" && row.contains(&rep.id));
            assert_eq!(is_there, shared.is_ok(), "{name}");
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_waits_to_be_said_is_said_of_nobody() {
    play(async |t| {
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        t.contest("sprint-week \"Spring Sprint\" for 2d").await;
        share(t, &[("Ana", What::Article), ("Ana", What::Original), ("Bo", What::Link)]).await;
        t.clock().set("2026-03-05 08:00").await;
        t.skim().await;
        // Slack is away, so that a board and the final standings wait.
        t.goes_wrong(json!({"kind": "server_error", "method": "chat.postMessage", "times": 1000}));
        t.clock().set("2026-03-05 11:30").await;
        ana.asks("/pace privacy erase").await;
        ana.clicks("Erase it for good").await;
        ana.hears().await;
        t.slack().clear_faults();
        t.clock().advance("1h").await;
        let boards = wins.all_of("board").await;
        assert_eq!(boards.len(), 1);
        assert!(
            boards.iter().all(|board| board.contains("A former player") && !board.contains("Ana")),
            "{boards:#?}"
        );
        let last = wins.next_of("final").await;
        assert!(!last.blocks.to_string().contains("Ana"), "{}", last.blocks);
        assert_snapshot!(last, @r"
        :trophy: *Spring Sprint* is over.
        1. A former player — 30
        Together: 36 points from 3 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}
