//! The acknowledgement: number, deadline, who and how (definitions, "What the client is told"). Whether it is
//! sent at all is the desk's decision.

use domain::{Handle, HandleKind};
use jiff::Timestamp;
use minijinja::context;

use super::context::{Brand, Zones, link};
use super::letter::{MailError, Name, Rendered};
use super::person::greeting_name;
use super::templates::{Letter, Templates};
use crate::when::{self, ToldDue, What};
use crate::{Lang, number, t, tr};

/// Who answers: a public name in the nominative, as it stands after «занимается» and "is with".
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Who {
    /// The responsible operator's public name.
    Person(String),
    /// The team's public name, singular: «служба поддержки», "the support team".
    Team(String),
}

/// How the answer will come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum How {
    /// By e-mail to the address this letter goes to.
    ThisAddress,
    /// By e-mail to another address, as it may be shown.
    Email(String),
    /// A call to this number, as it may be shown.
    Phone(String),
    Sms(String),
    Chat,
    Account,
    App,
    Letter,
    /// The messenger's name: `Telegram`.
    Messenger(String),
    /// Where the client wrote from, whatever that is.
    SamePlace,
}

/// A new ticket is confirmed to its client.
#[derive(Clone, Debug)]
pub struct Acknowledgement {
    pub lang: Lang,
    pub brand: Brand,
    /// As the client gave it; greeted with only if it reads like a name.
    pub client_name: Option<String>,
    /// `2026-004512`.
    pub number: String,
    pub registered_at: Timestamp,
    pub due: Option<ToldDue>,
    pub zones: Zones,
    /// When the desk opens next; set only outside its working hours.
    pub reopens_at: Option<Timestamp>,
    pub who: Who,
    pub how: How,
    /// The client's private link to follow, add and withdraw.
    pub follow_url: Option<String>,
}

impl Acknowledgement {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let link = self.follow_url.as_deref().map(link).transpose()?;
        let facts = context! {
            client_name => self.client_name.as_deref().and_then(greeting_name),
            number => number::ticket(self.lang, &self.number),
            registered => when::registered(self.lang, self.registered_at, &self.zones.desk, self.zones.client()),
            due => self.due.map(|due| self.not_later(due)),
            call => self.due.is_some_and(|due| due.what == What::Call),
            reopens => self.reopens_at.map(|opens| self.opening(opens)),
            who => self.who.name(),
            team => matches!(self.who, Who::Team(_)),
            how => self.how.sentence(self.lang),
            by_mail => self.how == How::ThisAddress,
            link,
        };
        templates.write(&Letter {
            name: Name::Acknowledgement,
            lang: self.lang,
            brand: &self.brand,
            facts,
            links: link.into_iter().collect(),
            body_html: None,
            footer: Vec::new(),
        })
    }

    /// The same facts as lines, for a message that goes instead: it greets and signs by itself.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let lang = self.lang;
        let registered = when::registered(lang, self.registered_at, &self.zones.desk, self.zones.client());
        let number = number::ticket(lang, &self.number);
        let opened = tr(
            lang,
            "mail-fact-registered",
            &[("number", number.into()), ("registered", registered.into())],
        );
        let due = self.due.map(|due| {
            let key = if due.what == What::Call {
                "mail-fact-call"
            } else {
                "mail-fact-answer"
            };
            tr(lang, key, &[("due", self.not_later(due).into())])
        });
        let closed = self.reopens_at.map(|opens| {
            let opens = self.opening(opens);
            tr(lang, "mail-fact-closed", &[("opens", opens.into())])
        });
        let how = self.how.sentence(lang);
        let who = tr(
            lang,
            "mail-fact-who",
            &[("who", self.who.name().into()), ("how", how.into())],
        );
        let link = self.follow_url.as_ref();
        let link = link.map(|link| tr(lang, "mail-fact-link", &[("link", link.into())]));
        let lines = [Some(opened), due, closed, Some(who), link];
        lines.into_iter().flatten().collect()
    }

    fn not_later(&self, due: ToldDue) -> String {
        when::not_later(
            self.lang,
            due.at,
            self.registered_at,
            &self.zones.desk,
            self.zones.client(),
        )
    }

    fn opening(&self, opens: Timestamp) -> String {
        when::opening(
            self.lang,
            opens,
            self.registered_at,
            &self.zones.desk,
            self.zones.client(),
        )
    }
}

impl Who {
    fn name(&self) -> &str {
        match self {
            Who::Person(name) | Who::Team(name) => name,
        }
    }
}

impl How {
    /// How an answer comes that goes to an address.
    #[must_use]
    pub fn to(address: &Handle) -> Self {
        let value = || address.value.clone();
        match address.kind {
            HandleKind::Email => Self::Email(value()),
            HandleKind::Phone => Self::Phone(value()),
            HandleKind::Account => Self::Account,
            HandleKind::Visitor => Self::Chat,
            HandleKind::Postal => Self::Letter,
            HandleKind::Telegram => Self::Messenger("Telegram".to_owned()),
            HandleKind::Max => Self::Messenger("MAX".to_owned()),
            HandleKind::External => Self::SamePlace,
        }
    }

    /// A sentence: «Ответ придёт письмом на этот адрес.»
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            How::ThisAddress => t(lang, "mail-how-this-address"),
            How::Email(address) => tr(lang, "mail-how-email", &[("address", address.into())]),
            How::Phone(phone) => tr(lang, "mail-how-phone", &[("phone", phone.into())]),
            How::Sms(phone) => tr(lang, "mail-how-sms", &[("phone", phone.into())]),
            How::Chat => t(lang, "mail-how-chat"),
            How::Account => t(lang, "mail-how-account"),
            How::App => t(lang, "mail-how-app"),
            How::Letter => t(lang, "mail-how-letter"),
            How::Messenger(name) => tr(lang, "mail-how-messenger", &[("name", name.into())]),
            How::SamePlace => t(lang, "mail-how-same-place"),
        }
    }
}
