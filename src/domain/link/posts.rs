//! The permalinks of people's own posts: what in an address is the post's number, network by network.

use super::Network;
use super::page::Page;

/// One person's own post.
pub(super) struct Post {
    /// The spelling that all addresses of this post share.
    pub(super) key: String,
    /// The parameters without which the address would not lead there.
    pub(super) needs: &'static [&'static str],
}

impl Post {
    fn new(place: &str, id: &str) -> Self {
        Self { key: format!("{place}/{id}"), needs: &[] }
    }
}

/// The post a page shows, if its address is a post's permalink.
pub(super) fn find(page: &Page) -> Option<Post> {
    let segments = page.segments();
    match page.network {
        Network::Linkedin => linkedin(&segments),
        Network::X => x(&segments),
        Network::Youtube => youtube(page, &segments),
        Network::Facebook => facebook(page, &segments),
        Network::Instagram => instagram(&segments),
        Network::Tiktok => tiktok(&segments),
        Network::Web => None,
    }
}

/// Networks whose own share button makes short links on their main host: the host and path to name.
pub(super) fn share_sheet(page: &Page) -> Option<String> {
    match (page.network, page.segments().as_slice()) {
        (Network::Facebook, ["share", _, ..]) => Some("facebook.com/share".to_owned()),
        (Network::Tiktok, ["t", _, ..]) => Some("tiktok.com/t".to_owned()),
        (Network::Linkedin, ["slink", ..]) => Some("linkedin.com/slink".to_owned()),
        _ => None,
    }
}

/// A number as its network counts: digits without leading zeros.
fn number(text: &str) -> Option<&str> {
    let digits = text.len() <= 25 && text.bytes().all(|b| b.is_ascii_digit());
    Some(text.trim_start_matches('0')).filter(|number| digits && !number.is_empty())
}

/// A code as networks make them of letters and digits; case matters.
fn code(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (plain && (1..=128).contains(&text.len())).then_some(text)
}

/// Activity, ugcPost and share numbers are three ways to count: the same post has one in each, and no
/// address says which belong together. They are never equated.
const LINKEDIN_NUMBERS: [&str; 3] = ["activity", "ugcPost", "share"];

fn linkedin(segments: &[&str]) -> Option<Post> {
    let (namespace, id) = match segments {
        ["posts", slug, ..] => slug_number(slug)?,
        _ => segments.iter().find_map(|segment| urn_number(segment))?,
    };
    Some(Post::new(&format!("linkedin.com/{namespace}"), id))
}

/// `7123` in `ann-demo_so-it-goes-activity-7123-AbCd`: the last such pair, since the words before it are free.
fn slug_number(slug: &str) -> Option<(&'static str, &str)> {
    let mut parts = slug.split(['-', '_']).rev();
    let mut after = parts.next()?;
    for part in parts {
        let namespace = LINKEDIN_NUMBERS.into_iter().find(|name| name.eq_ignore_ascii_case(part));
        if let (Some(namespace), Some(id)) = (namespace, number(after)) {
            return Some((namespace, id));
        }
        after = part;
    }
    None
}

/// `7123` in `urn:li:activity:7123`.
fn urn_number(segment: &str) -> Option<(&'static str, &str)> {
    let (head, id) = segment.rsplit_once(':')?;
    let named = |name: &&str| head.eq_ignore_ascii_case(&format!("urn:li:{name}"));
    Some((LINKEDIN_NUMBERS.into_iter().find(named)?, number(id)?))
}

fn x(segments: &[&str]) -> Option<Post> {
    let id = match segments {
        ["i", "web", "status", id, ..] | [_, "status" | "statuses", id, ..] => id,
        _ => return None,
    };
    Some(Post::new("x.com/status", number(id)?))
}

fn youtube(page: &Page, segments: &[&str]) -> Option<Post> {
    let (id, needs): (&str, &'static [&'static str]) = match segments {
        [id, ..] if page.host == "youtu.be" => (id, &[]),
        ["watch"] => (page.parameter("v")?, &["v"]),
        ["embed", "videoseries" | "live_stream", ..] => return None,
        ["watch" | "shorts" | "live" | "embed" | "v", id, ..] => (id, &[]),
        _ => return None,
    };
    Some(Post { needs, ..Post::new("youtube.com/video", code(id)?) })
}

fn tiktok(segments: &[&str]) -> Option<Post> {
    let id = match segments {
        [_, "video" | "photo", id, ..] | ["embed", "v2" | "v3", id, ..] | ["embed", id, ..] => id,
        ["v", id, ..] => id.strip_suffix(".html").unwrap_or(id),
        _ => return None,
    };
    Some(Post::new("tiktok.com/video", number(id)?))
}

fn instagram(segments: &[&str]) -> Option<Post> {
    let id = match segments {
        ["p" | "reel" | "reels" | "tv", id, ..] | [_, "p" | "reel", id, ..] => id,
        _ => return None,
    };
    // `/reels/audio/…` is a sound, not a post.
    Some(Post::new("instagram.com/p", code(id).filter(|id| *id != "audio")?))
}

fn facebook(page: &Page, segments: &[&str]) -> Option<Post> {
    let post = |id| Some(Post::new("facebook.com/post", code(id)?));
    let video = |id| Some(Post::new("facebook.com/video", code(id)?));
    match segments {
        ["permalink.php" | "story.php"] => {
            let needs = &["story_fbid", "id"];
            Some(Post { needs, ..post(page.parameter("story_fbid")?)? })
        }
        ["photo" | "photo.php"] => {
            let needs = &["fbid"];
            Some(Post { needs, ..post(page.parameter("fbid")?)? })
        }
        ["watch"] => Some(Post { needs: &["v"], ..video(page.parameter("v")?)? }),
        ["reel", id, ..] => video(id),
        ["groups", _, "posts" | "permalink", id, ..] => post(id),
        [_, "posts", .., id] => post(id),
        [_, "videos", .., id] => video(id),
        _ => None,
    }
}
