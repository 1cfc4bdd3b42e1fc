//! Links that must be equal, links that must not, and links that are refused.

use proptest::prelude::*;

use super::*;

fn link(text: &str) -> Link {
    Link::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

/// Every one of these is the same page, known by `key`.
#[track_caller]
fn assert_one_page(key: &str, links: &[&str]) {
    for text in links {
        assert_eq!(link(text).key, key, "{text}");
    }
}

#[test]
fn spellings_of_any_page() {
    assert_one_page(
        "acme.com/news/launch?id=7&lang=en",
        &[
            "https://acme.com/news/launch?id=7&lang=en",
            "http://www.acme.com/news/launch/?lang=en&id=7",
            "HTTPS://M.Acme.COM:443/news/launch?id=7&lang=en#top",
            "acme.com/news/launch?utm_source=x&id=7&fbclid=abc&lang=en&UTM_Medium=y",
            "https://acme.com./news/./launch?id=%37&lang=en&gclid=1&mc_cid=2&",
            "//acme.com/news/%6Caunch?id=7&lang=en#:~:text=hello",
            "https://mobile.acme.com/news/launch?id=7&lang=en",
        ],
    );
    assert_one_page("acme.com", &["acme.com", "https://www.acme.com/", "http://acme.com/?utm_campaign=x"]);
    assert_one_page("acme.com:8080/a", &["acme.com:8080/a", "http://acme.com:8080/a/"]);
    assert_one_page(
        "acme.com/a?q=two%20words",
        &["https://acme.com/a?q=two+words", "https://acme.com/a?q=two words"],
    );
    assert_one_page("xn--bcher-kva.de/%C3%BC", &["https://bücher.de/ü", "https://BÜCHER.de/%c3%bc"]);
    assert_one_page(
        "app.acme.com#!/deals/7",
        &["https://app.acme.com/#!/deals/7", "https://app.acme.com#!/deals/7/"],
    );
}

#[test]
fn pages_that_differ_stay_apart() {
    for (a, b) in [
        ("https://acme.com/a", "https://acme.com/A"),
        ("https://acme.com/a?id=1", "https://acme.com/a?id=2"),
        ("https://acme.com/a%2Fb", "https://acme.com/a/b"),
        ("https://acme.com/a?x=1%26y=2", "https://acme.com/a?x=1&y=2"),
        ("https://acme.com/a?x=1&x=2", "https://acme.com/a?x=2&x=1"),
        ("https://acme.com/#/a", "https://acme.com/#/b"),
        ("https://docs.acme.com/a", "https://acme.com/a"),
        ("https://www.github.io/a", "https://acme.github.io/a"),
        ("https://x.com/a/status/7", "https://x.com/a/status/8"),
        (
            "https://www.linkedin.com/feed/update/urn:li:activity:7",
            "https://www.linkedin.com/feed/update/urn:li:share:7",
        ),
        ("https://www.linkedin.com/posts/a-ugcPost-7-x", "https://www.linkedin.com/posts/a-activity-7-x"),
        ("https://youtu.be/abc", "https://youtu.be/ABC"),
    ] {
        assert_ne!(link(a).key, link(b).key, "{a} {b}");
    }
}

#[test]
fn linkedin_posts() {
    assert_one_page(
        "linkedin.com/activity/7123",
        &[
            "https://www.linkedin.com/posts/ann-demo_sales-activity-7123-AbCd?utm_source=share&utm_medium=member_desktop&rcm=ACoAA",
            "https://www.linkedin.com/posts/ann_demo-activity-7123",
            "https://linkedin.com/feed/update/urn:li:activity:7123/",
            "https://de.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7123?trk=public_post",
            "https://www.linkedin.com/embed/feed/update/urn:li:activity:7123",
            "linkedin.com/posts/ann_i-share-5-ideas-activity-7123-x?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7123%2C9%29",
        ],
    );
    assert_one_page(
        "linkedin.com/ugcPost/7124",
        &[
            "https://www.linkedin.com/posts/ann_x-ugcPost-7124-b",
            "https://www.linkedin.com/video/live/urn:li:ugcPost:7124/",
        ],
    );
    assert_one_page("linkedin.com/in/ann", &["https://fr.linkedin.com/in/ann/?originalSubdomain=fr&lipi=x"]);
    let post = link("https://www.linkedin.com/posts/ann_x-activity-7-b?rcm=1&lang=en#c");
    assert_eq!(post.url, "https://www.linkedin.com/posts/ann_x-activity-7-b");
    assert_eq!((post.network, post.personal, post.implies), (Network::Linkedin, true, Kind::Share));
    let profile = link("https://www.linkedin.com/in/ann-activity-7");
    assert!(!profile.personal);
}

#[test]
fn x_statuses() {
    assert_one_page(
        "x.com/status/17",
        &[
            "https://x.com/ann/status/17?s=20&t=abc",
            "https://mobile.twitter.com/Ann/status/17",
            "http://twitter.com/i/web/status/17/",
            "https://x.com/i/status/17",
            "https://twitter.com/renamed/statuses/17/photo/1",
        ],
    );
    assert_one_page("x.com/ann", &["https://twitter.com/ann?ref_src=twsrc"]);
}

#[test]
fn videos() {
    assert_one_page(
        "youtube.com/video/dQw4_9-XcQ",
        &[
            "https://www.youtube.com/watch?v=dQw4_9-XcQ",
            "https://youtu.be/dQw4_9-XcQ?si=abc&t=42",
            "https://m.youtube.com/watch?feature=share&v=dQw4_9-XcQ&list=PL1",
            "https://youtube.com/shorts/dQw4_9-XcQ?feature=share",
            "https://www.youtube.com/live/dQw4_9-XcQ",
            "https://www.youtube-nocookie.com/embed/dQw4_9-XcQ",
        ],
    );
    assert_eq!(
        link("https://m.youtube.com/watch?feature=share&v=a&list=b").url,
        "https://m.youtube.com/watch?v=a"
    );
    assert_one_page(
        "tiktok.com/video/99",
        &["https://www.tiktok.com/@ann/video/99?is_from_webapp=1", "https://m.tiktok.com/v/99.html"],
    );
    assert!(!link("https://www.youtube.com/@acme").personal);
    assert!(!link("https://www.youtube.com/playlist?list=PL1").personal);
}

#[test]
fn other_posts() {
    assert_one_page(
        "instagram.com/p/Cx_1-b",
        &[
            "https://www.instagram.com/p/Cx_1-b/?igshid=1",
            "https://instagram.com/ann/reel/Cx_1-b",
            "https://instagram.com/reel/Cx_1-b/",
        ],
    );
    assert_one_page(
        "facebook.com/post/123",
        &[
            "https://www.facebook.com/acme/posts/a-fine-day/123/",
            "https://m.facebook.com/story.php?story_fbid=123&id=4&mibextid=x",
            "https://facebook.com/groups/9/permalink/123",
        ],
    );
    assert_one_page(
        "facebook.com/video/5",
        &[
            "https://www.facebook.com/watch/?v=5",
            "https://web.facebook.com/acme/videos/5",
            "https://fb.com/reel/5",
        ],
    );
}

#[test]
fn what_a_link_implies() {
    for article in [
        "https://www.linkedin.com/pulse/why-i-left-ann-demo",
        "https://medium.com/@ann/why-i-left-abc",
        "https://ann.substack.com/p/why",
        "https://dev.to/ann/why",
        "https://ann.hashnode.dev/why",
        "https://ann.blogspot.co.uk/2026/01/why.html",
        "https://blog.acme.com/why",
        "https://acme.com/blog/why",
    ] {
        assert_eq!((link(article).implies, link(article).personal), (Kind::Article, false), "{article}");
    }
    for share in [
        "https://acme.com/blog",
        "https://acme.com/weblog/why",
        "https://medium.com",
        "https://ann.substack.com/",
        "https://notmedium.com/why",
        "https://www.linkedin.com/company/acme",
    ] {
        assert_eq!(link(share).implies, Kind::Share, "{share}");
    }
}

#[test]
fn short_links_are_refused_by_name() {
    for (text, short) in [
        ("https://lnkd.in/abc", "lnkd.in"),
        ("t.co/abc", "t.co"),
        ("http://www.bit.ly/abc", "bit.ly"),
        ("https://vm.tiktok.com/abc", "vm.tiktok.com"),
        ("https://www.facebook.com/share/p/abc/", "facebook.com/share"),
    ] {
        assert_eq!(Link::parse(text), Err(LinkFault::Short(short.to_owned())), "{text}");
    }
}

#[test]
fn private_places_are_refused() {
    for text in [
        "http://localhost:3000/a",
        "localhost:3000",
        "http://127.0.0.1/",
        "http://2130706433/",
        "https://[::1]/a",
        "https://10.0.0.7:8080",
        "https://wiki/page",
        "https://printer.local/a",
        "https://db.internal",
        "https://acme.nosuchsuffix/a",
        "https://co.uk/a",
    ] {
        assert!(matches!(Link::parse(text), Err(LinkFault::Private(_))), "{text}: {:?}", Link::parse(text));
    }
}

#[test]
fn other_schemes_and_broken_links_are_refused() {
    for text in [
        "ftp://acme.com/a",
        "javascript:alert(1)",
        "mailto:ann@acme.com",
        "file:///etc/passwd",
        "slack://open",
    ] {
        assert_eq!(Link::parse(text), Err(LinkFault::Scheme), "{text}");
    }
    let long = format!("https://acme.com/{}", "a".repeat(2048));
    let grows = format!("https://acme.com/{}", "ü".repeat(600));
    for text in [
        "",
        " ",
        "https://",
        "https://ann:pw@acme.com/",
        "https://ann@acme.com/",
        "https://a..com/",
        &long,
        &grows,
    ] {
        assert_eq!(Link::parse(text), Err(LinkFault::Broken), "{text}");
    }
}

#[test]
fn a_link_cannot_break_out_of_slacks_markup() {
    let url = link("https://acme.com/a|b?c=<d>|e#/f|g>").url;
    assert!(!url.contains(['|', '<', '>']), "{url}");
}

/// Addresses of all sorts, most of them well-formed.
fn any_address() -> impl Strategy<Value = String> {
    let host = prop::sample::select(vec![
        "acme.com",
        "www.linkedin.com",
        "x.com",
        "youtu.be",
        "m.youtube.com",
        "www.facebook.com",
        "instagram.com",
        "www.www.m.tiktok.com",
        "blogspot.com",
        "www.github.io",
    ]);
    let path =
        "(/|%2[ef5]|[a-z%.:;@+ü|-]|status|posts|activity-7|watch|urn:li:share:0?7|%[0-9a-fA-F]{2}){0,12}";
    let query = "(\\?([a-zv%+=&|ü]|utm_x=1|v=a|%[0-9a-fA-F]{2}){0,10})?";
    let fragment = "(#[!/a-z%|]{0,5})?";
    (host, path, query, fragment).prop_map(|(h, p, q, f)| format!("https://{h}/{p}{q}{f}"))
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text in any_address()) {
        if let Ok(first) = Link::parse(&text) {
            let second = Link::parse(&first.url).expect("a cleaned link is a link");
            prop_assert_eq!(&second, &first);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), tail in "\\PC{0,40}") {
        let _ = Link::parse(&text);
        let _ = Link::parse(&format!("https://{tail}"));
        let _ = Link::parse(&format!("https://www.linkedin.com/{tail}"));
    }

    #[test]
    fn a_spoiled_link_is_refused_or_cleaned_for_good(
        text in prop::sample::select(REAL),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3, noise()), 0..4),
    ) {
        let mut bytes: Vec<char> = text.chars().collect();
        for (at, drop, noise) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + drop).min(bytes.len());
            bytes.splice(at..end, noise.chars());
        }
        let text: String = bytes.into_iter().collect();
        if let Ok(first) = Link::parse(&text) {
            let second = Link::parse(&first.url).expect("a cleaned link is a link");
            prop_assert_eq!(&second, &first, "{}", text);
            prop_assert!(!first.key.is_empty() && first.url.len() <= MOST);
            prop_assert!(!first.url.contains(['|', '<', '>', ' ']) && !first.url.contains(char::is_control));
        }
    }
}

const REAL: &[&str] = &[
    "https://www.linkedin.com/posts/ann-demo_sales-activity-7123-AbCd?utm_source=share&rcm=ACoAA",
    "https://de.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7123?trk=public_post",
    "https://www.linkedin.com/pulse/why-i-left-ann-demo",
    "https://mobile.twitter.com/Ann/status/17?s=20",
    "https://m.youtube.com/watch?feature=share&v=dQw4_9-XcQ&list=PL1",
    "https://youtu.be/dQw4_9-XcQ?si=abc&t=42",
    "https://www.facebook.com/acme/posts/a-fine-day/123/",
    "https://m.facebook.com/story.php?story_fbid=123&id=4",
    "https://www.tiktok.com/@ann/video/99?is_from_webapp=1",
    "https://instagram.com/ann/reel/Cx_1-b",
    "https://ann.substack.com/p/why#top",
    "https://bücher.de/ü?q=zwei+worte",
    "https://app.acme.com:8080/#!/deals/7",
];

fn noise() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "/", "//", "?", "#", "#!", "&", "=", ":", "@", "%", "%2F", "%2f", "%00", "%252F", "..", ".", "-",
        "+", "|", "<", ">", "\\", " ", "\t", "\u{200B}", "\u{202E}", "ß", "。", "xn--", "[", "]", "utm_x=1",
        "www.", "m.", ":443", ":80", ":99999", "0", "é",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}
