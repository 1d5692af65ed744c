//! The mail that is built, read back.

use super::super::compose::compose;
use super::super::config::SubmitConfig;
use super::outbound;
use crate::mime::{decode, tests::parse};
use channel::{Automatic, Content, DeliveryError, Inbound, Message, Outbound, ThreadHint, What};
use domain::{Handle, Moment};
use proptest::prelude::*;

fn bytes(message: &Outbound) -> Vec<u8> {
    compose(
        message,
        &SubmitConfig::default(),
        Moment::from_micros(1_776_157_200_000_000),
    )
    .unwrap()
    .bytes
}

fn read_back(raw: &[u8]) -> Message {
    match parse(raw) {
        What::Understood(Inbound::Message(message)) => *message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_comes_back_as_it_was_given() {
    let raw = bytes(&outbound());
    assert!(raw.is_ascii());
    let message = read_back(&raw);
    assert_eq!(message.title, "Re: Не приходит смс");
    assert_eq!(
        message.text.unwrap().replace("\r\n", "\n"),
        "Здравствуйте!\n\nПроверили, всё работает."
    );
    assert_eq!(message.html.unwrap(), "<p>Здравствуйте!</p>");
    assert_eq!(message.external_ids, ["answer-7@desk.example"]);
    let references = ["second@client.example", "first@client.example"];
    let references = references.map(|id| ThreadHint::Reference(id.into()));
    assert_eq!(message.hints, references);
    let [file] = message.attachments.as_slice() else {
        panic!("{:?}", message.attachments)
    };
    assert_eq!(
        (file.name.as_str(), file.media_type.as_str()),
        ("договор №5.pdf", "application/pdf")
    );
    let Content::Range {
        start,
        length,
        encoding,
    } = file.content
    else {
        panic!("{file:?}")
    };
    assert_eq!(
        *decode::decode(&raw[start..start + length], encoding),
        [0, 1, 2, 255]
    );
    assert_eq!(message.automatic, Automatic::No);
}

#[test]
fn headers_are_as_they_should_be() {
    let text = String::from_utf8(bytes(&outbound())).unwrap();
    for line in [
        "Message-ID: <answer-7@desk.example>\r\n",
        "In-Reply-To: <second@client.example>\r\n",
        "References: <first@client.example> <second@client.example>\r\n",
        "Reply-To: support+abc@desk.example\r\n",
        "X-Ticket-Number: 2026-004512\r\n",
        "Date: Tue, 14 Apr 2026 09:00:00 +0000\r\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert!(!text.contains("Auto-Submitted"));
}

#[test]
fn automatic_mail_says_so_and_is_recognised() {
    let raw = bytes(&Outbound {
        automatic: true,
        ..outbound()
    });
    let text = String::from_utf8(raw.clone()).unwrap();
    assert!(text.contains("Auto-Submitted: auto-replied\r\n"));
    assert!(text.contains("X-Auto-Response-Suppress: All\r\n"));
    assert!(!text.contains("Precedence"));
    assert_eq!(read_back(&raw).automatic, Automatic::Reply);
}

#[test]
fn long_talks_keep_the_first_and_the_newest() {
    let thread: Vec<String> = (0..50)
        .map(|n| format!("message-number-{n}@client.example"))
        .collect();
    let text = String::from_utf8(bytes(&Outbound { thread, ..outbound() })).unwrap();
    assert!(text.lines().all(|line| line.len() <= 998));
    let message = read_back(text.as_bytes());
    assert_eq!(message.hints.len(), 20);
    assert_eq!(
        message.hints[0],
        ThreadHint::Reference("message-number-49@client.example".into())
    );
    assert_eq!(
        message.hints[19],
        ThreadHint::Reference("message-number-0@client.example".into())
    );
}

#[test]
fn long_ids_stay_whole() {
    let long = format!("{}@client.example", "x".repeat(300));
    let text = bytes(&Outbound {
        thread: vec![long.clone()],
        ..outbound()
    });
    assert_eq!(read_back(&text).hints, [ThreadHint::Reference(long)]);
}

#[test]
fn odd_addresses_in_use_can_be_answered_and_impossible_ones_are_told() {
    let message = Outbound {
        to: Handle::email("a..b.@docomo.example", ""),
        ..outbound()
    };
    let composed = compose(&message, &SubmitConfig::default(), Moment::default()).unwrap();
    assert_eq!(composed.to.to_string(), "\"a..b.\"@docomo.example");
    let message = Outbound {
        to: Handle::email("nobody", ""),
        ..outbound()
    };
    let error = compose(&message, &SubmitConfig::default(), Moment::default()).unwrap_err();
    assert!(matches!(error, DeliveryError::Permanent { status, .. } if status == "5.1.3"));
}

proptest! {
    /// Whatever stands in a title, a name, a number: no field appears that we did not write.
    #[test]
    fn no_value_adds_a_header_field(title in ".{0,200}", name in ".{0,80}", injected in "[\r\n]{1,3}Bcc: x@evil\\.example") {
        let message = Outbound {
            title: format!("{title}{injected}"),
            from: Handle::email("support@desk.example", &format!("{name}{injected}")),
            to: Handle::email("anna@client.example", &format!("{injected}{name}")),
            ticket_number: format!("1{injected}"),
            thread: vec![format!("a@b{injected}"), "ok@b.example".into()],
            ..outbound()
        };
        let text = String::from_utf8(bytes(&message)).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap();
        let known = ["From", "To", "Subject", "Message-ID", "Date", "Reply-To", "In-Reply-To", "References",
            "X-Ticket-Number", "MIME-Version", "Content-Type"];
        for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
            let field = line.split(':').next().unwrap();
            prop_assert!(known.contains(&field), "{line:?}");
        }
    }

    /// A title without control characters comes back equal.
    #[test]
    fn titles_come_back(words in proptest::collection::vec("[a-zA-Zа-яА-ЯёЁ0-9«»№=?_%.,!-]{1,40}", 1..12)) {
        let title = words.join(" ");
        let message = Outbound { title: title.clone(), ..outbound() };
        prop_assert_eq!(read_back(&bytes(&message)).title, title);
    }

    /// A text comes back equal, but for the spelling of its line ends and space at its end.
    #[test]
    fn texts_come_back(text in "[ -~а-яё\n\t.]{0,600}") {
        let message = Outbound { text: text.clone(), html: String::new(), files: Vec::new(), ..outbound() };
        let back = read_back(&bytes(&message)).text.unwrap_or_default().replace("\r\n", "\n");
        prop_assert_eq!(back.trim_end(), text.trim_end());
    }
}

/// Strings that broke other programs, as title, text and name. Needs `OKNO_CASES`.
#[test]
fn naughty_strings_come_back() {
    let Some(cases) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: the naughty strings are not run");
        return;
    };
    let list = std::fs::read_to_string(std::path::Path::new(&cases).join("blns/blns.json")).unwrap();
    let list: Vec<String> = serde_json::from_str(&list).unwrap();
    for naughty in &list {
        let from = Handle::email("support@desk.example", naughty);
        let message = Outbound {
            title: naughty.clone(),
            text: naughty.clone(),
            html: String::new(),
            from,
            ..outbound()
        };
        let back = read_back(&bytes(&message));
        let line = |text: &str, most: usize| text::clean_line(text, most);
        assert_eq!(back.title, line(naughty, 500), "title");
        let (text, wanted) = (back.text.unwrap_or_default(), naughty.replace('\0', ""));
        assert_eq!(
            text.replace("\r\n", "\n").trim_end(),
            wanted.replace("\r\n", "\n").trim_end(),
            "text"
        );
        assert_eq!(
            back.from.name,
            line(naughty, 150).trim_matches(['"', '\'', ' ']),
            "name of {naughty:?}"
        );
    }
    println!("{} strings came back equal as title, text and name", list.len());
}
