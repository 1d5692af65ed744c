//! What the API takes and gives. Times are RFC 3339; ids are public ids; codes are those of the domain.

use super::absences::AbsenceOut;
use domain::ticket::{Kind, Outcome, Priority, State};
use domain::{HandleKind, WrittenNumber};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Who asks. At least one address.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientIn {
    /// A mail address.
    pub email: Option<String>,
    /// A telephone number with country code: `+7 912 345-67-89`.
    pub phone: Option<String>,
    /// Your own id of the client.
    pub account: Option<String>,
    #[serde(default)]
    pub name: String,
}

/// A file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileIn {
    pub name: String,
    /// `application/pdf`.
    #[serde(default)]
    pub media_type: String,
    /// The bytes in base 64 (RFC 4648 §4).
    pub content: String,
}

/// A request to be opened.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketIn {
    /// Name or public id of a channel; the channel of the kind `api` by default.
    pub channel: Option<String>,
    pub client: ClientIn,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    /// Shown to operators sanitised.
    pub html: Option<String>,
    #[schema(value_type = Option<String>, example = "question")]
    pub kind: Option<Kind>,
    #[schema(value_type = Option<String>, example = "normal")]
    pub priority: Option<Priority>,
    pub topic: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// ISO 639-1 code of the client's language.
    pub lang: Option<String>,
    /// IANA zone of the client.
    pub zone: Option<String>,
    /// When the request happened, where that was earlier; needs the scope `intake:backdate`.
    pub occurred_at: Option<String>,
    /// Send the client no acknowledgement: you tell them yourself.
    #[serde(default)]
    pub silent: bool,
    #[serde(default)]
    pub attachments: Vec<FileIn>,
}

/// Something more the client says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// Name or public id of a channel; the channel of the kind `api` by default.
    pub channel: Option<String>,
    /// Who says it; whoever the ticket is of by default.
    pub client: Option<ClientIn>,
    #[serde(default)]
    pub text: String,
    pub html: Option<String>,
    pub occurred_at: Option<String>,
    #[serde(default)]
    pub attachments: Vec<FileIn>,
}

/// What became of what you sent: told after the commit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReceiptOut {
    /// Public id of the ticket.
    pub id: String,
    /// What clients are told: `2026-004512`.
    pub number: String,
    /// `opened`, `appended`, `duplicate` or `quarantined`.
    pub fate: &'static str,
    /// The client's private page. Whoever has the address may read and write there.
    pub link: String,
    /// Public id of the line of the timeline.
    pub entry: Option<String>,
    /// By when the client may be told an answer comes.
    pub due: Option<String>,
    /// IANA zone the due was counted in.
    pub due_zone: Option<String>,
}

/// An answer to the client.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyIn {
    pub text: String,
    /// The state the ticket goes to with it: `resolved` or `waiting_client`.
    #[schema(value_type = Option<String>)]
    pub then: Option<State>,
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    /// What the client is promised with it.
    pub promise: Option<super::promises::PromiseIn>,
    /// It answers the request on its merits: a statutory term is fulfilled, whatever the state.
    #[serde(default)]
    pub on_merits: bool,
    /// The client agreed to be answered this way, though they had asked for another one: a statutory term is fulfilled by it.
    #[serde(default)]
    pub agreed_way: bool,
    /// A program gives it by itself (knowledge base, bot): credited to automation, and for programs alone. It stops the clocks
    /// that wait for an answer, but where the policy says `automatic_answers = "ignored"`, and never a client's wait for a
    /// person.
    #[serde(default)]
    pub automatic: bool,
    #[serde(default)]
    pub attachments: Vec<FileIn>,
    /// Another address of the client's that it goes to; the talk goes on with it.
    pub to: Option<AddressIn>,
    /// How long the answer may be undone before it leaves, 0 to 120 seconds. By default the desk's own window for
    /// people, and none for programs.
    #[schema(value_type = Option<u32>)]
    pub undo_seconds: Option<WrittenNumber>,
}

/// An address as it stands on the client's card.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressIn {
    /// `email`, `phone`, `postal`, `telegram`, …
    #[schema(value_type = String)]
    pub kind: HandleKind,
    pub value: String,
}

/// A note among ourselves.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteIn {
    pub text: String,
}

/// What shall be different. What is absent stays; `null` empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketPatch {
    /// Public id of an operator, or null for nobody.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub assignee: Option<Option<String>>,
    /// Public id of a team, or null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub team: Option<Option<String>>,
    #[schema(value_type = Option<String>)]
    pub state: Option<State>,
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    #[schema(value_type = Option<String>)]
    pub priority: Option<Priority>,
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    pub title: Option<String>,
    #[serde(default)]
    pub tags_add: Vec<String>,
    #[serde(default)]
    pub tags_remove: Vec<String>,
    /// The desk's own fields by key; null empties one.
    #[serde(default)]
    pub fields: BTreeMap<String, Option<String>>,
}

/// Tells null from absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// How a ticket ends.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureIn {
    /// One of the desk's outcomes: `solved`, `refused` … Needed where the client still waits for an answer; `solved` by
    /// default elsewhere.
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
}

/// A change that was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangedOut {
    /// The ticket's version from now on: the next `If-Match`.
    pub version: i64,
    /// Public id of the line of the timeline, where the change made one.
    pub entry: Option<String>,
    /// The running deadline that the promise given here comes after, which it does not extend; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_client_deadline: Option<String>,
}

/// Somebody or something by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedOut {
    pub id: String,
    pub name: String,
}

/// A channel by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChannelOut {
    pub id: String,
    pub kind: String,
    pub name: String,
}

/// A deadline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockOut {
    /// `first_response`, `resolution` …; null for what the client was told.
    pub kind: Option<&'static str>,
    pub due: String,
    /// `running`, `paused`, `met`, `missed`, `cancelled`, `moved`.
    pub verdict: &'static str,
    pub stopped_at: Option<String>,
    /// The calendar is not official for that date yet.
    pub preliminary: bool,
}

/// A ticket in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TicketRowOut {
    pub id: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
    pub kind: &'static str,
    pub priority: &'static str,
    pub topic: String,
    pub tags: Vec<String>,
    /// The client said something that the caller has not seen; of programs, that nobody dealt with.
    pub unread: bool,
    pub lang: String,
    pub client: String,
    pub channel: ChannelOut,
    pub assignee: Option<NamedOut>,
    /// Whoever is responsible is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<AbsenceOut>,
    pub team: Option<NamedOut>,
    /// The deadline that leads.
    pub clock: Option<ClockOut>,
    pub occurred_at: String,
    pub updated_at: String,
    pub version: i64,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TicketPageOut {
    pub tickets: Vec<TicketRowOut>,
    /// The `after` of the next page; null on the last.
    pub next: Option<String>,
}

/// One address of a client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IdentityOut {
    pub kind: &'static str,
    pub value: String,
    pub verified: String,
    /// Answers to this ticket go there.
    pub current: bool,
}

/// Who asks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientOut {
    pub id: String,
    pub name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    pub identities: Vec<IdentityOut>,
}

/// A ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TicketOut {
    pub id: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
    pub outcome: Option<String>,
    pub kind: &'static str,
    pub priority: &'static str,
    pub topic: String,
    pub tags: Vec<String>,
    /// Values of the desk's own fields by key; fields that were deleted keep theirs.
    pub fields: BTreeMap<String, String>,
    pub lang: String,
    pub brand: String,
    pub channel: ChannelOut,
    pub client: ClientOut,
    pub assignee: Option<NamedOut>,
    /// Whoever is responsible is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<AbsenceOut>,
    pub team: Option<NamedOut>,
    pub clocks: Vec<ClockOut>,
    /// How the client would like to be answered, where a form asked.
    pub answer_wish: Option<AnswerWishOut>,
    /// What the client was told, while it stands.
    pub told_due: Option<String>,
    /// Kind of the address by which the client asked to be answered, while a statutory term runs: a final answer by another one
    /// does not fulfil it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_way: Option<&'static str>,
    /// The client is on the telephone, and nobody told them the deadline that runs, or the new one since it moved:
    /// `POST /tickets/{id}/told` once it was read.
    pub untold: bool,
    pub occurred_at: String,
    pub created_at: String,
    pub updated_at: String,
    pub version: i64,
}

/// How a client would like to be answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerWishOut {
    /// `email` or `phone`.
    pub by: &'static str,
    /// As the client wrote it; empty for none.
    pub phone: String,
}

/// A file of a message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileOut {
    pub id: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    /// `here`; `coming`: its door has not handed it over yet; `lost`: it could not be had.
    pub state: &'static str,
    /// Why it is lost: `too_large`, `too_many`, `gone`, `given_up`; empty where it is not.
    pub reason: &'static str,
}

/// What became of a message of ours.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryOut {
    pub to: String,
    pub fate: &'static str,
    pub attempts: i32,
    pub status: String,
    pub reason: String,
    pub updated_at: String,
}

/// A line of the timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryOut {
    pub id: String,
    /// `message_in`, `message_out`, `note`, `change`, `clock`, `delivery`.
    pub kind: &'static str,
    pub occurred_at: String,
    pub recorded_at: String,
    /// `system`, `operator`, `client`, `integration`, `visitor`.
    pub by: &'static str,
    pub by_name: String,
    /// What happened, for lines made by machines.
    pub code: String,
    #[schema(value_type = Object)]
    pub params: serde_json::Value,
    /// What its author wrote, without quotation.
    pub text: Option<String>,
    pub files: Vec<FileOut>,
    pub deliveries: Vec<DeliveryOut>,
}

/// A page of a timeline, oldest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineOut {
    pub entries: Vec<EntryOut>,
    /// The `before` of the page before; null on the first.
    pub before: Option<String>,
}
