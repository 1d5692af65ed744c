//! Who is away: one's own absence, and for supervisors everybody's. Whoever is responsible stays so; what needs work meanwhile is
//! shown to the deputy, else in the queue of the team.

use crate::console::session::LoggedIn;
use crate::console::view::{AbsencePage, AbsenceRow, Choice};
use crate::console::{inbox, page, replies, show};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::people::{NewAbsence, Operator};
use domain::{Moment, Permission};
use jiff::civil::DateTime;
use serde::Deserialize;
use words::t;

/// What the form sends: times are in the zone of whoever fills it in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    csrf: String,
    /// Public id; empty: whoever fills it in.
    who: String,
    from: String,
    until: String,
    /// Public id; empty: nobody.
    deputy: String,
}

#[get("/absences")]
async fn list_absences(request: HttpRequest, me: LoggedIn) -> Answer {
    let answer = absences(&request, &me, Sent::default(), String::new(), StatusCode::OK).await?;
    page::forget_flash(&request, &me.app, answer)
}

#[post("/absences")]
async fn state_absence(request: HttpRequest, me: LoggedIn, sent: web::Form<Sent>) -> Answer {
    me.check(&request, &sent.csrf)?;
    let sent = sent.into_inner();
    let done = match read(&request, &me, &sent) {
        Ok(new) => {
            let who = whose(&me, &sent);
            let stated = me.app.desk.state_absence(&me.principal, &who, new).await;
            stated.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(page::see_other(&me.app, "/absences", Some("done-saved"))),
        Err(problem) if problem.code == Code::Validation => {
            let words = replies::words_of(&problem, me.lang(&request));
            let status = problem.code.status();
            absences(&request, &me, sent, words, status).await
        }
        Err(problem) => Err(problem),
    }
}

#[post("/absences/end")]
async fn end_absence(request: HttpRequest, me: LoggedIn, sent: web::Form<Sent>) -> Answer {
    me.check(&request, &sent.csrf)?;
    me.app.desk.end_absence(&me.principal, &whose(&me, &sent)).await?;
    Ok(page::see_other(&me.app, "/absences", Some("done-saved")))
}

fn whose(me: &LoggedIn, sent: &Sent) -> String {
    if sent.who.is_empty() {
        me.operator.public_id.clone()
    } else {
        sent.who.clone()
    }
}

fn read(request: &HttpRequest, me: &LoggedIn, sent: &Sent) -> Answer<NewAbsence> {
    let (zone, lang) = (me.reader(request).zone, me.lang(request));
    let instant = |field: &str, text: &str| -> Answer<Moment> {
        let wrong = || Problem::field(field, "unreadable", t(lang, "call-unreadable-time"));
        let local: DateTime = text.trim().parse().map_err(|_| wrong())?;
        let zoned = local.to_zoned(zone.clone()).map_err(|_| wrong())?;
        Ok(Moment::from_micros(zoned.timestamp().as_microsecond()))
    };
    Ok(NewAbsence {
        from: instant("from", &sent.from)?,
        until: instant("until", &sent.until)?,
        deputy: Some(sent.deputy.clone()).filter(|deputy| !deputy.is_empty()),
    })
}

async fn absences(
    request: &HttpRequest,
    me: &LoggedIn,
    typed: Sent,
    error: String,
    status: StatusCode,
) -> Answer {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let people = me.app.desk.operators(&me.principal, false).await?;
    let supervises = me.principal.may(Permission::Supervise);
    let rail = inbox::rail(me, &desk, None).await?;
    let page = page::console(request, me, t(reader.lang, "absences-title"), "absences", &rail);
    let choice = |person: &Operator, here: &str| Choice {
        value: person.public_id.clone(),
        words: person.name.clone(),
        here: person.public_id == here,
        ..Choice::default()
    };
    let row = |person: &Operator| {
        let away = me.app.desk.absence_of(person.id)?;
        Some(AbsenceRow {
            who: person.public_id.clone(),
            name: person.name.clone(),
            from: reader.exact(away.from),
            words: show::away(&reader, Some(&away)),
            can_end: supervises || person.id == me.operator.id,
        })
    };
    let own = whose(me, &typed);
    let shown = AbsencePage {
        rows: people.iter().filter_map(row).collect(),
        people: if supervises {
            people.iter().map(|person| choice(person, &own)).collect()
        } else {
            Vec::new()
        },
        deputies: people
            .iter()
            .map(|person| choice(person, &typed.deputy))
            .collect(),
        from: typed.from,
        until: typed.until,
        error,
        page,
    };
    page::html_with(status, &shown)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_absences)
        .service(state_absence)
        .service(end_absence);
}
