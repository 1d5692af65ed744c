//! The letter to our own people about deadlines, those that come and those that have passed, about clients who ask for a person,
//! and about papers that nobody registered. However many come at once, it is one letter.

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
    /// Of a paper, the date of its receipt in words.
    pub number: String,
    /// The ticket's own title; of a paper, what was noted about it.
    pub title: String,
    pub about: LineAbout,
    /// The deadline; of a lost message, since when that is known. None where a client asked for a person and the desk has no
    /// deadline for it.
    pub due: Option<Timestamp>,
    pub url: String,
}

/// What a line is about.
#[derive(Clone, Debug)]
pub enum LineAbout {
    Deadline {
        /// Code of the clock.
        clock: String,
        /// It has passed.
        missed: bool,
    },
    /// The client asked for a person.
    Person,
    /// A message of ours reached nobody.
    Lost,
    /// A paper was not registered in time.
    Paper,
    /// News that only the console of a newer version has words for.
    Other,
}

impl DeadlineLine {
    fn which(&self, lang: Lang) -> String {
        match self.about {
            LineAbout::Paper => self.number.clone(),
            _ => number::ticket(lang, &self.number),
        }
    }
}

impl LineAbout {
    fn clock(&self) -> Option<&str> {
        match self {
            Self::Deadline { clock, .. } => Some(clock),
            Self::Person | Self::Lost | Self::Paper | Self::Other => None,
        }
    }
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
        let mut told = |wanted: fn(&LineAbout) -> bool| -> Result<Vec<minijinja::Value>, MailError> {
            let lines = self.lines.iter().filter(|line| wanted(&line.about));
            lines
                .map(|line| {
                    let url = link(&line.url)?;
                    links.push(url.clone());
                    Ok(context! {
                        number => line.which(self.lang),
                        title => line.title,
                        clock => line.about.clock().map(|clock| t_code(self.lang, "clock", clock)),
                        due => line.due.map(|due| when::moment(self.lang, due, self.sent_at, &self.zone)),
                        link => url,
                    })
                })
                .collect()
        };
        let asked = told(|about| matches!(about, LineAbout::Person))?;
        let lost = told(|about| matches!(about, LineAbout::Lost))?;
        let missed = told(|about| matches!(about, LineAbout::Deadline { missed: true, .. }))?;
        let coming = told(|about| matches!(about, LineAbout::Deadline { missed: false, .. }))?;
        let papers = told(|about| matches!(about, LineAbout::Paper))?;
        let other = told(|about| matches!(about, LineAbout::Other))?;
        let only = self
            .lines
            .first()
            .filter(|_| self.lines.len() == 1 && self.more == 0);
        let facts = context! {
            name => self.name.as_deref().and_then(greeting_name),
            number => only.map(|line| line.which(self.lang)),
            count => self.lines.len() + self.more,
            asked,
            lost,
            papers,
            missed,
            coming,
            other,
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
