//! The deadline a client is told before anything is sent: of what is chosen, as of now.

use super::{Opened, find, framed};
use crate::app::App;
use crate::console::show::zone_of;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, get, web};
use desk::forecast::{Forecast, Foreseen};
use domain::clock::ClockKind;
use domain::ticket::Kind;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::{Lang, tr, when};

/// The deadline in words; both are empty where there is nothing to say.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DueWords {
    /// «не позднее 18:00 среды, 15 апреля, по московскому времени».
    pub limit: String,
    /// «Ответим не позднее …»
    pub sentence: String,
    /// «Сейчас мы не работаем и снова будем на связи …»
    pub closed_now: String,
}

/// What a request of this kind and topic would be told now.
pub fn of(app: &App, form: &Opened, lang: Lang, kind: Kind, topic: &str, zone: &str) -> Answer<DueWords> {
    let now = app.desk.now();
    let foreseen = Foreseen {
        kind,
        topic: topic.to_owned(),
        lang: lang.code().to_owned(),
        ..Foreseen::by(form.channel.id)
    };
    let Forecast { due, reopens_at } = app.desk.forecast(&foreseen, now)?;
    let own = TimeZone::get(zone).ok();
    let setup = app.desk.setup();
    let calendar = due.as_ref().map_or(&setup.zone, |told| &told.zone);
    let (desk, now) = (zone_of(calendar), now.to_timestamp());
    let mut words = DueWords::default();
    if let Some(told) = due {
        words.limit = when::not_later(lang, told.due.to_timestamp(), now, &desk, own.as_ref());
        let key = if told.clock == ClockKind::Callback {
            "client-form-due-call"
        } else {
            "client-form-due"
        };
        words.sentence = tr(lang, key, &[("due", words.limit.clone().into())]);
    }
    if let Some(opens) = reopens_at {
        let opens = when::opening(lang, opens.to_timestamp(), now, &desk, own.as_ref());
        words.closed_now = tr(lang, "client-closed-now", &[("opens", opens.into())]);
    }
    Ok(words)
}

/// The kind a form asks first, or the one every request is that says nothing.
pub fn kind_of(form: &Opened, code: &str) -> Kind {
    let offered = &form.spec.kinds;
    offered
        .iter()
        .find(|kind| kind.code() == code)
        .or(offered.first())
        .copied()
        .unwrap_or(Kind::Question)
}

/// The topic, where the form offers it.
pub fn topic_of<'a>(form: &Opened, name: &'a str) -> &'a str {
    let offered = form.spec.topics.iter().any(|topic| topic.name == name);
    if offered { name } else { "" }
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    zone: String,
}

/// The first lines of the page for what is chosen, for a script to put in their place.
#[get("/form/{path}/due")]
async fn get_due(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    chosen: web::Query<Chosen>,
) -> Answer {
    let form = find(&app, &path)?;
    let lang = form.lang(&request);
    let (kind, topic) = (kind_of(&form, &chosen.kind), topic_of(&form, &chosen.topic));
    let due = of(&app, &form, lang, kind, topic, &chosen.zone)?;
    let answer = HttpResponse::Ok().json(serde_json::json!({
        "deadline": due.sentence,
        "closed_now": due.closed_now,
    }));
    framed(&request, &form, answer)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_due);
}
