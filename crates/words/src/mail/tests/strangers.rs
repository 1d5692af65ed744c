//! What strangers write stays text, whatever it looks like.

use super::*;

#[test]
fn strangers_put_neither_markup_nor_headers_nor_links_into_our_letters() {
    for name in [
        "<b>Анна</b>",
        "Анна\r\nBcc: all@example.org",
        "Приз на evil.com",
        "https://evil.example",
        "www.evil",
        "x@y.z",
        "12345",
    ] {
        let mut letter = on_a_holiday(Lang::Ru);
        letter.client_name = Some(name.into());
        let letter = letter.render(&templates()).unwrap();
        assert!(
            letter.text.starts_with("Здравствуйте! Ваше обращение"),
            "{name}: {}",
            letter.text
        );
        assert!(!letter.subject.contains(['\r', '\n']) && !letter.html.contains("<b>"));
    }
    let mut letter = on_a_holiday(Lang::Ru);
    letter.who = Who::Person("<script>Мария</script> & \"Ко\"".into());
    let html = letter.render(&templates()).unwrap().html;
    assert!(
        html.contains("&lt;script&gt;Мария") && !html.contains("<script>"),
        "{html}"
    );
}

#[test]
fn names_are_greeted_as_people_write_them() {
    for (given, greeted) in [
        ("Анна", "Анна"),
        ("  Анна \t Петрова ", "Анна Петрова"),
        ("А.С.Пушкин", "А.С.Пушкин"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("Жанна д’Арк", "Жанна д’Арк"),
        ("Мамин-Сибиряк", "Мамин-Сибиряк"),
        ("Анна\u{202e}\u{200b}", "Анна"),
        ("Saoirse O'Neil", "Saoirse O'Neil"),
    ] {
        assert_eq!(greeting_name(given).as_deref(), Some(greeted));
    }
    for given in [
        "",
        "  ",
        "сайт.рф",
        "bit.ly/abc",
        "Вы выиграли 1000000",
        "a b c d e f g",
        "—",
        &"я".repeat(61),
    ] {
        assert_eq!(greeting_name(given), None, "{given}");
    }
}

#[test]
fn only_web_links_are_sent() {
    for url in [
        "javascript:alert(1)",
        "desk.example/r/1",
        "https://desk.example/a b",
        "",
    ] {
        let mut letter = on_a_holiday(Lang::Ru);
        letter.follow_url = Some(url.into());
        assert_eq!(letter.render(&templates()), Err(MailError::Link(url.into())));
    }
}

#[test]
fn only_our_own_links_become_links() {
    let reply = OperatorReply {
        text: "См. https://elsewhere.example/x?a=1&b=2".into(),
        html: None,
        ..sample(Lang::Ru).operator_reply()
    };
    let html = reply.render(&templates()).unwrap().html;
    assert!(
        html.contains("<p>См. https://elsewhere.example/x?a=1&amp;b=2</p>"),
        "{html}"
    );
    assert_eq!(html.matches("<a href=").count(), 1, "{html}");
}

#[test]
fn the_operators_own_html_stands_where_the_body_stands() {
    let letter = sample(Lang::Ru).operator_reply().render(&templates()).unwrap();
    assert!(
        letter
            .html
            .contains("<div><p>Выписка <b>готова</b>.</p></div>\n<p>Новый срок:"),
        "{}",
        letter.html
    );
    assert!(!letter.html.contains(html::PLACE));
}
