//! A deadline in words. The words are those of the first render; `js/clock.js` keeps them current from the
//! instants beside them, so a clock needs no request to tick.

/// How a clock looks. Time is the only colour of the console.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Level {
    /// Far from due: no colour.
    #[default]
    Calm,
    /// Under a quarter of the time is left: amber.
    Soon,
    /// Past due and still open: red.
    Late,
    /// Ended in time: a small green tick.
    Met,
    /// Ended late.
    Missed,
    /// Stands still.
    Paused,
    /// Cancelled, moved: told in words only.
    Off,
}

impl Level {
    /// The value of `data-level`, which style sheets and scripts go by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Paused => "paused",
            Self::Off => "off",
        }
    }

    /// Whether the words change by themselves as time passes.
    #[must_use]
    pub fn ticks(self) -> bool {
        matches!(self, Self::Calm | Self::Soon | Self::Late)
    }

    /// The icon before the words; empty where there is none.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Met => "tick",
            Self::Paused => "pause",
            _ => "",
        }
    }
}

/// One deadline, short.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    pub level: Level,
    /// «до 18:00», «просрочено на 2 ч 10 мин».
    pub words: String,
    /// Which deadline: «Первый ответ».
    pub what: String,
    /// The exact instant with its zone, shown on hover.
    pub exact: String,
    /// The due instant, RFC 3339.
    pub due_iso: String,
    /// The due instant, milliseconds since 1970 UTC.
    pub due_ms: i64,
    /// The instant from which less than a quarter is left, milliseconds since 1970 UTC.
    pub soon_ms: i64,
}

/// One deadline with its explanation.
#[derive(Clone, Debug, Default)]
pub struct ClockCard {
    pub clock: Clock,
    /// The norm in words: «Норматив: 15 рабочих минут, график „Офис“».
    pub rule: String,
    /// What was counted, piece by piece, in order.
    pub segments: Vec<Segment>,
    /// How long it did what, kind by kind, and in all.
    pub totals: Vec<Segment>,
    /// Verdicts it had before, corrections, late logging: one sentence each.
    pub history: Vec<String>,
    /// Row of an open promise that the client may release; empty otherwise.
    pub release: String,
    /// Working days by which this reader may extend it; 0: not.
    pub extension: u32,
    /// Waits to be registered.
    pub register: bool,
    /// Row of a missed clock, whose miss may be explained; empty otherwise.
    pub missed: String,
    /// Why it was missed, as somebody said it.
    pub excuse: String,
    pub excused: bool,
    /// Whose the miss is, and who held the ticket before: one sentence each, the newest first.
    pub held: Vec<String>,
    /// This reader may excuse it.
    pub may_excuse: bool,
}

/// One piece of a clock's life.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// `ran`, `paused`, `closed` (outside working time), or `earlier`: what comes before the newest pieces, in one.
    pub kind: &'static str,
    /// «13 апреля, 11:00 – 13:00», to the second; empty for a total.
    pub span: String,
    /// «шёл», «ждали клиента: Вера», «обед».
    pub words: String,
    /// «2:00:00».
    pub amount: String,
}
