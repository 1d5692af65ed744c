//! A telephone call is logged, by whoever took it or by the exchange: one write for the request it is, the answer it is, the
//! callback it starts.

use crate::Desk;
use crate::client::callee;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::receive::prepared;
use channel::{Automatic, Happened, Inbound, Message, Sighting, ThreadHint, What, Wishes};
use domain::act::{self, Call, Direction, Edit};
use domain::client::Profile;
use domain::intake::{self, Arrival, Wanted};
use domain::job::{JobKind, NewJob};
use domain::ledger::Fate;
use domain::time::{DAY, FUTURE_TOLERANCE, MINUTE};
use domain::{Actor, ChannelId, Handle, HandleKind, Moment, Permission, Principal};
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
    /// Public id of the ticket it was about; a call without one goes to the open talk of the number, or opens one.
    pub ticket: Option<String>,
    /// Public id of the client whom ours called, by whatever number.
    pub client: Option<String>,
    /// What was said, in the words of whoever logs it.
    pub text: String,
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

impl Desk {
    /// Logs a call for somebody of ours, or for a program that may.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for what cannot have been, lies ahead, or lies too far back; see [`DeskError`].
    pub async fn log_call(&self, principal: &Principal, logged: LoggedCall) -> DeskResult<CallLogged> {
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
        self.take_call(principal, logged).await
    }

    /// Logs what a telephone exchange tells, whose word was proved by the door.
    ///
    /// # Errors
    /// As [`Desk::log_call`].
    pub async fn log_exchange_call(&self, logged: LoggedCall) -> DeskResult<CallLogged> {
        let exchange = Principal::Integration {
            id: domain::TokenId(0),
            may: vec![
                Permission::TicketsRead,
                Permission::TicketsWrite,
                Permission::IntakeBackdate,
            ],
        };
        self.take_call(&exchange, logged).await
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
        let (arrival, blobs) = prepared(self, sighting).await?;
        let (arrival, blobs) = (Arc::new(arrival), Arc::new(blobs));
        let (desk, actor, call) = (self.clone(), principal.actor(), logged.call);
        let written: Result<CallLogged, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                desk.write_call(tx, &arrival, &blobs, &call, actor)
            })
            .await;
        Ok(written?)
    }

    fn write_call(
        &self,
        tx: &mut Tx<'_>,
        arrival: &Arrival,
        blobs: &[Blob],
        call: &Call,
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
            line.params["call"] = call.params();
        }
        tx.keep_blobs(blobs)?;
        tx.apply(&mut plan)?;
        let node = tx.node.to_owned();
        tx.count_seen(&BTreeMap::from([(arrival.channel, 1)]), &node)?;
        let ticket = decided.ticket.ok_or(StoreError::NotFound("ticket"))?;
        if let (Fate::Opened | Fate::Appended, Some(entry)) = (decided.fate, decided.entry) {
            let facts = tx.ticket_facts_by_id(ticket)?;
            let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
            let callee = callee(&card(client), &setup.zone);
            let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
            let mut done = act::call_came_in(edit, call, entry, &callee);
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
        let facts = tx.ticket_facts_by_id(ticket)?;
        Ok(CallLogged {
            fate: decided.fate,
            ticket: facts.ticket.public_id,
            number: setup.number.show(facts.ticket.number),
        })
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
        wishes: Wishes::default(),
        raw: None,
    }
}
