//! The embedded vocabulary: finds a phrase by its key and fills in its arguments. Decides no wording.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast;
use unic_langid::{LanguageIdentifier, langid};

use crate::typography::bind_spaces;
use crate::{Lang, Value, number};

macro_rules! rooms {
    ($lang:literal) => {
        &[
            (
                "common",
                include_str!(concat!("../locales/", $lang, "/common.ftl")),
            ),
            (
                "console",
                include_str!(concat!("../locales/", $lang, "/console.ftl")),
            ),
            (
                "ticket",
                include_str!(concat!("../locales/", $lang, "/ticket.ftl")),
            ),
            ("clock", include_str!(concat!("../locales/", $lang, "/clock.ftl"))),
            (
                "deadlines",
                include_str!(concat!("../locales/", $lang, "/deadlines.ftl")),
            ),
            (
                "client",
                include_str!(concat!("../locales/", $lang, "/client.ftl")),
            ),
            (
                "clients",
                include_str!(concat!("../locales/", $lang, "/clients.ftl")),
            ),
            (
                "errors",
                include_str!(concat!("../locales/", $lang, "/errors.ftl")),
            ),
            ("chat", include_str!(concat!("../locales/", $lang, "/chat.ftl"))),
            ("host", include_str!(concat!("../locales/", $lang, "/host.ftl"))),
            ("mail", include_str!(concat!("../locales/", $lang, "/mail.ftl"))),
            ("admin", include_str!(concat!("../locales/", $lang, "/admin.ftl"))),
            ("pages", include_str!(concat!("../locales/", $lang, "/pages.ftl"))),
            ("work", include_str!(concat!("../locales/", $lang, "/work.ftl"))),
            (
                "letters",
                include_str!(concat!("../locales/", $lang, "/letters.ftl")),
            ),
            ("calls", include_str!(concat!("../locales/", $lang, "/calls.ftl"))),
            ("lists", include_str!(concat!("../locales/", $lang, "/lists.ftl"))),
        ]
    };
}

/// A fault in the embedded vocabulary. The suite finds these; a release has none.
#[derive(Debug, Clone, Eq, PartialEq, thiserror::Error)]
#[error("locales/{lang}/{room}.ftl: {fault}; correct the file and build again")]
pub struct CatalogueError {
    pub lang: Lang,
    pub room: &'static str,
    pub fault: String,
}

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Key → names of its arguments.
    phrases: BTreeMap<String, BTreeSet<String>>,
    faults: Vec<CatalogueError>,
}

static RUSSIAN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::Ru));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::En));

/// The phrase of a key. A key that is not there comes back as it is, so that a page shows what is missing.
pub fn t(lang: Lang, key: &str) -> String {
    tr(lang, key, &[])
}

/// The phrase of a key with its arguments filled in; numbers choose the plural (CLDR).
pub fn tr(lang: Lang, key: &str, args: &[(&str, Value)]) -> String {
    catalogue(lang)
        .format(key, args)
        .map_or_else(|| key.to_owned(), |(phrase, _)| phrase)
}

/// The word for a stored code: `t_code(lang, "state", "waiting_client")` reads `state-waiting-client`. A code
/// without a word comes back as it is: it may be a name somebody gave.
pub fn t_code(lang: Lang, group: &str, code: &str) -> String {
    let key = key_of(group, code);
    if has(lang, &key) {
        t(lang, &key)
    } else {
        code.to_owned()
    }
}

/// The key of a stored code: `state`, `waiting_client` → `state-waiting-client`.
pub(crate) fn key_of(group: &str, code: &str) -> String {
    format!("{group}-{}", code.replace(['_', '.', ':'], "-"))
}

/// Whether the language has a phrase for the key.
pub fn has(lang: Lang, key: &str) -> bool {
    catalogue(lang).phrases.contains_key(key)
}

/// Every key of a language, in order: for tests that compare the languages or check keys in use.
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue(lang).phrases.keys().map(String::as_str)
}

/// The names of the arguments a phrase takes, in order; none for a key that is not there.
pub fn arguments(lang: Lang, key: &str) -> impl Iterator<Item = &'static str> {
    catalogue(lang)
        .phrases
        .get(key)
        .into_iter()
        .flatten()
        .map(String::as_str)
}

/// What is wrong with the embedded vocabulary, file by file.
///
/// # Errors
/// Every part that does not parse and every key that is defined twice.
pub fn check() -> Result<(), Vec<CatalogueError>> {
    let faults: Vec<_> = Lang::ALL
        .into_iter()
        .flat_map(|lang| catalogue(lang).faults.clone())
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn catalogue(lang: Lang) -> &'static Catalogue {
    match lang {
        Lang::Ru => &RUSSIAN,
        Lang::En => &ENGLISH,
    }
}

impl Catalogue {
    fn load(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(lang)]);
        // Isolation marks are for mixed directions; Russian and English run the same way.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Ru => |value, _| written(Lang::Ru, value),
            Lang::En => |value, _| written(Lang::En, value),
        }));
        let mut catalogue = Catalogue {
            bundle,
            phrases: BTreeMap::new(),
            faults: Vec::new(),
        };
        for (room, source) in sources(lang) {
            catalogue.add(lang, room, source);
        }
        catalogue
    }

    fn add(&mut self, lang: Lang, room: &'static str, source: &str) {
        let mut fault = |fault: String| self.faults.push(CatalogueError { lang, room, fault });
        let resource = match FluentResource::try_new(bind_spaces(lang, source)) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                errors.iter().for_each(|error| fault(error.to_string()));
                resource
            }
        };
        for entry in resource.entries() {
            if let ast::Entry::Message(message) = entry {
                let mut names = BTreeSet::new();
                message
                    .value
                    .iter()
                    .for_each(|pattern| variables::of_pattern(pattern, &mut names));
                self.phrases.insert(message.id.name.to_owned(), names);
            }
        }
        if let Err(errors) = self.bundle.add_resource(resource) {
            errors.iter().for_each(|error| fault(error.to_string()));
        }
    }

    fn format(&self, key: &str, args: &[(&str, Value)]) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.to_fluent()))
            .collect();
        let mut faults = Vec::new();
        let phrase = self.bundle.format_pattern(pattern, Some(&args), &mut faults);
        Some((Cow::into_owned(phrase), faults))
    }
}

fn identifier(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::Ru => langid!("ru"),
        Lang::En => langid!("en"),
    }
}

fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Ru => rooms!("ru"),
        Lang::En => rooms!("en"),
    }
}

fn written(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number::plain(lang, &number.as_string())),
        _ => None,
    }
}

mod variables;

#[cfg(test)]
mod tests;
