//! A form in words: what is asked, what was typed, what is wrong beside each field.

use super::Opened;
use super::due::{self, DueWords};
use super::page::Fault;
use crate::app::App;
use crate::console::view::{Consent, FormPage, Input, Page, Pick, Picks};
use crate::problem::Answer;
use crate::public::look::Look;
use channel::form::{Ask, Fault as What, Field, Typed};
use words::{Lang, number, t, t_code, tr};

/// Characters that fields take, as the door checks them.
const NAME: usize = 100;
const SUBJECT: usize = 200;

/// The page.
pub fn form(page: Page, app: &App, form: &Opened, typed: &Typed, fault: &Fault) -> Answer<FormPage> {
    let lang = page.lang;
    let spec = &form.spec;
    let kind = due::kind_of(form, &typed.kind);
    let topic = due::topic_of(form, &typed.topic);
    let DueWords {
        sentence, closed_now, ..
    } = due::of(app, form, lang, kind, topic, &typed.zone)?;
    let asking = Asking {
        app,
        form,
        typed,
        fault,
        lang,
    };
    let look = Look::of(app, form);
    let setup = app.desk.setup();
    let title = Some(spec.title.get(lang.code())).filter(|title| !title.is_empty());
    let title = title.map_or_else(|| t(lang, "client-form-title"), str::to_owned);
    let most = number::bytes(lang, app.options.max_upload as u64);
    Ok(FormPage {
        brand: setup
            .brand(form.channel.brand)
            .map_or_else(|| page.desk.clone(), |brand| brand.name.clone()),
        logo: look.logo,
        brand_css: look.css,
        intro: spec.intro.get(lang.code()).to_owned(),
        deadline: sentence,
        closed_now,
        action: app
            .options
            .path(&format!("/form/{}?lang={}", spec.path, lang.code())),
        due: app
            .options
            .path(&format!("/form/{}/due?lang={}", spec.path, lang.code())),
        token: if typed.token.is_empty() {
            domain::id::secret(26)
        } else {
            readable(&typed.token)
        },
        zone: readable(&typed.zone),
        problem: problem(lang, fault),
        kinds: asking.kinds()?,
        topics: asking.topics()?,
        subject: asking.input("subject", Field::Subject, spec.subject, &typed.subject, SUBJECT),
        text: readable(&typed.text),
        text_error: asking.error(Field::Text),
        inputs: asking.people(),
        answer_by: asking.answer_by(),
        phone: asking.phone(),
        files: spec
            .files
            .then(|| tr(lang, "client-form-files-limit", &[("size", most.into())])),
        files_error: fault.files.clone(),
        files_most: app.options.max_upload,
        consent: spec.consent.as_ref().map(|consent| Consent {
            version: consent.version.clone(),
            text: consent.text.get(lang.code()).to_owned(),
            // What the client ticked stays ticked, as long as it is the same text.
            ticked: typed.consent == consent.version,
            error: asking.error(Field::Consent),
        }),
        langs: form.langs(),
        title: title.clone(),
        page: Page { title, ..page },
    })
}

/// What happened to the whole.
fn problem(lang: Lang, fault: &Fault) -> String {
    if !fault.words.is_empty() {
        fault.words.clone()
    } else if fault.wrong.is_empty() && fault.files.is_empty() {
        String::new()
    } else {
        t(lang, "client-form-check")
    }
}

/// As it was typed, without what no page can show.
fn readable(typed: &str) -> String {
    typed.replace('\0', "")
}

struct Asking<'a> {
    app: &'a App,
    form: &'a Opened,
    typed: &'a Typed,
    fault: &'a Fault,
    lang: Lang,
}

impl Asking<'_> {
    /// What is wrong with a field; empty for nothing.
    fn error(&self, field: Field) -> String {
        let Some(wrong) = self.fault.wrong.iter().find(|wrong| wrong.field == field) else {
            return String::new();
        };
        match wrong.what {
            What::Required => match field {
                Field::Consent => t(self.lang, "client-form-consent-required"),
                Field::Kind | Field::Topic | Field::AnswerBy => t(self.lang, "client-form-choose"),
                _ => t(self.lang, "client-form-required"),
            },
            What::TooLong(most) => {
                let most = i64::try_from(most).unwrap_or(i64::MAX);
                tr(self.lang, "client-form-too-long", &[("count", most.into())])
            }
            What::Unfit => t(self.lang, "client-form-unfit"),
            What::NotOne => match field {
                Field::Phone => t(self.lang, "client-form-phone-wrong"),
                _ => t(self.lang, "client-form-email-wrong"),
            },
            What::NoChoice => t(self.lang, "client-form-choose"),
            What::OldText => t(self.lang, "client-form-consent-changed"),
        }
    }

    fn input(&self, name: &'static str, field: Field, ask: Ask, typed: &str, most: usize) -> Option<Input> {
        if ask == Ask::No {
            return None;
        }
        let (kind, complete) = match field {
            Field::Name => ("text", "name"),
            Field::Email => ("email", "email"),
            Field::Phone => ("tel", "tel"),
            _ => ("text", "off"),
        };
        Some(Input {
            name,
            label: t(self.lang, &format!("client-form-{name}")),
            kind,
            complete,
            required: ask == Ask::Required,
            most,
            typed: readable(typed),
            error: self.error(field),
        })
    }

    fn people(&self) -> Vec<Input> {
        let (spec, typed) = (&self.form.spec, self.typed);
        let name = self.input("name", Field::Name, spec.name, &typed.name, NAME);
        let email = self.input("email", Field::Email, Ask::Required, &typed.email, 254);
        [name, email].into_iter().flatten().collect()
    }

    fn phone(&self) -> Option<Input> {
        self.input("phone", Field::Phone, self.form.spec.phone, &self.typed.phone, 40)
    }

    /// The kinds, each with its own deadline where they differ.
    fn kinds(&self) -> Answer<Option<Picks>> {
        let topic = due::topic_of(self.form, &self.typed.topic);
        let mut picks = Vec::new();
        for kind in &self.form.spec.kinds {
            let due = due::of(self.app, self.form, self.lang, *kind, topic, &self.typed.zone)?;
            picks.push(Pick {
                value: kind.code().to_owned(),
                words: t_code(self.lang, "kind", kind.code()),
                due: due.limit,
                chosen: self.typed.kind == kind.code(),
            });
        }
        Ok(self.picks("kind", Field::Kind, picks))
    }

    fn topics(&self) -> Answer<Option<Picks>> {
        let kind = due::kind_of(self.form, &self.typed.kind);
        let mut picks = Vec::new();
        for topic in &self.form.spec.topics {
            let due = due::of(
                self.app,
                self.form,
                self.lang,
                kind,
                &topic.name,
                &self.typed.zone,
            )?;
            let shown = topic.shown.get(self.lang.code());
            picks.push(Pick {
                words: if shown.is_empty() {
                    topic.name.clone()
                } else {
                    shown.to_owned()
                },
                value: topic.name.clone(),
                due: due.limit,
                chosen: self.typed.topic == topic.name,
            });
        }
        Ok(self.picks("topic", Field::Topic, picks))
    }

    fn answer_by(&self) -> Option<Picks> {
        let ways = &self.form.spec.answer_by;
        if ways.len() < 2 {
            return None;
        }
        let picks = ways.iter().map(|by| Pick {
            value: by.code().to_owned(),
            words: t_code(self.lang, "client-form-by", by.code()),
            due: String::new(),
            chosen: self.typed.answer_by == by.code(),
        });
        let mut picks: Vec<Pick> = picks.collect();
        if !picks.iter().any(|pick| pick.chosen)
            && let Some(first) = picks.first_mut()
        {
            first.chosen = true;
        }
        self.picks("how", Field::AnswerBy, picks)
    }

    fn picks(&self, name: &str, field: Field, mut picks: Vec<Pick>) -> Option<Picks> {
        let first = picks.first()?.due.clone();
        if picks.iter().all(|pick| pick.due == first) {
            // One deadline for all stands in the first line; it need not be said again.
            picks.iter_mut().for_each(|pick| pick.due.clear());
        }
        Some(Picks {
            label: t(self.lang, &format!("client-form-{name}")),
            error: self.error(field),
            picks,
        })
    }
}
