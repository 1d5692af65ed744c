//! One page's stream: `text/event-stream` with the events `row`, `ticket`, `typing`, `ring`, `counts` and `refresh`.

use super::hub::{Frame, Look, Ring, Subscription};
use super::sse::{self, event};
use crate::console::calls::ring_card;
use crate::console::page::{VIEWS, shown};
use crate::console::session::LoggedIn;
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use domain::Permission;
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use words::Lang;

/// Counts and refreshes at most this often, however much happens.
const CALM: Duration = Duration::from_secs(2);

/// Where the page stands that listens.
#[derive(Debug, Deserialize)]
struct Place {
    /// The event the page is as new as; without it, as new as can be.
    since: Option<i64>,
}

/// Live changes for whoever is logged in.
#[get("/events")]
pub async fn get_events(request: HttpRequest, me: LoggedIn, place: web::Query<Place>) -> Answer {
    let lang = me.lang(&request);
    let zone = if me.operator.zone.is_empty() {
        me.app.desk.setup().zone.clone()
    } else {
        me.operator.zone.clone()
    };
    let look = Look { lang, zone };
    let subscription = me.app.hub.subscribe(look.clone());
    let mut connection = Connection::new(me, look, subscription);
    // What happened between the page and its stream would be on neither.
    connection.changed = place
        .since
        .is_some_and(|since| since < connection.me.app.desk.tail().position());
    Ok(sse::answer(connection))
}

struct Connection {
    me: LoggedIn,
    look: Look,
    subscription: Subscription,
    beat: tokio::time::Interval,
    /// When the next counts may go out, and whether there is a reason.
    calm_until: Instant,
    changed: bool,
    greeted: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.me.app.metrics.streams().dec();
    }
}

impl sse::Pieces for Connection {
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some("retry: 2000\n: hello\n\n".to_owned());
        }
        let stop = self.me.app.hub.stop().clone();
        loop {
            tokio::select! {
                () = stop.cancelled() => return None,
                received = self.subscription.frames.recv() => match received {
                    Ok(Frame::Row { team, .. }) if !self.sees(team.as_deref()) => {}
                    Ok(Frame::Row { ticket, rows, .. }) => {
                        let mut text = rows.get(&self.look).map(|row| event("row", row)).unwrap_or_default();
                        let about = serde_json::json!({ "ticket": &*ticket }).to_string();
                        text.push_str(&event("ticket", &about));
                        return Some(text);
                    }
                    // Whoever does not have the ticket open learns an id and nothing else.
                    Ok(Frame::Typing(ticket)) => {
                        return Some(event("typing", &serde_json::json!({ "ticket": &*ticket }).to_string()));
                    }
                    Ok(Frame::Ring(ring)) => {
                        if let Some(card) = self.ring(&ring).await {
                            return Some(event("ring", &card));
                        }
                    }
                    Ok(Frame::Changed) => self.changed = true,
                    // Too slow for rows: one new page is cheaper than all that was missed.
                    Err(RecvError::Lagged(_)) => return Some(event("refresh", "{}")),
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep_until(self.calm_until), if self.changed => {
                    self.changed = false;
                    self.calm_until = Instant::now() + CALM;
                    return Some(self.counts().await + &event("refresh", "{}"));
                }
                _ = self.beat.tick() => return self.heartbeat().await,
            }
        }
    }
}

impl Connection {
    fn new(me: LoggedIn, look: Look, subscription: Subscription) -> Self {
        me.app.metrics.streams().inc();
        Self {
            me,
            look,
            subscription,
            beat: sse::beat(),
            calm_until: Instant::now(),
            changed: false,
            greeted: false,
        }
    }

    /// Whether this person sees tickets of a team.
    fn sees(&self, team: Option<&str>) -> bool {
        self.me.app.desk.may_see_team(&self.me.principal, team)
    }

    /// Who calls, for whoever's telephone it is.
    async fn ring(&self, ring: &Ring) -> Option<String> {
        if !ring.to.is_empty() && ring.to != self.me.operator.login {
            return None;
        }
        match ring_card(&self.me, self.look.lang, ring).await {
            Ok(card) => Some(card),
            Err(problem) => {
                tracing::warn!(%problem, "who calls cannot be shown");
                None
            }
        }
    }

    /// A stream ends with its session. The store being away ends nothing.
    async fn heartbeat(&mut self) -> Option<String> {
        match self.me.app.desk.session(&self.me.secret).await {
            Err(desk::DeskError::Unauthenticated) => None,
            _ => Some(sse::BEAT.to_owned()),
        }
    }

    /// The counts of the rail; nothing while the store is away.
    async fn counts(&self) -> String {
        match self.count().await {
            Ok(counts) => event("counts", &counts.to_string()),
            Err(problem) => {
                tracing::debug!(%problem, "counts are not known at the moment");
                String::new()
            }
        }
    }

    async fn count(&self) -> Answer<serde_json::Value> {
        let (lang, desk): (Lang, _) = (self.look.lang, self.me.desk()?);
        let numbers = desk.rail(&VIEWS, self.me.app.desk.now()).await?;
        let mut told = serde_json::Map::new();
        for (view, count) in numbers.views {
            told.insert(view.code().to_owned(), shown(lang, count).into());
        }
        told.insert("notices".to_owned(), shown(lang, numbers.notices).into());
        if self.me.principal.may(Permission::Supervise) {
            told.insert("quarantine".to_owned(), shown(lang, numbers.quarantine).into());
        }
        Ok(told.into())
    }
}
