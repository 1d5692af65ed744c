//! Which tickets, as people and programs ask for them: one typed filter, written as the query of an address. Parsing
//! knows names and codes; whether a team or a client is there is asked when the list is read.

mod parse;
mod parts;
#[cfg(test)]
mod tests;

pub use parse::{Broken, FilterFault};
pub use parts::{Assigned, DayRange, DueWithin, FieldMatch, Order};

use super::View;
use domain::ticket::{Kind, Priority, State};
use std::fmt;

/// Which tickets. Everything that is asked for must hold.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    pub view: Option<View>,
    /// Words to look for, or a ticket number.
    pub text: Option<String>,
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    /// Public id.
    pub team: Option<String>,
    pub assignee: Option<Assigned>,
    /// Key of a topic.
    pub topic: Option<String>,
    pub tag: Option<String>,
    /// Public id.
    pub channel: Option<String>,
    /// Public id.
    pub client: Option<String>,
    /// Name, as it stands on the clients' cards.
    pub company: Option<String>,
    /// Name.
    pub brand: Option<String>,
    pub fields: Vec<FieldMatch>,
    pub created: DayRange,
    pub updated: DayRange,
    pub due: Option<DueWithin>,
    pub order: Option<Order>,
}

impl Filter {
    /// Everything of a view.
    #[must_use]
    pub fn of(view: View) -> Self {
        Self {
            view: Some(view),
            ..Self::default()
        }
    }

    /// Whether it asks for more than a view does.
    #[must_use]
    pub fn narrows(&self) -> bool {
        let bare = Self {
            view: self.view,
            order: self.order,
            ..Self::default()
        };
        *self != bare
    }

    /// Its parts as they stand in an address, in one order whatever the order they came in.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |name: &str, value: Option<String>| {
            pairs.extend(value.map(|value| (name.to_owned(), value)));
        };
        put("view", self.view.map(|view| view.code().into()));
        put("q", self.text.clone());
        put("state", self.state.map(|state| state.code().into()));
        put("kind", self.kind.map(|kind| kind.code().into()));
        put("priority", self.priority.map(|priority| priority.code().into()));
        put("team", self.team.clone());
        put("assignee", self.assignee.as_ref().map(ToString::to_string));
        put("topic", self.topic.clone());
        put("tag", self.tag.clone());
        put("channel", self.channel.clone());
        put("client", self.client.clone());
        put("company", self.company.clone());
        put("brand", self.brand.clone());
        for (name, range) in [("created", &self.created), ("updated", &self.updated)] {
            put(&format!("{name}_from"), range.from.clone());
            put(&format!("{name}_to"), range.to.clone());
        }
        put("due", self.due.map(|due| due.to_string()));
        for field in &self.fields {
            put(&format!("field.{}", field.key), Some(field.wanted.to_string()));
        }
        put("order", self.order.map(|order| order.code().into()));
        pairs
    }

    /// As it stands in an address, without the question mark: `view=all&state=open`.
    #[must_use]
    pub fn query(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{}={}", escape(name), escape(value));
        self.pairs().iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.query())
    }
}

/// A text as part of a query (RFC 3986 §2.1).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
