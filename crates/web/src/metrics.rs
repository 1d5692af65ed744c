//! The numbers, in the OpenMetrics text format. What the desk counts is asked of it when the numbers are read.

use actix_web::http::Method;
use channel::Sightings;
use desk::read::TalkCounts;
use domain::Moment;
use domain::ledger::{Balance, Fate};
use domain::time::SECOND;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How old the ledger's numbers may be, microseconds.
const LEDGER_EVERY: i64 = 30 * SECOND;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: String,
    /// The template of the route, so that there are few of them and none tells a secret.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Named {
    fate: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct TalkEnd {
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answer {
    door: &'static str,
    answer: &'static str,
}

/// All numbers of this process.
pub struct Metrics {
    registry: Registry,
    doors: Family<Answer, Gauge>,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram>,
    fates: Family<Named, Gauge>,
    seen: Gauge,
    streams: Gauge,
    visitors: Gauge,
    handoffs: Gauge,
    talks: Family<TalkEnd, Gauge>,
    queue: Gauge,
    jobs_waiting: Gauge,
    jobs_dead: Gauge,
    timer_late: Gauge<f64, AtomicU64>,
    /// When the ledger was counted last: counting it costs a look at every row.
    counted: Mutex<Option<Moment>>,
}

impl Metrics {
    pub(crate) fn new(version: &str) -> Self {
        let mut registry = Registry::with_prefix("okno");
        let requests: Family<Answered, Counter> = Family::default();
        // 1 ms to about 16 s.
        let buckets = || Histogram::new(exponential_buckets(0.001, 2.0, 15));
        let durations: Family<Route, Histogram> = Family::new_with_constructor(buckets);
        let fates: Family<Named, Gauge> = Family::default();
        let (seen, streams, visitors) = (Gauge::default(), Gauge::default(), Gauge::default());
        let (jobs_waiting, jobs_dead) = (Gauge::default(), Gauge::default());
        let timer_late: Gauge<f64, AtomicU64> = Gauge::default();
        registry.register("http_requests", "Requests by route and status", requests.clone());
        registry.register_with_unit(
            "http_duration",
            "Time to answer",
            Unit::Seconds,
            durations.clone(),
        );
        let doors: Family<Answer, Gauge> = Family::default();
        registry.register(
            "door_sightings",
            "What the doors of this process counted on their own since it began, by their answer",
            doors.clone(),
        );
        registry.register(
            "intake_fates",
            "Sightings in the intake ledger by fate",
            fates.clone(),
        );
        registry.register(
            "intake_seen",
            "Sightings the doors counted on their own",
            seen.clone(),
        );
        registry.register("streams", "Open event streams", streams.clone());
        registry.register(
            "chat_streams",
            "Pages of visitors that have a chat open",
            visitors.clone(),
        );
        let handoffs = Gauge::default();
        registry.register(
            "handoffs_day",
            "Messages of the last 24 hours that asked for a person",
            handoffs.clone(),
        );
        let (talks, queue): (Family<TalkEnd, Gauge>, Gauge) = (Family::default(), Gauge::default());
        registry.register(
            "chat_talks_day",
            "Talks in chats that began within the last 24 hours, by what became of them",
            talks.clone(),
        );
        registry.register(
            "chat_queue",
            "Visitors who wait in a chat for a first person",
            queue.clone(),
        );
        registry.register(
            "jobs_waiting",
            "Jobs that wait or are in hand",
            jobs_waiting.clone(),
        );
        registry.register("jobs_dead", "Jobs that were given up", jobs_dead.clone());
        registry.register_with_unit(
            "timer_late",
            "How long the earliest deadline that was not told yet is past",
            Unit::Seconds,
            timer_late.clone(),
        );
        registry.register(
            "build",
            "The running build",
            Info::new(vec![("version", version.to_owned())]),
        );
        Self {
            registry,
            doors,
            requests,
            durations,
            fates,
            seen,
            streams,
            visitors,
            handoffs,
            talks,
            queue,
            jobs_waiting,
            jobs_dead,
            timer_late,
            counted: Mutex::default(),
        }
    }

    /// Counts an answer.
    pub fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let labels = Answered {
            method: method.as_str().to_owned(),
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        self.durations
            .get_or_create(&Route {
                route: route.to_owned(),
            })
            .observe(took.as_secs_f64());
    }

    /// The gauge of open event streams.
    #[must_use]
    pub fn streams(&self) -> &Gauge {
        &self.streams
    }

    /// The gauge of visitors' streams.
    #[must_use]
    pub fn visitors(&self) -> &Gauge {
        &self.visitors
    }

    /// Whether the ledger should be counted again.
    #[must_use]
    pub fn wants_ledger(&self, now: Moment) -> bool {
        let counted = *self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.is_none_or(|at| now - at >= LEDGER_EVERY)
    }

    /// Takes over the balance of the ledger as it was at an instant.
    pub fn set_ledger(&self, balance: &Balance, now: Moment) {
        *self.counted.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        let counts = [
            (Fate::Opened, balance.opened),
            (Fate::Appended, balance.appended),
            (Fate::Duplicate, balance.duplicate),
            (Fate::Quarantined, balance.quarantined),
            (Fate::Rejected, balance.rejected),
        ];
        for (fate, count) in counts {
            self.fates.get_or_create(&Named { fate: fate.code() }).set(count);
        }
        self.seen.set(balance.seen);
    }

    /// Takes over what a door counted.
    pub fn set_door(&self, door: &'static str, counted: Sightings) {
        let Sightings {
            seen,
            accepted,
            deferred,
            refused,
        } = counted;
        let counts = [
            ("seen", seen),
            ("accepted", accepted),
            ("deferred", deferred),
            ("refused", refused),
        ];
        for (answer, count) in counts {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            self.doors.get_or_create(&Answer { door, answer }).set(count);
        }
    }

    /// Takes over how many messages of the last day asked for a person.
    pub fn set_handoffs(&self, count: i64) {
        self.handoffs.set(count);
    }

    /// Takes over how the talks of the last day went, and how many visitors wait for a first person.
    pub fn set_talks(&self, counts: TalkCounts, waiting: i64) {
        let outcomes = [
            ("begun", counts.begun),
            ("answered", counts.answered),
            ("abandoned", counts.abandoned),
            ("idle", counts.idle),
        ];
        for (outcome, count) in outcomes {
            self.talks.get_or_create(&TalkEnd { outcome }).set(count);
        }
        self.queue.set(waiting);
    }

    /// Takes over what waits to be done. `late` in microseconds.
    pub fn set_work(&self, waiting: i64, dead: i64, late: i64) {
        self.jobs_waiting.set(waiting);
        self.jobs_dead.set(dead);
        self.timer_late
            .set(Duration::from_micros(late.unsigned_abs()).as_secs_f64());
    }

    /// All numbers as OpenMetrics text.
    ///
    /// # Errors
    /// The text cannot be written.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
