//! Side tasks: on the ticket's page, and the page of whoever is asked.

use super::Page;
use crate::console::side_tasks::PartyFields;

/// What a ticket's page says about side tasks.
#[derive(Clone, Debug, Default)]
pub struct SideTasks {
    pub tasks: Vec<SideTaskLine>,
    /// Names of teams, offered while typing.
    pub teams: Vec<String>,
    /// Something may be asked.
    pub can_ask: bool,
    /// What was typed and not asked yet, and why.
    pub typed: PartyFields,
    pub warning: String,
}

/// A side task.
#[derive(Clone, Debug, Default)]
pub struct SideTaskLine {
    pub id: String,
    pub to: String,
    pub question: String,
    pub state: String,
    pub open: bool,
    pub answer: String,
    /// Address of the private link, whole.
    pub link: String,
    /// «Письмо отправлено», what became of it; empty where there is none.
    pub sent: String,
}

/// `/a/{secret}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/side_task.html")]
pub struct SideTaskPage {
    pub page: Page,
    pub brand: String,
    pub logo: String,
    pub name: String,
    pub question: String,
    /// By when, or how it ended.
    pub due: String,
    pub answer: String,
    pub typed: String,
    pub open: bool,
    pub done: String,
    pub error: String,
    pub action: String,
}
