//! Stories of what each template's form asks for, and of trying a contest out.

use insta::assert_snapshot;
use serde_json::json;

use super::contest::{announced, field};
use crate::harness::{play, play_with_files};

#[tokio::test]
async fn each_template_brings_its_own_fields() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        assert_snapshot!(mia.chooses("template", "first-to-100").await, @r"
        New contest
        What kind of contest?: First to 100
        Title: First to 100
        Channel: C0WINS  ~ Where it is announced and its board comes; I have to be in it.
        Starts on (optional):   ~ Now, if you leave it and the time empty.
        Starts at (Berlin time) (optional): 
        Ends on: 2026-03-31
        Ends at (Berlin time) (optional): 10:00  ~ With the end of that day, if you leave it empty.
        Points that win: 100
        Points asked of everybody (optional):   ~ A quota; leave it empty where there is none.
        Prizes (optional): first place  ~ As the announcement has them; /contest prize gives each place its own.
        Comes again: Not by itself
        Daily board at (Berlin time): 09:00
        (What counts: article 15, original post 10, share with own words 5, comment 2; at most 30 a day.)
        Dry run (optional): 
        [Cancel] [Preview]
        ");
        // What a template proposed goes with it; what was typed stays.
        assert_eq!(
            mia.sends(&[field("title", "Dash"), field("points", "0")]).await,
            "points: That number does not work here: give at least 1."
        );
        let cup = mia.chooses("template", "team-goal").await;
        assert_eq!((cup.shows("title"), cup.shows("points")), ("Dash".to_owned(), "1000".to_owned()));
        assert_eq!(mia.sends(&[field("points", "250"), field("prizes", "cake & <!channel>")]).await, "");
        assert_snapshot!(mia.form(), @r"
        Preview
        (This is what the channel reads.)
        :checkered_flag: *Dash* starts now and runs until Tuesday 31 March, 10:00 (Berlin).
        All of us together: 250 points.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: cake &amp; &lt;!channel&gt;. Board every morning at 9.
        [Back] [Start it]
        ");
        mia.sends(&[]).await;
        announced(t).await;
        mia.hears().await;
    })
    .await;
}

#[tokio::test]
async fn every_number_of_a_format_can_be_chosen() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        for template in t.bot().presets.templates.values() {
            let form = mia.chooses("template", &template.name).await;
            for (key, number) in template.format.numbers() {
                assert_eq!(form.shows(key), number.to_string(), "{}: {key}", template.name);
            }
        }
        let raffle = mia.chooses("template", "raffle").await.to_string();
        assert!(
            raffle.contains(
                "Points that make a ticket: 10\nPoints from which on tickets count: 50\nWinners to draw: 1"
            ),
            "{raffle}"
        );
        assert_eq!(
            mia.sends(&[field("qualify", "80"), field("winners", "101")]).await,
            "winners: That number does not work here: give 1 to 100."
        );
        assert_eq!(mia.sends(&[field("qualify", "80"), field("winners", "3")]).await, "");
        let preview = mia.form().to_string();
        assert!(preview.contains("80") && preview.contains('3'), "{preview}");
        mia.sends(&[]).await;
        assert_snapshot!(announced(t).await, @r"
        :checkered_flag: *Raffle* starts now and runs until Tuesday 17 March, 10:00 (Berlin).
        Every 10 points make a ticket, from 80 on; 3 are drawn at the end. The draw is by a seed whose SHA-256 is `<hash>`; the seed is told afterwards.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: whoever is drawn. Board every morning at 9.
        ");
        mia.hears().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_tried_out_starts_for_real_with_all_that_its_form_changed() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        mia.opens("/contest new").await;
        mia.chooses("template", "raffle").await;
        let changed = [
            ("more", json!(["dry"])),
            field("title", "Try \"it\""),
            field("ends", "2026-03-05"),
            field("winners", "3"),
            field("quota", "40"),
            field("prizes", "a “very” fine cake"),
            field("board", "10:30"),
        ];
        assert_eq!(mia.sends(&changed).await, "");
        mia.sends(&[]).await;
        mia.hears().await;
        t.clock().set("2026-03-06 11:00").await;
        let told = loop {
            let said = mia.hears().await.text;
            if said.contains("for real") {
                break said;
            }
        };
        let line = told.split('`').find(|part| part.starts_with("/contest start")).unwrap_or_default();
        assert_snapshot!(line, @r#"/contest start raffle "Try 'it'" for 48h in #social-wins with winners 3 quota 40 private prizes "a 'very' fine cake" board 10:30"#);
        wins.is_quiet().await;
        assert_snapshot!(mia.asks(line).await, @":checkered_flag: *Try 'it'* has started in <#C0WINS> and runs until Sunday, 11:00 (Berlin).");
        assert_snapshot!(announced(t).await, @r"
        :checkered_flag: *Try 'it'* starts now and runs until Sunday, 11:00 (Berlin).
        Every 10 points make a ticket, from 50 on; 3 are drawn at the end. The draw is by a seed whose SHA-256 is `<hash>`; the seed is told afterwards.
        Quota: 40 points for each of us; `/pace quota` breaks it into days.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: a 'very' fine cake. Board every morning at 10:30.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_is_tried_out_in_silence() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        mia.sends(&[("more", json!(["dry"])), field("starts", "2026-03-04")]).await;
        assert_snapshot!(mia.form(), @r#"
        Preview
        (This is what you and the other managers hear. Nothing is announced.)
        :test_tube: *Sprint Week* starts tomorrow, 09:00 (Berlin) silently in <#C0WINS> and runs until Friday 13 March, 15:00 (Berlin): what everybody shares is scored, and only managers see it. You get the board each morning and the result at the end; `/leaderboard "Sprint Week"` shows it at any time.
        [Back] [Try it out]
        "#);
        mia.sends(&[]).await;
        assert!(mia.hears().await.contains("Sprint Week"));
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn of_several_rulebooks_one_is_chosen() {
    let harder = include_str!("../../../config/presets/rulebooks/habit.toml")
        .replace("name = \"habit\"", "name = \"harder\"")
        .replace("daily_points = 30", "daily_points = 20");
    play_with_files(&[("presets/rulebooks/harder.toml", &harder)], async |t| {
        let mia = t.manager();
        assert_eq!(mia.opens("/contest new").await.shows("rulebook"), "Habit");
        mia.sends(&[field("rulebook", "harder")]).await;
        assert!(mia.form().to_string().contains("at most 20 a day"), "{}", mia.form());
        mia.sends(&[]).await;
        announced(t).await;
        mia.hears().await;
    })
    .await;
}
