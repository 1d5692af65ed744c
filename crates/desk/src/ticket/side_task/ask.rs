//! Asking a department or an outside party.

use super::TEXT;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::ticket::edit::within;
use crate::ticket::words::body_text;
use domain::act::{self, Edit, Question};
use domain::clock::Target;
use domain::id::Ids as _;
use domain::job::{JobKind, NewJob};
use domain::time::NEVER;
use domain::{CalendarId, Moment, Permission, Principal, SideTaskId};
use store::Tx;
use store::rows::SideTask;

/// Characters of a name.
const NAME: usize = 100;
/// The longest time to answer: 250 working days of eight hours.
pub const LONGEST_SIDE_TASK: u32 = 2_000 * 60;

/// What somebody is to be asked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NewSideTask {
    /// Who is asked, as people call them; the name of a team of the desk's gives the team's calendar.
    pub to: String,
    /// Their mail address; empty: the link is handed over by other ways.
    pub address: String,
    pub question: String,
    /// Business minutes to answer in.
    pub within_minutes: u32,
}

/// A task that was given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AskedSideTask {
    pub public_id: String,
    pub secret: String,
    pub due: Moment,
    /// The client's deadline that the task ends after.
    pub ends_after: Option<Moment>,
}

impl Desk {
    /// Asks a department or an outside party.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Conflict`] for a ticket that is over; [`DeskError::NotFound`]; the store's own.
    pub async fn ask_side_task(
        &self,
        principal: &Principal,
        ticket: &str,
        new: NewSideTask,
    ) -> DeskResult<AskedSideTask> {
        require(principal, Permission::TicketsWrite)?;
        let new = checked(new)?;
        let (setup, scope, actor) = (self.setup(), self.scope_of(principal), principal.actor());
        let (calendar, ticket) = (self.calendar_of(&new.to)?, ticket.to_owned());
        let words = body_text(&new.question);
        let asked: Result<AskedSideTask, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let facts = within(&scope, tx.ticket_facts(&ticket)?)?;
                let (id, lang) = (facts.ticket.id, facts.ticket.lang.clone());
                let (task, now) = (SideTaskId(tx.next_id()), tx.now);
                let question = Question {
                    task: SideTaskId::new_public(),
                    to: new.to.clone(),
                    target: Target::Minutes(new.within_minutes),
                    calendar,
                    body: words.body.clone(),
                    preview: words.preview.clone(),
                };
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let (mut plan, _, clock) = act::ask_side_task(edit, &question, words.terms.clone())?;
                let due = plan
                    .clocks
                    .iter()
                    .find(|one| one.id == clock)
                    .map(|one| one.now.due);
                let by_mail = !new.address.is_empty();
                if by_mail {
                    plan.jobs.push(NewJob {
                        kind: JobKind::AskSideTask,
                        subject: task.0,
                        run_at: now,
                        trace: String::new(),
                    });
                }
                let ends_after = plan.ends_after;
                tx.apply(&mut plan)?;
                let row = SideTask {
                    id: task,
                    public_id: question.task.clone(),
                    ticket: id,
                    clock,
                    name: new.to.clone(),
                    address: new.address.clone(),
                    secret: domain::id::secret(26),
                    question: new.question.clone(),
                    lang,
                    state: "asked".into(),
                    asked_by: actor.id(),
                    asked_at: now,
                    answered_at: NEVER,
                    answer: String::new(),
                    sent: if by_mail { "queued" } else { "" }.into(),
                    sent_reason: String::new(),
                };
                tx.new_side_task(&row)?;
                Ok(AskedSideTask {
                    public_id: row.public_id,
                    secret: row.secret,
                    due: due.unwrap_or(NEVER),
                    ends_after,
                })
            })
            .await;
        Ok(asked?)
    }

    /// The calendar of the team that is named, else the desk's.
    pub(crate) fn calendar_of(&self, to: &str) -> DeskResult<CalendarId> {
        let setup = self.setup();
        let team = setup.teams.iter().find(|team| team.name == to);
        team.and_then(|team| team.calendar)
            .or(setup.calendar)
            .ok_or_else(|| DeskError::invalid("within", "no_calendar", "the desk has no calendar"))
    }
}

fn checked(new: NewSideTask) -> DeskResult<NewSideTask> {
    let to = text::clean_line(&new.to, NAME + 1);
    if to.is_empty() || to.chars().count() > NAME {
        return Err(DeskError::invalid(
            "to",
            "required",
            format!("whom you ask, 1 to {NAME} characters"),
        ));
    }
    let question = new.question.trim().to_owned();
    if question.is_empty() || question.chars().count() > TEXT {
        return Err(DeskError::invalid(
            "question",
            "required",
            format!("what you ask, 1 to {TEXT} characters"),
        ));
    }
    let address = new.address.trim().to_lowercase();
    let plausible = address
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.len() > 2);
    if !address.is_empty() && (!plausible || address.len() > 254 || address.contains(char::is_whitespace)) {
        return Err(DeskError::invalid(
            "address",
            "invalid",
            "write a mail address, or leave it out",
        ));
    }
    if !(1..=LONGEST_SIDE_TASK).contains(&new.within_minutes) {
        let reason = format!(
            "{} minutes is not allowed: working time to answer in is 1 minute to {} hours",
            new.within_minutes,
            LONGEST_SIDE_TASK / 60
        );
        return Err(DeskError::invalid("within", "out_of_range", reason));
    }
    Ok(NewSideTask {
        to,
        address,
        question,
        within_minutes: new.within_minutes,
    })
}
