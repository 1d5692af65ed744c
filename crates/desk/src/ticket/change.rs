//! Changes of state, people and labels, by public ids.

use super::edit::Changed;
use super::fields;
use crate::Desk;
use crate::error::{DeskError, DeskResult, Field};
use domain::act;
use domain::setup::Setup;
use domain::ticket::{Kind, Outcome, Priority, State};
use domain::{OperatorId, Principal, TeamId};

/// What shall be different. `None` leaves a thing as it is; `Some(None)` empties it.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub based_on: Option<i64>,
    /// Public id of an operator.
    pub assignee: Option<Option<String>>,
    /// Public id of a team.
    pub team: Option<Option<String>>,
    pub state: Option<State>,
    pub outcome: Option<Outcome>,
    pub priority: Option<Priority>,
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    pub title: Option<String>,
    pub tags_add: Vec<String>,
    pub tags_remove: Vec<String>,
    /// Fields of the desk's own by key; an empty value empties one.
    pub fields: Vec<(String, String)>,
}

/// Characters of a topic, a tag, a title.
const LABEL: usize = 60;
const TITLE: usize = 300;

impl Desk {
    /// Changes a ticket.
    ///
    /// # Errors
    /// See [`DeskError`]: unknown people, a state that cannot be set, a stale version.
    pub async fn change(&self, principal: &Principal, ticket: &str, change: Change) -> DeskResult<Changed> {
        let wanted = self.resolve_change(&change).await?;
        self.edit(principal, ticket, change.based_on, move |hand| {
            let wanted = act::Change {
                segment: hand.client.segment.clone(),
                fields: fields::that_differ(&wanted.fields, &hand.fields),
                ..wanted.clone()
            };
            Ok((act::change(hand.edit, wanted)?, None))
        })
        .await
    }

    pub(super) async fn resolve_change(&self, change: &Change) -> DeskResult<act::Change> {
        let mut wrong = Vec::new();
        let assignee = match &change.assignee {
            Some(Some(id)) => self
                .operator_by_public_id(id)
                .await?
                .map(Some)
                .or_else(|| unknown(&mut wrong, "assignee", id)),
            Some(None) => Some(None),
            None => None,
        };
        let team = match &change.team {
            Some(Some(id)) => self
                .team_by_public_id(id)
                .map(Some)
                .or_else(|| unknown(&mut wrong, "team", id)),
            Some(None) => Some(None),
            None => None,
        };
        let labels = |tags: &[String]| -> Vec<String> {
            tags.iter()
                .map(|tag| text::clean_line(tag, LABEL))
                .filter(|tag| !tag.is_empty())
                .collect()
        };
        let setup = self.setup();
        let topic = change.topic.as_ref().map(|topic| text::clean_line(topic, LABEL));
        wrong.extend(topic.as_deref().and_then(|topic| unknown_topic(&setup, topic)));
        let fields = fields::resolved(&setup, &change.fields, &mut wrong);
        if !wrong.is_empty() {
            return Err(DeskError::Invalid(wrong));
        }
        Ok(act::Change {
            topic_names: topic
                .as_deref()
                .and_then(|topic| setup.topic(topic))
                .map(|topic| topic.names.clone())
                .unwrap_or_default(),
            fields,
            assignee,
            team,
            state: change.state,
            outcome: change.outcome.clone(),
            priority: change.priority,
            kind: change.kind,
            topic,
            title: change.title.as_ref().map(|title| text::clean_line(title, TITLE)),
            add_tags: labels(&change.tags_add),
            remove_tags: labels(&change.tags_remove),
            segment: String::new(),
        })
    }

    async fn operator_by_public_id(&self, id: &str) -> DeskResult<Option<(OperatorId, String)>> {
        let id = id.to_owned();
        Ok(self.store().read(move |r| r.active_operator(&id)).await?)
    }

    fn team_by_public_id(&self, id: &str) -> Option<(TeamId, String)> {
        let setup = self.setup();
        setup
            .teams
            .iter()
            .find(|team| team.public_id == id)
            .map(|team| (team.id, team.name.clone()))
    }
}

/// A desk with a list of topics takes none that is not on it; one that is retired stays where it is.
pub(crate) fn unknown_topic(setup: &Setup, topic: &str) -> Option<Field> {
    let offered = || setup.topics.iter().filter(|topic| topic.active);
    if topic.is_empty() || setup.topics.is_empty() || offered().any(|known| known.key == topic) {
        return None;
    }
    let keys: Vec<_> = offered().map(|topic| topic.key.as_str()).collect();
    Some(Field {
        field: "topic".into(),
        code: "unknown",
        reason: format!("there is no such topic: use one of {}", keys.join(", ")),
    })
}

fn unknown<T>(wrong: &mut Vec<Field>, field: &str, id: &str) -> Option<T> {
    wrong.push(Field {
        field: field.into(),
        code: "unknown",
        reason: format!("there is no {field} {id:?}"),
    });
    None
}
