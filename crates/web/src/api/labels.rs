//! What tickets can be labelled with: topics, tags, the desk's own fields.

use super::auth::Caller;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use domain::Permission;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A topic.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TopicOut {
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
    /// Key of the topic it belongs under.
    pub parent: Option<String>,
    /// A retired one stays on its tickets and is not offered any more.
    pub active: bool,
}

/// A field of the desk's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldOut {
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
    /// `text`, `number`, `date`, `choice`, `yes_no`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Keys of what can be chosen, with their names.
    pub choices: BTreeMap<String, BTreeMap<String, String>>,
    /// A ticket is not resolved without it.
    pub required: bool,
    /// Kinds of tickets that have it; none: all.
    pub kinds: Vec<&'static str>,
    /// A deleted one keeps its values and takes no new ones.
    pub active: bool,
}

/// Lists topics
///
/// In the order they are offered; a topic stands behind the one it belongs under.
#[utoipa::path(tag = "house", responses(
    (status = 200, description = "As they are set up", body = Vec<TopicOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/topics")]
pub async fn list_topics(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let setup = caller.app.desk.setup();
    let topics = setup.topics.iter().map(|topic| TopicOut {
        key: topic.key.clone(),
        names: topic.names.clone(),
        parent: topic.parent.clone(),
        active: topic.active,
    });
    Ok(HttpResponse::Ok().json(topics.collect::<Vec<_>>()))
}

/// Lists the desk's own fields
#[utoipa::path(tag = "house", responses(
    (status = 200, description = "As they are set up", body = Vec<FieldOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/fields")]
pub async fn list_fields(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let setup = caller.app.desk.setup();
    let fields = setup.fields.iter().map(|field| FieldOut {
        key: field.key.clone(),
        names: field.names.clone(),
        kind: field.kind.code(),
        choices: field
            .choices
            .iter()
            .map(|choice| (choice.key.clone(), choice.names.clone()))
            .collect(),
        required: field.required,
        kinds: field.kinds.iter().map(|kind| kind.code()).collect(),
        active: field.active,
    });
    Ok(HttpResponse::Ok().json(fields.collect::<Vec<_>>()))
}

/// Which tags.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TagFilter {
    /// How they begin.
    #[serde(default)]
    pub q: String,
}

/// Lists tags
///
/// Those that begin so, at most twenty, in alphabetical order.
#[utoipa::path(tag = "house", params(TagFilter), responses(
    (status = 200, description = "Tags", body = Vec<String>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/tags")]
pub async fn list_tags(caller: Caller, filter: web::Query<TagFilter>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let tags = caller.app.desk.read(&caller.principal)?.tags(&filter.q).await?;
    Ok(HttpResponse::Ok().json(tags))
}
