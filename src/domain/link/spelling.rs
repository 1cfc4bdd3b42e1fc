//! One spelling for paths and queries: escapes normalised, tracking dropped, parameters sorted.

use super::Network;

/// Parameters that name a campaign or a reader, never a page; and any that begin `utm_`.
const TRACKING: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "dclid",
    "epik",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "ref_url",
    "s_cid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
];

/// What each network adds of its own.
fn tracking_on(network: Network) -> &'static [&'static str] {
    match network {
        Network::Linkedin => &[
            "eid",
            "lici",
            "licu",
            "lipi",
            "midsig",
            "midtoken",
            "origin",
            "originalsubdomain",
            "origintrackingid",
            "otptoken",
            "rcm",
            "refid",
            "trackingid",
            "trk",
            "trkemail",
            "trkinfo",
        ],
        Network::X => &["cn", "cxt", "ref", "s", "t", "twterm"],
        Network::Youtube => &[
            "ab_channel",
            "app",
            "embeds_referring_euri",
            "feature",
            "index",
            "pp",
            "si",
            "start",
            "t",
            "time_continue",
        ],
        Network::Facebook => &[
            "__cft__[0]",
            "__tn__",
            "_rdr",
            "comment_id",
            "extid",
            "fref",
            "hc_ref",
            "mibextid",
            "notif_id",
            "notif_t",
            "paipv",
            "rdid",
            "ref",
            "refsrc",
            "share_url",
            "sfnsn",
        ],
        Network::Instagram => &["hl", "ig_rid", "img_index"],
        Network::Tiktok => &[
            "_d",
            "_r",
            "_t",
            "is_copy_url",
            "is_from_webapp",
            "sec_uid",
            "sender_device",
            "sender_web_id",
            "share_app_id",
            "share_link_id",
            "tt_from",
            "u_code",
            "web_id",
        ],
        Network::Web => &[],
    }
}

/// The parameters of `query` that say which page it is, as they were written and in their order.
pub(super) fn telling(query: &str, network: Network) -> impl Iterator<Item = &str> {
    query.split('&').filter(move |piece| {
        let name = piece.split('=').next().unwrap_or(piece);
        let name = url::form_urlencoded::parse(name.as_bytes())
            .next()
            .map_or(String::new(), |(n, _)| n.to_lowercase());
        let tracks = name.starts_with("utm_")
            || TRACKING.contains(&name.as_str())
            || tracking_on(network).contains(&name.as_str());
        !name.is_empty() && !tracks
    })
}

/// The parameters in one spelling, sorted by name; those of one name keep their order.
pub(super) fn query<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    let spell = |piece: &str| {
        let spelled = escape(&piece.replace('+', "%20"), b"!$'()*,;:@/?=");
        spelled.trim_end_matches('=').to_owned()
    };
    let mut pieces: Vec<String> = pieces.map(spell).filter(|piece| !piece.is_empty()).collect();
    pieces.sort_by(|a, b| name(a).cmp(name(b)));
    pieces.join("&")
}

fn name(piece: &str) -> &str {
    piece.split('=').next().unwrap_or(piece)
}

/// A path in one spelling, without the slash at its end.
pub(super) fn path(path: &str) -> String {
    escape(path, b"/!$&'()*+,;=:@").trim_end_matches('/').to_owned()
}

/// `text` with each character either bare (letters, digits, `-._~` and those in `bare`) or escaped in upper
/// case, whichever way it was written. Where an escape hides a character that separates, it stays one.
pub(super) fn escape(text: &str, bare: &[u8]) -> String {
    let bytes = text.as_bytes();
    let mut spelled = String::with_capacity(text.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let escaped = if byte == b'%' { bytes.get(i + 1..i + 3).and_then(hex) } else { None };
        let plain = escaped.unwrap_or(byte);
        let separates = escaped.is_some() && b"/?=&+#%".contains(&plain);
        if !separates && (plain.is_ascii_alphanumeric() || b"-._~".contains(&plain) || bare.contains(&plain))
        {
            spelled.push(char::from(plain));
        } else {
            spelled.push_str(&format!("%{plain:02X}"));
        }
        i += if escaped.is_some() { 3 } else { 1 };
    }
    spelled
}

/// Two hexadecimal digits.
fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}
