//! Whoever adds a column says whether anything of a person is in it.

use std::collections::BTreeSet;

use crate::store::testing::on_both_engines;
use crate::store::testing::rows::{columns, tables};

/// Columns that hold the id, the name, the words, the links or the messages of a person, or may: forgetting somebody
/// goes through all of them, and `own_data` hands out what is theirs.
const PERSONAL: &[(&str, &str)] = &[
    ("active_weeks", "user_id"),
    ("agenda", "args"),
    ("awards", "label user_id"),
    ("badges", "at badge_id times user_id"),
    ("bests", "at record user_id value"),
    ("bonuses", "made_by off_by"),
    ("claims", "claimant link_key user_id"),
    ("contests", "leader started_by"),
    ("corrections", "made_by reason user_id"),
    ("counts", "at count_id measure state user_id value"),
    ("deliveries", "answer delivery_id"),
    ("dry_shares", "channel_id link_key message_ts user_id"),
    ("duels", "challenger rival"),
    ("entrants", "user_id"),
    ("homes", "opened_at picture picture_alt picture_of print user_id"),
    ("lanes", "lane"),
    ("ledger", "user_id"),
    ("owed_posts", "call channel_id lane ts"),
    ("people", "mentions name shown_as streak_day streak_weeks streaks user_id zone"),
    ("praises", "praise subject"),
    ("prints", "print"),
    ("reviews", "decided_by matter note reason subject user_id"),
    ("prizes", "made_by"),
    ("quotas", "points set_by user_id"),
    ("rewards", "made_by"),
    ("rounds", "outcome plan"),
    ("rulebooks", "made_by"),
    ("scores", "user_id"),
    ("screens", "made_by"),
    ("shares", "channel_id link_key link_url message_ts user_id words"),
    ("standings", "user_id"),
    ("swaps", "mine offered_by offered_to theirs"),
    ("team_changes", "made_by user_id"),
    ("teams", "captain"),
    ("tickets", "user_id"),
    ("winnings", "decided_by name price reason state user_id"),
];

/// All the others, in which nobody can be recognised. (Titles, and names of teams, belong to all who play.)
const OTHERS: &[(&str, &str)] = &[
    ("active_weeks", "days week"),
    ("agenda", "attempts cause due_at error fence key kind ready_at settled_at state"),
    ("awards", "at contest_id cut entry_id points rule rulebook stands subject week"),
    ("badges", "is_kept kind need"),
    ("bonuses", "contest_id from_at kinds label made_at off_at percent team_id until_at version weekends"),
    ("channels", "archived bot_is_member channel_id name"),
    ("claims", "contest_id share_id"),
    (
        "contests",
        "board_at channel_id closed_at closings contest_id dry_run ends_at format lead_changes lead_day line phase prizes round \
         rulebook starts_at team_play template title zone",
    ),
    ("concerns", "concern contest_id holds silent_until"),
    ("corrections", "at contest_id entry_id points"),
    ("deliveries", "seen_at"),
    ("draws", "contest_id drawn_at seed"),
    ("dry_shares", "contest_id recorded_at share_id"),
    ("duels", "challenger_points contest_id duel_id ends_at lasts offered_at rival_points starts_at state"),
    ("entrants", "contest_id joined_at left_at"),
    ("homes", "hash"),
    ("lanes", "rests_from rests_until"),
    ("ledger", "at contest_id entry_id points reason reverses round share_id"),
    ("owed_posts", "attempts cause due_at error fence key kind ready_at seq settled_at state uncertain"),
    ("people", "deactivated learned_at membership"),
    ("praises", "at channel_id contest_id post_key what"),
    ("prints", "share_id shared_at"),
    ("prizes", "at_number contest_id kind made_at name prize_id stock"),
    ("quotas", "contest_id is_public set_at"),
    ("rewards", "made_at name price reward_id stock"),
    ("reviews", "asked_at decided_at number state"),
    ("rounds", "contest_id ends_at of_rounds round starts_at"),
    ("rulebooks", "body contest_id from_at made_at version"),
    (
        "scores",
        "base bonus contest_id cut day first_of_week likeness likest multiplier network points rule rulebook share_id stands \
         streak_weeks verdict week",
    ),
    ("screens", "channel_id contest_id made_at number revoked_at seen_at token_hash"),
    ("seasons", "contest_id number series_id turn"),
    ("series", "rhythm series_id title"),
    ("shares", "is_worded kind network recorded_at rep_day share_id shared_at taken_back words_len"),
    ("shout_out_times", "channel_id last_at"),
    (
        "standings",
        "board_place contest_id hidden points points_before reached_at round_points shares team_id through_at",
    ),
    ("swaps", "contest_id offered_at state swap_id"),
    ("tallies", "active contest_id players points shares"),
    ("team_changes", "change_id contest_id from_team made_at teams to_team"),
    ("teams", "board_place contest_id name team_id"),
    ("tickets", "contest_id nth tickets"),
    ("winning_numbers", "latest"),
    ("winnings", "contest_id decided_at ground made_at number source_id"),
    (
        "workspaces",
        "board_at doubted_until left_at paused_at paused_reason paused_until quiet_from quiet_until signed_in_at",
    ),
];

#[tokio::test]
async fn of_every_column_it_is_said_whether_somebody_is_in_it() {
    on_both_engines(async |store| {
        let all = store
            .read(async |tx| {
                let mut all = BTreeSet::new();
                for table in tables(tx).await? {
                    let columns = columns(tx, &table).await?;
                    all.extend(columns.into_iter().map(|column| format!("{table}.{column}")));
                }
                Ok(all)
            })
            .await
            .unwrap();
        let said: Vec<String> = PERSONAL
            .iter()
            .chain(OTHERS)
            .flat_map(|(table, columns)| {
                columns.split_whitespace().map(move |column| format!("{table}.{column}"))
            })
            .collect();
        let known: BTreeSet<String> = said.iter().cloned().collect();
        assert_eq!(known.len(), said.len(), "a column is in both lists");
        let unsaid: Vec<&String> = all.symmetric_difference(&known).collect();
        assert!(unsaid.is_empty(), "forgetting a person, is there anything of theirs in {unsaid:?}?");
    })
    .await;
}
