//! The letter with a link for one of our people. Its secret is made here, goes out, and is kept nowhere: another attempt
//! makes another one, and the one before opens nothing.

use super::{colleague, retry};
use crate::people::{INVITATION, Secret};
use crate::{Desk, DeskResult};
use channel::DeliveryError;
use domain::job::Job;
use domain::setup::Channel;
use domain::time::NEVER;
use domain::{Actor, Handle, HandleKind};
use jiff::tz::TimeZone;
use store::rows::{AccountLink, Operator};
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{Invitation, PasswordReset, Rendered};

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn account_letter(&self, job: &Job) {
        let end = match self.write_letter(job).await {
            Ok(None) => return,
            Ok(Some(end)) => end,
            Err(error) => {
                // The lease runs out and somebody tries again.
                tracing::warn!(%error, "a letter to one of our people waits");
                return;
            }
        };
        if let Err(error) = self.end_letter(job, end).await {
            tracing::warn!(%error, "the end of a letter could not be written down");
        }
    }

    /// Arms the link and sends it; nothing where it is wanted no more.
    async fn write_letter(&self, job: &Job) -> DeskResult<Option<Result<(), DeliveryError>>> {
        let token = Secret::new("");
        let (hash, held) = (token.hash(), job.clone());
        let found = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<_, StoreError> {
                let link = tx.account_link_by_id(held.subject)?;
                let link = link.filter(|link| link.ended_at == NEVER && tx.now <= link.expires_at);
                let people = tx.operators()?;
                let person = |id| people.iter().find(|known| known.id == id).cloned();
                let owner = link
                    .as_ref()
                    .and_then(|link| person(link.operator))
                    .filter(|owner| owner.active);
                let (Some(link), Some(owner)) = (link, owner) else {
                    tx.finish_job(&held)?;
                    return Ok(None);
                };
                tx.arm_account_link(link.id, &hash)?;
                let by = link.asked_by.and_then(person).map(|by| by.name);
                Ok(Some((link, owner, by)))
            });
        let Some((link, owner, by)) = found.await? else {
            return Ok(None);
        };
        Ok(Some(
            self.send_letter(&link, &owner, by, token.expose(), job).await,
        ))
    }

    async fn send_letter(
        &self,
        link: &AccountLink,
        owner: &Operator,
        by: Option<String>,
        token: &str,
        job: &Job,
    ) -> Result<(), DeliveryError> {
        let Some(channel) = self.ways_to(HandleKind::Email).into_iter().next() else {
            return Err(colleague::no_way());
        };
        let letter = self.letter_of(link, owner, by, token, &channel);
        let to = Handle::email(&owner.login, &owner.name);
        self.write_to_colleague(to, letter, &channel, job, self.new_message_id())
            .await
    }

    fn letter_of(
        &self,
        link: &AccountLink,
        owner: &Operator,
        by: Option<String>,
        token: &str,
        channel: &Channel,
    ) -> Result<Rendered, words::mail::MailError> {
        let lang = Lang::parse(&owner.lang).unwrap_or_default();
        let brand = self.letterhead(channel.brand);
        let name = Some(owner.name.clone()).filter(|name| !name.is_empty());
        let (valid_until, sent_at) = (link.expires_at.to_timestamp(), self.now().to_timestamp());
        let zone = TimeZone::get(&owner.zone).unwrap_or(TimeZone::UTC);
        let site = self.options().site.trim_end_matches('/').to_owned();
        let url = format!("{site}/password/{token}");
        if link.purpose == INVITATION {
            let invitation = Invitation {
                lang,
                brand,
                name,
                invited_by: by,
                role: owner.role.code().to_owned(),
                url,
                valid_until,
                sent_at,
                zone,
            };
            return invitation.render(self.templates());
        }
        let reset = PasswordReset {
            lang,
            brand,
            name,
            url,
            valid_until,
            sent_at,
            zone,
        };
        reset.render(self.templates())
    }

    async fn end_letter(&self, job: &Job, end: Result<(), DeliveryError>) -> DeskResult<()> {
        let now = self.now();
        let (fate, reason, again) = match end {
            Ok(()) => ("sent", String::new(), None),
            Err(DeliveryError::Permanent { reason, .. }) => ("failed", reason, None),
            Err(DeliveryError::Temporary { reason, retry_after }) => {
                let again = retry::next(job.created_at, now, job.attempts, retry_after);
                (if again.is_some() { "queued" } else { "failed" }, reason, again)
            }
            Err(DeliveryError::Unknown { reason }) => {
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
                if held {
                    tx.account_link_fate(job.subject, fate, &reason)?;
                }
                Ok(())
            });
        Ok(write.await?)
    }
}
