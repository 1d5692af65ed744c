//! Work after a commit: written in the transaction that made it necessary, done at least once.

use crate::{JobId, Moment, coded};

coded! {
    /// What is to be done.
    pub enum JobKind {
        /// Bring an outbound message to its client. The subject is the delivery.
        Deliver = "deliver",
        /// Tell the client number, deadline, who and how. The subject is the ticket.
        Acknowledge = "acknowledge",
        /// Bring a client's word for a person to our people, and tell the client when somebody will be there. The subject is the
        /// message that said it.
        Handoff = "handoff",
        /// Look whether a message was seen, and let it go on by the client's next address. The subject is the delivery.
        GoOn = "go_on",
        /// Tell our people that a message reached nobody. The subject is the delivery.
        TellLost = "tell_lost",
        /// Go on with an answer to everybody whom a problem concerns. The subject is the answer.
        AnswerAll = "answer_all",
        /// Tell a client who called number, deadline and how to follow. The subject is the ticket.
        TellCaller = "tell_caller",
        /// Look whether a talk in a chat is idle, or its visitor has left the queue. The subject is the talk.
        LookAtTalk = "look_at_talk",
        /// Look whether a paper was registered by the time it had to be. The subject is the paper.
        LookAtPaper = "look_at_paper",
        /// Close a resolved ticket after a time of quiet. The subject is the ticket.
        Close = "close",
        /// Tell the client that the deadline told before has moved. The subject is the ticket.
        Correct = "correct",
        /// Count running clocks anew. The subject is the recount.
        Recount = "recount",
        /// Send one of our people a link to set a password by. The subject is the link.
        AccountLetter = "account_letter",
        /// Do what a warning asks for beside telling somebody. The subject is its line of the timeline.
        Escalate = "escalate",
        /// Remind a client whom we wait for. The subject is the line of the timeline with which we began to.
        Remind = "remind",
        /// Resolve a ticket whose client did not answer. The subject as for the reminder.
        ResolveWaiting = "resolve_waiting",
        /// Look once more for what belongs to a client that became part of another. The subject is the absorbed client.
        SettleClients = "settle_clients",
        /// Send a department or an outside party what it is asked. The subject is the side task.
        AskSideTask = "ask_side_task",
        /// Send somebody of ours what they were to be told. The subject is one of the notices.
        Notify = "notify",
        /// Fetch an official calendar. The subject is its address.
        FetchCalendar = "fetch_calendar",
        /// Fetch a file that a door named. The subject is the file.
        FetchFile = "fetch_file",
        /// Tell another system what happened. The subject is the push.
        Push = "push",
    }
}

impl JobKind {
    /// Whether it writes to clients, to our people or to other systems, or begins something that does: what a copy of a desk must
    /// not do by itself.
    #[must_use]
    pub fn writes_out(self) -> bool {
        match self {
            Self::Deliver
            | Self::Acknowledge
            | Self::Handoff
            | Self::GoOn
            | Self::TellLost
            | Self::AnswerAll
            | Self::TellCaller
            | Self::LookAtPaper
            | Self::Correct
            | Self::AccountLetter
            | Self::Escalate
            | Self::Remind
            | Self::ResolveWaiting
            | Self::AskSideTask
            | Self::Notify
            | Self::Push => true,
            Self::LookAtTalk
            | Self::Close
            | Self::Recount
            | Self::SettleClients
            | Self::FetchCalendar
            | Self::FetchFile => false,
        }
    }
}

/// A job to be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewJob {
    pub kind: JobKind,
    /// The row the job is about.
    pub subject: i64,
    pub run_at: Moment,
    pub trace: String,
}

/// A job in hand: leased to one worker until `leased_until`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    pub subject: i64,
    /// How often it was begun, this time included.
    pub attempts: i32,
    pub created_at: Moment,
    pub leased_until: Moment,
    pub trace: String,
}
