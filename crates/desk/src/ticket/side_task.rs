//! Side tasks: a department or an outside party is asked by a private link, and by a letter where it has an address; what it
//! answers is a line that the client never sees. The client keeps one operator.

use super::words::body_text;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::ticket::edit::within;
use domain::act::{self, Edit, Question};
use domain::clock::Target;
use domain::id::Ids as _;
use domain::intake::TicketFacts;
use domain::job::{JobKind, NewJob};
use domain::time::NEVER;
use domain::{Actor, CalendarId, Moment, Permission, Principal, SideTaskId};
use store::rows::SideTask;
use store::{StoreError, Tx};

/// Characters of a name.
const NAME: usize = 100;
/// Characters of a question or an answer.
const TEXT: usize = 20_000;
/// The longest time to answer: 250 working days of eight hours.
const LONGEST: u32 = 2_000 * 60;

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
}

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
                })
            })
            .await;
        Ok(asked?)
    }

    /// Writes down what was answered by the private link: whoever has the secret was asked.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Conflict`] for a question that was taken back; [`DeskError::NotFound`].
    pub async fn answer_by_link(&self, secret: &str, answer: &str) -> DeskResult<()> {
        let named = secret.to_owned();
        // Ids are told in letters and log lines; only the secret opens.
        let known = self
            .store()
            .read(move |reader| reader.side_task_by_secret(&named))
            .await?;
        let known = known.ok_or(DeskError::NotFound("side task"))?;
        self.answered(Actor::System, known.public_id, None, answer).await
    }

    /// Writes down what was answered by other ways: by telephone, in the corridor.
    ///
    /// # Errors
    /// As [`Desk::answer_by_link`].
    pub async fn answer_side_task(
        &self,
        principal: &Principal,
        ticket: &str,
        task: &str,
        answer: &str,
    ) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        self.answered(
            principal.actor(),
            task.to_owned(),
            Some((self.scope_of(principal), ticket.to_owned())),
            answer,
        )
        .await
    }

    async fn answered(
        &self,
        actor: Actor,
        task: String,
        within_ticket: Option<(store::Scope, String)>,
        answer: &str,
    ) -> DeskResult<()> {
        let answer = answer.trim().to_owned();
        if answer.is_empty() {
            return Err(DeskError::invalid("text", "required", "write something"));
        }
        if answer.chars().count() > TEXT {
            return Err(DeskError::invalid(
                "text",
                "too_long",
                format!("at most {TEXT} characters"),
            ));
        }
        let (setup, words) = (self.setup(), body_text(&answer));
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (task, facts) = in_hand(tx, &task, within_ticket.as_ref())?;
                if task.state == "withdrawn" {
                    return Err(withdrawn().into());
                }
                // Pressed twice, or sent again after a broken line.
                if task
                    .answer
                    .strip_suffix(answer.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with("\n\n"))
                {
                    return Ok(());
                }
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let named = (task.public_id.as_str(), task.name.as_str());
                let mut plan = act::side_task_answered(
                    edit,
                    task.clock,
                    named,
                    &words.body,
                    &words.preview,
                    words.terms.clone(),
                );
                tx.apply(&mut plan)?;
                let whole = if task.answer.is_empty() {
                    answer.clone()
                } else {
                    format!("{}\n\n{answer}", task.answer)
                };
                tx.end_side_task(task.id, "answered", &whole)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }

    /// Takes a question back.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] where it is answered or withdrawn already; [`DeskError::NotFound`]; the store's own.
    pub async fn withdraw_side_task(
        &self,
        principal: &Principal,
        ticket: &str,
        task: &str,
    ) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, task) = (self.setup(), principal.actor(), task.to_owned());
        let within_ticket = Some((self.scope_of(principal), ticket.to_owned()));
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (task, facts) = in_hand(tx, &task, within_ticket.as_ref())?;
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = act::withdraw_side_task(edit, task.clock, &task.name)?;
                tx.apply(&mut plan)?;
                tx.end_side_task(task.id, "withdrawn", &task.answer)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }

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

    /// The calendar of the team that is named, else the desk's.
    fn calendar_of(&self, to: &str) -> DeskResult<CalendarId> {
        let setup = self.setup();
        let team = setup.teams.iter().find(|team| team.name == to);
        team.and_then(|team| team.calendar)
            .or(setup.calendar)
            .ok_or_else(|| DeskError::invalid("within", "no_calendar", "the desk has no calendar"))
    }
}

/// A task with its ticket, or what that became part of, locked; within what the principal sees, where one is named.
fn in_hand(
    tx: &mut Tx<'_>,
    task: &str,
    within_ticket: Option<&(store::Scope, String)>,
) -> Result<(SideTask, TicketFacts), InWrite> {
    let ticket = tx.side_task(task)?.ticket;
    let mut facts = tx.ticket_facts_by_id(ticket)?;
    // The task's clock went over to what the ticket became part of.
    for _ in 0..16 {
        let Some(into) = facts.ticket.merged_into else {
            break;
        };
        facts = tx.ticket_facts_by_id(into)?;
    }
    let facts = match within_ticket {
        Some((scope, ticket)) if facts.ticket.public_id == *ticket => within(scope, facts)?,
        Some(_) => return Err(StoreError::NotFound("side task").into()),
        None => facts,
    };
    // Read again behind the lock: somebody may have answered meanwhile.
    Ok((tx.side_task(task)?, facts))
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
    if !(1..=LONGEST).contains(&new.within_minutes) {
        let reason = format!("working time to answer in: 1 minute to {} hours", LONGEST / 60);
        return Err(DeskError::invalid("within", "out_of_range", reason));
    }
    Ok(NewSideTask {
        to,
        address,
        question,
        within_minutes: new.within_minutes,
    })
}

fn withdrawn() -> DeskError {
    DeskError::Conflict {
        code: "side_task_withdrawn",
        reason: "the question was taken back".into(),
    }
}
