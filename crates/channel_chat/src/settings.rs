//! The settings of a chat: their shape, and whether they make a chat that a visitor can use.

use channel::chat::ChatSpec;
use channel::form::{Ask, ConsentSpec, PerLang};
use channel::{Checked, Claim, SettingFault, counted};
use domain::WrittenNumber;
use domain::talk::TalkTimes;
use domain::time::SECOND;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// Seconds an answer waits for a visitor who is away.
const PATIENCE: u32 = 120;
/// Minutes of silence after which a visitor has left.
const IDLE: u32 = 15;
/// Seconds after which whoever is away has left the queue for a first person.
const LEAVES: u32 = 120;
/// Minutes of silence after an answer until the visitor is reminded, and until the talk ends by itself.
const REMINDS: u32 = 5;
const ENDS: u32 = 10;
/// Messages in ten minutes that nobody who means well reaches.
const OF_VISITOR: u32 = 60;
const OF_NETWORK: u32 = 600;
/// Characters of the last part of an address.
const PATH: usize = 40;
/// Languages there are words for.
const LANGS: [&str; 2] = ["ru", "en"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    path: String,
    #[serde(default)]
    title: Texts,
    #[serde(default)]
    greeting: Texts,
    #[serde(default = "no")]
    name: Asked,
    #[serde(default = "no")]
    email: Asked,
    #[serde(default = "required")]
    email_when_closed: Asked,
    consent: Option<ConsentPart>,
    #[serde(default = "yes")]
    files: bool,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    account: String,
    #[serde(default)]
    colour: String,
    patience_seconds: Option<WrittenNumber>,
    idle_minutes: Option<WrittenNumber>,
    leaves_seconds: Option<WrittenNumber>,
    reminds_minutes: Option<WrittenNumber>,
    ends_minutes: Option<WrittenNumber>,
    messages_of_visitor: Option<WrittenNumber>,
    messages_of_network: Option<WrittenNumber>,
}

fn no() -> Asked {
    Asked::No
}

fn required() -> Asked {
    Asked::Required
}

fn yes() -> bool {
    true
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asked {
    No,
    Optional,
    Required,
}

impl From<Asked> for Ask {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::No => Self::No,
            Asked::Optional => Self::Optional,
            Asked::Required => Self::Required,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    #[serde(default)]
    ru: String,
    #[serde(default)]
    en: String,
}

impl From<Texts> for PerLang {
    fn from(texts: Texts) -> Self {
        let both = [("ru", texts.ru), ("en", texts.en)].into_iter();
        let written = both.filter(|(_, text)| !text.trim().is_empty());
        Self(
            written
                .map(|(lang, text)| (lang.to_owned(), text.trim().to_owned()))
                .collect(),
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentPart {
    version: String,
    #[serde(default)]
    ru: String,
    #[serde(default)]
    en: String,
}

/// Reads settings: the chat they describe, and everything that is wrong with them. A chat comes only without faults.
pub fn check(settings: &Value) -> (Option<ChatSpec>, Checked) {
    let settings: Settings = match channel::read_settings(settings) {
        Ok(settings) => settings,
        Err(fault) => return (None, fault.into()),
    };
    let faults = faults(&settings);
    let claim = Some(Claim {
        field: "path",
        value: settings.path.clone(),
    });
    let talk = Some(talk(&settings));
    (
        faults.is_empty().then(|| spec(settings)),
        Checked { faults, claim, talk },
    )
}

/// How long what may last in its talks.
fn talk(settings: &Settings) -> TalkTimes {
    TalkTimes {
        leaves: micros(counted(settings.leaves_seconds, LEAVES)),
        idle: micros(60 * counted(settings.reminds_minutes, REMINDS)),
        ends: micros(60 * counted(settings.ends_minutes, ENDS)),
    }
}

fn micros(seconds: u32) -> i64 {
    i64::from(seconds).saturating_mul(SECOND)
}

fn spec(settings: Settings) -> ChatSpec {
    let consent = settings.consent.map(|part| ConsentSpec {
        version: part.version,
        text: Texts {
            ru: part.ru,
            en: part.en,
        }
        .into(),
    });
    let langs = match &consent {
        // Nobody agrees to a text they cannot read.
        Some(consent) => consent.text.0.iter().map(|(lang, _)| lang.clone()).collect(),
        None => LANGS.map(str::to_owned).to_vec(),
    };
    ChatSpec {
        path: settings.path,
        langs,
        title: settings.title.into(),
        greeting: settings.greeting.into(),
        name: settings.name.into(),
        email: settings.email.into(),
        email_when_closed: settings.email_when_closed.into(),
        consent,
        files: settings.files,
        origins: settings.origins,
        account: settings.account,
        colour: settings.colour,
        patience: Duration::from_secs(counted(settings.patience_seconds, PATIENCE).into()),
        idle: Duration::from_secs(60 * u64::from(counted(settings.idle_minutes, IDLE))),
        messages_of_visitor: counted(settings.messages_of_visitor, OF_VISITOR),
        messages_of_network: counted(settings.messages_of_network, OF_NETWORK),
    }
}

fn faults(settings: &Settings) -> Vec<SettingFault> {
    let mut found = Vec::new();
    let mut add = |field: String, code, reason: String| found.push(SettingFault { field, code, reason });
    let path = settings.path.as_bytes();
    let small = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    if !(1..=PATH).contains(&path.len()) || !path.iter().all(small) {
        let reason = format!("the path is 1 to {PATH} small Latin letters, digits and hyphens: help");
        add("path".into(), "invalid", reason);
    }
    for (index, origin) in settings.origins.iter().enumerate() {
        if !is_origin(origin) {
            let reason =
                format!("“{origin}” is no origin: write scheme and host alone, https://www.example.org");
            add(format!("origins[{}]", index + 1), "invalid", reason);
        }
    }
    let digits = settings.colour.strip_prefix('#').unwrap_or_default();
    let is_colour = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !settings.colour.is_empty() && !is_colour {
        add("colour".into(), "invalid", "write the colour as #rrggbb".into());
    }
    if let Some(consent) = &settings.consent {
        if consent.version.trim().is_empty() {
            let reason = "a version is one line, such as 2026-11: change it whenever the text changes";
            add("consent.version".into(), "required", reason.into());
        }
        if consent.ru.trim().is_empty() && consent.en.trim().is_empty() {
            let reason =
                "write the text in ru, en or both: the chat is offered in the languages it is written in";
            add("consent".into(), "required", reason.into());
        }
    }
    found.extend(wrong_times(settings));
    let limits = [
        ("messages_of_visitor", settings.messages_of_visitor),
        ("messages_of_network", settings.messages_of_network),
    ];
    found.extend(SettingFault::limits("a chat", &limits));
    found
}

/// Times that are none, with what they may be.
fn wrong_times(settings: &Settings) -> Vec<SettingFault> {
    let reminds = counted(settings.reminds_minutes, REMINDS);
    let later = "a day at most, and later than reminds_minutes: who is reminded has time to answer";
    let times = [
        (
            "patience_seconds",
            settings.patience_seconds,
            5..=86_400,
            "5 seconds to a day",
        ),
        (
            "idle_minutes",
            settings.idle_minutes,
            1..=1_440,
            "1 minute to a day",
        ),
        (
            "leaves_seconds",
            settings.leaves_seconds,
            10..=3_600,
            "10 seconds to an hour",
        ),
        (
            "reminds_minutes",
            settings.reminds_minutes,
            1..=1_439,
            "1 minute to a day",
        ),
        (
            "ends_minutes",
            Some(settings.ends_minutes.unwrap_or(WrittenNumber::from(ENDS))),
            reminds.saturating_add(1)..=1_440,
            later,
        ),
    ];
    let faults = times.into_iter().map(|(field, given, allowed, words)| {
        SettingFault::number(field, "out_of_range", given, &allowed, words)
    });
    faults.flatten().collect()
}

/// Scheme, host and port, as browsers send it (RFC 6454 §6.2).
fn is_origin(origin: &str) -> bool {
    let rest = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    rest.is_some_and(|host| {
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        !name.is_empty()
            && name.split('.').all(|label| !label.is_empty())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}
