//! Sessions as transcripts: what is said, and what is answered.

mod data;
mod random;

use super::budget::Budget;
use super::data::Fit;
use super::reply::Verdict;
use super::session::{Addresses, Delivery, Protocol, Session, Settings, Step};
use crate::envelope::ReturnPath;
use domain::ChannelId;
use std::sync::Arc;

pub(super) struct House;

impl Addresses for House {
    fn channel_of(&self, recipient: &str) -> Option<ChannelId> {
        match recipient {
            "support@desk.example" => Some(ChannelId(1)),
            "sales@desk.example" => Some(ChannelId(2)),
            "поддержка@desk.example" => Some(ChannelId(3)),
            _ => None,
        }
    }

    fn is_ours(&self, address: &str) -> bool {
        address.ends_with("@desk.example")
    }
}

pub(super) fn settings() -> Settings {
    Settings {
        hostname: "mx.desk.example".into(),
        protocol: Protocol::Auto,
        max_size: 10_000,
        max_recipients: 3,
        max_errors: 5,
        max_line: 300,
        tls: false,
        budget: Budget::new(1 << 20),
    }
}

/// What one session said, received and how it ended.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub said: String,
    pub mails: Vec<Delivery>,
    pub closed: bool,
    pub tls: usize,
}

/// Feeds the pieces one after another; every mail is accepted for every recipient.
pub(super) fn feed(settings: Settings, pieces: &[&[u8]]) -> Heard {
    let mut session = Session::new(Arc::new(settings), Arc::new(House));
    let mut heard = Heard::default();
    for piece in pieces {
        let mut input = *piece;
        loop {
            match session.ingest(&mut input) {
                Step::Read => break,
                Step::Deliver(mail) => {
                    let verdict = match mail.fit {
                        Fit::Whole => Verdict::Accepted("fate".into()),
                        Fit::TooLarge => Verdict::TooLarge,
                        Fit::NoRoom => Verdict::Deferred,
                    };
                    session.answer(&vec![verdict; mail.recipients.len()]);
                    heard.mails.push(*mail);
                }
                Step::StartTls => {
                    heard.tls += 1;
                    session.secured();
                    break;
                }
                Step::Close => {
                    heard.closed = true;
                    break;
                }
            }
        }
    }
    heard.said = String::from_utf8(std::mem::take(session.output())).unwrap();
    heard
}

fn talk(text: &str) -> Heard {
    feed(settings(), &[text.replace('\n', "\r\n").as_bytes()])
}

/// The replies without the greeting, codes only.
fn codes(heard: &Heard) -> Vec<&str> {
    heard
        .said
        .lines()
        .skip(1)
        .filter(|line| line.as_bytes()[3] == b' ')
        .map(|line| &line[..3])
        .collect()
}

#[test]
fn one_mail_by_smtp() {
    let heard = talk(
        "EHLO client\nMAIL FROM:<anna@client.example> SIZE=100 BODY=8BITMIME\nRCPT TO:<support+x1@desk.example>\nDATA\n\
         Subject: x\n\n..dots\n.\nQUIT\n",
    );
    assert_eq!(
        heard.said,
        "220 mx.desk.example ESMTP Okno\r\n\
         250-mx.desk.example\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
         250 SIZE 10000\r\n\
         250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n354 Go ahead, end with <CR><LF>.<CR><LF>\r\n\
         250 2.0.0 Ok: fate\r\n221 2.0.0 Bye\r\n"
    );
    assert!(heard.closed);
    let [mail] = heard.mails.as_slice() else {
        panic!("{heard:?}")
    };
    assert_eq!(mail.sender, ReturnPath::Address("anna@client.example".into()));
    assert_eq!(mail.recipients[0].address, "support+x1@desk.example");
    assert_eq!(mail.recipients[0].channel, ChannelId(1));
    assert_eq!(mail.bytes, b"Subject: x\r\n\r\n.dots\r\n");
}

#[test]
fn lmtp_answers_once_per_accepted_recipient_and_smtp_once() {
    let rest = "MAIL FROM:<>\nRCPT TO:<support@desk.example>\nRCPT TO:<who@desk.example>\nRCPT TO:<sales@desk.example>\nDATA\nx\n.\n";
    let lmtp = talk(&format!("LHLO client\n{rest}"));
    assert_eq!(
        codes(&lmtp),
        ["250", "250", "250", "550", "250", "354", "250", "250"]
    );
    let smtp = talk(&format!("EHLO client\n{rest}"));
    assert_eq!(codes(&smtp), ["250", "250", "250", "550", "250", "354", "250"]);
    assert_eq!(lmtp.mails[0].sender, ReturnPath::Null);
}

#[test]
fn the_protocol_can_be_fixed() {
    let only = |protocol, hello: &str| {
        let heard = feed(
            Settings {
                protocol,
                ..settings()
            },
            &[format!("{hello} x\r\n").as_bytes()],
        );
        heard.said.lines().last().unwrap()[..3].to_owned()
    };
    assert_eq!(only(Protocol::Smtp, "LHLO"), "500");
    assert_eq!(only(Protocol::Smtp, "EHLO"), "250");
    assert_eq!(only(Protocol::Smtp, "HELO"), "250");
    assert_eq!(only(Protocol::Lmtp, "EHLO"), "500");
    assert_eq!(only(Protocol::Lmtp, "HELO"), "500");
    assert_eq!(only(Protocol::Lmtp, "LHLO"), "250");
}

#[test]
fn commands_out_of_order_are_refused_and_nothing_is_taken() {
    assert_eq!(codes(&talk("MAIL FROM:<a@b.example>\n")), ["503"]);
    assert_eq!(
        codes(&talk("EHLO x\nRCPT TO:<support@desk.example>\nDATA\n")),
        ["250", "503", "503"]
    );
    assert_eq!(
        codes(&talk("EHLO x\nMAIL FROM:<>\nDATA\n")),
        ["250", "250", "503"]
    );
    assert_eq!(
        codes(&talk("EHLO x\nMAIL FROM:<>\nMAIL FROM:<>\n")),
        ["250", "250", "503"]
    );
    let reset = "EHLO x\nMAIL FROM:<>\nRCPT TO:<support@desk.example>\nRSET\nDATA\n";
    assert_eq!(codes(&talk(reset)), ["250", "250", "250", "250", "503"]);
    let again = "EHLO x\nMAIL FROM:<>\nRCPT TO:<support@desk.example>\nEHLO x\nDATA\n";
    assert_eq!(codes(&talk(again)), ["250", "250", "250", "250", "503"]);
}

#[test]
fn the_rest_of_the_commands() {
    let heard = talk("NOOP\nNOOP x\nRSET\nVRFY support\nHELP\nHELP MAIL\n");
    assert_eq!(codes(&heard), ["250", "250", "250", "252", "214", "214"]);
    let heard = talk("EXPN list\nAUTH PLAIN AAAA\nBDAT 5 LAST\nSTARTTLS\n");
    assert_eq!(codes(&heard), ["502", "502", "502", "502"]);
    assert_eq!(
        codes(&talk(
            "ehlo x\nmail from:<>\nrcpt to:<Support@Desk.Example>\nquit\n"
        )),
        ["250", "250", "250", "221"]
    );
}

#[test]
fn parameters_we_do_not_offer_are_refused() {
    assert_eq!(
        codes(&talk("EHLO x\nMAIL FROM:<> BODY=BINARYMIME\n")),
        ["250", "555"]
    );
    assert_eq!(codes(&talk("EHLO x\nMAIL FROM:<> REQUIRETLS\n")), ["250", "555"]);
    assert_eq!(codes(&talk("EHLO x\nMAIL FROM:<> NONSENSE=1\n")), ["250", "555"]);
    assert_eq!(
        codes(&talk("EHLO x\nMAIL FROM:<a@b.example> SMTPUTF8\n")),
        ["250", "250"]
    );
}

#[test]
fn a_size_declared_too_large_is_refused_at_once() {
    let heard = talk("EHLO x\nMAIL FROM:<a@b.example> SIZE=10001\nMAIL FROM:<a@b.example> SIZE=10000\n");
    assert_eq!(codes(&heard), ["250", "552", "250"]);
}

#[test]
fn a_size_not_declared_is_drained_and_refused_and_the_session_goes_on() {
    let mail = format!(
        "MAIL FROM:<>\nRCPT TO:<support@desk.example>\nDATA\n{}\n.\n",
        "x".repeat(20_000)
    );
    let heard = talk(&format!(
        "LHLO x\n{mail}MAIL FROM:<>\nRCPT TO:<support@desk.example>\nDATA\nsmall\n.\n"
    ));
    assert_eq!(
        codes(&heard),
        ["250", "250", "250", "354", "552", "250", "250", "354", "250"]
    );
    assert_eq!(heard.mails[0].fit, Fit::TooLarge);
    assert_eq!(heard.mails[0].size, 20_002);
    assert_eq!(heard.mails[1].bytes, b"small\r\n");
}

#[test]
fn limits_on_recipients_lines_and_mistakes() {
    let to = "RCPT TO:<support@desk.example>\n".repeat(4);
    assert_eq!(
        codes(&talk(&format!("EHLO x\nMAIL FROM:<>\n{to}"))),
        ["250", "250", "250", "250", "250", "452"]
    );
    let long = format!("NOOP {}\nNOOP\n", "x".repeat(1_000));
    assert_eq!(codes(&talk(&long)), ["500", "250"]);
    let garbage = talk("GET / HTTP/1.1\nHost: x\nA\nB\nC\nD\nNOOP\n");
    assert_eq!(codes(&garbage), ["500", "500", "500", "500", "500", "421"]);
    assert!(garbage.closed);
}

#[test]
fn odd_addresses_are_taken_as_they_are() {
    let heard =
        talk("EHLO x\nMAIL FROM:<a..b.@docomo.example>\nRCPT TO:<поддержка@desk.example>\nDATA\nx\n.\n");
    assert_eq!(codes(&heard), ["250", "250", "250", "354", "250"]);
    assert_eq!(
        heard.mails[0].sender,
        ReturnPath::Address("a..b.@docomo.example".into())
    );
    assert_eq!(heard.mails[0].recipients[0].channel, ChannelId(3));
    assert_eq!(
        codes(&talk("EHLO x\nMAIL FROM:<=?utf-8?q?x?=@b>\n")),
        ["250", "250"]
    );
}

#[test]
fn tls_forgets_what_was_said_before_and_is_offered_once() {
    let pieces: [&[u8]; 3] = [
        b"EHLO x\r\nMAIL FROM:<>\r\nSTARTTLS\r\nRCPT TO:<support@desk.example>\r\n",
        b"MAIL FROM:<>\r\nEHLO x\r\n",
        b"STARTTLS\r\n",
    ];
    let heard = feed(
        Settings {
            tls: true,
            ..settings()
        },
        &pieces,
    );
    assert_eq!(heard.tls, 1);
    assert_eq!(codes(&heard), ["250", "250", "220", "503", "250", "503"]);
    assert_eq!(heard.said.matches("250-STARTTLS").count(), 1);
}

#[test]
fn deferred_for_one_is_deferred_for_all_where_there_is_one_answer() {
    let verdicts = [Verdict::Accepted("a".into()), Verdict::Deferred];
    assert_eq!(Verdict::of_all(&verdicts), Verdict::Deferred);
    let verdicts = [Verdict::Refused("r".into()), Verdict::Accepted("a".into())];
    assert_eq!(Verdict::of_all(&verdicts), Verdict::Accepted("a".into()));
}

#[test]
fn foreign_words_cannot_make_a_second_reply() {
    let mut out = Vec::new();
    Verdict::Refused("не\r\n250 ok".into()).write(&mut out);
    assert_eq!(out, b"554 5.7.1 Not taken: ????250 ok\r\n");
}

#[test]
fn what_all_hold_together_is_bounded_and_given_back() {
    let limits = Settings {
        max_size: 400_000,
        budget: Budget::new(500_000),
        ..settings()
    };
    let begun = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n";
    let mail = format!("{begun}{}\r\n.\r\n", "x".repeat(300_000));
    let first = feed(limits.clone(), &[mail.as_bytes()]);
    assert_eq!(first.mails[0].fit, Fit::Whole);
    let second = feed(limits.clone(), &[mail.as_bytes()]);
    assert_eq!(
        (second.mails[0].fit, second.mails[0].bytes.len()),
        (Fit::NoRoom, 0)
    );
    assert!(
        second
            .said
            .ends_with("451 4.3.0 Cannot take mail now, come again\r\n"),
        "{}",
        second.said
    );
    drop(first);
    assert_eq!(feed(limits, &[mail.as_bytes()]).mails[0].fit, Fit::Whole);
}
