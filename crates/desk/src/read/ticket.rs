//! One ticket, opened: its head, its client, its clocks and the end of its timeline.

use super::asked::{Asked, asked};
use super::away::{AwayView, away};
use super::clock::{Behind, ClockView, LeadClock, lead, view};
use super::draft::{Unfinished, unfinished};
use super::field::{FieldView, field_views};
use super::held::{Hands, named_in};
use super::link::{LinkView, ProblemView, links, problem};
use super::names::{Door, PersonName, TeamName, Who, door, team, who};
use super::side_task::{SideTaskView, side_tasks};
use super::timeline::{TimelinePage, page};
use super::to_tell::{ToTell, to_tell};
use super::{Cursor, DeskReader, duplicates};
use crate::{DeskError, DeskResult};
use domain::clock::{Clock, ClockKind, Verdict};
use domain::rules::NamedOutcome;
use domain::setup::Setup;
use domain::ticket::{Kind, Outcome, Priority, Speaker, State, Ticket};
use domain::time::NEVER;
use domain::{EntryId, Handle, HandleKind, Moment, TicketId};
use std::collections::HashMap;
use store::rows::{ClientCard, TicketFile, Timeline, TimelineQuery};

/// Entries of a timeline on one page.
const PAGE: i64 = 100;

/// A ticket as those see it who work on it.
#[derive(Clone, Debug)]
pub struct TicketView {
    /// The row id, for matching events; not for pages.
    pub id: TicketId,
    pub public_id: String,
    pub number: String,
    pub title: String,
    pub state: State,
    pub outcome: Option<Outcome>,
    pub kind: Kind,
    pub priority: Priority,
    pub topic: String,
    pub lang: String,
    pub tags: Vec<String>,
    /// The desk's own fields that this ticket has, in the desk's order; after them values of deleted ones.
    pub fields: Vec<FieldView>,
    /// The number of the last entry, and of the last one that whoever asks has seen.
    pub last_seq: i64,
    pub seen: i64,
    pub brand: String,
    pub door: Door,
    pub assignee: Option<PersonName>,
    /// Whoever is responsible is away.
    pub away: Option<AwayView>,
    pub team: Option<TeamName>,
    pub client: ClientView,
    pub occurred_at: Moment,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// When a resolved ticket closes by itself.
    pub closes_at: Option<Moment>,
    /// What the client was told, while it stands.
    pub told_due: Option<Moment>,
    /// What the client on the telephone has still to be read.
    pub to_tell: Option<ToTell>,
    pub last_words: String,
    pub last_speaker: Speaker,
    pub version: i64,
    pub lead: Option<LeadClock>,
    /// Every clock, oldest first.
    pub clocks: Vec<ClockView>,
    pub related: Vec<(Relation, OtherTicket)>,
    /// The client's other tickets, newest first.
    pub others: Vec<OtherTicket>,
    /// Of these, what is likely the same request.
    pub alike: Vec<OtherTicket>,
    pub timeline: TimelinePage,
    /// Drafts, and answers that may still be undone.
    pub unfinished: Unfinished,
    /// How the client would like to be answered, and what was agreed to.
    pub asked: Asked,
    /// By which kind of address the client asked to be answered, while a term of the law runs that minds it.
    pub asked_way: Option<HandleKind>,
    /// What departments and outside parties were asked, newest first.
    pub side_tasks: Vec<SideTaskView>,
    /// Tickets that have to do with it.
    pub links: Vec<LinkView>,
    /// Public id of the last of them, where there are more.
    pub more_links: Option<String>,
    /// What it is as the problem behind those linked to it.
    pub problem: ProblemView,
    /// How it may end, as this desk has it.
    pub outcomes: Vec<NamedOutcome>,
}

/// Who asks, and how to reach them.
#[derive(Clone, Debug)]
pub struct ClientView {
    pub public_id: String,
    pub name: String,
    pub lang: String,
    /// IANA zone; empty while unknown.
    pub zone: String,
    pub segment: String,
    /// Does not want to be called.
    pub no_calls: bool,
    /// When calls are welcome, in the client's zone; empty: whenever.
    pub call_hours: String,
    pub since: Moment,
    pub identities: Vec<IdentityView>,
    /// By which kind of address the client would like to be answered about this topic.
    pub wish: Option<HandleKind>,
}

/// One address of a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityView {
    pub handle: Handle,
    /// How it is known to belong to the client: `received`, `addressed`, `stated`, `proved`.
    pub verified: String,
    /// The talk of this ticket goes on with it.
    pub current: bool,
    /// A channel leads there at the moment.
    pub reachable: bool,
}

/// How another ticket stands to this one.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Relation {
    /// This one was merged into it.
    MergedInto,
    /// It was merged into this one.
    Absorbed,
    /// This one came out of it.
    CameFrom,
    /// It came out of this one.
    GaveRise,
}

/// Another ticket, named.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OtherTicket {
    pub public_id: String,
    pub number: String,
    pub title: String,
    pub state: State,
    pub occurred_at: Moment,
    pub lead_due: Option<Moment>,
}

impl DeskReader {
    /// A ticket with the end of its timeline, or the page of it before a place. A fixed number of statements.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there or not for this reader; the store's own.
    pub async fn ticket(
        &self,
        public_id: &str,
        before: Option<Cursor>,
        now: Moment,
    ) -> DeskResult<TicketView> {
        let (setup, public_id) = (self.desk.setup(), public_id.to_owned());
        let before = before.map(|before| before.place('t')).transpose()?;
        let (principal, me, desk) = (self.principal.clone(), self.me(), self.desk.clone());
        let people = desk.known_people(now);
        self.snapshot(move |reader, scope| {
            let file = reader
                .ticket_file(scope, &public_id, me)?
                .ok_or(DeskError::NotFound("ticket"))?;
            let is_missed = |clock: &Clock| clock.now.verdict_at(now) == Verdict::Missed;
            let handed = if file.clocks.iter().any(is_missed) {
                reader.handovers(file.ticket.id)?
            } else {
                Vec::new()
            };
            let query = TimelineQuery {
                before: before.map(|place| (Moment::from_micros(place.key), place.id)),
                limit: PAGE,
                kinds: Vec::new(),
                with: file.absorbed.iter().map(|ticket| ticket.id).collect(),
                names: true,
                also: named_in(&handed).collect(),
                steps: file.step_entries(),
                client: Some((file.client.id, file.client.name.clone())),
                people,
            };
            let timeline = reader.timeline(&file.ticket, &query)?;
            let behind = Behind {
                lines: behind(&file, &timeline),
                hands: Hands::of(
                    &setup,
                    &file.ticket,
                    file.assignee.as_ref(),
                    &handed,
                    &timeline.people,
                ),
            };
            let unfinished = unfinished(reader, &file, &principal, now)?;
            let asked = asked(reader, &setup, &file)?;
            let side_tasks = side_tasks(reader, &file)?;
            let wish = match file.has.wishes {
                true => reader.wish_about(file.client.id, &file.ticket.topic)?,
                false => None,
            };
            let (links, problem) = match file.has.links {
                true => (
                    links(reader, scope, &setup, file.ticket.id, domain::TicketId(0))?,
                    problem(reader, scope, &setup, file.ticket.id)?,
                ),
                false => Default::default(),
            };
            let own = file.ticket.clone();
            let mut lines = page(&setup, timeline);
            of_others(&setup, &mut lines, &file);
            let mut view = ticket_view(&setup, file, lines, &behind, now);
            view.unfinished = unfinished;
            view.asked = asked;
            view.side_tasks = side_tasks;
            view.problem = problem;
            view.links = links.links;
            view.more_links = links.next;
            view.client.wish = wish;
            if view
                .clocks
                .iter()
                .any(|clock| clock.open && clock.kind == ClockKind::Statutory)
            {
                view.asked_way = reader.asked_way(&own)?;
            }
            for one in &mut view.client.identities {
                one.reachable = desk.way_out(&own, one.handle.kind).is_some();
            }
            Ok(view)
        })
        .await
    }
}

/// Who stands behind the steps of the clocks. What the client did carries the client's own name.
fn behind(file: &TicketFile, timeline: &Timeline) -> HashMap<EntryId, (String, Who)> {
    let entries = timeline.steps.iter().map(|(id, entry)| {
        let who = match who(timeline, entry.actor) {
            Who::Visitor => Who::Client {
                name: file.client.name.clone(),
            },
            who => who,
        };
        (*id, (entry.public_id.clone(), who))
    });
    entries.collect()
}

fn ticket_view(
    setup: &Setup,
    file: TicketFile,
    timeline: TimelinePage,
    behind: &Behind,
    now: Moment,
) -> TicketView {
    let ticket = file.ticket;
    let open: Vec<_> = file
        .clocks
        .iter()
        .filter(|clock| clock.is_open())
        .cloned()
        .collect();
    let address = file
        .client
        .identities
        .iter()
        .find(|one| one.id == ticket.identity);
    let to_tell = to_tell(setup, &ticket, &open, address.map(|one| &one.handle), now);
    let brand = setup
        .brand(ticket.brand)
        .map(|brand| brand.name.clone())
        .unwrap_or_default();
    let clocks = file.clocks.iter().map(|clock| view(setup, clock, behind, now));
    TicketView {
        lead: lead(setup, &ticket, &open, now),
        clocks: clocks.collect(),
        related: related(setup, &ticket, file.relatives),
        alike: alike(setup, &ticket, &file.others),
        others: file.others.into_iter().map(|one| other(setup, one)).collect(),
        fields: field_views(setup, ticket.kind, file.fields),
        last_seq: ticket.last_seq,
        seen: file.seen,
        client: client_view(file.client, &ticket),
        assignee: file.assignee.map(PersonName::from),
        tags: file.tags,
        brand,
        timeline,
        unfinished: Unfinished::default(),
        asked: Asked::default(),
        side_tasks: Vec::new(),
        links: Vec::new(),
        more_links: None,
        asked_way: None,
        problem: ProblemView::default(),
        away: away(setup, &ticket, now),
        outcomes: setup.rules.outcomes.clone(),
        door: door(setup, ticket.channel),
        team: team(setup, ticket.team),
        id: ticket.id,
        number: setup.number.show(ticket.number),
        state: ticket.state,
        outcome: ticket.outcome,
        kind: ticket.kind,
        priority: ticket.priority,
        occurred_at: ticket.occurred_at,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
        closes_at: unless_never(ticket.closes_at),
        told_due: unless_never(ticket.told_due),
        to_tell,
        last_speaker: ticket.last_speaker,
        version: ticket.version,
        public_id: ticket.public_id,
        title: ticket.title,
        topic: ticket.topic,
        lang: ticket.lang,
        last_words: ticket.last_words,
    }
}

/// The client's other tickets that look like this request once more.
fn alike(setup: &Setup, ticket: &Ticket, others: &[Ticket]) -> Vec<OtherTicket> {
    let alike = others.iter().filter(|one| duplicates::alike(ticket, one));
    alike.cloned().map(|one| other(setup, one)).collect()
}

/// Names the tickets that lines came from, and leaves out what the ticket itself says about the merge.
fn of_others(setup: &Setup, lines: &mut TimelinePage, file: &TicketFile) {
    let own = file.ticket.id;
    lines
        .entries
        .retain(|line| line.ticket == own || line.code != "ticket_merged");
    for line in lines.entries.iter_mut().filter(|line| line.ticket != own) {
        let from = file.absorbed.iter().find(|ticket| ticket.id == line.ticket);
        line.from = from.map(|ticket| setup.number.show(ticket.number));
    }
}

pub(super) fn unless_never(at: Moment) -> Option<Moment> {
    (at != NEVER).then_some(at)
}

fn client_view(card: ClientCard, ticket: &Ticket) -> ClientView {
    let identities = card.identities.into_iter().map(|card| IdentityView {
        current: card.id == ticket.identity,
        reachable: false,
        handle: card.handle,
        verified: card.verified,
    });
    ClientView {
        identities: identities.collect(),
        public_id: card.public_id,
        name: card.name,
        lang: card.lang,
        zone: card.zone,
        segment: card.segment,
        no_calls: card.no_calls,
        call_hours: card.call_hours,
        since: card.created_at,
        wish: None,
    }
}

fn related(setup: &Setup, of: &Ticket, tickets: Vec<Ticket>) -> Vec<(Relation, OtherTicket)> {
    let relation = |ticket: &Ticket| {
        if of.merged_into == Some(ticket.id) {
            Relation::MergedInto
        } else if ticket.merged_into == Some(of.id) {
            Relation::Absorbed
        } else if of.related_to == Some(ticket.id) {
            Relation::CameFrom
        } else {
            Relation::GaveRise
        }
    };
    tickets
        .into_iter()
        .map(|ticket| (relation(&ticket), other(setup, ticket)))
        .collect()
}

pub(super) fn other(setup: &Setup, ticket: Ticket) -> OtherTicket {
    OtherTicket {
        public_id: ticket.public_id,
        number: setup.number.show(ticket.number),
        title: ticket.title,
        state: ticket.state,
        occurred_at: ticket.occurred_at,
        lead_due: unless_never(ticket.lead_due),
    }
}
