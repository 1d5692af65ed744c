//! Letters to our own people: an invitation, a new password. Their links are secrets that soon expire.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::context;

use super::context::{Brand, link};
use super::letter::{MailError, Name, Rendered};
use super::person::greeting_name;
use super::templates::{Letter, Templates};
use crate::{Lang, t_code, when};

/// Somebody asked for a new password.
#[derive(Clone, Debug)]
pub struct PasswordReset {
    pub lang: Lang,
    pub brand: Brand,
    pub name: Option<String>,
    pub url: String,
    pub valid_until: Timestamp,
    pub sent_at: Timestamp,
    pub zone: TimeZone,
}

/// A new colleague is invited.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub lang: Lang,
    pub brand: Brand,
    pub name: Option<String>,
    /// Who invites; an administrator's name.
    pub invited_by: Option<String>,
    /// `operator`, `supervisor`, `administrator`.
    pub role: String,
    pub url: String,
    pub valid_until: Timestamp,
    pub sent_at: Timestamp,
    pub zone: TimeZone,
}

impl PasswordReset {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let link = link(&self.url)?;
        let facts = context! {
            name => self.name.as_deref().and_then(greeting_name),
            link,
            valid => when::limit(self.lang, self.valid_until, self.sent_at, &self.zone, None),
        };
        templates.write(&letter(Name::PasswordReset, self.lang, &self.brand, facts, link))
    }
}

impl Invitation {
    /// # Errors
    /// The link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let link = link(&self.url)?;
        let facts = context! {
            name => self.name.as_deref().and_then(greeting_name),
            invited_by => self.invited_by.as_deref().and_then(greeting_name),
            role => t_code(self.lang, "role", &self.role),
            link,
            valid => when::limit(self.lang, self.valid_until, self.sent_at, &self.zone, None),
        };
        templates.write(&letter(Name::Invitation, self.lang, &self.brand, facts, link))
    }
}

fn letter(name: Name, lang: Lang, brand: &Brand, facts: minijinja::Value, link: String) -> Letter<'_> {
    Letter {
        name,
        lang,
        brand,
        facts,
        links: vec![link],
        body_html: None,
        footer: Vec::new(),
    }
}
