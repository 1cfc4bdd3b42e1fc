//! Teams in words.

use super::Message;
use super::escape::typed;
use super::swaps;
use super::words::{list, things};
use crate::domain::preferences::UNNAMED;
use crate::domain::teams::{Crew, Lineup, TeamNews, TeamRefusal};

/// Most names that are told of a team.
const NAMED: usize = 20;

/// What the person hears who changed something.
pub fn news(news: &TeamNews) -> Message {
    Message::plain(match news {
        TeamNews::Created { team, title } => format!(
            ":wave: *{0}* is a team in *{1}* now, and you lead it. Others come in with `/contest team join \"{0}\"`.",
            typed(team),
            typed(title)
        ),
        TeamNews::Joined { team, title } => {
            format!(":wave: You play for *{}* in *{}* now.", typed(team), typed(title))
        }
        TeamNews::Left { team, .. } => {
            format!("You no longer play for *{}*; `/contest team` shows the others.", typed(team))
        }
        TeamNews::Renamed { before, team } => {
            format!("*{}* are called *{}* now.", typed(before), typed(team))
        }
        TeamNews::Captain { name, team } => format!("*{}* leads *{}* now.", typed(name), typed(team)),
        TeamNews::Moved { name, team } => {
            format!("*{}* plays for *{}* now, points and all.", typed(name), typed(team))
        }
        TeamNews::SwapOffered { captain, change } => format!(
            ":arrows_counterclockwise: I have asked {}: {} for {}. The offer stands for a day.",
            typed(captain),
            typed(&change.one),
            typed(&change.other)
        ),
        TeamNews::Swapped { change } => format!("{}.", swaps::exchanged(change)),
        TeamNews::Drafted { lineup } => format!("Dealt evenly, by recent points.\n{}", teams(lineup)),
    })
}

/// Why something about teams is not done.
pub(super) fn refusal(refusal: &TeamRefusal) -> String {
    match refusal {
        TeamRefusal::NoTeams { title } => {
            format!(
                "*{}* is played by each for themselves; `/contest templates` shows what is played in teams.",
                typed(title)
            )
        }
        TeamRefusal::TooMany { most } => {
            format!("There are {most} teams already; join one with `/contest team join`.")
        }
        TeamRefusal::BadName { most } => {
            format!("A team's name has 1 to {most} characters; put it in quotes: `\"Falcons\"`.")
        }
        TeamRefusal::NameTaken { team } => {
            format!(
                "There is a team *{0}* already; join it with `/contest team join \"{0}\"`, or find another name.",
                typed(team)
            )
        }
        TeamRefusal::Unknown { name, nearest: Some(nearest) } => {
            format!("There is no team \"{}\". Did you mean \"{}\"?", typed(name), typed(nearest))
        }
        TeamRefusal::Unknown { name, nearest: None } => {
            format!("There is no team \"{}\"; `/contest team` shows all.", typed(name))
        }
        TeamRefusal::OnIt { team } => format!("You play for *{}* already.", typed(team)),
        TeamRefusal::There { name, team } => format!("{} plays for *{}* already.", typed(name), typed(team)),
        TeamRefusal::OnNone { name: Some(name) } => {
            format!("{} plays for no team; `/contest team move` puts them on one.", typed(name))
        }
        TeamRefusal::OnNone { name: None } => {
            "You play for no team; `/contest team join \"Falcons\"` changes that.".to_owned()
        }
        TeamRefusal::Bound { team, points: 0 } => {
            format!("What you shared counts for *{}*, so only a manager can move you.", typed(team))
        }
        TeamRefusal::Runs { team } => format!(
            "Your leg counts for *{}* as long as the relay runs, so only a manager can move you.",
            typed(team)
        ),
        TeamRefusal::Bound { team, points } => format!(
            "Your {} count for *{}*, so only a manager can move you.",
            things(*points, "point", "points"),
            typed(team)
        ),
        TeamRefusal::NotCaptain { team, captain: Some(captain) } if captain == UNNAMED => {
            format!("Only the captain of *{}* can do that.", typed(team))
        }
        TeamRefusal::NotCaptain { team, captain: Some(captain) } => {
            format!("Only {} can do that: *{}* are led by them.", typed(captain), typed(team))
        }
        TeamRefusal::NotCaptain { team, captain: None } => {
            format!("Nobody leads *{}*; a manager can name a captain.", typed(team))
        }
        TeamRefusal::LeadsNone => {
            "Only a team's captain can do that; `/contest team` shows who leads which.".to_owned()
        }
        TeamRefusal::SwapOffered { captain } => {
            format!("That swap waits for an answer from {} already.", typed(captain))
        }
        TeamRefusal::SwapGone => {
            "That offer no longer stands; `/contest team swap @mine @theirs` makes another.".to_owned()
        }
        TeamRefusal::SameTeam { team } => {
            format!("Both play for *{}*; a swap takes one from each of two teams.", typed(team))
        }
        TeamRefusal::Leads { name, team } => format!(
            "{} leads *{}*; `/contest team captain @rep` hands the team to another first.",
            typed(name),
            typed(team)
        ),
        TeamRefusal::BoundToo { name, team, points } => format!(
            "{} has {} for *{}*, and points stay with their team; only a manager can move a player then.",
            typed(name),
            things(*points, "point", "points"),
            typed(team)
        ),
        TeamRefusal::CannotDraft { players: 0 | 1, .. } => {
            "It takes at least two players to deal teams; once they have joined, `/contest team draft 2` does it."
                .to_owned()
        }
        TeamRefusal::CannotDraft { players: 2, .. } => {
            "2 players can be dealt into 2 teams: `/contest team draft 2`.".to_owned()
        }
        TeamRefusal::CannotDraft { players, most, .. } => format!(
            "{} can be dealt into 2 to {} teams: `/contest team draft 2`.",
            things(i64::try_from(*players).unwrap_or(i64::MAX), "player", "players"),
            most.min(players)
        ),
    }
}

/// What a member hears who leads the team from now on, since whoever led it has left.
pub fn leads_now(team: &str, title: &str, before: &str) -> Message {
    Message::plain(format!(
        ":wave: You lead *{}* in *{}* now, since {} has left. `/contest team activity` shows how the team is doing, and \
         `/contest team captain @rep` hands it on.",
        typed(team),
        typed(title),
        typed(before)
    ))
}

/// What the manager hears of a team that nobody is left to lead.
pub fn leaderless(team: &str, title: &str, before: &str) -> Message {
    Message::plain(format!(
        "{} has left *{}*, and nobody else plays for *{}*; `/contest team move @rep \"{}\"` puts somebody on it.",
        typed(before),
        typed(title),
        typed(team),
        typed(team)
    ))
}

/// What somebody hears whom a manager, called `by`, has put on another team.
pub fn moved(title: &str, from: Option<&str>, to: &str, by: &str) -> Message {
    let from = from.map_or_else(String::new, |from| format!("from *{}* ", typed(from)));
    Message::plain(format!(
        ":arrows_counterclockwise: {} has moved you {from}to *{}* in *{}*. Your points there count for *{}* now.",
        typed(by),
        typed(to),
        typed(title),
        typed(to)
    ))
}

/// What the channel hears of a draft.
pub fn dealt(lineup: &Lineup) -> Message {
    Message::plain(format!(
        ":busts_in_silhouette: All players were dealt into teams, evenly by recent points.\n{}",
        teams(lineup)
    ))
}

/// `/contest team`: who plays for whom.
pub fn lineup(lineup: &Lineup) -> Message {
    Message::plain(teams(lineup))
}

fn teams(lineup: &Lineup) -> String {
    let mut lines = vec![format!("*Teams in {}*", typed(&lineup.title))];
    if lineup.teams.is_empty() {
        lines.push("None yet: `/contest team create \"Falcons\"` makes one.".to_owned());
    }
    lines.extend(lineup.teams.iter().map(crew));
    if !lineup.loose.is_empty() {
        lines.push(format!("On no team yet: {}.", names(&lineup.loose)));
    }
    lines.join("\n")
}

fn crew(crew: &Crew) -> String {
    let captain = crew.captain.as_ref().map(|name| format!("{} (captain)", typed(name)));
    let captain = captain.into_iter();
    let members = crew.members.iter().map(|name| typed(name));
    let all: Vec<String> = captain.chain(members).collect();
    if all.is_empty() {
        return format!("• *{}*: nobody yet", typed(&crew.name));
    }
    let more = all.len().saturating_sub(NAMED);
    let mut told: Vec<String> = all.into_iter().take(NAMED).collect();
    if more > 0 {
        told.push(format!("{more} more"));
    }
    format!("• *{}*: {}", typed(&crew.name), told.join(", "))
}

fn names(names: &[String]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMED).map(|name| typed(name)).collect();
    if names.len() > NAMED {
        told.push(format!("{} more", names.len() - NAMED));
    }
    list(&told, "and")
}
