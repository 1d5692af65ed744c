//! The dependency table: which crate may use which, and which libraries stay in one room.

use crate::repository::{Member, Use, locked_packages, members};

/// Crates with something to keep out of. All others are either doors or in [`FREE`].
const MAY_USE: &[(&str, &[&str])] = &[
    ("worktime", &[]),
    ("text", &[]),
    ("domain", &["worktime"]),
    ("words", &["domain"]),
    ("channel", &["domain"]),
    ("store", &["domain"]),
    (
        "desk",
        &["domain", "worktime", "text", "words", "channel", "store"],
    ),
    ("web", &["domain", "words", "channel", "desk"]),
];

/// What every `channel_…` crate may use: the port, never another door, the store, the desk or the pages.
const A_DOOR_MAY_USE: &[&str] = &["channel", "domain", "text"];

/// The binary wires everything; the others are not shipped.
const FREE: &[&str] = &["okno", "testkit", "tests", "bench"];

/// Crates that are never part of the shipped binary.
const NOT_SHIPPED: &[&str] = &["testkit", "tests", "bench"];

/// A library by the beginning of its name, and the only crates that may ask for it.
const ROOMS: &[(&str, &[&str])] = &[
    ("diesel", &["store"]),
    ("libsqlite3-sys", &["store"]),
    ("pq-sys", &["store"]),
    ("actix", &["web", "okno"]),
    ("lettre", &["channel_email"]),
    ("imap", &["channel_email"]),
    ("async-imap", &["channel_email"]),
    ("askama", &["web"]),
];

/// Beginnings of package names that must not be anywhere in the tree, and why.
const BANNED: &[(&str, &str)] = &[
    (
        "aws-lc",
        "rustls with two crypto providers and no default panics: ring is the one",
    ),
    ("native-tls", "TLS is rustls everywhere"),
    ("chrono", "jiff is the one library for dates and zones"),
];

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    if name.starts_with("channel_") {
        return Some(A_DOOR_MAY_USE);
    }
    MAY_USE
        .iter()
        .find(|(member, _)| *member == name)
        .map(|(_, uses)| *uses)
}

fn broken_edges(members: &[Member]) -> Vec<String> {
    let mut broken = Vec::new();
    for member in members
        .iter()
        .filter(|member| !FREE.contains(&member.name.as_str()))
    {
        let Some(allowed) = allowed(&member.name) else {
            broken.push(format!(
                "{} stands in no row of the dependency table",
                member.name
            ));
            continue;
        };
        for used in member.uses.iter().filter(|used| used.ours) {
            let for_tests = used.dev && used.name == "testkit";
            if !for_tests && !allowed.contains(&used.name.as_str()) {
                broken.push(format!("{} may not use {}", member.name, used.name));
            }
        }
    }
    broken
}

fn shipped_testkit(members: &[Member]) -> Vec<String> {
    members
        .iter()
        .filter(|member| !NOT_SHIPPED.contains(&member.name.as_str()))
        .filter(|member| member.uses.iter().any(|used| !used.dev && used.name == "testkit"))
        .map(|member| format!("{} uses testkit outside its tests", member.name))
        .collect()
}

fn strays(members: &[Member]) -> Vec<String> {
    let mut strays = Vec::new();
    for member in members {
        for used in member.uses.iter().filter(|used| !used.ours) {
            for (library, rooms) in ROOMS {
                if used.name.starts_with(library) && !rooms.contains(&member.name.as_str()) {
                    strays.push(format!(
                        "{} asks for {}, which belongs in {rooms:?}",
                        member.name, used.name
                    ));
                }
            }
        }
    }
    strays
}

fn banned(packages: &[String]) -> Vec<String> {
    let why = |name: &str| {
        BANNED
            .iter()
            .find(|(banned, _)| name.starts_with(banned))
            .map(|(_, why)| *why)
    };
    packages
        .iter()
        .filter_map(|name| Some(format!("{name}: {}", why(name)?)))
        .collect()
}

#[test]
fn crates_use_only_what_the_table_allows() {
    assert_eq!(broken_edges(&members()), Vec::<String>::new());
}

#[test]
fn testkit_stays_in_tests() {
    assert_eq!(shipped_testkit(&members()), Vec::<String>::new());
}

#[test]
fn libraries_stay_in_their_room() {
    assert_eq!(strays(&members()), Vec::<String>::new());
}

#[test]
fn the_tree_holds_no_second_library_for_one_purpose() {
    let packages = locked_packages();
    assert!(
        packages.iter().any(|name| name == "ring"),
        "ring is the crypto provider"
    );
    assert_eq!(banned(&packages), Vec::<String>::new());
}

#[test]
fn no_crate_is_a_grab_bag() {
    for member in members() {
        assert!(
            !["common", "utils", "util", "core", "shared"].contains(&member.name.as_str()),
            "{}",
            member.name
        );
    }
}

#[test]
fn a_broken_rule_is_seen() {
    let using = |name: &str, used: &str, ours: bool, dev: bool| Member {
        name: name.to_owned(),
        uses: vec![Use {
            name: used.to_owned(),
            ours,
            dev,
        }],
    };
    assert_eq!(
        broken_edges(&[using("domain", "store", true, false)]),
        ["domain may not use store"]
    );
    assert_eq!(
        broken_edges(&[using("web", "store", true, true)]),
        ["web may not use store"]
    );
    assert_eq!(
        broken_edges(&[using("channel_chat", "channel_email", true, false)]).len(),
        1
    );
    assert_eq!(broken_edges(&[using("attic", "domain", true, false)]).len(), 1);
    assert_eq!(broken_edges(&[using("desk", "testkit", true, true)]).len(), 0);
    assert_eq!(shipped_testkit(&[using("okno", "testkit", true, false)]).len(), 1);
    assert_eq!(shipped_testkit(&[using("okno", "testkit", true, true)]).len(), 0);
    assert_eq!(
        strays(&[using("desk", "diesel_migrations", false, false)]).len(),
        1
    );
    assert_eq!(strays(&[using("store", "diesel", false, false)]).len(), 0);
    assert_eq!(banned(&["aws-lc-sys".to_owned(), "ring".to_owned()]).len(), 1);
}
