//! What departments and outside parties were asked about a ticket, for its page.

use super::DeskReader;
use super::ticket::unless_never;
use crate::ticket::NewSideTask;
use crate::{DeskError, DeskResult};
use domain::clock::{Clock, ClockKind, ClockSeed, Target};
use domain::told::clients_deadline;
use domain::{ClockId, Moment};
use store::rows::{SideTask, TicketFile};
use store::{Reader, StoreError};

/// A side task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SideTaskView {
    pub public_id: String,
    /// Who is asked, and their mail address where there is one.
    pub name: String,
    pub address: String,
    pub question: String,
    /// `asked`, `answered`, `withdrawn`.
    pub state: String,
    pub answer: String,
    pub asked_at: Moment,
    pub answered_at: Option<Moment>,
    pub due: Option<Moment>,
    /// Secret of the private link.
    pub secret: String,
    /// What became of the letter: `queued`, `sent`, `failed`; empty where there is none.
    pub sent: String,
}

impl DeskReader {
    /// The client's deadline that a task would end after, were it asked at `now`: whoever asks is told so before.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a ticket that is not there or not for this reader; the store's own.
    pub async fn side_task_ends_after(
        &self,
        ticket: &str,
        new: &NewSideTask,
        now: Moment,
    ) -> DeskResult<Option<Moment>> {
        let (setup, ticket) = (self.desk.setup(), ticket.to_owned());
        let calendar = self.desk.calendar_of(new.to.trim())?;
        let target = Target::Minutes(new.within_minutes);
        self.snapshot(move |reader, scope| {
            let file = reader
                .ticket_file(scope, &ticket, None)?
                .ok_or(DeskError::NotFound("ticket"))?;
            let seed = ClockSeed {
                id: ClockId(0),
                ticket: file.ticket.id,
                kind: ClockKind::SideTask,
                policy: None,
                calendar,
                target,
                started_at: now,
            };
            // What cannot be counted is refused when it is asked, with its reason.
            let due = Clock::start(seed, setup.as_ref()).ok().map(|clock| clock.now.due);
            let waits = clients_deadline(&file.ticket, &file.clocks, &setup);
            Ok(waits.filter(|waits| due.is_some_and(|due| *waits < due)))
        })
        .await
    }
}

/// The tasks of a ticket, with whatever became part of it; no statement where no clock tells of any.
pub(super) fn side_tasks(
    reader: &mut Reader<'_>,
    file: &TicketFile,
) -> Result<Vec<SideTaskView>, StoreError> {
    let of_task = |clock: &&domain::clock::Clock| clock.kind == domain::clock::ClockKind::SideTask;
    if !file.clocks.iter().any(|clock| of_task(&clock)) {
        return Ok(Vec::new());
    }
    let all = file
        .absorbed
        .iter()
        .map(|ticket| ticket.id)
        .chain([file.ticket.id]);
    let tasks = reader.side_tasks(&all.collect::<Vec<_>>())?;
    let view = |task: SideTask| SideTaskView {
        due: file
            .clocks
            .iter()
            .find(|clock| clock.id == task.clock)
            .map(|clock| clock.now.due),
        answered_at: unless_never(task.answered_at),
        public_id: task.public_id,
        name: task.name,
        address: task.address,
        question: task.question,
        state: task.state,
        answer: task.answer,
        asked_at: task.asked_at,
        secret: task.secret,
        sent: task.sent,
    };
    Ok(tasks.into_iter().map(view).collect())
}
