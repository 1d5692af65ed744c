//! A ticket, opened beside the list it was found in; or alone, for a frame that asks for it.

use crate::console::inbox::{self, Asked};
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{self, People, Typed};
use crate::console::view::{Flash, TicketFrame, TicketPage};
use crate::problem::{Answer, Code};
use crate::public::News;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use desk::read::{Cursor, PersonName, Relation, TeamName, TicketView};
use serde::Deserialize;

/// Which page of the timeline, beside what the list is asked.
#[derive(Clone, Debug, Default, Deserialize)]
struct Place {
    #[serde(default)]
    before: String,
}

#[get("/tickets/{id}")]
async fn get_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    asked: web::Query<Vec<(String, String)>>,
    place: web::Query<Place>,
) -> Answer {
    let before = (!place.before.is_empty())
        .then(|| place.before.parse::<Cursor>())
        .transpose()?;
    let ticket = me.desk()?.ticket(&id, before, me.app.desk.now()).await?;
    // What became part of another ticket is read there.
    if let Some((_, into)) = ticket
        .related
        .iter()
        .find(|(relation, _)| *relation == Relation::MergedInto)
    {
        return Ok(page::see_other(
            &me.app,
            &format!("/tickets/{}", into.public_id),
            None,
        ));
    }
    let mut asked = asked.into_inner();
    let asked = match Asked::of(&me, asked.clone()).await {
        // The saved view beside it was deleted: the ticket is still there.
        Err(problem) if problem.code == Code::NotFound => {
            asked.retain(|(name, _)| name != "saved");
            Asked::of(&me, asked).await?
        }
        answer => answer?,
    };
    let answer = show_ticket(&request, &me, &ticket, &asked, &Typed::default(), StatusCode::OK).await?;
    // A page fetched ahead has been read by nobody.
    if ticket.last_seq > ticket.seen && !page::is_ahead(&request) {
        see(&me, &ticket);
    }
    page::forget_flash(&request, &me.app, answer)
}

/// Notes in the background that this person has read the ticket: nobody waits for a commit to see a page.
fn see(me: &LoggedIn, ticket: &TicketView) {
    let (desk, principal) = (me.app.desk.clone(), me.principal.clone());
    let (id, seq) = (ticket.id, ticket.last_seq);
    me.app.talks.tell(id, News::Read);
    actix_web::rt::spawn(async move {
        if let Err(error) = desk.see_ticket(&principal, id, seq).await {
            tracing::warn!(%error, "what somebody has read could not be noted");
        }
    });
}

/// The page of a ticket with what somebody typed and was not taken.
///
/// # Errors
/// The desk's, or the page cannot be written.
pub async fn show_ticket(
    request: &HttpRequest,
    me: &LoggedIn,
    ticket: &TicketView,
    asked: &Asked,
    typed: &Typed,
    status: StatusCode,
) -> Answer<HttpResponse> {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let people = people(me).await?;
    let back = format!("/inbox{}", asked.query());
    let zone = show::zone_of(&me.app.desk.setup().zone);
    let shown = show::ticket(&reader, ticket, &people, &back, &sender(me, ticket), &zone, typed);
    let title = format!(
        "{} {}",
        words::number::ticket(reader.lang, &shown.number),
        shown.subject
    );
    if is_frame(request) {
        let mut page = page::console(request, me, title, "inbox", &page::Rail::default());
        page.flash = refusal(typed).or(page.flash);
        return page::html_with(status, &TicketFrame { page, ticket: shown });
    }
    let here = asked.saved.is_none().then(|| asked.view());
    let mut rail = inbox::rail(me, &desk, here).await?;
    rail.saved_here = asked.saved.as_ref().map(|view| view.public_id.clone());
    let list = inbox::list(me, &reader, &desk, asked, &rail, Some(&ticket.public_id)).await?;
    let mut page = page::console(request, me, title, "inbox", &rail);
    page.flash = refusal(typed).or(page.flash);
    page::html_with(
        status,
        &TicketPage {
            page,
            list,
            ticket: shown,
        },
    )
}

/// What was refused stays above the page until it is dismissed.
fn refusal(typed: &Typed) -> Option<Flash> {
    let words = Some(typed.refused.clone()).filter(|words| !words.is_empty())?;
    Some(Flash {
        words,
        problem: true,
        undo: String::new(),
    })
}

/// Turbo asks for the frame alone when a ticket opens beside its list.
fn is_frame(request: &HttpRequest) -> bool {
    request
        .headers()
        .get("turbo-frame")
        .is_some_and(|frame| frame.as_bytes() == b"ticket")
}

/// The address answers to this ticket leave from.
fn sender(me: &LoggedIn, ticket: &TicketView) -> String {
    let setup = me.app.desk.setup();
    let channel = setup
        .channels
        .iter()
        .find(|channel| channel.public_id == ticket.door.public_id);
    channel.map(|channel| channel.address.clone()).unwrap_or_default()
}

/// Whom a ticket can be given to.
async fn people(me: &LoggedIn) -> Answer<People> {
    let operators = me.app.desk.operators(&me.principal, false).await?;
    let named = |operator: desk::people::Operator| PersonName {
        public_id: operator.public_id,
        name: operator.name,
    };
    let teams = me
        .app
        .desk
        .setup()
        .teams
        .iter()
        .map(|team| TeamName {
            public_id: team.public_id.clone(),
            name: team.name.clone(),
        })
        .collect();
    Ok(People {
        operators: operators.into_iter().map(named).collect(),
        teams,
        setup: me.app.desk.setup(),
        me: me.operator.public_id.clone(),
        supervisor: me.principal.may(domain::Permission::Supervise),
        site: me.app.options.address(""),
    })
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_ticket);
}
