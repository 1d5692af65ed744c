//! A client's own page, in words.

use super::{Reader, client, door_of, of_handle, row};
use crate::console::view::{AddressLine, Choice, ClientLine, ClientRoom, Fact, ProposalLine, TopicWish};
use desk::read::{self, ClientPageView};
use domain::client::{CallHours, Evidence};
use domain::entry::EntryKind;
use domain::setup::Setup;
use domain::{Handle, HandleKind};
use words::{Lang, t, t_code, tr};

/// Kinds of addresses that an answer can go to.
const WAYS: [HandleKind; 5] = [
    HandleKind::Email,
    HandleKind::Phone,
    HandleKind::Telegram,
    HandleKind::Max,
    HandleKind::Postal,
];

/// Lines of the form for further topics.
const SPARE: usize = 2;

/// The page of a client.
#[must_use]
pub fn client_room(reader: &Reader, client: &ClientPageView, setup: &Setup) -> ClientRoom {
    let (lang, crm) = (reader.lang, setup.rules.crm.as_str());
    let path = format!("/clients/{}", client.public_id);
    let card = &client.profile;
    let any = client.wishes.iter().find(|(topic, _)| topic.is_empty());
    let any = any.map(|(_, kind)| *kind);
    ClientRoom {
        id: client.public_id.clone(),
        name: name(reader, client),
        segment: card.segment.clone(),
        company: card.company.clone(),
        zone: card.zone.clone(),
        no_calls: card.no_calls,
        call_hours: card.call_hours.clone(),
        languages: languages(lang, &card.lang),
        ways: ways(lang, any),
        topic_wishes: topic_wishes(lang, client, setup),
        facts: facts(reader, client, setup),
        addresses: client.addresses.iter().map(|one| address(reader, one)).collect(),
        part_of: client
            .merged_into
            .as_ref()
            .map(|into| format!("/clients/{into}"))
            .unwrap_or_default(),
        crm: crm_link(crm, client),
        proposals: client.proposals.iter().map(|one| proposal(reader, one)).collect(),
        merges: client.merges.iter().map(|one| merge(reader, one)).collect(),
        tickets: client
            .tickets
            .iter()
            .map(|one| client::other(reader, one))
            .collect(),
        lines: client
            .timeline
            .iter()
            .map(|line| self::line(reader, line))
            .collect(),
        more: client
            .next
            .map(|next| format!("{path}?after={next}#talk"))
            .unwrap_or_default(),
        path,
    }
}

/// Ways of answering about single topics, and some lines for more.
fn topic_wishes(lang: Lang, client: &ClientPageView, setup: &Setup) -> Vec<TopicWish> {
    let own = client.wishes.iter().filter(|(topic, _)| !topic.is_empty());
    if own.clone().next().is_none() && !setup.topics.iter().any(|topic| topic.active) {
        return Vec::new();
    }
    let own = own.map(|(topic, kind)| (topic.as_str(), Some(*kind)));
    let lines = own.chain(std::iter::repeat_n(("", None), SPARE));
    lines
        .map(|(here, kind)| {
            let offered = setup.topics.iter().filter(|topic| topic.active);
            let mut keys: Vec<&str> = offered.map(|topic| topic.key.as_str()).collect();
            if !here.is_empty() && !keys.contains(&here) {
                keys.push(here);
            }
            TopicWish {
                topics: keys
                    .into_iter()
                    .map(|key| Choice {
                        value: key.to_owned(),
                        words: topic_name(lang, setup, key),
                        here: key == here,
                        ..Choice::default()
                    })
                    .collect(),
                ways: ways(lang, kind),
            }
        })
        .collect()
}

fn topic_name(lang: Lang, setup: &Setup, key: &str) -> String {
    let known = setup.topics.iter().find(|topic| topic.key == key);
    let name = known.and_then(|topic| topic.names.get(lang.code()));
    name.cloned().unwrap_or_else(|| key.to_owned())
}

fn name(reader: &Reader, client: &ClientPageView) -> String {
    let label = client
        .addresses
        .first()
        .map(|one| one.handle.label())
        .unwrap_or_default();
    row::or_else(&client.profile.name, || {
        row::or_else(label, || t(reader.lang, "no-name"))
    })
}

fn crm_link(crm: &str, client: &ClientPageView) -> String {
    let account = client
        .addresses
        .iter()
        .find(|one| one.handle.kind == HandleKind::Account);
    match account {
        Some(account) if !crm.is_empty() => {
            crm.replace("{account}", &crate::console::page::escape(&account.handle.value))
        }
        _ => String::new(),
    }
}

fn facts(reader: &Reader, client: &ClientPageView, setup: &Setup) -> Vec<Fact> {
    let (lang, card) = (reader.lang, &client.profile);
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String| {
        facts.push(Fact {
            label: t(lang, key),
            value,
            advice: String::new(),
        });
    };
    if let Some(theirs) = Lang::parse(&card.lang) {
        fact("client-field-lang", t_code(lang, "language", theirs.code()));
    }
    if !card.zone.is_empty() {
        let zone = super::zone_of(&card.zone);
        let there = words::when::time(reader.now(), &zone);
        let label = words::zone::label(lang, &zone, reader.now());
        fact("client-field-zone", format!("{there}, {label}"));
    }
    for words in wishes(lang, card.no_calls, &card.call_hours) {
        fact("client-field-calls", words);
    }
    for (topic, kind) in &client.wishes {
        let door = of_handle(lang, *kind).words;
        let words = if topic.is_empty() {
            door
        } else {
            let args = [
                ("topic", topic_name(lang, setup, topic).into()),
                ("door", door.as_str().into()),
            ];
            tr(lang, "client-wish-by-topic", &args)
        };
        fact("client-field-wish", words);
    }
    fact("field-created", reader.age(client.since));
    facts
}

/// What the client asked about calls, in words.
pub(super) fn wishes(lang: Lang, no_calls: bool, call_hours: &str) -> Vec<String> {
    if no_calls {
        return vec![t(lang, "client-no-calls")];
    }
    let hours: Option<CallHours> = call_hours.parse().ok();
    let clock = |minutes: u16| format!("{}:{:02}", minutes / 60, minutes % 60);
    let told = hours.map(|hours| {
        let (from, to) = (clock(hours.from), clock(hours.to));
        tr(
            lang,
            "client-call-hours",
            &[("from", from.as_str().into()), ("to", to.as_str().into())],
        )
    });
    told.into_iter().collect()
}

fn languages(lang: Lang, here: &str) -> Vec<Choice> {
    let all = Lang::ALL.map(|one| (one.code().to_owned(), t_code(lang, "language", one.code())));
    std::iter::once((String::new(), "—".to_owned()))
        .chain(all)
        .map(|(value, words)| Choice {
            here: value == here,
            value,
            words,
            ..Choice::default()
        })
        .collect()
}

fn ways(lang: Lang, here: Option<HandleKind>) -> Vec<Choice> {
    let any = Choice {
        words: t(lang, "client-field-wish-any"),
        here: here.is_none(),
        ..Choice::default()
    };
    let way = |kind: &HandleKind| Choice {
        value: kind.code().to_owned(),
        words: of_handle(lang, *kind).words,
        here: here == Some(*kind),
        ..Choice::default()
    };
    std::iter::once(any).chain(WAYS.iter().map(way)).collect()
}

fn address(reader: &Reader, one: &read::Address) -> AddressLine {
    AddressLine {
        door: of_handle(reader.lang, one.handle.kind),
        value: shown(&one.handle),
        name: one.handle.name.clone(),
        verified: t_code(reader.lang, "client-verified", &one.verified),
        since: reader.age(one.since),
    }
}

/// A visitor's address is a digest that tells nobody anything.
fn shown(handle: &Handle) -> String {
    match handle.kind {
        HandleKind::Visitor => handle.value.chars().take(8).collect(),
        _ => handle.value.clone(),
    }
}

fn proposal(reader: &Reader, one: &read::Proposal) -> ProposalLine {
    ProposalLine {
        id: one.client.clone(),
        path: format!("/clients/{}", one.client),
        name: row::or_else(&one.name, || t(reader.lang, "no-name")),
        words: tr(
            reader.lang,
            "client-alike-score",
            &[("score", i64::from(one.score).into())],
        ),
        evidence: one.evidence.iter().map(|one| told(reader.lang, one)).collect(),
    }
}

fn merge(reader: &Reader, one: &read::StandingMerge) -> ProposalLine {
    let by = one
        .by
        .as_ref()
        .map(|by| by.name.clone())
        .unwrap_or_else(|| "API".to_owned());
    let at = reader.age(one.at);
    ProposalLine {
        id: one.absorbed.clone(),
        path: format!("/clients/{}", one.absorbed),
        name: row::or_else(&one.name, || t(reader.lang, "no-name")),
        words: tr(
            reader.lang,
            "client-merged-at",
            &[("at", at.as_str().into()), ("by", by.as_str().into())],
        ),
        evidence: one.evidence.iter().map(|one| told(reader.lang, one)).collect(),
    }
}

fn told(lang: Lang, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Named { value, verified, .. } => {
            let key = if *verified {
                "client-evidence-named-verified"
            } else {
                "client-evidence-named"
            };
            tr(lang, key, &[("value", value.as_str().into())])
        }
        Evidence::BothNamed { value, .. } => tr(
            lang,
            "client-evidence-both-named",
            &[("value", value.as_str().into())],
        ),
        Evidence::SameName => t(lang, "client-evidence-same-name"),
        Evidence::SameCompany { company } => tr(
            lang,
            "client-evidence-same-company",
            &[("company", company.as_str().into())],
        ),
    }
}

fn line(reader: &Reader, line: &read::ClientLine) -> ClientLine {
    let entry = &line.entry;
    let (side, who) = match entry.kind {
        EntryKind::MessageIn => ("theirs", super::entry::speaker_to(reader, entry, "")),
        EntryKind::Note => ("note", t(reader.lang, "client-line-note")),
        _ => ("ours", super::entry::speaker_to(reader, entry, "")),
    };
    let said = entry.body.as_ref().map(|body| body.said().trim().to_owned());
    ClientLine {
        door: entry.door.as_ref().map(|door| door_of(reader.lang, door)),
        who,
        side,
        at: reader.age(entry.occurred_at),
        exact: reader.exact(entry.occurred_at),
        text: said
            .filter(|said| !said.is_empty())
            .unwrap_or_else(|| entry.preview.clone()),
        number: line.number.clone(),
        subject: row::or_else(&line.title, || t(reader.lang, "no-subject")),
        path: format!("/tickets/{}#{}", line.ticket, entry.public_id),
    }
}
