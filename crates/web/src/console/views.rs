//! Saved views by the forms of the list: keep one, change one, take one away.

use crate::console::page;
use crate::console::session::LoggedIn;
use crate::problem::Answer;
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
    position: Option<i64>,
    #[serde(default)]
    filter: String,
    version: Option<i64>,
    /// `delete`, or nothing.
    #[serde(default)]
    act: String,
}

impl Sent {
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
        position: sent.position.unwrap_or_default(),
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
        position: sent.position,
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
