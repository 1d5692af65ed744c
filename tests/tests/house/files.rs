//! What the repository's files may hold: nothing of one machine, no test that waits or is skipped.

use crate::repository::{TextFile, root, text_files};
use std::collections::BTreeSet;
use std::fs;

/// Directories of somebody's machine. Written in two parts, so that this file does not hold them itself.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
];

/// Where packages come from is each machine's own setting.
const REGISTRY_HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("deb.", "debian.org"),
    concat!("security.", "debian.org"),
];

/// Cargo writes the registry's name into its own lock file.
const LOCK: &str = "Cargo.lock";

/// What a test may not do: be skipped, run alone, or wait for the real clock.
const NOT_IN_TESTS: &[&str] = &[
    concat!("#[ig", "nore"),
    concat!("#[ser", "ial"),
    concat!("thread::sl", "eep("),
    concat!("time::sl", "eep("),
];

/// Lines over which a file deserves a second look.
const LONG_FILE: usize = 350;

const README_LINES: usize = 120;

/// `path:line: what` for each line that holds one of the words.
fn lines_with(path: &str, text: &str, first_line: usize, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{path}:{}: {word}", first_line + number));
        }
    }
    found
}

/// The part of a Rust file that is test code, and the line on which it begins.
fn test_code(file: &TextFile) -> Option<(usize, &str)> {
    if !file.path.ends_with(".rs") {
        return None;
    }
    let is_test_file = file.path.starts_with("tests/")
        || file.path.ends_with("/tests.rs")
        || file.path.split('/').any(|part| part == "tests");
    if is_test_file {
        return Some((1, &file.text));
    }
    // A module written out in the file, which then is its last item; `mod tests;` is a file of its own.
    let lines: Vec<&str> = file.text.lines().collect();
    let opens =
        |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
    let start = lines.windows(2).position(opens)?;
    let before: usize = file.text.split_inclusive('\n').take(start).map(str::len).sum();
    Some((start + 1, &file.text[before..]))
}

fn skipped_or_waiting(file: &TextFile) -> Vec<String> {
    test_code(file).map_or_else(Vec::new, |(first, text)| {
        lines_with(&file.path, text, first, NOT_IN_TESTS)
    })
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let mut found = Vec::new();
    for file in text_files() {
        found.extend(lines_with(&file.path, &file.text, 1, MACHINE_PATHS));
        if !file.path.ends_with(LOCK) {
            found.extend(lines_with(&file.path, &file.text, 1, REGISTRY_HOSTS));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_test_is_skipped_or_waits() {
    let found: Vec<_> = text_files().iter().flat_map(skipped_or_waiting).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(root().join("migrations").join(database)).expect("migrations") {
            let migration = entry.expect("migration");
            for part in fs::read_dir(migration.path()).expect("a migration is a directory") {
                let part = part.expect("part of a migration").file_name();
                names.insert(format!("{}/{}", migration.file_name().display(), part.display()));
            }
        }
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn the_readme_is_short() {
    let Ok(readme) = fs::read_to_string(root().join("README.md")) else {
        return;
    };
    assert!(
        readme.lines().count() <= README_LINES,
        "README.md has more than {README_LINES} lines"
    );
}

/// A long file is not wrong, only worth a look: its name is printed, and the test goes on.
#[test]
fn long_files_are_named() {
    let files = text_files();
    assert!(
        files.iter().any(|file| file.path == "Cargo.toml"),
        "the files of the repository are seen"
    );
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let lines = file.text.lines().count();
        if lines > LONG_FILE {
            println!("{}: {lines} lines", file.path);
        }
    }
}

#[test]
fn a_broken_rule_is_seen() {
    let file = |path: &str, text: &str| TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let waiting = format!("{}Duration::ZERO)", NOT_IN_TESTS[2]);
    assert_eq!(
        skipped_or_waiting(&file("crates/desk/src/tests.rs", &waiting)).len(),
        1
    );
    assert_eq!(
        skipped_or_waiting(&file("crates/desk/src/lib.rs", &waiting)).len(),
        0
    );
    let below = format!("{waiting}\n#[cfg(test)]\nmod tests {{\n{waiting}\n}}");
    let found = skipped_or_waiting(&file("crates/desk/src/lib.rs", &below));
    assert_eq!(found, [format!("crates/desk/src/lib.rs:4: {}", NOT_IN_TESTS[2])]);
    assert_eq!(
        lines_with("a", "fine\nsee /home/x", 1, &["/home/"]),
        ["a:2: /home/"]
    );
}
