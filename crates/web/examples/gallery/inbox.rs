//! The inbox: a working afternoon, an empty view, a search.

use std::sync::Arc;
use web::console::view::{Clock, Face, InboxPage, Level, List, ListBody, Row, RowMarkup};

use crate::{Outcome, Writer};

pub fn write(to: &Writer) -> Outcome {
    let mut page = to.page(&to.w("Мои", "Mine"), "inbox");
    to.put(
        "inbox",
        &InboxPage {
            page: page.clone(),
            list: list(to)?,
        },
    )?;
    page.flash = to.flash(
        "Ответ отправлен Марии Соколовой",
        "Answer sent to Maria Sokolova",
        "/undo/1",
    );
    to.put(
        "inbox-flash",
        &InboxPage {
            page: page.clone(),
            list: list(to)?,
        },
    )?;
    page.flash = None;
    let empty = List {
        view: "mine",
        title: to.w("Мои", "Mine"),
        count: to.w("0 обращений", "0 tickets"),
        empty: to.w(
            "Здесь появятся обращения, за которые отвечаете вы. Сейчас без ответственного ждут семь.",
            "Tickets you are responsible for appear here. Seven wait without an assignee now.",
        ),
        empty_step: Some((
            "/inbox?view=unassigned".into(),
            to.w("Посмотреть без ответственного", "See unassigned"),
        )),
        ..List::default()
    };
    to.put(
        "inbox-empty",
        &InboxPage {
            page: page.clone(),
            list: empty,
        },
    )?;
    let found = List {
        query: to.w("возврат билета", "ticket refund"),
        ..list(to)?
    };
    to.put("inbox-search", &InboxPage { page, list: found })
}

/// What a row is made of, in both languages.
struct Line<'a> {
    icon: &'static str,
    client: (&'a str, &'a str),
    subject: (&'a str, &'a str),
    speaker: (&'a str, &'a str),
    last: (&'a str, &'a str),
}

pub fn list(to: &Writer) -> Outcome<List> {
    let mut rows = Vec::new();
    let mut add = |line: Line<'_>, clock: Option<Clock>, who: Option<Face>, tags: &[(&str, &str)]| {
        let id = format!("tkt_{:03}", rows.len());
        rows.push(Row {
            path: "/tickets/tkt_001?view=mine".into(),
            id,
            door: to.door(line.icon),
            client: to.w(line.client.0, line.client.1),
            number: format!("2026-{:06}", 4512 + rows.len()),
            subject: to.w(line.subject.0, line.subject.1),
            speaker: to.w(line.speaker.0, line.speaker.1),
            last_words: to.w(line.last.0, line.last.1),
            tags: tags.iter().map(|(ru, en)| to.w(ru, en)).collect(),
            assignee: who,
            clock,
            ..Row::default()
        });
    };
    first_rows(to, &mut add);
    last_rows(to, &mut add);
    rows[0].unread = true;
    rows[2].unread = true;
    rows[3].undelivered = true;
    let page = to.page("", "inbox");
    let rows = rows.iter().map(|row| RowMarkup::of(&page, row));
    let body = ListBody {
        rows: rows.collect::<Result<_, _>>()?,
        next: Some("/inbox?view=mine&after=x".into()),
        ..ListBody::default()
    };
    Ok(List {
        view: "mine",
        title: to.w("Мои", "Mine"),
        count: to.w("12 обращений", "12 tickets"),
        body: Arc::new(body),
        ..List::default()
    })
}

type Add<'a> = dyn FnMut(Line<'_>, Option<Clock>, Option<Face>, &[(&str, &str)]) + 'a;

fn first_rows(to: &Writer, add: &mut Add<'_>) {
    let me = || Some(to.me());
    add(
        Line {
            icon: "mail",
            client: ("Мария Соколова", "Maria Sokolova"),
            subject: (
                "Не приходит справка для налоговой",
                "Tax certificate has not arrived",
            ),
            speaker: ("Клиент", "Client"),
            last: (
                "Третий день жду, обещали в понедельник. Когда будет?",
                "Third day waiting, you promised Monday. When?",
            ),
        },
        Some(to.clock(Level::Late, "просрочено на 2 ч 10 мин", "2 h 10 min late", -130)),
        me(),
        &[("справки", "certificates")],
    );
    add(
        Line {
            icon: "phone",
            client: (
                "Игорь Вениаминович Константинопольский-Преображенский",
                "Bartholomew Featherstonehaugh-Cholmondeley",
            ),
            subject: (
                "Перезвонить по поводу ипотечных каникул и страховки",
                "Call back about the mortgage holiday and the insurance",
            ),
            speaker: ("", ""),
            last: (
                "Пропущенный звонок, просил перезвонить до шести",
                "Missed call, asked to be called before six",
            ),
        },
        Some(to.clock(Level::Soon, "осталось 12 мин", "12 min left", 12)),
        Some(to.colleague()),
        &[("VIP", "VIP"), ("ипотека", "mortgage")],
    );
    add(
        Line {
            icon: "chat",
            client: ("Олег", "Oleg"),
            subject: ("Вопрос по тарифу", "A question about the plan"),
            speaker: ("Клиент", "Client"),
            last: ("сотрудник", "agent please"),
        },
        Some(to.clock(Level::Soon, "осталось 40 с", "40 s left", 1)),
        None,
        &[],
    );
    add(
        Line {
            icon: "mail",
            client: ("ООО «Ромашка»", "Daisy Ltd"),
            subject: (
                "Re: Re: Fwd: Акт сверки за первый квартал 2026 года",
                "Re: Re: Fwd: Reconciliation statement for Q1 2026",
            ),
            speaker: ("Вы", "You"),
            last: (
                "Добрый день! Акт во вложении, подпишите, пожалуйста, и верните один экземпляр",
                "Good afternoon! The statement is attached, please sign and return a copy",
            ),
        },
        Some(to.clock(Level::Calm, "до 18:00", "by 18:00", 140)),
        me(),
        &[],
    );
    add(
        Line {
            icon: "form",
            client: ("Дарья Ким", "Daria Kim"),
            subject: ("Возврат билета", "Ticket refund"),
            speaker: ("Борис", "Boris"),
            last: (
                "Проверяем в кассе, ответим завтра до полудня",
                "Checking with the box office, back by noon tomorrow",
            ),
        },
        Some(to.clock(Level::Calm, "завтра до 12:00", "tomorrow 12:00", 1220)),
        Some(to.colleague()),
        &[],
    );
    add(
        Line {
            icon: "letter",
            client: ("Нина Петровна Васильева", "Nina Vasilieva"),
            subject: (
                "Жалоба на навязанную страховку",
                "Complaint about an imposed insurance",
            ),
            speaker: ("", ""),
            last: (
                "Письмо зарегистрировано, 3 страницы",
                "Letter registered, 3 pages",
            ),
        },
        Some(to.clock(Level::Calm, "до конца дня 13 мая", "by the end of 13 May", 41_000)),
        me(),
        &[("претензия", "claim")],
    );
}

fn last_rows(to: &Writer, add: &mut Add<'_>) {
    add(
        Line {
            icon: "app",
            client: ("Тимур Ахметов", "Timur Akhmetov"),
            subject: (
                "Приложение вылетает при входе по отпечатку",
                "App crashes on fingerprint log-in",
            ),
            speaker: ("Вы", "You"),
            last: (
                "Пришлите, пожалуйста, версию системы и снимок экрана",
                "Please send the system version and a screenshot",
            ),
        },
        Some(to.clock(
            Level::Paused,
            "приостановлено: ждём клиента",
            "paused: waiting for client",
            0,
        )),
        Some(to.me()),
        &[],
    );
    add(
        Line {
            icon: "messenger",
            client: ("@lena_v", "@lena_v"),
            subject: ("Без темы", "No subject"),
            speaker: ("Клиент", "Client"),
            last: (
                "Спасибо большое, всё получилось!",
                "Thank you so much, it worked!",
            ),
        },
        Some(to.clock(Level::Met, "в срок", "met", 0)),
        Some(to.me()),
        &[],
    );
    add(
        Line {
            icon: "api",
            client: ("billing@partner.example", "billing@partner.example"),
            subject: (
                "Расхождение в реестре платежей от 13.04",
                "Mismatch in the payment register of 13 April",
            ),
            speaker: ("Робот", "Robot"),
            last: (
                "Запрос принят и передан в группу «Платежи»",
                "The request was passed to Payments",
            ),
        },
        None,
        None,
        &[
            ("реестр", "register"),
            ("платежи", "payments"),
            ("партнёры", "partners"),
        ],
    );
    for (name, en) in [
        ("Кирилл Журавлёв", "Kirill Zhuravlev"),
        ("Софья Белова", "Sofia Belova"),
        ("Павел Ли", "Pavel Lee"),
        ("Зоя Фёдорова", "Zoya Fedorova"),
        ("Артём Щукин", "Artem Shchukin"),
    ] {
        add(
            Line {
                icon: "mail",
                client: (name, en),
                subject: (
                    "Смена номера телефона в личном кабинете",
                    "Changing the phone number in the account",
                ),
                speaker: ("Клиент", "Client"),
                last: (
                    "Добрый день! Подскажите, где это сделать?",
                    "Good afternoon! Where do I do that?",
                ),
            },
            Some(to.clock(Level::Calm, "до среды, 18:00", "by Wed 18:00", 1580)),
            Some(to.me()),
            &[],
        );
    }
}
