//! The table of buttons: what each does, and who may press it.

use futures_util::future::BoxFuture;

use super::review::in_list;
use crate::command::leaderboard::private_board;
use crate::domain::correction::REASON_MOST;
use crate::domain::id::{ChannelId, ContestId};
use crate::domain::preferences::Preference;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::reward::{self, RewardRefusal};
use crate::play::pick::{Picked, Wanted, pick};
use crate::play::reviews::{self, Decision};
use crate::play::rewards::{self, Claimed};
use crate::play::roles::Right;
use crate::play::{
    Asker, Play, appeals, award_appeals, boards, change_rules, deciding, duels, health, join, preferences,
    privacy, swaps, take_back,
};
use crate::store::{Result, rules};
use crate::voice::blocks::action;
use crate::voice::{self, Message};

/// What a button answers whoever pressed it, if anything.
type Answered = Result<Outcome<Option<Message>>>;

/// One button.
pub(crate) struct Button {
    /// The action's name.
    pub(crate) name: &'static str,
    /// Who may press it.
    pub(crate) right: Right,
    /// What it does. The answer, where there is one, is for whoever pressed it.
    pub(super) run: fn(Click) -> BoxFuture<'static, Answered>,
}

/// Every button of ours; their value is a contest (of a setting, its word; where one erases oneself, oneself), and what more there is to say behind a bar.
pub(crate) const BUTTONS: &[Button] = &[
    Button { name: action::JOIN, right: Right::Play, run: |click| Box::pin(click.join()) },
    Button { name: action::RULES, right: Right::Read, run: |click| Box::pin(click.rules()) },
    Button { name: action::WHERE_AM_I, right: Right::Read, run: |click| Box::pin(click.board()) },
    Button { name: action::POST_BOARD, right: Right::Play, run: |click| Box::pin(click.post_board()) },
    Button { name: action::CHANGE_RULES, right: Right::Steer, run: |click| Box::pin(click.change_rules()) },
    Button { name: action::APPEAL, right: Right::Play, run: |click| Box::pin(click.appeal()) },
    Button { name: action::APPEAL_AWARD, right: Right::Play, run: |click| Box::pin(click.appeal_award()) },
    Button { name: action::APPROVE, right: Right::Steer, run: |click| Box::pin(click.approve()) },
    // Why has to be typed.
    Button { name: action::DECLINE, right: Right::Steer, run: |click| Box::pin(click.decline()) },
    Button { name: action::DUEL_ACCEPT, right: Right::Play, run: |click| Box::pin(click.duel(true)) },
    Button { name: action::DUEL_DECLINE, right: Right::Play, run: |click| Box::pin(click.duel(false)) },
    Button { name: action::SETTING, right: Right::Own, run: |click| Box::pin(click.choose()) },
    Button { name: action::ERASE, right: Right::Own, run: |click| Box::pin(click.erase()) },
    Button { name: action::SWAP_ACCEPT, right: Right::Play, run: |click| Box::pin(click.swap(true)) },
    Button { name: action::SWAP_DECLINE, right: Right::Play, run: |click| Box::pin(click.swap(false)) },
    Button { name: action::HEALTH_BONUS, right: Right::Steer, run: |click| Box::pin(click.bonus_hour()) },
    Button { name: action::HEALTH_NOT_NOW, right: Right::Steer, run: |click| Box::pin(click.not_now()) },
    Button { name: action::HAND_OUT, right: Right::Steer, run: |click| Box::pin(click.hand_out()) },
    // Why has to be typed.
    Button {
        name: action::HOLD_BACK,
        right: Right::Steer,
        run: |click| Box::pin(async move { Ok(Err(click.how_to_hold_back())) }),
    },
    Button { name: action::UNDO, right: Right::Play, run: |click| Box::pin(click.undo()) },
    Button { name: action::REVIEWS, right: Right::Steer, run: |click| Box::pin(click.reviews()) },
    Button { name: action::CLAIM, right: Right::Play, run: |click| Box::pin(click.claim()) },
];

/// The button of this name, the contest that its value means, and what else it says.
pub(super) fn find(action_id: &str, value: &str) -> Option<(&'static Button, ContestId, String)> {
    let name = unnumbered(action_id);
    let button = BUTTONS.iter().find(|button| button.name == name)?;
    let (contest, more) = value.split_once('|').unwrap_or((value, ""));
    Some((button, contest.into(), more.to_owned()))
}

/// The action's name: buttons in a row that do the same carry a number behind it.
pub(super) fn unnumbered(action_id: &str) -> &str {
    action_id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.')
}

/// A button on its way to what it does.
pub(super) struct Click {
    pub(super) play: Play,
    pub(super) asker: Asker,
    /// The channel it was pressed in.
    pub(super) here: ChannelId,
    pub(super) wanted: Wanted,
    /// The contest that its value names.
    pub(super) contest: ContestId,
    /// What its value says beyond the contest.
    pub(super) more: String,
    /// Whether it stands in a list that only that person sees.
    pub(super) is_in_list: bool,
}

impl Click {
    async fn join(self) -> Answered {
        let joined = join::join(&self.play, self.asker, self.wanted, self.here).await?;
        Ok(joined.map(|joined| Some(voice::contest::joined(&joined.contest.title, joined.aside))))
    }

    async fn rules(self) -> Answered {
        let (workspace, now) = (&self.asker.workspace, self.play.clock.now());
        self.play
            .store
            .read(async |tx| {
                Ok(match pick(tx, workspace, &self.wanted, &self.here, &[], now).await? {
                    Picked::One(contest) => {
                        let rules = rules::of(tx, workspace, &contest.id).await?;
                        Ok(Some(voice::rules::rules(&contest.title, &rules, contest.zone, now)))
                    }
                    Picked::Refused(refusal) => Err(refusal),
                })
            })
            .await
    }

    async fn board(self) -> Answered {
        let (workspace, user) = (&self.asker.workspace, &self.asker.user);
        let board = private_board(&self.play, workspace, user, &self.wanted, &self.here).await?;
        Ok(board.map(Some))
    }

    /// The board goes to the channel, so there is nothing more to say unless it cannot.
    async fn post_board(self) -> Answered {
        let posted = boards::post_public(&self.play, self.asker, self.wanted, self.here).await?;
        Ok(posted.map(|()| None))
    }

    async fn duel(self, accepts: bool) -> Answered {
        let now = self.play.clock.now();
        let duel = self.more.as_str().into();
        let answered = duels::answer(&self.play, self.asker, self.contest, duel, accepts).await?;
        Ok(answered.map(|news| Some(voice::duels::news(&news, now))))
    }

    async fn appeal(self) -> Answered {
        let asked = appeals::appeal_share(&self.play, self.asker, self.more.as_str().into()).await?;
        Ok(asked.map(|number| Some(voice::reviews::appealed(number))))
    }

    async fn appeal_award(self) -> Answered {
        let award = self.more.as_str().into();
        let asked = award_appeals::appeal(&self.play, self.asker, self.contest, award).await?;
        Ok(asked.map(|number| Some(voice::reviews::appealed_award(number))))
    }

    async fn approve(self) -> Answered {
        let number = self.more.parse().unwrap_or(0);
        let decision = Decision::Approve { points: None, reason: String::new() };
        Ok(match reviews::decide(&self.play, self.asker.clone(), number, decision).await? {
            Ok(decided) if self.is_in_list => Ok(Some(in_list(&self.play, &self.asker, &decided).await?)),
            // The message that asked says so by itself.
            Ok(_) => Ok(None),
            Err(refusal) => Err(refusal),
        })
    }

    async fn decline(self) -> Answered {
        let number = self.more.parse().unwrap_or(0);
        let decision = Decision::Decline { reason: String::new() };
        let decided = reviews::decide(&self.play, self.asker, number, decision).await?;
        Ok(decided.map(|decided| Some(voice::reviews::decided(&decided))))
    }

    async fn undo(self) -> Answered {
        let undone = take_back::undo(&self.play, self.asker, Some(self.more.as_str().into())).await?;
        Ok(undone.map(|undone| Some(voice::pace::undone(&undone))))
    }

    async fn reviews(self) -> Answered {
        let queue = reviews::list(&self.play, &self.asker, true).await?;
        Ok(Ok(Some(voice::reviews::queue(&queue, self.play.clock.now()))))
    }

    async fn swap(self, accepts: bool) -> Answered {
        let swap = self.more.as_str().into();
        let answered = swaps::answer(&self.play, self.asker, self.contest, swap, accepts).await?;
        Ok(answered.map(|news| Some(voice::swaps::news(&news))))
    }

    async fn bonus_hour(self) -> Answered {
        let now = self.play.clock.now();
        let set = health::schedule(&self.play, self.asker, self.contest, &self.more, self.here).await?;
        Ok(set.map(|news| Some(voice::rules::bonus_set(&news, now))))
    }

    async fn not_now(self) -> Answered {
        let now = self.play.clock.now();
        let silenced = health::silence(&self.play, self.asker, self.contest, self.more).await?;
        Ok(silenced.map(|(contest, until)| Some(voice::health::silenced(&contest, until, now))))
    }

    async fn change_rules(self) -> Answered {
        let now = self.play.clock.now();
        let changed = change_rules::change(&self.play, self.asker, self.contest, self.more).await?;
        Ok(changed.map(|new| Some(voice::rules::new_rules(&new, now))))
    }

    async fn choose(self) -> Answered {
        let Some(preference) = Preference::of(self.contest.as_str()) else { return Ok(Ok(None)) };
        let on = self.more == "on";
        let chosen = preferences::choose(&self.play, self.asker, preference, on).await?;
        Ok(chosen.map(|_| Some(voice::preferences::chosen(preference, on))))
    }

    /// The button is for whoever asked, and nobody else.
    async fn erase(self) -> Answered {
        if self.contest.as_str() != self.asker.user.as_str() {
            return Ok(Ok(None));
        }
        let erased = privacy::erase(&self.play, self.asker).await?;
        Ok(erased.map(|()| Some(voice::privacy::erased())))
    }

    async fn hand_out(self) -> Answered {
        let number = self.number();
        let decided = deciding::decide(&self.play, self.asker, number, reward::Decision::Approve).await?;
        // The message that asked says so by itself.
        Ok(decided.map(|_| None))
    }

    fn how_to_hold_back(self) -> Refusal {
        let (number, verb) = (self.number(), "decline".to_owned());
        Refusal::Reward(RewardRefusal::NeedsReason { number, verb, most: REASON_MOST })
    }

    /// The award that the button is about; 0, which is none's, where its value was tampered with.
    fn number(&self) -> i64 {
        self.more.parse().unwrap_or(0)
    }

    async fn claim(self) -> Answered {
        let claimed = rewards::claim(&self.play, self.asker, Claimed::Id(self.more)).await?;
        Ok(claimed.map(|news| Some(voice::rewards::news(&news))))
    }
}
