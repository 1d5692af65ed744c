//! The page behind the private link.

use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::Moment;
use store::StoreError;

/// What whoever is asked sees by the link: the question and by when, and nothing of the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SideTaskPage {
    pub name: String,
    pub question: String,
    /// Number of the ticket, to be named on the telephone.
    pub number: String,
    pub lang: String,
    pub brand: String,
    pub state: String,
    pub answer: String,
    pub due: Moment,
    /// IANA zone of the task's calendar.
    pub zone: String,
}

impl Desk {
    /// What whoever is asked sees by the private link.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a secret that is no task's; the store's own.
    pub async fn side_task_by_link(&self, secret: &str) -> DeskResult<SideTaskPage> {
        let (setup, secret) = (self.setup(), secret.to_owned());
        let found = self
            .store()
            .read(move |reader| -> Result<_, StoreError> {
                let Some(task) = reader.side_task_by_secret(&secret)? else {
                    return Ok(None);
                };
                Ok(reader
                    .ticket_and_clock(task.ticket, task.clock)?
                    .map(|found| (task, found)))
            })
            .await?;
        let (task, (ticket, clock)) = found.ok_or(DeskError::NotFound("side task"))?;
        let zone = setup
            .calendars
            .get(&clock.calendar)
            .map(|calendar| calendar.zone_name().to_owned());
        Ok(SideTaskPage {
            number: setup.number.show(ticket.number),
            brand: setup
                .brand(ticket.brand)
                .map(|brand| brand.name.clone())
                .unwrap_or_default(),
            due: clock.now.due,
            zone: zone.unwrap_or_else(|| setup.zone.clone()),
            name: task.name,
            question: task.question,
            lang: task.lang,
            state: task.state,
            answer: task.answer,
        })
    }
}
