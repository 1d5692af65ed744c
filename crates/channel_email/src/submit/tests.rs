//! What goes out, read back by the door itself; and what every answer of a server means.

mod compose;
mod server;

use super::{SmtpSink, SubmitConfig, TlsMode};
use channel::{Delivered, DeliveryError, Outbound, OutboundFile, Sink as _};
use domain::{Handle, Moment, Now};
use server::{Server, serve};
use std::sync::Arc;
use std::time::Duration;

struct Noon;

impl Now for Noon {
    fn now(&self) -> Moment {
        "2026-04-14T12:00:00+03:00".parse().unwrap()
    }
}

pub(super) fn outbound() -> Outbound {
    Outbound {
        external_id: "answer-7@desk.example".into(),
        to: Handle::email("anna@client.example", "Анна Петрова"),
        others: Vec::new(),
        from: Handle::email("support@desk.example", "Служба заботы"),
        reply_to: Some(Handle::email("support+abc@desk.example", "")),
        title: "Re: Не приходит смс".into(),
        text: "Здравствуйте!\n\nПроверили, всё работает.".into(),
        html: "<p>Здравствуйте!</p>".into(),
        words: String::new(),
        link: String::new(),
        zone: String::new(),
        files: vec![OutboundFile {
            name: "договор №5.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: vec![0, 1, 2, 255],
        }],
        thread: vec![
            "first@client.example".into(),
            "chat:55".into(),
            "<second@client.example>".into(),
        ],
        automatic: false,
        ticket_number: "2026-004512".into(),
        trace: "0123456789abcdef".into(),
    }
}

fn sink(server: &Server) -> SmtpSink {
    let (host, port) = (server.addr.ip().to_string(), server.addr.port());
    SmtpSink::new(
        SubmitConfig {
            host,
            port,
            tls: TlsMode::None,
            ..SubmitConfig::default()
        },
        Arc::new(Noon),
    )
    .unwrap()
}

/// One attempt against a server that answers with `replies` in turn and then hangs up.
async fn attempt(
    replies: &[&'static str],
    message: &Outbound,
) -> (Result<Delivered, DeliveryError>, Vec<String>) {
    let server = serve(replies).await;
    let outcome = sink(&server).deliver(message).await;
    (outcome, server.heard())
}

const HELLO: [&str; 2] = ["220 mx ESMTP", "250 mx"];

#[tokio::test]
async fn taken_over_is_sent_with_the_servers_words() {
    let replies = [
        HELLO[0],
        HELLO[1],
        "250 2.1.0 ok",
        "250 2.1.5 ok",
        "354 go",
        "250 2.0.0 queued as 4711",
    ];
    let (outcome, heard) = attempt(&replies, &outbound()).await;
    assert_eq!(
        outcome,
        Ok(Delivered {
            external_ids: vec![],
            note: "250 2.0.0 queued as 4711".into(),
            arrived: false,
            confirm_within: None
        })
    );
    assert_eq!(heard[1], "MAIL FROM:<support@desk.example>");
    assert_eq!(heard[2], "RCPT TO:<anna@client.example>");
}

#[tokio::test]
async fn automatic_mail_goes_with_the_null_path() {
    let replies = [HELLO[0], HELLO[1], "250 ok", "250 ok", "354 go", "250 ok"];
    let (outcome, heard) = attempt(
        &replies,
        &Outbound {
            automatic: true,
            ..outbound()
        },
    )
    .await;
    assert!(outcome.is_ok());
    assert_eq!(heard[1], "MAIL FROM:<>");
}

#[tokio::test]
async fn refused_for_good_is_permanent_with_its_status() {
    let replies = [HELLO[0], HELLO[1], "250 ok", "550 5.1.1 no such user", "250 ok"];
    let (outcome, _) = attempt(&replies, &outbound()).await;
    let reason = "550 5.1.1 no such user".to_owned();
    assert_eq!(
        outcome,
        Err(DeliveryError::Permanent {
            status: "5.1.1".into(),
            reason
        })
    );
    let replies = [
        HELLO[0], HELLO[1], "250 ok", "250 ok", "354 go", "554 spam", "250 ok",
    ];
    let (outcome, _) = attempt(&replies, &outbound()).await;
    assert_eq!(
        outcome,
        Err(DeliveryError::Permanent {
            status: "5.0.0".into(),
            reason: "554 spam".into()
        })
    );
}

#[tokio::test]
async fn not_now_is_temporary() {
    let late: [&[&'static str]; 4] = [
        &["421 busy"],
        &[HELLO[0], HELLO[1], "451 4.3.0 later"],
        &[HELLO[0], HELLO[1], "250 ok", "450 4.2.1 greylisted"],
        &[
            HELLO[0],
            HELLO[1],
            "250 ok",
            "250 ok",
            "354 go",
            "452 4.3.1 disk full",
        ],
    ];
    for replies in late {
        let (outcome, _) = attempt(replies, &outbound()).await;
        assert!(
            matches!(outcome, Err(DeliveryError::Temporary { .. })),
            "{replies:?}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn our_own_settings_void_no_answer() {
    let replies = [HELLO[0], HELLO[1], "530 5.7.0 authentication required"];
    let (outcome, _) = attempt(&replies, &outbound()).await;
    assert!(
        matches!(outcome, Err(DeliveryError::Temporary { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_line_that_breaks_before_the_content_is_temporary_and_after_it_unknown() {
    let broken = [HELLO[0], HELLO[1], "250 ok", "250 ok"];
    let (outcome, _) = attempt(&broken, &outbound()).await;
    assert!(
        matches!(outcome, Err(DeliveryError::Temporary { .. })),
        "{outcome:?}"
    );
    let broken = [HELLO[0], HELLO[1], "250 ok", "250 ok", "354 go"];
    let (outcome, _) = attempt(&broken, &outbound()).await;
    assert!(
        matches!(outcome, Err(DeliveryError::Unknown { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_temporary() {
    let server = serve(&[]).await;
    let sink = sink(&server);
    drop(server);
    let outcome = sink.deliver(&outbound()).await;
    assert!(
        matches!(outcome, Err(DeliveryError::Temporary { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_refused_cc_fails_nothing_and_is_told() {
    let message = Outbound {
        others: vec![Handle::email("boris@client.example", "")],
        ..outbound()
    };
    let replies = [
        HELLO[0],
        HELLO[1],
        "250 ok",
        "250 ok",
        "550 5.1.1 gone",
        "354 go",
        "250 ok",
    ];
    let (outcome, _) = attempt(&replies, &message).await;
    assert_eq!(
        outcome.unwrap().note,
        "250 ok; refused: boris@client.example: 550 5.1.1 gone"
    );
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let once = ["250 ok", "250 ok", "354 go", "250 ok"];
    let replies = [HELLO.as_slice(), &once, &["250 ok"], &once].concat();
    let server = serve(&replies).await;
    let sink = sink(&server);
    sink.deliver(&outbound()).await.unwrap();
    sink.deliver(&outbound()).await.unwrap();
    let verbs = ["EHLO localhost", "DATA", "NOOP"];
    let commands: Vec<String> = server
        .heard()
        .into_iter()
        .filter(|line| verbs.contains(&line.as_str()))
        .collect();
    assert_eq!(commands, ["EHLO localhost", "DATA", "NOOP", "DATA"]);
}

#[tokio::test]
async fn silence_is_bounded() {
    let server = serve(&[HELLO[0], HELLO[1], "250 ok", "250 ok", "354 go", "hang"]).await;
    let mut sink = sink(&server);
    sink.config.timeouts.data = Duration::from_millis(30);
    let outcome = sink.deliver(&outbound()).await;
    assert!(
        matches!(outcome, Err(DeliveryError::Unknown { .. })),
        "{outcome:?}"
    );
}

#[test]
fn passwords_do_not_travel_in_clear_and_do_not_show() {
    let credentials = super::Credentials {
        user: "desk".into(),
        password: "geheim".into(),
    };
    let config = SubmitConfig {
        tls: TlsMode::None,
        credentials: Some(credentials),
        ..SubmitConfig::default()
    };
    assert!(!format!("{config:?}").contains("geheim"));
    assert!(matches!(
        SmtpSink::new(config, Arc::new(Noon)),
        Err(super::SubmitError::PasswordInClear { .. })
    ));
}
