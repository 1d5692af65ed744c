//! The pages about our people, and the two that need no log-in.

use super::{Choice, Face, Fact, Page, Row};

/// Somebody in the list.
#[derive(Clone, Debug, Default)]
pub struct PersonRow {
    /// Path of their page.
    pub path: String,
    pub face: Face,
    pub name: String,
    pub login: String,
    pub role: String,
    pub teams: String,
    pub active: bool,
    /// «Приглашение ждёт до 12 мая»; empty where there is nothing to say.
    pub state: String,
    pub well: bool,
}

/// `/admin/people`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/people.html")]
pub struct PeoplePage {
    pub page: Page,
    pub people: Vec<PersonRow>,
    /// What was typed, given back after a refusal.
    pub email: String,
    pub name: String,
    pub roles: Vec<Choice>,
    pub teams: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub error: String,
}

/// `/admin/people/{id}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/person.html")]
pub struct PersonPage {
    pub page: Page,
    pub row: PersonRow,
    pub facts: Vec<Fact>,
    /// They have set a password.
    pub joined: bool,
    pub roles: Vec<Choice>,
    pub teams: Vec<Choice>,
    /// Open tickets they are responsible for.
    pub tickets: Vec<Row>,
    pub more: bool,
    pub error: String,
}

/// `/password/forgotten`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/forgotten.html")]
pub struct ForgottenPage {
    pub page: Page,
    pub error: String,
    /// What was done; the form is gone then.
    pub done: String,
}

/// `/password/{token}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/new_password.html")]
pub struct NewPasswordPage {
    pub page: Page,
    /// Path the form posts to.
    pub action: String,
    pub login: String,
    /// «Ссылка действует до 18:00».
    pub valid: String,
    pub error: String,
}
