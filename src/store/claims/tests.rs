//! Claims on both engines.

use super::*;
use crate::domain::score::Score;
use crate::store::testing::game::{acme, at, c1, c2, case, in_a_game, paid, score};
use crate::store::{fetch_all, grounds};

fn ann() -> UserId {
    "ann".into()
}

fn bob() -> UserId {
    "bob".into()
}

/// The claims on a link that a share of this rep is judged by.
async fn of_link(tx: &mut Tx, link_key: &str, user: &UserId) -> Result<Vec<Claim>> {
    Ok(grounds::read(tx, &case(user, link_key)).await?.claims)
}

/// Claims the page `acme.com/s1`; whether the share holds the claim then.
async fn claimed(tx: &mut Tx, contest: Option<ContestId>, user: &UserId, share: &ShareId) -> Result<bool> {
    let (mut batch, link) = (Batch::default(), Link { key: "acme.com/s1", user, share });
    match &contest {
        Some(contest) => claim(&mut batch, &acme(), contest, link),
        None => {
            claim_own_post(tx, &mut batch, &acme(), link).await?;
        }
    }
    batch.run(tx).await?;
    let (contest, claimant) = contest.map_or(("".into(), ""), |contest| (contest, user.as_str()));
    let held = fetch_all!(
        tx,
        (String,),
        "SELECT share_id FROM claims
         WHERE workspace_id = 'T1' AND link_key = 'acme.com/s1' AND contest_id = $1 AND claimant = $2",
        contest.as_str(),
        claimant,
    )?;
    Ok(held == [(share.to_string(),)])
}

#[tokio::test]
async fn a_link_is_claimed_once_for_each_rep_in_each_contest() {
    in_a_game(async |tx| {
        let bonus = Score { first_of_week: 5, ..score(7) };
        let (s1, s2) = (
            paid(tx, &c1(), "s1", "ann", 1, &bonus).await?,
            paid(tx, &c1(), "s2", "bob", 2, &score(1)).await?,
        );
        assert!(claimed(tx, Some(c1()), &ann(), &s1).await?);
        assert!(!claimed(tx, Some(c1()), &ann(), &s2).await?);
        assert!(claimed(tx, Some(c2()), &ann(), &s1).await?);
        assert!(claimed(tx, Some(c1()), &bob(), &s2).await?);
        let anns = of_link(tx, "acme.com/s1", &ann()).await?;
        let held = |contest, points| Claim { contest: Some(contest), user: ann(), shared_at: at(1), points };
        assert_eq!(anns, [held(c1(), 12), held(c2(), 0)], "in c2 it was paid nothing");
        assert_eq!(
            shares_of(tx, &acme(), "acme.com/s1", &ann()).await?,
            std::slice::from_ref(&s1),
            "by one share in both"
        );
        free_in(tx, &acme(), &c1(), Link { key: "acme.com/s1", user: &ann(), share: &s1 }).await?;
        assert_eq!(of_link(tx, "acme.com/s1", &ann()).await?, [held(c2(), 0)]);
        assert_eq!(of_link(tx, "acme.com/s1", &bob()).await?.len(), 1);
        assert_eq!(of_link(tx, "acme.com/s2", &ann()).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_persons_own_post_is_theirs_in_the_whole_workspace() {
    in_a_game(async |tx| {
        let s1 = paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        assert!(claimed(tx, None, &ann(), &s1).await?);
        assert!(!claimed(tx, None, &bob(), &"s9".into()).await?);
        let seen_by_bob = of_link(tx, "acme.com/s1", &bob()).await?;
        assert_eq!(seen_by_bob, [Claim { contest: None, user: ann(), shared_at: at(1), points: 0 }]);
        free(tx, &acme(), Link { key: "acme.com/s1", user: &ann(), share: &s1 }).await?;
        assert_eq!(of_link(tx, "acme.com/s1", &bob()).await?, []);
        assert!(claimed(tx, None, &bob(), &"s9".into()).await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_own_post_that_counts_elsewhere_too_stays_its_reps_when_one_share_is_taken_back() {
    in_a_game(async |tx| {
        let s1 = paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        let s2 = paid(tx, &c2(), "s2", "ann", 2, &score(5)).await?;
        claimed(tx, None, &ann(), &s1).await?;
        claimed(tx, Some(c1()), &ann(), &s1).await?;
        claimed(tx, Some(c2()), &ann(), &s2).await?;
        free(tx, &acme(), Link { key: "acme.com/s1", user: &ann(), share: &s1 }).await?;
        let seen_by_bob = of_link(tx, "acme.com/s1", &bob()).await?;
        assert_eq!(seen_by_bob, [Claim { contest: None, user: ann(), shared_at: at(2), points: 0 }]);
        free(tx, &acme(), Link { key: "acme.com/s1", user: &ann(), share: &s2 }).await?;
        assert_eq!(of_link(tx, "acme.com/s1", &bob()).await?, []);
        Ok(())
    })
    .await;
}
