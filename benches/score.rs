//! How long one share takes to read and to score, without the database.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pacesetter::config::Presets;
use pacesetter::domain::link::Network;
use pacesetter::domain::originality::{self, Words};
use pacesetter::domain::score::{Facts, Past, score};
use pacesetter::domain::share::Draft;

const SHARE: &str = "<https://www.linkedin.com/posts/ann_demo-activity-7123456789012345678-AbCd?utm_source=share&amp;rcm=ACo> \
    original I used to open every discovery call with twenty minutes of slides. Last quarter I threw the deck away \
    and asked one question instead: what would have to be true for you to change anything this year? #sales";

fn one_share(c: &mut Criterion) {
    let presets = Presets::load(None).expect("our own presets are sound");
    let book = &presets.rulebooks["habit"];
    let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 17).expect("a date");
    let candidates: Vec<String> = (0..5).map(|i| SHARE.replace("twenty", &"many ".repeat(i * 10))).collect();
    let past: Vec<Past> = (0..8)
        .map(|i| Past {
            rule: Some("comment".to_owned()),
            network: Network::Linkedin,
            day: day - chrono::Days::new(i % 3),
            points: 2,
            first_of_week: i == 7,
        })
        .collect();

    c.bench_function("parse a share", |b| b.iter(|| Draft::parse(black_box(SHARE))));
    c.bench_function("take its prints", |b| b.iter(|| originality::prints(black_box(SHARE))));
    c.bench_function("compare with five", |b| {
        b.iter(|| candidates.iter().map(|text| Words::of(black_box(SHARE)).likeness(text)).max())
    });
    c.bench_function("score one share from text to points", |b| {
        b.iter(|| {
            let draft = Draft::parse(black_box(SHARE)).expect("a share");
            let prints = originality::prints(&draft.words);
            let words = Words::of(&draft.words);
            let likeness = candidates.iter().map(|text| words.likeness(text)).max();
            let facts = Facts {
                kind: draft.kind,
                network: draft.link.network,
                words_len: draft.words_len,
                day,
                likeness: likeness.unwrap_or(0),
                streak_weeks: 2,
                bonus: None,
            };
            (prints, score(book, &facts, &past))
        })
    });
}

criterion_group!(benches, one_share);
criterion_main!(benches);
