//! The settings of a form: their shape, and whether they make a form that a client can use.

mod check;
mod shape;

use channel::form::{ConsentSpec, FormSpec, PerLang, Topic};
use channel::{Checked, Claim, counted};
use serde_json::Value;
use shape::{Settings, Texts};

/// Posts in ten minutes that nobody who means well reaches.
const POSTS_OF_ADDRESS: u32 = 10;
const POSTS_OF_FORM: u32 = 600;
/// Languages there are words for.
const LANGS: [&str; 2] = ["ru", "en"];

/// Reads settings: the form they describe, and everything that is wrong with them. A form comes only without faults.
pub fn check(settings: &Value) -> (Option<FormSpec>, Checked) {
    let settings: Settings = match channel::read_settings(settings) {
        Ok(settings) => settings,
        Err(fault) => return (None, fault.into()),
    };
    let faults = check::faults(&settings);
    let claim = Some(Claim {
        field: "path",
        value: settings.path.clone(),
    });
    let spec = faults.is_empty().then(|| spec(settings));
    (
        spec,
        Checked {
            faults,
            claim,
            ..Checked::default()
        },
    )
}

fn spec(settings: Settings) -> FormSpec {
    let consent = settings.consent.map(|consent| ConsentSpec {
        text: PerLang(
            consent
                .texts()
                .into_iter()
                .map(|(lang, text)| (lang, text.to_owned()))
                .collect(),
        ),
        version: consent.version,
    });
    let langs = match &consent {
        // Nobody agrees to a text they cannot read.
        Some(consent) => consent.text.0.iter().map(|(lang, _)| lang.clone()).collect(),
        None => LANGS.map(str::to_owned).to_vec(),
    };
    FormSpec {
        path: settings.path,
        langs,
        title: per_lang(settings.title),
        intro: per_lang(settings.intro),
        name: settings.name.into(),
        phone: settings.phone.into(),
        subject: settings.subject.into(),
        files: settings.files,
        kinds: settings.kinds,
        topics: settings
            .topics
            .into_iter()
            .map(|topic| Topic {
                shown: per_lang(Texts {
                    ru: topic.ru,
                    en: topic.en,
                }),
                name: topic.name,
            })
            .collect(),
        answer_by: settings.answer_by,
        consent,
        embed: settings.embed,
        colour: settings.colour,
        logo: settings.logo,
        posts_of_address: counted(settings.posts_of_address, POSTS_OF_ADDRESS),
        posts_of_form: counted(settings.posts_of_form, POSTS_OF_FORM),
    }
}

fn per_lang(texts: Texts) -> PerLang {
    let both = [("ru", texts.ru), ("en", texts.en)];
    PerLang(
        both.into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(lang, text)| (lang.to_owned(), text))
            .collect(),
    )
}
