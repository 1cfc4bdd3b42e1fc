//! Screens: made, listed, ended, and their secret kept from everybody else.

use insta::assert_snapshot;

use crate::command::{self, Command};
use crate::domain::screen::SCREENS_MOST;
use crate::harness::{Said, Stage, home, play, play_with};
use crate::play::screens::Seal;
use crate::store::testing::rows::all_of;

/// The answer with its secret blotted out; gives the secret, too.
fn blotted(said: &str) -> (String, String) {
    let Some((base, rest)) = said.split_once("/tv/") else { return (said.to_owned(), String::new()) };
    let secret: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let base = &base[base.rfind("http").unwrap()..];
    (said.replace(&format!("{base}/tv/{secret}"), "ADDRESS"), secret)
}

async fn makes(t: &Stage, line: &str) -> String {
    blotted(&t.manager().asks(line).await).0
}

#[tokio::test]
async fn a_manager_makes_lists_and_ends_screens() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest tv list").await, @"");
        assert_snapshot!(makes(t, "/contest tv").await, @"");
        assert_snapshot!(makes(t, "/contest tv spring sprint").await, @"");
        assert_snapshot!(mia.asks("/contest tv list").await, @"");
        assert_snapshot!(mia.asks("/contest tv off 1").await, @"");
        assert_snapshot!(mia.asks("/contest tv off 1").await, @"");
        assert_snapshot!(makes(t, "/contest tv").await, @"");
        assert_snapshot!(mia.asks("/contest tv revoke").await, @"");
        assert_snapshot!(mia.asks("/contest tv off").await, @"");
        assert_snapshot!(mia.at("general").asks("/contest tv off").await, @"");
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_screen_is_told_in_a_sentence() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest tv \"Autumn\"").await, @"");
        assert_snapshot!(mia.asks("/contest tv off Spring").await, @"");
        assert_snapshot!(mia.asks("/contest tv off 99999999999999999999").await, @"");
        assert_snapshot!(mia.privately().asks("/contest tv").await, @"");
        assert_snapshot!(t.rep("Ana").asks("/contest tv").await, @"");
        assert_snapshot!(t.rep("Ana").asks("/contest tv off").await, @"");
        for _ in 0..SCREENS_MOST {
            mia.types("/contest tv").await;
        }
        t.skim().await;
        assert_snapshot!(mia.asks("/contest tv").await, @"");
    })
    .await;
}

#[tokio::test]
async fn the_address_is_the_one_that_the_operator_gives() {
    play_with("public_url = \"https://bot.example.com/pace/\"\n", async |t| {
        t.sprint().await;
        let said = t.manager().privately().asks("/contest tv \"Spring Sprint\"").await;
        assert!(said.contains("<https://bot.example.com/pace/tv/"), "{said}");
        assert_snapshot!(blotted(&said).0, @"");
    })
    .await;
}

/// Slack may hand a command over again: the same screen, and the secret only from the process that made it.
#[tokio::test]
async fn a_repeated_command_makes_one_screen_and_its_secret_is_kept_nowhere() {
    play(async |t| {
        t.sprint().await;
        let command = || Command {
            workspace: home(),
            user: t.manager().id.as_str().into(),
            user_name: String::new(),
            channel: "C0WINS".into(),
            channel_name: String::new(),
            name: "/contest".to_owned(),
            text: "tv".to_owned(),
            trigger_id: String::new(),
            response_url: None,
            delivery: "twice".to_owned(),
            enterprise: None,
        };
        let first = command::answer(t.bot(), command()).await.unwrap();
        assert_eq!(command::answer(t.bot(), command()).await.unwrap(), first);
        let secret = blotted(&first.text).1;
        assert_eq!(secret.len(), 52);
        let mut restarted = t.bot().clone();
        restarted.seal = Seal::default();
        let again = command::answer(&restarted, command()).await.unwrap();
        assert_snapshot!(again.text, @"");
        let rows = all_of(&t.bot().store, home().as_str()).await;
        assert_eq!(rows.iter().filter(|(table, _)| table == "screens").count(), 1);
        assert!(rows.iter().all(|(_, row)| !row.contains(&secret)), "in no row of any table");
        assert!(t.said().iter().all(|said: &Said| !said.text.contains(&secret)), "nor posted");
    })
    .await;
}
