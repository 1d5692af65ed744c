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
/// Lines of a function that nobody holds in mind.
const LONG_FUNCTION: usize = 100;

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

/// Files over the length that ARCHITECTURE.md says nothing of.
fn unexplained<'a>(files: &'a [TextFile], reasons: &str) -> Vec<&'a str> {
    let is_long = |file: &&TextFile| file.path.ends_with(".rs") && file.text.lines().count() > LONG_FILE;
    let named = |path: &str| {
        // As people write it there: without the folder of all crates or tests.
        let short = path
            .trim_start_matches("crates/")
            .trim_start_matches("tests/tests/");
        reasons.contains(&format!("`{short}`"))
    };
    let long = files.iter().filter(is_long).map(|file| file.path.as_str());
    long.filter(|path| !named(path)).collect()
}

/// `path:line: name, lines` of functions of the product that are longer than a reader can hold.
fn long_functions(file: &TextFile) -> Vec<String> {
    let mut found = Vec::new();
    let lines: Vec<&str> = file.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words = ["pub ", "pub(crate) ", "pub(super) ", "const ", "async "];
        let bare = words
            .iter()
            .fold(code, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let Some(name) = bare.strip_prefix("fn ") else {
            continue;
        };
        let opens = lines[at..].iter().find(|line| line.ends_with(['{', ';', '}']));
        if !opens.is_some_and(|line| line.ends_with('{')) {
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let length = lines[at..].iter().position(|line| *line == end).unwrap_or(0) + 1;
        if length > LONG_FUNCTION {
            let name = name.split(['(', '<']).next().unwrap_or(name);
            found.push(format!("{}:{}: {name}, {length} lines", file.path, at + 1));
        }
    }
    found
}

#[test]
fn long_files_and_functions_are_few_and_have_their_reasons() {
    let files = text_files();
    let reasons = files
        .iter()
        .find(|file| file.path == "ARCHITECTURE.md")
        .expect("it is there");
    let none: Vec<&str> = Vec::new();
    assert_eq!(
        unexplained(&files, &reasons.text),
        none,
        "split it, or say in ARCHITECTURE.md why not"
    );
    let is_product = |file: &&TextFile| {
        file.path.contains("/src/")
            && !["crates/bench/", "crates/testkit/"]
                .iter()
                .any(|of| file.path.starts_with(of))
    };
    let long: Vec<String> = files
        .iter()
        .filter(is_product)
        .filter(|file| file.path.ends_with(".rs") && test_code(file).is_none_or(|(line, _)| line > 1))
        .flat_map(long_functions)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
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
    let long = file("crates/desk/src/lib.rs", &"//\n".repeat(LONG_FILE + 1));
    assert_eq!(unexplained(&[long], "`other.rs`"), ["crates/desk/src/lib.rs"]);
    let long = file("crates/desk/src/lib.rs", &"//\n".repeat(LONG_FILE + 1));
    assert!(unexplained(&[long], "`desk/src/lib.rs` | why").is_empty());
    let body = "        x;\n".repeat(LONG_FUNCTION);
    let long = file(
        "a.rs",
        &format!(
            "impl A {{\n    fn short() {{}}\n    pub async fn long<T>(\n        x: T,\n    ) {{\n{body}    }}\n}}\n"
        ),
    );
    assert_eq!(
        long_functions(&long),
        [format!("a.rs:3: long, {} lines", LONG_FUNCTION + 4)]
    );
}
