//! The administrators' first page: the doors and how they are doing, the installation in a few lines.

use crate::console::inbox;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{AdminPage, ChannelState, Fact};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use desk::read::DoorStateView;
use domain::Permission;
use domain::setup::Channel;
use words::{t, t_code};

#[get("/admin")]
async fn get_admin(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Administer)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let states = desk.door_states().await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "admin"), "admin", &rail);
    let setup = me.app.desk.setup();
    let state_of = |channel: &Channel| {
        states
            .iter()
            .find(|state| state.door.public_id == channel.public_id)
    };
    let channels = setup
        .channels
        .iter()
        .map(|channel| shown(&reader, channel, state_of(channel)));
    let fact = |key: &str, value: String| Fact {
        label: t(reader.lang, key),
        value,
        advice: String::new(),
    };
    let facts = vec![
        fact("product-name", me.app.version().to_owned()),
        fact("time-zone", setup.zone.clone()),
        fact("now", reader.exact(reader.now)),
    ];
    page::html(&AdminPage {
        channels: channels.collect(),
        facts,
        page,
    })
}

fn shown(reader: &Reader, channel: &Channel, state: Option<&DoorStateView>) -> ChannelState {
    let lang = reader.lang;
    let code = match state {
        _ if !channel.enabled => "off",
        Some(state) => state.state.as_str(),
        // A door without a state of its own is served by the web and runs as long as this page does.
        None => "running",
    };
    let said = state
        .map(|state| state.words.trim())
        .filter(|words| !words.is_empty());
    ChannelState {
        door: show::door(lang, &channel.kind),
        layout: if channel.enabled && channel.kind == super::letters::KIND {
            format!("/admin/letters/{}", channel.public_id)
        } else {
            String::new()
        },
        name: channel.name.clone(),
        address: channel.address.clone(),
        words: t_code(lang, "channel-status", code),
        well: matches!(code, "running" | "off"),
        advice: said.unwrap_or_default().to_owned(),
        since: state.map(|state| reader.age(state.since)).unwrap_or_default(),
        exact: state.map(|state| reader.exact(state.since)).unwrap_or_default(),
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_admin);
}
