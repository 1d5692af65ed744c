//! Fills a desk with tickets of made-up work: most of it done, week by week into the past, some of it open. Everything is
//! written that the desk would write, besides raw copies and what machines sent. A week's work is made row by row, the
//! weeks before it are copies of it; what is open is made row by row too, so that its clocks are what they would be.
//! For demonstrations and measurements: nobody else may use the database meanwhile.

mod maker;
pub mod rows;

use crate::DeskResult;
use domain::plan::Plan;
use domain::setup::{Channel, Setup};
use domain::time::HOUR;
use domain::{Moment, OperatorId, TeamId};
use maker::{Maker, Work};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use store::bulk::{Bulk, Copying};
use store::{DatabaseUrl, StoreError};

const DAY: i64 = 24 * HOUR;
/// Tickets of one plan.
const PORTION: u64 = 500;
/// Tickets that are made row by row, and copied.
const MOST: u64 = 10_000;
/// Open tickets that are made row by row; of more there are copies of the same instants.
const MOST_OPEN: u64 = 20_000;
/// Weeks of two years.
const WEEKS: u64 = 104;
/// Fewer tickets a week are no work for a team.
const FEW: u64 = 1_000;

/// A message to draw from.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub title: String,
    pub text: String,
}

/// What a desk is to be filled with.
#[derive(Clone, Debug)]
pub struct Filling {
    pub tickets: u64,
    /// Messages of a ticket: the first from the client, then in turn.
    pub messages: u32,
    /// Tickets of a thousand that are still open.
    pub open: u64,
    /// Work that is still open began within this, microseconds.
    pub recent: i64,
    /// Whose work it is.
    pub operators: Vec<OperatorId>,
    pub teams: Vec<TeamId>,
    /// What clients say.
    pub phrases: Vec<Phrase>,
    /// What is answered; the same where it is empty.
    pub answers: Vec<Phrase>,
    /// Kept among the settings, with the tickets or not at all.
    pub mark: Option<Mark>,
    pub seed: u64,
}

/// A setting that says that the filling was done.
#[derive(Clone, Debug)]
pub struct Mark {
    pub key: String,
    pub value: String,
}

/// What was written.
#[derive(Copy, Clone, Debug)]
pub struct Filled {
    pub tickets: u64,
    pub elapsed: Duration,
}

impl Filled {
    /// Tickets a second, indexes and the way to the disk included.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.tickets as f64 / self.elapsed.as_secs_f64()
    }
}

/// How far it is.
#[derive(Copy, Clone, Debug)]
pub enum Step {
    /// Tickets written.
    Tickets(u64),
    /// Indexes made, of how many.
    Indexes(usize, usize),
}

/// Fills the desk at an address, which nobody has open; blocks meanwhile.
///
/// # Errors
/// The store's own; the desk is as it was then.
pub fn fill(
    url: &DatabaseUrl,
    setup: Arc<Setup>,
    channel: Channel,
    now: Moment,
    filling: Filling,
    progress: &mut dyn FnMut(Step),
) -> DeskResult<Filled> {
    let begun = Instant::now();
    let open = (filling.tickets * filling.open / 1_000).min(filling.tickets);
    let done = filling.tickets - open;
    let tickets = filling.tickets;
    let mark = filling.mark.clone();
    let mut run = Run {
        bulk: Bulk::begin(url)?,
        maker: Maker::new(setup, channel, filling, now)?,
        copies: 0,
        written: 0,
    };
    let weeks = done.div_ceil(MOST).max((done / FEW).min(WEEKS)).max(1);
    run.group(Work::Done, done, weeks, 7 * DAY, progress)?;
    run.group(Work::Open, open, open.div_ceil(MOST_OPEN).max(1), 0, progress)?;
    if let Some(mark) = mark {
        run.bulk.mark(&mark.key, &mark.value)?;
    }
    run.bulk
        .finish(&mut |made, of| progress(Step::Indexes(made, of)))?;
    Ok(Filled {
        tickets,
        elapsed: begun.elapsed(),
    })
}

struct Run {
    bulk: Bulk,
    maker: Maker,
    /// Copies made so far, of all groups.
    copies: u32,
    written: u64,
}

impl Run {
    /// So many tickets of a kind, in so many equal parts: one made, the others copied, each so much earlier.
    fn group(
        &mut self,
        work: Work,
        count: u64,
        parts: u64,
        back: i64,
        progress: &mut dyn FnMut(Step),
    ) -> Result<(), StoreError> {
        let (base, rest) = (count / parts, count % parts);
        self.made(work, rest, progress)?;
        let span = self.maker.ids_of(base);
        let first = self
            .bulk
            .reserve(span.saturating_mul(i64::try_from(parts).unwrap_or(i64::MAX)))?;
        self.maker.rows.go_on_from(first);
        let plans = self.portions(work, base, progress)?;
        if parts == 1 || base == 0 {
            return Ok(());
        }
        self.bulk.keep_for_copies(first, first + span, &plans)?;
        drop(plans);
        let each = i64::try_from(base).unwrap_or(i64::MAX);
        for part in 1..i64::try_from(parts).unwrap_or(i64::MAX) {
            self.copies += 1;
            self.bulk.copy(Copying {
                number: self.copies,
                ids: part * span,
                serials: part * each,
                back: part * back,
            })?;
            self.written += base;
            progress(Step::Tickets(self.written));
        }
        let copied = i64::try_from(count - rest).unwrap_or(i64::MAX) - each;
        self.bulk.reserve_numbers(self.maker.rows.year, copied)
    }

    /// Tickets that are not copied.
    fn made(&mut self, work: Work, count: u64, progress: &mut dyn FnMut(Step)) -> Result<(), StoreError> {
        let first = self.bulk.reserve(self.maker.ids_of(count))?;
        self.maker.rows.go_on_from(first);
        self.portions(work, count, progress).map(drop)
    }

    /// Makes portions on a thread beside and writes them.
    fn portions(
        &mut self,
        work: Work,
        count: u64,
        progress: &mut dyn FnMut(Step),
    ) -> Result<Vec<Plan>, StoreError> {
        let (bulk, maker) = (&mut self.bulk, &mut self.maker);
        let (now, door) = (maker.now, maker.rows.channel.id);
        let written = &mut self.written;
        std::thread::scope(|scope| {
            let (plans, waiting) = sync_channel(2);
            scope.spawn(move || {
                let mut left = count;
                while left > 0 {
                    let portion = left.min(PORTION);
                    left -= portion;
                    // Nobody waits any more: a write failed, and that is told there.
                    if plans.send(maker.portion(work, portion)).is_err() {
                        return;
                    }
                }
            });
            let mut kept = Vec::new();
            for mut plan in waiting {
                *written += plan.opened.len() as u64;
                bulk.write(now, &mut plan, door)?;
                kept.push(Plan {
                    terms: plan.terms,
                    ..Plan::default()
                });
                progress(Step::Tickets(*written));
            }
            Ok(kept)
        })
    }
}
