//! A request to start a contest, in the words that ask for it.

use chrono::{NaiveTime, TimeDelta};

use super::StartRequest;
use crate::domain::format::numbers::as_typed;
use crate::domain::template::Template;
use crate::domain::text::one_line;

/// What the line need not say, since it is so anyhow.
pub(super) struct Usual<'a> {
    pub(super) template: &'a Template,
    pub(super) board_at: NaiveTime,
}

impl StartRequest {
    /// The words behind `/contest start` that start a dry run for real, once it is over: the same again, from then on.
    /// `lasts` is how long it was to run.
    pub(super) fn for_real(&self, title: &str, channel: &str, lasts: TimeDelta, usual: &Usual<'_>) -> String {
        let Usual { template, board_at } = *usual;
        let mut parts = vec![template.name.clone(), quoted(title)];
        match (&self.lasts, &self.until) {
            (Some(lasts), _) => parts.push(format!("for {lasts}")),
            // That day will be over by then.
            (None, Some(_)) => parts.push(format!("for {}h", lasts.num_hours().max(1))),
            (None, None) => {}
        }
        parts.push(format!("in #{channel}"));
        let usually = template.format.numbers();
        let is_other = |key: &str, number: i64| !usually.contains(&(key, number));
        let numbers = self.numbers.iter().filter(|(key, number)| is_other(key, **number));
        let numbers: Vec<String> =
            numbers.map(|(key, number)| format!(" {} {number}", as_typed(key))).collect();
        if !numbers.is_empty() {
            parts.push(format!("with{}", numbers.concat()));
        }
        match self.quota {
            Some((points, is_public))
                if (Some(points), is_public) != (template.quota, template.quota_is_public) =>
            {
                parts.push(format!("quota {points} {}", if is_public { "public" } else { "private" }));
            }
            None if self.without_quota && template.quota.is_some() => parts.push("quota off".to_owned()),
            _ => {}
        }
        match self.every {
            Some(every) if template.every != Some(every) => parts.push(format!("every {}", every.word())),
            None if self.once && template.every.is_some() => parts.push("once".to_owned()),
            _ => {}
        }
        if let Some(prizes) = &self.prizes
            && *prizes != template.prizes.clone().unwrap_or_default()
        {
            parts.push(format!("prizes {}", quoted(prizes)));
        }
        if let Some(at) = self.board_at.filter(|at| *at != board_at) {
            parts.push(format!("board {}", at.format("%H:%M")));
        }
        if let Some(rulebook) = self.rulebook.as_ref().filter(|name| **name != template.rulebook) {
            parts.push(format!("rules {rulebook}"));
        }
        parts.join(" ")
    }
}

/// In quotes, without any that would close them.
fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace(['"', '“', '”', '»'], "'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Presets;
    use crate::domain::season::Every;

    fn line(template: &Template, request: StartRequest) -> String {
        let usual = Usual { template, board_at: nine() };
        request.for_real("Trial", "wins", TimeDelta::minutes(150), &usual)
    }

    fn nine() -> NaiveTime {
        NaiveTime::from_hms_opt(9, 0, 0).unwrap()
    }

    #[test]
    fn what_is_so_anyhow_is_not_said() {
        let presets = Presets::load(None).unwrap();
        for template in presets.templates.values() {
            let request = StartRequest {
                numbers: template
                    .format
                    .numbers()
                    .into_iter()
                    .map(|(key, it)| (key.to_owned(), it))
                    .collect(),
                quota: template.quota.map(|points| (points, template.quota_is_public)),
                without_quota: template.quota.is_none(),
                every: template.every,
                once: template.every.is_none(),
                prizes: Some(template.prizes.clone().unwrap_or_default()),
                board_at: Some(nine()),
                rulebook: Some(template.rulebook.clone()),
                ..StartRequest::default()
            };
            assert_eq!(line(template, request), format!("{} \"Trial\" in #wins", template.name));
        }
    }

    #[test]
    fn what_was_chosen_otherwise_is_said() {
        let presets = Presets::load(None).unwrap();
        let raffle = &presets.templates["raffle"];
        let numbers = [("points_a_ticket".to_owned(), 5), ("qualify".to_owned(), 50)];
        let chosen = StartRequest {
            until: Some("Fri".into()),
            numbers: numbers.into(),
            quota: Some((40, true)),
            every: Some(Every::Month),
            prizes: Some(String::new()),
            board_at: NaiveTime::from_hms_opt(17, 5, 0),
            rulebook: Some("harder".into()),
            ..StartRequest::default()
        };
        let said = "raffle \"Trial\" for 2h in #wins with points-a-ticket 5 quota 40 public every month \
                    prizes \"\" board 17:05 rules harder";
        assert_eq!(line(raffle, chosen), said);
        let without = StartRequest { without_quota: true, once: true, ..StartRequest::default() };
        let weekly = Template { every: Some(Every::Week), ..presets.templates["social-quota"].clone() };
        assert_eq!(line(&weekly, without), "social-quota \"Trial\" in #wins quota off once");
        let lasts = StartRequest { lasts: Some("3d".into()), ..StartRequest::default() };
        assert_eq!(line(raffle, lasts), "raffle \"Trial\" for 3d in #wins");
    }
}
