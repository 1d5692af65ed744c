//! Whole mails of our own making and all that is made of them.

use super::parse;

fn check(name: &str, raw: &str) {
    let what = format!("{:#?}", parse(raw.replace('\n', "\r\n").as_bytes()));
    // The raw copy is the input; its bytes say nothing here.
    let start = what.find("bytes: [").unwrap();
    let end = start + what[start..].find(']').unwrap();
    insta::assert_snapshot!(name, format!("{}bytes: …{}", &what[..start], &what[end + 1..]));
}

#[test]
fn a_question_with_a_picture() {
    check("question", include_str!("fixtures/question.eml"));
}

#[test]
fn a_reply_from_a_mail_program() {
    check("reply", include_str!("fixtures/reply.eml"));
}

#[test]
fn a_newsletter() {
    check("newsletter", include_str!("fixtures/newsletter.eml"));
}

#[test]
fn a_bounce() {
    check("bounce", include_str!("fixtures/bounce.eml"));
}
