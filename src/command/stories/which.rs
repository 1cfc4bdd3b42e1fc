//! Which contest is meant, of several: the buttons that ask it, and the words that say it.

use crate::harness::{Stage, play};

/// Two contests in teams at once; Ana leads the Hawks in the second, and Bo and Kai are in it.
async fn two(t: &Stage) {
    t.contest("team-sprint \"One\" for 10d").await;
    t.contest("team-sprint \"Two\" for 10d").await;
    t.rep("Ana").asks("/contest team create Hawks of \"Two\"").await;
    for name in ["Bo", "Kai"] {
        t.rep(name).asks("/contest join \"Two\"").await;
    }
    t.skim().await;
}

#[tokio::test]
async fn a_button_goes_on_with_exactly_what_was_typed() {
    play(async |t| {
        two(t).await;
        let (mia, ana) = (t.manager(), t.rep("Ana"));
        for (who, line, answer) in [
            (&mia, "/contest repeat monthly", "*Two* comes again"),
            (&mia, "/contest repeat off", "*Two* does not come again"),
            (&mia, "/contest adjust @ana.sorensen +3 late", "Ana Sørensen has 3 points in *Two* now"),
            (&mia, "/contest rules original=12", "*Two* would go by other rules"),
            (&mia, "/contest bonus x2 from tomorrow 11:00 for 1h", "*Two*: Bonus hour from tomorrow, 11:00"),
            (&mia, "/contest quota 50", ":dart: *Two*: "),
            (&mia, "/contest prize 1st \"Dinner & more\"", "Dinner &amp; more"),
            (&mia, "/contest extend for 2d", "*Two* now runs until"),
            (&mia, "/contest extend until Fri 15:00", "*Two* now runs until Friday, 15:00"),
            (&mia, "/contest log", "*What managers did in Two*"),
            (&mia, "/contest show", "*Two*"),
            (
                &ana,
                "/contest team play comments x1.2 for 1d",
                "play of the week in *Two*: comments count ×1.2",
            ),
            (&ana, "/pace duel @kai.weber for 1d", "I have asked Kai Weber. The duel in *Two*"),
            (&ana, "/leaderboard last week", "*Two* — 23 February to 1 March"),
            (&ana, "/leaderboard team", "*Two* — "),
        ] {
            let asked = who.asks(line).await;
            assert!(asked.contains("Which contest do you mean?"), "{line}: {asked}");
            assert!(asked.contains(" of \"Title\"` says it at once."), "{line}: {asked}");
            who.clicks("Two").await;
            let said = who.hears().await;
            assert!(said.contains(answer), "{line}: {said}");
            t.skim().await;
        }
        mia.asks("/contest prize").await;
        mia.clicks("One").await;
        assert!(mia.hears().await.contains("*One* has no prizes yet"), "nothing of it came to the other");
    })
    .await;
}

#[tokio::test]
async fn a_title_is_found_behind_each_word_that_leads_to_it() {
    play(async |t| {
        two(t).await;
        let mia = t.manager();
        for line in [
            "/contest log of \"Two\"",
            "/contest show in \"Two\"",
            "/contest show for \"Two\"",
            "/contest show of Two",
            "/contest repeat monthly of \"Two\"",
            "/contest repeat off for \"Two\"",
            "/contest extend for 11d of \"Two\"",
            "/contest extend until Fri 15:00 in \"Two\"",
            "/contest extend of \"Two\" for 2d",
            "/contest pause of \"Two\"",
            "/contest resume in \"Two\"",
            "/contest team in \"Two\"",
            "/contest quota 50 in \"Two\"",
            "/contest rules for \"Two\"",
            "/contest prize of \"Two\"",
            "/contest bonus in \"Two\"",
            "/leaderboard last week of \"Two\"",
            "/leaderboard of \"Two\"",
        ] {
            let said = mia.asks(line).await;
            assert!(said.contains("Two") && !said.contains("There is no"), "{line}: {said}");
            t.skim().await;
        }
    })
    .await;
}
