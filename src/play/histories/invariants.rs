//! What must hold of the books after any history.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::rulebook::{Period, Rulebook};
use crate::domain::streak::{ActiveDays, Streak, latest, mark};
use crate::store::testing::books::{Books, Entry, Score, Share};

/// What is wrong with the books, if anything is; every contest plays by `book`.
pub(super) fn fault(books: &Books, book: &Rulebook) -> Option<String> {
    let checks = [
        ("standings", standings as fn(&Checked<'_>) -> Option<String>),
        ("reversals", reversals),
        ("scores", scores),
        ("caps", caps),
        ("links", links),
        ("claims", claims),
        ("look-alikes", look_alikes),
        ("active days", active_days),
        ("streaks", streaks),
        ("praises", praises),
    ];
    let checked = Checked::new(books, book);
    checks.iter().find_map(|(what, check)| check(&checked).map(|fault| format!("{what}: {fault}")))
}

/// The books, with what is asked of them again and again.
struct Checked<'a> {
    books: &'a Books,
    book: &'a Rulebook,
    /// By workspace and id.
    shares: BTreeMap<(&'a str, &'a str), &'a Share>,
    /// Entries that were taken back, by workspace and id.
    reversed: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Checked<'a> {
    fn new(books: &'a Books, book: &'a Rulebook) -> Self {
        let reversals = books.ledger.iter();
        Self {
            books,
            book,
            shares: books
                .shares
                .iter()
                .map(|share| ((&*share.workspace_id, &*share.share_id), share))
                .collect(),
            reversed: reversals.filter_map(|e| Some((&*e.workspace_id, e.reverses.as_deref()?))).collect(),
        }
    }

    /// Scores that stand and are no copies, each with its share.
    fn counting(&self) -> impl Iterator<Item = (&'a Score, &'a Share)> + Clone {
        let counting =
            self.books.scores.iter().filter(|score| score.stands == 1 && score.verdict != "copied");
        counting.map(|score| (score, self.shares[&(&*score.workspace_id, &*score.share_id)]))
    }

    /// Entries that pay and were not taken back.
    fn paying(&self) -> impl Iterator<Item = &'a Entry> {
        let is_reversed = |entry: &Entry| self.reversed.contains(&(&*entry.workspace_id, &*entry.entry_id));
        self.books.ledger.iter().filter(move |entry| entry.reverses.is_none() && !is_reversed(entry))
    }
}

/// Nobody is below nothing but by a correction; who has left or is gone is off the board; the score was reached by the latest
/// entry that stands, or by joining.
fn standings(checked: &Checked<'_>) -> Option<String> {
    let books = checked.books;
    books.standings.iter().find_map(|row| {
        let is_row = |workspace: &str, contest: &str, user: &str| {
            (workspace, contest, user) == (&*row.workspace_id, &*row.contest_id, &*row.user_id)
        };
        let entrant = books.entrants.iter().find(|e| is_row(&e.workspace_id, &e.contest_id, &e.user_id))?;
        let person = books
            .people
            .iter()
            .find(|person| is_row(&person.workspace_id, &row.contest_id, &person.user_id))?;
        let hidden = person.deactivated == 1 || entrant.left_at.is_some();
        let paid = checked.paying().filter(|e| is_row(&e.workspace_id, &e.contest_id, &e.user_id));
        let paid: Vec<&Entry> = paid.collect();
        let corrected: i64 = paid.iter().filter(|entry| entry.reason == "correction").map(|e| e.points).sum();
        let reached_at = paid.iter().map(|entry| entry.at).chain([entrant.joined_at]).max()?;
        let is_right = row.points >= corrected.min(0)
            && row.shares >= 0
            && (row.hidden == 1) == hidden
            && row.reached_at == reached_at;
        (!is_right).then(|| format!("{row:?}, reached at {reached_at}, hidden {hidden}"))
    })
}

/// An entry pays; a reversal takes back exactly one entry, once. What was added to a share by hand goes with it.
fn reversals(checked: &Checked<'_>) -> Option<String> {
    let ledger = &checked.books.ledger;
    let reversals = ledger.iter().filter(|entry| entry.reverses.is_some()).count();
    if reversals != checked.reversed.len() {
        return Some("an entry was reversed twice".to_owned());
    }
    ledger.iter().find_map(|entry| {
        let mirrors = |other: &&Entry| {
            other.workspace_id == entry.workspace_id
                && entry.reverses.as_ref() == Some(&other.entry_id)
                && other.reverses.is_none()
                && (&other.contest_id, &other.user_id, &other.share_id)
                    == (&entry.contest_id, &entry.user_id, &entry.share_id)
                && other.points == -entry.points
        };
        let is_gone = |share: &str| {
            let is_of = |score: &&Score| {
                (&*score.workspace_id, &*score.contest_id, &*score.share_id)
                    == (&*entry.workspace_id, &*entry.contest_id, share)
            };
            checked.books.scores.iter().find(is_of).is_none_or(|score| score.stands == 0)
        };
        let is_right = match entry.reverses {
            None if entry.reason == "correction" => {
                let is_reversed = checked.reversed.contains(&(&*entry.workspace_id, &*entry.entry_id));
                entry.points != 0 && is_reversed == entry.share_id.as_deref().is_some_and(is_gone)
            }
            None => entry.points > 0 && entry.reason != "reversal",
            Some(_) => entry.reason == "reversal" && ledger.iter().any(|other| mirrors(&other)),
        };
        (!is_right).then(|| format!("{entry:?}"))
    })
}

/// What a score says was paid is what the ledger holds for it, but for what was added by hand; a share taken back has no
/// score that stands.
fn scores(checked: &Checked<'_>) -> Option<String> {
    let by_hand: BTreeSet<(&str, &str)> = checked
        .books
        .ledger
        .iter()
        .filter(|entry| entry.reason == "correction")
        .map(|entry| (&*entry.workspace_id, &*entry.entry_id))
        .collect();
    let is_by_hand = |entry: &Entry| {
        let paid = entry.reverses.as_deref().unwrap_or(&entry.entry_id);
        by_hand.contains(&(&*entry.workspace_id, paid))
    };
    checked.books.scores.iter().find_map(|score| {
        let of_score = |entry: &&Entry| {
            entry.workspace_id == score.workspace_id
                && entry.contest_id == score.contest_id
                && entry.share_id.as_ref() == Some(&score.share_id)
                && !is_by_hand(entry)
        };
        let paid: i64 = checked.books.ledger.iter().filter(of_score).map(|entry| entry.points).sum();
        let said = if score.stands == 1 { score.points + score.first_of_week } else { 0 };
        let share = checked.shares[&(&*score.workspace_id, &*score.share_id)];
        let is_right = paid == said && (score.stands == 0 || share.taken_back.is_none());
        (!is_right).then(|| format!("{score:?} of {share:?}: the ledger holds {paid}"))
    })
}

/// No cap is overspent by the scores that stand.
fn caps(checked: &Checked<'_>) -> Option<String> {
    let mut spent: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut spend = |limit: i64, amount: i64, what: String| {
        let entry = spent.entry(what).or_insert((0, limit));
        entry.0 += amount;
    };
    for (score, _) in checked.counting() {
        let rep = format!("{}/{}/{}", score.workspace_id, score.contest_id, score.user_id);
        spend(checked.book.daily_points, score.points, format!("points of {rep} on {}", score.day));
        spend(1, i64::from(score.first_of_week > 0), format!("bonus of {rep} in {}", score.week));
        let rule = score.rule.as_ref().and_then(|id| checked.book.rule(id));
        for cap in rule.iter().flat_map(|rule| &rule.caps) {
            let period = if cap.per == Period::Day { &score.day } else { &score.week };
            let network = if cap.each_network { &*score.network } else { "" };
            let what = format!("{:?} of {rep} per {:?} {period} {network}", score.rule, cap.per);
            spend(cap.count.into(), 1, what);
        }
    }
    spent.into_iter().find(|(_, (spent, limit))| spent > limit).map(|over| format!("{over:?}"))
}

/// A link as it is claimed.
fn claim_key(share: &Share) -> String {
    match &*share.kind {
        "comment" | "like" => format!("{}:{}", share.kind, share.link_key),
        _ => share.link_key.clone(),
    }
}

/// A link counts once for a rep in a contest, and a personal post for one rep.
fn links(checked: &Checked<'_>) -> Option<String> {
    let mut counted = BTreeSet::new();
    let mut owners = BTreeMap::new();
    checked.counting().find_map(|(score, share)| {
        let key = claim_key(share);
        let is_new = counted.insert((&score.workspace_id, &score.contest_id, &score.user_id, key.clone()));
        let is_personal = ["linkedin.com/", "x.com/"].iter().any(|network| key.starts_with(network));
        let owner = owners.entry((&score.workspace_id, key)).or_insert(&score.user_id);
        let is_right = is_new && (!is_personal || *owner == &score.user_id);
        (!is_right).then(|| format!("{share:?} in {} ({owner} was first)", score.contest_id))
    })
}

/// Whatever counts holds its claim, and nothing else does.
fn claims(checked: &Checked<'_>) -> Option<String> {
    let held: BTreeSet<_> = checked
        .counting()
        .map(|(score, share)| (&*score.workspace_id, &*score.contest_id, claim_key(share), &*score.share_id))
        .collect();
    let (of_contests, personal): (Vec<_>, Vec<_>) =
        checked.books.claims.iter().partition(|claim| !claim.contest_id.is_empty());
    let kept = of_contests
        .iter()
        .map(|claim| (&*claim.workspace_id, &*claim.contest_id, claim.link_key.clone(), &*claim.share_id));
    let kept: BTreeSet<_> = kept.collect();
    if let Some(odd) = held.symmetric_difference(&kept).next() {
        return Some(format!("{odd:?}"));
    }
    let stray = personal.into_iter().find(|claim| {
        !held.iter().any(|(workspace, _, key, share)| {
            (*workspace, key, *share) == (&*claim.workspace_id, &claim.link_key, &*claim.share_id)
        })
    });
    stray.map(|claim| format!("{claim:?} is held by nothing that counts"))
}

/// What was taken back is compared with no more.
fn look_alikes(checked: &Checked<'_>) -> Option<String> {
    let share = |print: &&(String, i64, String)| checked.shares[&(&*print.0, &*print.2)];
    let mut prints = checked.books.prints.iter();
    prints.find(|print| share(print).taken_back.is_some()).map(|print| format!("{print:?}"))
}

/// The days on which each rep has something that counts, likes aside.
fn days(checked: &Checked<'_>) -> BTreeMap<(String, String), ActiveDays> {
    let mut days: BTreeMap<(String, String), ActiveDays> = BTreeMap::new();
    for (_, share) in checked.counting().filter(|(_, share)| share.kind != "like") {
        let rep = days.entry((share.workspace_id.clone(), share.user_id.clone())).or_default();
        mark(rep, share.rep_day.parse().unwrap());
    }
    days
}

/// A day is active while something on it counts, and a like is no effort.
fn active_days(checked: &Checked<'_>) -> Option<String> {
    let mut kept: BTreeMap<(String, String), ActiveDays> = BTreeMap::new();
    for (workspace, user, week, days) in &checked.books.active_weeks {
        let rep = kept.entry((workspace.clone(), user.clone())).or_default();
        rep.insert(week.parse().unwrap(), u8::try_from(*days).unwrap());
    }
    let days = days(checked);
    (kept != days).then(|| format!("{kept:?} are kept, {days:?} hold something"))
}

/// The streak that boards show is the one of the rep's latest active day.
fn streaks(checked: &Checked<'_>) -> Option<String> {
    let (days, rule) = (days(checked), &checked.book.streak);
    checked.books.people.iter().find_map(|person| {
        let days = days.get(&(person.workspace_id.clone(), person.user_id.clone()));
        let latest = days.and_then(latest);
        let on = |day, days| Streak::on(day, days, rule.workdays, rule.freeze_every).weeks();
        let weeks = latest.zip(days).map_or(0, |(day, days)| on(day, days));
        let is_right =
            person.streak_weeks == i64::from(weeks) && person.streak_day == latest.map(|day| day.to_string());
        (!is_right).then(|| format!("{person:?}, but {weeks} weeks on {latest:?}"))
    })
}

/// What waits to be praised is still true.
fn praises(checked: &Checked<'_>) -> Option<String> {
    let waiting = checked.books.praises.iter().filter(|praise| praise.4.is_none());
    let mut untrue = waiting.filter(|(workspace, contest, user, what, _)| {
        let reached = what.strip_prefix("points:").map(|points| points.parse::<i64>().unwrap());
        let own = checked
            .books
            .standings
            .iter()
            .find(|row| (&row.workspace_id, &row.contest_id, &row.user_id) == (workspace, contest, user));
        reached.zip(own).is_some_and(|(reached, own)| reached > own.points)
    });
    untrue.next().map(|praise| format!("{praise:?}"))
}
