//! The supervisor's page: what is overdue now, what will be next, whose it is and why.

use super::{Clock, Door, Face, Page};

/// A number with its definition.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub value: String,
    pub label: String,
    /// How it is counted, on hover.
    pub definition: String,
    /// `late`, `soon` or empty.
    pub level: &'static str,
    /// Path of the list behind the number, without the prefix; empty for none.
    pub path: String,
}

/// How talks in a chat went.
#[derive(Clone, Debug, Default)]
pub struct TalkLoad {
    pub chat: String,
    pub begun: String,
    pub answered: String,
    pub abandoned: String,
    pub idle: String,
    pub waiting: String,
}

/// A ticket with a deadline that needs somebody.
#[derive(Clone, Debug, Default)]
pub struct DueTicket {
    pub id: String,
    pub path: String,
    pub number: String,
    pub door: Door,
    pub client: String,
    pub subject: String,
    pub clock: Clock,
    pub assignee: Option<Face>,
    /// «Группа „Письма“».
    pub team: String,
    /// Working time left, microseconds: what is due next comes by it.
    pub left: i64,
    /// The same in words, where it is not the time on the clock: «рабочего времени 1 мин»; else empty.
    pub left_words: String,
    /// Why: «никто не взял», «ответ не доставлен», «ждём подразделение».
    pub why: String,
}

/// How much lies with one person or team.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// None: nobody.
    pub face: Option<Face>,
    pub name: String,
    pub open: String,
    pub soon: String,
    pub late: String,
    /// Path of their list, without the prefix.
    pub path: String,
}

/// How long the deadlines of one kind took that people ended, or programs.
#[derive(Clone, Debug, Default)]
pub struct Took {
    pub kind: String,
    pub count: String,
    /// Median, 90th percentile and maximum of working time, then of all the time that passed.
    pub lengths: Vec<String>,
}

/// `/supervisor`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/supervisor.html")]
pub struct SupervisorPage {
    pub page: Page,
    pub figures: Vec<Figure>,
    /// Latest first: longest overdue on top.
    /// That there are more than shown; empty where there are none.
    pub more_late: String,
    pub more_next: String,
    pub late: Vec<DueTicket>,
    /// Least working time left on top.
    pub next: Vec<DueTicket>,
    /// By team.
    pub teams: Vec<Load>,
    pub loads: Vec<Load>,
    /// What clients were told for the last weeks, and what became of it.
    pub told: Vec<Figure>,
    /// What became of promises, and what is counted apart from met and missed, in the same weeks.
    pub ended: Vec<Figure>,
    /// How long answers and solutions took in these weeks.
    pub took: Vec<Took>,
    /// How often clients asked for a person, by door.
    pub handoffs: Vec<Figure>,
    pub talks: Vec<TalkLoad>,
}
