//! Side tasks from the ticket's page: a department or an outside party is asked, what it said by other ways is written
//! down, a question is taken back.

use crate::console::inbox::Asked;
use crate::console::session::LoggedIn;
use crate::console::show::Typed;
use crate::console::{changes, page, ticket};
use crate::problem::Answer;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::ticket::{LONGEST_SIDE_TASK, NewSideTask};
use desk::{DeskError, DeskResult};
use domain::Moment;
use serde::Deserialize;
use words::{tr, when};

/// What the form of a question sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartyFields {
    pub to: String,
    pub address: String,
    pub question: String,
    pub hours: String,
    /// The writer was told that it ends after the client's deadline, and means it.
    pub anyway: String,
}

impl PartyFields {
    /// Nothing where the hours are no time to answer in.
    fn read(&self) -> Option<NewSideTask> {
        let hours: f64 = self.hours.trim().replace(',', ".").parse().ok()?;
        // 0.25 hours are 15 minutes.
        let minutes = format!("{:.0}", hours * 60.0).parse::<u32>().ok()?;
        (1..=LONGEST_SIDE_TASK).contains(&minutes).then(|| NewSideTask {
            to: self.to.clone(),
            address: self.address.clone(),
            question: self.question.clone(),
            within_minutes: minutes,
        })
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Question {
    csrf: String,
    #[serde(flatten)]
    party: PartyFields,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    task: String,
    text: String,
}

#[post("/tickets/{id}/side-tasks")]
async fn ask_party(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Question>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let Some(new) = sent.party.read() else {
        let lang = me.reader(&request).lang;
        let most = i64::from(LONGEST_SIDE_TASK / 60);
        let told = [("given", sent.party.hours.as_str().into()), ("most", most.into())];
        let words = tr(lang, "side-task-hours-wrong", &told);
        return again(&request, &me, &id, sent.into_inner().party, words).await;
    };
    if sent.party.anyway != "1"
        && let Some(due) = ends_after(&me, &id, &new).await?
    {
        let reader = me.reader(&request);
        let told = when::moment(reader.lang, due.to_timestamp(), reader.now(), &reader.zone);
        let words = tr(reader.lang, "side-task-after-due", &[("due", told.into())]);
        // The next press means it.
        let party = PartyFields {
            anyway: "1".to_owned(),
            ..sent.into_inner().party
        };
        return again(&request, &me, &id, party, words).await;
    }
    let asked = me.app.desk.ask_side_task(&me.principal, &id, new).await;
    answer(&request, &me, &id, asked.map(drop), "done-side-task-asked").await
}

#[post("/tickets/{id}/side-tasks/answer")]
async fn note_answer(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    let done = desk
        .answer_side_task(&me.principal, &id, &sent.task, &sent.text)
        .await;
    answer(&request, &me, &id, done, "done-saved").await
}

#[post("/tickets/{id}/side-tasks/withdrawal")]
async fn withdraw_question(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let done = me
        .app
        .desk
        .withdraw_side_task(&me.principal, &id, &sent.task)
        .await;
    answer(&request, &me, &id, done, "done-saved").await
}

/// The client's deadline that the task would end after.
async fn ends_after(me: &LoggedIn, id: &str, new: &NewSideTask) -> Answer<Option<Moment>> {
    let now = me.app.desk.now();
    Ok(me.desk()?.side_task_ends_after(id, new, now).await?)
}

/// The ticket with what was typed and what its writer ought to know.
async fn again(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    party: PartyFields,
    party_warning: String,
) -> Answer {
    let ticket = me.desk()?.ticket(id, None, me.app.desk.now()).await?;
    let typed = Typed {
        party,
        party_warning,
        ..Typed::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ticket::show_ticket(request, me, &ticket, &Asked::default(), &typed, status).await
}

/// Back to the ticket; what was refused is told on its page.
async fn answer(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    result: DeskResult<()>,
    done: &str,
) -> Answer {
    let error: DeskError = match result {
        Ok(()) => {
            let back = changes::back_to(request, me, id);
            return Ok(page::see_other(&me.app, &back, Some(done)));
        }
        Err(error) => error,
    };
    changes::answer(request, me, id, Err(error), done).await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(ask_party)
        .service(note_answer)
        .service(withdraw_question);
}
