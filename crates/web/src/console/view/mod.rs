//! What pages show: plain structs of words already formatted, addresses and flags, one file a page. Must not
//! know the desk, the store, the clock or the request: handlers fill these, templates lay them out.

mod absences;
mod admin;
mod calendar_updates;
mod call;
mod client_room;
mod clock;
mod company;
mod composer;
mod conversation;
mod demo_mail;
mod docs;
mod entry;
mod face;
mod filter;
mod follow_up;
mod form;
mod hours;
mod inbox;
mod lang;
mod ledger;
mod letter;
mod link;
mod links;
mod log_in;
mod menu;
mod merges;
mod notices;
mod page;
mod people;
mod piece;
mod problem;
mod quarantine;
mod recounts;
mod row;
mod side;
mod side_task;
mod stream;
mod supervisor;
mod ticket;
mod webhooks;

#[cfg(test)]
mod tests;

pub use absences::{AbsencePage, AbsenceRow};
pub use admin::{AdminPage, ChannelState, Fact};
pub use calendar_updates::{DayLine, FaultLine, FeedLine, UpdateLine, UpdatesPage};
pub use call::{CallPage, Caller, CallersFrame, RingCard};
pub use client_room::{AddressLine, ClientLine, ClientPage, ClientRoom, ProposalLine, TopicWish};
pub use clock::{Clock, ClockCard, Level, Segment};
pub use company::CompanyPage;
pub use composer::{Composer, Draft, DraftFile, Held, PromiseForm, ReplyForm};
pub use conversation::{Found, NewTicketPage};
pub use demo_mail::{CaughtMail, DemoMailListPage, DemoMailPage, Header};
pub use docs::{ApiDocsPage, ApiGroup, Operation};
pub use entry::{
    Body, Call, Entry, EventLine, File, Html, Letter, Message, MessageFate, Notable, Note, Side,
};
pub use face::{Door, Face};
pub use filter::{BulkForm, BulkResultPage, FilterForm, FilterInput, SavedHere, Select};
pub use follow_up::{FollowUpPage, Said};
pub use form::{Consent, FormPage, Input, Pick, Picks, SentPage};
pub use hours::{DateFields, DayFields, HoursPage};
pub use inbox::{InboxPage, List, ListBody};
pub use ledger::{DoorBalance, FateCount, LedgerPage};
pub use letter::{
    FoundWriter, LayoutField, LetterLayoutPage, LetterPage, PaperLine, PapersPage, RegisterLine, RegisterPage,
};
pub use link::{LinkPage, WithdrawPage};
pub use links::{LinkLine, Links, LinksPage};
pub use log_in::LogInPage;
pub use menu::{Choice, Choices};
pub use merges::{Absorbed, Merges};
pub use notices::{NoticeRow, NoticesPage};
pub use page::{Flash, Me, Page, SavedLink, Theme, ViewLink};
pub use people::{ForgottenPage, NewPasswordPage, PeoplePage, PersonPage, PersonRow};
pub use piece::{Piece, pieces};
pub use problem::ProblemPage;
pub use quarantine::{DecidedLine, DecidedPage, QuarantinePage, Quarantined, SetAsidePage};
pub use recounts::{AffectedLine, CalendarLine, RecountLine, RecountsPage};
pub use row::{Row, RowMarkup};
pub use side::{ClientPanel, Identity, OtherTicket};
pub use side_task::{SideTaskLine, SideTaskPage, SideTasks};
pub use stream::{RowGone, RowStream};
pub use supervisor::{DueTicket, Figure, Load, SupervisorPage, TalkLoad, Took};
pub use ticket::{Alert, FieldRow, Ticket, TicketFrame, TicketPage};
pub use webhooks::{EventChoice, PushLine, WebhookForm, WebhookLine, WebhookPage, WebhooksPage};
pub use words::Lang;
