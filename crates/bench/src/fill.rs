//! Fills a place with made-up work, in the words of the made-up mail.

use crate::failure::{Failure, Outcome};
use crate::mail::{Lang, prose};
use crate::place::Place;
use desk::fill::{Filled, Filling, Phrase, Step};
use domain::Moment;
use domain::setup::{Channel, Setup};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::sync::Arc;

/// Different messages to draw from.
const PHRASES: usize = 512;

/// Messages of two languages.
#[must_use]
pub fn phrases(seed: u64) -> Vec<Phrase> {
    let mut rng = StdRng::seed_from_u64(seed);
    let phrase = |number: usize| {
        let lang = if number.is_multiple_of(3) {
            Lang::English
        } else {
            Lang::Russian
        };
        let chars = rng.random_range(60..400);
        Phrase {
            title: prose(&mut rng, lang, 40)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
            text: prose(&mut rng, lang, chars),
        }
    };
    (0..PHRASES).map(phrase).collect()
}

/// Fills a place that nobody has open.
///
/// # Errors
/// The store's own.
pub async fn fill(
    place: &Place,
    setup: Arc<Setup>,
    channel: Channel,
    now: Moment,
    filling: Filling,
) -> Outcome<Filled> {
    let url = place.url.clone();
    let filling = tokio::task::spawn_blocking(move || {
        let mut told = 0;
        desk::fill::fill(&url, setup, channel, now, filling, &mut |step| match step {
            Step::Tickets(done) if done / 100_000 > told => {
                told = done / 100_000;
                eprintln!("bench: {done} tickets");
            }
            Step::Indexes(made, of) if of > 0 && made == 0 => eprintln!("bench: {of} indexes"),
            _ => {}
        })
    });
    filling
        .await
        .map_err(|error| Failure::Other(error.to_string()))?
        .map_err(|error| Failure::Other(error.to_string()))
}
