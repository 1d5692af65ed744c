//! The pages of webhooks.

use super::Page;

/// A webhook in the list.
#[derive(Clone, Debug, Default)]
pub struct WebhookLine {
    pub path: String,
    pub name: String,
    pub url: String,
    /// «Работает», «Выключен», «Не доходит».
    pub state: String,
    pub well: bool,
    /// «Ждут отправки: 3».
    pub waiting: String,
    /// Why nothing gets through, as the other side or we say it.
    pub problem: String,
    pub since: String,
    pub exact: String,
}

/// An event that may be asked for.
#[derive(Clone, Debug, Default)]
pub struct EventChoice {
    pub code: String,
    pub words: String,
    pub chosen: bool,
}

/// What is typed of a webhook.
#[derive(Clone, Debug, Default)]
pub struct WebhookForm {
    pub name: String,
    pub url: String,
    pub secret_env: String,
    pub events: Vec<EventChoice>,
    pub enabled: bool,
    pub version: i64,
    pub error: String,
}

/// A push.
#[derive(Clone, Debug, Default)]
pub struct PushLine {
    pub id: String,
    pub kind: String,
    pub fate: String,
    pub failed: bool,
    pub attempts: i32,
    pub reason: String,
    pub at: String,
    pub exact: String,
    /// May be pushed once more.
    pub again: bool,
}

/// `/admin/webhooks`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/webhooks.html")]
pub struct WebhooksPage {
    pub page: Page,
    pub webhooks: Vec<WebhookLine>,
    pub form: WebhookForm,
}

/// `/admin/webhooks/{id}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/webhook.html")]
pub struct WebhookPage {
    pub page: Page,
    pub line: WebhookLine,
    pub form: WebhookForm,
    pub pushes: Vec<PushLine>,
}
