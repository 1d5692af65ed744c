//! A visitor's stream: the talk as it stands, then every line that is new or different. Whoever connects again is told the
//! whole talk again and knows its lines by their ids, so nothing is lost on a dropped line and nothing is doubled.

use super::talks::{News, Watch};
use super::{Opened, find, shape, too_many, visitor};
use crate::app::App;
use crate::problem::Answer;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::Handle;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior};

/// Keeps proxies from taking a quiet stream for a dead one.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Seconds until a visitor with too many streams may come again.
const CALM: i64 = 30;

#[get("/{path}/events")]
async fn get_events(request: HttpRequest, app: web::Data<App>, path: web::Path<String>) -> Answer {
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let watch = app.talks.watch(&who.value).ok_or_else(|| too_many(CALM))?;
    let connection = Connection::new(app, chat, who, watch);
    let stream = futures_util::stream::unfold(connection, |mut connection| async move {
        let text = connection.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), connection))
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        // A compressor would hold events back until it has enough of them.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream))
}

struct Connection {
    app: web::Data<App>,
    chat: Opened,
    who: Handle,
    watch: Watch,
    beat: tokio::time::Interval,
    /// Lines as they were told last.
    told: HashMap<String, Value>,
    head: Value,
    greeted: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.app.metrics.visitors().dec();
    }
}

impl Connection {
    fn new(app: web::Data<App>, chat: Opened, who: Handle, watch: Watch) -> Self {
        app.metrics.visitors().inc();
        let mut beat = tokio::time::interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            app,
            chat,
            who,
            watch,
            beat,
            told: HashMap::new(),
            head: Value::Null,
            greeted: false,
        }
    }

    /// The next piece of the stream; nothing when it ends.
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.talk(true).await);
        }
        let stop = self.app.hub.stop().clone();
        loop {
            tokio::select! {
                () = stop.cancelled() => return None,
                news = self.watch.news.recv() => match news? {
                    News::Changed => {
                        let text = self.talk(false).await;
                        if !text.is_empty() {
                            return Some(text);
                        }
                    }
                    News::Writing => return Some(event("typing", &json!({}))),
                    News::Read => return Some(event("read", &json!({}))),
                },
                // A chat that was switched off has no streams.
                _ = self.beat.tick() => return self.is_open().then(|| ": beat\n\n".to_owned()),
            }
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
        let head = talk
            .as_ref()
            .map_or(Value::Null, |talk| shape::head(&self.app, talk));
        let mut lines = Vec::new();
        for line in talk.iter().flat_map(|talk| &talk.lines) {
            let shown = shape::line(line);
            let before = self.told.insert(line.said.public_id.clone(), shown.clone());
            if before.as_ref() != Some(&shown) {
                lines.push(shown);
            }
        }
        if !whole && lines.is_empty() && head == self.head {
            return String::new();
        }
        self.head = head.clone();
        event("talk", &json!({ "talk": head, "lines": lines, "whole": whole }))
    }
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_events);
}
