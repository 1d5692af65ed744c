//! A company's page: the clients who say they belong to it, and their tickets.

use crate::console::session::LoggedIn;
use crate::console::view::{Choice, CompanyPage};
use crate::console::{inbox, page};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use serde::Deserialize;
use words::{number, t, t_code};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    name: String,
    after: i64,
}

#[get("/companies")]
async fn show_company(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let (lang, desk) = (me.lang(&request), me.desk()?);
    let found = desk.company(&asked.name, asked.after).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let or = |text: &str, key: &str| {
        if text.is_empty() {
            t(lang, key)
        } else {
            text.to_owned()
        }
    };
    let shown = CompanyPage {
        page: page::console(&request, &me, found.name.clone(), "client", &rail),
        clients: found
            .clients
            .iter()
            .map(|(id, name)| Choice {
                value: format!("/clients/{id}"),
                words: or(name, "company-nameless"),
                ..Choice::default()
            })
            .collect(),
        tickets: found
            .tickets
            .iter()
            .map(|one| Choice {
                value: format!("/tickets/{}", one.public_id),
                words: format!(
                    "{} · {}",
                    number::ticket(lang, &one.number),
                    or(&one.title, "no-subject")
                ),
                hint: t_code(lang, "state", one.state.code()),
                ..Choice::default()
            })
            .collect(),
        next: found.next.unwrap_or_default(),
        name: found.name,
    };
    page::html(&shown)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(show_company);
}
