//! What stands beside and under the timeline: the composer and the client.

use crate::Writer;
use web::console::view::{Choice, ClientPanel, Composer, Draft, Identity, Level, OtherTicket, ReplyForm};

pub fn composer(to: &Writer) -> Composer {
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

pub fn client(to: &Writer) -> ClientPanel {
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
