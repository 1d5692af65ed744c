//! From the pairs of a query to a filter. Every mistake is told, with what would be right; one that comes from a field
//! or a topic that is gone can be mended by leaving it out.

use super::{Assigned, DueWithin, FieldMatch, Filter, Order};
use crate::error::{DeskError, Field};
use crate::read::View;
use domain::Moment;
use domain::code::UnknownCode;
use domain::setup::Setup;
use domain::ticket::{Kind, Priority, State};

/// Names a filter knows beside `field.…`.
const NAMES: &str = "view, q, state, kind, priority, team, assignee, topic, tag, channel, client, company, brand, created_from, \
                     created_to, updated_from, updated_to, due, field.KEY, order";

/// One part of a filter that cannot be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterFault {
    /// The part, as it stands in the address.
    pub name: String,
    pub value: String,
    /// No part of that name is known at all.
    pub unknown_name: bool,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// A filter with parts that cannot be, and what is left of it without them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    pub faults: Vec<FilterFault>,
    pub mended: Box<Filter>,
}

impl From<Broken> for DeskError {
    fn from(broken: Broken) -> Self {
        let field = |fault: FilterFault| Field {
            field: fault.name,
            code: "unknown",
            reason: fault.reason,
        };
        Self::Invalid(broken.faults.into_iter().map(field).collect())
    }
}

impl Filter {
    /// Reads the pairs of a query; a value that is empty asks for nothing, as a form sends it.
    ///
    /// # Errors
    /// [`Broken`], with what is wrong and what is left.
    pub fn parse(pairs: &[(String, String)], setup: &Setup) -> Result<Self, Broken> {
        let (mut filter, mut faults) = (Self::default(), Vec::new());
        for (name, value) in pairs.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let value = value.trim();
            if let Err(fault) = filter.take(name, value, setup) {
                faults.push(FilterFault {
                    name: name.clone(),
                    value: value.to_owned(),
                    unknown_name: matches!(fault, Fault::Name),
                    reason: match fault {
                        Fault::Name => format!("there is no filter of that name: use one of {NAMES}"),
                        Fault::Value(reason) => reason,
                    },
                });
            }
        }
        if faults.is_empty() {
            Ok(filter)
        } else {
            Err(Broken {
                faults,
                mended: Box::new(filter),
            })
        }
    }

    fn take(&mut self, name: &str, value: &str, setup: &Setup) -> Result<(), Fault> {
        let text = || Some(value.to_owned());
        match name {
            "view" => self.view = Some(coded(View::parse(value), View::ALL, View::code)?),
            "q" => self.text = text(),
            "state" => self.state = Some(coded(State::parse(value), State::ALL, State::code)?),
            "kind" => self.kind = Some(coded(Kind::parse(value), Kind::ALL, Kind::code)?),
            "priority" => {
                self.priority = Some(coded(Priority::parse(value), Priority::ALL, Priority::code)?);
            }
            "order" => self.order = Some(coded(Order::parse(value), Order::ALL, Order::code)?),
            "team" => {
                self.team = Some(named(
                    setup.teams.iter().map(|t| (&t.public_id, &t.name)),
                    "team",
                    value,
                )?)
            }
            "channel" => {
                let channels = setup.channels.iter().map(|c| (&c.public_id, &c.name));
                self.channel = Some(named(channels, "channel", value)?);
            }
            "brand" => {
                let brands = setup.brands.iter().map(|b| (&b.name, &b.name));
                self.brand = Some(named(brands, "brand", value)?);
            }
            "topic" => self.topic = Some(topic(setup, value)?),
            "assignee" => self.assignee = Some(Assigned::parse(value)),
            "client" => self.client = text(),
            "company" => self.company = text(),
            "tag" => self.tag = text(),
            "created_from" => self.created.from = Some(day(value)?),
            "created_to" => self.created.to = Some(day(value)?),
            "updated_from" => self.updated.from = Some(day(value)?),
            "updated_to" => self.updated.to = Some(day(value)?),
            "due" => {
                let due = DueWithin::parse(value);
                self.due =
                    Some(due.ok_or_else(|| Fault::value("write overdue, or a time such as 30m, 4h, 2d"))?);
            }
            _ => match name.strip_prefix("field.") {
                Some(key) => self.fields.push(field(setup, key, value)?),
                None => return Err(Fault::Name),
            },
        }
        Ok(())
    }
}

enum Fault {
    Name,
    Value(String),
}

impl Fault {
    fn value(reason: impl Into<String>) -> Self {
        Self::Value(reason.into())
    }
}

fn coded<T: Copy>(
    parsed: Result<T, UnknownCode>,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<T, Fault> {
    parsed.map_err(|error| {
        let all: Vec<_> = all.iter().map(|one| code(*one)).collect();
        Fault::value(format!(
            "there is no {:?}: use one of {}",
            error.code,
            all.join(", ")
        ))
    })
}

/// Something of the set-up by its id, or by its name.
fn named<'a>(
    all: impl Iterator<Item = (&'a String, &'a String)> + Clone,
    what: &str,
    value: &str,
) -> Result<String, Fault> {
    let found = all.clone().find(|(id, name)| *id == value || *name == value);
    found.map(|(id, _)| id.clone()).ok_or_else(|| {
        let names: Vec<_> = all
            .map(|(id, name)| {
                if id == name {
                    name.clone()
                } else {
                    format!("{id} ({name})")
                }
            })
            .collect();
        Fault::value(format!(
            "there is no such {what}: use one of {}",
            names.join(", ")
        ))
    })
}

fn topic(setup: &Setup, value: &str) -> Result<String, Fault> {
    // A desk without a list of topics takes any word.
    if setup.topics.is_empty() || setup.topics.iter().any(|topic| topic.key == value) {
        return Ok(value.to_owned());
    }
    let keys: Vec<_> = setup.topics.iter().map(|topic| topic.key.as_str()).collect();
    Err(Fault::value(format!(
        "there is no such topic: use one of {}",
        keys.join(", ")
    )))
}

fn field(setup: &Setup, key: &str, value: &str) -> Result<FieldMatch, Fault> {
    let active = setup.fields.iter().filter(|field| field.active);
    let Some(field) = active.clone().find(|field| field.key == key) else {
        let keys: Vec<_> = active.map(|field| format!("field.{}", field.key)).collect();
        let gone = setup.fields.iter().any(|field| field.key == key);
        let what = if gone {
            "this field was deleted"
        } else {
            "there is no such field"
        };
        let choices = if keys.is_empty() {
            "the desk has no fields of its own".to_owned()
        } else {
            format!("use one of {}", keys.join(", "))
        };
        return Err(Fault::value(format!("{what}: {choices}")));
    };
    let wanted = field
        .wanted(value)
        .map_err(|error| Fault::value(error.to_string()))?;
    Ok(FieldMatch {
        key: key.to_owned(),
        wanted,
    })
}

fn day(value: &str) -> Result<String, Fault> {
    let is_day = value.parse::<jiff::civil::Date>().is_ok() && value.len() == 10;
    if is_day || value.parse::<Moment>().is_ok() {
        return Ok(value.to_owned());
    }
    Err(Fault::value(
        "write a day, 2026-04-14, or an instant with its offset, 2026-04-14T10:00:00+03:00",
    ))
}

impl Filter {
    /// Reads a filter as it stands in an address.
    ///
    /// # Errors
    /// [`Broken`], with what is wrong and what is left.
    pub fn read(query: &str, setup: &Setup) -> Result<Self, Broken> {
        let pairs: Vec<(String, String)> = query
            .trim_start_matches('?')
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (unescape(name), unescape(value))
            })
            .collect();
        Self::parse(&pairs, setup)
    }
}

/// Undoes the escapes of a query; what is no text becomes a sign that says so.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| digit.map(char::from));
                let value = match digits {
                    [Some(high), Some(low)] => high.to_digit(16).zip(low.to_digit(16)),
                    _ => None,
                };
                bytes.push(value.map_or(b'?', |(high, low)| u8::try_from(high * 16 + low).unwrap_or(b'?')));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
