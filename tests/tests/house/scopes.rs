//! Scopes are made by the desk alone: whoever else could make one could read past what a principal may see.

use crate::repository::{TextFile, text_files};

/// How a scope is made. Written in two parts, so that this file does not hold it itself.
const GRANT: &str = concat!("Scope::", "grant_");

/// The crate that answers whose tickets are whose, and the one that says what a scope is.
const MAY: [&str; 2] = ["crates/desk/", "crates/store/src/scope.rs"];

/// Places that make a scope and may not.
fn makers(files: &[TextFile]) -> Vec<String> {
    let code = files.iter().filter(|file| file.path.ends_with(".rs"));
    let others = code.filter(|file| !MAY.iter().any(|place| file.path.starts_with(place)));
    let mut found = Vec::new();
    for file in others {
        for (line, text) in file.text.lines().enumerate() {
            if text.contains(GRANT) {
                found.push(format!("{}:{}", file.path, line + 1));
            }
        }
    }
    found
}

#[test]
fn only_the_desk_makes_scopes() {
    let files = text_files();
    assert_eq!(makers(&files), Vec::<String>::new());
    let desk = files.iter().filter(|file| file.path.starts_with("crates/desk/"));
    assert!(
        desk.into_iter().any(|file| file.text.contains(GRANT)),
        "the rule looks for what is there"
    );
}

/// A constructor under another name would pass the rule above.
#[test]
fn every_way_to_make_a_scope_is_named_so() {
    let files = text_files();
    let scope = files
        .iter()
        .find(|file| file.path == MAY[1])
        .expect("the scope has a file of its own");
    let makers = scope
        .text
        .lines()
        .filter(|line| line.contains("fn ") && line.contains("-> Self"));
    let names: Vec<&str> = makers.collect();
    assert!(names.len() >= 3, "{names:?}");
    assert!(names.iter().all(|line| line.contains("fn grant_")), "{names:?}");
    assert!(
        !scope.text.contains("Default"),
        "a scope that makes itself is granted by nobody"
    );
    assert!(
        !scope.text.contains("pub enum Extent"),
        "its insides are the store's own"
    );
}

#[test]
fn a_maker_elsewhere_is_seen() {
    let file = |path: &str| TextFile {
        path: path.to_owned(),
        text: format!("fn a() {{}}\nlet s = {GRANT}all();"),
    };
    assert_eq!(
        makers(&[file("crates/web/src/api.rs")]),
        ["crates/web/src/api.rs:2"]
    );
    assert_eq!(
        makers(&[file("crates/desk/src/read/mod.rs"), file("docs/x.md")]),
        Vec::<String>::new()
    );
}
