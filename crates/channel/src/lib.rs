//! The ports every door implements. A door turns what arrived into an [`Inbound`] and never decides; a sink
//! takes an [`Outbound`] and says what became of it. No word here belongs to one kind of door.

pub mod account;
pub mod chat;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod counts;
pub mod fetch;
pub mod files;
pub mod form;
pub mod hook;
#[cfg(feature = "http")]
pub mod http;
pub mod inbound;
pub mod intake;
pub mod kind;
pub mod letter;
pub mod outbound;
pub mod phone;
pub mod ports;
pub mod push;
pub mod reread;
pub mod webhook;

pub use counts::Counts;
pub use fetch::Fetch;
pub use files::{Files, NotHad};
pub use hook::{Hook, HookRefusal};
pub use inbound::{
    Attachment, Automatic, Content, DeliveryReport, Forwarded, Happened, Inbound, Message, Own, Raw,
    ReportedFate, ThreadHint, Wishes,
};
pub use intake::{Intake, IntakeError, Promise, Receipt, Sighting, TicketRef, What};
pub use kind::{ChannelKind, Checked, Claim, SettingFault, counted, no_settings, read_settings};
pub use outbound::{Delivered, DeliveryError, Outbound, OutboundFile};
pub use ports::{Sightings, Sink, Source, SourceError, Tally};
pub use push::{NotTold, Tell, Told};
pub use reread::{Glimpse, Reread};
