//! Deadlines for administrators: corrections that wait for a person, how far those that were confirmed have come, and the
//! calendars everything is counted by.

use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{Reader, called};
use crate::console::view::{AffectedLine, CalendarLine, RecountLine, RecountsPage};
use crate::console::{calendar_updates, inbox};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, post, web};
use desk::recount::Effect;
use domain::Permission;
use domain::recount::RecountState;
use serde::Deserialize;
use words::{t, t_code, tr, when};

#[get("/admin/deadlines")]
async fn get_recounts(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Administer)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "deadlines-title"), "admin", &rail);
    let mut lines = Vec::new();
    let rows = me.app.desk.recounts(&me.principal).await?;
    let actors = rows.iter().map(|row| row.actor).collect();
    let who = me.app.desk.who_decided(&me.principal, actors).await?;
    for (row, who) in rows.into_iter().zip(who) {
        let proposed = row.state == RecountState::Proposed;
        let effect = if proposed {
            me.app.desk.recount_effect(&me.principal, &row).await?
        } else {
            Effect {
                moved: row.moved,
                flipped: row.flipped,
                ..Effect::default()
            }
        };
        lines.push(RecountLine {
            id: row.public_id,
            about: row.about,
            proposed,
            state: t_code(reader.lang, "recount", row.state.code()),
            at: reader.age(row.created_at),
            exact: reader.exact(row.created_at),
            why: row.why,
            by: called::who(reader.lang, &who),
            done: row.done,
            total: row.total,
            running: row.state == RecountState::Running,
            effect: tr(
                reader.lang,
                "recount-effect",
                &[("moved", effect.moved.into()), ("flipped", effect.flipped.into())],
            ),
            affected: effect.named.iter().map(|one| affected(&reader, one)).collect(),
        });
    }
    let shown = RecountsPage {
        calendars: calendars(&reader, &me),
        recounts: lines,
        page,
    };
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

fn affected(reader: &Reader, one: &desk::recount::Affected) -> AffectedLine {
    let at =
        |moment: domain::Moment| when::moment(reader.lang, moment.to_timestamp(), reader.now(), &reader.zone);
    let verdict = |verdict: domain::clock::Verdict| t_code(reader.lang, "verdict", verdict.code());
    let moved = &one.moved;
    AffectedLine {
        path: format!("/tickets/{}", one.ticket),
        number: one.number.to_string(),
        clock: t_code(reader.lang, "clock", moved.kind.code()),
        before: at(moved.due.0),
        after: at(moved.due.1),
        verdicts: if moved.flips() {
            format!("{} → {}", verdict(moved.verdict.0), verdict(moved.verdict.1))
        } else {
            String::new()
        },
    }
}

fn calendars(reader: &Reader, me: &LoggedIn) -> Vec<CalendarLine> {
    let setup = me.app.desk.setup();
    let mut lines: Vec<CalendarLine> = setup
        .calendar_names
        .iter()
        .filter_map(|(name, id)| {
            let calendar = setup.calendars.get(id)?;
            let left = calendar.official_days_left(reader.now);
            Some(CalendarLine {
                name: name.clone(),
                zone: calendar.zone_name().to_owned(),
                known: calendar.known_through().map_or_else(
                    || t(reader.lang, "calendar-for-ever"),
                    |date| calendar_updates::written(reader.lang, date),
                ),
                ends_soon: left.is_some_and(|left| left <= 60),
            })
        })
        .collect();
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    lines
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Decision {
    csrf: String,
    decision: String,
}

#[post("/admin/deadlines/{id}")]
async fn decide_recount(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Decision>,
) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &sent.csrf)?;
    let (desk, actor) = (&me.app.desk, me.principal.actor());
    if sent.decision == "confirm" {
        desk.confirm_recount(actor, &id).await?;
    } else {
        desk.dismiss_recount(actor, &id).await?;
    }
    Ok(page::see_other(&me.app, "/admin/deadlines", Some("done-saved")))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_recounts).service(decide_recount);
}
