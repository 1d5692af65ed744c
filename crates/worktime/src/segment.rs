//! A span of time explained: what was open, and why the rest was closed. Knows nothing of clocks.

use jiff::civil::Date;
use serde::Serialize;

use crate::{calendar::Calendar, moment::Moment, plan::OnDate, spec::DayOffKind, zone};

/// A stretch of time of one kind. Neighbours join without a gap and differ in kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    pub from: Moment,
    pub to: Moment,
    pub state: State,
}

impl Segment {
    /// Elapsed microseconds.
    pub fn micros(&self) -> i64 {
        self.to - self.from
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Closed(Why),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Before the first opening or after the last closing of a working day.
    Night,
    /// Between two intervals of a working day.
    Break,
    /// A day that the week leaves closed.
    Weekend,
    Holiday {
        name: Option<String>,
        kind: DayOffKind,
    },
    /// Outside the years that are computed.
    BeyondCalendar,
}

impl Calendar {
    /// The span from `a` to `b`, cut where open and closed change. The segments join exactly; the open ones add
    /// up to [`Calendar::between`]. Empty when `b` is not after `a`. Costs one step per date of the span.
    pub fn segments(&self, a: Moment, b: Moment) -> Vec<Segment> {
        let mut builder = Builder {
            at: a,
            end: b,
            segments: Vec::new(),
        };
        builder.until(
            Moment::from_micros(self.begin),
            State::Closed(Why::BeyondCalendar),
        );
        let mut date = self.date_of(builder.at);
        while builder.at < b && self.contains(builder.at) {
            self.add_date(&mut builder, date);
            date = zone::tomorrow(date);
        }
        builder.until(b, State::Closed(Why::BeyondCalendar));
        builder.segments
    }

    fn add_date(&self, builder: &mut Builder, date: Date) {
        let end = self.start_of(zone::tomorrow(date));
        let closed = match self.plan.on(date) {
            OnDate::Weekend => Why::Weekend,
            OnDate::Off { name, kind } => Why::Holiday { name, kind },
            OnDate::Hours(_) => Why::Night,
        };
        let mut why = closed.clone();
        for (open, close) in self.intervals(date) {
            builder.until(Moment::from_micros(open), State::Closed(why));
            builder.until(Moment::from_micros(close), State::Open);
            why = Why::Break;
        }
        builder.until(end, State::Closed(closed));
    }
}

struct Builder {
    at: Moment,
    end: Moment,
    segments: Vec<Segment>,
}

impl Builder {
    /// Goes on until the instant, or the end of the span, in one state.
    fn until(&mut self, to: Moment, state: State) {
        let to = to.min(self.end);
        if to <= self.at {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.state == state => last.to = to,
            _ => self.segments.push(Segment {
                from: self.at,
                to,
                state,
            }),
        }
        self.at = to;
    }
}
