//! Letters of ours: a PDF with an embedded face, on as many pages as the words need.

use crate::Post;
use crate::print::wrap;
use channel::letter::{Paper as _, Sheet};
use proptest::prelude::*;

fn sheet(text: &str) -> Sheet {
    Sheet {
        sender: vec!["Банк «Север»".into(), "101000, Москва, а/я 5".into()],
        addressee: vec![
            "Анне Королёвой".into(),
            "170000, Тверь, ул. Победы, д. 5, кв. 12".into(),
        ],
        number: "Исх-17/2026 от 13 мая 2026 года".into(),
        answers: "На № 45-К от 14 апреля 2026 года".into(),
        subject: "Возврат комиссии".into(),
        text: text.into(),
        signature: "Служба поддержки".into(),
        footer: "Обращение № 2026-000001".into(),
        lang: "ru".into(),
    }
}

fn pages(pdf: &[u8]) -> usize {
    String::from_utf8_lossy(pdf).matches("/Type/Page/").count()
}

#[test]
fn a_letter_is_a_pdf_with_its_face_in_it() {
    let post = Post::new(&serde_json::Value::Null).unwrap();
    let pdf = post
        .print(&sheet("Здравствуйте, Анна!\n\nДеньги возвращены."))
        .unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&pdf);
    assert!(
        text.contains("DejaVuSerif") && text.contains("/FontFile"),
        "the face goes along"
    );
    assert!(
        pdf.len() < 100_000,
        "only the letters that are used: {} bytes",
        pdf.len()
    );
    assert_eq!(pages(&pdf), 1);
    let long = post
        .print(&sheet(&"Слово за словом, и так до конца страницы.\n".repeat(120)))
        .unwrap();
    assert_eq!(pages(&long), 3);
}

proptest! {
    #[test]
    fn no_word_is_lost_and_no_line_is_too_wide(line in "[а-яa-z ]{0,120}", room in 3_u8..40) {
        let lines = wrap(&line, f32::from(room), |part| f32::from(u8::try_from(part.chars().count()).unwrap()));
        prop_assert!(lines.iter().all(|line| line.chars().count() <= usize::from(room)));
        let all = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        prop_assert_eq!(all(&lines.concat()), all(&line));
    }
}
