//! A client's stream: their tickets as they stand, then each that is new or different. Whoever connects again is told all of
//! them again, so nothing is lost on a dropped line. It ends with the token.

use super::shape::{self, AccountTicketOut};
use super::{asked, listener};
use crate::app::App;
use crate::problem::{Answer, ProblemBody};
use crate::public::chat::{News, Watch, too_many};
use crate::stream::sse::{self, event};
use actix_web::{HttpRequest, get, web};
use channel::account::Proved;
use domain::ChannelId;
use serde_json::json;
use std::collections::HashMap;

/// Seconds until a client with too many streams may come again.
const CALM: i64 = 30;

/// Follows my tickets
///
/// Server-sent events: `tickets` with the newest 50 in the order of the list, then `ticket` for each that is new or different.
/// Read the ticket to see what was said. The stream ends when the token expires: come again with a new one.
#[utoipa::path(tag = "account", path = "/account/{path}/events", params(
    ("path" = String, Path, description = "The channel's `path`"),
), responses(
    (status = 200, description = "text/event-stream"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
))]
#[get("/{path}/events")]
pub async fn get_account_events(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
) -> Answer {
    let (account, proved) = asked(&request, &app, &path)?;
    let watch = app
        .talks
        .watch(&listener(&proved))
        .ok_or_else(|| too_many(CALM))?;
    let connection = Connection::new(app, account.channel.id, proved, watch);
    Ok(sse::answer(connection))
}

struct Connection {
    app: web::Data<App>,
    channel: ChannelId,
    proved: Proved,
    watch: Watch,
    beat: tokio::time::Interval,
    /// Tickets as they were told last.
    told: HashMap<String, AccountTicketOut>,
    greeted: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.app.metrics.visitors().dec();
    }
}

impl sse::Pieces for Connection {
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.news(true).await);
        }
        let stop = self.app.hub.stop().clone();
        loop {
            let beats = tokio::select! {
                () = stop.cancelled() => return None,
                news = self.watch.news.recv() => {
                    if news? != News::Changed {
                        continue;
                    }
                    false
                }
                _ = self.beat.tick() => true,
            };
            if !self.holds() {
                return None;
            }
            let text = self.news(false).await;
            if !text.is_empty() {
                return Some(text);
            }
            if beats {
                return Some(sse::BEAT.to_owned());
            }
        }
    }
}

impl Connection {
    fn new(app: web::Data<App>, channel: ChannelId, proved: Proved, watch: Watch) -> Self {
        app.metrics.visitors().inc();
        Self {
            app,
            channel,
            proved,
            watch,
            beat: sse::beat(),
            told: HashMap::new(),
            greeted: false,
        }
    }

    /// Whether the token still proves, and the channel is open.
    fn holds(&self) -> bool {
        let setup = self.app.desk.setup();
        let is_open = setup.channel(self.channel).is_some_and(|channel| channel.enabled);
        is_open && self.app.desk.now() < self.proved.until
    }

    /// What is new. The store being away ends nothing: the next news, or the next connection, tells it.
    async fn news(&mut self, whole: bool) -> String {
        let tickets = loop {
            match self.app.desk.account_tickets(&self.proved.who, None).await {
                Ok((tickets, _)) => {
                    let ids: Vec<_> = tickets.iter().map(|ticket| ticket.id).collect();
                    // What happened since they were read was not heard where they were not followed.
                    if !self.watch.is_about(&ids) {
                        break tickets;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "tickets of an account cannot be read; the next news tells them");
                    return String::new();
                }
            }
        };
        let all: Vec<AccountTicketOut> = tickets.into_iter().map(shape::listed).collect();
        let is_new = |ticket: &&AccountTicketOut| self.told.get(&ticket.id) != Some(ticket);
        let text = if whole {
            event("tickets", &json!({ "tickets": all }).to_string())
        } else {
            // Oldest first, as it happened.
            let new = all.iter().rev().filter(is_new);
            new.map(|ticket| event("ticket", &json!(ticket).to_string()))
                .collect()
        };
        self.told = all
            .into_iter()
            .map(|ticket| (ticket.id.clone(), ticket))
            .collect();
        text
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_account_events);
}
