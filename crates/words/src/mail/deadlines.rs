//! The letter to our own people about deadlines: those that come, those that have passed. However many come at once, it is
//! one letter.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::context;

use super::context::{Brand, link};
use super::letter::{MailError, Name, Rendered};
use super::person::greeting_name;
use super::templates::{Letter, Templates};
use crate::{Lang, number, t_code, when};

/// One deadline of one ticket.
#[derive(Clone, Debug)]
pub struct DeadlineLine {
    pub number: String,
    /// The ticket's own title.
    pub title: String,
    /// Code of the clock; `None`: a message of ours reached nobody, and that is known since then.
    pub clock: Option<String>,
    pub due: Timestamp,
    /// It has passed.
    pub missed: bool,
    pub url: String,
}

/// Everything that one of our people is told at once.
#[derive(Clone, Debug)]
pub struct Deadlines {
    pub lang: Lang,
    pub brand: Brand,
    pub name: Option<String>,
    pub lines: Vec<DeadlineLine>,
    /// So many more stand in the console.
    pub more: usize,
    /// The page of notices.
    pub url: String,
    pub sent_at: Timestamp,
    pub zone: TimeZone,
}

impl Deadlines {
    /// # Errors
    /// A link is no web address, or the wording has a fault.
    pub fn render(&self, templates: &Templates) -> Result<Rendered, MailError> {
        let page = link(&self.url)?;
        let mut links = vec![page.clone()];
        let mut told = |wanted: &dyn Fn(&DeadlineLine) -> bool| -> Result<Vec<minijinja::Value>, MailError> {
            let lines = self.lines.iter().filter(|line| wanted(line));
            lines
                .map(|line| {
                    let url = link(&line.url)?;
                    links.push(url.clone());
                    Ok(context! {
                        number => number::ticket(self.lang, &line.number),
                        title => line.title,
                        clock => line.clock.as_ref().map(|clock| t_code(self.lang, "clock", clock)),
                        due => when::moment(self.lang, line.due, self.sent_at, &self.zone),
                        link => url,
                    })
                })
                .collect()
        };
        let lost = told(&|line| line.clock.is_none())?;
        let missed = told(&|line| line.clock.is_some() && line.missed)?;
        let coming = told(&|line| line.clock.is_some() && !line.missed)?;
        let only = self
            .lines
            .first()
            .filter(|_| self.lines.len() == 1 && self.more == 0);
        let facts = context! {
            name => self.name.as_deref().and_then(greeting_name),
            number => only.map(|line| number::ticket(self.lang, &line.number)),
            count => self.lines.len() + self.more,
            lost,
            missed,
            coming,
            more => self.more,
            link => page,
        };
        templates.write(&Letter {
            name: Name::Deadlines,
            lang: self.lang,
            brand: &self.brand,
            facts,
            links,
            body_html: None,
            footer: Vec::new(),
        })
    }
}
