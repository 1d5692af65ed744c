//! The quarantine as a page: what waits for a person, with what can be read of it.

use crate::console::inbox;
use crate::console::page::{self, BOUND};
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{QuarantinePage, Quarantined};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use desk::read::{Cursor, DeskReader, QuarantineState, QuarantinedView};
use domain::Permission;
use serde::Deserialize;
use words::{has, number, t};

/// Items whose text is shown at once; of the others the raw copy can be fetched.
const READ: usize = 20;

#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    after: String,
}

#[get("/quarantine")]
async fn list_quarantined(request: HttpRequest, me: LoggedIn, place: web::Query<Place>) -> Answer {
    me.require(Permission::Supervise)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let after = (!place.after.is_empty())
        .then(|| place.after.parse::<Cursor>())
        .transpose()?;
    let found = desk.quarantine(QuarantineState::Waiting, after).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "quarantine"), "quarantine", &rail);
    let mut items = Vec::with_capacity(found.items.len());
    for (at, item) in found.items.iter().enumerate() {
        let text = if at < READ {
            excerpt(&desk, item).await?
        } else {
            String::new()
        };
        items.push(shown(&reader, item, text));
    }
    page::html(&QuarantinePage {
        count: if rail.quarantine > 0 {
            number::bounded(reader.lang, rail.quarantine, BOUND)
        } else {
            String::new()
        },
        items,
        next: found.next.map(|next| format!("/quarantine?after={next}")),
        page,
    })
}

async fn excerpt(desk: &DeskReader, item: &QuarantinedView) -> Answer<String> {
    if !item.has_raw {
        return Ok(String::new());
    }
    let (_, text) = desk.quarantined(&item.public_id).await?;
    Ok(text)
}

fn shown(reader: &Reader, item: &QuarantinedView, text: String) -> Quarantined {
    let lang = reader.lang;
    let key = format!("quarantine-reason-{}", item.reason.replace('_', "-"));
    Quarantined {
        id: item.public_id.clone(),
        door: show::door_of(lang, &item.door),
        from: item.sender.clone(),
        subject: if item.title.is_empty() {
            t(lang, "no-subject")
        } else {
            item.title.clone()
        },
        reason: if has(lang, &key) {
            t(lang, &key)
        } else {
            item.reason.clone()
        },
        at: reader.age(item.arrived_at),
        exact: reader.exact(item.arrived_at),
        text,
        size: number::bytes(lang, u64::try_from(item.size).unwrap_or_default()),
        raw: if item.has_raw {
            format!("/quarantine/{}/raw", item.public_id)
        } else {
            String::new()
        },
        action: String::new(),
    }
}

#[get("/quarantine/{id}/raw")]
async fn get_raw(me: LoggedIn, id: web::Path<String>) -> Answer {
    me.require(Permission::Supervise)?;
    let bytes = me.desk()?.quarantined_raw(&id).await?;
    Ok(super::bytes::download(&format!("{id}.eml"), bytes))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_quarantined).service(get_raw);
}
