//! Deadlines in words, with the instants scripts keep them current by.

use super::{Reader, zone_of};
use crate::console::view::{Clock, ClockCard, Level, Segment};
use desk::read::{ClockPiece, ClockView, Held, Holder, Late, LeadClock, Length, PieceState, Sums, Who, Why};
use domain::Moment;
use domain::client::Convenient;
use domain::clock::{ClockKind, StepKind, Target, Verdict};
use jiff::SignedDuration;
use words::{t, t_code, tr, when};

/// The deadline that leads a ticket in lists.
#[must_use]
pub fn leading(reader: &Reader, lead: &LeadClock) -> Clock {
    let what = lead.kind.map_or_else(
        || t(reader.lang, "clock-told"),
        |kind| t_code(reader.lang, "clock", kind.code()),
    );
    let exact = preliminary(reader, reader.exact(lead.due), lead.preliminary);
    if lead.verdict == Verdict::Paused {
        // In lists only the wait for the client halts everything that runs.
        let words = when::paused(reader.lang, &t(reader.lang, "why-waiting-client"));
        return halted(Level::Paused, words, what, exact, lead.due);
    }
    running(reader, what, lead.soon_at, lead.due, exact)
}

/// One clock as it stands.
#[must_use]
pub fn of_clock(reader: &Reader, clock: &ClockView) -> Clock {
    let what = name(reader, clock);
    let exact = when::exact_in_both(
        reader.lang,
        clock.due.to_timestamp(),
        &reader.zone,
        &zone_of(&clock.zone),
    );
    let exact = preliminary(reader, exact, clock.preliminary);
    if clock.open && clock.verdict != Verdict::Paused {
        return running(reader, what, clock.soon_at, clock.due, exact);
    }
    let (level, words) = ended(reader, clock);
    halted(level, words, what, exact, clock.due)
}

/// The time by which paper is to be registered that nobody has made a request of yet.
#[must_use]
pub fn of_registration(reader: &Reader, since: Moment, due: Moment, is_preliminary: bool) -> Clock {
    let what = t_code(reader.lang, "clock", ClockKind::Registration.code());
    let exact = when::exact(reader.lang, due.to_timestamp(), &reader.zone);
    let exact = preliminary(reader, exact, is_preliminary);
    let quarter = (due.as_micros() - since.as_micros()) / 4;
    running(reader, what, due.saturating_add(-quarter), due, exact)
}

fn running(reader: &Reader, what: String, soon: Moment, due: Moment, exact: String) -> Clock {
    let level = match reader.now {
        now if now > due => Level::Late,
        now if now >= soon => Level::Soon,
        _ => Level::Calm,
    };
    let words = when::due(reader.lang, due.to_timestamp(), reader.now(), &reader.zone);
    Clock {
        level,
        words,
        what,
        exact,
        due_iso: due.to_string(),
        due_ms: millis(due),
        soon_ms: millis(soon),
    }
}

fn halted(level: Level, words: String, what: String, exact: String, due: Moment) -> Clock {
    Clock {
        level,
        words,
        what,
        exact,
        due_iso: due.to_string(),
        due_ms: millis(due),
        soon_ms: millis(due),
    }
}

fn ended(reader: &Reader, clock: &ClockView) -> (Level, String) {
    let lang = reader.lang;
    match clock.verdict {
        Verdict::Paused => (
            Level::Paused,
            when::paused(lang, &reason(reader, clock, StepKind::Pause)),
        ),
        Verdict::Cancelled => (Level::Off, reason(reader, clock, StepKind::Cancel)),
        Verdict::Moved => (Level::Off, t(lang, "verdict-moved")),
        Verdict::Met if clock.promised.is_some() => (Level::Met, t(lang, "verdict-kept")),
        Verdict::Met => (Level::Met, t(lang, "due-met")),
        Verdict::Missed | Verdict::Running => {
            let stopped = clock.stopped_at.unwrap_or(reader.now);
            let late = stopped.to_timestamp().duration_since(clock.due.to_timestamp());
            (Level::Missed, when::late_by(lang, late))
        }
    }
}

/// Which deadline: «Решение», «Обещание: перезвонить».
fn name(reader: &Reader, clock: &ClockView) -> String {
    let kind = t_code(reader.lang, "clock", clock.kind.code());
    let lang = reader.lang;
    let mut about = clock.promised.map(|what| t_code(lang, "promised", what.code()));
    if clock.kind == ClockKind::Callback {
        let why = t_code(lang, "callback", &clock.about);
        about = Some(match &clock.convenient {
            Some(hours) => format!("{why}. {}", when_convenient(reader, hours)),
            None => why,
        });
    }
    match about.or_else(|| Some(clock.about.clone()).filter(|about| !about.is_empty())) {
        Some(about) => format!("{kind}: {about}"),
        None => kind,
    }
}

/// «Звонить с 10:00 до 19:00 по владивостокскому времени».
fn when_convenient(reader: &Reader, hours: &Convenient) -> String {
    let told = super::client_room::wishes(reader.lang, false, &hours.hours.to_string());
    let zone = words::zone::label(reader.lang, &super::zone_of(&hours.zone), reader.now());
    format!("{}, {zone}", told.join(" "))
}

/// Why the last step of that kind was made, in words.
fn reason(reader: &Reader, clock: &ClockView, kind: StepKind) -> String {
    let step = clock.steps.iter().rev().find(|step| step.kind == kind);
    step.map(|step| t_code(reader.lang, "why", &step.reason))
        .unwrap_or_default()
}

fn preliminary(reader: &Reader, exact: String, preliminary: bool) -> String {
    if preliminary {
        format!("{exact} ({})", t(reader.lang, "clock-preliminary"))
    } else {
        exact
    }
}

/// A clock with how it is counted, piece by piece.
#[must_use]
pub fn card(reader: &Reader, clock: &ClockView, supervisor: bool) -> ClockCard {
    let lang = reader.lang;
    let mut rule = if clock.given {
        t(lang, "clock-given")
    } else {
        tr(
            lang,
            "clock-target",
            &[("target", target(reader, &clock.target).into())],
        )
    };
    if !clock.given && !clock.calendar.is_empty() {
        let calendar = tr(
            lang,
            "clock-calendar",
            &[("calendar", clock.calendar.as_str().into())],
        );
        rule = format!("{rule}. {calendar}");
    }
    let at = |key: &str, at: Moment| tr(lang, key, &[("at", reader.exact(at).into())]);
    let ended = clock.stopped_at.map(|stopped| at("clock-stopped-at", stopped));
    ClockCard {
        release: if clock.open && clock.promised.is_some() {
            clock.id.to_string()
        } else {
            String::new()
        },
        extension: if supervisor { clock.extension } else { 0 },
        register: clock.open && clock.kind == ClockKind::Registration,
        missed: if clock.verdict == Verdict::Missed {
            clock.id.to_string()
        } else {
            String::new()
        },
        excuse: clock.excuse.clone(),
        excused: clock.excused,
        held: clock
            .late
            .map(|late| late_by(reader, late))
            .into_iter()
            .chain(held(reader, &clock.held))
            .collect(),
        may_excuse: supervisor,
        clock: of_clock(reader, clock),
        rule,
        segments: clock
            .pieces
            .iter()
            .map(|piece| segment(reader, clock, piece))
            .collect(),
        totals: totals(reader, &clock.sums),
        history: std::iter::once(at("clock-started-at", clock.started_at))
            .chain(ended)
            .collect(),
    }
}

/// «Опоздание: 5 мин рабочего времени (прошло 15 ч 5 мин)».
fn late_by(reader: &Reader, late: Late) -> String {
    let lang = reader.lang;
    let span = |micros: i64| when::span(lang, SignedDuration::from_micros(micros));
    if late.worked == late.elapsed {
        return tr(lang, "miss-late", &[("span", span(late.elapsed).into())]);
    }
    let spans = [
        ("working", span(late.worked).into()),
        ("elapsed", span(late.elapsed).into()),
    ];
    tr(lang, "miss-late-working", &spans)
}

/// «Срок нарушен у: Борис (10 мин)», «До этого: Анна (1 день 6 ч)».
fn held(reader: &Reader, held: &[Held]) -> Vec<String> {
    let lang = reader.lang;
    let lines = held.iter().rev().enumerate().map(|(at, held)| {
        let who = match &held.by {
            Holder::Person(person) => person.name.clone(),
            Holder::Team(team) => team.name.clone(),
            Holder::Nobody => t(lang, "no-team"),
        };
        let span = when::span(lang, SignedDuration::from_micros(held.to - held.from));
        let key = if at == 0 { "miss-of" } else { "miss-before" };
        tr(lang, key, &[("who", who.into()), ("span", span.into())])
    });
    lines.collect()
}

fn segment(reader: &Reader, clock: &ClockView, piece: &ClockPiece) -> Segment {
    let (lang, zone) = (reader.lang, zone_of(&clock.zone));
    let (from, to) = (piece.from.to_timestamp(), piece.to.to_timestamp());
    let same_day = zone.to_datetime(from).date() == zone.to_datetime(to).date();
    let end = if same_day {
        when::time_in_full(to, &zone)
    } else {
        when::moment_in_full(lang, to, reader.now(), &zone)
    };
    let (kind, words) = match &piece.state {
        PieceState::Ran => ("ran", t(lang, "segment-running")),
        PieceState::Paused(reason) => ("paused", paused(reader, reason, piece.by.as_ref())),
        PieceState::Closed(why) => ("closed", closed(reader, why)),
        PieceState::Earlier(sums) => ("earlier", earlier(reader, sums)),
    };
    Segment {
        kind,
        span: format!(
            "{} – {end}",
            when::moment_in_full(lang, from, reader.now(), &zone)
        ),
        words,
        amount: amount(piece.length()),
    }
}

/// «Приостановлен: ждём клиента (Вера)».
fn paused(reader: &Reader, reason: &str, by: Option<&Who>) -> String {
    let lang = reader.lang;
    let why = format!("{}: {}", t(lang, "segment-paused"), t_code(lang, "why", reason));
    match by {
        Some(who) => format!("{why} ({})", super::called::who(lang, who)),
        None => why,
    }
}

fn earlier(reader: &Reader, sums: &Sums) -> String {
    let figures = [
        ("ran", amount(sums.ran).into()),
        ("paused", amount(sums.paused).into()),
        ("closed", amount(sums.closed).into()),
    ];
    tr(reader.lang, "segment-earlier", &figures)
}

/// How long it did what, kind by kind, and in all: the rows above add up to these.
fn totals(reader: &Reader, sums: &Sums) -> Vec<Segment> {
    let total = |kind, key, length| Segment {
        kind,
        span: String::new(),
        words: t(reader.lang, key),
        amount: amount(length),
    };
    vec![
        total("ran", "segment-running", sums.ran),
        total("paused", "segment-paused", sums.paused),
        total("closed", "segment-closed-hours", sums.closed),
        total("whole", "segment-whole", sums.whole()),
    ]
}

fn amount(length: Length) -> String {
    when::span_in_full(length.seconds)
}

/// «Нерабочее время», «Перерыв», «Выходной: День Победы».
fn closed(reader: &Reader, why: &Why) -> String {
    let lang = reader.lang;
    match why {
        Why::Night => t(lang, "segment-closed-hours"),
        Why::Break => t(lang, "segment-break"),
        Why::Weekend | Why::Holiday { name: None, .. } => t(lang, "segment-day-off"),
        Why::Holiday { name: Some(name), .. } => format!("{}: {name}", t(lang, "segment-day-off")),
        Why::BeyondCalendar => t(lang, "segment-beyond-calendar"),
    }
}

/// «15 рабочих минут», «1 рабочий день».
fn target(reader: &Reader, target: &Target) -> String {
    let (key, count) = match *target {
        Target::Minutes(count) => ("count-business-minutes", count),
        Target::Hours(count) => ("count-business-hours", count),
        Target::Days { days, .. } => ("count-business-days", days),
        Target::CalendarMinutes(count) => ("count-minutes", count),
        Target::CalendarHours(count) => ("count-hours", count),
        Target::CalendarDays { days, .. } => ("count-calendar-days", days),
    };
    tr(reader.lang, key, &[("count", i64::from(count).into())])
}

fn millis(at: Moment) -> i64 {
    at.as_micros() / 1_000
}
