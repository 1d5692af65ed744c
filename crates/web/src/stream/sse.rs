//! Server-sent events (HTML Living Standard §9.2): an answer that goes on for as long as there is something to say.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior};

/// Keeps proxies from taking a quiet stream for a dead one.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// What a stream consists of.
pub trait Pieces: 'static {
    /// The next piece; nothing when the stream ends.
    fn next(&mut self) -> impl Future<Output = Option<String>>;
}

/// The answer.
pub fn answer(pieces: impl Pieces) -> HttpResponse {
    let stream = futures_util::stream::unfold(pieces, |mut pieces| async move {
        let text = pieces.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), pieces))
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        // A compressor would hold events back until it has enough of them.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream)
}

/// The heart of a stream; the first beat comes after a while.
pub fn beat() -> Interval {
    let mut beat = tokio::time::interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}

/// What a quiet stream says.
pub const BEAT: &str = ": beat\n\n";

/// One event: each line of the data on a line of its own.
pub fn event(name: &str, data: &str) -> String {
    let mut text = format!("event: {name}\n");
    for line in data.lines() {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}
