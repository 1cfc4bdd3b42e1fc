//! Runs one connection: reads frames, has deliveries taken in side by side, sends their acknowledgements.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout, timeout_at};
use tokio_tungstenite::tungstenite::{self, Bytes, Message};
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::{Instrument, debug, error, error_span, info, warn};

use super::Options;
use super::dial::Socket;
use super::keeper::{Keeper, OneUp};
use crate::slack::inbound::{self, Fault, Frame, Parsed};
use crate::slack::{Ack, NotTaken, Origin, Via, hand_over};

/// A frame that the other side does not take within this time will not be taken at all.
pub(super) const SEND_WITHIN: Duration = Duration::from_secs(2);

/// How far a connection has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Open, no `hello` yet.
    Dialled,
    /// Slack delivers.
    Up,
    /// Slack has announced its end, with a reason. It still delivers, for a while.
    Leaving(String),
    /// Over, without a word.
    Gone,
}

/// A connection at work. Dropping it retires it: it reads no more, finishes what it has taken, and closes.
pub(super) struct Link {
    phase: watch::Receiver<Phase>,
    since: Instant,
    _retire: DropGuard,
}

impl Link {
    /// Runs `socket` until it ends, is retired, or all is stopped.
    pub(super) fn run(keeper: Arc<Keeper>, number: usize, socket: Socket) -> Self {
        let retire = keeper.stop.child_token();
        let (phase, receiver) = watch::channel(Phase::Dialled);
        let tasks = keeper.tasks.clone();
        let runner = Runner { keeper, number, phase, retire: retire.clone(), up: None };
        tasks.spawn(runner.run(socket));
        Self { phase: receiver, since: Instant::now(), _retire: retire.drop_guard() }
    }

    /// Waits until the connection is in another phase than `phase`, and says in which.
    pub(super) async fn beyond(&mut self, phase: &Phase) -> Phase {
        match self.phase.wait_for(|now| now != phase).await {
            Ok(now) => now.clone(),
            Err(_) => Phase::Gone,
        }
    }

    /// How long it has been open.
    pub(super) fn age(&self) -> Duration {
        self.since.elapsed()
    }
}

/// Acknowledgements to come; none for what is to be sent again.
type Takes = JoinSet<Option<String>>;
type Sink = SplitSink<Socket, Message>;
type Frames = SplitStream<Socket>;

/// Why reading ended.
enum End {
    Retired,
    Lost(String),
}

struct Runner {
    keeper: Arc<Keeper>,
    number: usize,
    phase: watch::Sender<Phase>,
    retire: CancellationToken,
    up: Option<OneUp>,
}

impl Runner {
    async fn run(mut self, socket: Socket) {
        let (mut sink, mut frames) = socket.split();
        let mut takes = Takes::new();
        let end = self.pump(&mut sink, &mut frames, &mut takes).await;
        self.up = None;
        match end {
            End::Retired => self.drain(&mut sink, &mut frames, &mut takes).await,
            End::Lost(why) => info!(link = self.number, why, "the connection to Slack ended"),
        }
        // What could not be acknowledged is still worth finishing: when Slack sends it again, it is known.
        takes.detach_all();
        // An end that Slack announced stands with its reason, even if nobody has had time to read it.
        self.phase.send_if_modified(|phase| {
            let unannounced = !matches!(phase, Phase::Leaving(_));
            if unannounced {
                *phase = Phase::Gone;
            }
            unannounced
        });
    }

    async fn pump(&mut self, sink: &mut Sink, frames: &mut Frames, takes: &mut Takes) -> End {
        let keeper = Arc::clone(&self.keeper);
        let options = &keeper.options;
        let mut ping = interval_at(Instant::now() + options.ping_every, options.ping_every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            // With no room left nothing is read, so silence then means nothing.
            let has_room = takes.len() < options.at_once;
            let step = tokio::select! {
                biased;
                () = self.retire.cancelled() => return End::Retired,
                Some(taken) = takes.join_next() => {
                    heard = if has_room { heard } else { Instant::now() };
                    acknowledge(sink, taken).await
                }
                frame = frames.next(), if has_room => {
                    heard = Instant::now();
                    match frame {
                        Some(Ok(message)) => self.read(message, takes),
                        Some(Err(fault)) => Err(fault.to_string()),
                        None => Err("it is closed".to_owned()),
                    }
                }
                _ = ping.tick() => send(sink, Message::Ping(Bytes::new())).await,
                () = sleep_until(heard + options.quiet_within), if has_room => {
                    Err("nothing was heard for too long".to_owned())
                }
            };
            if let Err(why) = step {
                return End::Lost(why);
            }
        }
    }

    fn read(&mut self, message: Message, takes: &mut Takes) -> Result<(), String> {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return Err("Slack closed it".to_owned()),
            // Pings are answered by the WebSocket itself.
            _ => return Ok(()),
        };
        match inbound::frame(&text) {
            Ok(Frame::Hello) => self.hello(),
            Ok(Frame::Disconnect(reason)) => {
                info!(link = self.number, reason, "Slack is about to close the connection");
                self.phase.send_replace(Phase::Leaving(reason));
            }
            Ok(Frame::Envelope { id, retry, retry_reason, payload }) => {
                let origin = Origin::now(Via::Socket, retry, retry_reason);
                // Of the gravest level, so that whatever is logged carries the id.
                let link = self.number;
                let span = error_span!("delivery", id = %origin.cause, link, envelope = id, retry);
                let take = take(Arc::clone(&self.keeper), id, payload, origin).instrument(span);
                takes.spawn(self.keeper.tasks.track_future(take));
            }
            Ok(Frame::Other(kind)) => debug!(link = self.number, kind, "a frame of no interest"),
            Err(fault) => warn!(link = self.number, %fault, "a frame that cannot be read"),
        }
        Ok(())
    }

    fn hello(&mut self) {
        if self.up.is_none() {
            info!(link = self.number, "connected to Slack");
            self.up = Some(self.keeper.up.one());
            self.phase.send_if_modified(|phase| {
                let is_first = *phase == Phase::Dialled;
                if is_first {
                    *phase = Phase::Up;
                }
                is_first
            });
        }
    }

    /// Finishes what is in flight, acknowledges it, then closes. Slack knows of nothing until then and goes on
    /// delivering: what arrives meanwhile is taken in too, since a command is never sent again.
    async fn drain(&mut self, sink: &mut Sink, frames: &mut Frames, takes: &mut Takes) {
        let keeper = Arc::clone(&self.keeper);
        let until = Instant::now() + keeper.options.drain_within;
        loop {
            let has_room = takes.len() < keeper.options.at_once;
            let step = tokio::select! {
                biased;
                () = sleep_until(until) => break,
                Some(taken) = takes.join_next() => acknowledge(sink, taken).await,
                frame = frames.next(), if has_room => match frame {
                    Some(Ok(message)) => self.read(message, takes),
                    Some(Err(fault)) => Err(fault.to_string()),
                    None => Err("it is closed".to_owned()),
                },
                () = std::future::ready(()), if takes.is_empty() => break,
            };
            if let Err(why) = step {
                info!(link = self.number, why, "the connection ended before all was acknowledged");
                return;
            }
        }
        // Slack's own close is awaited: a socket dropped with anything unread in it is reset, and that can
        // overtake the acknowledgements just sent. What is read here can no longer be acknowledged.
        let mut late = Vec::new();
        let farewell = async {
            sink.close().await?;
            while let Some(frame) = frames.next().await.transpose()? {
                match frame {
                    Message::Close(_) => break,
                    Message::Text(text) => late.push(text),
                    _ => {}
                }
            }
            Ok::<_, tungstenite::Error>(())
        };
        if !matches!(timeout(SEND_WITHIN, farewell).await, Ok(Ok(()))) {
            debug!(link = self.number, "the connection did not close well");
        }
        for text in late {
            if let Ok(Frame::Envelope { payload: Ok(Parsed::Inbound(inbound)), .. }) = inbound::frame(&text) {
                info!(link = self.number, "a delivery that comes too late to be acknowledged");
                let door = Arc::clone(&keeper.door);
                keeper.tasks.spawn(async move { door.take_late(inbound).await });
            }
        }
    }
}

async fn acknowledge(sink: &mut Sink, taken: Result<Option<String>, JoinError>) -> Result<(), String> {
    match taken {
        Ok(Some(ack)) => send(sink, Message::text(ack)).await,
        // Not taken in, or torn down with the runtime: Slack sends it again.
        Ok(None) | Err(_) => Ok(()),
    }
}

async fn send(sink: &mut Sink, message: Message) -> Result<(), String> {
    match timeout(SEND_WITHIN, sink.send(message)).await {
        Ok(sent) => sent.map_err(|fault| fault.to_string()),
        Err(_) => Err("Slack takes nothing".to_owned()),
    }
}

/// Has one delivery taken in, and says how to acknowledge it, if it is to be.
async fn take(
    keeper: Arc<Keeper>,
    id: String,
    payload: Result<Parsed, Fault>,
    origin: Origin,
) -> Option<String> {
    let ack = match payload {
        Ok(Parsed::Inbound(inbound)) => {
            let work = hand_over(keeper.door.as_ref(), inbound, origin);
            in_time(&keeper, work).await.ok()?
        }
        Ok(Parsed::Challenge(_)) => Ack::default(),
        Ok(Parsed::Useless(what)) => {
            debug!(what, "a delivery of no use");
            Ack::default()
        }
        // It would be as unreadable the next time.
        Err(fault) => {
            warn!(%fault, "a delivery that cannot be read");
            Ack::default()
        }
    };
    Some(match ack.payload {
        Some(payload) => json!({"envelope_id": id, "payload": payload}).to_string(),
        None => json!({"envelope_id": id}).to_string(),
    })
}

/// Waits for `work`, says so when it is slow, and gives it up when it takes far too long.
async fn in_time(
    keeper: &Keeper,
    work: impl Future<Output = Result<Ack, NotTaken>>,
) -> Result<Ack, NotTaken> {
    let Options { slow_after, take_within, .. } = keeper.options;
    let begun = Instant::now();
    let mut work = std::pin::pin!(work);
    if let Ok(taken) = timeout(slow_after.min(take_within), &mut work).await {
        return taken;
    }
    warn!("a delivery takes longer than Slack waits");
    timeout_at(begun + take_within, work).await.unwrap_or_else(|_| {
        error!("a delivery was given up; Slack is left to send it again");
        Err(NotTaken)
    })
}
