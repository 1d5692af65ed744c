//! What counts as the author's own words, by mail program and language.

use proptest::prelude::*;
use serde::Deserialize;

use super::split_reply;

const SAID: &str = "Здравствуйте!\n\nКогда придёт мой заказ?";

fn visible(body: &str) -> &str {
    split_reply(body).visible.trim()
}

#[derive(Deserialize)]
struct Case {
    id: String,
    input: String,
    want: String,
    soft: Option<String>,
}

#[test]
fn shared_cases() {
    let Some(text) = crate::cases::read("reply_strip.json") else {
        return;
    };
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let got = visible(&case.input);
        // A soft case asserts only how an answer between quotes begins; we keep all of it.
        let right = if case.soft.is_some() {
            got.starts_with(case.want.trim())
        } else {
            got == case.want.trim()
        };
        if !right {
            wrong.push(format!(
                "{}\n--- got\n{got}\n--- want\n{}",
                case.id,
                case.want.trim()
            ));
        }
    }
    println!(
        "{} of {} replies split as stated",
        cases.len() - wrong.len(),
        cases.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Whatever stands below the author's words here goes.
#[test]
fn tails_of_mail_programs() {
    let tails = [
        // Gmail, Russian and English
        "пн, 12 мая 2025 г. в 15:19, Служба поддержки <help@shop.example>:\n\n> Здравствуйте!\n> Ваш заказ принят.",
        "пн, 12 мая 2025 г. в 15:19, Служба поддержки интернет-магазина <\nhelp@shop.example>:\n\n> Ваш заказ принят.",
        "On Mon, May 12, 2025 at 3:19 PM Support <help@shop.example> wrote:\n\n> Your order\n> is on its way.",
        // Яндекс, Mail.ru
        "12.05.2025, 15:19, \"Служба поддержки\" <help@shop.example>:\n\nВаш заказ принят.",
        "Понедельник, 12 мая 2025, 15:19 +03:00 от Служба поддержки <help@shop.example>:\n \nВаш заказ принят.",
        "-------- Пересылаемое сообщение --------\n12.05.2025, 15:19, \"Анна\" <a@b.example>:\n\nТекст",
        "--\nОтправлено из Mail.ru для Android\n\nпонедельник, 12 мая 2025г., 15:19 +03:00 от Анна a@b.example:\n\n>Текст",
        // Thunderbird, The Bat!
        "12.05.2025 15:19, Иван Иванов пишет:\n> Ваш заказ принят.\n>\n> С уважением",
        "Вы писали 12 мая 2025 г., 15:19:37:\n\nИИ> Ваш заказ принят.\nИИ> Ждите.",
        // Outlook
        "От: Служба поддержки <help@shop.example>\nОтправлено: 12 мая 2025 г. 15:19\nКому: Анна\nТема: Заказ\n\nПринят.",
        "________________________________\nОт: Поддержка\nОтправлено: понедельник, 12 мая 2025 г. 15:19\nКому: Анна\nТема: Re",
        "*From:* Support [mailto:help@shop.example]\n*Sent:* Monday, May 12, 2025 3:19 PM\n*To:* Anna\n*Subject:* Order",
        "-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Anna\n\nYour order",
        "-----Исходное сообщение-----\nОт: Поддержка\n\nТекст",
        // Apple Mail
        "> 12 мая 2025 г., в 15:19, Поддержка <help@shop.example> написал(а):\n> \n> Ваш заказ принят.",
        "12 мая 2025 г., в 15:19, Поддержка <help@shop.example> написал(а):\n\nВаш заказ принят.",
        "Начало переадресованного сообщения:\n\nОт: Анна\nТема: Заказ",
        // Telephones
        "Отправлено с iPhone",
        "Отправлено с моего смартфона Samsung Galaxy.",
        "Отправлено из мобильной Почты Mail\n\n> 12 мая 2025 г., 15:19 Анна <a@b.example> написала:\n> Текст",
        "Получить Outlook для iOS<https://aka.ms/o0ukef>",
        "Sent from my iPhone",
        // Languages that are not known here, below a line that says enough
        "____________________________________________\nNo: Atbalsts <help@shop.example>\nNosūtīts: pirmdien\nKam: Anna",
        // Help desks, signatures, lists
        "##- Пожалуйста, введите ответ выше этой строки -##\nОбращение № 12",
        "-- \nИван Иванов\nООО «Ромашка»\n+7 495 123-45-67",
        "--\nИван",
        "__________\nusers mailing list\nusers@lists.example",
        "> цитата без заголовка\n> в две строки",
        "> quote\n\nThis email has been checked for viruses by Avast.\nwww.avast.example",
    ];
    for tail in tails {
        for gap in ["\n\n", "\n"] {
            let body = format!("{SAID}{gap}{tail}\n");
            assert_eq!(visible(&body), SAID, "below:\n{tail}");
            let windows = body.replace('\n', "\r\n");
            assert_eq!(
                visible(&windows),
                SAID.replace('\n', "\r\n"),
                "with CRLF, below:\n{tail}"
            );
        }
    }
}

/// Nothing here is added: the author wrote it all.
#[test]
fn whole_letters_stay() {
    let letters = [
        "Просто текст.",
        "Добрый день!\n\nПрошу вернуть деньги за заказ от 12.05.2025, номер 4512:\n- чайник\n- кружка\n\nС уважением,\nАнна",
        "Отправлено из Москвы 5 мая, до сих пор не пришло.",
        "Отправлено с опозданием на три дня.",
        "Вчера в 15:00 ваш оператор написал:\nмы перезвоним. Никто не перезвонил!",
        "Мои данные: Иванова Анна\nТелефон: +7 495 123-45-67\nАдрес: Москва\n\nЖду ответа",
        "Пишите на anna@example.com или звоните:\n+7 495 123-45-67",
        "Список:\n---\n1. чайник",
        "Приглашаем на\n\n*** ПРАЗДНИК ***\n\nКогда: 28 сентября 2025\nГде: Москва\nЗачем: так",
        "Пришёл факс\n------------------------------\nВремя: 3/9/2006 15:50\nОт кого: неизвестно\nСтраниц: 1",
        "Температура > 5 градусов, а не ниже",
        "a > b\nb > c",
        "Дата: 12 мая\nТема: возврат\n\nПрошу вернуть деньги.",
        "From: the bottom of my heart, thank you.\nTo: everybody",
    ];
    for letter in letters {
        assert_eq!(split_reply(letter).rest, "", "{letter}");
    }
}

#[test]
fn answers_between_and_below_quotes_stay() {
    let between = "> Какой размер?\n\n42\n\n> Какой цвет?\n\nСиний";
    let body = format!("Добрый день!\n\n12.05.2025 15:19, Анна пишет:\n{between}\n\n> С уважением\n> Анна\n");
    assert!(visible(&body).ends_with(between), "{}", visible(&body));
    let below =
        "On Mon, May 12, 2025 at 3:19 PM Support <help@shop.example> wrote:\n> Which size?\n\n42, please.";
    assert_eq!(visible(&format!("{below}\n\n-- \nAnna")), below);
}

/// The end of a quoted line that was wrapped is no answer; a short line below a question is one.
#[test]
fn wrapped_quotes_are_told_from_answers() {
    let long = "> Lorem ipsum dolor sit amet, consectetur adipiscing elit. Nullam pharetra";
    assert_eq!(
        visible(&format!("Да.\n\n{long}\nodio dignissim.\n> Ende\n")),
        "Да."
    );
    let body = "Да.\n\n> Нужна ли вам доставка до двери, или вы заберёте заказ в пункте выдачи?\nдо двери\n> Когда?\n";
    assert!(visible(body).ends_with("до двери"), "{}", visible(body));
}

#[test]
fn a_mail_that_only_quotes_is_all_visible() {
    for body in [
        "> только цитата",
        "-- \nИван Иванов",
        "---------- Forwarded message ---------\nОт: Анна <a@b.example>\nDate: пн, 12 мая 2025 г.\nTo: x\n\nТекст",
        "12.05.2025, 15:19, \"Анна\" <a@b.example>:\n\nТекст",
    ] {
        assert_eq!(split_reply(body).visible, body);
    }
}

#[test]
fn a_long_text_below_two_dashes_is_no_signature() {
    let body = format!("Пункт 1\n--\n{}", "Строка договора\n".repeat(100));
    assert_eq!(split_reply(&body).rest, "");
}

#[test]
fn hostile_bodies_take_linear_time() {
    for line in [
        "a:\n",
        "> a\n",
        "-- \n",
        "From: a@b.example\n",
        "______________________\n",
        "2025 <a@b.c>\n",
        "---\n",
    ] {
        let body = line.repeat(200_000 / line.len());
        let started = std::time::Instant::now();
        let reply = split_reply(&body);
        assert_eq!(reply.visible.len() + reply.rest.len(), body.len());
        assert!(
            started.elapsed().as_secs() < 10,
            "{line:?} took {:?}",
            started.elapsed()
        );
    }
}

fn body_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(String::new()),
        "[а-яa-z ,.:>@<0-9-]{0,30}",
        "> ?[а-я ]{0,20}",
        Just("-- ".to_owned()),
        Just("12.05.2025, 15:19, \"Анна\" <a@b.example>:".to_owned()),
        Just("On Mon, May 12, 2025 at 3:19 PM A <a@b.c> wrote:".to_owned()),
        Just("От: Анна\nДата: вчера\nТема: x".to_owned()),
        Just("-----Original Message-----".to_owned()),
        Just("Sent from my iPhone".to_owned()),
        "\\PC{0,20}",
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")];
    prop::collection::vec((line, end), 0..12).prop_map(|l| l.into_iter().map(|(l, e)| l + e).collect())
}

proptest! {
    #[test]
    fn parts_join_to_the_body_and_visible_is_never_blank(body in body_lines()) {
        let reply = split_reply(&body);
        prop_assert_eq!(format!("{}{}", reply.visible, reply.rest), body.clone());
        prop_assert!(body.trim().is_empty() || !reply.visible.trim().is_empty());
    }

    #[test]
    fn what_is_visible_stays_so_alone(body in body_lines()) {
        let first = split_reply(&body).visible.to_owned();
        let again = split_reply(&first);
        prop_assert!(first.starts_with(again.visible));
        prop_assert!(first.trim().is_empty() || !again.visible.trim().is_empty());
    }
}
