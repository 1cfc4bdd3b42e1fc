//! What does not come of shares: people who come and go, teams, managers, and work that falls due.

use rand::RngExt;

use super::deed::Deed;
use super::{BOSSES, History, REPS, person};
use crate::domain::roster::{Membership, Person};
use crate::play::close_contest::decide_when_due;
use crate::play::correct_score::Asked;
use crate::play::due::Due;
use crate::play::reviews::Decision;
use crate::play::shout_outs::shout_out_when_due;
use crate::play::steer_contest::{NewEnd, Steer};
use crate::play::teams::TeamAct;
use crate::play::whom::PersonRef;
use crate::play::wins::Reported;
use crate::play::{bonuses, learn, rounds};
use crate::store::{Tx, contests};

impl History {
    pub(super) async fn come_or_go(&mut self) {
        let ((user, _), (workspace, contest)) = (self.one_of(&REPS), self.one_of(&self.contests.clone()));
        let asker = self.asker(&workspace, user);
        let joins = self.is_likely(65);
        self.run(if joins { Deed::Join(asker, contest) } else { Deed::Leave(asker, contest) }).await;
    }

    pub(super) async fn steer(&mut self) {
        let (workspace, contest) = self.one_of(&self.contests.clone());
        let asker = self.asker(&workspace, BOSSES[0].0);
        let end = || NewEnd::For("3d".to_owned());
        let all = [Steer::Pause, Steer::Resume, Steer::Resume, Steer::End, Steer::Reopen(None)];
        let steer = match self.chance.random_range(0..7) {
            5 => Steer::Extend(end()),
            6 => Steer::Reopen(Some(end())),
            n => all[n].clone(),
        };
        self.run(Deed::Steer(asker, steer, contest)).await;
    }

    pub(super) async fn team(&mut self) {
        let (workspace, contest) = self.one_of(&self.contests.clone());
        let ((rep, _), name) = (self.one_of(&REPS), self.one_of(&["Hawks", "Owls"]).to_owned());
        let (who, what) = match self.chance.random_range(0..5) {
            0 => (rep, TeamAct::Create(name)),
            1 | 2 => (rep, TeamAct::Join(name)),
            3 => (rep, TeamAct::Leave),
            _ => (BOSSES[0].0, TeamAct::Draft(Some(2))),
        };
        let asker = self.asker(&workspace, who);
        self.run(Deed::Team(asker, what, contest)).await;
    }

    /// Something is counted or won, bonuses are set, and a manager decides what waits.
    pub(super) async fn measure_or_decide(&mut self) {
        let ((rep, _), workspace) = (self.one_of(&REPS), self.workspace());
        let (who, n) = (self.asker(&workspace, rep), self.chance.random_range(0..300));
        let boss = self.asker(&workspace, BOSSES[0].0);
        let number = self.chance.random_range(1..6);
        let deed = match self.chance.random_range(0..6) {
            0 | 1 => Deed::Count(who, "linkedin-connections".to_owned(), n.to_string()),
            2 => {
                let (customer, network) = (format!("Customer {n}"), "linkedin".to_owned());
                Deed::Win(who, Reported { kind: None, customer, amount: None, network, with: Vec::new() })
            }
            3 => Deed::Appeal(who, "please".to_owned()),
            4 => Deed::Decide(boss, number, Decision::Approve { points: None, reason: String::new() }),
            _ => {
                let (wanted, factor) = (self.one_of(&self.contests.clone()), Some("x2".to_owned()));
                let boss = self.asker(&wanted.0, BOSSES[0].0);
                Deed::Bonus(boss, bonuses::Asked { factor, ..bonuses::Asked::default() }, wanted.1)
            }
        };
        self.run(deed).await;
    }

    /// The next round is drawn, or it is seen whether a contest is won.
    pub(super) async fn turn(&mut self) {
        let (workspace, contest) = self.one_of(&self.contests.clone());
        let (now, is_round, play) = (self.play.clock.now(), self.is_likely(70), self.play.clone());
        let turn = async move |tx: &mut Tx| {
            let round = contests::find(tx, &workspace, &contest).await?.map_or(0, |contest| contest.round);
            match is_round {
                true => {
                    let due = Due::Round { contest, number: round + 1, at: now };
                    rounds::turn_when_due(tx, &workspace, &due, now).await
                }
                false => {
                    let due = Due::Decide { contest, at: now };
                    decide_when_due(tx, &play, &workspace, &due, now).await
                }
            }
        };
        self.play.store.write(turn).await.unwrap();
    }

    pub(super) async fn correct(&mut self) {
        let (workspace, contest) = self.one_of(&self.contests.clone());
        let asker = self.asker(&workspace, BOSSES[1].0);
        let (rep, _) = self.one_of(&REPS);
        let points = self.one_of(&[10, 3, -4, -15]);
        let asked = Asked { whom: PersonRef::Id(rep.into()), points, reason: "by hand".to_owned() };
        self.run(Deed::Correct(asker, asked, contest)).await;
    }

    pub(super) async fn deactivate_or_bring_back(&mut self) {
        let ((user, zone), workspace) = (self.one_of(&REPS), self.workspace());
        let deactivated = self.is_likely(30);
        let person = Person { deactivated, ..person(user, zone, Membership::Member) };
        learn::people(&self.play, workspace, vec![person]).await.unwrap();
    }

    /// What waits to be praised in a channel goes out.
    pub(super) async fn shout_out(&mut self) {
        let (workspace, (_, zone, channel)) = (self.workspace(), self.one_of(&BOSSES));
        let (play, now) = (self.play.clone(), self.play.clock.now());
        let due = Due::ShoutOuts { channel: channel.into(), zone, at: now };
        let say = async move |tx: &mut Tx| shout_out_when_due(tx, &play, &workspace, &due, now).await;
        self.play.store.write(say).await.unwrap();
    }
}
