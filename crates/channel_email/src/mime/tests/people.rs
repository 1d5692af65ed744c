//! Who wrote, who else was addressed, what the mail claims to belong to, when it happened.

use super::{message, parse, parse_from};
use crate::envelope::ReturnPath;
use channel::{Happened, ThreadHint, What};

fn hints(header: &str) -> Vec<ThreadHint> {
    message(&format!("From: anna@client.example\n{header}\n\nHi\n")).hints
}

#[test]
fn the_author_is_from_else_sender_else_reply_to_else_the_path() {
    let author = |header: &str| message(&format!("{header}\n\nHi\n")).from;
    let from = author("From: =?utf-8?b?0JDQvdC90LA=?= <Anna@Client.Example>\nSender: b@x.example");
    assert_eq!(
        (from.value.as_str(), from.name.as_str()),
        ("anna@client.example", "Анна")
    );
    assert_eq!(author("From: nobody\nSender: b@x.example").value, "b@x.example");
    assert_eq!(author("Reply-To: c@x.example").value, "c@x.example");
    assert_eq!(author("Subject: x").value, "envelope@client.example");
    assert_eq!(author("From: \"a@b.example\" <a@b.example>").name, "");
}

#[test]
fn a_form_that_mails_in_our_name_is_from_the_one_to_answer() {
    let mail = message("From: Site <noreply@desk.example>\nReply-To: Anna <anna@client.example>\n\nHi\n");
    assert_eq!(mail.from.value, "anna@client.example");
    let mail = message("From: Boris <boris@client.example>\nReply-To: anna@client.example\n\nHi\n");
    assert_eq!(mail.from.value, "boris@client.example");
}

#[test]
fn nobody_to_answer_is_for_a_person_to_look_at() {
    let what = parse_from(b"Subject: who?\r\n\r\nHi\r\n", ReturnPath::Null);
    let What::Unreadable {
        title,
        reason,
        raw,
        key,
        ..
    } = what
    else {
        panic!("{what:?}")
    };
    assert_eq!((title.as_str(), raw.bytes.len()), ("who?", 21));
    assert_eq!(reason, "no_sender");
    assert_eq!(key.len(), 64);
}

#[test]
fn others_are_on_the_clients_side_only_and_once() {
    let mail = message(
        "From: anna@client.example\nTo: support@desk.example, Boris <boris@client.example>\n\
         Cc: BORIS@client.example, sales+x@desk.example, anna@client.example, Group: c@x.example, d@x.example;\n\nHi\n",
    );
    let others: Vec<&str> = mail.others.iter().map(|other| other.value.as_str()).collect();
    assert_eq!(others, ["boris@client.example", "c@x.example", "d@x.example"]);
    assert_eq!(mail.others[0].name, "Boris");
}

#[test]
fn references_come_nearest_first_and_bare() {
    let found =
        hints("In-Reply-To: <3@x.example>\nReferences: <1@x.example>\n <2@x.example>\n\t<3@x.example>");
    let wanted = ["3@x.example", "2@x.example", "1@x.example"].map(|id| ThreadHint::Reference(id.into()));
    assert_eq!(found, wanted);
    let many = (0..200)
        .map(|n| format!(" <{n}@x.example>\n"))
        .collect::<String>();
    let found = hints(&format!("References:{}", many.trim_end()));
    assert_eq!(found.len(), 30);
    assert_eq!(found[0], ThreadHint::Reference("199@x.example".into()));
}

#[test]
fn secrets_are_plus_parts_of_our_addresses() {
    let found = hints("To: Support <support+7hx2kq@desk.example>, other+no@client.example");
    assert_eq!(found, [ThreadHint::Secret("7hx2kq".into())]);
}

#[test]
fn numbers_are_hints_where_they_are_marked() {
    let number = |subject: &str| hints(&format!("Subject: {subject}"));
    let wanted = [ThreadHint::Number("2026-004512".into())];
    for subject in [
        "Re: [2026-004512] Card",
        "=?utf-8?q?=E2=84=96_2026-004512?=",
        "Re: (№2026-004512)",
        "#2026-004512",
        "№\u{a0}2026-004512: ответ",
    ] {
        assert_eq!(number(subject), wanted, "{subject}");
    }
    for subject in [
        "Order 2026-004512",
        "+7 2026-004512",
        "[1926-004512]",
        "[2026-12]",
        "-",
        "[2026-",
        "я-2026",
    ] {
        assert_eq!(number(subject), [], "{subject}");
    }
}

#[test]
fn the_time_is_that_of_a_trusted_relay_or_of_arrival() {
    let happened = |headers: &str| {
        message(&format!(
            "{headers}\nFrom: a@client.example\nDate: Mon, 1 Jan 2001 00:00:00 +0000\n\nHi\n"
        ))
        .happened
    };
    let trusted = "Received: from x (x [192.0.2.1]) by mx.desk.example with ESMTP id 1; Tue, 14 Apr 2026 10:00:00 +0300";
    let older = "Received: from y by x.client.example; Tue, 14 Apr 2026 09:00:00 +0300";
    let at = Happened::Reported("2026-04-14T07:00:00Z".parse().unwrap());
    assert_eq!(happened(&format!("{trusted}\n{older}")), at);
    assert_eq!(happened(&format!("{older}\n{trusted}")), Happened::Now);
    assert_eq!(happened("X: y"), Happened::Now);
    assert_eq!(happened("Received: by mx.desk.example; someday"), Happened::Now);
}

#[test]
fn own_id_is_the_external_id() {
    assert_eq!(
        message("From: a@b.example\nMessage-ID: < Ab.1@X.example >\n\nHi\n").external_ids,
        ["Ab.1@X.example"]
    );
    assert!(message("From: a@b.example\n\nHi\n").external_ids.is_empty());
    let What::Understood(_) = parse(b"Message-ID: \r\nFrom: a@b.example\r\n\r\n") else {
        panic!()
    };
}
