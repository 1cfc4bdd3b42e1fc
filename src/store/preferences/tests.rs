//! What was chosen stays, and decides what others read.

use super::*;
use crate::domain::preferences::Preference;
use crate::domain::roster::Person;
use crate::store::testing::game::{acme, at, in_a_game};
use crate::store::{field, roster, standings};

#[tokio::test]
async fn what_was_chosen_outlasts_what_slack_says_anew() {
    in_a_game(async |tx| {
        let (ann, stranger) = (UserId::from("ann"), UserId::from("nobody"));
        assert_eq!(of(tx, &acme(), &ann).await?, Preferences::default());
        assert_eq!(of(tx, &acme(), &stranger).await?, Preferences::default());
        let mut chosen = Preferences::default();
        for preference in Preference::ALL {
            chosen = chosen.with(preference, !chosen.is_on(preference));
            keep(tx, &acme(), &ann, chosen).await?;
            let person = roster::person(tx, &acme(), &ann).await?.unwrap();
            roster::learn(tx, &acme(), &Person { name: "Ann the Second".into(), ..person }, at(9)).await?;
            assert_eq!(of(tx, &acme(), &ann).await?, chosen);
        }
        assert_eq!(of(tx, &"T2".into(), &ann).await?, Preferences::default(), "a workspace of its own");
        assert_eq!(public_name(tx, &acme(), &ann).await?, UNNAMED);
        assert_eq!(public_name(tx, &acme(), &stranger).await?, FORMER, "never an id");
        keep(tx, &acme(), &ann, chosen.with(Preference::Board, true)).await?;
        assert_eq!(public_name(tx, &acme(), &ann).await?, "Ann the Second");
        Ok(())
    })
    .await;
}

/// Whatever the store reads of names for others goes by what was chosen.
#[test]
fn every_name_that_others_read_is_the_public_one() {
    // Managers alone read these: exports, corrections and moves, what other rules would change, and who has won or claims
    // something.
    let for_managers =
        ["ledger.rs", "contest_log.rs", "corrections.rs", "team_changes.rs", "replays.rs", "winnings.rs"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if !path.is_file() || for_managers.contains(&file.as_str()) {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        assert!(!source.contains("COALESCE(p.name"), "{file} reads a name past what its owner chose");
        found += source.matches("COALESCE(p.shown_as, p.name").count();
    }
    assert!(found >= 8, "{found}");
}

#[tokio::test]
async fn boards_are_read_with_public_names_and_without_streaks_that_are_off() {
    in_a_game(async |tx| {
        let (workspace, contest) = (acme(), crate::store::testing::game::c1());
        let since = crate::store::testing::game::day(0);
        let ann = UserId::from("ann");
        let mut batch = crate::store::Batch::default();
        roster::keep_streak(&mut batch, &workspace, &ann, 4, Some(since));
        batch.run(tx).await?;
        let longest = standings::longest_streak(tx, &workspace, &contest, since).await?;
        assert_eq!(longest, Some(("ANN".to_owned(), 4)));
        let chosen = Preferences { named: false, ..Preferences::default() };
        keep(tx, &workspace, &ann, chosen).await?;
        let longest = standings::longest_streak(tx, &workspace, &contest, since).await?;
        assert_eq!(longest, Some((UNNAMED.to_owned(), 4)));
        let named = field::names(tx, &workspace, &contest).await?;
        assert_eq!(named[&ann], "ANN", "an export names everybody");
        keep(tx, &workspace, &ann, Preferences { streaks: false, ..chosen }).await?;
        assert_eq!(standings::longest_streak(tx, &workspace, &contest, since).await?, None);
        let top = standings::top(tx, &workspace, &contest, since, 10).await?;
        let own = top.iter().find(|row| row.user == ann).unwrap();
        assert_eq!((own.name.as_str(), own.streak), (UNNAMED, 0));
        Ok(())
    })
    .await;
}
