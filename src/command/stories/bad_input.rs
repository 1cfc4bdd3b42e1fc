//! Bad input: one plain sentence back, nothing counted, nothing lost, and no words that could ping anybody.

use insta::assert_snapshot;

use crate::harness::play;

/// What the bot answers to each of these, line by line.
macro_rules! answers {
    ($t:expr, $who:expr, $lines:expr) => {{
        let mut answers = String::new();
        for line in $lines {
            answers.push_str(&format!("{line}\n  → {}\n", $who.asks(line).await.replace('\n', "\n    ")));
        }
        $t.skim().await;
        answers
    }};
}

#[tokio::test]
async fn links_that_cannot_count_are_refused_with_the_reason() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let lines = [
            "/share no link at all",
            "/share https://lnkd.in/abc look",
            "/share https://t.co/abc",
            "/share https://127.0.0.1/secret",
            "/share http://[::1]:8080/",
            "/share http://2130706433/",
            "/share http://localhost:3000/admin",
            "/share https://intranet/wiki",
            "/share ftp://acme.example.com/file",
            "/share mailto:ana@acme.example.com",
            "/share javascript:alert(1)",
            "/share https://",
            "/share https://acme.example.com:99999/",
            "/share https://user:secret@acme.example.com/",
        ];
        assert_snapshot!(answers!(t, ana, lines), @r"
        /share no link at all
          → Paste the link of what you posted after `/share`, and a few words of your own: `/share <https://www.linkedin.com/posts/…> original …`
        /share https://lnkd.in/abc look
          → <http://lnkd.in|lnkd.in> is a short link, and nobody can see where it leads; open it and share the full link.
        /share https://t.co/abc
          → <http://t.co|t.co> is a short link, and nobody can see where it leads; open it and share the full link.
        /share https://127.0.0.1/secret
          → 127.0.0.1 is no public web page; share the link of the post itself.
        /share http://[::1]:8080/
          → [::1] is no public web page; share the link of the post itself.
        /share http://2130706433/
          → 127.0.0.1 is no public web page; share the link of the post itself.
        /share http://localhost:3000/admin
          → localhost is no public web page; share the link of the post itself.
        /share https://intranet/wiki
          → intranet is no public web page; share the link of the post itself.
        /share ftp://acme.example.com/file
          → Only web links count (<https://…>); copy the one from the address bar.
        /share mailto:ana@acme.example.com
          → Paste the link of what you posted after `/share`, and a few words of your own: `/share <https://www.linkedin.com/posts/…> original …`
        /share javascript:alert(1)
          → Paste the link of what you posted after `/share`, and a few words of your own: `/share <https://www.linkedin.com/posts/…> original …`
        /share https://
          → Paste the link of what you posted after `/share`, and a few words of your own: `/share <https://www.linkedin.com/posts/…> original …`
        /share https://acme.example.com:99999/
          → That link looks broken; copy it again from the address bar and send it whole.
        /share https://user:secret@acme.example.com/
          → That link looks broken; copy it again from the address bar and send it whole.
        ");
        assert_eq!(t.rep("Ana").points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn slips_of_the_hand_are_answered_with_what_is_nearest() {
    play(async |t| {
        t.sprint().await;
        let lines =
            ["/contest lst", "/pace wy", "/pace dance", "/contest", "/leaderboard \"Spring Sprnt\""];
        assert_snapshot!(answers!(t, t.rep("Ana"), lines), @r#"
        /contest lst
          → `/contest` knows no "lst". Did you mean `/contest list`?
        /pace wy
          → `/pace` knows no "wy". Did you mean `/pace why`?
        /pace dance
          → `/pace` knows no "dance"; `/pace help` lists what it does.
        /contest
          → Contests: what runs, and (for managers) starting and steering them
            • `/contest list [past]` lists what runs, comes, and is over
            • `/contest show ["Title"]` shows when it ends, who plays, how points work
            • `/contest join ["Title"]` puts you on its board
            • `/contest leave ["Title"]` takes you off its board; your points wait
            • `/contest templates` lists what can be started with one line
            • `/contest new [template]` starts a contest by a form, with a preview (managers)
            • `/contest start &lt;template&gt; ["Title"] [from …] [for 5d | until …] [in #channel] [quota 300] [every week | month] [with points 250] [prizes "…"] [dry]` starts a contest, or tries it out silently (managers)
            • `/contest team [create | join | leave | name | captain | swap | activity …]` shows the teams, or makes, joins and leads one; managers also `move @rep "Falcons"` and `draft 3`
            • `/contest quota 300 [for @rep] [public | private] [of "Title"]` asks everybody, or one rep, for so many points; `off` ends it (managers)
            • `/contest prize [1st "Dinner for two" | 100 points "Team mug" [stock 10] | remove 1st]` lists what a contest's places and points win, or changes it (managers)
            • `/contest reward [add "Coffee voucher" 50 [stock 20] | remove … | approve 12 | decline 12 reason | refund …]` lists what can be claimed for points and what waits, changes it, decides (managers)
            • `/contest pause ["Title"]` refuses shares until it is resumed; the end stays (managers)
            • `/contest resume ["Title"]` lets it go on (managers)
            • `/contest edit ["Title"]` changes its title, start, end, prizes or board time by a form (managers)
            • `/contest extend ["Title"] [for 2d | until Fri 15:00]` gives it a later (or earlier) end; asks for it by a form where you leave it out (managers)
            • `/contest end ["Title"]` ends it now; can be taken back within the hour (managers)
            • `/contest reopen ["Title"] [until …]` takes an end back, within the hour (managers)
            • `/contest cancel ["Title"]` calls it off (managers)
            • `/contest rules [original=12 … [from …]]` shows how points work; managers change it, after a look at what that would mean
            • `/contest bonus [x2 from tomorrow 11:00 for 1h | rest weekends | cancel 2]` shows what is multiplied when; managers schedule it, or a rest in which nothing counts
            • `/contest review [approve 3 [+5] | decline 3 because … | done]` shows what waits for you (counts, results, appeals), and decides it (managers)
            • `/contest repeat weekly | monthly | off ["Title"]` starts it anew every week or month with the same people, or no more (managers)
            • `/contest adjust @rep +10 reason [of "Contest"]` corrects a score by hand; the rep is told why (managers)
            • `/contest log ["Title"]` lists what managers did: corrections, decisions, rules; who, when and why (managers)
            • `/contest draw ["Title"]` shows how a raffle was drawn, and sends you all its tickets, so that you can check it
            • `/contest export [csv | json] [ledger | standings] [of "Contest"]` sends you its standings and ledger as a file (managers)
            • `/contest tv ["Title"] | list | off [2]` shows this channel's contests, or one, on a screen; lists such screens, ends them (managers)
        /leaderboard "Spring Sprnt"
          → There is no contest "Spring Sprnt". Did you mean "Spring Sprint"?
        "#);
    })
    .await;
}

#[tokio::test]
async fn forty_thousand_characters_are_just_a_long_text() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let link = "/share https://acme.example.com/a ";
        ana.asks(&format!("{link}{}", "x".repeat(40_000 - link.len()))).await;
        assert_eq!(ana.points().await, 5 + 5);
        ana.asks(&format!("/share https://acme.example.com/{}", "y".repeat(39_000))).await;
        ana.asks(&format!("/pace {}", "z".repeat(39_000))).await;
        ana.asks(&format!("/leaderboard \"{}\"", "<".repeat(9_000))).await;
        t.manager().asks(&format!("/contest start sprint-week \"{}\"", "w".repeat(39_000))).await;
        assert_eq!((ana.points().await, t.contests().await.len()), (10, 1));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn control_characters_and_marks_that_turn_text_around_are_no_words() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let unseen = "\u{202E}\u{200F}\u{200B}\u{7}\u{1B}\u{FEFF}".repeat(50);
        ana.asks(&format!("/share https://acme.example.com/a {unseen} hi")).await;
        assert_eq!(ana.points().await, 1 + 5, "what nobody sees is not counted");
        ana.asks(&format!("/share https://acme.example.com/{}a", "\u{202E}")).await;
        ana.asks(&format!("/pace {unseen}")).await;
        t.manager().asks(&format!("/contest start most-points \"{unseen}\"")).await;
        assert_eq!(t.contests().await.len(), 1);
        t.skim().await;
    })
    .await;
}

/// The harness looks at everything that is said here.
#[tokio::test]
async fn the_bot_never_says_a_mention_back_alive() {
    play(async |t| {
        t.contest("most-points \"<!channel> <@U0ANA> @here *Win* & `more`\" for 5d").await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        let rename = crate::sandbox::PersonChange {
            user: ana.id.clone(),
            display_name: Some("<!everyone> Ana".into()),
            ..Default::default()
        };
        t.slack().change_person(&rename).unwrap();
        t.slack().deliveries_settled().await;
        ana.asks("/share https://acme.example.com/a <!channel> <@U0BO> @everyone <!subteam^S1|@team>").await;
        ana.says("https://acme.example.com/b <!here> @channel").await;
        for line in [
            "/share <!channel>",
            "/share https://lnkd.in/<!channel>",
            "/share https://<!channel>/",
            "/leaderboard \"<!here>\"",
            "/leaderboard",
            "/pace <!everyone>",
            "/pace why",
            "/pace why \"@channel\"",
            "/contest <@U0BO>",
            "/contest list",
            "/contest show",
            "/contest show \"<!channel> <@U0ANA> @here *Win* & `more`\"",
        ] {
            ana.asks(line).await;
        }
        for line in [
            "/contest start <!channel>",
            "/contest start sprint-week in #<!channel>",
            "/contest start sprint-week for <!here>",
            "/contest start sprint-week \"<!here>\" until @channel",
            "/contest pause \"<@U0BO>\"",
            "/contest pause",
            "/contest resume",
            "/contest extend for <!channel>",
        ] {
            mia.asks(line).await;
        }
        t.skim().await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.channel("social-wins").next().await, @r"
        *@channel @U0ANA @here ∗Win∗ &amp; ˋmoreˋ* — Wednesday, 4 days 1 hour left
        1. &lt;!everyone&gt; Ana — 7
        1 of 1 active yesterday; 2 shares so far.
        ");
        t.skim().await;
        ana.clicks("Where am I?").await;
        ana.clicks("How points work").await;
        ana.hears().await;
        ana.hears().await;
        mia.asks("/contest end").await;
        t.skim().await;
    })
    .await;
}
