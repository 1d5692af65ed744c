//! Finds the wording of a letter, a brand's own or the built-in one, and fills it in. The suffix of a
//! template's name decides its escaping, so no wording can switch it off by mistake.

use std::collections::HashSet;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::letter::{Custom, MailError, Name, Part, Rendered};
use super::{html, samples, subject};
use crate::Lang;
use crate::typography::bind_spaces;

/// More than any letter needs, and a stop to a wording that loops.
const FUEL: u64 = 200_000;

const LAYOUT: &str = "layout.html";

macro_rules! letters {
    ($($lang:literal $name:literal),+ $(,)?) => {
        &[$((concat!($lang, "/", $name), include_str!(concat!("../../templates/", $lang, "/", $name, ".txt")))),+]
    };
}

/// Each begins with a line `Subject: …`; the rest is the body.
const BUILT_IN: &[(&str, &str)] = letters![
    "ru" "acknowledgement", "en" "acknowledgement",
    "ru" "operator_reply", "en" "operator_reply",
    "ru" "due_correction", "en" "due_correction",
    "ru" "closed", "en" "closed",
    "ru" "person_expected", "en" "person_expected",
    "ru" "resolved", "en" "resolved",
    "ru" "reminder", "en" "reminder",
    "ru" "password_reset", "en" "password_reset",
    "ru" "invitation", "en" "invitation",
    "ru" "link_renewal", "en" "link_renewal",
    "ru" "deadlines", "en" "deadlines",
];

/// The wordings of all letters.
#[derive(Clone, Debug)]
pub struct Templates {
    environment: Environment<'static>,
    replaced: HashSet<String>,
}

/// The facts of one letter on their way into a wording.
pub(super) struct Letter<'a> {
    pub name: Name,
    pub lang: Lang,
    pub brand: &'a super::Brand,
    pub facts: Value,
    /// Links of ours that become clickable in the HTML made from text.
    pub links: Vec<String>,
    /// A body that has HTML of its own; stands where the wording says `{{ body }}`.
    pub body_html: Option<&'a str>,
    /// What stands quietly under the signature.
    pub footer: Vec<String>,
}

impl Templates {
    /// The wordings that ship with Okno.
    ///
    /// # Errors
    /// A built-in template has a fault. The suite finds that; a release has none.
    pub fn built_in() -> Result<Self, MailError> {
        let mut templates = Templates {
            environment: environment(),
            replaced: HashSet::new(),
        };
        templates
            .add(LAYOUT, include_str!("../../templates/layout.html"))
            .map_err(MailError::BuiltIn)?;
        for (path, source) in BUILT_IN {
            let lang = if path.starts_with("ru/") {
                Lang::Ru
            } else {
                Lang::En
            };
            let (subject, body) = source
                .strip_prefix("Subject: ")
                .and_then(|rest| rest.split_once('\n'))
                .ok_or_else(|| MailError::BuiltIn(format!("{path}: the first line is no subject")))?;
            for (part, source) in [(Part::Subject, subject), (Part::Text, body)] {
                let source = bind_spaces(lang, source);
                templates
                    .add(&format!("{path}.{}", part.suffix()), &source)
                    .map_err(MailError::BuiltIn)?;
            }
        }
        Ok(templates)
    }

    /// Sets a brand's own wording of a letter, after trying it on sample facts. Parts left out stay as they
    /// ship; without HTML of its own a letter's HTML is made from its text.
    ///
    /// Wordings are minijinja templates; HTML may extend `layout.html`, as the built-in letters do.
    ///
    /// # Errors
    /// The wording does not parse, names something the letter does not have, or never ends. Nothing is
    /// changed then.
    pub fn replace(&mut self, brand: &str, lang: Lang, name: Name, custom: &Custom) -> Result<(), MailError> {
        let mut tried = self.clone();
        for part in Part::ALL {
            let path = path_of_brand(brand, lang, name, part);
            tried.environment.remove_template(&path);
            tried.replaced.remove(&path);
            if let Some(source) = custom.part(part) {
                let added = tried.add(&path, &bind_spaces(lang, source));
                added.map_err(|detail| fault(brand, lang, name, detail))?;
                tried.replaced.insert(path);
            }
        }
        samples::try_out(&tried, brand, lang, name)?;
        *self = tried;
        Ok(())
    }

    pub(super) fn write(&self, letter: &Letter<'_>) -> Result<Rendered, MailError> {
        let facts = self.with_brand(letter, &letter.facts);
        let subject = subject::one_line(&self.part(letter, Part::Subject, &facts)?);
        let body = tidy(&self.part(letter, Part::Text, &facts)?);
        let html = match self.own(letter, Part::Html) {
            Some(path) => self.fill(letter, &path, &self.with_body(letter, &facts))?,
            None => self.html_of(letter, &facts, &body, &subject)?,
        };
        Ok(Rendered {
            subject,
            text: signed(letter, &body),
            html,
        })
    }

    /// HTML made from the text: the same words, a layout around them.
    fn html_of(
        &self,
        letter: &Letter<'_>,
        facts: &Value,
        text: &str,
        subject: &str,
    ) -> Result<String, MailError> {
        let body = match letter.body_html {
            None => html::from_text(text, &letter.links),
            Some(own) => {
                let held = minijinja::context! { body => html::PLACE, ..facts.clone() };
                let around = tidy(&self.part(letter, Part::Text, &held)?);
                html::put(&html::from_text(&around, &letter.links), own)
            }
        };
        let footer = html::lines(&letter.footer, &letter.links);
        let page = minijinja::context! {
            lang => letter.lang.code(),
            subject,
            content => Value::from_safe_string(body),
            footer => Value::from_safe_string(footer),
            ..facts.clone()
        };
        self.fill(letter, LAYOUT, &page)
    }

    fn with_brand(&self, letter: &Letter<'_>, facts: &Value) -> Value {
        minijinja::context! { brand => letter.brand.value(letter.lang), ..facts.clone() }
    }

    /// For HTML of a brand's own: `body` is HTML there, and `lang` may stand in the document's head.
    fn with_body(&self, letter: &Letter<'_>, facts: &Value) -> Value {
        let lang = letter.lang.code();
        match letter.body_html {
            Some(body) => {
                minijinja::context! { lang, body => Value::from_safe_string(body.to_owned()), ..facts.clone() }
            }
            None => minijinja::context! { lang, ..facts.clone() },
        }
    }

    fn part(&self, letter: &Letter<'_>, part: Part, facts: &Value) -> Result<String, MailError> {
        let built_in = || format!("{}/{}.{}", letter.lang, letter.name, part.suffix());
        self.fill(letter, &self.own(letter, part).unwrap_or_else(built_in), facts)
    }

    fn own(&self, letter: &Letter<'_>, part: Part) -> Option<String> {
        let path = path_of_brand(&letter.brand.key, letter.lang, letter.name, part);
        self.replaced.contains(&path).then_some(path)
    }

    fn fill(&self, letter: &Letter<'_>, path: &str, facts: &Value) -> Result<String, MailError> {
        let filled = self
            .environment
            .get_template(path)
            .and_then(|template| template.render(facts));
        filled.map_err(|error| fault(&letter.brand.key, letter.lang, letter.name, detail(&error)))
    }

    fn add(&mut self, path: &str, source: &str) -> Result<(), String> {
        self.environment
            .add_template_owned(path.to_owned(), source.to_owned())
            .map_err(|error| detail(&error))
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    environment.add_filter("paragraphs", |text: &str| {
        Value::from_safe_string(html::from_text(text, &[]))
    });
    environment
}

/// Brand keys cannot reach built-in names: those have no `brand:` before them.
fn path_of_brand(brand: &str, lang: Lang, name: Name, part: Part) -> String {
    format!("brand:{brand}/{lang}/{name}.{}", part.suffix())
}

fn fault(brand: &str, lang: Lang, name: Name, detail: String) -> MailError {
    MailError::Template {
        brand: brand.to_owned(),
        lang,
        name,
        detail,
    }
}

/// What is wrong and in which line, with every cause.
fn detail(error: &minijinja::Error) -> String {
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        told.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    told
}

/// The body, the separator of signatures (RFC 3676 §4.3), the signature and the quiet lines under it.
fn signed(letter: &Letter<'_>, body: &str) -> String {
    let mut text = format!("{body}\n-- \n{}\n", letter.brand.signature(letter.lang).trim());
    for line in &letter.footer {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// No white space at the ends of lines, at most one empty line in a row, one line break at the end.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines().map(|line| line.trim_end_matches([' ', '\t'])) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied
}
