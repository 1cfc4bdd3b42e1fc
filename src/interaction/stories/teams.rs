//! Stories of a contest in teams, begun by its form.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::play;

#[tokio::test]
async fn a_contest_begins_with_the_teams_that_its_form_names() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        let form = mia.chooses("template", "team-cup").await;
        assert!(form.to_string().contains("Teams (optional)"), "{form}");
        let wrong = mia.sends(&[("teams", json!("Falcons, Owls, falcons"))]).await;
        assert_eq!(wrong, "teams: falcons is there twice; give each team a name of its own.");
        let wrong = mia.sends(&[("teams", json!("Falcons, ***"))]).await;
        assert_eq!(wrong, "teams: A team's name has 1 to 40 characters, with letters or digits among them.");
        assert_eq!(mia.sends(&[("teams", json!(" Falcons,, Owls of  the <!channel> "))]).await, "");
        assert_eq!(mia.sends(&[]).await, "");
        mia.sees_no_form();
        t.skim().await;
        assert_snapshot!(mia.asks("/contest team").await, @r"
        *Teams in Team Cup*
        • *Falcons*: nobody yet
        • *Owls of the &lt;!channel&gt;*: nobody yet
        ");
        t.rep("Ana").asks("/contest team join owls of the <!channel>").await;
        t.rep("Ana").asks("/contest team join Falcons").await;
        assert_snapshot!(mia.asks("/contest team").await, @r"
        *Teams in Team Cup*
        • *Falcons*: Ana Sørensen
        • *Owls of the &lt;!channel&gt;*: nobody yet
        ");
        t.skim().await;
    })
    .await;
}
