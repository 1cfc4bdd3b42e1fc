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
        assert_snapshot!(mia.asks("/contest tv list").await, @"No screen is live; `/contest tv` makes one for this channel's contests.");
        assert_snapshot!(makes(t, "/contest tv").await, @r"
        :tv: Screen 1 shows what runs in <#C0WINS>. Open this address in its browser; the page keeps itself up to date.
        <ADDRESS|ADDRESS>
        Whoever has the address sees that board, so it is shown only here and now. `/contest tv off 1` ends it.
        It works for browsers on the machine that I run on, and no others; whoever runs me can set `public_url` to change that.
        ");
        assert_snapshot!(makes(t, "/contest tv spring sprint").await, @r"
        :tv: Screen 2 shows *Spring Sprint*. Open this address in its browser; the page keeps itself up to date.
        <ADDRESS|ADDRESS>
        Whoever has the address sees that board, so it is shown only here and now. `/contest tv off 2` ends it.
        It works for browsers on the machine that I run on, and no others; whoever runs me can set `public_url` to change that.
        ");
        assert_snapshot!(mia.asks("/contest tv list").await, @r"
        *Screens that are live*
        • 1: what runs in <#C0WINS>, made by Mia Roth today, 10:00; never opened
        • 2: *Spring Sprint*, made by Mia Roth today, 10:00; never opened
        `/contest tv off 1` ends the one of that number, `/contest tv off` all of this channel.
        ");
        assert_snapshot!(mia.asks("/contest tv off 1").await, @"Screen 1 shows no more, and its address is dead.");
        assert_snapshot!(mia.asks("/contest tv off 1").await, @"No screen 1 is live; `/contest tv list` shows those that are.");
        assert_snapshot!(makes(t, "/contest tv").await, @r"
        :tv: Screen 3 shows what runs in <#C0WINS>. Open this address in its browser; the page keeps itself up to date.
        <ADDRESS|ADDRESS>
        Whoever has the address sees that board, so it is shown only here and now. `/contest tv off 3` ends it.
        It works for browsers on the machine that I run on, and no others; whoever runs me can set `public_url` to change that.
        ");
        assert_snapshot!(mia.asks("/contest tv revoke").await, @"Screens 2 and 3 show no more, and their addresses are dead.");
        assert_snapshot!(mia.asks("/contest tv off").await, @"No screen of this channel is live; `/contest tv list` shows those of others.");
        assert_snapshot!(mia.at("general").asks("/contest tv off").await, @"No screen of this channel is live; `/contest tv list` shows those of others.");
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_screen_is_told_in_a_sentence() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest tv \"Autumn\"").await, @r#"There is no contest "Autumn"; `/contest list` shows all."#);
        assert_snapshot!(mia.asks("/contest tv off Spring").await, @r#"It goes like this: `/contest tv ["Title"] | list | off [2]`"#);
        assert_snapshot!(mia.asks("/contest tv off 99999999999999999999").await, @"No screen 9,223,372,036,854,775,807 is live; `/contest tv list` shows those that are.");
        assert_snapshot!(mia.privately().asks("/contest tv").await, @r#"A screen shows a channel's contests, or one: type it in the channel, or `/contest tv "Title"`."#);
        assert_snapshot!(t.rep("Ana").asks("/contest tv").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(t.rep("Ana").asks("/contest tv off").await, @"Only managers can do that; Mia Roth is a manager here.");
        for _ in 0..SCREENS_MOST {
            mia.types("/contest tv").await;
        }
        t.skim().await;
        assert_snapshot!(mia.asks("/contest tv").await, @"There are 20 screens already, and no more can be; `/contest tv list` shows them, `/contest tv off 1` ends one.");
    })
    .await;
}

#[tokio::test]
async fn the_address_is_the_one_that_the_operator_gives() {
    play_with("public_url = \"https://bot.example.com/pace/\"\n", async |t| {
        t.sprint().await;
        let said = t.manager().privately().asks("/contest tv \"Spring Sprint\"").await;
        assert!(said.contains("<https://bot.example.com/pace/tv/"), "{said}");
        assert_snapshot!(blotted(&said).0, @r"
        :tv: Screen 1 shows *Spring Sprint*. Open this address in its browser; the page keeps itself up to date.
        <ADDRESS|ADDRESS>
        Whoever has the address sees that board, so it is shown only here and now. `/contest tv off 1` ends it.
        ");
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
        let secret = blotted(&first.said.text).1;
        assert_eq!(secret.len(), 52);
        let mut restarted = t.bot().clone();
        restarted.seal = Seal::default();
        let again = command::answer(&restarted, command()).await.unwrap();
        assert_snapshot!(again.said.text, @"Screen 1 is made already, and its address is shown only once. `/contest tv off 1` ends it; `/contest tv` makes another.");
        let rows = all_of(&t.bot().store, home().as_str()).await;
        assert_eq!(rows.iter().filter(|(table, _)| table == "screens").count(), 1);
        assert!(rows.iter().all(|(_, row)| !row.contains(&secret)), "in no row of any table");
        assert!(t.said().iter().all(|said: &Said| !said.text.contains(&secret)), "nor posted");
    })
    .await;
}
