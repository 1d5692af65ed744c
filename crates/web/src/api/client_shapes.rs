//! What the API takes and gives about clients.

use super::clients::ClientIn;
use super::shapes::EntryOut;
use super::show::{self, at};
use desk::client::MergedClients;
use desk::read::{ClientPageView, OtherTicket};
use domain::client::Evidence;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What your system knows of a client.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientRecordIn {
    #[serde(default)]
    pub card: ClientIn,
    /// Mail addresses you have checked.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Telephone numbers with country code that you have checked.
    #[serde(default)]
    pub phones: Vec<String>,
}

/// What became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UpsertedOut {
    /// Public id of the client.
    pub id: String,
    pub created: bool,
    /// Addresses that are another record's.
    pub taken: Vec<String>,
}

/// Which client goes on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientMergeIn {
    /// Public id of the client that goes on.
    pub into: String,
}

/// A merge that was made, or taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientMergedOut {
    pub survivor: String,
    pub absorbed: String,
}

impl From<MergedClients> for ClientMergedOut {
    fn from(merged: MergedClients) -> Self {
        Self {
            survivor: merged.survivor,
            absorbed: merged.absorbed,
        }
    }
}

/// A client with the whole history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientCardOut {
    pub id: String,
    pub name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    pub company: String,
    pub no_calls: bool,
    pub call_hours: String,
    /// Kind of address by topic; an empty topic is any other.
    pub answer_by: BTreeMap<String, &'static str>,
    pub created_at: String,
    /// Public id of the client this one became part of.
    pub merged_into: Option<String>,
    pub identities: Vec<AddressOut>,
    pub merges: Vec<StandingMergeOut>,
    /// Records that may be of the same person; never merged by themselves.
    pub proposals: Vec<ProposalOut>,
    pub tickets: Vec<OtherTicketOut>,
    /// Newest first.
    pub timeline: Vec<ClientLineOut>,
    pub next: Option<String>,
}

/// An address with how it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AddressOut {
    pub kind: &'static str,
    pub value: String,
    /// `received`, `addressed`, `stated` or `proved`.
    pub verified: String,
    pub since: String,
}

/// A merge that stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StandingMergeOut {
    pub absorbed: String,
    pub at: String,
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Evidence>,
}

/// A record that may be of the same person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalOut {
    pub client: String,
    pub name: String,
    /// 0 to 99.
    pub score: u8,
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Evidence>,
}

/// A ticket, named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OtherTicketOut {
    pub id: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
}

impl From<OtherTicket> for OtherTicketOut {
    fn from(ticket: OtherTicket) -> Self {
        Self {
            id: ticket.public_id,
            number: ticket.number,
            title: ticket.title,
            state: ticket.state.code(),
        }
    }
}

/// A line of a client's timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientLineOut {
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
    pub entry: EntryOut,
}

/// A client as the API gives one.
#[must_use]
pub fn card(client: ClientPageView) -> ClientCardOut {
    let card = client.profile;
    let addresses = client.addresses.into_iter().map(|one| AddressOut {
        kind: one.handle.kind.code(),
        value: one.handle.value,
        verified: one.verified,
        since: at(one.since),
    });
    let merges = client.merges.into_iter().map(|one| StandingMergeOut {
        absorbed: one.absorbed,
        at: at(one.at),
        evidence: one.evidence,
    });
    let proposals = client.proposals.into_iter().map(|one| ProposalOut {
        client: one.client,
        name: one.name,
        score: one.score,
        evidence: one.evidence,
    });
    let lines = client.timeline.into_iter().map(|line| ClientLineOut {
        ticket: line.ticket,
        number: line.number,
        entry: show::entry(line.entry),
    });
    ClientCardOut {
        identities: addresses.collect(),
        merges: merges.collect(),
        proposals: proposals.collect(),
        tickets: client.tickets.into_iter().map(OtherTicketOut::from).collect(),
        timeline: lines.collect(),
        next: client.next.map(|next| next.to_string()),
        answer_by: client
            .wishes
            .into_iter()
            .map(|(topic, kind)| (topic, kind.code()))
            .collect(),
        created_at: at(client.since),
        id: client.public_id,
        merged_into: client.merged_into,
        name: card.name,
        lang: card.lang,
        zone: card.zone,
        segment: card.segment,
        company: card.company,
        no_calls: card.no_calls,
        call_hours: card.call_hours,
    }
}
