//! Settings that make a form, and those that do not.

use super::{spec, whole};
use channel::form::Ask;
use serde_json::{Value, json};

/// Where a change of good settings is wrong, and how.
fn faults(field: &str, value: Value) -> Vec<(String, &'static str)> {
    let mut settings = whole();
    settings[field] = value;
    let (spec, checked) = crate::settings::check(&settings);
    assert_eq!(
        spec.is_none(),
        !checked.faults.is_empty(),
        "a form without faults, or none"
    );
    checked
        .faults
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect()
}

#[test]
fn a_path_alone_makes_a_form() {
    let spec = spec(&json!({ "path": "help" }));
    assert_eq!(
        (spec.name, spec.phone, spec.subject),
        (Ask::Optional, Ask::No, Ask::No)
    );
    assert_eq!(spec.langs, ["ru", "en"]);
    assert!(spec.consent.is_none() && spec.files);
}

#[test]
fn a_form_speaks_the_languages_its_consent_is_written_in() {
    let mut settings = whole();
    settings["consent"] = json!({ "version": "1", "en": "I agree" });
    assert_eq!(spec(&settings).langs, ["en"]);
}

#[test]
fn each_mistake_has_its_place() {
    for (field, value, place, code) in [
        ("path", json!("Help me"), "path", "invalid"),
        ("path", json!(""), "path", "invalid"),
        ("path", json!("../admin"), "path", "invalid"),
        ("path", json!(7), "path", "wrong_shape"),
        ("colour", json!("red"), "colour", "invalid"),
        ("colour", json!("#0a5c8a;}*{display:none"), "colour", "invalid"),
        ("logo", json!("https://cdn.example/logo.png"), "logo", "invalid"),
        ("logo", json!("//cdn.example/logo.png"), "logo", "invalid"),
        ("logo", json!("javascript:alert(1)"), "logo", "invalid"),
        ("logo", json!("data:text/html,<script>"), "logo", "invalid"),
        ("embed", json!(["https://a.example", "*"]), "embed[2]", "invalid"),
        ("embed", json!(["https://a.example/path"]), "embed[1]", "invalid"),
        (
            "embed",
            json!(["https://a.example; script-src *"]),
            "embed[1]",
            "invalid",
        ),
        ("embed", json!(["https://*.a.example"]), "embed[1]", "invalid"),
        ("consent", json!({ "version": "1" }), "consent", "required"),
        (
            "consent",
            json!({ "version": "", "ru": "Да" }),
            "consent.version",
            "required",
        ),
        ("consent", json!({ "ru": "Да" }), "consent", "wrong_shape"),
        (
            "topics",
            json!([{ "name": "A" }, { "name": "A" }]),
            "topics[2].name",
            "twice",
        ),
        ("topics", json!([{ "name": "" }]), "topics[1].name", "invalid"),
        ("kinds", json!(["wish"]), "kinds[0]", "wrong_shape"),
        ("phone", json!("no"), "phone", "required"),
        ("answer_by", json!(["email", "email"]), "answer_by", "twice"),
        ("name", json!("maybe"), "name", "wrong_shape"),
        ("posts_of_form", json!(0), "posts_of_form", "invalid"),
        ("weather", json!("rain"), "weather", "wrong_shape"),
    ] {
        let found = faults(field, value.clone());
        assert!(
            found.contains(&(place.to_owned(), code)),
            "{field} = {value}: {found:?}"
        );
    }
}

#[test]
fn the_path_is_claimed() {
    let checked = (crate::CHANNEL_KIND.check)(&whole());
    assert_eq!(
        checked.claim.map(|claim| (claim.field, claim.value)),
        Some(("path", "help".into()))
    );
}
