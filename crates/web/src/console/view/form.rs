//! The public form and the page after it. One question after another, the deadline in the first line.

use super::Page;
use words::Lang;

/// `/form/{path}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/form.html")]
pub struct FormPage {
    pub page: Page,
    pub brand: String,
    /// Address of the brand's logo and of its one colour (a style sheet); empty for none.
    pub logo: String,
    pub brand_css: String,
    pub title: String,
    pub intro: String,
    /// «Ответим не позднее 18:00 среды, 15 апреля, по московскому времени».
    pub deadline: String,
    /// «Сейчас мы не работаем …»; empty while the desk is open.
    pub closed_now: String,
    /// Addresses with the prefix: where the form is sent, and where a script asks for the deadline of another choice.
    pub action: String,
    pub due: String,
    /// Makes a second press harmless.
    pub token: String,
    pub zone: String,
    /// What happened to the whole; empty for nothing.
    pub problem: String,
    pub kinds: Option<Picks>,
    pub topics: Option<Picks>,
    pub subject: Option<Input>,
    pub text: String,
    pub text_error: String,
    /// Name and address.
    pub inputs: Vec<Input>,
    pub answer_by: Option<Picks>,
    pub phone: Option<Input>,
    /// «До 25 МБ вместе»; `None` where no files are taken.
    pub files: Option<String>,
    pub files_error: String,
    /// Bytes.
    pub files_most: usize,
    pub consent: Option<Consent>,
    pub langs: Vec<Lang>,
}

/// A line to fill in.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub name: &'static str,
    pub label: String,
    /// The type of the field.
    pub kind: &'static str,
    /// What a browser may fill in (HTML, autofill).
    pub complete: &'static str,
    pub required: bool,
    pub most: usize,
    pub typed: String,
    pub error: String,
}

/// One of several to choose.
#[derive(Clone, Debug, Default)]
pub struct Picks {
    pub label: String,
    pub error: String,
    pub picks: Vec<Pick>,
}

/// A choice.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    pub value: String,
    pub words: String,
    /// Its own deadline, where choices differ in it.
    pub due: String,
    pub chosen: bool,
}

/// A tick that nobody sets but the client.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    pub version: String,
    pub text: String,
    pub ticked: bool,
    pub error: String,
}

/// `/form/{path}/sent/…`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/sent.html")]
pub struct SentPage {
    pub page: Page,
    pub brand: String,
    pub logo: String,
    pub brand_css: String,
    pub title: String,
    /// «Номер вашего обращения: № 2026-004512»; empty where a person looks at it first.
    pub number: String,
    pub deadline: String,
    pub who: String,
    pub how: String,
    /// What is to be said instead of a number.
    pub note: String,
    /// The private link in full, and its path with the prefix.
    pub link: String,
    pub follow: String,
    /// Back to an empty form.
    pub form: String,
}
