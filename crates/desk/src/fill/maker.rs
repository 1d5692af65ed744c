//! Makes tickets of made-up work as rows: conversations in turn, with their clocks. Writes nothing.

use super::DAY;
use super::rows::{Author, Rows};
use super::{Filling, Phrase};
use crate::receive::bare::prepare;
use crate::{DeskError, DeskResult};
use channel::{Automatic, Happened, Inbound, Message, Sighting, What, Wishes};
use domain::clock::{Clock, Step, StepKind};
use domain::intake::{Arrival, NewMessage, What as Prepared};
use domain::plan::Plan;
use domain::setup::{Channel, Setup};
use domain::ticket::{Outcome, Speaker, State, Ticket};
use domain::time::{HOUR, MINUTE, NEVER};
use domain::{EntryId, Handle, Moment, OperatorId};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::sync::Arc;

/// Done work is closed this long after its end.
const QUIET: i64 = 3 * DAY;
/// How long a conversation takes that ended.
const TALK: i64 = 3 * HOUR;
const RUSSIAN: &[&str] = &[
    "Анна Смирнова",
    "Иван Кузнецов",
    "Мария Попова",
    "Пётр Соколов",
    "Ольга Лебедева",
    "Алексей Новиков",
    "Наталья Морозова",
    "Дмитрий Волков",
    "Елена Зайцева",
    "Сергей Павлов",
    "Ирина Белова",
    "Андрей Орлов",
];
const ENGLISH: &[&str] = &[
    "Emily Carter",
    "James Wilson",
    "Olivia Brown",
    "Daniel Evans",
    "Sophie Turner",
    "Thomas Reed",
    "Grace Hill",
    "Henry Walsh",
];

/// A message with its text work done.
type Said = (Arrival, NewMessage);

/// What kind of tickets.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Work {
    Done,
    Open,
}

/// Makes portions of rows.
pub struct Maker {
    pub rows: Rows,
    pub now: Moment,
    filling: Filling,
    phrases: Vec<Said>,
    answers: Vec<Said>,
    rng: StdRng,
    made: u64,
}

impl Maker {
    pub fn new(setup: Arc<Setup>, channel: Channel, filling: Filling, now: Moment) -> DeskResult<Self> {
        let phrases = ready(&channel, &filling.phrases)?;
        let answers = if filling.answers.is_empty() {
            phrases.clone()
        } else {
            ready(&channel, &filling.answers)?
        };
        let year = i32::from(now.to_timestamp().to_zoned(jiff::tz::TimeZone::UTC).year());
        Ok(Self {
            rows: Rows::new(setup, channel, year, 0),
            rng: StdRng::seed_from_u64(filling.seed),
            now,
            filling,
            phrases,
            answers,
            made: 0,
        })
    }

    /// Row ids that so many tickets take, and some to spare.
    pub fn ids_of(&self, tickets: u64) -> i64 {
        let each = 16 + 8 * i64::from(self.filling.messages);
        i64::try_from(tickets).unwrap_or(i64::MAX / each) * each
    }

    pub fn portion(&mut self, work: Work, count: u64) -> Plan {
        let mut plan = Plan::default();
        for _ in 0..count {
            self.ticket(&mut plan, work);
        }
        // Jobs of the past are done, and what happened then is no news.
        plan.jobs.clear();
        plan.events.clear();
        plan
    }

    fn ticket(&mut self, plan: &mut Plan, work: Work) {
        self.made += 1;
        let (age, messages, state) = self.kind(work);
        let begun = self.now.saturating_add(-age);
        let phrase = draw(&mut self.rng, &self.phrases);
        let first = &phrase.1;
        let author = self.author(plan, self.made, &first.guessed_lang);
        let (mut ticket, mut clocks) = self.rows.ticket(author, &first.title, &first.guessed_lang, begun);
        let said = self.talk_of(phrase, messages);
        ticket.team = self.filling.teams.choose(&mut self.rng).copied().or(ticket.team);
        self.rows.opened(plan, &ticket, Vec::new(), "");
        let span = if work == Work::Open { age } else { TALK };
        let end = self.talk(
            plan,
            &mut ticket,
            &mut clocks,
            begun,
            span / i64::from(messages + 1),
            said,
        );
        if work == Work::Open {
            ticket.state = state;
            if state == State::WaitingClient {
                self.pause(plan, &mut clocks, end);
            }
            ticket.lead_due = domain::intake::lead(&ticket, &clocks);
        } else {
            self.finish(plan, &mut ticket, &mut clocks, end);
        }
        plan.clocks.extend(clocks);
        plan.opened.push(ticket);
    }

    /// How long ago it began, how many messages there are, and whose turn it is.
    fn kind(&mut self, work: Work) -> (i64, u32, State) {
        let most = self.filling.messages;
        if work == Work::Done {
            return (self.rng.random_range(TALK + MINUTE..7 * DAY), most, State::Closed);
        }
        let age = self.rng.random_range(MINUTE..self.filling.recent);
        match self.rng.random_range(0..10) {
            _ if most == 1 => (age, 1, State::New),
            0..2 => (age, 1, State::New),
            2..4 => (age, most - most % 2, State::WaitingClient),
            4 => (age, most, State::WaitingOthers),
            _ => (age, most, State::Open),
        }
    }

    fn author(&mut self, plan: &mut Plan, number: u64, lang: &str) -> Author {
        let names = if lang == "en" { ENGLISH } else { RUSSIAN };
        let name = names.choose(&mut self.rng).copied().unwrap_or_default();
        let handle = Handle::email(
            &format!("client{number}.{}@mail.example.net", self.now.as_micros()),
            name,
        );
        self.rows.author(plan, &handle, lang)
    }

    /// What is said, in one language.
    fn talk_of(&mut self, first: Said, messages: u32) -> Vec<Said> {
        let lang = first.1.guessed_lang.clone();
        let mut said = vec![first];
        for turn in 1..messages {
            let from = if turn % 2 == 0 {
                &self.phrases
            } else {
                &self.answers
            };
            let mut next = draw(&mut self.rng, from);
            for _ in 0..8 {
                if next.1.guessed_lang == lang {
                    break;
                }
                next = draw(&mut self.rng, from);
            }
            said.push(next);
        }
        said
    }

    /// Messages in turn; returns when the last one was said.
    fn talk(
        &mut self,
        plan: &mut Plan,
        ticket: &mut Ticket,
        clocks: &mut [Clock],
        begun: Moment,
        step: i64,
        said: Vec<Said>,
    ) -> Moment {
        let (mut at, mut last) = (begun, begun);
        for (turn, (mut arrival, mut message)) in said.into_iter().enumerate() {
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
            last = at;
            at = at.saturating_add(step);
        }
        last
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
        ticket.outcome = Some(Outcome::SOLVED);
        ticket.lead_due = NEVER;
        ticket.updated_at = at;
        ticket.last_speaker = Speaker::Operator;
        ticket.version += 1;
    }

    /// The client's turn: what waits for the client is paused.
    fn pause(&mut self, plan: &mut Plan, clocks: &mut [Clock], at: Moment) {
        for clock in clocks {
            if clock.kind.pauses_for_client() && clock.is_open() {
                self.push(plan, clock, StepKind::Pause, at, None, "waiting_client");
            }
        }
    }

    fn stop(&mut self, plan: &mut Plan, clock: Option<&mut Clock>, at: Moment, entry: Option<EntryId>) {
        let Some(clock) = clock.filter(|clock| clock.now.stopped_at == NEVER) else {
            return;
        };
        self.push(plan, clock, StepKind::Stop, at, entry, "answered");
        clock.breach_recorded = clock.now.stopped_at > clock.now.due;
    }

    fn push(
        &self,
        plan: &mut Plan,
        clock: &mut Clock,
        kind: StepKind,
        at: Moment,
        entry: Option<EntryId>,
        reason: &str,
    ) {
        let step = Step {
            kind,
            at,
            recorded_at: at,
            entry,
            reason: reason.into(),
            retarget: None,
            bound: None,
            given: None,
        };
        // The clock was counted with this set-up a moment ago.
        if clock.push(step.clone(), self.rows.setup.as_ref()).is_ok() {
            plan.clock_steps.push((clock.id, step));
        }
    }
}

/// One of them. There is at least one.
fn draw(rng: &mut StdRng, from: &[Said]) -> Said {
    from[rng.random_range(0..from.len())].clone()
}

/// Messages with their text work done.
fn ready(channel: &Channel, phrases: &[Phrase]) -> DeskResult<Vec<Said>> {
    let mut ready = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let message = Message {
            key: String::new(),
            from: Handle::email("client@example.net", ""),
            others: Vec::new(),
            hints: Vec::new(),
            external_ids: Vec::new(),
            title: phrase.title.clone(),
            text: Some(phrase.text.clone()),
            html: None,
            attachments: Vec::new(),
            happened: Happened::Now,
            automatic: Automatic::No,
            own: None,
            wishes: Wishes::default(),
            raw: None,
        };
        let sighting = Sighting {
            channel: channel.id,
            size: 2_000,
            what: What::Understood(Inbound::Message(Box::new(message))),
            trace: String::new(),
        };
        // Nothing of it is large: no folder is written to.
        let prepared = prepare(sighting, std::path::Path::new(""), &[])
            .map_err(|error| DeskError::Internal(error.to_string()))?;
        if let Prepared::Message(message) = &prepared.arrival.what {
            let message = message.as_ref().clone();
            ready.push((prepared.arrival, message));
        }
    }
    if ready.is_empty() {
        return Err(DeskError::Internal("there is nothing to say".into()));
    }
    Ok(ready)
}
