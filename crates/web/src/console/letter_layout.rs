//! How letters of a door look: its head, the window for the address, margins, sizes, signature and foot, with a letter to look at
//! before anything is changed.

use crate::console::session::LoggedIn;
use crate::console::view::{LayoutField, LetterLayoutPage};
use crate::console::{inbox, page};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::setup::LetterLayout;
use domain::Permission;
use serde_json::{Value, json};
use std::collections::HashMap;
use words::{Lang, t};

/// Fields that are numbers: in the form, and where they stand in the layout.
const NUMBERS: [(&str, &str); 10] = [
    ("address-left", "/address/left"),
    ("address-top", "/address/top"),
    ("address-width", "/address/width"),
    ("address-height", "/address/height"),
    ("margins-left", "/margins/left"),
    ("margins-right", "/margins/right"),
    ("margins-top", "/margins/top"),
    ("margins-bottom", "/margins/bottom"),
    ("sizes-text", "/sizes/text"),
    ("sizes-small", "/sizes/small"),
];
/// Fields of lines.
const LINES: [&str; 3] = ["letterhead", "signature", "footer"];
const ALIGNS: [&str; 3] = ["left", "center", "right"];

type Fields = HashMap<String, String>;

#[get("/admin/letters/{channel}")]
async fn get_layout(request: HttpRequest, me: LoggedIn, channel: web::Path<String>) -> Answer {
    me.require(Permission::Administer)?;
    let now = me.app.desk.letter_layout(&me.principal, &channel).await?;
    let shown = show(&request, &me, now.name.clone(), &typed(&now), &[]).await?;
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

#[post("/admin/letters/{channel}")]
async fn post_layout(
    request: HttpRequest,
    me: LoggedIn,
    channel: web::Path<String>,
    sent: web::Form<Fields>,
) -> Answer {
    me.require(Permission::Administer)?;
    let sent = sent.into_inner();
    let field = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    me.check(&request, field("csrf"))?;
    let lang = me.lang(&request);
    match decide(&me, lang, &channel, &sent).await {
        Ok(answer) => Ok(answer),
        Err(problem) if matches!(problem.code, Code::Validation | Code::Conflict) => {
            let now = me.app.desk.letter_layout(&me.principal, &channel).await?;
            let wrong = wrong_of(lang, &problem);
            page::html_with(
                problem.code.status(),
                &show(&request, &me, now.name, &sent, &wrong).await?,
            )
        }
        Err(problem) => Err(problem),
    }
}

/// Changes the layout, or shows a letter by it.
async fn decide(me: &LoggedIn, lang: Lang, channel: &str, sent: &Fields) -> Answer<HttpResponse> {
    let (desk, layout) = (&me.app.desk, read(lang, sent)?);
    if sent.get("decision").map(String::as_str) != Some("change") {
        let pdf = desk
            .preview_letter_layout(&me.principal, channel, &layout, lang)
            .await?;
        return Ok(HttpResponse::Ok()
            .status(StatusCode::OK)
            .content_type("application/pdf")
            .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"letter.pdf\""))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .body(pdf));
    }
    let revision = sent.get("revision").and_then(|revision| revision.parse().ok());
    let changed = LetterLayout {
        channel: channel.to_owned(),
        name: String::new(),
        revision: revision.unwrap_or_default(),
        layout,
    };
    desk.change_letter_layout(&me.principal, changed).await?;
    Ok(page::see_other(&me.app, "/admin", Some("done-saved")))
}

/// The layout that was typed. A window is one whole, or none.
fn read(lang: Lang, sent: &Fields) -> Answer<Value> {
    let field = |name: &str| sent.get(name).map(|text| text.trim()).unwrap_or_default();
    let mut layout = json!({ "margins": {}, "sizes": {}, "address": {} });
    for (name, pointer) in NUMBERS {
        let text = field(name).replace(',', ".");
        if text.is_empty() {
            continue;
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number
            .ok_or_else(|| Problem::field(&place(pointer), "number", t(lang, "letter-layout-number")))?;
        let (part, own) = pointer[1..].split_once('/').unwrap_or_default();
        layout[part][own] = number.into();
    }
    if layout["address"]
        .as_object()
        .is_some_and(serde_json::Map::is_empty)
    {
        layout["address"] = Value::Null;
    }
    for name in LINES {
        layout[name] = field(name).replace("\r\n", "\n").into();
    }
    layout["align"] = match field("align") {
        "" => "center".into(),
        align => align.into(),
    };
    Ok(layout)
}

fn place(pointer: &str) -> String {
    format!("layout{}", pointer.replace('/', "."))
}

/// The layout as somebody would type it.
fn typed(now: &LetterLayout) -> Fields {
    let mut fields = Fields::from([("revision".to_owned(), now.revision.to_string())]);
    for (name, pointer) in NUMBERS {
        let number = now.layout.pointer(pointer).and_then(Value::as_f64);
        let text = number.map(|number| ((number * 100.0).round() / 100.0).to_string());
        fields.insert(name.to_owned(), text.unwrap_or_default());
    }
    for name in LINES.into_iter().chain(["align"]) {
        let text = now.layout[name].as_str().unwrap_or_default();
        fields.insert(name.to_owned(), text.to_owned());
    }
    fields
}

/// Which field is wrong, by its place in the settings, and why.
fn wrong_of(lang: Lang, problem: &Problem) -> Vec<(String, String)> {
    let told = problem.fields.iter().map(|field| {
        let known = format!("letter-layout-{}", field.code);
        // What the settings say of themselves is said in English, as programs are told it.
        let why = match lang {
            Lang::En => field.reason.clone(),
            Lang::Ru => t(lang, &known),
        };
        (field.field.to_string(), why)
    });
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        vec![(String::new(), crate::console::replies::words_of(problem, lang))]
    } else {
        told
    }
}

async fn show(
    request: &HttpRequest,
    me: &LoggedIn,
    name: String,
    fields: &Fields,
    wrong: &[(String, String)],
) -> Answer<LetterLayoutPage> {
    let (desk, lang) = (me.desk()?, me.lang(request));
    let rail = inbox::rail(me, &desk, None).await?;
    let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let one = |name: &str, pointer: &str| LayoutField {
        name: name.to_owned(),
        words: t(lang, &format!("letter-layout-{name}")),
        value: value(name),
        error: why(wrong, &place(pointer)),
    };
    let numbers = |part: &str| {
        let of_part = NUMBERS.iter().filter(|(name, _)| name.starts_with(part));
        of_part.map(|(name, pointer)| one(name, pointer)).collect()
    };
    let all = wrong.iter().map(|(field, why)| {
        let named = NUMBERS.iter().find(|(_, pointer)| place(pointer) == *field);
        let name = named.map(|(name, _)| *name);
        let lines = LINES
            .iter()
            .copied()
            .find(|name| *field == format!("layout.{name}"));
        match name.or(lines) {
            Some(name) => format!("{}: {why}", t(lang, &format!("letter-layout-{name}"))),
            None => why.clone(),
        }
    });
    Ok(LetterLayoutPage {
        page: page::console(request, me, t(lang, "letter-layout"), "admin", &rail),
        errors: all.collect(),
        name,
        revision: value("revision"),
        lines: LINES.iter().map(|name| one(name, &format!("/{name}"))).collect(),
        aligns: ALIGNS
            .iter()
            .map(|align| crate::console::view::Choice {
                value: (*align).to_owned(),
                words: t(lang, &format!("letter-layout-align-{align}")),
                here: value("align") == *align,
                ..crate::console::view::Choice::default()
            })
            .collect(),
        window: numbers("address"),
        margins: numbers("margins"),
        sizes: numbers("sizes"),
    })
}

fn why(wrong: &[(String, String)], field: &str) -> String {
    let found = wrong.iter().find(|(known, _)| known == field);
    found.map(|(_, why)| why.clone()).unwrap_or_default()
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_layout).service(post_layout);
}
