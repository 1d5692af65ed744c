//! A telephone call is logged, by whoever took it or by the exchange: one write for the request it is, the answer it is, the
//! callback it starts.

use super::edit::asked_way;
use crate::Desk;
use crate::client::callee;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::receive::prepared;
use channel::{Automatic, Happened, Inbound, Message, Sighting, ThreadHint, What, Wishes};
use domain::act::{self, Call, Direction, Edit, OnMerits};
use domain::client::Profile;
use domain::intake::{self, Arrival, TicketFacts, Wanted};
use domain::job::{JobKind, NewJob};
use domain::ledger::Fate;
use domain::plan::Plan;
use domain::setup::Setup;
use domain::time::{DAY, FUTURE_TOLERANCE, MINUTE};
use domain::{
    Actor, ChannelId, EntryId, Handle, HandleKind, Moment, OperatorId, Permission, Principal, Role, TicketId,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::rows::{Blob, ClientFacts};
use store::{StoreError, Tx};

/// A call as it is logged.
#[derive(Clone, Debug)]
pub struct LoggedCall {
    pub call: Call,
    pub channel: ChannelId,
    /// The caller's or the called one's name, where it is known.
    pub name: String,
    /// Log-in of whoever of ours spoke, where somebody else logs it; empty: whoever logs it.
    pub by: String,
    /// Public id of the ticket it was about; a call without one goes to the open talk of the number, or opens one.
    pub ticket: Option<String>,
    /// Public id of the client whom ours called, by whatever number.
    pub client: Option<String>,
    /// What was said, in the words of whoever logs it.
    pub text: String,
    /// The request was answered in it on its merits; only where it connected.
    pub on_merits: bool,
    /// Why it is logged so late; needed of one that rang more than 24 hours ago.
    pub reason: String,
    /// What the clock of another system said, where that lay ahead of ours and was cut.
    pub clock_said: Option<Moment>,
    /// The same call, however often it is logged.
    pub key: String,
    pub trace: String,
}

/// Where a call went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallLogged {
    pub fate: Fate,
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
}

/// How long after a call was picked up its client is sent number, deadline and link.
const WHILE_ON_THE_LINE: i64 = 5 * MINUTE;
/// How far back one of our people may log a call (`definitions.md` §1).
const BACK: i64 = DAY;
/// Characters of a reason.
const REASON: usize = 500;

impl Desk {
    /// Logs a call for somebody of ours, or for a program that may.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for what cannot have been, lies ahead, or lies too far back; see [`DeskError`].
    pub async fn log_call(&self, principal: &Principal, mut logged: LoggedCall) -> DeskResult<CallLogged> {
        require(principal, Permission::TicketsWrite)?;
        let now = self.now();
        let far = now.as_micros() - logged.call.rang_at.as_micros() > BACK;
        if far && !principal.may(Permission::IntakeBackdate) {
            return Err(DeskError::invalid(
                "rang_at",
                "too_far_back",
                "a call is logged within 24 hours; ask a supervisor for an older one",
            ));
        }
        logged.reason = text::clean_line(&logged.reason, REASON);
        if far && logged.reason.is_empty() {
            let reason = "say why the call is logged more than 24 hours after it rang";
            return Err(DeskError::invalid("reason", "required", reason));
        }
        self.take_call(principal, logged).await
    }

    /// Logs what a telephone exchange tells, whose word was proved by the door. A call is the person's whose log-in it names; one
    /// of nobody's was answered by the exchange itself, a machine.
    ///
    /// # Errors
    /// As [`Desk::log_call`].
    pub async fn log_exchange_call(&self, mut logged: LoggedCall) -> DeskResult<CallLogged> {
        logged.clock_said = cut(&mut logged.call, self.now());
        let exchange = Principal::Integration {
            id: domain::TokenId(0),
            may: vec![
                Permission::TicketsRead,
                Permission::TicketsWrite,
                Permission::IntakeBackdate,
            ],
        };
        let spoke = match (logged.call.connected_at, logged.by.as_str()) {
            (None, _) | (_, "") => None,
            (Some(_), login) => self.who_spoke(login).await?,
        };
        self.take_call(spoke.as_ref().unwrap_or(&exchange), logged).await
    }

    /// One of our people by log-in, as far as the exchange is believed: that they spoke.
    async fn who_spoke(&self, login: &str) -> DeskResult<Option<Principal>> {
        let login = login.to_owned();
        let found = self.store().read(move |r| r.operator_of_login(&login)).await;
        let found: Option<OperatorId> = found.map_err(|error: StoreError| DeskError::from(error))?;
        // The exchange is believed whatever team the ticket is of.
        let role = Role::Supervisor;
        Ok(found.map(|id| Principal::Operator { id, role }))
    }

    async fn take_call(&self, principal: &Principal, mut logged: LoggedCall) -> DeskResult<CallLogged> {
        check(&logged.call, self.now())?;
        let who = Handle::new(HandleKind::Phone, logged.call.number.clone(), logged.name.clone());
        if logged.call.direction == Direction::Out {
            return self.call_out(principal, who, logged).await;
        }
        if logged.ticket.is_none() {
            logged.ticket = self.callers_talk(&who).await?;
        }
        self.call_in(principal, who, logged).await
    }

    /// Public id of the open talk of whoever calls. They have proved nothing: only a number that is believed to be its client's
    /// leads to their talk.
    async fn callers_talk(&self, who: &Handle) -> DeskResult<Option<String>> {
        let who = who.clone();
        let read = self.store().read(move |reader| reader.talk_of_believed(&who));
        let talk = read.await.map_err(|error: StoreError| DeskError::from(error))?;
        let open = talk.filter(|ticket| !ticket.state.is_done());
        Ok(open.map(|ticket| ticket.public_id))
    }

    async fn call_in(
        &self,
        principal: &Principal,
        who: Handle,
        logged: LoggedCall,
    ) -> DeskResult<CallLogged> {
        let sighting = Sighting {
            channel: logged.channel,
            size: logged.text.len() as u64,
            trace: logged.trace.clone(),
            what: What::Understood(Inbound::Message(Box::new(message(who, &logged)))),
        };
        let (mut arrival, blobs) = prepared(self, sighting).await?;
        if let intake::What::Message(message) = &mut arrival.what {
            // Whoever spoke to one of ours has got a person.
            let spoke = logged.call.connected_at.is_some() && principal.actor().is_person();
            message.wants_person &= !spoke;
        }
        let (arrival, blobs) = (Arc::new(arrival), Arc::new(blobs));
        let (desk, actor) = (self.clone(), principal.actor());
        let written: Result<CallLogged, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                desk.write_call(tx, &arrival, &blobs, &logged, actor)
            })
            .await;
        Ok(written?)
    }

    fn write_call(
        &self,
        tx: &mut Tx<'_>,
        arrival: &Arrival,
        blobs: &[Blob],
        logged: &LoggedCall,
        actor: Actor,
    ) -> Result<CallLogged, InWrite> {
        let setup = self.setup();
        let batch = std::slice::from_ref(arrival);
        let facts = tx.intake_facts(&Wanted::of(batch))?;
        let now = tx.now;
        let mut plan = intake::decide(batch, facts, &setup, now, tx);
        let decided = plan.decided.first().cloned();
        let decided = decided.ok_or_else(|| DeskError::Internal("a call was not decided about".into()))?;
        if let Some(line) = plan
            .entries
            .iter_mut()
            .find(|line| Some(line.id) == decided.entry)
        {
            line.params["call"] = told_of(logged);
        }
        mark(&mut plan, decided.entry, logged.clock_said);
        tx.keep_blobs(blobs)?;
        tx.apply(&mut plan)?;
        let node = tx.node.to_owned();
        tx.count_seen(&BTreeMap::from([(arrival.channel, 1)]), &node)?;
        let ticket = decided.ticket.ok_or(StoreError::NotFound("ticket"))?;
        if let (Fate::Opened | Fate::Appended, Some(entry)) = (decided.fate, decided.entry) {
            let facts = tx.ticket_facts_by_id(ticket)?;
            let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
            let callee = callee(&card(client), &setup.zone);
            let merits = merits(tx, &facts, logged)?;
            let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
            let call = &logged.call;
            let mut done = act::call_came_in(edit, call, entry, &callee, merits);
            let tells = setup
                .channel(arrival.channel)
                .is_some_and(|door| door.acknowledges);
            if decided.fate == Fate::Opened && call.connected_at.is_some() && tells {
                // Whoever is on the line may be read the deadline first, and say that they want no message.
                done.jobs.push(NewJob {
                    kind: JobKind::TellCaller,
                    subject: ticket.0,
                    run_at: now.saturating_add(WHILE_ON_THE_LINE),
                    trace: arrival.trace.clone(),
                });
            }
            tx.apply(&mut done)?;
        }
        if let (Fate::Duplicate, Some(entry), Some(at)) =
            (decided.fate, decided.entry, logged.call.connected_at)
            && actor.is_person()
        {
            person_spoke(tx, &setup, (ticket, entry, at), logged, actor)?;
        }
        let facts = tx.ticket_facts_by_id(ticket)?;
        Ok(CallLogged {
            fate: decided.fate,
            ticket: facts.ticket.public_id,
            number: setup.number.show(facts.ticket.number),
        })
    }
}

/// One of our people says what the exchange could not know of a call that it told: that a person spoke, and on the merits.
pub(super) fn person_spoke(
    tx: &mut Tx<'_>,
    setup: &Setup,
    (ticket, entry, at): (TicketId, EntryId, Moment),
    logged: &LoggedCall,
    actor: Actor,
) -> Result<(), StoreError> {
    let facts = tx.ticket_facts_by_id(ticket)?;
    let (merits, now) = (merits(tx, &facts, logged)?, tx.now);
    // On a ticket that became part of another one nothing is waited for any more.
    let edit = Edit::begin(facts, None, setup, now, actor, tx).ok();
    match edit.and_then(|edit| act::person_picked_up(edit, at, entry, merits)) {
        Some(mut done) => tx.apply(&mut done),
        None => Ok(()),
    }
}

/// Whether the call answered on the merits, and how the client of its ticket had asked to be answered.
pub(super) fn merits(
    tx: &mut Tx<'_>,
    facts: &TicketFacts,
    logged: &LoggedCall,
) -> Result<Option<OnMerits>, StoreError> {
    if !logged.on_merits || logged.call.connected_at.is_none() {
        return Ok(None);
    }
    Ok(Some(OnMerits {
        asked: asked_way(tx, facts)?,
    }))
}

/// Cuts what the exchange's clock says to `now`, where it is ahead; what it said of the latest, where that is far ahead
/// (`definitions.md` §1).
fn cut(call: &mut Call, now: Moment) -> Option<Moment> {
    let stated = [Some(call.rang_at), call.connected_at, call.ended_at];
    let latest = stated.into_iter().flatten().max();
    call.rang_at = call.rang_at.min(now);
    call.connected_at = call.connected_at.map(|at| at.min(now));
    call.ended_at = call.ended_at.map(|at| at.min(now));
    latest.filter(|at| *at > now.saturating_add(FUTURE_TOLERANCE))
}

/// Writes beside a line what the clock said that was cut.
pub(super) fn mark(plan: &mut Plan, entry: Option<EntryId>, said: Option<Moment>) {
    let Some(said) = said else { return };
    for line in plan.entries.iter_mut().filter(|line| Some(line.id) == entry) {
        line.params[intake::CLOCK_AHEAD] = said.as_micros().into();
    }
}

/// What is known of a client as far as calls go.
pub(super) fn card(client: ClientFacts) -> Profile {
    Profile {
        zone: client.zone,
        segment: client.segment,
        no_calls: client.no_calls,
        call_hours: client.call_hours,
        ..Profile::default()
    }
}

/// What the timeline keeps of a call, and why it was logged so late.
pub(super) fn told_of(logged: &LoggedCall) -> serde_json::Value {
    let mut facts = logged.call.params();
    if !logged.reason.is_empty() {
        facts["reason"] = logged.reason.as_str().into();
    }
    if logged.on_merits && logged.call.connected_at.is_some() {
        facts["on_merits"] = true.into();
    }
    facts
}

fn check(call: &Call, now: Moment) -> DeskResult<()> {
    call.check()
        .map_err(|(field, reason)| DeskError::invalid(field, "invalid", reason))?;
    let last = [Some(call.rang_at), call.connected_at, call.ended_at]
        .into_iter()
        .flatten();
    if last
        .max()
        .is_some_and(|at| at > now.saturating_add(FUTURE_TOLERANCE))
    {
        let reason = "a call is logged after it happened";
        return Err(DeskError::invalid("rang_at", "occurred_in_future", reason));
    }
    Ok(())
}

fn message(who: Handle, logged: &LoggedCall) -> Message {
    Message {
        key: logged.key.clone(),
        from: who,
        others: Vec::new(),
        hints: logged.ticket.iter().cloned().map(ThreadHint::Ticket).collect(),
        external_ids: Vec::new(),
        title: String::new(),
        text: Some(logged.text.clone()),
        html: None,
        attachments: Vec::new(),
        happened: Happened::Stated(logged.call.rang_at),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes::default(),
        raw: None,
    }
}
