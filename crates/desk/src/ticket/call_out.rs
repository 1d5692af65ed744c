//! A call of ours is logged: on the ticket that is named, on the newest open one of the client or of the number, or on one of its
//! own. A number that nobody knows is noted as the client's where somebody named the client, and is not believed for that.

use super::call::{CallLogged, LoggedCall, mark, merits, person_spoke, told_of};
use super::edit::{registration, within};
use crate::Desk;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Beginning, Edit};
use domain::entry::Body;
use domain::id::Ids as _;
use domain::intake::{Known, TicketFacts};
use domain::ledger::Fate;
use domain::plan::{NewIdentity, Plan};
use domain::setup::Setup;
use domain::ticket::State;
use domain::{Actor, ClientId, EntryId, Handle, IdentityId, Principal, Verified};
use store::{Scope, StoreError, Tx};
use words::Lang;

/// A call in words, ready to be written.
struct Said {
    body: Body,
    preview: String,
}

impl Desk {
    pub(super) async fn call_out(
        &self,
        principal: &Principal,
        who: Handle,
        mut logged: LoggedCall,
    ) -> DeskResult<CallLogged> {
        let named = logged.ticket.is_some() || logged.client.is_some();
        if logged.ticket.is_none() {
            logged.ticket = self.called_about(&who, logged.client.clone()).await?;
        }
        let body = Body {
            visible: logged.text.len(),
            text: text::clean(&logged.text),
            ..Body::default()
        };
        let said = Said {
            preview: text::preview(&body.text, 200),
            body,
        };
        let (desk, actor, scope) = (self.clone(), principal.actor(), self.scope_of(principal));
        let written: Result<CallLogged, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                desk.write_call_out(tx, &who, &logged, &said, named, (actor, &scope))
            })
            .await;
        Ok(written?)
    }

    /// Public id of the ticket that a call which names none was about: of the client who is named, or of the number. Whom ours
    /// call, ours have chosen: the number may be one that the client merely named in a talk.
    async fn called_about(&self, who: &Handle, client: Option<String>) -> DeskResult<Option<String>> {
        if client.is_none()
            && let Some(talk) = self.talk(who).await?.filter(crate::read::Talk::is_open)
        {
            return Ok(Some(talk.public_id));
        }
        let who = who.clone();
        let read = self.store().read(move |reader| match &client {
            Some(client) => reader.newest_open_ticket(client),
            None => reader.newest_open_ticket_at(&who),
        });
        read.await.map_err(|error: StoreError| DeskError::from(error))
    }

    fn write_call_out(
        &self,
        tx: &mut Tx<'_>,
        who: &Handle,
        logged: &LoggedCall,
        said: &Said,
        named: bool,
        (actor, scope): (Actor, &Scope),
    ) -> Result<CallLogged, InWrite> {
        let setup = self.setup();
        let (fate, ticket) = match tx.call_logged(logged.channel, &logged.key)? {
            Some((ticket, entry)) => {
                if let (Some(entry), Some(at), true) = (entry, logged.call.connected_at, actor.is_person()) {
                    person_spoke(tx, &setup, (ticket, entry, at), logged, actor)?;
                }
                (Fate::Duplicate, ticket)
            }
            None => {
                let owner = tx.owners_of(std::slice::from_ref(who))?.remove(&who.key());
                let (fate, mut plan, entry) = match &logged.ticket {
                    Some(ticket) => {
                        let facts = within(scope, tx.ticket_facts(ticket)?)?;
                        let (mut plan, entry, client) = on_ticket(tx, &setup, facts, logged, said, actor)?;
                        if named {
                            note_number(&mut plan, tx, client, who, owner.as_ref());
                        }
                        (Fate::Appended, plan, entry)
                    }
                    None => {
                        let (plan, entry) = opens(tx, &setup, who, owner, logged, said, actor)?;
                        (Fate::Opened, plan, entry)
                    }
                };
                let line = plan.entries.iter_mut().find(|line| line.id == entry);
                let line = line.ok_or_else(|| DeskError::Internal("a call has no line".into()))?;
                line.params["call"] = told_of(logged);
                let ticket = line.ticket;
                mark(&mut plan, Some(entry), logged.clock_said);
                tx.apply(&mut plan)?;
                tx.keep_call(logged.channel, &logged.key, ticket, entry)?;
                (fate, ticket)
            }
        };
        let facts = within(scope, tx.ticket_facts_by_id(ticket)?)?;
        Ok(CallLogged {
            fate,
            number: setup.number.show(facts.ticket.number),
            ticket: facts.ticket.public_id,
        })
    }
}

/// The call on a ticket that is there; with whose ticket it is.
fn on_ticket(
    tx: &mut Tx<'_>,
    setup: &Setup,
    facts: TicketFacts,
    logged: &LoggedCall,
    said: &Said,
    actor: Actor,
) -> Result<(Plan, EntryId, ClientId), InWrite> {
    let (client, now) = (facts.ticket.client, tx.now);
    let segment = tx.client_facts(client, facts.ticket.identity)?.segment;
    let registered_at = registration(tx, &facts.ticket, setup)?;
    let merits = merits(tx, &facts, logged)?;
    let mut edit = Edit::begin(facts, None, setup, now, actor, tx)?;
    edit.segment = segment;
    edit.registered_at = registered_at;
    edit.trace.clone_from(&logged.trace);
    let (plan, entry) = act::call_went_out(
        edit,
        &logged.call,
        logged.channel,
        (&said.body, &said.preview),
        merits,
    )?;
    Ok((plan, entry, client))
}

/// A number by which the client was called, who was named: theirs as far as nobody else has it.
fn note_number(plan: &mut Plan, tx: &mut Tx<'_>, client: ClientId, who: &Handle, owner: Option<&Known>) {
    match owner {
        Some(known) if known.client == client => {}
        Some(_) => plan.claims.push((client, who.clone())),
        None => plan.identities.push(NewIdentity {
            id: IdentityId(tx.next_id()),
            client,
            handle: who.clone(),
            verified: Verified::Stated,
        }),
    }
}

/// A ticket of its own for a call that is about no open one.
fn opens(
    tx: &mut Tx<'_>,
    setup: &Setup,
    who: &Handle,
    owner: Option<Known>,
    logged: &LoggedCall,
    said: &Said,
    actor: Actor,
) -> Result<(Plan, EntryId), InWrite> {
    let client = match &logged.client {
        Some(public_id) => Some(tx.client_called(public_id)?),
        None => None,
    };
    let unknown = || DeskError::invalid("channel", "unknown", "name an open channel of the kind phone");
    let channel = setup.channel(logged.channel).ok_or_else(unknown)?.clone();
    let theirs = owner.as_ref().map(|known| known.lang.clone());
    let brand = setup.brand(channel.brand).map(|brand| brand.lang.clone());
    let lang = [theirs, brand]
        .into_iter()
        .flatten()
        .find(|lang| !lang.is_empty());
    let beginning = Beginning {
        to: who.clone(),
        client,
        known: owner,
        title: String::new(),
        lang: lang.unwrap_or_else(|| Lang::default().code().to_owned()),
        team: None,
        assignee: match actor {
            Actor::Operator(id) => Some(id),
            _ => None,
        },
        then: State::Open,
        channel,
    };
    let now = tx.now;
    let (mut plan, entry) = act::call_began(
        &beginning,
        &logged.call,
        &said.body,
        &said.preview,
        (setup, now, actor),
        tx,
    )?;
    if let (Some(client), Some(known)) = (client, &beginning.known)
        && known.client != client
    {
        plan.claims.push((client, who.clone()));
    }
    Ok((plan, entry))
}
