//! The registers of paper: what waits to be sent, what left on a day, what was registered on a day; each day prints as a list.

use crate::console::session::LoggedIn;
use crate::console::show::letter;
use crate::console::view::{RegisterLine, RegisterPage};
use crate::console::{inbox, page, replies};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::read::LetterLine;
use desk::ticket::LetterNews;
use jiff::civil::Date;
use serde::Deserialize;
use words::{number, t, t_code};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `waiting`, `out`, `in`.
    list: String,
    day: String,
    /// Public id of the line after which the page begins.
    after: String,
}

#[get("/letters")]
async fn get_register(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let shown = register(&request, &me, &asked, String::new()).await?;
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

async fn register(
    request: &HttpRequest,
    me: &LoggedIn,
    asked: &Asked,
    error: String,
) -> Answer<RegisterPage> {
    let (reader, desk, lang) = (me.reader(request), me.desk()?, me.lang(request));
    let today = me.app.desk.today();
    let list = match asked.list.as_str() {
        "out" => "out",
        "in" => "in",
        _ => "waiting",
    };
    let day: Date = asked.day.parse().unwrap_or(today);
    let found = match list {
        "waiting" => desk.letters("out", None, &asked.after).await?,
        way => desk.letters(way, Some(day), &asked.after).await?,
    };
    let rail = inbox::rail(me, &desk, None).await?;
    Ok(RegisterPage {
        page: page::console(request, me, t(lang, "nav-letters"), "letters", &rail),
        lists: letter::lists(lang, list),
        list,
        day: day.to_string(),
        day_words: letter::date(&reader, &day.to_string()),
        today: today.to_string(),
        next: found
            .next
            .map(|after| format!("/letters?list={list}&day={day}&after={after}")),
        lines: found
            .lines
            .into_iter()
            .map(|line| RegisterLine {
                dated: letter::date(&reader, &line.letter.dated),
                state: t_code(lang, "letter-state", &line.letter.state),
                ticket_path: format!("/tickets/{}?view=all", line.ticket),
                ticket: number::ticket(lang, &line.ticket_number),
                ..shown(line)
            })
            .collect(),
        error,
    })
}

fn shown(line: LetterLine) -> RegisterLine {
    RegisterLine {
        id: line.letter.public_id,
        number: line.letter.number,
        name: line.letter.name,
        address: line.letter.address,
        theirs: line.letter.their_number,
        title: line.title,
        tracking: line.letter.tracking,
        reason: line.letter.reason,
        dispatched: line.letter.state == "dispatched",
        waits: line.letter.state == "prepared",
        printable: line.letter.way == "out",
        ..RegisterLine::default()
    }
}

#[get("/letters/{id}.pdf")]
async fn get_sheet(me: LoggedIn, id: web::Path<String>) -> Answer {
    let (_, pdf) = me.desk()?.letter_sheet(&id).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{id}.pdf\""),
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(pdf))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    on: String,
    tracking: String,
    reason: String,
    /// `dispatched`, `delivered`, `returned`.
    what: String,
    list: String,
    day: String,
}

#[post("/letters/{id}/news")]
async fn tell_news(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let sent = sent.into_inner();
    let news = match sent.what.as_str() {
        "delivered" => LetterNews::Delivered,
        "returned" => LetterNews::Returned { reason: sent.reason },
        _ => LetterNews::Dispatched {
            on: sent.on.parse().ok(),
            tracking: sent.tracking,
        },
    };
    let asked = Asked {
        list: sent.list,
        day: sent.day,
        after: String::new(),
    };
    let problem = match me.app.desk.letter_news(&me.principal, &id, news).await {
        Ok(()) => {
            let back = format!("/letters?list={}&day={}", asked.list, asked.day);
            return Ok(page::see_other(&me.app, &back, Some("done-saved")));
        }
        Err(error) => Problem::from(error),
    };
    if !matches!(problem.code, Code::Validation | Code::Conflict) {
        return Err(problem);
    }
    let error = replies::words_of(&problem, me.lang(&request));
    page::html_with(
        problem.code.status(),
        &register(&request, &me, &asked, error).await?,
    )
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_register).service(get_sheet).service(tell_news);
}
