//! Promises from the ticket's page: told by voice, or in the answer. Whoever promises more than a running deadline allows
//! is told so before anything is sent.

use crate::console::session::LoggedIn;
use crate::console::show::Typed;
use crate::console::show::{Reader, zone_of};
use crate::console::{changes, page, replies};
use crate::problem::{Answer, Problem};
use actix_web::{HttpRequest, post, web};
use desk::read::TicketView;
use desk::ticket::{By, NewPromise};
use domain::ClockId;
use domain::clock::{Promised, Verdict};
use jiff::civil::{Date, Time};
use serde::Deserialize;
use words::{Lang, t, tr, when};

/// What the fields of a promise send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PromiseFields {
    pub promise_what: String,
    pub promise_date: String,
    pub promise_time: String,
    /// The writer was told that it comes after a running deadline, and means it.
    pub promise_anyway: String,
}

impl PromiseFields {
    /// The promise, in the desk's zone; none where no date was given.
    ///
    /// # Errors
    /// The date or the time cannot be read.
    pub fn read(&self, me: &LoggedIn, lang: Lang) -> Answer<Option<NewPromise>> {
        if self.promise_date.is_empty() {
            return Ok(None);
        }
        let wrong = |field: &str| Problem::field(field, "invalid", t(lang, "promise-unreadable"));
        let what = Promised::parse(&self.promise_what).map_err(|_| wrong("promise_what"))?;
        let date: Date = self.promise_date.parse().map_err(|_| wrong("promise_date"))?;
        let by = if self.promise_time.is_empty() {
            By::On(date)
        } else {
            let time: Time = self.promise_time.parse().map_err(|_| wrong("promise_time"))?;
            let zone = zone_of(&me.app.desk.setup().zone);
            let at = date
                .to_datetime(time)
                .to_zoned(zone)
                .map_err(|_| wrong("promise_time"))?;
            By::At(domain::Moment::from_micros(at.timestamp().as_microsecond()))
        };
        Ok(Some(NewPromise { what, by }))
    }

    /// What the writer ought to know before: the running deadline that the promise comes after.
    ///
    /// # Errors
    /// The promise has no instant.
    pub fn warning(
        &self,
        me: &LoggedIn,
        reader: &Reader,
        ticket: &TicketView,
        promise: &NewPromise,
    ) -> Answer<Option<String>> {
        if self.promise_anyway == "1" {
            return Ok(None);
        }
        let (_, due) = me.app.desk.promised_instant(promise.by)?;
        let running = ticket
            .clocks
            .iter()
            .filter(|clock| clock.open && clock.kind.bounds_promises() && clock.verdict == Verdict::Running);
        let before = running
            .filter(|clock| clock.due < due)
            .min_by_key(|clock| clock.due);
        Ok(before.map(|clock| {
            let told = when::moment(reader.lang, clock.due.to_timestamp(), reader.now(), &reader.zone);
            tr(reader.lang, "composer-promise-after-due", &[("due", told.into())])
        }))
    }
}

/// A promise by voice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ByVoice {
    csrf: String,
    version: Option<i64>,
    #[serde(flatten)]
    promise: PromiseFields,
}

#[post("/tickets/{id}/promises")]
async fn create_promise(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<ByVoice>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let typed = Typed {
        promise: sent.promise.clone(),
        ..Typed::default()
    };
    let reader = me.reader(&request);
    let Some(promise) = sent.promise.read(&me, reader.lang)? else {
        let reason = t(reader.lang, "promise-unreadable");
        return Err(Problem::field("promise_date", "required", reason));
    };
    let ticket = me.desk()?.ticket(&id, None, me.app.desk.now()).await?;
    let warned = match sent.promise.warning(&me, &reader, &ticket, &promise) {
        Ok(warned) => warned,
        Err(problem) => return replies::give_back(&request, &me, &id, typed, problem).await,
    };
    if let Some(words) = warned {
        return replies::warn(&request, &me, &id, typed, words).await;
    }
    match me
        .app
        .desk
        .promise(&me.principal, &id, promise, sent.version)
        .await
    {
        Ok(_) => Ok(page::see_other(
            &me.app,
            &changes::back_to(&request, &me, &id),
            Some("done-promised"),
        )),
        Err(error) => replies::give_back(&request, &me, &id, typed, error.into()).await,
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Release {
    csrf: String,
    version: Option<i64>,
    clock: i64,
}

#[post("/tickets/{id}/promises/release")]
async fn release_promise(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Release>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (desk, clock) = (&me.app.desk, ClockId(sent.clock));
    let result = desk
        .release_promise(&me.principal, &id, clock, sent.version)
        .await;
    changes::answer(&request, &me, &id, result, "done-saved").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(create_promise).service(release_promise);
}
