//! What reps, managers and Slack do in a season.

use super::*;

impl Season {
    fn text(&mut self) -> String {
        // Some links are shared by many, some are one person's own.
        let n = match self.below(4) {
            0 => 1 + self.below(60) as u64,
            _ => {
                self.links += 1;
                1000 + self.links
            }
        };
        let link = match self.below(6) {
            0 | 1 => format!("https://www.linkedin.com/posts/rep_demo-activity-73{n:017}"),
            2 => format!("https://x.com/rep/status/{n}"),
            3 => format!("https://acme.example.com/blog/{n}"),
            _ => format!("https://acme.example.com/page/{n}"),
        };
        let kind = ["", "original", "original", "article", "comment", "like"][self.below(6)];
        let words: String = match self.below(10) {
            0..=2 => "nice one".to_owned(),
            3 => "word ".repeat(30),
            _ => (0..24).map(|_| format!("word{:05} ", self.chance.random_range(0..90_000))).collect(),
        };
        let day = if self.below(20) == 0 { "yesterday" } else { "" };
        format!("{link} {kind} {day} {words}")
    }

    pub(super) async fn share(&mut self, user: &str) {
        let channel = format!("C{}", self.below(CHANNELS + 1)).into();
        let submission = Submission {
            asker: self.asker(user),
            draft: Draft::parse(&self.text()).unwrap(),
            door: Door::Command { channel },
            at: self.now(),
            is_vouched: false,
        };
        self.run("share", Deed::Share(submission)).await;
    }

    /// A message; Slack tells of it at once or late, and sometimes of its deletion first.
    pub(super) async fn post(&mut self, user: &str) {
        let late = [0, 0, 0, 0, 3, 45][self.below(6)];
        let at = self.now() - TimeDelta::minutes(late);
        let message = Message {
            workspace: HOME.into(),
            channel: format!("C{}", self.below(CHANNELS)).into(),
            ts: format!("{}.{:06}", at.timestamp(), self.deliveries % 1_000_000),
            at,
            user: user.to_owned(),
        };
        self.messages.push_back(message.clone());
        if self.messages.len() > REMEMBERED {
            self.messages.pop_front();
        }
        if self.below(25) == 0 {
            self.delete_one(message.clone()).await;
        }
        let submission = Submission {
            asker: self.asker(user),
            draft: Draft::parse(&self.text()).unwrap(),
            door: Door::Message { channel: message.channel, ts: message.ts },
            at,
            is_vouched: false,
        };
        self.run("message", Deed::Share(submission)).await;
    }

    pub(super) async fn deliver_again(&mut self) {
        if self.deeds.is_empty() {
            return;
        }
        let n = self.below(self.deeds.len());
        let (deed, answer) = self.deeds[n].clone();
        let again = deed.run(&self.play).await;
        assert_eq!(again, answer, "delivered again: {deed:?}");
        *self.done.entry("delivered again").or_default() += 1;
    }

    pub(super) async fn edit(&mut self) {
        if self.messages.is_empty() {
            return;
        }
        let n = self.below(self.messages.len());
        let message = self.messages[n].clone();
        let text = self.text();
        let edited = Edited {
            asker: self.asker(&message.user),
            channel: message.channel,
            ts: message.ts,
            draft: Draft::parse(&text).ok(),
            posted_at: message.at,
            edit: fresh::id(),
        };
        self.run("edit", Deed::Edit(edited)).await;
    }

    pub(super) async fn delete(&mut self) {
        if !self.messages.is_empty() {
            let n = self.below(self.messages.len());
            let message = self.messages[n].clone();
            self.delete_one(message).await;
        }
    }

    async fn delete_one(&mut self, message: Message) {
        let delivery = self.asker(&message.user).delivery;
        self.run("delete", Deed::Delete(message, delivery)).await;
    }

    pub(super) async fn count(&mut self, user: &str) {
        let (asker, number) = (self.asker(user), 500 + self.below(700));
        let what = ["linkedin-connections", "x-followers"][self.below(2)].to_owned();
        self.run("count", Deed::Count(asker, what, number.to_string())).await;
    }

    pub(super) async fn win(&mut self, user: &str) {
        let (asker, customer) = (self.asker(user), format!("Customer {}", self.below(400)));
        let colleague = PersonRef::Id(rep(self.below(REPS)).into());
        let with = if self.below(3) == 0 { vec![(colleague, Some(30))] } else { Vec::new() };
        let kind = [None, Some("meeting".to_owned()), Some("opportunity".to_owned())][self.below(3)].clone();
        let amount = Some(("12000".to_owned(), "EUR".to_owned()));
        let reported = Reported { kind, customer, amount, network: "linkedin".to_owned(), with };
        self.run("win", Deed::Win(asker, reported)).await;
    }

    /// Against their latest award, whatever became of it.
    pub(super) async fn appeal_award(&mut self, user: &str) {
        let (live, whose) = (self.live.clone(), user.into());
        let latest = async |tx: &mut Tx| {
            for contest in &live {
                if let Some(award) = awards::latest(tx, &HOME.into(), contest, &whose, 1).await?.pop() {
                    return Ok(Some((contest.clone(), award.entry)));
                }
            }
            Ok(None)
        };
        if let Some((contest, entry)) = self.play.store.read(latest).await.unwrap() {
            let asker = self.asker(user);
            self.run("appeal against an award", Deed::AppealAward(asker, contest, entry)).await;
        }
    }

    pub(super) async fn come_or_go(&mut self, user: &str) {
        if self.live.is_empty() {
            return;
        }
        let n = self.below(self.live.len());
        let (contest, asker) = (self.live[n].clone(), self.asker(user));
        if self.below(10) < 7 {
            self.run("join", Deed::Join(asker, contest)).await;
        } else {
            self.run("leave", Deed::Leave(asker, contest)).await;
        }
    }

    /// A manager looks through what waits.
    pub(super) async fn decide(&mut self) {
        let list = async |tx: &mut Tx| reviews::list(tx, &HOME.into(), true, 5).await;
        for review in self.play.store.read(list).await.unwrap() {
            let asker = self.asker(&boss(0));
            let decision = match self.below(10) {
                0..=5 => {
                    let points =
                        matches!(review.matter, Matter::Share { halved: false, .. } | Matter::Award { .. })
                            .then_some(4);
                    Decision::Approve { points, reason: "looked at it".to_owned() }
                }
                _ => Decision::Decline { reason: "not this time".to_owned() },
            };
            self.run("decision", Deed::Decide(asker, review.number, decision)).await;
        }
    }

    /// What managers do with contests.
    pub(super) async fn manage(&mut self) {
        if self.live.is_empty() {
            return;
        }
        let n = self.below(self.live.len());
        let contest = self.live[n].clone();
        let asker = self.asker(&boss(self.deliveries as usize % BOSSES));
        match self.below(12) {
            0..=3 => {
                let points = [10, 3, -4, -15][self.below(4)];
                let whom = PersonRef::Id(rep(self.below(REPS)).into());
                let asked = Asked { whom, points, reason: "by hand".to_owned() };
                self.run("correction", Deed::Correct(asker, asked, contest)).await;
            }
            4 => {
                let asked = bonuses::Asked {
                    factor: Some("x2".to_owned()),
                    lasts: Some("3h".to_owned()),
                    ..bonuses::Asked::default()
                };
                self.run("bonus", Deed::Bonus(asker, asked, contest)).await;
            }
            5 => {
                let points = 8 + self.below(5);
                let deed = Deed::Change(asker, format!("original={points}"), contest);
                self.run("rules changed", deed).await;
            }
            6 => {
                self.run("pause", Deed::Steer(asker, Steer::Pause, contest)).await;
            }
            7..=8 => {
                self.run("resume", Deed::Steer(asker, Steer::Resume, contest)).await;
            }
            9 => {
                let end = NewEnd::For("2d".to_owned());
                self.run("extend", Deed::Steer(asker, Steer::Extend(end), contest)).await;
            }
            10 => {
                let again = self.asker(&boss(0));
                self.run("end", Deed::Steer(asker, Steer::End, contest.clone())).await;
                self.run("reopen", Deed::Steer(again, Steer::Reopen(None), contest)).await;
            }
            _ => {
                let n = self.below(REPS);
                let deactivated = self.below(2) == 0;
                let gone = Person {
                    id: rep(n).into(),
                    name: rep(n)[1..].to_owned(),
                    zone: ZONES[n % ZONES.len()],
                    standing: Membership::Member,
                    deactivated,
                };
                learn::people(&self.play, HOME.into(), vec![gone]).await.unwrap();
                *self.done.entry("left or came back").or_default() += 1;
            }
        }
    }
}
