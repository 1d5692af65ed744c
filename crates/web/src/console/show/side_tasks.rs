//! Side tasks of a ticket, in words.

use super::{Reader, Typed};
use crate::console::view::{SideTaskLine, SideTasks};
use desk::read::{SideTaskView, TeamName, TicketView};
use domain::ticket::State;
use words::{t, t_code, tr, when};

/// What the ticket's page says about them; `site` is the address links begin with.
#[must_use]
pub fn side_tasks(
    reader: &Reader,
    ticket: &TicketView,
    teams: &[TeamName],
    site: &str,
    typed: &Typed,
) -> SideTasks {
    SideTasks {
        tasks: ticket
            .side_tasks
            .iter()
            .map(|task| line(reader, task, site))
            .collect(),
        teams: teams.iter().map(|team| team.name.clone()).collect(),
        can_ask: ticket.state != State::Closed,
        typed: typed.party.clone(),
        warning: typed.party_warning.clone(),
    }
}

fn line(reader: &Reader, task: &SideTaskView, site: &str) -> SideTaskLine {
    let lang = reader.lang;
    let open = task.state == "asked";
    let due = task.due.filter(|_| open).map(|due| {
        let due = when::due(lang, due.to_timestamp(), reader.now(), &reader.zone);
        tr(lang, "side-task-due", &[("due", due.into())])
    });
    let ended = || {
        let at = task.answered_at.map(|at| reader.age(at)).unwrap_or_default();
        format!("{}, {at}", t_code(lang, "side-task-state", &task.state))
    };
    SideTaskLine {
        id: task.public_id.clone(),
        to: task.name.clone(),
        question: task.question.clone(),
        state: due.unwrap_or_else(ended),
        open,
        answer: task.answer.clone(),
        link: format!("{site}/a/{}", task.secret),
        sent: match task.sent.as_str() {
            "" => t(lang, "side-task-by-link"),
            sent => tr(
                lang,
                &format!("side-task-letter-{sent}"),
                &[("to", task.address.as_str().into())],
            ),
        },
    }
}
