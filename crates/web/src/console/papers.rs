//! Paper that came and waits to be registered: a scan is put in with its date of receipt, and the list says by when each has to
//! be registered.

use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader, letter};
use crate::console::view::{Choice, File, PaperLine, PapersPage};
use crate::console::{bytes, inbox, multipart, page, replies};
use crate::problem::{Answer, Code, Problem};
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::read::{FileBytes, FileState, FileView, PaperView};
use desk::ticket::NewPaper;
use domain::{Moment, Permission};
use serde::Deserialize;
use words::{number, t};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `aside`; the waiting ones by default.
    list: String,
    /// Public id of the paper after which the page begins.
    after: String,
}

#[get("/papers")]
async fn get_papers(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let shown = papers(&request, &me, &asked, PapersPage::default()).await?;
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

#[post("/papers")]
async fn post_paper(request: HttpRequest, me: LoggedIn, sent: Multipart) -> Answer {
    let sent = multipart::read(sent, me.app.options.max_upload).await?;
    me.check(&request, sent.field("csrf"))?;
    let typed = PapersPage {
        received: sent.field("received").trim().to_owned(),
        note: sent.field("note").to_owned(),
        reason: sent.field("reason").to_owned(),
        idempotency_key: sent.field("idempotency_key").to_owned(),
        ..PapersPage::default()
    };
    let done = match typed.received.parse() {
        Ok(received) => {
            let new = NewPaper {
                channel: Some(sent.field("channel").to_owned()).filter(|name| !name.is_empty()),
                received,
                note: typed.note.clone(),
                reason: typed.reason.clone(),
                key: format!("console:{}:{}", me.operator.public_id, typed.idempotency_key),
                scan: sent.files,
            };
            let put = me.app.desk.put_paper(&me.principal, new).await;
            put.map_err(Problem::from)
        }
        Err(_) => {
            let error = t(me.lang(&request), "letter-no-date");
            return again(
                &request,
                &me,
                PapersPage { error, ..typed },
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
        }
    };
    let problem = match done {
        Ok(_) => return Ok(page::see_other(&me.app, "/papers", Some("done-paper-put"))),
        Err(problem) => problem,
    };
    if !matches!(problem.code, Code::Validation | Code::Conflict) {
        return Err(problem);
    }
    let error = replies::words_of(&problem, me.lang(&request));
    again(
        &request,
        &me,
        PapersPage { error, ..typed },
        problem.code.status(),
    )
    .await
}

async fn again(request: &HttpRequest, me: &LoggedIn, typed: PapersPage, status: StatusCode) -> Answer {
    page::html_with(status, &papers(request, me, &Asked::default(), typed).await?)
}

async fn papers(
    request: &HttpRequest,
    me: &LoggedIn,
    asked: &Asked,
    mut shown: PapersPage,
) -> Answer<PapersPage> {
    let (reader, desk, lang) = (me.reader(request), me.desk()?, me.lang(request));
    shown.aside = asked.list == "aside";
    let state = if shown.aside { "aside" } else { "waiting" };
    let found = desk.papers(state, &asked.after).await?;
    shown.papers = found
        .papers
        .into_iter()
        .map(|paper| line(&reader, paper))
        .collect();
    shown.next = found
        .next
        .map(|after| format!("/papers?list={state}&after={after}"));
    shown.lists = show::letter::lists(lang, if shown.aside { "papers-aside" } else { "papers" });
    let setup = me.app.desk.setup();
    let doors = setup
        .channels
        .iter()
        .filter(|channel| channel.enabled && channel.kind == super::letters::KIND);
    shown.doors = doors
        .map(|door| Choice {
            value: door.public_id.clone(),
            words: door.name.clone(),
            ..Choice::default()
        })
        .collect();
    shown.today = me.app.desk.today().to_string();
    if shown.received.is_empty() {
        shown.received.clone_from(&shown.today);
    }
    shown.asks_reason = me.principal.may(Permission::IntakeBackdate);
    if shown.idempotency_key.is_empty() {
        shown.idempotency_key = domain::id::secret(20);
    }
    let rail = inbox::rail(me, &desk, None).await?;
    shown.page = page::console(request, me, t(lang, "nav-letters"), "letters", &rail);
    Ok(shown)
}

/// A paper as it is listed, and shown beside the form by which it is registered.
pub fn line(reader: &Reader, view: PaperView) -> PaperLine {
    let PaperView {
        paper,
        files,
        due,
        preliminary,
        ..
    } = view;
    let received = letter::midnight(reader, &paper.received).unwrap_or(paper.put_at);
    let files = files.into_iter().enumerate().map(|(at, file)| File {
        size: number::bytes(reader.lang, u64::try_from(file.size).unwrap_or_default()),
        path: format!("/papers/{}/files/{at}", paper.public_id),
        name: if file.name.is_empty() {
            (at + 1).to_string()
        } else {
            file.name
        },
        missing: String::new(),
    });
    PaperLine {
        files: files.collect(),
        received: letter::date(reader, &paper.received),
        clock: due
            .filter(|_| paper.state == "waiting")
            .map(|due: Moment| show::clock::of_registration(reader, received, due, preliminary)),
        id: paper.public_id,
        note: paper.note,
        reason: paper.reason,
    }
}

#[get("/papers/{id}/files/{at}")]
async fn get_page(me: LoggedIn, path: web::Path<(String, usize)>) -> Answer {
    let (id, at) = path.into_inner();
    let (file, bytes) = me.desk()?.paper_file(&id, at).await?;
    // Browsers show a PDF by themselves, and what they may not show is downloaded.
    let found = FileBytes {
        file: FileView {
            public_id: id,
            name: file.name,
            media_type: file.media_type,
            size: file.size,
            inline: false,
            content_id: String::new(),
            bytes: FileState::Here,
        },
        bytes,
    };
    Ok(bytes::file(found, true))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    reason: String,
}

#[post("/papers/{id}/aside")]
async fn set_aside(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer<HttpResponse> {
    me.check(&request, &sent.csrf)?;
    let done = me
        .app
        .desk
        .set_paper_aside(&me.principal, &id, &sent.reason)
        .await;
    let problem = match done {
        Ok(()) => return Ok(page::see_other(&me.app, "/papers", Some("done-saved"))),
        Err(error) => Problem::from(error),
    };
    if !matches!(problem.code, Code::Validation | Code::Conflict) {
        return Err(problem);
    }
    let error = replies::words_of(&problem, me.lang(&request));
    let typed = PapersPage {
        error,
        ..PapersPage::default()
    };
    again(&request, &me, typed, problem.code.status()).await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_papers)
        .service(post_paper)
        .service(get_page)
        .service(set_aside);
}
