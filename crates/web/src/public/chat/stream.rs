//! A visitor's stream: the talk as it stands, then every line that is new or different. Whoever connects again is told the
//! whole talk again and knows its lines by their ids, so nothing is lost on a dropped line and nothing is doubled.

use super::talks::{News, Watch};
use super::{Opened, find, shape, too_many, visitor};
use crate::app::App;
use crate::problem::Answer;
use crate::stream::sse::{self, event};
use actix_web::{HttpRequest, get, web};
use domain::{Handle, TicketId};
use serde_json::{Value, json};
use std::collections::HashMap;
use words::Lang;

/// Seconds until a visitor with too many streams may come again.
const CALM: i64 = 30;

#[get("/{path}/events")]
async fn get_events(request: HttpRequest, app: web::Data<App>, path: web::Path<String>) -> Answer {
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let watch = app.talks.watch(&who.value).ok_or_else(|| too_many(CALM))?;
    let connection = Connection::new(app, chat, who, watch);
    Ok(sse::answer(connection))
}

struct Connection {
    app: web::Data<App>,
    chat: Opened,
    who: Handle,
    watch: Watch,
    beat: tokio::time::Interval,
    /// Lines as they were told last.
    lines: HashMap<String, Value>,
    head: Value,
    /// The ticket that the visitor waits on for a first person, and the place in the queue that they were told.
    waits: Option<TicketId>,
    place: Option<usize>,
    greeted: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.app.metrics.visitors().dec();
        let Some(ticket) = self.waits else {
            return;
        };
        // A process that ends leaves it to the next one to ask who is there.
        if self.app.hub.stop().is_cancelled() || self.app.talks.has_others(&self.who.value) {
            return;
        }
        let desk = self.app.desk.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = desk.visitor_is_here(ticket, false).await {
                    tracing::warn!(%error, "a visitor who left the queue is not written down");
                }
            });
        }
    }
}

impl sse::Pieces for Connection {
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            let talk = self.talk(true).await;
            return Some(talk + &self.queue().await);
        }
        let stop = self.app.hub.stop().clone();
        loop {
            tokio::select! {
                () = stop.cancelled() => return None,
                news = self.watch.news.recv() => {
                    let text = self.told(news?).await;
                    if !text.is_empty() {
                        return Some(text);
                    }
                }
                // A chat that was switched off has no streams.
                _ = self.beat.tick() => return self.is_open().then(|| sse::BEAT.to_owned()),
            }
        }
    }
}

impl Connection {
    fn new(app: web::Data<App>, chat: Opened, who: Handle, watch: Watch) -> Self {
        app.metrics.visitors().inc();
        Self {
            app,
            chat,
            who,
            watch,
            beat: sse::beat(),
            lines: HashMap::new(),
            head: Value::Null,
            waits: None,
            place: None,
            greeted: false,
        }
    }

    /// What the page is told. Whatever came meanwhile is told with it: one look at the talk serves all of it.
    async fn told(&mut self, first: News) -> String {
        let (mut changed, mut moved, mut signs) = (false, false, String::new());
        let mut next = Some(first);
        while let Some(news) = next {
            match news {
                News::Changed => changed = true,
                News::Writing => signs += &event("typing", &json!({}).to_string()),
                News::Queue => moved = true,
                News::Read => signs += &event("read", &json!({}).to_string()),
            }
            next = self.watch.news.try_recv().ok();
        }
        if changed {
            // An answer ends the writing that came before it.
            signs += &self.talk(false).await;
        }
        if moved || changed {
            signs += &self.queue().await;
        }
        signs
    }

    /// Their place in the queue, where it differs from what they were told; says that they are there where somebody doubts it.
    async fn queue(&mut self) -> String {
        let place = self.waits.and_then(|ticket| self.app.talks.place(ticket));
        if let Some(ticket) = self.waits.filter(|_| place.is_some_and(|place| place.away)) {
            self.is_here(ticket).await;
        }
        let place = place.map(|place| place.place);
        if place == self.place {
            return String::new();
        }
        self.place = place;
        event("queue", &json!({ "place": place }).to_string())
    }

    async fn is_here(&self, ticket: TicketId) {
        if let Err(error) = self.app.desk.visitor_is_here(ticket, true).await {
            tracing::warn!(%error, "a visitor who waits is not known to be there");
        }
    }

    fn is_open(&self) -> bool {
        let setup = self.app.desk.setup();
        setup
            .channel(self.chat.channel.id)
            .is_some_and(|channel| channel.enabled)
    }

    /// What is new of the talk. The store being away ends nothing: the next news, or the next connection, tells it.
    async fn talk(&mut self, whole: bool) -> String {
        let talk = loop {
            match self.app.desk.talk(&self.who).await {
                Ok(talk)
                    if !self
                        .watch
                        .is_about(talk.as_ref().map(|talk| talk.ticket).as_slice()) =>
                {
                    break talk;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "a talk cannot be read; the next news tells it");
                    return String::new();
                }
            }
        };
        self.waits = talk
            .as_ref()
            .and_then(|talk| talk.waits)
            .map(|waits| waits.ticket);
        if let Some(waits) = talk
            .as_ref()
            .and_then(|talk| talk.waits)
            .filter(|waits| waits.away)
        {
            self.is_here(waits.ticket).await;
        }
        let head = talk
            .as_ref()
            .map_or(Value::Null, |talk| shape::head(&self.app, talk));
        let lang = talk.as_ref().and_then(|talk| Lang::parse(&talk.lang));
        let mut lines = Vec::new();
        for line in talk.iter().flat_map(|talk| &talk.lines) {
            let shown = shape::line(line, lang.unwrap_or_default());
            let before = self.lines.insert(line.said.public_id.clone(), shown.clone());
            if before.as_ref() != Some(&shown) {
                lines.push(shown);
            }
        }
        if !whole && lines.is_empty() && head == self.head {
            return String::new();
        }
        self.head = head.clone();
        let mut told = json!({ "talk": head, "lines": lines, "whole": whole });
        if whole {
            told["settings"] = self.chat.version().into();
            let before = talk.as_ref().and_then(|talk| talk.before);
            told["earlier"] = before.map(|before| before.to_string()).into();
        }
        event("talk", &told.to_string())
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_events);
}
