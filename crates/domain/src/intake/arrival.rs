//! Something that arrived, with all text work done: ready to be decided about.

use crate::entry::{AttachmentRef, Body};
use crate::ticket::{Kind, Priority};
use crate::{ChannelId, Handle, Moment, coded};

/// One sighting of a door.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub channel: ChannelId,
    /// What makes a second sighting the same.
    pub key: String,
    pub size: i64,
    pub trace: String,
    pub what: What,
}

/// What was seen.
#[derive(Clone, Debug)]
pub enum What {
    Message(Box<NewMessage>),
    Report(Box<NewReport>),
    /// Kept for a person.
    Unreadable {
        from: String,
        title: String,
        reason: String,
        raw: String,
    },
    /// Refused in front of the sender.
    Refused {
        reason: String,
    },
}

/// A message with its text worked out.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub from: Handle,
    pub others: Vec<Handle>,
    pub hints: Vec<ThreadHint>,
    pub external_ids: Vec<String>,
    pub title: String,
    pub body: Body,
    pub preview: String,
    /// Folded and stemmed words for the search.
    pub terms: String,
    /// What the text seems to be written in; empty when it does not tell.
    pub guessed_lang: String,
    pub attachments: Vec<AttachmentRef>,
    pub happened: Happened,
    pub automatic: Automatic,
    /// The whole message asks for a person: «оператор», "agent".
    pub wants_person: bool,
    /// What it means should its author be one of our own people; only where the door vouches for the author.
    pub own: Option<Box<NewOwn>>,
    pub wishes: Wishes,
    /// Content address of the raw copy.
    pub raw: String,
}

/// What a message means if its author works for us.
#[derive(Clone, Debug, Default)]
pub struct NewOwn {
    /// Whom it was sent to, without us and without those who only got a copy.
    pub to: Vec<Handle>,
    pub forwarded: Option<Box<NewForwarded>>,
}

/// Somebody else's message inside it, with its text worked out.
#[derive(Clone, Debug)]
pub struct NewForwarded {
    pub from: Handle,
    pub title: String,
    pub body: Body,
    pub preview: String,
    pub terms: String,
    pub guessed_lang: String,
    pub wants_person: bool,
    /// What the one who passes it on says about it.
    pub note: String,
    pub note_preview: String,
    pub note_terms: String,
}

impl NewForwarded {
    /// The message as its author's, by the door and at the instant of the one that passes it on (`definitions.md` §1). Who
    /// wrote it is stated by one of our people, and proved by nothing.
    #[must_use]
    pub fn as_message(&self, passes_on: &NewMessage) -> NewMessage {
        NewMessage {
            from: self.from.clone(),
            others: Vec::new(),
            title: self.title.clone(),
            body: self.body.clone(),
            preview: self.preview.clone(),
            terms: self.terms.clone(),
            guessed_lang: self.guessed_lang.clone(),
            wants_person: self.wants_person,
            own: None,
            wishes: Wishes {
                typed: true,
                ..Wishes::default()
            },
            hints: passes_on.hints.clone(),
            external_ids: passes_on.external_ids.clone(),
            attachments: passes_on.attachments.clone(),
            happened: passes_on.happened,
            automatic: passes_on.automatic,
            raw: passes_on.raw.clone(),
        }
    }
}

/// News about a message of ours.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub about: Vec<String>,
    pub recipient: Option<Handle>,
    pub fate: ReportedFate,
    pub status: String,
    pub reason: String,
    pub title: String,
    pub happened: Happened,
    pub raw: String,
}

/// When it happened, and on whose word (`definitions.md` §1).
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Happened {
    /// When it reached us: the instant of acceptance.
    Now,
    /// Another system's clock says so: cut to the instant of acceptance when it lies ahead.
    Reported(Moment),
    /// A person or an API caller states it: refused when it lies ahead.
    Stated(Moment),
}

impl Happened {
    /// What another system's clock says, never later than the receipt at `now`: only what lies so far ahead that it is to be
    /// marked stays as it was said.
    #[must_use]
    pub fn reported(at: Moment, now: Moment) -> Self {
        let near = at <= now.saturating_add(crate::time::FUTURE_TOLERANCE);
        Self::Reported(if near { at.min(now) } else { at })
    }

    /// What another system's clock said, where that is cut to `now`: the line of the timeline keeps it.
    #[must_use]
    pub fn cut_from(self, now: Moment) -> Option<Moment> {
        match self {
            Self::Reported(at) => {
                Some(at).filter(|at| *at > now.saturating_add(crate::time::FUTURE_TOLERANCE))
            }
            Self::Now | Self::Stated(_) => None,
        }
    }

    /// The instant that counts, for something recorded at `now`.
    #[must_use]
    pub fn at(self, now: Moment) -> Moment {
        match self {
            Self::Now => now,
            Self::Reported(at) | Self::Stated(at)
                if at > now.saturating_add(crate::time::FUTURE_TOLERANCE) =>
            {
                now
            }
            Self::Reported(at) | Self::Stated(at) => at,
        }
    }
}

/// A claim that the message belongs to a talk we know. Claims are checked against the talk's participants.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ThreadHint {
    /// The external id of an earlier message; nearest first.
    Reference(String),
    /// A secret that only participants of the ticket were given (reply address, private link).
    Secret(String),
    /// A public ticket id named by a caller who may write to it.
    Ticket(String),
    /// The newest talk of the sender that is not closed, where the door proves who sent it and a talk has no end of its own.
    Talk,
    /// The external id of an earlier message of the sender's, whose new wording this is.
    Edits(String),
    /// A ticket number somebody wrote: `2026-004512`. Anybody can guess one.
    Number(String),
}

/// Whether a person wrote it. Automatic mail starts nothing and is never answered automatically (RFC 3834).
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Automatic {
    #[default]
    No,
    /// An out-of-office answer or another machine's reply.
    Reply,
    /// A mailing list or bulk mail.
    Bulk,
}

/// What the client chose, or the caller set, about the ticket to be opened.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub topic: Option<String>,
    pub tags: Vec<String>,
    /// ISO 639-1 code of the language the page or the account is in.
    pub lang: Option<String>,
    /// IANA zone the browser or the account tells. Never guessed from a telephone number or a Date header.
    pub zone: Option<String>,
    /// No automatic acknowledgement is wanted (imports, integrations that tell the client themselves).
    pub silent: bool,
    /// How the client would like to hear from us, where the door asks.
    pub answer: Option<AnswerWish>,
    /// They chose to be answered in writing, where they could have been called.
    pub writing: bool,
    /// Other addresses at which the author says to be reached; nobody has checked them.
    pub reach: Vec<Handle>,
    /// Other addresses of the author that the door vouches for.
    pub vouched: Vec<Handle>,
    /// The author's own address is no proof of who wrote: it was typed, or is only where answers go.
    pub typed: bool,
    /// The consent to the processing of personal data that was given with the message.
    pub consent: Option<Consent>,
}

coded! {
    /// A way of answering that a client can ask for.
    pub enum AnswerBy {
        Email = "email",
        Phone = "phone",
    }
}

/// How a client would like to hear from us. A wish, not an address: a number that anybody typed identifies nobody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnswerWish {
    pub by: AnswerBy,
    /// As the client wrote it; empty for none.
    pub phone: String,
}

impl AnswerWish {
    /// The number at which the client would like to be answered by voice.
    #[must_use]
    pub fn call(self) -> Option<String> {
        (self.by == AnswerBy::Phone && !self.phone.is_empty()).then_some(self.phone)
    }
}

/// A consent with the text it was given to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// The version the desk calls the text by.
    pub version: String,
    pub lang: String,
    pub text: String,
    /// SHA-256 of the text, hexadecimal.
    pub hash: String,
}

/// What a report says.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ReportedFate {
    Delivered,
    /// Still trying: changes nothing, is shown.
    Delayed,
    /// Final failure: the answer is void.
    Bounced,
    /// The recipient complained (RFC 5965).
    Complained,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_systems_clock_is_never_later_than_the_receipt_and_marked_where_it_is_far_ahead() {
        let now = Moment::from_micros(1_000_000_000);
        let at = |ahead: i64| Happened::reported(now.saturating_add(ahead), now);
        let limit = crate::time::FUTURE_TOLERANCE;
        for (ahead, marked) in [(-5, false), (0, false), (limit, false), (limit + 1, true)] {
            let happened = at(ahead);
            assert_eq!(happened.at(now), now.saturating_add(ahead.min(0)));
            assert_eq!(happened.cut_from(now).is_some(), marked, "{ahead}");
        }
        assert_eq!(
            Happened::Stated(now.saturating_add(limit + 1)).cut_from(now),
            None
        );
    }
}
