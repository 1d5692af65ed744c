//! Fills a desk with tickets of made-up work: most of it done, some of it open, each a conversation. In portions, each
//! one transaction, while the next portion is made. Everything is written that the desk would write, besides raw copies.

use crate::failure::{Outcome, While as _};
use crate::mail::{Lang, prose};
use crate::rows::{Author, Rows};
use channel::{Automatic, Happened, Inbound, Message, Sighting, What, Wishes};
use desk::Desk;
use desk::receive::bare::prepare;
use domain::clock::{Clock, Step, StepKind};
use domain::intake::{Arrival, NewMessage, What as Prepared};
use domain::plan::Plan;
use domain::setup::Channel;
use domain::ticket::{Outcome as Ending, Speaker, State, Ticket};
use domain::time::{HOUR, MINUTE, NEVER};
use domain::{Actor, Handle, Moment, OperatorId, TeamId};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::{Store, StoreError};

/// Tickets in one transaction.
const PORTION: u64 = 500;
/// Different messages to draw from.
const PHRASES: usize = 512;
/// Two years of work.
const SPAN: i64 = 2 * 365 * 24 * HOUR;
/// Done work is closed this long after its end.
const QUIET: i64 = 3 * 24 * HOUR;

/// What a desk is to be filled with.
#[derive(Clone, Debug)]
pub struct Filling {
    pub tickets: u64,
    /// Messages of a ticket: the first from the client, then in turn.
    pub messages: u32,
    /// Tickets of a hundred that are still open.
    pub open: u32,
    /// Work that is still open began within this, microseconds.
    pub recent: i64,
    /// Whose work it is.
    pub operators: Vec<OperatorId>,
    pub teams: Vec<TeamId>,
    pub seed: u64,
}

/// What was written.
#[derive(Copy, Clone, Debug)]
pub struct Filled {
    pub tickets: u64,
    pub elapsed: Duration,
}

impl Filled {
    /// Tickets a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.tickets as f64 / self.elapsed.as_secs_f64()
    }
}

/// Fills a desk; tells after each portion how many tickets there are.
///
/// # Errors
/// The store's own.
pub async fn fill(
    store: &Store,
    desk: &Desk,
    channel: Channel,
    filling: Filling,
    progress: impl Fn(u64),
) -> Outcome<Filled> {
    let begun = Instant::now();
    let mut maker = Maker::new(desk, channel, filling)?;
    let mut pending = None;
    let mut done = 0;
    while done < maker.filling.tickets {
        let count = PORTION.min(maker.filling.tickets - done);
        let (back, plan) = tokio::task::spawn_blocking(move || {
            let plan = maker.portion(done, count);
            (maker, plan)
        })
        .await?;
        maker = back;
        if let Some(write) = pending.replace(tokio::spawn(write(store.clone(), plan, maker.rows.channel.id)))
        {
            write.await??;
        }
        done += count;
        progress(done);
    }
    if let Some(write) = pending {
        write.await??;
    }
    Ok(Filled {
        tickets: done,
        elapsed: begun.elapsed(),
    })
}

async fn write(store: Store, plan: Plan, channel: domain::ChannelId) -> Result<(), StoreError> {
    let seen = i64::try_from(plan.ledger.len()).unwrap_or(i64::MAX);
    store
        .write(Actor::System, move |tx| {
            tx.apply(&mut plan.clone())?;
            let node = tx.node.to_owned();
            tx.count_seen(&BTreeMap::from([(channel, seen)]), &node)
        })
        .await
}

/// Makes portions of rows.
struct Maker {
    rows: Rows,
    filling: Filling,
    phrases: Vec<(Arrival, NewMessage)>,
    rng: StdRng,
    now: Moment,
}

impl Maker {
    fn new(desk: &Desk, channel: Channel, filling: Filling) -> Outcome<Self> {
        let mut rng = StdRng::seed_from_u64(filling.seed);
        let phrases = phrases(&mut rng, &channel, desk)?;
        let now = desk.now();
        let year = i32::from(now.to_timestamp().to_zoned(jiff::tz::TimeZone::UTC).year());
        // Above what the store itself hands out, and another place for another filling of the same desk.
        let first = (1 << 40) + (now.as_micros() & 0xffff_ffff) * (1 << 20);
        let rows = Rows::new(desk.setup(), channel, year, first);
        Ok(Self {
            rows,
            filling,
            phrases,
            rng,
            now,
        })
    }

    fn portion(&mut self, from: u64, count: u64) -> Plan {
        let mut plan = Plan::default();
        for number in from..from + count {
            self.ticket(&mut plan, number);
        }
        // Jobs of the past are done, and what happened then is no news.
        plan.jobs.clear();
        plan.events.clear();
        plan
    }

    fn ticket(&mut self, plan: &mut Plan, number: u64) {
        let open = self.rng.random_range(0..100) < self.filling.open;
        let age = self
            .rng
            .random_range(MINUTE..if open { self.filling.recent } else { SPAN });
        let begun = self.now.saturating_add(-age);
        let (_, first) = self.phrase();
        let author = self.author(plan, number, &first.guessed_lang);
        let (mut ticket, mut clocks) = self.rows.ticket(author, &first.title, &first.guessed_lang, begun);
        ticket.team = self.filling.teams.choose(&mut self.rng).copied().or(ticket.team);
        self.rows.opened(plan, &ticket, Vec::new(), "");
        let end = self.talk(
            plan,
            &mut ticket,
            &mut clocks,
            begun,
            if open { age } else { 3 * HOUR },
        );
        if open {
            ticket.state = if self.filling.messages > 1 {
                State::Open
            } else {
                State::New
            };
            ticket.lead_due = domain::intake::lead(&ticket, &clocks);
        } else {
            self.finish(plan, &mut ticket, &mut clocks, end);
        }
        plan.clocks.extend(clocks);
        plan.opened.push(ticket);
    }

    fn author(&mut self, plan: &mut Plan, number: u64, lang: &str) -> Author {
        let handle = Handle::email(
            &format!("client{number}.{}@mail.example.net", self.now.as_micros()),
            "Анна Смирнова",
        );
        self.rows.author(plan, &handle, lang)
    }

    /// Messages in turn; returns when the last one was said.
    fn talk(
        &mut self,
        plan: &mut Plan,
        ticket: &mut Ticket,
        clocks: &mut [Clock],
        begun: Moment,
        span: i64,
    ) -> Moment {
        let mut at = begun;
        for turn in 0..self.filling.messages {
            let (mut arrival, mut message) = self.phrase();
            let key = format!("{}.{turn}@mail.example.net", ticket.id);
            if turn % 2 == 0 {
                message.external_ids = vec![key.clone()];
                arrival.key = key;
                self.rows.message(plan, ticket, &arrival, &message, at);
            } else {
                let operator = self
                    .filling
                    .operators
                    .choose(&mut self.rng)
                    .copied()
                    .unwrap_or(OperatorId(0));
                ticket.assignee = (operator.0 != 0).then_some(operator);
                let entry = self.rows.answer(plan, ticket, operator, &key, &message, at);
                self.stop(plan, clocks.first_mut(), at, Some(entry));
            }
            at = at.saturating_add(span / i64::from(self.filling.messages + 1));
        }
        at
    }

    fn finish(&mut self, plan: &mut Plan, ticket: &mut Ticket, clocks: &mut [Clock], at: Moment) {
        for clock in clocks {
            self.stop(plan, Some(clock), at, None);
        }
        ticket.state = if at < self.now.saturating_add(-QUIET) {
            State::Closed
        } else {
            State::Resolved
        };
        ticket.outcome = Some(Ending::SOLVED);
        ticket.lead_due = NEVER;
        ticket.updated_at = at;
        ticket.last_speaker = Speaker::Operator;
        ticket.version += 1;
    }

    fn stop(
        &mut self,
        plan: &mut Plan,
        clock: Option<&mut Clock>,
        at: Moment,
        entry: Option<domain::EntryId>,
    ) {
        let Some(clock) = clock.filter(|clock| clock.now.stopped_at == NEVER) else {
            return;
        };
        let step = Step {
            kind: StepKind::Stop,
            at,
            recorded_at: at,
            entry,
            reason: "answered".into(),
            retarget: None,
        };
        // The clock was counted with this set-up a moment ago.
        if clock.push(step.clone(), self.rows.setup.as_ref()).is_ok() {
            clock.breach_recorded = clock.now.stopped_at > clock.now.due;
            plan.clock_steps.push((clock.id, step));
        }
    }

    fn phrase(&mut self) -> (Arrival, NewMessage) {
        self.phrases[self.rng.random_range(0..self.phrases.len())].clone()
    }
}

/// Messages with their text work done.
fn phrases(rng: &mut StdRng, channel: &Channel, desk: &Desk) -> Outcome<Vec<(Arrival, NewMessage)>> {
    let mut phrases = Vec::with_capacity(PHRASES);
    for number in 0..PHRASES {
        let lang = if number % 3 == 0 {
            Lang::English
        } else {
            Lang::Russian
        };
        let chars = rng.random_range(60..600);
        let message = Message {
            key: String::new(),
            from: Handle::email("client@example.net", ""),
            others: Vec::new(),
            hints: Vec::new(),
            external_ids: Vec::new(),
            title: prose(rng, lang, 40).lines().next().unwrap_or_default().to_owned(),
            text: Some(prose(rng, lang, chars)),
            html: None,
            attachments: Vec::new(),
            happened: Happened::Now,
            automatic: Automatic::No,
            wishes: Wishes::default(),
            raw: None,
        };
        let what = What::Understood(Inbound::Message(Box::new(message)));
        let sighting = Sighting {
            channel: channel.id,
            size: 2_000,
            what,
            trace: String::new(),
        };
        let prepared = prepare(sighting, &desk.options().objects).during("preparing a message")?;
        if let Prepared::Message(message) = &prepared.arrival.what {
            let message = message.as_ref().clone();
            phrases.push((prepared.arrival, message));
        }
    }
    Ok(phrases)
}
