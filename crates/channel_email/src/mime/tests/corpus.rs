//! Mails that others collected: every one gets a fate, and none takes long. Needs `OKNO_CASES`.

use super::parse;
use channel::{Inbound, What};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const FOLDERS: &[&str] = &[
    "stalwart_mail_parser",
    "mikel_mail",
    "mimekit",
    "cpython_test_email",
    "flanker",
    "nodemailer_mailparser",
    "libredesk_emails",
    "freescout_messages",
    "django_helpdesk",
    "bounces",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if is_mail(&path) {
            found.push(path);
        }
    }
}

/// As the feeder of the corpus chooses: by extension, or by a first line that is a header field.
fn is_mail(path: &Path) -> bool {
    match path.extension().and_then(|e| e.to_str()) {
        Some("eml" | "box" | "mbox" | "mail" | "msg") => true,
        None | Some("txt") => begins_like_mail(&std::fs::read(path).unwrap()),
        _ => false,
    }
}

fn begins_like_mail(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|b| *b == b'\n')
        .find(|line| !line.starts_with(b"From "))
        .unwrap_or_default();
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < line.len()
        && !name.is_empty()
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b))
}

#[test]
fn every_mail_of_the_corpus_gets_a_fate() {
    let Some(cases) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: the corpus is not run");
        return;
    };
    let (mut total, mut messages, mut reports, mut unreadable) = (0, 0, 0, 0);
    for folder in FOLDERS {
        let mut found = Vec::new();
        files(&Path::new(&cases).join(folder), &mut found);
        assert!(!found.is_empty(), "no mails in {folder}");
        found.sort();
        for path in found {
            total += 1;
            let raw = std::fs::read(&path).unwrap();
            let begun = Instant::now();
            match parse(&raw) {
                What::Understood(Inbound::Message(_)) => messages += 1,
                What::Understood(Inbound::Report(_)) => reports += 1,
                What::Unreadable { reason, .. } => {
                    unreadable += 1;
                    println!("unreadable: {}: {reason}", path.display());
                }
                What::Refused { .. } => panic!("{}: parsing refuses nothing", path.display()),
            }
            assert!(
                begun.elapsed() < Duration::from_secs(1),
                "{}: {:?}",
                path.display(),
                begun.elapsed()
            );
        }
    }
    println!("{total} mails: {messages} messages, {reports} reports, {unreadable} unreadable");
    assert!(total > 500);
    assert!(unreadable * 50 < total, "{unreadable} of {total} unreadable");
}
