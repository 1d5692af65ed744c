//! What was said on a busy ticket: a letter, a call, paper, what came back, and what happened between.

use crate::Writer;
use web::console::view::{
    Body, Call, Entry, EventLine, File, Html, Letter, Level, Message, MessageFate, Notable, Note, Side,
};

pub fn entries(to: &Writer) -> Vec<Entry> {
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
        files: vec![File { name: to.w("Снимок экрана 2026-04-14 в 09.55.png", "Screenshot 2026-04-14 at 09.55.png"), size: to.w("412 кБ", "412 kB"), path: "/x".into(), ..File::default() }],
        ..Message::default()
    }
}

fn bounced(to: &Writer) -> Message {
    Message {
        id: "ent_4".into(), side: Side::Us, speaker: to.w("Анна Кузнецова", "Anna Kuznetsova"), face: to.me(), door: to.door("mail"), at: "11:30".into(),
        to: to.w("кому: maria@exmaple.org", "to: maria@exmaple.org"),
        body: Body { text: to.w("Мария, добрый день!\n\nСправка готова, но кнопка в кабинете сейчас не работает. Файл приложила к письму.", "Good afternoon, Maria!\n\nThe certificate is ready, but the button is broken now. The file is attached."), ..Body::default() },
        files: vec![File { name: to.w("Справка-2025.pdf", "Certificate-2025.pdf"), size: to.w("96 кБ", "96 kB"), path: "/x".into(), ..File::default() }],
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
