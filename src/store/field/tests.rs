use super::*;
use crate::domain::format::{EveryoneIn, FirstTo, Format};
use crate::domain::score::Score;
use crate::store::testing::game::{acme, at, book, c1, contest, copied, day, in_a_game, paid, score};
use crate::store::{contests, entrants, ledger, standings, teams};

/// A contest that is played so, with `ann` and `bob` in it from the start.
async fn played(tx: &mut Tx, format: Format) -> Result<Contest> {
    let contest = Contest { format, ..contest("c3", 12) };
    contests::create(tx, &acme(), &contest, &book()).await?;
    for user in ["ann", "bob"] {
        entrants::join(tx, &acme(), &contest.id, &user.into(), at(0)).await?;
    }
    Ok(contest)
}

fn first_to(points: i64) -> Format {
    Format::FirstTo(FirstTo { points, by: crate::domain::format::By::Reps })
}

async fn through(tx: &mut Tx, contest: &Contest, user: &str) -> Result<Option<DateTime<Utc>>> {
    let user = user.into();
    let rows = read(tx, &acme(), contest, Of::Rep(&user), day(0)).await?;
    assert_eq!(rows.players.len(), 1);
    Ok(rows.players[0].through_at)
}

#[tokio::test]
async fn the_field_holds_everybody_on_the_board_or_the_part_asked_for() {
    in_a_game(async |tx: &mut Tx| {
        let contest = played(tx, first_to(100)).await?;
        entrants::join(tx, &acme(), &contest.id, &"cid".into(), at(5)).await?;
        standings::show(tx, &acme(), &contest.id, &"bob".into(), false).await?;
        paid(tx, &contest.id, "s1", "cid", 7, &score(10)).await?;
        teams::put(tx, &acme(), &contest.id, &"cid".into(), Some(&"t1".into())).await?;
        let ids = |rows: &FieldRows| {
            let mut ids: Vec<_> = rows.players.iter().map(|p| p.standing.user.to_string()).collect();
            ids.sort();
            ids
        };
        let rows = read(tx, &acme(), &contest, Of::All, day(0)).await?;
        assert_eq!(ids(&rows), ["ann", "cid"], "bob has left");
        let cid = rows.players.iter().find(|player| player.standing.user == "cid".into()).unwrap();
        assert_eq!((cid.standing.points, cid.standing.shares, cid.joined_at), (10, 1, at(5)));
        assert_eq!((cid.standing.name.as_str(), cid.team.clone()), ("CID", Some("t1".into())));
        assert_eq!(ids(&read(tx, &acme(), &contest, Of::Rep(&"ann".into()), day(0)).await?), ["ann"]);
        assert_eq!(ids(&read(tx, &acme(), &contest, Of::Team(&"t1".into()), day(0)).await?), ["cid"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_has_left_is_told_apart_where_they_go_on_counting() {
    in_a_game(async |tx: &mut Tx| {
        let contest = played(tx, Format::Relay(crate::domain::format::Relay { leg: 20 })).await?;
        for user in ["cid", "dee"] {
            entrants::join(tx, &acme(), &contest.id, &user.into(), at(1)).await?;
        }
        for user in ["ann", "bob", "cid", "dee"] {
            teams::put(tx, &acme(), &contest.id, &user.into(), Some(&"t1".into())).await?;
        }
        paid(tx, &contest.id, "s1", "bob", 2, &score(10)).await?;
        entrants::leave(tx, &acme(), &contest.id, &"bob".into(), at(3)).await?;
        entrants::leave(tx, &acme(), &contest.id, &"cid".into(), at(3)).await?;
        // As when somebody is deactivated.
        standings::show(tx, &acme(), &contest.id, &"dee".into(), false).await?;
        let team = "t1".into();
        for of in [Of::All, Of::Team(&team)] {
            let rows = read(tx, &acme(), &contest, of, day(0)).await?;
            let ids = |players: &[Player]| {
                let mut ids: Vec<_> = players.iter().map(|p| p.standing.user.to_string()).collect();
                ids.sort();
                ids
            };
            assert_eq!(ids(&rows.players), ["ann"]);
            assert_eq!(ids(&rows.gone), ["bob", "cid"], "dee was sent away, and had done nothing");
        }
        assert_eq!(points_of_gone(tx, &acme(), &contest.id).await?, 10);
        let plain = Contest { format: Format::default(), ..contest };
        assert_eq!(read(tx, &acme(), &plain, Of::All, day(0)).await?.gone, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_line_is_reached_when_it_is_crossed_and_lost_below_it() {
    in_a_game(async |tx: &mut Tx| {
        let contest = played(tx, first_to(20)).await?;
        paid(tx, &contest.id, "s1", "ann", 1, &score(15)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, None);
        paid(tx, &contest.id, "s2", "ann", 2, &score(5)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, Some(at(2)));
        let last = paid(tx, &contest.id, "s3", "ann", 3, &score(5)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, Some(at(2)), "more changes nothing");
        let back = ledger::scores_of(tx, &acme(), &last).await?;
        ledger::reverse(tx, &acme(), &back[0], &last, &"ann".into(), at(4)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, Some(at(2)));
        let second = "s2".into();
        let back = ledger::scores_of(tx, &acme(), &second).await?;
        ledger::reverse(tx, &acme(), &back[0], &second, &"ann".into(), at(5)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, None);
        paid(tx, &contest.id, "s4", "ann", 6, &score(9)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, Some(at(6)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_contest_without_a_line_lets_nobody_through() {
    in_a_game(async |tx: &mut Tx| {
        let contest = played(tx, Format::default()).await?;
        paid(tx, &contest.id, "s1", "ann", 1, &score(1_000)).await?;
        assert_eq!(through(tx, &contest, "ann").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn weeks_count_shares_that_are_no_copies() {
    in_a_game(async |tx: &mut Tx| {
        let contest = played(tx, Format::EveryoneIn(EveryoneIn { shares: 3 })).await?;
        let week = 7 * 24 * 60;
        for (id, minute, score) in
            [("s1", 0, score(5)), ("s2", 1, score(0)), ("s3", 2, copied()), ("s4", week, score(5))]
        {
            paid(tx, &contest.id, id, "ann", minute, &score).await?;
        }
        let rows = read(tx, &acme(), &contest, Of::All, day(8)).await?;
        assert_eq!(rows.weeks, [day(0), day(7)]);
        let ann = rows.players.iter().find(|player| player.standing.user == "ann".into()).unwrap();
        assert_eq!(ann.weeks, [(day(0), 2), (day(7), 1)].into());
        let own = read(tx, &acme(), &contest, Of::Rep(&"ann".into()), day(8)).await?;
        assert_eq!(own.players[0].weeks, ann.weeks);
        let early = read(tx, &acme(), &contest, Of::All, day(6)).await?;
        assert_eq!(early.weeks, [day(0)], "the second week has not begun");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_weeks_before_count_each_share_once_by_its_best_score() {
    in_a_game(async |tx: &mut Tx| {
        let days = 24 * 60;
        let later =
            |id: &str| Contest { starts_at: at(30 * days), ends_at: at(40 * days), ..contest(id, 40) };
        entrants::join(tx, &acme(), &"c2".into(), &"ann".into(), at(0)).await?;
        let share = paid(tx, &c1(), "s1", "ann", 5 * days, &score(10)).await?;
        let again = crate::store::testing::game::share("s1", "ann", 5 * days);
        let more = Score { first_of_week: 5, ..score(8) };
        crate::store::testing::game::pay_again(tx, &acme(), &"c2".into(), &again, &more).await?;
        paid(tx, &c1(), "s2", "ann", days, &score(100)).await?;
        paid(tx, &c1(), "s3", "ann", 30 * days, &score(100)).await?;
        assert_eq!(share.as_str(), "s1");
        let contest = later("c4");
        assert_eq!(points_before(tx, &acme(), &contest, &"ann".into()).await?, 13, "too early, and too late");
        contests::create(tx, &acme(), &contest, &book()).await?;
        for user in ["ann", "bob"] {
            entrants::join(tx, &acme(), &contest.id, &user.into(), at(9)).await?;
        }
        let kept = async |tx: &mut Tx, user: &str| -> Result<i64> {
            let user = user.into();
            Ok(read(tx, &acme(), &contest, Of::Rep(&user), day(30)).await?.players[0].points_before)
        };
        keep_points_before(tx, &acme(), &contest, &["bob".into()]).await?;
        assert_eq!((kept(tx, "ann").await?, kept(tx, "bob").await?), (0, 0));
        keep_points_before(tx, &acme(), &contest, &["ann", "bob"].map(UserId::from)).await?;
        assert_eq!((kept(tx, "ann").await?, kept(tx, "bob").await?), (13, 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_improved_most_is_measured_over_the_same_length() {
    in_a_game(async |tx: &mut Tx| {
        // Twelve days; the four weeks before have 28.
        let contest = played(tx, Format::default()).await?;
        assert_eq!(most_improved(tx, &acme(), &contest).await?, None);
        for (user, before) in [("ann", 280), ("bob", 28)] {
            execute!(
                tx,
                "UPDATE standings SET points_before = $3 WHERE workspace_id = 'T1' AND contest_id = $1 AND user_id = $2",
                contest.id.as_str(),
                user,
                before,
            )?;
        }
        paid(tx, &contest.id, "s1", "ann", 1, &score(180)).await?;
        assert_eq!(most_improved(tx, &acme(), &contest).await?, Some(("ANN".into(), 50)));
        paid(tx, &contest.id, "s2", "bob", 2, &score(30)).await?;
        assert_eq!(most_improved(tx, &acme(), &contest).await?, Some(("BOB".into(), 150)));
        Ok(())
    })
    .await;
}
