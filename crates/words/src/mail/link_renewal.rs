//! A new private link in place of one that expired: sent only to the address the talk goes on with.

use minijinja::context;

use super::context::{Brand, link};
use super::letter::{MailError, Name, Rendered};
use super::person::greeting_name;
use super::templates::{Letter, Templates};
use crate::{Lang, number};

/// The client asked for a new link.
#[derive(Clone, Debug)]
pub struct LinkRenewal {
    pub lang: Lang,
    pub brand: Brand,
    pub client_name: Option<String>,
    /// `2026-004512`.
    pub number: String,
    /// The new link.
    pub follow_url: Option<String>,
}

impl LinkRenewal {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let link = self.follow_url.as_deref().map(link).transpose()?;
        let facts = context! {
            client_name => self.client_name.as_deref().and_then(greeting_name),
            number => number::ticket(self.lang, &self.number),
            link,
        };
        templates.write(&Letter {
            name: Name::LinkRenewal,
            lang: self.lang,
            brand: &self.brand,
            facts,
            links: link.into_iter().collect(),
            body_html: None,
            footer: Vec::new(),
        })
    }
}
