//! What the database undid for another's sake is done again.

use crate::store::Result;

/// How often something is done before whoever asked for it hears that it failed.
const TRIES: usize = 3;

/// Has `act` done, and done again where the database undid it because it got in another's way. What an earlier try
/// committed is known by its delivery and not done twice.
///
/// # Errors
/// What `act` answers, from whichever try was not disturbed, or the last.
pub(super) async fn undisturbed<T, F>(mut act: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    for _ in 1..TRIES {
        match act().await {
            Err(error) if error.is_for_anothers_sake() => {
                tracing::info!(%error, "undone for another's sake; done again");
            }
            answer => return answer,
        }
    }
    act().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Error;

    #[tokio::test]
    async fn what_is_no_conflict_is_not_tried_again() {
        let mut tries = 0;
        let answer: Result<()> = undisturbed(|| {
            tries += 1;
            async { Err(Error::Panicked) }
        })
        .await;
        assert!(matches!(answer, Err(Error::Panicked)));
        assert_eq!(tries, 1);
    }
}
