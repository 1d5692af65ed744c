//! The ticket: a busy one with everything on it, an empty new one, one without a composer.

use web::console::view::{
    Alert, Body, Call, Choice, Choices, ClientPanel, ClockCard, Composer, Draft, Entry, EventLine, File,
    Html, Identity, Letter, Level, Message, MessageFate, Notable, Note, OtherTicket, ReplyForm, Segment,
    Side, Ticket, TicketPage,
};

use crate::{Outcome, Writer, inbox};

pub fn write(to: &Writer) -> Outcome {
    let page = to.page(
        &to.w(
            "Не приходит справка для налоговой",
            "Tax certificate has not arrived",
        ),
        "inbox",
    );
    let mut list = inbox::list(to);
    list.rows[0].here = true;
    let busy = busy(to);
    to.put(
        "ticket",
        &TicketPage {
            page: page.clone(),
            list: list.clone(),
            ticket: busy.clone(),
        },
    )?;
    let mut note = busy.clone();
    note.alerts.clear();
    if let Some(composer) = note.composer.as_mut() {
        composer.on_note = true;
        composer.note.text = to.w(
            "Позвонила в архив: справку обещают к 17:00. Если не успеют, пообещаю клиенту завтра до полудня.",
            "Called the archive: they promise it by 17:00.",
        );
    }
    to.put(
        "ticket-note",
        &TicketPage {
            page: page.clone(),
            list: list.clone(),
            ticket: note,
        },
    )?;
    to.put(
        "ticket-long",
        &TicketPage {
            page: page.clone(),
            list: list.clone(),
            ticket: long(&busy),
        },
    )?;
    let mut calm = busy;
    calm.alerts.clear();
    calm.entries.truncate(2);
    calm.composer = None;
    calm.closed = to.w(
        "Обращение закрыто 10 апреля. Новое сообщение клиента откроет новое обращение.",
        "Closed on 10 April. A new message from the client opens a new ticket.",
    );
    to.put(
        "ticket-closed",
        &TicketPage {
            page,
            list,
            ticket: calm,
        },
    )
}

/// Everything too long: nothing may break out of its place.
fn long(busy: &Ticket) -> Ticket {
    let mut ticket = busy.clone();
    ticket.subject = format!("{} {}", ticket.subject.repeat(6), "x".repeat(200));
    ticket.tags = (0..12)
        .map(|n| format!("очень-длинная-метка-номер-{n}"))
        .collect();
    ticket.assignee.words = "Константин Константинович Константинопольский-Преображенский".into();
    ticket.client.name = ticket.assignee.words.clone();
    for identity in &mut ticket.client.identities {
        identity.address = format!("{}@{}.example", "a".repeat(40), "b".repeat(60));
    }
    ticket.clocks.extend(busy.clocks.clone());
    if let Some(composer) = ticket.composer.as_mut() {
        composer.reply.to = format!(
            "{} ‹{}›",
            ticket.assignee.words, ticket.client.identities[0].address
        );
        composer.reply.warnings =
            vec!["Обещанный срок позже действующего: до 18:00. Обещание его не продлевает.".into()];
        composer.reply.draft.text = "Слово ".repeat(400);
    }
    for entry in &mut ticket.entries {
        if let Entry::Message(message) = entry {
            message.body.text = format!("{}\n{}", "W".repeat(600), message.body.text);
            message.to = "кому: ".to_owned() + &"someone@example.org, ".repeat(20);
            message.files = (0..8)
                .map(|n| File {
                    name: format!("{}-{n}.pdf", "Очень длинное имя файла ".repeat(6)),
                    size: "1,2 МБ".into(),
                    path: "/x".into(),
                })
                .collect();
        }
    }
    ticket
}

fn choices(
    id: &'static str,
    label: String,
    words: String,
    field: &'static str,
    list: Vec<(String, String)>,
) -> Choices {
    let choices = list
        .into_iter()
        .map(|(words, hint)| Choice {
            value: words.clone(),
            hint,
            words,
            ..Choice::default()
        })
        .map(|choice| Choice {
            here: choice.words == words,
            ..choice
        })
        .collect();
    Choices {
        id,
        label,
        words: words.clone(),
        field,
        action: "/tickets/tkt_001/x".into(),
        choices,
    }
}

fn plain(words: &[String]) -> Vec<(String, String)> {
    words.iter().map(|w| (w.clone(), String::new())).collect()
}

fn busy(to: &Writer) -> Ticket {
    Ticket {
        id: "tkt_001".into(),
        number: "2026-004512".into(),
        subject: to.w(
            "Не приходит справка для налоговой",
            "Tax certificate has not arrived",
        ),
        path: "/tickets/tkt_001".into(),
        back: "/inbox?view=mine".into(),
        version: 7,
        alerts: vec![Alert {
            words: to.w(
                "Ответ не доставлен: адрес не существует.",
                "The answer did not get through: the address does not exist.",
            ),
            advice: to.w(
                "Срок первого ответа снова идёт. Проверьте адрес или выберите другой канал.",
                "The first response clock runs again. Check the address or choose another channel.",
            ),
            entry: "ent_4".into(),
            action: Some((
                "/tickets/tkt_001/deliveries/x".into(),
                to.w("Отправить ещё раз", "Send again"),
            )),
            choice: None,
        }],
        state: choices(
            "menu-state",
            to.w("Состояние", "State"),
            to.w("В работе", "Open"),
            "state",
            plain(&[
                to.w("Новое", "New"),
                to.w("В работе", "Open"),
                to.w("Ждём клиента", "Waiting for client"),
                to.w("Ждём подразделение", "Waiting for others"),
            ]),
        ),
        outcomes: choices(
            "menu-outcome",
            to.w("С каким исходом", "With which outcome"),
            to.w("Отметить решённым", "Resolve"),
            "outcome",
            plain(&[
                to.w("Решено", "Solved"),
                to.w("Отказано", "Refused"),
                to.w("Разъяснено", "Explained"),
                to.w("Не обращение (спам)", "Not a request (spam)"),
            ]),
        ),
        assignee: choices(
            "menu-assignee",
            to.w("Ответственный", "Assignee"),
            to.w("Анна Кузнецова", "Anna Kuznetsova"),
            "assignee",
            vec![
                (to.w("Анна Кузнецова", "Anna Kuznetsova"), String::new()),
                (
                    to.w("Борис Павлов", "Boris Pavlov"),
                    to.w("отсутствует до 12 мая", "away until 12 May"),
                ),
                (to.w("Вера Ким", "Vera Kim"), String::new()),
            ],
        ),
        priority: choices(
            "menu-priority",
            to.w("Приоритет", "Priority"),
            to.w("Высокий", "High"),
            "priority",
            plain(&[to.w("Обычный", "Normal"), to.w("Высокий", "High")]),
        ),
        kind: choices(
            "menu-kind",
            to.w("Вид", "Kind"),
            to.w("Вопрос", "Question"),
            "kind",
            plain(&[to.w("Вопрос", "Question"), to.w("Жалоба", "Complaint")]),
        ),
        topic: choices(
            "menu-topic",
            to.w("Тематика", "Topic"),
            to.w("Справки", "Certificates"),
            "topic",
            plain(&[to.w("Справки", "Certificates")]),
        ),
        tags: vec![to.w("справки", "certificates"), to.w("налоговая", "tax")],
        tags_action: "/tickets/tkt_001/tags".into(),
        can_take: false,
        can_dismiss: true,
        clocks: clocks(to),
        earlier: None,
        entries: entries(to),
        composer: Some(composer(to)),
        closed: String::new(),
        client: client(to),
        ..Ticket::default()
    }
}

fn clocks(to: &Writer) -> Vec<ClockCard> {
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

fn entries(to: &Writer) -> Vec<Entry> {
    let event = |at: &str, ru: &str, en: &str| EventLine {
        at: at.into(),
        exact: String::new(),
        words: to.w(ru, en),
    };
    vec![
        Entry::Message(Box::new(first_letter(to))),
        Entry::Events {
            summary: to.w(
                "4 события: обращение зарегистрировано, ответственный: Анна Кузнецова, приоритет: высокий…",
                "4 events: ticket registered, assignee: Anna Kuznetsova, priority: high…",
            ),
            lines: vec![
                event("10:00", "Обращение зарегистрировано", "Ticket registered"),
                event(
                    "10:00",
                    "Подтверждение отправлено клиенту: ответим до 18:00",
                    "Acknowledgement sent: answer by 18:00",
                ),
                event(
                    "10:12",
                    "Ответственный: Анна Кузнецова",
                    "Assignee: Anna Kuznetsova",
                ),
                event("10:13", "Приоритет: Обычный → Высокий", "Priority: Normal → High"),
            ],
        },
        Entry::Note(Note {
            id: "ent_3".into(),
            speaker: to.w("Борис Павлов", "Boris Pavlov"),
            face: to.colleague(),
            at: "10:40".into(),
            text: to.w(
                "Архив говорит, что справка готова, но лежит без подписи. Я бы позвонил Тамаре, доб. 214.",
                "The archive says it is ready but unsigned. I would call Tamara, ext. 214.",
            ),
            ..Note::default()
        }),
        Entry::Message(Box::new(bounced(to))),
        Entry::Notable(Notable {
            level: Level::Late,
            words: to.w("Просрочен первый ответ.", "First response overdue."),
            reason: to.w(
                "Ответ в 11:30 не дошёл до клиента, другого до 14:30 не было.",
                "The answer of 11:30 did not reach the client, no other came by 14:30.",
            ),
            at: "14:30".into(),
            exact: String::new(),
        }),
        Entry::Message(Box::new(call(to))),
        Entry::Message(Box::new(letter(to))),
        Entry::Unread(to.w("Новое", "New")),
        Entry::Message(Box::new(last(to))),
    ]
}

fn first_letter(to: &Writer) -> Message {
    Message {
        id: "ent_1".into(), side: Side::Client, speaker: to.w("Мария Соколова", "Maria Sokolova"),
        face: web::console::view::Face { initials: to.w("МС", "MS"), ..Default::default() }, door: to.door("mail"), at: "10:00".into(),
        body: Body {
            text: to.w(
                "Здравствуйте!\n\nВ пятницу заказала в личном кабинете справку об уплаченных процентах для налоговой. На странице написано «готова», но файла нет, кнопка ничего не открывает. Пробовала в двух браузерах.\n\nСправка нужна до среды: сдаю декларацию. Подскажите, пожалуйста, что сделать. Ссылка: https://bank.example/cabinet/documents?year=2025\n\nМария",
                "Hello,\n\nOn Friday I ordered a certificate of interest paid from my account page. It says “ready”, but there is no file and the button opens nothing. I tried two browsers.\n\nI need it by Wednesday for my tax return. What should I do?\n\nMaria",
            ),
            tail: to.w("> 10 апреля 2026 г., 12:01, noreply@bank.example:\n> Ваша справка готова. Скачать её можно в личном кабинете.", "> On 10 April 2026 noreply@bank.example wrote:\n> Your certificate is ready."),
            html: Some(Html { path: "/messages/ent_1/html".into(), images_path: "/messages/ent_1/html?images=1".into(), images: to.w("Показать 3 картинки", "Show 3 images") }),
        },
        files: vec![File { name: to.w("Снимок экрана 2026-04-14 в 09.55.png", "Screenshot 2026-04-14 at 09.55.png"), size: to.w("412 кБ", "412 kB"), path: "/x".into() }],
        ..Message::default()
    }
}

fn bounced(to: &Writer) -> Message {
    Message {
        id: "ent_4".into(), side: Side::Us, speaker: to.w("Анна Кузнецова", "Anna Kuznetsova"), face: to.me(), door: to.door("mail"), at: "11:30".into(),
        to: to.w("кому: maria@exmaple.org", "to: maria@exmaple.org"),
        body: Body { text: to.w("Мария, добрый день!\n\nСправка готова, но кнопка в кабинете сейчас не работает. Файл приложила к письму.", "Good afternoon, Maria!\n\nThe certificate is ready, but the button is broken now. The file is attached."), ..Body::default() },
        files: vec![File { name: to.w("Справка-2025.pdf", "Certificate-2025.pdf"), size: to.w("96 кБ", "96 kB"), path: "/x".into() }],
        fate: Some(MessageFate { code: "bounced", words: to.w("Не доставлено: адрес не существует", "Bounced: the address does not exist"), loud: true, advice: to.w("Проверьте адрес или выберите другой канал", "Check the address or choose another channel"), ..MessageFate::default() }),
        ..Message::default()
    }
}

fn call(to: &Writer) -> Message {
    Message {
        id: "ent_6".into(),
        side: Side::Us,
        speaker: to.w("Анна Кузнецова", "Anna Kuznetsova"),
        face: to.me(),
        door: to.door("phone"),
        at: "14:41".into(),
        recorded_late: to.w("записано на 50 мин позже", "logged 50 min late"),
        call: Some(Call {
            words: to.w("Исходящий звонок, 22 с", "Outgoing call, 22 s"),
            outcome: to.w("Не ответила", "No answer"),
            connected: false,
            recording: String::new(),
            reason: String::new(),
        }),
        ..Message::default()
    }
}

fn letter(to: &Writer) -> Message {
    Message {
        id: "ent_7".into(),
        side: Side::Client,
        speaker: to.w("Мария Соколова", "Maria Sokolova"),
        face: web::console::view::Face {
            initials: to.w("МС", "MS"),
            ..Default::default()
        },
        door: to.door("letter"),
        at: to.w("14 апреля", "14 April"),
        letter: Some(Letter {
            dates: vec![
                (to.w("Дата по штемпелю", "Postmark"), "10.04.2026".into()),
                (to.w("Дата поступления", "Received"), "14.04.2026".into()),
                (to.w("Дата регистрации", "Registered"), "14.04.2026".into()),
            ],
            page: String::new(),
        }),
        body: Body {
            text: to.w(
                "Заявление о выдаче справки, 1 страница.",
                "Application for a certificate, 1 page.",
            ),
            ..Body::default()
        },
        ..Message::default()
    }
}

fn last(to: &Writer) -> Message {
    Message {
        id: "ent_8".into(),
        side: Side::Client,
        speaker: to.w("Мария Соколова", "Maria Sokolova"),
        face: web::console::view::Face {
            initials: to.w("МС", "MS"),
            ..Default::default()
        },
        door: to.door("mail"),
        at: "15:32".into(),
        body: Body {
            text: to.w(
                "Третий день жду, обещали в понедельник. Когда будет?",
                "Third day waiting, you promised Monday. When?",
            ),
            ..Body::default()
        },
        ..Message::default()
    }
}

fn composer(to: &Writer) -> Composer {
    let choice = |value: &str, words: String, here| Choice {
        value: value.into(),
        words,
        here,
        ..Choice::default()
    };
    Composer {
        reply: ReplyForm {
            draft: Draft { action: "/tickets/tkt_001/replies".into(), draft_key: "tkt_001-reply".into(), idempotency_key: "k1".into(), version: 7, ..Draft::default() },
            to: to.w("Мария Соколова ‹maria@example.org›", "Maria Sokolova ‹maria@example.org›"),
            doors: vec![choice("mail", to.w("почтой", "e-mail"), true), choice("letter", to.w("бумажным письмом", "letter"), false)],
            from: vec![choice("1", "support@bank.example".into(), true)],
            languages: vec![choice("ru", "русский".into(), true), choice("en", "English".into(), false)],
            stops: to.w("Остановит срок: первый ответ, просрочен на 2 ч 10 мин", "Stops: first response, 2 h 10 min late"),
            preview: to.w("Здравствуйте, Мария!\n\n[ваш текст]\n\nАнна Кузнецова, специалист поддержки\nОбращение № 2026-004512", "Hello, Maria!\n\n[your text]\n\nAnna Kuznetsova, support\nTicket № 2026-004512"),
            warnings: vec![],
            can_attach: true,
            ..ReplyForm::default()
        },
        note: Draft { action: "/tickets/tkt_001/notes".into(), draft_key: "tkt_001-note".into(), idempotency_key: "k2".into(), version: 7, ..Draft::default() },
        ..Composer::default()
    }
}

fn client(to: &Writer) -> ClientPanel {
    ClientPanel {
        telephone: String::new(),
        id: String::new(),
        name: to.w("Мария Соколова", "Maria Sokolova"),
        face: web::console::view::Face {
            initials: to.w("МС", "MS"),
            ..Default::default()
        },
        segment: "VIP".into(),
        identities: vec![
            Identity {
                door: to.door("mail"),
                address: "maria@example.org".into(),
                verified: true,
                current: true,
                broken: String::new(),
            },
            Identity {
                door: to.door("mail"),
                address: "maria@exmaple.org".into(),
                verified: false,
                current: false,
                broken: to.w("адрес не существует", "the address does not exist"),
            },
            Identity {
                door: to.door("phone"),
                address: "+7 912 345-67-89".into(),
                verified: true,
                current: false,
                broken: String::new(),
            },
        ],
        facts: vec![
            (to.w("Язык", "Language"), to.w("русский", "Russian")),
            (
                to.w("Время там", "Time there"),
                to.w("17:40, Екатеринбург", "17:40, Yekaterinburg"),
            ),
            (to.w("Клиент с", "Client since"), to.w("2019 года", "2019")),
        ],
        consents: vec![(
            to.w(
                "Согласие на обработку данных, версия 2026-11, 14 апреля в 10:15",
                "Agreed to data processing, version 2026-11, 14 April at 10:15",
            ),
            to.w(
                "Я согласна на обработку моих данных.",
                "I agree to the processing of my data.",
            ),
        )],
        wishes: vec![to.w(
            "Не звонить до 10:00 по местному времени",
            "No calls before 10:00 local time",
        )],
        others: vec![
            OtherTicket {
                number: "2026-003120".into(),
                subject: to.w("Досрочное погашение", "Early repayment"),
                path: "/t".into(),
                state: to.w("Решено", "Resolved"),
                at: to.w("2 марта", "2 March"),
                clock: None,
                ..OtherTicket::default()
            },
            OtherTicket {
                number: "2026-004498".into(),
                subject: to.w(
                    "Смена фамилии в договоре и в личном кабинете",
                    "Change of surname in the contract and the account",
                ),
                path: "/t".into(),
                state: to.w("В работе", "Open"),
                at: to.w("вчера", "yesterday"),
                clock: Some(to.clock(Level::Soon, "осталось 40 мин", "40 min left", 40)),
                ..OtherTicket::default()
            },
        ],
    }
}
