//! The page about the API and the pages about its codes, filled from the description.

use crate::console::page;
use crate::console::view::{ApiDocsPage, ApiGroup, Operation, ProblemPage};
use crate::openapi::operations;
use crate::problem::{Answer, Code, Problem};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::BTreeMap;
use utoipa::openapi::path::{Operation as Described, Parameter};
use utoipa::openapi::{OpenApi, RefOr};
use words::t;

/// Tags of operations in the order of the page, with their headings.
const GROUPS: [(&str, &str); 3] = [
    ("tickets", "Tickets"),
    ("messages", "Messages"),
    ("house", "The desk"),
];

/// `/api/docs`.
///
/// # Errors
/// The page cannot be written.
pub fn show(request: &HttpRequest, doc: &OpenApi) -> Answer<HttpResponse> {
    let mut page = page::plain(request);
    page.title = t(page.lang, "page-api");
    page.here = "docs";
    let mut groups: BTreeMap<usize, ApiGroup> = BTreeMap::new();
    for (path, item) in &doc.paths.paths {
        for (method, operation) in operations(item) {
            let tag = operation
                .tags
                .iter()
                .flatten()
                .next()
                .map(String::as_str)
                .unwrap_or_default();
            let place = GROUPS
                .iter()
                .position(|(known, _)| *known == tag)
                .unwrap_or(GROUPS.len());
            let name = GROUPS.get(place).map_or(tag, |(_, name)| name);
            let group = groups.entry(place).or_insert_with(|| ApiGroup {
                id: anchor(name),
                name: name.to_owned(),
                operations: Vec::new(),
            });
            group.operations.push(described(doc, method, path, operation));
        }
    }
    let groups = groups.into_values().collect();
    page::html(&ApiDocsPage {
        version: doc.info.version.clone(),
        groups,
        page,
    })
}

fn described(doc: &OpenApi, method: &str, path: &str, operation: &Described) -> Operation {
    let parameters = operation.parameters.iter().flatten().map(parameter).collect();
    let answers = operation.responses.responses.iter().map(|(status, response)| {
        let words = match response {
            RefOr::T(response) => response.description.clone(),
            RefOr::Ref(reference) => reference.ref_location.clone(),
        };
        (status.clone(), words)
    });
    Operation {
        id: anchor(operation.operation_id.as_deref().unwrap_or(path)),
        method: method.to_owned(),
        path: path.to_owned(),
        summary: operation.summary.clone().unwrap_or_default(),
        description: operation.description.clone().unwrap_or_default(),
        parameters,
        answers: answers.collect(),
        example: example(method, path, operation),
        body: body(doc, operation),
    }
}

fn parameter(parameter: &Parameter) -> (String, String, String) {
    let place = serde_json::to_value(&parameter.parameter_in).ok();
    let place = place
        .as_ref()
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .to_owned();
    (
        parameter.name.clone(),
        place,
        parameter.description.clone().unwrap_or_default(),
    )
}

/// The schema of the body, with the named schema it refers to put in its place.
fn body(doc: &OpenApi, operation: &Described) -> String {
    let schema = operation
        .request_body
        .as_ref()
        .and_then(|body| body.content.values().next()?.schema.clone());
    let named = match &schema {
        Some(RefOr::Ref(reference)) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            doc.components
                .as_ref()
                .and_then(|parts| parts.schemas.get(name))
                .cloned()
        }
        other => other.clone(),
    };
    named
        .and_then(|schema| serde_json::to_string_pretty(&schema).ok())
        .unwrap_or_default()
}

fn example(method: &str, path: &str, operation: &Described) -> String {
    let data = if operation.request_body.is_some() {
        " \\\n  -H 'Content-Type: application/json' -d @body.json"
    } else {
        ""
    };
    format!("curl -X {method} \"$OKNO{path}\" \\\n  -H \"Authorization: Bearer $TOKEN\"{data}")
}

fn anchor(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

/// `/api/problems/{code}`.
///
/// # Errors
/// The page cannot be written.
pub fn show_code(request: &HttpRequest, code: Code) -> Answer<HttpResponse> {
    let mut page = page::plain(request);
    page.title = Problem::new(code).title(page.lang);
    let lang = page.lang;
    page::html(&ProblemPage {
        status: code.status().as_u16(),
        code: code.code().to_owned(),
        advice: t(lang, &code.key("advice")),
        step: Some(("/api/docs".to_owned(), t(lang, "page-api"))),
        page,
        ..ProblemPage::default()
    })
}
