//! Files: which parts they are, their names, where their bytes are.

use super::message;
use crate::mime::decode;
use channel::{Attachment, Content};

fn file(part: &str) -> Attachment {
    let raw = format!(
        "From: a@client.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n{part}\n--b--\n"
    );
    let mut files = message(&raw).attachments;
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn name(part: &str) -> String {
    file(&format!("{part}\n\nx")).name
}

#[test]
fn bytes_are_a_range_of_the_raw_copy() {
    let raw = "From: a@client.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n\
        Content-Type: Application/PDF\nContent-Transfer-Encoding: BASE64\n\nSGVs\nbG8=\n--b--\n";
    let mail = message(raw);
    let [file] = mail.attachments.as_slice() else {
        panic!("{:?}", mail.attachments)
    };
    assert_eq!(file.media_type, "application/pdf");
    let Content::Range {
        start,
        length,
        encoding,
    } = file.content
    else {
        panic!("{file:?}")
    };
    assert_eq!(
        *decode::decode(&mail.raw.unwrap().bytes[start..start + length], encoding),
        *b"Hello"
    );
}

#[test]
fn names_are_decoded_and_harmless() {
    assert_eq!(
        name("Content-Disposition: attachment; filename=\"a b.txt\""),
        "a b.txt"
    );
    assert_eq!(
        name("Content-Disposition: attachment; filename*=utf-8''%D1%81%D1%87%D0%B5%D1%82.pdf"),
        "счет.pdf"
    );
    assert_eq!(
        name("Content-Disposition: attachment; filename=\"=?utf-8?b?0YHRh9C10YI=?=.pdf\""),
        "счет.pdf"
    );
    let continued = "Content-Disposition: attachment;\n filename*0*=utf-8''%D1%81%D1%87;\n filename*1*=%D0%B5%D1%82;\n filename*2=\".pdf\"";
    assert_eq!(name(continued), "счет.pdf");
    assert_eq!(name("Content-Type: image/png; name=\"../../etc/x.png\""), "x.png");
    assert_eq!(
        name("Content-Type: image/png; name=\"C:\\\\temp\\\\y.png\""),
        "y.png"
    );
    assert_eq!(
        name("Content-Disposition: attachment; filename=\"e\u{202e}gpj.exe\""),
        "egpj.exe"
    );
    let long = format!(
        "Content-Disposition: attachment; filename=\"{}.docx\"",
        "щ".repeat(400)
    );
    assert!(name(&long).ends_with(".docx") && name(&long).chars().count() <= 150);
}

#[test]
fn nameless_files_get_one() {
    assert_eq!(name("Content-Type: image/jpeg"), "file-1.jpg");
    assert_eq!(name("Content-Type: application/x-unknown"), "file-1");
    assert_eq!(
        name("Content-Disposition: attachment; filename=\"..\""),
        "file-1.txt"
    );
    assert_eq!(name("Content-Type: text/calendar"), "file-1.ics");
}

#[test]
fn an_attached_mail_is_one_file_called_by_its_subject() {
    let attached = file(
        "Content-Type: message/rfc822\n\nSubject: =?utf-8?b?0KHRh9C10YI=?= 5/7\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ninside\n--c--",
    );
    assert_eq!(attached.name, "Счет 5-7.eml");
    assert_eq!(attached.media_type, "message/rfc822");
}

#[test]
fn texts_with_a_name_and_texts_marked_as_files_are_files() {
    assert_eq!(name("Content-Type: text/plain; name=log.txt"), "log.txt");
    assert_eq!(
        name("Content-Type: text/html\nContent-Disposition: attachment"),
        "file-1.html"
    );
    let only = message("From: a@client.example\nContent-Type: text/plain; name=x.txt\n\nall there is\n");
    assert!(only.attachments.is_empty());
    assert!(only.text.is_some());
}

#[test]
fn a_mail_that_is_one_file_has_no_text() {
    let mail = message("From: a@client.example\nContent-Type: application/pdf; name=scan.pdf\n\nx\n");
    assert_eq!((mail.text, mail.html), (None, None));
    assert_eq!(mail.attachments[0].name, "scan.pdf");
}
