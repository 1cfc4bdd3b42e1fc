//! Stories of the forms for a new contest and for changing one.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::harness::{Stage, What, play, wrong};

/// A public channel that the bot is not in.
const WITHOUT_BOT: &str = "C0DEALS";

pub(super) fn field(name: &'static str, value: &str) -> (&'static str, Value) {
    (name, json!(value))
}

/// What the channel reads, without what is another each time: the hash of a raffle's seed.
pub(super) async fn announced(t: &Stage) -> String {
    let said = t.channel("social-wins").next_of("announcement").await.to_string();
    let hash = said.split("SHA-256 is `").nth(1).and_then(|rest| rest.split('`').next());
    hash.map_or(said.clone(), |hash| said.replace(hash, "<hash>"))
}

#[tokio::test]
async fn three_clicks_start_a_good_contest() {
    play(async |t| {
        let mia = t.manager();
        assert_snapshot!(mia.opens("/contest new").await, @r"
        New contest
        What kind of contest?: Sprint Week
        Title: Sprint Week
        Channel: C0WINS  ~ Where it is announced and its board comes; I have to be in it.
        Starts on (optional): 2026-03-09  ~ Now, if you leave it and the time empty.
        Starts at (Berlin time) (optional): 09:00
        Ends on: 2026-03-13
        Ends at (Berlin time) (optional): 15:00  ~ With the end of that day, if you leave it empty.
        Points asked of everybody (optional):   ~ A quota; leave it empty where there is none.
        Prizes (optional): first three and most improved  ~ As the announcement has them; /contest prize gives each place its own.
        Comes again: Not by itself
        Daily board at (Berlin time): 09:00
        (What counts: article 15, original post 10, share with own words 5, comment 2; at most 30 a day.)
        Dry run (optional): 
        [Cancel] [Preview]
        ");
        assert_eq!(mia.sends(&[]).await, "");
        let preview = mia.form();
        assert_snapshot!(preview, @r"
        Preview
        (This is what the channel reads.)
        :checkered_flag: *Sprint Week* starts Monday, 09:00 (Berlin) and runs until Friday 13 March, 15:00 (Berlin).
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        [Back] [Start it]
        ");
        assert_eq!(mia.sends(&[]).await, "");
        mia.sees_no_form();
        let read = announced(t).await;
        assert!(preview.to_string().contains(&read), "{read}");
        assert_snapshot!(mia.hears().await, @":checkered_flag: *Sprint Week* starts Monday, 09:00 (Berlin) in <#C0WINS> and runs until Friday 13 March, 15:00 (Berlin).");
        let contests = t.contests().await;
        assert_eq!(contests[0].title, "Sprint Week");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_stands_under_its_field() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_eq!(mia.opens("/contest new").await.shows("title"), "Sprint Week");
        let now = [("starts", Value::Null), ("from", Value::Null)];
        for (wrong, said) in [
            (vec![("starts", Value::Null)], "starts"),
            (vec![("from", Value::Null)], "from"),
            (vec![field("title", "spring  sprint")], "title"),
            (vec![field("title", "!!!")], "title"),
            ([now.to_vec(), vec![field("ends", "2026-03-02")]].concat(), "ends"),
            (vec![field("starts", "2026-03-02")], "starts"),
            (vec![field("starts", "2026-03-10"), field("ends", "2026-03-09")], "ends"),
            (vec![field("starts", "2026-03-10"), field("ends", "2029-03-09")], "ends"),
            (vec![field("channel", WITHOUT_BOT)], "channel"),
            (vec![field("quota", "0")], "quota"),
        ] {
            // Whatever else was wrong before is right now.
            let fine = [
                field("title", "Second"),
                field("starts", "2026-03-10"),
                field("from", "09:00"),
                field("ends", "2026-03-13"),
                field("channel", "C0WINS"),
                ("quota", Value::Null),
            ];
            let answer = mia.sends(&[fine.to_vec(), wrong.clone()].concat()).await;
            assert!(answer.starts_with(&format!("{said}: ")), "{wrong:?}: {answer}");
        }
        // Whatever was wrong, the form still has everything, and the next try goes through.
        assert_eq!(mia.sends(&[field("title", "Second"), field("quota", "300")]).await, "");
        assert_snapshot!(mia.form(), @r"
        Preview
        (This is what the channel reads.)
        :checkered_flag: *Second* starts Tuesday 10 March, 09:00 (Berlin) and runs until Friday 13 March, 15:00 (Berlin).
        Quota: 300 points for each of us; `/pace quota` breaks it into days.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: first three and most improved. Board every morning at 9.
        [Back] [Start it]
        ");
        mia.closes().await;
        mia.closes().await;
        assert_eq!(t.contests().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_preview_sent_twice_starts_one_contest() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        mia.sends(&[]).await;
        let preview = mia.form();
        let (first, second) = tokio::join!(mia.sends_view(&preview, &[]), mia.sends_view(&preview, &[]));
        assert_eq!((wrong(&first), wrong(&second)), (String::new(), String::new()));
        assert_eq!(t.contests().await.len(), 1);
        announced(t).await;
        mia.hears().await;
        mia.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn a_title_taken_while_the_preview_is_open_loses_nothing() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        mia.sends(&[field("title", "Spring Sprint"), field("prizes", "a cake")]).await;
        t.sprint().await;
        assert_eq!(mia.sends(&[]).await, "");
        assert_snapshot!(mia.form(), @r"
        Not done
        The title Spring Sprint is taken; give this one another.
        [Back]
        ");
        mia.closes().await;
        assert_eq!(mia.sends(&[field("title", "Summer Sprint")]).await, "");
        assert!(mia.form().to_string().contains("a cake"));
        mia.sends(&[]).await;
        announced(t).await;
        mia.hears().await;
    })
    .await;
}

#[tokio::test]
async fn fields_of_another_template_are_changed_before_anything_is_previewed() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        t.goes_wrong(json!({"kind": "drop_before", "method": "views.update"}));
        let form = mia.chooses("template", "team-goal").await;
        assert_eq!(form.shows("title"), "Sprint Week", "Slack did not take the change");
        assert_eq!(mia.sends(&[]).await, "");
        assert_eq!(mia.form().shows("title"), "Team Goal");
        assert_eq!(mia.form().shows("points"), "1000");
    })
    .await;
}

/// Two choices in quick succession: the view that the second was made in has changed under its feet.
#[tokio::test]
async fn the_later_of_two_choices_wins() {
    play(async |t| {
        let mia = t.manager();
        mia.opens("/contest new").await;
        let before = mia.form();
        mia.chooses("template", "team-goal").await;
        // As if it had been pressed before the first came back.
        t.slack().state().forms.get_mut(&mia.id).unwrap()[0].hash = "another".to_owned();
        let form = mia.chooses("template", "first-to-100").await;
        assert_eq!((form.shows("title"), form.id()), ("First to 100".to_owned(), before.id()));
        assert!(t.calls("views.update") >= 2);
    })
    .await;
}

#[tokio::test]
async fn a_rep_is_told_who_could() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert!(ana.asks("/contest new").await.starts_with("Only managers can do that"));
        assert!(ana.asks("/contest edit").await.starts_with("Only managers can do that"));
        ana.asks("/contest templates").await;
        ana.clicks("Start one by a form").await;
        assert!(ana.hears().await.starts_with("Only managers can do that"));
        ana.sees_no_form();
    })
    .await;
}

#[tokio::test]
async fn a_contest_gets_another_title_end_and_board_time() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        assert_snapshot!(mia.opens("/contest edit").await, @r"
        Change the contest
        Title: Spring Sprint
        Ends on: 2026-03-08
        Ends at (Berlin time): 10:00
        Prizes (optional): first three and most improved
        Daily board at (Berlin time): 09:00  ~ From the next board on.
        [Cancel] [Change]
        ");
        assert_snapshot!(mia.sends(&[]).await, @"title: Nothing is different from before; change something, or close this.");
        assert_snapshot!(mia.sends(&[field("ends", "2026-03-02")]).await, @"ends: It would be over before it began; give a later end.");
        let changes = [
            field("title", "Late <!here> Sprint"),
            field("ends", "2026-03-09"),
            field("prizes", "a cake"),
            field("board", "16:30"),
        ];
        assert_eq!(mia.sends(&changes).await, "");
        assert_snapshot!(mia.form(), @r"
        Changed
        :pencil2: *Spring Sprint* is now called *Late &lt;!here&gt; Sprint*, now runs until Monday, 10:00 (Berlin), has these prizes: a cake and posts its board at 16:30 from now on.
        [Done]
        ");
        assert_snapshot!(t.channel("social-wins").next().await, @":pencil2: *Spring Sprint* is now called *Late &lt;!here&gt; Sprint*, now runs until Monday, 10:00 (Berlin), has these prizes: a cake and posts its board at 16:30 from now on.");
        // Today had no board yet; from now on one comes at the new time, and none in the morning.
        t.rep("Ana").shares(What::Original).await;
        t.skim().await;
        for (until, boards) in [
            ("2026-03-03 16:29", 0),
            ("2026-03-03 16:31", 1),
            ("2026-03-04 16:29", 0),
            ("2026-03-04 16:31", 1),
        ] {
            t.clock().set(until).await;
            assert_eq!(t.channel("social-wins").all_of("board").await.len(), boards, "{until}");
        }
        t.clock().set("2026-03-08 12:00").await;
        t.skim().await;
        assert_eq!(t.contests().await[0].phase.as_str(), "open");
        t.clock().set("2026-03-09 23:59").await;
        t.skim().await;
        assert_eq!(t.contests().await[0].phase.as_str(), "closed");
    })
    .await;
}

#[tokio::test]
async fn a_contest_to_come_gets_another_start() {
    play(async |t| {
        t.contest("sprint-week \"Later\" from 2026-03-05 9:00 for 5d").await;
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        assert_snapshot!(mia.opens("/contest edit").await, @r"
        Change the contest
        Title: Later
        Starts on: 2026-03-05
        Starts at (Berlin time): 09:00
        Ends on: 2026-03-10
        Ends at (Berlin time): 09:00
        Prizes (optional): first three and most improved
        Daily board at (Berlin time): 09:00  ~ From the next board on.
        [Cancel] [Change]
        ");
        assert_snapshot!(mia.sends(&[field("starts", "2026-03-02")]).await, @"starts: That is in the past; choose a start that is still to come.");
        assert_snapshot!(mia.sends(&[field("starts", "2026-03-20")]).await, @"ends: It would be over before it began; give a later end.");
        assert_eq!(mia.sends(&[field("starts", "2026-03-04"), field("from", "12:00")]).await, "");
        assert_snapshot!(wins.next().await, @":pencil2: *Later* now starts tomorrow, 12:00 (Berlin).");
        mia.closes().await;
        t.clock().set("2026-03-04 11:59").await;
        assert_eq!(t.contests().await[0].phase.as_str(), "scheduled");
        t.clock().set("2026-03-04 12:01").await;
        assert_eq!(t.contests().await[0].phase.as_str(), "open");
        wins.next_of("announcement").await;
        assert!(!mia.opens("/contest edit").await.to_string().contains("Starts on"));
        // Half of the time is over earlier, too.
        for (until, marks) in [("2026-03-07 10:29", 0), ("2026-03-07 10:31", 1), ("2026-03-07 22:00", 0)] {
            t.clock().set(until).await;
            assert_eq!(wins.all_of("notice").await.len(), marks, "{until}");
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn extending_without_a_new_end_asks_for_it() {
    play(async |t| {
        t.contest("sprint-week \"Open Season\" for 5d").await;
        let mia = t.manager();
        for line in ["/contest extend", "/contest extend \"Open Season\"", "/contest extend open season"] {
            assert_eq!(mia.opens(line).await.shows("ends"), "2026-03-08", "{line}");
            mia.closes().await;
        }
        mia.opens("/contest extend").await;
        assert_eq!(mia.sends(&[field("ends", "2026-03-09")]).await, "");
        assert_snapshot!(t.channel("social-wins").next().await, @":pencil2: *Open Season* now runs until Monday, 10:00 (Berlin).");
        assert_snapshot!(mia.asks("/contest extend tomorrow").await, @r#"It goes like this: `/contest extend ["Title"] [for 2d | until Fri 15:00]`"#);
        assert_snapshot!(mia.asks("/contest extend \"Opn Season\"").await, @r#"There is no contest "Opn Season". Did you mean "Open Season"?"#);
    })
    .await;
}

#[tokio::test]
async fn the_form_opens_with_the_template_that_was_named() {
    play(async |t| {
        let mia = t.manager();
        for (line, title) in [
            ("/contest new raffle", "Raffle"),
            ("/contest new First to 100", "First to 100"),
            ("/contest new raffle \"Cake Draw\"", "Cake Draw"),
        ] {
            assert_eq!(mia.opens(line).await.shows("title"), title, "{line}");
            mia.closes().await;
        }
        assert_snapshot!(mia.asks("/contest new rafle").await, @r#""rafle" is no template. Did you mean `raffle`? `/contest templates` lists all."#);
        mia.sees_no_form();
    })
    .await;
}

#[tokio::test]
async fn two_managers_who_change_one_contest_do_not_undo_each_other() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        mia.opens("/contest edit").await;
        mia.asks("/contest extend for 1d").await;
        t.skim().await;
        // Another field than the one that changed: both hold.
        assert_eq!(mia.sends(&[field("prizes", "a cake")]).await, "");
        t.skim().await;
        mia.opens("/contest edit").await;
        mia.asks("/contest extend for 1d").await;
        t.skim().await;
        assert_snapshot!(mia.sends(&[field("ends", "2026-03-20")]).await, @"title: Spring Sprint has changed since this form was opened; close it and look again, then change what is still to be changed.");
        let contest = t.contests().await[0].clone();
        assert_eq!(contest.prizes.as_deref(), Some("a cake"));
    })
    .await;
}

#[tokio::test]
async fn a_contest_that_ended_while_its_form_was_open_is_told_so() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        mia.opens("/contest edit").await;
        mia.asks("/contest end").await;
        t.skim().await;
        assert_snapshot!(mia.sends(&[field("title", "Other")]).await, @"title: Spring Sprint is over; within the hour of its end /contest reopen takes that back.");
        assert_eq!(t.contests().await[0].title, "Spring Sprint");
        assert_snapshot!(mia.asks("/contest edit").await, @"*Spring Sprint* is over; within the hour of its end `/contest reopen` takes that back.");
    })
    .await;
}

#[tokio::test]
async fn which_of_several_is_to_be_changed_is_asked_with_buttons() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" in #general").await;
        let mia = t.manager().privately();
        assert_snapshot!(mia.asks("/contest edit").await, @r#"Which contest do you mean? `/contest edit of "Title"` says it at once."#);
        mia.clicks("Long Run").await;
        assert_eq!(mia.form().shows("title"), "Long Run");
    })
    .await;
}
