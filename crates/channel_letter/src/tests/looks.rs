//! A letter as its template has it: what stands where, and its words as they are read out of the PDF again.

use super::extract::text_of;
use crate::print::written;
use crate::template::Template;
use crate::{CHANNEL_KIND, Post};
use channel::letter::{Paper as _, Sheet};
use krilla::SerializeSettings;
use serde_json::{Value, json};

fn sheet() -> Sheet {
    Sheet {
        sender: vec!["Банк «Север»".into(), "101000, Москва, а/я 5".into()],
        addressee: vec![
            "Анне Королёвой".into(),
            "170000, г. Тверь, ул. Победы, д. 5, кв. 12".into(),
        ],
        number: "Исх-17/2026 от 13 мая 2026 года".into(),
        answers: "На № 45-К от 14 апреля 2026 года".into(),
        subject: "Возврат комиссии".into(),
        text: "Здравствуйте, Анна!\n\nДеньги возвращены: 1 250,00 ₽. Ждём вас — «Север».".into(),
        signature: "И. И. Щёголев\nначальник отдела".into(),
        footer: "Номер обращения: № 2026-000001".into(),
        lang: "ru".into(),
    }
}

fn full() -> Value {
    json!({
        "letterhead": "Банк «Север»\n101000, Москва, а/я 5 · bank.example",
        "align": "center",
        "address": { "left": 110, "top": 50, "width": 85, "height": 40 },
        "margins": { "left": 30, "right": 15, "top": 15, "bottom": 15 },
        "sizes": { "text": 12, "small": 8 },
        "signature": "Служба поддержки",
        "footer": "Лицензия № 1234\nИНН 7700000000",
    })
}

fn read(layout: &Value) -> String {
    let template: Template = serde_json::from_value(layout.clone()).unwrap();
    let how = SerializeSettings {
        compress_content_streams: false,
        ..SerializeSettings::default()
    };
    text_of(&written(&sheet(), &template, how).unwrap())
}

#[test]
fn a_letter_reads_the_same_out_of_its_pdf() {
    let built_in = read(&json!({}));
    assert_eq!(
        built_in,
        "Банк «Север»\n101000, Москва, а/я 5\n\nИсх-17/2026 от 13 мая 2026 года\nНа № 45-К от 14 апреля 2026 года\n\
         Анне Королёвой\n170000, г. Тверь, ул. Победы, д. 5, кв.\n12\nВозврат комиссии\nЗдравствуйте, Анна!\n\n\
         Деньги возвращены: 1 250,00 ₽. Ждём вас — «Север».\nИ. И. Щёголев\nначальник отдела\nНомер обращения: № 2026-000001\n"
            .replace("\n\n", "\n")
    );
    let own = read(&full());
    assert_eq!(
        own,
        "Банк «Север»\n101000, Москва, а/я 5 · bank.example\nИсх-17/2026 от 13 мая 2026 года\nНа № 45-К от 14 апреля 2026 года\n\
         Анне Королёвой\n170000, г. Тверь, ул. Победы, д. 5, кв.\n12\nВозврат комиссии\nЗдравствуйте, Анна!\n\
         Деньги возвращены: 1 250,00 ₽. Ждём вас — «Север».\nИ. И. Щёголев\nначальник отдела\nНомер обращения: № 2026-000001\n\
         Лицензия № 1234\nИНН 7700000000\n"
    );
}

#[test]
fn wrong_layouts_are_refused_with_place_and_reason() {
    let faults = |change: Value| {
        let mut layout = full();
        for (field, value) in change.as_object().unwrap() {
            layout[field] = value.clone();
        }
        let found = (CHANNEL_KIND.check)(&json!({ "layout": layout })).faults;
        found
            .into_iter()
            .map(|fault| (fault.field, fault.code))
            .collect::<Vec<_>>()
    };
    let one = |field: &str, code: &'static str| vec![(field.to_owned(), code)];
    assert_eq!(faults(json!({})), []);
    assert_eq!(
        faults(json!({ "letterhead": "я\n".repeat(9) })),
        one("layout.letterhead", "too_long")
    );
    assert_eq!(
        faults(json!({ "margins": { "left": 61 } })),
        one("layout.margins.left", "out_of_range")
    );
    assert_eq!(
        faults(json!({ "margins": { "top": -1 } })),
        one("layout.margins.top", "out_of_range")
    );
    assert_eq!(
        faults(json!({ "sizes": { "text": 40 } })),
        one("layout.sizes.text", "out_of_range")
    );
    assert_eq!(
        faults(json!({ "sizes": { "text": "big" } })),
        one("layout.sizes.text", "wrong_shape")
    );
    assert_eq!(
        faults(json!({ "align": "middle" })),
        one("layout.align", "wrong_shape")
    );
    let window = |left: f32, top: f32, width: f32, height: f32| {
        faults(json!({ "address": { "left": left, "top": top, "width": width, "height": height } }))
    };
    assert_eq!(
        window(150.0, 50.0, 85.0, 40.0),
        one("layout.address.left", "out_of_range")
    );
    assert_eq!(
        window(110.0, 50.0, 20.0, 40.0),
        one("layout.address.width", "out_of_range")
    );
    assert_eq!(
        window(60.0, 50.0, 110.0, 40.0),
        one("layout.address.width", "out_of_range")
    );
    assert_eq!(
        window(110.0, 120.0, 85.0, 40.0),
        one("layout.address.top", "out_of_range")
    );
    // Under the letterhead, not on it.
    assert_eq!(
        window(110.0, 16.0, 85.0, 40.0),
        one("layout.address.top", "invalid")
    );
}

#[test]
fn another_layout_is_looked_at_without_being_used() {
    let post = Post::new(&json!({ "layout": full() })).unwrap();
    assert_eq!(post.signature(), ["Служба поддержки"]);
    assert_eq!(post.layout()["margins"]["left"], 30.0);
    let other = post.with_layout(&json!({ "signature": "И. Щёголев" })).unwrap();
    assert_eq!(
        (other.signature(), post.signature().len()),
        (vec!["И. Щёголев".to_owned()], 1)
    );
    assert!(other.print(&sheet()).unwrap().starts_with(b"%PDF-"));
    let wrong = post
        .with_layout(&json!({ "sizes": { "text": 99 } }))
        .err()
        .unwrap();
    assert_eq!(wrong[0].field, "layout.sizes.text");
}
