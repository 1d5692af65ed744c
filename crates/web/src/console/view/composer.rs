//! The place to answer from. It says before sending: to whom, by which door, from which address, in which
//! language, what the client will see and which clock it stops.

use super::Choice;

/// The composer of a ticket.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    pub reply: ReplyForm,
    pub note: Draft,
    /// A promise told by voice, and where its form posts to.
    pub by_voice: PromiseForm,
    pub voice_action: String,
    /// Opens on the note instead of the answer.
    pub on_note: bool,
    /// «Борис Котов пишет ответ»; empty where nobody else does.
    pub writing: String,
}

/// An answer that may still be undone.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// «Отправлено. Отменить можно в течение 8 с».
    pub words: String,
    /// The same with `{n}` for the seconds.
    pub pattern: String,
    /// Path of the POST that undoes it.
    pub action: String,
    /// Milliseconds since 1970 UTC.
    pub until_ms: i64,
    /// Seconds left when the page was made.
    pub seconds: i64,
}

/// A file that goes out with a draft.
#[derive(Clone, Debug, Default)]
pub struct DraftFile {
    pub name: String,
    /// «1,2 МБ».
    pub size: String,
    /// Path of the POST that takes it away.
    pub removal: String,
}

/// The answer.
#[derive(Clone, Debug, Default)]
pub struct ReplyForm {
    pub draft: Draft,
    /// «Анна Смирнова ‹anna@example.org›».
    pub to: String,
    /// To which address of the client's; one choice is shown as words.
    pub ways: Vec<Choice>,
    /// By which door; one choice is shown as words.
    pub doors: Vec<Choice>,
    /// From which address.
    pub from: Vec<Choice>,
    pub languages: Vec<Choice>,
    /// «Остановит „Первый ответ“, до 18:00»; empty where it stops nothing.
    pub stops: String,
    /// What the client will see around the words: greeting, signature, number.
    pub preview: String,
    /// What the writer ought to know before sending: one sentence each.
    pub warnings: Vec<String>,
    pub promise: PromiseForm,
    /// A statutory term runs: an answer can be marked as one on the merits.
    pub has_term: bool,
    /// How the client asked to be answered, where a term of the law is fulfilled by that way alone; empty: by any.
    pub asked_way: String,
    pub can_attach: bool,
    /// Why nothing can be sent; empty when it can.
    pub blocked: String,
}

/// The fields of a promise.
#[derive(Clone, Debug, Default)]
pub struct PromiseForm {
    /// Answer, solution, call.
    pub whats: Vec<Choice>,
    /// What was typed, given back.
    pub date: String,
    pub time: String,
    /// The writer has been warned; the next press means it.
    pub anyway: bool,
    /// The earliest date that makes sense, in the desk's zone.
    pub today: String,
    /// «московское время».
    pub zone: String,
}

/// A text being written and where it goes.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Path the form posts to, without the prefix.
    pub action: String,
    /// Names the draft in the browser's storage: the ticket's public id and `reply` or `note`.
    pub draft_key: String,
    /// Makes a second press of the button harmless.
    pub idempotency_key: String,
    /// The version of the ticket this is based on.
    pub version: i64,
    /// What was written: kept as a draft, or given back after a refusal.
    pub text: String,
    /// `reply` or `note`.
    pub kind: &'static str,
    /// Path of the POST that keeps it as a draft.
    pub keeps: String,
    pub files: Vec<DraftFile>,
    /// Why it was refused, what was kept, what to do next.
    pub error: String,
}
