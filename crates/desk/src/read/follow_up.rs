//! A ticket as its client sees it by the private link: what was said between us, the deadline, whose turn it is.
//! Never a note, a name of ours, an assignee, or an event of the house.

use super::InRead;
use super::asked::asked_call;
use super::called::{Called, called};
use super::entry::FileBytes;
use super::held_back::hold_back;
use super::ticket::unless_never;
use super::timeline::{FileView, file};
use crate::beside::Reads;
use crate::ticket::told;
use crate::{Desk, DeskError, DeskResult};
use domain::act::{Beside, Rating};
use domain::entry::EntryKind;
use domain::setup::{Brand, Setup};
use domain::ticket::{Outcome, State, Ticket};
use domain::{ChannelId, Handle, Moment, Principal};
use std::collections::{BTreeSet, HashMap};
use store::rows::{TicketFile, TicketLine, Timeline, TimelineLine, TimelineQuery};
use store::{Reader, Scope};

/// Lines shown of the talk, the newest.
const MOST_LINES: i64 = 200;

/// The client's own page.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// For what the client writes and does on the page.
    pub principal: Principal,
    /// The door the request came by.
    pub channel: ChannelId,
    pub number: String,
    pub title: String,
    pub turn: Turn,
    pub lang: String,
    /// IANA zone of the client; empty while unknown.
    pub zone: String,
    pub brand: Option<Brand>,
    /// What the team that has it is called before clients, by language; empty for none.
    pub team: HashMap<String, String>,
    pub registered_at: Moment,
    pub deadline: Option<Deadline>,
    /// Where answers go that are written.
    pub answers_to: Handle,
    /// The number at which they asked to be answered by voice.
    pub call: Option<String>,
    /// Oldest first.
    pub history: Vec<Line>,
    /// How content they said they are, the last time they did.
    pub rating: Option<Rating>,
    /// Older lines are not shown.
    pub more: bool,
}

/// Whose turn it is, in the client's terms.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Turn {
    /// We work on it.
    Ours,
    /// We wait for the client.
    Yours,
    /// Solved, and the client may come back.
    Resolved,
    /// Taken back by the client, who may come back all the same.
    Withdrawn,
    /// A new message opens a new request.
    Closed,
}

/// The deadline as the client was told it, or would be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deadline {
    pub due: Moment,
    /// IANA zone it is told in.
    pub zone: String,
    /// It passed, and the request is not answered for.
    pub missed: bool,
    /// It stands still while we wait for the client.
    pub paused: bool,
}

/// A line of the talk.
#[derive(Clone, Debug)]
pub enum Line {
    Said(Said),
    /// It was resolved, closed, or taken up again.
    Turned {
        at: Moment,
        to: Turn,
    },
}

/// Something said.
#[derive(Clone, Debug)]
pub struct Said {
    pub public_id: String,
    pub ours: bool,
    /// Made by a machine of ours: the acknowledgement, a notice.
    pub automatic: bool,
    pub at: Moment,
    /// It was a call: then there is no text, whatever ours wrote about it.
    pub call: Option<Called>,
    /// What the author wrote then, without quotation and signature; under it what an answer of ours tells beside its words.
    pub text: String,
    pub files: Vec<FileView>,
}

impl Desk {
    /// The ticket behind the secret of a private link, as its client sees it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a secret that is no ticket's, [`DeskError::Expired`] for one that was; the store's own.
    pub async fn ticket_by_link(&self, secret: &str) -> DeskResult<FollowUp> {
        self.follow_up_by(secret, true).await
    }

    /// The same; a link may be taken for good where its holder was proved otherwise.
    pub(super) async fn follow_up_by(&self, secret: &str, expires: bool) -> DeskResult<FollowUp> {
        let (setup, secret, now) = (self.setup(), secret.to_owned(), self.now());
        let (known, days) = (setup.clone(), setup.link_days);
        let found = self.store().read(move |reader| -> Result<_, InRead> {
            let Some((scope, ticket)) = unlock(reader, &secret)? else {
                return Ok(None);
            };
            if expires && ticket.link_expired(days, now) {
                return Err(InRead(DeskError::Expired));
            }
            let file = reader.ticket_file(&scope, &ticket.public_id, None)?;
            let line = reader.ticket_lines(&scope, &[ticket.id])?.pop();
            let absorbed = file.iter().flat_map(|file| &file.absorbed);
            let query = TimelineQuery {
                before: None,
                limit: MOST_LINES,
                with: absorbed.map(|ticket| ticket.id).collect(),
                kinds: vec![EntryKind::MessageIn, EntryKind::MessageOut, EntryKind::Change],
                names: false,
                also: Vec::new(),
                steps: BTreeSet::new(),
                client: None,
                people: Default::default(),
            };
            let timeline = reader.timeline(&ticket, &query)?;
            let call = match &file {
                Some(file) => asked_call(reader, &known, file)?,
                None => None,
            };
            let all: Vec<_> = query.with.iter().copied().chain([ticket.id]).collect();
            let held = reader.held_answers(&all, now)?;
            let held: Vec<_> = held.into_iter().map(|(_, held)| held).collect();
            Ok(file
                .zip(line)
                .map(|(file, line)| (file, line, timeline, held, call)))
        });
        let found = found.await.map_err(|InRead(error)| error)?;
        let (mut file, line, mut timeline, held, call) = found.ok_or(DeskError::NotFound("request"))?;
        hold_back(&setup, &mut file, &mut timeline, &held, now);
        let mut found = follow_up(&setup, file, line, timeline, now)?;
        found.call = call;
        Ok(found)
    }

    /// Who holds the secret of a private link.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a secret that is no ticket's; the store's own.
    pub async fn visitor(&self, secret: &str) -> DeskResult<Principal> {
        let secret = secret.to_owned();
        let found = self
            .store()
            .read(move |reader| reader.surviving_ticket_by_secret(&secret))
            .await?;
        let ticket = found.ok_or(DeskError::NotFound("request"))?;
        Ok(Principal::Visitor { ticket: ticket.id })
    }

    /// A file of a message that the client may see: one said between us on the ticket of the link.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn attachment_by_link(&self, secret: &str, public_id: &str) -> DeskResult<FileBytes> {
        self.attachment_by(secret, public_id, true).await
    }

    /// The same; a link may be taken for good where its holder was proved otherwise.
    pub(super) async fn attachment_by(
        &self,
        secret: &str,
        public_id: &str,
        expires: bool,
    ) -> DeskResult<FileBytes> {
        let (secret, public_id) = (secret.to_owned(), public_id.to_owned());
        let (days, now) = (self.setup().link_days, self.now());
        let found = self.store().read(move |reader| -> Result<_, store::StoreError> {
            let unlocked =
                unlock(reader, &secret)?.filter(|(_, ticket)| !expires || !ticket.link_expired(days, now));
            let Some((scope, _)) = unlocked else {
                return Ok(None);
            };
            let Some((entry, stored)) = reader.attachment(&scope, &public_id)? else {
                return Ok(None);
            };
            let mut held = reader.held_answers(&[entry.ticket], now)?.into_iter();
            let is_held = held.any(|(_, held)| held.entry == entry.id);
            Ok((!is_held).then_some((entry, stored)))
        });
        let found = found.await?.filter(|(entry, _)| is_said(entry.kind));
        let (_, stored) = found.ok_or(DeskError::NotFound("file"))?;
        let bytes = self.file_bytes(&stored.file).await?;
        Ok(FileBytes {
            file: file(stored),
            bytes,
        })
    }
}

/// The ticket of a secret, with a scope that ends there.
fn unlock(reader: &mut Reader<'_>, secret: &str) -> Result<Option<(Scope, Ticket)>, store::StoreError> {
    let found = reader.surviving_ticket_by_secret(secret)?;
    Ok(found.map(|ticket| (Scope::grant_ticket(ticket.id), ticket)))
}

fn is_said(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::MessageIn | EntryKind::MessageOut)
}

fn follow_up(
    setup: &Setup,
    file: TicketFile,
    line: TicketLine,
    timeline: Timeline,
    now: Moment,
) -> DeskResult<FollowUp> {
    let reads = Reads::new(&file.ticket.lang, &setup.zone, &file.client.zone);
    let ticket = &file.ticket;
    let team = ticket.team.and_then(|id| setup.team(id));
    Ok(FollowUp {
        principal: Principal::Visitor { ticket: ticket.id },
        channel: ticket.channel,
        number: setup.number.show(ticket.number),
        title: ticket.title.clone(),
        turn: turn(ticket.state, ticket.outcome.as_ref()),
        lang: ticket.lang.clone(),
        zone: file.client.zone.clone(),
        brand: setup.brand(ticket.brand).cloned(),
        team: team.map(|team| team.public_name.clone()).unwrap_or_default(),
        registered_at: ticket.created_at,
        deadline: deadline(setup, &file, now),
        answers_to: line.handle,
        call: None,
        more: timeline.earlier > 0,
        rating: timeline
            .lines
            .iter()
            .rev()
            .find_map(|line| Rating::of(&line.entry.code, &line.entry.params)),
        history: timeline
            .lines
            .into_iter()
            .map(|line| shown(&reads, line))
            .collect::<DeskResult<Vec<_>>>()?
            .concat(),
    })
}

pub(super) fn turn(state: State, outcome: Option<&Outcome>) -> Turn {
    match state {
        // Which desk of ours has it is no matter of the client's.
        State::New | State::Open | State::WaitingOthers => Turn::Ours,
        State::WaitingClient => Turn::Yours,
        State::Resolved if outcome == Some(&Outcome::WITHDRAWN) => Turn::Withdrawn,
        State::Resolved => Turn::Resolved,
        State::Closed => Turn::Closed,
    }
}

/// What the client was told; while nothing was told yet, what will be.
fn deadline(setup: &Setup, file: &TicketFile, now: Moment) -> Option<Deadline> {
    let state = file.ticket.state;
    if state.is_done() {
        return None;
    }
    let clocks: Vec<_> = file.clocks.iter().collect();
    let computed = told(&clocks, setup);
    let due = unless_never(file.ticket.told_due).or(computed.as_ref().map(|told| told.due))?;
    let paused = state == State::WaitingClient;
    Some(Deadline {
        due,
        zone: computed.map_or_else(|| setup.zone.clone(), |told| told.zone),
        missed: now > due && !paused,
        paused,
    })
}

/// What of an entry the client may see; nothing else of the timeline leaves the house.
fn shown(reads: &Reads, line: TimelineLine) -> DeskResult<Vec<Line>> {
    let at = line.entry.occurred_at;
    let turned = turned(&line.entry.code, &line.entry.params).map(|to| Line::Turned { at, to });
    Ok(match line.entry.kind {
        EntryKind::Change => turned.into_iter().collect(),
        EntryKind::MessageIn => vec![Line::Said(said(reads, line)?)],
        EntryKind::MessageOut => [Line::Said(said(reads, line)?)]
            .into_iter()
            .chain(turned)
            .collect(),
        EntryKind::Note | EntryKind::Clock | EntryKind::Delivery => Vec::new(),
    })
}

/// A message as its client reads it: what an answer tells beside its words stands under them.
pub(super) fn said(reads: &Reads, line: TimelineLine) -> DeskResult<Said> {
    let call = called(&line.entry);
    // The text of a call is a note of whoever logged it.
    let body = line.body.filter(|_| call.is_none()).unwrap_or_default();
    let entry = line.entry;
    let ours = entry.kind == EntryKind::MessageOut;
    let words = body.text.get(..body.visible).unwrap_or(&body.text).trim_end();
    let text = if ours && call.is_none() && entry.code.is_empty() {
        let beside = Beside::of(&entry.params).map_err(|error| DeskError::Internal(error.to_string()))?;
        reads.whole(words, &beside, entry.occurred_at)
    } else {
        words.to_owned()
    };
    Ok(Said {
        call,
        public_id: entry.public_id,
        ours,
        automatic: ours && !entry.code.is_empty(),
        at: entry.occurred_at,
        text,
        files: line
            .files
            .into_iter()
            .map(file)
            .filter(|file| !file.inline)
            .collect(),
    })
}

/// Changes of state that matter to the client: an end, and an end taken back. An answer may bring one along.
fn turned(code: &str, params: &serde_json::Value) -> Option<Turn> {
    let state = |name: &str| {
        params
            .get(name)?
            .as_str()
            .and_then(|code| State::parse(code).ok())
    };
    if let Some(then) = state("then") {
        return then.is_done().then(|| turn(then, None));
    }
    let (from, to) = (state("from")?, state("to")?);
    match code {
        "ticket_withdrawn" => Some(Turn::Withdrawn),
        "state_changed" | "ticket_solved_by_client" if from.is_done() || to.is_done() => Some(turn(to, None)),
        _ => None,
    }
}
