//! The letter with what one of our people is to be told: about deadlines, clients who ask for a person, messages that were lost,
//! and papers that nobody registered. Whatever has come together by then stands in one letter; what they have seen in the
//! console meanwhile is left out.

use super::{colleague, retry};
use crate::{Desk, DeskResult};
use channel::DeliveryError;
use domain::job::Job;
use domain::notice::{To, Told};
use domain::setup::Channel;
use domain::time::NEVER;
use domain::{Actor, Handle, HandleKind, Moment, NoticeId};
use jiff::tz::TimeZone;
use store::rows::{Operator, Unsent};
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{DeadlineLine, Deadlines, LineAbout, MailError, Rendered};

/// Deadlines named in one letter; the rest is counted, and stands in the console.
const NAMED: usize = 30;

/// Whom a letter goes to.
struct Reader {
    login: String,
    name: String,
    lang: Lang,
    zone: TimeZone,
}

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn notify(&self, job: &Job) {
        if let Err(error) = self.try_to_notify(job).await {
            // The lease runs out and somebody tries again.
            tracing::warn!(%error, "a notice to one of our people waits");
        }
    }

    async fn try_to_notify(&self, job: &Job) -> DeskResult<()> {
        let held = job.clone();
        let found = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<_, StoreError> {
                let unsent = tx.unsent_notices(NoticeId(held.subject))?;
                let people = tx.operators()?;
                let Some(unsent) = unsent else {
                    tx.finish_job(&held)?;
                    return Ok(None);
                };
                let person = match &unsent.to {
                    To::Operator(id) => people.into_iter().find(|known| known.id == *id && known.active),
                    To::Address(_) => None,
                };
                let nobody = matches!(unsent.to, To::Operator(_)) && person.is_none();
                if unsent.lines.is_empty() || nobody {
                    if tx.finish_job(&held)? {
                        tx.notices_sent(&unsent.to, tx.now)?;
                    }
                    return Ok(None);
                }
                Ok(Some((unsent, person, tx.now)))
            });
        let Some((unsent, person, up_to)) = found.await? else {
            return Ok(());
        };
        let to = unsent.to.clone();
        let end = self.send_notices(&unsent, person, job).await;
        self.end_notices(job, to, up_to, end).await
    }

    fn reader_of_notices(&self, unsent: &Unsent, person: Option<Operator>, channel: &Channel) -> Reader {
        let setup = self.setup();
        let zone = |name: &str| TimeZone::get(name).unwrap_or(TimeZone::UTC);
        match (person, &unsent.to) {
            (Some(person), _) => Reader {
                lang: Lang::parse(&person.lang).unwrap_or_default(),
                zone: zone(&person.zone),
                login: person.login,
                name: person.name,
            },
            (None, to) => Reader {
                login: match to {
                    To::Address(address) => address.clone(),
                    To::Operator(_) => String::new(),
                },
                name: String::new(),
                lang: setup
                    .brand(channel.brand)
                    .and_then(|brand| Lang::parse(&brand.lang))
                    .unwrap_or_default(),
                zone: zone(&setup.zone),
            },
        }
    }

    async fn send_notices(
        &self,
        unsent: &Unsent,
        person: Option<Operator>,
        job: &Job,
    ) -> Result<(), DeliveryError> {
        let ways = self.ways_to(HandleKind::Email);
        let paper = unsent.lines.first().and_then(|line| line.paper.as_ref());
        let door = paper.and_then(|paper| self.setup().channel(paper.channel)?.team);
        let team = unsent.team.or(door);
        let own = ways.iter().find(|way| way.team.is_some() && way.team == team);
        let Some(channel) = own.or(ways.first()) else {
            return Err(colleague::no_way());
        };
        let reader = self.reader_of_notices(unsent, person, channel);
        let letter = self.letter_of_notices(unsent, &reader, channel);
        let to = Handle::email(&reader.login, &reader.name);
        self.write_to_colleague(to, letter, channel, job, self.new_message_id())
            .await
    }

    fn letter_of_notices(
        &self,
        unsent: &Unsent,
        reader: &Reader,
        channel: &Channel,
    ) -> Result<Rendered, MailError> {
        let (setup, now) = (self.setup(), self.now());
        let site = self.options().site.trim_end_matches('/').to_owned();
        let lines = unsent.lines.iter().take(NAMED).map(|line| DeadlineLine {
            number: match &line.paper {
                Some(paper) => self.date_in_words(reader.lang, &paper.received),
                None => setup.number.show(line.number),
            },
            title: line.title.clone(),
            about: match line.about {
                Told::Deadline(kind) => LineAbout::Deadline {
                    clock: kind.code().to_owned(),
                    missed: line.at > line.due,
                },
                Told::Person => LineAbout::Person,
                Told::Lost => LineAbout::Lost,
                Told::Paper => LineAbout::Paper,
                Told::Other => LineAbout::Other,
            },
            due: (line.due != NEVER).then(|| line.due.to_timestamp()),
            url: match &line.paper {
                Some(paper) => format!("{site}/letters/new?paper={}", paper.public_id),
                None => format!("{site}/tickets/{}", line.ticket),
            },
        });
        let letter = Deadlines {
            lang: reader.lang,
            brand: self.letterhead(channel.brand),
            name: Some(reader.name.clone()).filter(|name| !name.is_empty()),
            more: unsent.lines.len().saturating_sub(NAMED),
            lines: lines.collect(),
            url: format!("{site}/notices"),
            sent_at: now.to_timestamp(),
            zone: reader.zone.clone(),
        };
        letter.render(self.templates())
    }

    async fn end_notices(
        &self,
        job: &Job,
        to: To,
        up_to: Moment,
        end: Result<(), DeliveryError>,
    ) -> DeskResult<()> {
        let (reason, again) = match end {
            Ok(()) => (String::new(), None),
            Err(DeliveryError::Permanent { reason, .. }) => (reason, None),
            Err(DeliveryError::Temporary { reason, retry_after }) => {
                let again = retry::next(job.created_at, self.now(), job.attempts, retry_after);
                (reason, again)
            }
            Err(DeliveryError::Unknown { reason }) => {
                let again = retry::next(job.created_at, self.now(), job.attempts, None);
                (reason, again)
            }
        };
        if !reason.is_empty() {
            tracing::warn!(%reason, "a notice to one of our people did not get through; it stands in the console");
        }
        let (job, reason) = (job.clone(), text::clean_line(&reason, 300));
        let write = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
                match again {
                    Some(at) => drop(tx.postpone_job(&job, at, &reason)?),
                    None => {
                        if tx.finish_job(&job)? {
                            tx.notices_sent(&to, up_to)?;
                        }
                    }
                }
                Ok(())
            });
        Ok(write.await?)
    }
}
