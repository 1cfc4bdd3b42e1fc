//! Receipts, reasons and praise, with words as the world types them.

use super::*;
use crate::domain::format::Aside;

const VERDICTS: [(Verdict, i64); 4] =
    [(Verdict::Counted, 5), (Verdict::Counted, 0), (Verdict::Capped, 0), (Verdict::Copied, 0)];

/// What can become of a share.
pub(super) fn receipts(typed: &str) -> Vec<Receipt> {
    VERDICTS
        .iter()
        .map(|&(verdict, points)| {
            let score = Score {
                verdict,
                rule: Some("link".into()),
                base: 5,
                halved: true,
                multiplier: 110,
                points,
                cut: 0,
                first_of_week: 0,
                with_more_words: (points > 0).then_some((9, 100)),
            };
            let line = || Line {
                contest: "c1".into(),
                title: typed.into(),
                score: score.clone(),
                label: Some(typed.into()),
                bonus: Some(typed.into()),
                likeness: 70,
                total: 5,
                place: 1,
                place_before: Some(2),
                behind: None,
                shown: Some(Shown::Points(5)),
                aside: None,
                is_team: false,
                quota: Some(boards::paces()[1]),
                next_milestone: Some(25),
                still_pays: Some((typed.into(), 3)),
            };
            Receipt {
                share: "s".into(),
                lead: line(),
                others: vec![line(), line()],
                joined: vec![typed.into()],
                earned: rewards::earned(typed),
                disclose: Some("#ad".into()),
                streak: StreakLine { before: 1, days: 1, needed: 3 },
            }
        })
        .collect()
}

/// Everything that is said of shares.
pub(super) fn of_shares(typed: &str) -> Vec<Message> {
    let mut said: Vec<Message> = receipts(typed).iter().map(receipt::receipt).collect();
    for (verdict, _) in VERDICTS {
        let why = WhyLine {
            url: format!("https://acme.example/?q={typed}"),
            shared_at: now(),
            stands: true,
            verdict,
            label: Some(typed.into()),
            base: 5,
            spent: Some((typed.into(), 15)),
            halved: true,
            likeness: 70,
            likest: None,
            share: "s".into(),
            multiplier: 110,
            bonus: Some(typed.into()),
            rules: 2,
            cut: 1,
            first_of_week: 5,
            paid: 9,
        };
        let lines = vec![WhyLine { stands: false, ..why.clone() }, why];
        said.push(pace::why(
            &Why {
                title: typed.into(),
                zone: Tz::UTC,
                total: 9,
                lines,
                corrections: vec![boards::correction(typed)],
                contest: "c1".into(),
                awards: reviews::awards(typed),
            },
            now(),
        ));
    }
    let mine = MyContest {
        title: typed.into(),
        points: 3,
        place: 1,
        behind: Some(1),
        shown: None,
        aside: None,
        is_team: false,
        quota: Some(boards::paces()[1]),
        left: TimeDelta::days(1),
    };
    let shown = MyContest { shown: Some(Shown::Points(3)), is_team: true, ..mine.clone() };
    let aside = MyContest { aside: Some(Aside::NoTeam), ..mine.clone() };
    said.push(pace::me(&Me {
        contests: vec![mine, shown, aside],
        streak_weeks: 2,
        days_this_week: 1,
        days_needed: 3,
    }));
    said.push(pace::why(
        &Why {
            contest: "c1".into(),
            title: typed.into(),
            zone: Tz::UTC,
            total: 0,
            lines: Vec::new(),
            corrections: Vec::new(),
            awards: Vec::new(),
        },
        now(),
    ));
    said.push(pace::undone(&Undone { contests: vec![(typed.into(), 3), (typed.into(), 4)] }));
    let (name, title): (String, String) = (typed.into(), typed.into());
    let praises = [
        Praise::Points { user: "U1".into(), name: name.clone(), points: 25, shares: 2, title: title.clone() },
        Praise::Streak { user: "U2".into(), name: name.clone(), weeks: 2 },
        Praise::Result {
            user: "U4".into(),
            name: name.clone(),
            label: name.clone(),
            network: Network::Linkedin,
            title: title.clone(),
        },
        Praise::Badge { user: "U5".into(), name: name.clone(), earned: rewards::earned(typed)[2].clone() },
        Praise::Badge { user: "U6".into(), name: name.clone(), earned: rewards::earned(typed)[0].clone() },
        Praise::Goal { whose: "t1".into(), team: Some(name.clone()), percent: 75, title: title.clone() },
        Praise::Goal { whose: "c1".into(), team: None, percent: 120, title: title.clone() },
        Praise::Lead {
            user: "U3".into(),
            name: name.clone(),
            ahead: 3,
            before: name,
            before_user: Some("U4".into()),
            title,
        },
        Praise::Points {
            user: "U1".into(),
            name: "b".into(),
            points: 50,
            shares: 2,
            title: "another".into(),
        },
    ];
    said.extend(
        praises.iter().map(|praise| shout_out::shout_out(std::slice::from_ref(praise), &BTreeSet::new())),
    );
    said.push(shout_out::shout_out(&praises, &BTreeSet::new()));
    said
}
