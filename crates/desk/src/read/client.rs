//! A client, opened: the card, addresses, wishes, merges, who may be the same person, and one timeline over all tickets
//! and doors.

use super::names::PersonName;
use super::ticket::{OtherTicket, other};
use super::timeline::{EntryView, page};
use super::{Cursor, DeskReader};
use crate::{DeskError, DeskResult};
use domain::client::{Evidence, Profile, name_key, proposed, score};
use domain::{HandleKind, Moment};
use store::rows::{Address, ClientFile};

/// Lines of the timeline on one page.
const PAGE: i64 = 50;

/// A client as those see it who work with them.
#[derive(Clone, Debug)]
pub struct ClientPageView {
    pub public_id: String,
    pub version: i64,
    pub profile: Profile,
    pub since: Moment,
    /// Public id of the client this one became part of.
    pub merged_into: Option<String>,
    pub addresses: Vec<Address>,
    /// By which kind of address the client likes to be answered, by topic; empty: about any other.
    pub wishes: Vec<(String, HandleKind)>,
    /// Merges that stand, newest first.
    pub merges: Vec<StandingMerge>,
    /// Records that may be of the same person, the likeliest first.
    pub proposals: Vec<Proposal>,
    /// The newest tickets.
    pub tickets: Vec<OtherTicket>,
    /// Newest first.
    pub timeline: Vec<ClientLine>,
    /// Where the next page of the timeline begins.
    pub next: Option<Cursor>,
}

/// A merge that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingMerge {
    /// Public id and name of the absorbed client.
    pub absorbed: String,
    pub name: String,
    pub at: Moment,
    pub by: Option<PersonName>,
    pub evidence: Vec<Evidence>,
}

/// Another record that may be of the same person.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub client: String,
    pub name: String,
    /// 0 to 99.
    pub score: u8,
    pub evidence: Vec<Evidence>,
}

/// A line of a client's timeline, with its ticket.
#[derive(Clone, Debug)]
pub struct ClientLine {
    pub entry: EntryView,
    /// Public id, number and title of the ticket.
    pub ticket: String,
    pub number: String,
    pub title: String,
}

impl DeskReader {
    /// A client by public id, with the newest page of the timeline or the one after a place. A fixed number of statements.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn client(&self, public_id: &str, after: Option<Cursor>) -> DeskResult<ClientPageView> {
        let (setup, public_id) = (self.desk.setup(), public_id.to_owned());
        let after = after.map(|after| after.place('c')).transpose()?;
        let before = after.map(|place| (Moment::from_micros(place.key), place.id));
        self.snapshot(move |reader, scope| {
            let file = reader
                .client_file(scope, &public_id)?
                .ok_or(DeskError::NotFound("client"))?;
            let alike = match &file.merged_into {
                Some(_) => Vec::new(),
                None => {
                    reader.clients_alike(file.id, &name_key(&file.profile.name), &file.profile.company)?
                }
            };
            let mut proposals: Vec<Proposal> = alike
                .into_iter()
                .filter(|alike| proposed(&alike.evidence))
                .map(|alike| Proposal {
                    client: alike.public_id,
                    name: alike.name,
                    score: score(&alike.evidence),
                    evidence: alike.evidence,
                })
                .collect();
            proposals.sort_by_key(|one| (std::cmp::Reverse(one.score), one.client.clone()));
            let (mut timeline, tickets) = reader.client_timeline(scope, file.id, before, PAGE + 1)?;
            let full = timeline.lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
            if full {
                timeline.lines.pop();
            }
            let last = timeline.lines.last().filter(|_| full);
            let next = last.map(|line| Cursor::new('c', line.entry.occurred_at.as_micros(), line.entry.id.0));
            let lines = page(&setup, timeline).entries.into_iter().filter_map(|entry| {
                let (public_id, number, title) = tickets.get(&entry.ticket)?.clone();
                Some(ClientLine {
                    ticket: public_id,
                    number: setup.number.show(number),
                    title,
                    entry,
                })
            });
            let timeline = lines.collect();
            Ok(view(&setup, file, proposals, timeline, next))
        })
        .await
    }
}

fn view(
    setup: &domain::setup::Setup,
    file: ClientFile,
    proposals: Vec<Proposal>,
    timeline: Vec<ClientLine>,
    next: Option<Cursor>,
) -> ClientPageView {
    let merges = file.merges.into_iter().map(|merge| StandingMerge {
        absorbed: merge.absorbed,
        name: merge.name,
        at: merge.at,
        by: merge.by.map(PersonName::from),
        evidence: merge.doc.evidence,
    });
    ClientPageView {
        merges: merges.collect(),
        tickets: file
            .tickets
            .into_iter()
            .map(|ticket| other(setup, ticket))
            .collect(),
        public_id: file.public_id,
        version: file.version,
        profile: file.profile,
        since: file.created_at,
        merged_into: file.merged_into,
        addresses: file.addresses,
        wishes: file.wishes,
        proposals,
        timeline,
        next,
    }
}
