//! Saved views by the forms of the list: keep one, change one, take one away.

use crate::console::page;
use crate::console::session::LoggedIn;
use crate::problem::{Answer, Problem};
use actix_web::{HttpRequest, post, web};
use desk::DeskError;
use desk::read::Filter;
use desk::views::{NewView, ViewPatch};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Sent {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    /// A box that is ticked.
    shared: Option<String>,
    position: Option<String>,
    #[serde(default)]
    filter: String,
    version: Option<i64>,
    /// `delete`, or nothing.
    #[serde(default)]
    act: String,
}

impl Sent {
    /// The place that was typed; empty: none.
    fn position(&self) -> Answer<Option<i64>> {
        let typed = self
            .position
            .as_deref()
            .map(str::trim)
            .filter(|typed| !typed.is_empty());
        let wrong = |typed: &str| {
            let reason = format!("{typed} is not allowed: a place is 0 to 1000");
            Problem::field("position", "out_of_range", reason)
        };
        typed
            .map(|typed| typed.parse().map_err(|_| wrong(typed)))
            .transpose()
    }

    fn filter(&self, me: &LoggedIn) -> Answer<Filter> {
        let filter = Filter::read(&self.filter, &me.app.desk.setup());
        Ok(filter.map_err(DeskError::from)?)
    }
}

#[post("/views")]
async fn save_view(request: HttpRequest, me: LoggedIn, sent: web::Form<Sent>) -> Answer {
    me.check(&request, &sent.csrf)?;
    let new = NewView {
        name: sent.name.clone(),
        shared: sent.shared.is_some(),
        position: sent.position()?.unwrap_or_default(),
        filter: sent.filter(&me)?,
    };
    let id = me.app.desk.save_view(&me.principal, new).await?;
    Ok(page::see_other(
        &me.app,
        &format!("/inbox?saved={id}"),
        Some("done-view"),
    ))
}

#[post("/views/{id}")]
async fn change_view(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Sent>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    if sent.act == "delete" {
        desk.delete_view(&me.principal, &id).await?;
        return Ok(page::see_other(&me.app, "/inbox", Some("done-view-deleted")));
    }
    let patch = ViewPatch {
        based_on: sent.version,
        name: Some(sent.name.clone()),
        shared: Some(sent.shared.is_some()),
        position: sent.position()?,
        filter: Some(sent.filter(&me)?),
    };
    desk.change_view(&me.principal, &id, patch).await?;
    Ok(page::see_other(
        &me.app,
        &format!("/inbox?saved={id}"),
        Some("done-view"),
    ))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(save_view).service(change_view);
}
