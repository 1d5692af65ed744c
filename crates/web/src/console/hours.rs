//! The hours of a calendar: what they are, what others would do to running deadlines, and the change.

use crate::console::session::LoggedIn;
use crate::console::view::{DateFields, DayFields, HoursPage};
use crate::console::{inbox, page, replies};
use crate::problem::{Answer, Problem};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::DeskError;
use desk::recount::Effect;
use desk::setup::{CalendarHours, Hours, OwnDate, WallTime};
use domain::Permission;
use serde::Deserialize;
use words::{Lang, t, t_code, tr};

/// Days of the week by their codes, from Monday.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Empty lines for further dates.
const SPARE: usize = 3;

#[derive(Clone, Debug, Deserialize)]
struct Asked {
    calendar: String,
}

/// What was typed, and what is said about it.
#[derive(Default)]
struct Said {
    why: String,
    error: String,
    effect: Option<Effect>,
}

/// A form as it was sent: fields in their order, since dates come in any number.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_name = self.0.iter().filter(move |(field, _)| field == name);
        of_name.map(|(_, value)| value.trim())
    }

    fn one<'a>(&'a self, name: &'a str) -> &'a str {
        self.all(name).next().unwrap_or_default()
    }
}

#[get("/admin/hours")]
async fn get_hours(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    me.require(Permission::Supervise)?;
    let hours = me.app.desk.calendar_hours(&me.principal, &asked.calendar).await?;
    let answer = show(&request, &me, &typed(&hours), Said::default(), StatusCode::OK).await?;
    page::forget_flash(&request, &me.app, answer)
}

#[post("/admin/hours")]
async fn post_hours(request: HttpRequest, me: LoggedIn, sent: web::Form<Vec<(String, String)>>) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent(sent.into_inner());
    me.check(&request, sent.one("csrf"))?;
    let why = sent.one("why").to_owned();
    match decide(&me, me.lang(&request), &sent).await {
        Ok(None) => {
            let path = "/admin/calendars";
            Ok(page::see_other(&me.app, path, Some("done-saved")))
        }
        Ok(Some(effect)) => {
            let said = Said {
                why,
                effect: Some(effect),
                ..Said::default()
            };
            show(&request, &me, &fields(&sent), said, StatusCode::OK).await
        }
        Err(problem) => {
            let status = problem.code.status();
            if !status.is_client_error() || status == StatusCode::FORBIDDEN {
                return Err(problem);
            }
            let error = replies::words_of(&problem, me.lang(&request));
            let said = Said {
                why,
                error,
                ..Said::default()
            };
            show(&request, &me, &fields(&sent), said, status).await
        }
    }
}

/// Changes the hours, or says what that would do.
async fn decide(me: &LoggedIn, lang: Lang, sent: &Sent) -> Answer<Option<Effect>> {
    let (desk, hours) = (&me.app.desk, read(lang, sent)?);
    let told = |error: DeskError| match error {
        // What makes no calendar is said in English, as programs are told it.
        DeskError::Invalid(faults) if lang != Lang::En => {
            let field = faults
                .first()
                .map(|fault| fault.field.to_string())
                .unwrap_or_default();
            Problem::field(&field, "calendar", t(lang, "hours-unusable"))
        }
        error => error.into(),
    };
    if sent.one("decision") != "change" {
        return Ok(Some(
            desk.try_calendar_hours(&me.principal, &hours)
                .await
                .map_err(told)?,
        ));
    }
    let changed = desk.change_calendar_hours(me.principal.actor(), hours, sent.one("why"));
    changed.await.map_err(told)?;
    Ok(None)
}

fn read(lang: Lang, sent: &Sent) -> Answer<CalendarHours> {
    let mut week: [Vec<Hours>; 7] = Default::default();
    for (day, hours) in DAYS.iter().zip(&mut week) {
        *hours = intervals(sent.one(day)).ok_or_else(|| wrong(lang, day, sent.one(day)))?;
    }
    let mut dates = Vec::new();
    let lines = sent.all("date").zip(sent.all("hours")).zip(sent.all("name"));
    for ((date, hours), name) in lines.filter(|((date, _), _)| !date.is_empty()) {
        dates.push(OwnDate {
            date: date.parse().map_err(|_| wrong(lang, "date", date))?,
            hours: intervals(hours).ok_or_else(|| wrong(lang, "hours", hours))?,
            name: name.to_owned(),
        });
    }
    Ok(CalendarHours {
        calendar: sent.one("calendar").to_owned(),
        version: sent
            .one("version")
            .parse()
            .map_err(|_| wrong(lang, "version", ""))?,
        zone: String::new(),
        week,
        dates,
    })
}

fn wrong(lang: Lang, field: &str, text: &str) -> Problem {
    let reason = tr(lang, "hours-unreadable", &[("text", text.to_owned().into())]);
    Problem::field(field, "invalid", reason)
}

/// «09:00-13:00, 14:00-18:00»; nothing: closed.
fn intervals(text: &str) -> Option<Vec<Hours>> {
    let parts = text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (open, close) = part.split_once(['-', '–', '—'])?;
            let time = |text: &str| text.trim().parse::<WallTime>().ok();
            Some(Hours {
                open: time(open)?,
                close: time(close)?,
            })
        })
        .collect()
}

fn written(hours: &[Hours]) -> String {
    let part = |hours: &Hours| format!("{}-{}", hours.open, hours.close);
    hours.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// The hours as somebody would type them.
fn typed(hours: &CalendarHours) -> Sent {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut fields = vec![
        field("calendar", hours.calendar.clone()),
        field("version", hours.version.to_string()),
        field("zone", hours.zone.clone()),
    ];
    for (day, hours) in DAYS.iter().zip(&hours.week) {
        fields.push(field(day, written(hours)));
    }
    for one in &hours.dates {
        fields.push(field("date", one.date.to_string()));
        fields.push(field("hours", written(&one.hours)));
        fields.push(field("name", one.name.clone()));
    }
    Sent(fields)
}

fn fields(sent: &Sent) -> Sent {
    Sent(sent.0.clone())
}

async fn show(request: &HttpRequest, me: &LoggedIn, sent: &Sent, said: Said, status: StatusCode) -> Answer {
    let (desk, lang) = (me.desk()?, me.lang(request));
    let rail = inbox::rail(me, &desk, None).await?;
    let lines = sent.all("date").zip(sent.all("hours")).zip(sent.all("name"));
    let mut dates: Vec<DateFields> = lines
        .filter(|((date, _), _)| !date.is_empty())
        .map(|((date, hours), name)| DateFields {
            date: date.to_owned(),
            hours: hours.to_owned(),
            name: name.to_owned(),
        })
        .collect();
    dates.extend(std::iter::repeat_n(DateFields::default(), SPARE));
    let effect = said.effect.map(|effect| {
        let counts = [("moved", effect.moved.into()), ("flipped", effect.flipped.into())];
        tr(lang, "recount-effect", &counts)
    });
    let shown = HoursPage {
        page: page::console(request, me, t(lang, "hours-title"), "admin", &rail),
        calendar: sent.one("calendar").to_owned(),
        version: sent.one("version").to_owned(),
        zone: sent.one("zone").to_owned(),
        week: DAYS
            .iter()
            .map(|day| DayFields {
                code: (*day).to_owned(),
                words: t_code(lang, "weekday", day),
                hours: sent.one(day).to_owned(),
            })
            .collect(),
        dates,
        why: said.why,
        error: said.error,
        effect: effect.unwrap_or_default(),
        may_change: me.principal.may(Permission::Administer),
    };
    page::html_with(status, &shown)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_hours).service(post_hours);
}

#[cfg(test)]
mod tests {
    use super::{intervals, written};

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = |text| intervals(text).map(|hours| written(&hours));
        assert_eq!(
            read("09:00 – 13:00; 14:00-18:00").as_deref(),
            Some("09:00-13:00, 14:00-18:00")
        );
        assert_eq!(read("").as_deref(), Some(""));
        for text in ["9", "9-18", "09:00", "09:00-25:00", "с девяти"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
