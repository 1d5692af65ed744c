//! The clocks of a busy ticket, with their segments.

use crate::Writer;
use web::console::view::{ClockCard, Level, Segment};

pub fn clocks(to: &Writer) -> Vec<ClockCard> {
    let segment = |kind, span: (&str, &str), words: (&str, &str), amount: &str| Segment {
        kind,
        span: to.w(span.0, span.1),
        words: to.w(words.0, words.1),
        amount: amount.into(),
    };
    let total = |kind, ru, en, amount| segment(kind, ("", ""), (ru, en), amount);
    let mut resolution = to.clock(Level::Calm, "завтра до 18:00", "tomorrow 18:00", 1580);
    resolution.what = to.w("Решение", "Resolution");
    let mut told = to.clock(Level::Missed, "с опозданием на 40 мин", "missed by 40 min", 0);
    told.what = to.w("Обещание", "Promise");
    vec![
        ClockCard {
            clock: to.clock(Level::Late, "просрочено на 2 ч 10 мин", "2 h 10 min late", -130),
            rule: to.w(
                "Норматив первого ответа: 120 рабочих минут. График работы: Офис",
                "First response target: 120 business minutes. Calendar: Office",
            ),
            segments: vec![
                segment(
                    "ran",
                    ("14 апреля, 10:00 – 11:30", "14 April, 10:00 – 11:30"),
                    ("Срок шёл", "Running"),
                    "1:30:00",
                ),
                segment(
                    "paused",
                    ("11:30 – 13:00", "11:30 – 13:00"),
                    (
                        "Приостановлен: ответ не дошёл до клиента",
                        "Paused: the answer did not reach the client",
                    ),
                    "1:30:00",
                ),
                segment(
                    "closed",
                    ("13:00 – 14:00", "13:00 – 14:00"),
                    ("Нерабочее время", "Closed hours"),
                    "1:00:00",
                ),
                segment(
                    "ran",
                    ("14:00 – 14:30", "14:00 – 14:30"),
                    ("Срок шёл", "Running"),
                    "0:30:00",
                ),
            ],
            totals: vec![
                total("ran", "Срок шёл", "Running", "2:00:00"),
                total("paused", "Приостановлен", "Paused", "1:30:00"),
                total("closed", "Нерабочее время", "Closed hours", "1:00:00"),
                total("whole", "Всего", "In all", "4:30:00"),
            ],
            history: vec![to.w(
                "11:30 — в срок; 13:00 — снят: ответ не доставлен",
                "11:30 met; 13:00 withdrawn: the answer was not delivered",
            )],
            ..ClockCard::default()
        },
        ClockCard {
            clock: resolution,
            rule: to.w(
                "Норматив решения: 1 рабочий день",
                "Resolution target: 1 business day",
            ),
            ..ClockCard::default()
        },
        ClockCard {
            clock: told,
            ..ClockCard::default()
        },
    ]
}
