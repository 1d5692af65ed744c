//! Calls: the page on which one is logged, who is found while the number is typed, and the card of a call that rings.

use crate::app::App;
use crate::calls;
use crate::console::session::LoggedIn;
use crate::console::view::{CallPage, Caller, CallersFrame, Choice, Page, RingCard};
use crate::console::{inbox, page, replies, show};
use crate::problem::{Answer, Code, Problem};
use crate::request;
use crate::stream::Ring;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use askama::Template as _;
use desk::read::FoundClient;
use desk::ticket::{LoggedCall, Note};
use domain::act::{Call, CallOutcome, Direction};
use domain::ledger::Fate;
use domain::{Moment, Permission};
use jiff::civil::DateTime;
use serde::Deserialize;
use words::{Lang, t, t_code};

/// How a moment is written in a field of a form, with seconds.
const FIELD: &str = "%Y-%m-%dT%H:%M:%S";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    number: String,
    /// Public id of the ticket it is about.
    ticket: String,
    /// `out`; anything else comes in.
    direction: String,
    /// The first ring, RFC 3339; left out: now.
    rang_at: String,
    /// The exchange's own id of the call.
    call: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    csrf: String,
    idempotency_key: String,
    call: String,
    channel: String,
    number: String,
    name: String,
    direction: String,
    outcome: String,
    rang_at: String,
    connected_at: String,
    ended_at: String,
    recording: String,
    text: String,
    /// Ticked where it answered on the merits.
    on_merits: String,
    reason: String,
    ticket: String,
}

#[get("/calls/new")]
async fn get_new(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let reader = me.reader(&request);
    let rang = asked.rang_at.parse::<Moment>().map(Moment::to_timestamp);
    let rang = rang
        .unwrap_or_else(|_| reader.now())
        .to_zoned(reader.zone.clone());
    let sent = Sent {
        number: asked.number.clone(),
        ticket: asked.ticket.clone(),
        direction: asked.direction.clone(),
        call: asked.call.clone(),
        rang_at: rang.strftime(FIELD).to_string(),
        ..Sent::default()
    };
    form(&request, &me, sent, String::new(), StatusCode::OK).await
}

#[get("/calls/callers")]
async fn get_callers(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let lang = me.lang(&request);
    let (found, tickets) = callers(&me, lang, &asked.number, &asked.ticket).await?;
    page::html_with(
        StatusCode::OK,
        &CallersFrame {
            page: page::console(&request, &me, String::new(), "calls", &page::Rail::default()),
            looked: !asked.number.trim().is_empty(),
            number: asked.number.clone(),
            ticket: asked.ticket.clone(),
            found,
            tickets,
        },
    )
}

#[post("/calls")]
async fn post_new(request: HttpRequest, me: LoggedIn, sent: web::Form<Sent>) -> Answer {
    let sent = sent.into_inner();
    me.check(&request, &sent.csrf)?;
    match log(&request, &me, &sent).await {
        Ok(ticket) => Ok(page::see_other(
            &me.app,
            &format!("/tickets/{ticket}"),
            Some("done-call-logged"),
        )),
        Err(problem) => {
            if !matches!(problem.code, Code::Validation | Code::Conflict | Code::NotFound) {
                return Err(problem);
            }
            let error = replies::words_of(&problem, me.lang(&request));
            let status = problem.code.status();
            form(&request, &me, sent, error, status).await
        }
    }
}

/// Logs it; returns the public id of its ticket.
async fn log(request: &HttpRequest, me: &LoggedIn, sent: &Sent) -> Answer<String> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (channel, number) = calls::place(&me.app, given(&sent.channel).as_deref(), &sent.number)?;
    calls::check_recording(sent.recording.trim())?;
    let zone = me.reader(request).zone;
    let lang = me.lang(request);
    let instant = |field: &str, text: &str| -> Answer<Option<Moment>> {
        let Some(text) = given(text) else { return Ok(None) };
        let wrong = || Problem::field(field, "unreadable", t(lang, "call-unreadable-time"));
        let local: DateTime = text.parse().map_err(|_| wrong())?;
        let zoned = local.to_zoned(zone.clone()).map_err(|_| wrong())?;
        Ok(Some(Moment::from_micros(zoned.timestamp().as_microsecond())))
    };
    let rang_at = instant("rang_at", &sent.rang_at)?
        .ok_or_else(|| Problem::field("rang_at", "required", t(lang, "call-unreadable-time")))?;
    let outcome = CallOutcome::parse(&sent.outcome)
        .map_err(|_| Problem::field("outcome", "unknown", t(lang, "call-no-outcome")))?;
    let connected_at = match outcome {
        // Whoever picks up at once leaves it out.
        CallOutcome::Connected => instant("connected_at", &sent.connected_at)?.or(Some(rang_at)),
        _ => None,
    };
    let logged = LoggedCall {
        call: Call {
            direction: direction(&sent.direction),
            outcome,
            rang_at,
            connected_at,
            ended_at: instant("ended_at", &sent.ended_at)?,
            recording: sent.recording.trim().to_owned(),
            number,
        },
        channel,
        name: sent.name.trim().to_owned(),
        by: String::new(),
        ticket: given(&sent.ticket),
        client: None,
        text: sent.text.clone(),
        reason: sent.reason.clone(),
        on_merits: !sent.on_merits.is_empty(),
        clock_said: None,
        // What the exchange tells of the same call is the same call.
        key: match given(&sent.call) {
            Some(call) => format!("call:{call}"),
            None => format!("call:{}:{}", me.operator.public_id, sent.idempotency_key),
        },
        trace: request::trace(request),
    };
    let done = calls::log(&me.app, &me.principal, logged).await?;
    if done.fate == Fate::Duplicate && given(&sent.call).is_some() && given(&sent.text).is_some() {
        // The exchange was quicker: what was said is kept beside the call.
        let note = Note {
            text: sent.text.clone(),
            ..Note::default()
        };
        me.app.desk.note(&me.principal, &done.ticket, note).await?;
    }
    Ok(done.ticket)
}

fn direction(text: &str) -> Direction {
    Direction::parse(text).unwrap_or(Direction::In)
}

/// The page with what was typed.
async fn form(request: &HttpRequest, me: &LoggedIn, sent: Sent, error: String, status: StatusCode) -> Answer {
    let (desk, lang) = (me.desk()?, me.lang(request));
    let (found, tickets) = callers(me, lang, &sent.number, &sent.ticket).await?;
    let chosen = direction(&sent.direction);
    let choice = |value: &str, words: String, here: bool| Choice {
        here,
        value: value.to_owned(),
        words,
        ..Choice::default()
    };
    let doors = calls::doors(&me.app);
    let rail = inbox::rail(me, &desk, None).await?;
    let shown = CallPage {
        page: page::console(request, me, t(lang, "call-new"), "calls", &rail),
        doors: doors
            .iter()
            .map(|door| choice(&door.public_id, door.name.clone(), door.public_id == sent.channel))
            .collect(),
        directions: Direction::ALL
            .iter()
            .map(|one| {
                choice(
                    one.code(),
                    t_code(lang, "call-direction", one.code()),
                    *one == chosen,
                )
            })
            .collect(),
        outcomes: CallOutcome::ALL
            .iter()
            .map(|one| {
                choice(
                    one.code(),
                    t_code(lang, "call", one.code()),
                    one.code() == sent.outcome,
                )
            })
            .collect(),
        looked: !sent.number.trim().is_empty(),
        found,
        tickets,
        idempotency_key: if sent.idempotency_key.is_empty() {
            domain::id::secret(20)
        } else {
            sent.idempotency_key
        },
        call: sent.call,
        number: sent.number,
        ticket: sent.ticket,
        name: sent.name,
        rang_at: sent.rang_at,
        connected_at: sent.connected_at,
        ended_at: sent.ended_at,
        recording: sent.recording,
        text: sent.text,
        on_merits: !sent.on_merits.is_empty(),
        asks_reason: me.principal.may(Permission::IntakeBackdate),
        reason: sent.reason,
        error,
    };
    page::html_with(status, &shown)
}

/// Who may call by what is typed of the number; of one who is certain, the open tickets too.
async fn callers(
    me: &LoggedIn,
    lang: Lang,
    number: &str,
    ticket: &str,
) -> Answer<(Vec<Caller>, Vec<Choice>)> {
    let desk = me.desk()?;
    let found = desk.callers(number, &calls::dialling(&me.app)).await?;
    let tickets = match found.as_slice() {
        [one] => open_tickets(me, lang, one, ticket).await?,
        _ => Vec::new(),
    };
    let caller = |one: FoundClient| Caller {
        name: show::called::client(lang, &one.name, &one.handle),
        number: one.handle.value,
        path: format!("/clients/{}", one.public_id),
    };
    Ok((found.into_iter().map(caller).collect(), tickets))
}

async fn open_tickets(me: &LoggedIn, lang: Lang, client: &FoundClient, chosen: &str) -> Answer<Vec<Choice>> {
    let client = me.desk()?.client(&client.public_id, None).await?;
    let open = client.tickets.into_iter().filter(|one| !one.state.is_done());
    Ok(open
        .map(|one| Choice {
            here: one.public_id == chosen,
            words: show::called::ticket(lang, &one.number, &one.title),
            value: one.public_id,
            ..Choice::default()
        })
        .collect())
}

/// The card of a call that rings, for one of our people.
///
/// # Errors
/// The store's own.
pub async fn ring_card(me: &LoggedIn, lang: Lang, ring: &Ring) -> Answer<String> {
    let found = me.desk()?.callers(&ring.number, &[]).await?;
    let client = found.into_iter().find(|one| one.handle.value == ring.number);
    let tickets = match &client {
        Some(client) => open_tickets(me, lang, client, "").await?,
        None => Vec::new(),
    };
    let sign = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let card = RingCard {
        page: Page {
            lang,
            base: me.app.options.prefix.clone(),
            assets: me.app.options.path(&crate::assets::folder()),
            ..Page::default()
        },
        id: ring.call.chars().map(sign).collect(),
        client: client.map(|one| {
            (
                show::called::client(lang, &one.name, &one.handle),
                format!("/clients/{}", one.public_id),
            )
        }),
        channel: me
            .app
            .desk
            .setup()
            .channels
            .iter()
            .find(|channel| channel.public_id == ring.channel)
            .map(|channel| channel.name.clone())
            .unwrap_or_default(),
        number: ring.number.clone(),
        rang_at: ring.rang_at.clone(),
        call: ring.call.clone(),
        tickets,
    };
    card.render().map_err(Problem::internal)
}

/// Whether the desk has a telephone, and whoever looks may log calls.
#[must_use]
pub fn has_door(app: &App, me: &LoggedIn) -> bool {
    me.principal.may(Permission::TicketsWrite) && !calls::doors(app).is_empty()
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_callers).service(get_new).service(post_new);
}
