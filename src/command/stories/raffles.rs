//! Draws of raffles: made once, at the end, and for anybody to make again.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::format::raffle::{commitment, draw};
use crate::harness::{What, play};

const RAFFLE: &str = "/contest start raffle \"Raf\" for 5d with winners 1 qualify 0 points-a-ticket 1";

/// What stands between the first backticks after some words.
fn quoted<'s>(said: &'s str, after: &str) -> &'s str {
    said.split(after).nth(1).and_then(|rest| rest.split('`').nth(1)).unwrap_or_else(|| panic!("{said}"))
}

fn drawn(last: &str) -> &str {
    last.lines().find(|line| line.starts_with("Drawn: ")).unwrap_or_else(|| panic!("{last}"))
}

#[tokio::test]
async fn who_is_drawn_is_drawn_whatever_is_corrected_and_a_new_draw_has_a_new_seed() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        mia.asks(RAFFLE).await;
        let promise = quoted(&wins.next_of("announcement").await, "SHA-256 is").to_owned();
        for name in ["Ana", "Bo", "Noor", "Kai"] {
            share(t, &[(name, What::Original)]).await;
        }
        mia.asks("/contest end").await;
        let last = wins.next_of("final").await.to_string();
        let seed = quoted(&last, "The seed was").to_owned();
        assert_eq!(commitment(&seed), promise);
        for points in 1..8 {
            let said = mia.asks(&format!("/contest adjust @kai.weber +{points} forgotten")).await.to_string();
            assert!(said.ends_with("The draw stands as it was made at the end."), "{said}");
            assert_eq!(drawn(&wins.next_of("final").await), drawn(&last));
        }
        t.skim().await;
        mia.asks("/contest reopen").await;
        let notice = wins.next_of("notice").await.to_string();
        let promise = quoted(&notice, "SHA-256 is").to_owned();
        assert_snapshot!(notice.replace(&promise, "<hash>"), @":arrow_forward: *Raf* is open again and runs until Sunday, 10:00 (Berlin). The draw that was made is void. At the end there is a new one, by another seed whose SHA-256 is `<hash>`.");
        mia.asks("/contest end").await;
        let again = quoted(&wins.next_of("final").await, "The seed was").to_owned();
        assert_eq!(commitment(&again), promise);
        assert_ne!(again, seed, "the old one is known");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn anybody_is_sent_what_a_draw_was_made_from() {
    play(async |t| {
        let (mia, bo) = (t.manager(), t.rep("Bo"));
        mia.asks(RAFFLE).await;
        t.rep("Ana").asks("/pace settings board off").await;
        share(t, &[("Bo", What::Original), ("Noor", What::Original), ("Ana", What::Article)]).await;
        let ahead = bo.asks("/contest draw").await.to_string();
        let promise = quoted(&ahead, "SHA-256 is").to_owned();
        assert_snapshot!(ahead.replace(&promise, "<hash>"), @"Nothing is drawn in *Raf* yet: that is done once, at the end, Sunday, 10:00 (Berlin). The seed is secret until then; its SHA-256 is `<hash>`.");
        mia.asks("/contest end").await;
        t.skim().await;
        mia.asks("/contest adjust @noor.haddad +5 forgotten").await;
        t.skim().await;
        let told = bo.asks("/contest draw \"raf\"").await.to_string();
        let seed = quoted(&told, "The seed was").to_owned();
        assert_eq!(commitment(&seed), promise);
        // In the order of their ids: U0ANA, U0BO, U0NOOR.
        let winner = draw(&seed, &[20, 15, 15], 1)[0];
        let name = ["A player", "Bo Chen", "Noor Haddad"][winner];
        let told = told.replace(&seed, "<seed>").replace(&promise, "<hash>").replacen(name, "<name>", 1);
        assert_snapshot!(told, @r"
        *Raf*, today, 10:00 (Berlin): drawn *<name>*. In the pot: 50 tickets of 3 people; who held how many is on its way, as a file in our direct message.
        The seed was `<seed>`; `printf <seed> | sha256sum` gives the hash that was promised, `<hash>`.
        To check it, number the tickets from 0 in the order of the file. The 1st draw takes the SHA-256 of `<seed>:1`, reads its first 32 digits as a hexadecimal number, and takes the ticket at what remains when that is divided by the number of tickets. The winner's tickets leave, and the 2nd draw does the same with `<seed>:2`.
        ");
        let file = bo.hears().await;
        assert_snapshot!(file, @r#"The tickets that *Raf* was drawn from, in their order. `/contest draw "Raf"` tells how to check it."#);
        let (file_name, content) = t.file(&file);
        assert_eq!(file_name, "raf-draw-2026-03-03.csv");
        let mut rows = ["A player,20,0,19,", "Bo Chen,15,20,34,", "Noor Haddad,15,35,49,"].map(str::to_owned);
        rows[winner].push('1');
        let lines: Vec<&str> = content.lines().collect();
        assert_eq!(lines[0], "name,tickets,first,last,drawn");
        assert_eq!(lines[1..], rows);
        t.sprint().await;
        assert_snapshot!(bo.asks("/contest draw \"Spring Sprint\"").await, @r#"Nobody is drawn in *Spring Sprint*; `/leaderboard "Spring Sprint"` shows how it stands."#);
        t.skim().await;
    })
    .await;
}
