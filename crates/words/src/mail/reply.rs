//! The operator's reply: the operator's own words, the brand's signature, the ticket number quietly below.

use jiff::Timestamp;
use minijinja::context;

use super::beside::{Asks, beside, new_due, promise};
use super::context::{Brand, Zones, link};
use super::letter::{MailError, Name, Rendered};
use super::subject::answered;
use super::templates::{Letter, Templates};
use crate::{Lang, number, tr};

/// HTML that has gone through the sanitiser. It stands in the letter as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SanitisedHtml(pub String);

/// A public answer on its way to the client by mail.
#[derive(Clone, Debug)]
pub struct OperatorReply {
    pub lang: Lang,
    pub brand: Brand,
    pub number: String,
    /// The ticket's subject; empty where the client gave none.
    pub subject: String,
    pub text: String,
    /// The same words laid out; made from the text where there is none.
    pub html: Option<SanitisedHtml>,
    /// Each thing once.
    pub asks: Vec<Asks>,
    pub sent_at: Timestamp,
    pub zones: Zones,
    pub follow_url: Option<String>,
}

impl OperatorReply {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let link = self.follow_url.as_deref().map(link).transpose()?;
        let number = number::ticket(self.lang, &self.number);
        let subject = answered(&self.subject);
        let facts = context! {
            // A client who quotes the number in the subject keeps it; it is not said twice.
            numbered => subject.contains(&self.number),
            subject,
            number,
            body => self.text.trim(),
            waiting => self.asks.contains(&Asks::Waiting),
            resolved => self.asks.contains(&Asks::Resolved),
            new_due => new_due(self.lang, &self.asks, self.sent_at, &self.zones),
            promise => promise(self.lang, &self.asks, self.sent_at, &self.zones),
            beside => beside(self.lang, &self.asks, self.sent_at, &self.zones),
            link,
        };
        templates.write(&Letter {
            name: Name::OperatorReply,
            lang: self.lang,
            brand: &self.brand,
            facts,
            body_html: self.html.as_ref().map(|html| html.0.as_str()),
            footer: footer(self.lang, &number, link.as_deref()),
            links: link.into_iter().collect(),
        })
    }
}

/// «Обращение № 2026-004512», and the link where there is one.
pub(super) fn footer(lang: Lang, number: &str, link: Option<&str>) -> Vec<String> {
    let line = match link {
        Some(link) => tr(
            lang,
            "mail-footer-link",
            &[("number", number.into()), ("link", link.into())],
        ),
        None => tr(lang, "mail-footer", &[("number", number.into())]),
    };
    vec![line]
}
