//! Notices to the client: a corrected deadline, "we are closed", when a person comes, resolved, a reminder. None of them is an
//! answer; none promises more than its facts say.

use jiff::Timestamp;
use minijinja::{Value, context};

use super::context::{Brand, Zones, link};
use super::letter::{MailError, Name, Rendered};
use super::person::greeting_name;
use super::reply::footer;
use super::templates::{Letter, Templates};
use crate::when::{self, ToldDue, What};
use crate::{Lang, number};

/// Why the told deadline is corrected.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum WhyCorrected {
    /// What was told has passed, and nobody answered.
    Missed { told: Timestamp },
    /// The client answered, and the clock goes on.
    Resumed,
    /// A calendar or the rules changed.
    Recounted,
}

/// The client learns a new deadline.
#[derive(Clone, Debug)]
pub struct DueCorrection {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    pub number: String,
    pub due: ToldDue,
    pub why: WhyCorrected,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

/// Somebody wrote or called outside working hours and has been told nothing else yet.
#[derive(Clone, Debug)]
pub struct Closed {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    /// The ticket it belongs to, if there is one already.
    pub number: Option<String>,
    pub opens_at: Timestamp,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

/// The client asked for a person outside working hours and learns when one will be there.
#[derive(Clone, Debug)]
pub struct PersonExpected {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    pub number: String,
    /// By when somebody answers, where the desk has a deadline for it.
    pub due: Option<Timestamp>,
    pub opens_at: Timestamp,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

/// Why a ticket was resolved without an answer in this letter.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum WhyResolved {
    Solved,
    /// We asked and waited in vain.
    NoAnswer,
}

/// The client learns that the ticket is resolved and how to come back.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    pub number: String,
    pub why: WhyResolved,
    /// Until when a message reopens the same ticket.
    pub closes_at: Option<Timestamp>,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

/// The client is reminded that we wait for an answer.
#[derive(Clone, Debug)]
pub struct Reminder {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    pub number: String,
    /// When the ticket is resolved if no answer comes.
    pub resolves_at: Option<Timestamp>,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

impl DueCorrection {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let (desk, client) = (&self.zones.desk, self.zones.client());
        let told = match self.why {
            WhyCorrected::Missed { told } => Some(when::limit(self.lang, told, self.sent_at, desk, client)),
            WhyCorrected::Resumed | WhyCorrected::Recounted => None,
        };
        let facts = context! {
            told,
            resumed => self.why == WhyCorrected::Resumed,
            call => self.due.what == What::Call,
            due => when::new_term(self.lang, self.due.at, self.sent_at, desk, client),
        };
        let notice = Notice {
            name: Name::DueCorrection,
            lang: self.lang,
            brand: &self.brand,
            facts,
        };
        notice.write(
            templates,
            self.client_name.as_deref(),
            Some(&self.number),
            self.follow_url.as_deref(),
        )
    }
}

impl Closed {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let zones = (&self.zones.desk, self.zones.client());
        let facts =
            context! { opens => when::opening(self.lang, self.opens_at, self.sent_at, zones.0, zones.1) };
        let notice = Notice {
            name: Name::Closed,
            lang: self.lang,
            brand: &self.brand,
            facts,
        };
        notice.write(
            templates,
            self.client_name.as_deref(),
            self.number.as_deref(),
            self.follow_url.as_deref(),
        )
    }
}

impl PersonExpected {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let (desk, client) = (&self.zones.desk, self.zones.client());
        let facts = context! {
            opens => when::opening(self.lang, self.opens_at, self.sent_at, desk, client),
            due => self.due.map(|due| when::not_later(self.lang, due, self.sent_at, desk, client)),
        };
        let notice = Notice {
            name: Name::PersonExpected,
            lang: self.lang,
            brand: &self.brand,
            facts,
        };
        notice.write(
            templates,
            self.client_name.as_deref(),
            Some(&self.number),
            self.follow_url.as_deref(),
        )
    }
}

impl Resolved {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let facts = context! {
            no_answer => self.why == WhyResolved::NoAnswer,
            closes => self.closes_at.map(|at| until(self.lang, at, self.sent_at, &self.zones)),
        };
        let notice = Notice {
            name: Name::Resolved,
            lang: self.lang,
            brand: &self.brand,
            facts,
        };
        notice.write(
            templates,
            self.client_name.as_deref(),
            Some(&self.number),
            self.follow_url.as_deref(),
        )
    }
}

impl Reminder {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let facts = context! {
            resolves => self.resolves_at.map(|at| until(self.lang, at, self.sent_at, &self.zones)),
        };
        let notice = Notice {
            name: Name::Reminder,
            lang: self.lang,
            brand: &self.brand,
            facts,
        };
        notice.write(
            templates,
            self.client_name.as_deref(),
            Some(&self.number),
            self.follow_url.as_deref(),
        )
    }
}

/// «до 18:00 вторника, 19 мая, по московскому времени»: a limit on the client's side, in one zone.
fn until(lang: Lang, at: Timestamp, seen_from: Timestamp, zones: &Zones) -> String {
    when::limit(lang, at, seen_from, zones.nearest(), None)
}

struct Notice<'a> {
    name: Name,
    lang: Lang,
    brand: &'a Brand,
    facts: Value,
}

impl Notice<'_> {
    fn write(
        self,
        templates: &Templates,
        client_name: Option<&str>,
        number: Option<&str>,
        follow_url: Option<&str>,
    ) -> Result<Rendered, MailError> {
        let link = follow_url.map(link).transpose()?;
        let number = number.map(|number| number::ticket(self.lang, number));
        let facts = context! {
            client_name => client_name.and_then(greeting_name),
            number,
            link,
            ..self.facts
        };
        templates.write(&Letter {
            name: self.name,
            lang: self.lang,
            brand: self.brand,
            facts,
            footer: number
                .map(|number| footer(self.lang, &number, link.as_deref()))
                .unwrap_or_default(),
            links: link.into_iter().collect(),
            body_html: None,
        })
    }
}
