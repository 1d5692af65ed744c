//! What a list is asked for, as a form and as words.

use crate::console::session::LoggedIn;
use crate::console::show::outcome;
use crate::console::view::{BulkForm, Choice, FilterForm, FilterInput, Select};
use crate::problem::Answer;
use desk::people::Operator;
use desk::read::Filter;
use domain::field::{CustomField, FieldKind, named};
use domain::setup::{Setup, Topic};
use domain::ticket::{Kind, Priority, State};
use std::sync::Arc;
use words::{Lang, t, t_code};

/// What the words of a filter are taken from.
pub struct Vocabulary {
    pub lang: Lang,
    pub setup: Arc<Setup>,
    pub operators: Vec<Operator>,
}

impl Vocabulary {
    /// Of this desk, for this reader.
    ///
    /// # Errors
    /// The desk's.
    pub async fn of(me: &LoggedIn, lang: Lang) -> Answer<Self> {
        Ok(Self {
            lang,
            setup: me.app.desk.setup(),
            operators: me.app.desk.operators(&me.principal, false).await?,
        })
    }

    fn select(&self, filter: &Filter, name: &str, label: &str, values: Vec<(String, String)>) -> Select {
        let now = filter.pairs().into_iter().find(|(known, _)| known == name);
        let now = now.map(|(_, value)| value).unwrap_or_default();
        let any = if name == "order" {
            "filter-order-any"
        } else {
            "filter-any"
        };
        let any = (String::new(), t(self.lang, any));
        let choices = std::iter::once(any).chain(values).map(|(value, words)| Choice {
            here: value == now,
            value,
            words,
            ..Choice::default()
        });
        Select {
            name: name.to_owned(),
            label: label.to_owned(),
            choices: choices.collect(),
        }
    }

    fn codes<T: Copy>(
        &self,
        group: &str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Vec<(String, String)> {
        all.iter()
            .map(|one| (code(*one).to_owned(), t_code(self.lang, group, code(*one))))
            .collect()
    }

    fn people(&self) -> Vec<(String, String)> {
        self.operators
            .iter()
            .map(|person| (person.public_id.clone(), person.name.clone()))
            .collect()
    }

    fn teams(&self) -> Vec<(String, String)> {
        self.setup
            .teams
            .iter()
            .map(|team| (team.public_id.clone(), team.name.clone()))
            .collect()
    }

    /// Topics by key and name, those that belong under another one set in.
    #[must_use]
    pub fn topics(&self, active: bool) -> Vec<(String, String)> {
        let shown = self.setup.topics.iter().filter(|topic| topic.active || !active);
        shown
            .map(|topic| (topic.key.clone(), topic_words(topic, self.lang)))
            .collect()
    }

    fn dues(&self) -> Vec<(String, String)> {
        ["overdue", "1h", "4h", "1d", "3d"]
            .map(|due| (due.to_owned(), t(self.lang, &format!("filter-due-{due}"))))
            .into()
    }

    /// The form.
    #[must_use]
    pub fn form(&self, filter: &Filter, back: impl Fn(&Filter) -> String) -> FilterForm {
        let lang = self.lang;
        let person = [("me", "filter-me"), ("nobody", "no-assignee")];
        let person = person.map(|(value, key)| (value.to_owned(), t(lang, key)));
        let channels = self.setup.channels.iter();
        let channels = channels.map(|one| (one.public_id.clone(), one.name.clone()));
        let orders = ["due", "updated", "created", "oldest"];
        let orders = orders.map(|one| (one.to_owned(), t(lang, &format!("filter-order-{one}"))));
        let mut selects = vec![
            self.select(
                filter,
                "state",
                &t(lang, "filter-state"),
                self.codes("state", State::ALL, State::code),
            ),
            self.select(
                filter,
                "assignee",
                &t(lang, "filter-assignee"),
                person.into_iter().chain(self.people()).collect(),
            ),
            self.select(filter, "team", &t(lang, "filter-team"), self.teams()),
            self.select(filter, "due", &t(lang, "term-due"), self.dues()),
            self.select(
                filter,
                "priority",
                &t(lang, "filter-priority"),
                self.codes("priority", Priority::ALL, Priority::code),
            ),
            self.select(
                filter,
                "kind",
                &t(lang, "filter-kind"),
                self.codes("kind", Kind::ALL, Kind::code),
            ),
            self.select(filter, "topic", &t(lang, "term-topic"), self.topics(false)),
            self.select(filter, "channel", &t(lang, "filter-channel"), channels.collect()),
            self.select(filter, "order", &t(lang, "view-sort"), orders.into()),
        ];
        let mut inputs = vec![
            self.input(filter, "tag", t(lang, "filter-tag"), "text", true),
            self.input(filter, "company", t(lang, "client-field-company"), "text", false),
        ];
        for field in self.setup.fields.iter().filter(|field| field.active) {
            let name = format!("field.{}", field.key);
            let label = field.name(lang.code()).to_owned();
            match field.kind {
                FieldKind::Choice | FieldKind::YesNo => {
                    selects.push(self.select(filter, &name, &label, field_choices(field, lang)));
                }
                FieldKind::Date => inputs.push(self.input(filter, &name, label, "date", false)),
                FieldKind::Text | FieldKind::Number => {
                    inputs.push(self.input(filter, &name, label, "text", false));
                }
            }
        }
        for (name, key) in [
            ("created_from", "filter-created-from"),
            ("created_to", "filter-created-to"),
            ("updated_from", "filter-updated-from"),
        ] {
            inputs.push(self.input(filter, name, t(lang, key), "date", false));
        }
        selects.retain(|select| select.choices.len() > 1);
        FilterForm {
            selects,
            inputs,
            chips: self.chips(filter, &back),
            clear: back(&Filter {
                view: filter.view,
                ..Filter::default()
            }),
            query: filter.query(),
        }
    }

    fn input(
        &self,
        filter: &Filter,
        name: &str,
        label: String,
        kind: &'static str,
        suggests: bool,
    ) -> FilterInput {
        let now = filter.pairs().into_iter().find(|(known, _)| known == name);
        FilterInput {
            name: name.to_owned(),
            label,
            kind,
            value: now.map(|(_, value)| value).unwrap_or_default(),
            suggests,
        }
    }

    /// What the list is narrowed by, and the list without it.
    fn chips(&self, filter: &Filter, back: &impl Fn(&Filter) -> String) -> Vec<(String, String)> {
        let pairs = filter.pairs();
        let narrows = |(name, _): &&(String, String)| !["view", "q", "order"].contains(&name.as_str());
        let chip = |(name, value): &(String, String)| {
            let rest: Vec<_> = pairs.iter().filter(|(other, _)| other != name).cloned().collect();
            let rest = Filter::parse(&rest, &self.setup).unwrap_or_else(|broken| *broken.mended);
            (
                format!("{}: {}", self.label(name), self.value(name, value)),
                back(&rest),
            )
        };
        pairs.iter().filter(narrows).map(chip).collect()
    }

    fn label(&self, name: &str) -> String {
        let key = match name {
            "due" => "term-due",
            "topic" => "term-topic",
            "client" => "term-client",
            "company" => "client-field-company",
            "brand" => "filter-brand",
            "created_from" | "created_to" | "updated_from" | "updated_to" => {
                return t(self.lang, &format!("filter-{}", name.replace('_', "-")));
            }
            _ => {
                let field = name.strip_prefix("field.").and_then(|key| self.field(key));
                if let Some(field) = field {
                    return field.name(self.lang.code()).to_owned();
                }
                return t(self.lang, &format!("filter-{name}"));
            }
        };
        t(self.lang, key)
    }

    fn field(&self, key: &str) -> Option<&CustomField> {
        self.setup.fields.iter().find(|field| field.key == key)
    }

    fn value(&self, name: &str, value: &str) -> String {
        let lang = self.lang;
        let known = match name {
            "state" | "kind" | "priority" => return t_code(lang, name, value),
            "team" => self.teams(),
            "topic" => return topic_name(&self.setup, value, lang),
            "due" => self.dues(),
            "assignee" => {
                let mut people = self.people();
                people.push(("me".into(), t(lang, "filter-me")));
                people.push(("nobody".into(), t(lang, "no-assignee")));
                people
            }
            "channel" => {
                let channels = self.setup.channels.iter();
                channels
                    .map(|one| (one.public_id.clone(), one.name.clone()))
                    .collect()
            }
            _ => match name.strip_prefix("field.").and_then(|key| self.field(key)) {
                Some(field) => field_choices(field, lang),
                None => Vec::new(),
            },
        };
        let found = known.into_iter().find(|(known, _)| known == value);
        found.map_or_else(
            || value.to_owned(),
            |(_, words)| words.trim_start_matches('\u{a0}').to_owned(),
        )
    }

    /// Resolved, in each way this desk knows.
    fn endings(&self) -> Vec<(String, String)> {
        let state = State::Resolved.code();
        let resolved = t_code(self.lang, "state", state);
        let outcomes = self.setup.rules.outcomes.iter();
        outcomes
            .map(|named| {
                let value = format!("{state}:{}", named.outcome.code());
                (
                    value,
                    format!("{resolved}: {}", outcome(self.lang, named).to_lowercase()),
                )
            })
            .collect()
    }

    /// What can be done with the rows that are ticked.
    #[must_use]
    pub fn bulk(&self) -> BulkForm {
        let (lang, none) = (self.lang, Filter::default());
        let people = [("me", "filter-me"), ("nobody", "no-assignee")];
        let people = people.map(|(value, key)| (value.to_owned(), t(lang, key)));
        let states = [State::Open, State::WaitingClient, State::WaitingOthers];
        let mut states = self.codes("state", &states, State::code);
        states.extend(self.endings());
        let mut selects = vec![
            self.select(
                &none,
                "assignee",
                &t(lang, "filter-assignee"),
                people.into_iter().chain(self.people()).collect(),
            ),
            self.select(&none, "team", &t(lang, "filter-team"), self.teams()),
            self.select(&none, "state", &t(lang, "filter-state"), states),
            self.select(
                &none,
                "priority",
                &t(lang, "filter-priority"),
                self.codes("priority", Priority::ALL, Priority::code),
            ),
            self.select(&none, "topic", &t(lang, "term-topic"), self.topics(true)),
        ];
        for select in &mut selects {
            if let Some(first) = select.choices.first_mut() {
                first.words = format!("{}: {}", select.label, t(lang, "bulk-as-it-is"));
            }
        }
        selects.retain(|select| select.choices.len() > 1);
        BulkForm { selects }
    }
}

/// What a field's menu offers.
#[must_use]
pub fn field_choices(field: &CustomField, lang: Lang) -> Vec<(String, String)> {
    match field.kind {
        FieldKind::YesNo => ["yes", "no"]
            .map(|one| (one.to_owned(), t(lang, &format!("field-{one}"))))
            .into(),
        _ => field
            .choices
            .iter()
            .map(|choice| {
                (
                    choice.key.clone(),
                    named(&choice.names, lang.code(), &choice.key).to_owned(),
                )
            })
            .collect(),
    }
}

/// A topic's name in a list of them: set in where it belongs under another one.
fn topic_words(topic: &Topic, lang: Lang) -> String {
    let name = named(&topic.names, lang.code(), &topic.key);
    if topic.parent.is_some() {
        format!("\u{a0}\u{a0}{name}")
    } else {
        name.to_owned()
    }
}

/// A topic's name; its key where the desk has no such topic.
#[must_use]
pub fn topic_name(setup: &Setup, key: &str, lang: Lang) -> String {
    setup.topic(key).map_or_else(
        || key.to_owned(),
        |topic| named(&topic.names, lang.code(), &topic.key).to_owned(),
    )
}
