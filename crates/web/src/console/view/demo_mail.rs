//! The demo's mail catcher: what would have left, readable here.

use super::Page;

/// A caught mail in the list.
#[derive(Clone, Debug, Default)]
pub struct CaughtMail {
    pub path: String,
    pub to: String,
    pub from: String,
    pub subject: String,
    pub preview: String,
    pub at: String,
    pub exact: String,
    pub here: bool,
}

/// A header of a mail.
#[derive(Clone, Debug, Default)]
pub struct Header {
    pub name: String,
    pub value: String,
}

/// `/demo/mail`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/demo_mail_list.html")]
pub struct DemoMailListPage {
    pub page: Page,
    pub mails: Vec<CaughtMail>,
}

/// `/demo/mail/{id}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/demo_mail.html")]
pub struct DemoMailPage {
    pub page: Page,
    pub mail: CaughtMail,
    pub text: String,
    pub headers: Vec<Header>,
    /// Path of a POST that answers as the client (field `text`), so that a visitor can play both sides; empty
    /// where that is not offered.
    pub answer: String,
}
