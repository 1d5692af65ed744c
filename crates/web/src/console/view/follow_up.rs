//! The client's own page of a ticket: number, deadline, who, history, and a place to add to it. No account, no
//! jargon, no internal word.

use super::{File, Page};

/// One message as the client sees it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub ours: bool,
    /// Nobody said it: the request was resolved, withdrawn, taken up again.
    pub turned: bool,
    /// «Вы», the public name of the team, or the name of the specialist.
    pub speaker: String,
    pub at: String,
    pub exact: String,
    pub text: String,
    pub files: Vec<File>,
}

/// `/t/{token}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/follow_up.html")]
pub struct FollowUpPage {
    pub page: Page,
    /// The public name of the brand.
    pub brand: String,
    /// Address of the brand's logo and of its one colour (a style sheet); empty for none.
    pub logo: String,
    pub brand_css: String,
    pub number: String,
    /// The first line: «Ответим не позднее 18:00 вторника, 12 мая, по московскому времени».
    pub deadline: String,
    /// «Срок приостановлен: ждём вашего ответа», «Мы обещали ответить до 18:00 и не успели…»; empty for none.
    pub deadline_note: String,
    pub state: String,
    pub subject: String,
    /// «Обращением занимается Анна Кузнецова».
    pub who: String,
    /// «Ответ придёт письмом на anna@example.org».
    pub how: String,
    /// «Более ранние сообщения здесь не показаны»; empty where all are.
    pub more: String,
    pub history: Vec<Said>,
    /// Paths that say it is solved and take it back; empty when it is over.
    pub solve: String,
    pub withdraw: String,
    /// Path the answer is posted to (fields `text`, `idempotency_key`); empty when the ticket is closed.
    pub answer: String,
    pub idempotency_key: String,
    pub text: String,
    pub error: String,
    /// Told after sending: «Передали. Ответим до …».
    pub done: String,
    /// Why nothing can be added, and what to do instead; empty when it can.
    pub closed: String,
}
