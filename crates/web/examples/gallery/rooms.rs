//! Supervisor, ledger, quarantine.

use web::console::view::{
    DoorBalance, DueTicket, FateCount, Figure, LedgerPage, Level, Load, QuarantinePage, Quarantined,
    SupervisorPage, TalkLoad, Took,
};

use crate::{Outcome, Writer};

pub fn write(to: &Writer) -> Outcome {
    to.put("supervisor", &supervisor(to, true))?;
    to.put("supervisor-calm", &supervisor(to, false))?;
    to.put("ledger", &ledger(to, true))?;
    to.put("ledger-wrong", &ledger(to, false))?;
    to.put("quarantine", &quarantine(to))?;
    to.put(
        "quarantine-empty",
        &QuarantinePage {
            page: to.page(&to.w("Карантин", "Quarantine"), "quarantine"),
            waiting: true,
            empty: to.w("Карантин пуст", "The quarantine is empty"),
            ..QuarantinePage::default()
        },
    )
}

fn due(
    to: &Writer,
    level: Level,
    clock: (&str, &str, i64),
    who: (&str, &str),
    subject: (&str, &str),
    why: (&str, &str),
) -> DueTicket {
    DueTicket {
        id: "tkt_001".into(),
        path: "/tickets/tkt_001".into(),
        number: "2026-004512".into(),
        door: to.door("mail"),
        client: to.w(who.0, who.1),
        subject: to.w(subject.0, subject.1),
        clock: to.clock(level, clock.0, clock.1, clock.2),
        assignee: if clock.2 % 2 == 0 {
            Some(to.colleague())
        } else {
            None
        },
        team: to.w("Группа «Письма»", "Team Letters"),
        left: 14 * 60_000_000,
        left_words: match level {
            Level::Soon => to.w("рабочего времени 14 мин", "14 min of working time"),
            _ => String::new(),
        },
        why: to.w(why.0, why.1),
    }
}

fn supervisor(to: &Writer, busy: bool) -> SupervisorPage {
    let figure = |value: &str, label: (&str, &str), level| Figure {
        value: value.into(),
        label: to.w(label.0, label.1),
        definition: to.w(
            "Выполнено в срок ÷ (в срок + с опозданием), за сегодня",
            "Met ÷ (met + missed), today",
        ),
        level,
        path: "/inbox?view=overdue".into(),
    };
    let late = vec![
        due(
            to,
            Level::Late,
            ("просрочено на 2 ч 10 мин", "2 h 10 min late", -130),
            ("Мария Соколова", "Maria Sokolova"),
            (
                "Не приходит справка для налоговой",
                "Tax certificate has not arrived",
            ),
            ("Ответ не доставлен", "Answer bounced"),
        ),
        due(
            to,
            Level::Late,
            ("просрочено на 35 мин", "35 min late", -35),
            ("ООО «Ромашка»", "Daisy Ltd"),
            (
                "Акт сверки за первый квартал 2026 года",
                "Reconciliation statement for Q1 2026",
            ),
            ("Никто не взял", "Nobody took it"),
        ),
        due(
            to,
            Level::Late,
            ("просрочено на 4 мин", "4 min late", -4),
            (
                "Игорь Вениаминович Константинопольский-Преображенский",
                "Bartholomew Featherstonehaugh-Cholmondeley",
            ),
            (
                "Перезвонить по поводу ипотечных каникул",
                "Call back about the mortgage holiday",
            ),
            ("Ждём подразделение «Архив»", "Waiting for the Archive"),
        ),
    ];
    let next = vec![
        due(
            to,
            Level::Soon,
            ("осталось 3 мин", "3 min left", 3),
            ("Олег", "Oleg"),
            ("Вопрос по тарифу", "A question about the plan"),
            ("Никто не взял", "Nobody took it"),
        ),
        due(
            to,
            Level::Soon,
            ("осталось 12 мин", "12 min left", 12),
            ("Дарья Ким", "Daria Kim"),
            ("Возврат билета", "Ticket refund"),
            ("Клиент дописал в 15:20", "The client added at 15:20"),
        ),
        due(
            to,
            Level::Calm,
            ("до 18:00", "by 18:00", 140),
            ("Тимур Ахметов", "Timur Akhmetov"),
            ("Приложение вылетает", "App crashes"),
            ("", ""),
        ),
        due(
            to,
            Level::Calm,
            ("завтра до 12:00", "tomorrow 12:00", 1220),
            ("Нина Петровна Васильева", "Nina Vasilieva"),
            ("Жалоба на навязанную страховку", "Complaint about insurance"),
            ("", ""),
        ),
    ];
    let load = |face, name: String, open: &str, soon: &str, late: &str| Load {
        face,
        name,
        open: open.into(),
        soon: soon.into(),
        late: late.into(),
        path: "/inbox?view=all".into(),
    };
    SupervisorPage {
        more_late: String::new(),
        more_next: String::new(),
        page: to.page(&to.w("Сроки", "Deadlines"), "supervisor"),
        figures: vec![
            figure(
                if busy { "3" } else { "0" },
                ("просрочено сейчас", "overdue now"),
                if busy { "late" } else { "" },
            ),
            figure(
                if busy { "5" } else { "0" },
                ("скоро срок", "due soon"),
                if busy { "soon" } else { "" },
            ),
            figure("7", ("без ответственного", "unassigned"), ""),
            figure(
                &to.w("94 %", "94%"),
                ("первых ответов в срок сегодня", "first responses in time today"),
                "",
            ),
            figure(
                &to.w("8 мин", "8 min"),
                ("медиана первого ответа", "median first response"),
                "",
            ),
        ],
        late: if busy { late } else { vec![] },
        next: if busy { next } else { vec![] },
        teams: vec![load(None, to.w("Линия 1", "First line"), "12", "3", "1")],
        told: vec![
            figure("41", ("выдержано", "kept"), ""),
            figure("2", ("нарушено", "broken"), "late"),
        ],
        ended: vec![
            figure("12", ("обещаний выполнено", "promises kept"), ""),
            figure("1", ("обещаний нарушено", "promises broken"), "late"),
            figure("3", ("закрыто без ответа", "closed without an answer"), ""),
        ],
        took: vec![Took {
            kind: to.w("Первый ответ", "First response"),
            count: "143".into(),
            lengths: ["8 мин", "41 мин", "2 ч 5 мин", "9 мин", "14 ч", "2 дня"]
                .into_iter()
                .zip(["8 min", "41 min", "2 h 5 min", "9 min", "14 h", "2 days"])
                .map(|(ru, en)| to.w(ru, en))
                .collect(),
        }],
        handoffs: vec![figure("17", ("Чат", "Chat"), "")],
        talks: vec![TalkLoad {
            chat: to.w("Чат", "Chat"),
            begun: "214".into(),
            answered: "197".into(),
            abandoned: "11".into(),
            idle: "83".into(),
            waiting: "6".into(),
        }],
        loads: vec![
            load(None, to.w("Без ответственного", "Unassigned"), "7", "1", "1"),
            load(
                Some(to.colleague()),
                to.w("Борис Павлов", "Boris Pavlov"),
                "14",
                "3",
                "2",
            ),
            load(
                Some(to.me()),
                to.w("Анна Кузнецова", "Anna Kuznetsova"),
                "12",
                "1",
                "0",
            ),
        ],
    }
}

fn ledger(to: &Writer, well: bool) -> LedgerPage {
    let fate = |code, words: (&str, &str), count: &str| FateCount {
        code,
        words: to.w(words.0, words.1),
        count: count.into(),
        definition: String::new(),
        path: String::new(),
    };
    let door = |icon, seen: &str, fates: [&str; 5], adds_up: bool| DoorBalance {
        door: to.door(icon),
        seen: seen.into(),
        fates: fates.map(Into::into).into(),
        adds_up,
        verdict: if adds_up {
            to.w("сходится", "adds up")
        } else {
            to.w("не хватает 1", "1 missing")
        },
    };
    LedgerPage {
        page: to.page(&to.w("Журнал приёма", "Intake ledger"), "ledger"),
        period: to.w("с начала учёта", "since the beginning"),
        seen: "45 231".into(),
        fates: vec![
            fate("opened", ("открыто", "opened"), "31 204"),
            fate("appended", ("добавлено", "appended"), "12 877"),
            fate("duplicate", ("повторы", "duplicates"), "1 102"),
            fate("quarantined", ("в карантине", "quarantined"), "2"),
            fate(
                "rejected",
                ("отклонено", "rejected"),
                if well { "46" } else { "45" },
            ),
        ],
        adds_up: well,
        verdict: if well {
            to.w(
                "Сходится: увидено столько же, сколько судеб",
                "It adds up: as many fates as sightings",
            )
        } else {
            to.w(
                "Не сходится: увидено на 1 больше, чем судеб.",
                "It does not add up: one sighting has no fate.",
            )
        },
        doors: vec![
            door("mail", "44 000", ["30 600", "12 300", "1 058", "2", "40"], well),
            door("api", "1 231", ["604", "577", "44", "0", "6"], true),
        ],
    }
}

fn quarantine(to: &Writer) -> QuarantinePage {
    let item = |id: &str, reason: (&str, &str), from: &str, subject: (&str, &str)| Quarantined {
        id: id.into(),
        door: to.door("mail"),
        from: from.into(),
        subject: to.w(subject.0, subject.1),
        reason: to.w(reason.0, reason.1),
        at: to.w("сегодня, 12:04", "today, 12:04"),
        size: to.w("12 кБ", "12 kB"),
        raw: "/raw".into(),
        path: format!("/quarantine/{id}"),
        ..Quarantined::default()
    };
    QuarantinePage {
        page: to.page(&to.w("Карантин", "Quarantine"), "quarantine"),
        count: to.w("2 письма", "2 items"),
        items: vec![
            item(
                "qtn_1",
                (
                    "Вложенность письма больше 100 частей: разобрать нельзя",
                    "More than 100 nested parts: cannot be parsed",
                ),
                "unknown@host.example",
                ("Без темы", "No subject"),
            ),
            item(
                "qtn_2",
                (
                    "Письмо выдаёт себя за ответ на чужое обращение",
                    "The mail pretends to answer somebody else's ticket",
                ),
                "stranger@example.net",
                (
                    "Re: № 2026-004512 Не приходит справка",
                    "Re: № 2026-004512 Tax certificate",
                ),
            ),
        ],
        waiting: true,
        ..QuarantinePage::default()
    }
}
