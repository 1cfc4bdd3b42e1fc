//! Screens, with names and titles as the world types them.

use chrono_tz::Tz;

use super::now;
use crate::domain::screen::{Reach, ScreenLine, ScreenMade};
use crate::voice::{Message, screens};

/// Everything that is said of screens.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let title = Some(typed.to_owned());
    let made =
        ScreenMade { number: 1, channel: "C9".into(), title: title.clone(), token_hash: String::new() };
    let line = |title, seen_at| ScreenLine {
        number: 1,
        channel: "C9".into(),
        title,
        made_by: typed.into(),
        made_at: now(),
        seen_at,
        zone: Tz::UTC,
    };
    let mut said = vec![
        screens::made(&made, None),
        screens::live(&[line(title, Some(now())), line(None, None)], now()),
        screens::live(&[], now()),
        screens::revoked(&[1]),
        screens::revoked(&[1, 2]),
    ];
    for reach in [Reach::Public, Reach::Network, Reach::Machine] {
        said.push(screens::made(&made, Some(("https://acme.example/?q=T", reach))));
    }
    said
}
