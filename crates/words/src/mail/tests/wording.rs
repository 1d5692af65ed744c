//! Brands and their own words.

use super::*;

#[test]
fn a_brand_has_its_own_words() {
    let mut templates = templates();
    let own = Custom {
        subject: Some("Принято: {{ number }}".into()),
        text: Some("{{ who }} — уже читает.\n{% if due %}Ответ {{ due }}.{% endif %}".into()),
        html: None,
    };
    templates
        .replace("north", Lang::Ru, Name::Acknowledgement, &own)
        .unwrap();
    let letter = on_a_holiday(Lang::Ru).render(&templates).unwrap();
    assert_eq!(letter.subject, "Принято: №\u{a0}2026-004512");
    assert!(
        letter
            .text
            .starts_with("служба поддержки\u{a0}— уже читает.\nОтвет не позднее 18:00"),
        "{}",
        letter.text
    );
    assert!(
        letter.html.contains("служба поддержки\u{a0}— уже читает.<br>"),
        "{}",
        letter.html
    );
    let mut other = on_a_holiday(Lang::Ru);
    other.brand.key = "south".into();
    assert!(other.render(&templates).unwrap().text.starts_with("Здравствуйте"));
    assert!(
        on_a_holiday(Lang::En)
            .render(&templates)
            .unwrap()
            .text
            .starts_with("Hello")
    );
    templates
        .replace("north", Lang::Ru, Name::Acknowledgement, &Custom::default())
        .unwrap();
    assert!(
        on_a_holiday(Lang::Ru)
            .render(&templates)
            .unwrap()
            .text
            .starts_with("Здравствуйте")
    );
}

#[test]
fn a_brands_html_may_use_the_layout_and_is_escaped() {
    let mut templates = templates();
    let html = "{% extends \"layout.html\" %}{% set subject = number %}{% set footer = '' %}\
                {% block content %}<h1>{{ who }}</h1>{% endblock %}";
    let own = Custom {
        html: Some(html.into()),
        ..Custom::default()
    };
    templates
        .replace("north", Lang::Ru, Name::Acknowledgement, &own)
        .unwrap();
    let mut letter = on_a_holiday(Lang::Ru);
    letter.who = Who::Team("<i>мы</i>".into());
    let html = letter.render(&templates).unwrap().html;
    assert!(html.contains("<h1>&lt;i&gt;мы&lt;&#x2f;i&gt;</h1>"), "{html}");
}

#[test]
fn faulty_wordings_are_refused_when_they_are_set() {
    let mut templates = templates();
    let text = |source: &str| Custom {
        text: Some(source.into()),
        ..Custom::default()
    };
    for source in [
        "{{ number",
        "{{ nunber }}",
        "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}",
    ] {
        let refused = templates.replace("north", Lang::Ru, Name::Reminder, &text(source));
        assert!(
            matches!(&refused, Err(MailError::Template { name: Name::Reminder, brand, .. }) if brand == "north"),
            "{source}"
        );
    }
    let refused = templates
        .replace("north", Lang::Ru, Name::Reminder, &text("a\n{{ nunber }}"))
        .unwrap_err();
    assert!(refused.to_string().contains(":2"), "the line is told: {refused}");
    assert!(
        sample(Lang::Ru)
            .reminder()
            .render(&templates)
            .unwrap()
            .text
            .starts_with("Здравствуйте")
    );
}

#[test]
fn names_of_letters_round_trip() {
    for name in Name::ALL {
        assert_eq!(Name::parse(name.code()), Some(name));
    }
    assert_eq!(Name::parse("newsletter"), None);
}
