//! The letter to a department or an outside party: the question, by when, and the link to answer by. Nothing of the client.

use super::{colleague, retry};
use crate::{Desk, DeskResult};
use channel::DeliveryError;
use domain::intake::side_task_letter_id;
use domain::job::Job;
use domain::{Actor, Handle, HandleKind};
use jiff::tz::TimeZone;
use store::{StoreError, Tx};
use words::mail::Rendered;
use words::{Lang, tr, when};

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn side_task_letter(&self, job: &Job) {
        let end = match self.write_to_party(job).await {
            Ok(end) => end,
            Err(error) => {
                // The lease runs out and somebody tries again.
                tracing::warn!(%error, "a letter to a department waits");
                return;
            }
        };
        if let Err(error) = self.end_side_letter(job, end).await {
            tracing::warn!(%error, "the end of a letter could not be written down");
        }
    }

    /// Nothing where the task was answered or taken back meanwhile.
    async fn write_to_party(&self, job: &Job) -> DeskResult<Option<Result<(), DeliveryError>>> {
        let subject = job.subject;
        let found = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<_, StoreError> {
                tx.side_task_by_id(subject)
            })
            .await?;
        let Some(task) = found.filter(|task| task.state == "asked" && !task.address.is_empty()) else {
            return Ok(None);
        };
        let Some(channel) = self.ways_to(HandleKind::Email).into_iter().next() else {
            return Ok(Some(Err(colleague::no_way())));
        };
        let page = self.side_task_by_link(&task.secret).await?;
        let lang = Lang::parse(&page.lang).unwrap_or_default();
        let site = self.options().site.trim_end_matches('/').to_owned();
        let zone = TimeZone::get(&page.zone).unwrap_or(TimeZone::UTC);
        let now = self.now().to_timestamp();
        let due = when::limit(lang, page.due.to_timestamp(), now, &zone, None);
        let text = tr(
            lang,
            "side-task-letter",
            &[
                ("brand", page.brand.as_str().into()),
                ("number", words::number::ticket(lang, &page.number).into()),
                ("question", task.question.as_str().into()),
                ("due", due.into()),
                ("link", format!("{site}/a/{}", task.secret).as_str().into()),
            ],
        );
        let subject = tr(
            lang,
            "side-task-letter-subject",
            &[("number", words::number::ticket(lang, &page.number).into())],
        );
        let letter = Rendered {
            subject,
            text,
            html: String::new(),
        };
        let to = Handle::email(&task.address, &task.name);
        let id = side_task_letter_id(&task.secret, &self.options().message_domain);
        Ok(Some(
            self.write_to_colleague(to, Ok(letter), &channel, job, id).await,
        ))
    }

    async fn end_side_letter(&self, job: &Job, end: Option<Result<(), DeliveryError>>) -> DeskResult<()> {
        let now = self.now();
        let (fate, reason, again) = match end {
            None => ("", String::new(), None),
            Some(Ok(())) => ("sent", String::new(), None),
            Some(Err(DeliveryError::Permanent { reason, .. })) => ("failed", reason, None),
            Some(Err(DeliveryError::Temporary { reason, retry_after })) => {
                let again = retry::next(job.created_at, now, job.attempts, retry_after);
                (if again.is_some() { "queued" } else { "failed" }, reason, again)
            }
            Some(Err(DeliveryError::Unknown { reason })) => {
                let again = retry::next(job.created_at, now, job.attempts, None);
                (if again.is_some() { "queued" } else { "failed" }, reason, again)
            }
        };
        let (job, reason) = (job.clone(), text::clean_line(&reason, 300));
        let write = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
                let held = match again {
                    Some(at) => tx.postpone_job(&job, at, &reason)?,
                    None => tx.finish_job(&job)?,
                };
                if held && !fate.is_empty() {
                    tx.side_task_sent(job.subject, fate, &reason)?;
                }
                Ok(())
            });
        Ok(write.await?)
    }
}
