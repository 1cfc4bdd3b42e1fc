//! The ledger on both engines.

use super::*;
use crate::domain::score::Past;
use crate::domain::score::Score;
use crate::store::explained;
use crate::store::testing::game::{
    acme, at, c1, c2, case, copied, day, in_a_game, paid, pay_again, score, share,
};
use crate::store::{audit, grounds, standings};

fn ann() -> UserId {
    "ann".into()
}

/// Points, shares, and the minute at which the score was reached.
async fn stands(tx: &mut Tx) -> Result<(i64, i64, i64)> {
    let rows = standings::top(tx, &acme(), &c1(), day(0), 9).await?;
    let row = rows.into_iter().find(|row| row.user == ann()).unwrap();
    Ok((row.points, row.shares, (row.reached_at - at(0)).num_minutes()))
}

/// The scores that a share of ann's in `c1` is judged by, of the week that begins on this Monday.
async fn week(tx: &mut Tx, monday: NaiveDate) -> Result<Vec<Past>> {
    let scores = grounds::read(tx, &case(&ann(), "k")).await?.scores;
    let of_week = scores.into_iter().filter(|(contest, week, _)| *contest == c1() && *week == monday);
    Ok(of_week.map(|(_, _, past)| past).collect())
}

async fn take_back(tx: &mut Tx, id: &str, minute: i64) -> Result<()> {
    let share = id.into();
    for score in scores_of(tx, &acme(), &share).await? {
        reverse(tx, &acme(), &score, &share, &ann(), at(minute)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_score_is_paid_by_entries_and_raises_the_standing() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &Score { first_of_week: 5, ..score(7) }).await?;
        paid(tx, &c1(), "s2", "bob", 4, &score(2)).await?;
        let entries = entries(tx, &acme(), &c1()).await?;
        let told: Vec<_> = entries.iter().map(|e| (e.rep.as_str(), e.points, e.reason, e.at)).collect();
        assert_eq!(
            told,
            [
                ("ann", 7, Reason::Share, at(3)),
                ("ann", 5, Reason::FirstOfWeek, at(3)),
                ("bob", 2, Reason::Share, at(4)),
            ]
        );
        let first = (entries[0].link.as_deref(), entries[0].rule.as_deref(), entries[0].name.as_str());
        assert_eq!(first, (Some("https://acme.com/s1"), Some("original"), "ANN"));
        assert_eq!(stands(tx).await?, (12, 1, 3));
        let kept = StandingScore { contest: c1(), verdict: Verdict::Counted, paid: 12 };
        assert_eq!(scores_of(tx, &acme(), &"s1".into()).await?, [kept]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_pays_nothing_makes_no_entry_and_reaches_nothing() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &score(0)).await?;
        assert_eq!(stands(tx).await?, (0, 1, 0), "a capped share is one on the board");
        paid(tx, &c1(), "s2", "ann", 4, &copied()).await?;
        assert_eq!(stands(tx).await?, (0, 1, 0), "a copy is none");
        assert!(entries(tx, &acme(), &c1()).await?.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reversal_restores_points_shares_and_the_time_they_were_reached() {
    in_a_game(async |tx| {
        let bonus = Score { first_of_week: 5, ..score(7) };
        paid(tx, &c1(), "s1", "ann", 3, &bonus).await?;
        paid(tx, &c1(), "s2", "ann", 4, &score(2)).await?;
        paid(tx, &c1(), "s3", "ann", 5, &copied()).await?;
        take_back(tx, "s3", 6).await?;
        assert_eq!(stands(tx).await?, (14, 2, 4));
        take_back(tx, "s2", 7).await?;
        assert_eq!(stands(tx).await?, (12, 1, 3));
        take_back(tx, "s1", 8).await?;
        assert_eq!(stands(tx).await?, (0, 0, 0), "as on joining");
        assert_eq!(audit::audit(tx).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_earlier_share_taken_back_leaves_the_later_one_as_if_alone() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &score(7)).await?;
        paid(tx, &c1(), "s2", "ann", 4, &score(2)).await?;
        take_back(tx, "s1", 5).await?;
        assert_eq!(stands(tx).await?, (2, 1, 4));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn each_entry_gets_one_counter_entry_however_often_it_is_reversed() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &Score { first_of_week: 5, ..score(7) }).await?;
        let scores = scores_of(tx, &acme(), &"s1".into()).await?;
        for minute in [4, 5] {
            reverse(tx, &acme(), &scores[0], &"s1".into(), &ann(), at(minute)).await?;
        }
        let points: Vec<i64> = entries(tx, &acme(), &c1()).await?.iter().map(|e| e.points).collect();
        assert_eq!(points, [7, 5, -7, -5]);
        assert_eq!(stands(tx).await?, (0, 0, 0));
        assert!(scores_of(tx, &acme(), &"s1".into()).await?.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_share_is_reversed_in_one_contest_and_stands_in_the_other() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &score(7)).await?;
        pay_again(tx, &acme(), &c2(), &share("s1", "ann", 3), &score(5)).await?;
        let scores = scores_of(tx, &acme(), &"s1".into()).await?;
        assert_eq!(scores.iter().map(|score| score.paid).collect::<Vec<_>>(), [7, 5]);
        reverse(tx, &acme(), &scores[0], &"s1".into(), &ann(), at(4)).await?;
        assert_eq!(scores_of(tx, &acme(), &"s1".into()).await?, scores[1..]);
        assert_eq!(entries(tx, &acme(), &c2()).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_reaches_nothing_earlier_and_restores_as_exactly() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 30, &score(7)).await?;
        paid(tx, &c1(), "s2", "ann", 20, &score(2)).await?;
        assert_eq!(stands(tx).await?, (9, 2, 30));
        paid(tx, &c1(), "s3", "ann", 10, &score(1)).await?;
        take_back(tx, "s3", 11).await?;
        assert_eq!(stands(tx).await?, (9, 2, 30));
        take_back(tx, "s1", 12).await?;
        assert_eq!(stands(tx).await?, (2, 1, 20));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn caps_are_counted_by_a_weeks_scores_that_stand_and_are_no_copies() {
    in_a_game(async |tx| {
        let bonus = Score { first_of_week: 5, ..score(7) };
        paid(tx, &c1(), "s1", "ann", 3, &bonus).await?;
        paid(tx, &c1(), "s2", "ann", 4, &copied()).await?;
        paid(tx, &c1(), "s3", "ann", 5, &score(2)).await?;
        paid(tx, &c1(), "s4", "bob", 6, &score(3)).await?;
        paid(tx, &c2(), "s5", "ann", 7, &score(4)).await?;
        paid(tx, &c1(), "s6", "ann", 7 * 24 * 60, &score(5)).await?;
        take_back(tx, "s3", 8).await?;
        let past = week(tx, day(0)).await?;
        let rule = Some("original".to_owned());
        let first = Past { rule, network: Network::Web, day: day(0), points: 7, first_of_week: true };
        assert_eq!(past, [first]);
        assert_eq!(week(tx, day(7)).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reps_shares_are_explained_latest_first_those_taken_back_too() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &Score { first_of_week: 5, ..score(7) }).await?;
        paid(tx, &c1(), "s2", "ann", 4, &copied()).await?;
        paid(tx, &c1(), "s3", "ann", 5, &score(2)).await?;
        paid(tx, &c1(), "s4", "bob", 6, &score(3)).await?;
        take_back(tx, "s3", 7).await?;
        let told = explained::latest(tx, &acme(), &c1(), &ann(), 9).await?;
        let told: Vec<_> = told.iter().map(|e| (e.share.as_str(), e.stands, e.verdict, e.points)).collect();
        assert_eq!(
            told,
            [
                ("s3", false, Verdict::Counted, 2),
                ("s2", true, Verdict::Copied, 0),
                ("s1", true, Verdict::Counted, 7),
            ]
        );
        let first = explained::latest(tx, &acme(), &c1(), &ann(), 9).await?.remove(2);
        assert_eq!(
            first,
            explained::Explained {
                share: "s1".into(),
                url: "https://acme.com/s1".into(),
                shared_at: at(3),
                stands: true,
                kind: Kind::Original,
                words_len: 14,
                rule: Some("original".into()),
                verdict: Verdict::Counted,
                base: 7,
                multiplier: 110,
                bonus: None,
                rules: 1,
                likeness: 61,
                likest: None,
                points: 7,
                cut: 2,
                first_of_week: 5,
            }
        );
        assert_eq!(explained::latest(tx, &acme(), &c1(), &ann(), 1).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn latest_shares_that_stand_are_told_with_all_they_were_paid() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &Score { first_of_week: 5, ..score(7) }).await?;
        paid(tx, &c1(), "s2", "ann", 4, &copied()).await?;
        paid(tx, &c1(), "s3", "ann", 5, &score(2)).await?;
        paid(tx, &c1(), "s4", "bob", 6, &score(3)).await?;
        take_back(tx, "s3", 7).await?;
        let lately = async |tx: &mut Tx, since, most| {
            let all = explained::lately(tx, &acme(), &ann(), day(since), most).await?;
            let told = |one: explained::Lately| (one.share.to_string(), one.paid, one.counts_still);
            Ok::<_, crate::store::Error>(all.into_iter().map(told).collect::<Vec<_>>())
        };
        let told = |share: &str, paid, counts| (share.to_owned(), vec![("C1".to_owned(), paid)], counts);
        let all = lately(tx, 0, 9).await?;
        assert!(all.contains(&told("s1", 12, true)) && all.contains(&told("s2", 0, false)), "{all:?}");
        assert_eq!(lately(tx, 0, 1).await?, all[..1]);
        assert_eq!(lately(tx, 9, 9).await?, []);
        Ok(())
    })
    .await;
}
