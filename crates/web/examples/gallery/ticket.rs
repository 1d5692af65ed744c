//! The ticket: a busy one with everything on it, an empty new one, one without a composer.

mod beside;
mod clocks;
mod said;

use beside::{client, composer};
use clocks::clocks;
use said::entries;
use web::console::view::{Alert, Choice, Choices, Entry, File, Ticket, TicketPage};

use crate::{Outcome, Writer, inbox};

pub fn write(to: &Writer) -> Outcome {
    let page = to.page(
        &to.w(
            "Не приходит справка для налоговой",
            "Tax certificate has not arrived",
        ),
        "inbox",
    );
    let mut list = inbox::list(to)?;
    list.open = "tkt_000".into();
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
                    missing: if n == 7 {
                        "ещё загружается".into()
                    } else {
                        String::new()
                    },
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
