//! Reports in every format, and mails that only look like one.

mod corpus;

use crate::mime::tests::parse;
use channel::{Automatic, DeliveryReport, Inbound, ReportedFate, What};

fn what(raw: &str) -> What {
    parse(raw.replace('\n', "\r\n").as_bytes())
}

fn report(raw: &str) -> DeliveryReport {
    match what(raw) {
        What::Understood(Inbound::Report(report)) => *report,
        other => panic!("no report: {other:?}"),
    }
}

fn automatic(raw: &str) -> Automatic {
    match what(raw) {
        What::Understood(Inbound::Message(message)) => message.automatic,
        other => panic!("no message: {other:?}"),
    }
}

fn notification(group: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.client.example>\nTo: bounce@desk.example\n\
         Subject: Undelivered Mail Returned to Sender\nMessage-ID: <dsn-1@mx.client.example>\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nI am sorry.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.client.example\n\n{group}\n\
         --b\nContent-Type: message/rfc822\n\nMessage-ID: <answer-7@desk.example>\nFrom: support@desk.example\n\
         To: anna@client.example\nSubject: Re: Card\n\nHello\n--b--\n"
    )
}

#[test]
fn a_final_failure_names_recipient_status_reason_and_our_mail() {
    let found = report(&notification(
        "Final-Recipient: rfc822; Anna@Client.example\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 <anna@client.example>:\n  no such user\n",
    ));
    assert_eq!(found.fate, ReportedFate::Bounced);
    assert_eq!(found.recipient.unwrap().value, "anna@client.example");
    assert_eq!(found.status, "5.1.1");
    assert_eq!(found.reason, "550 5.1.1 <anna@client.example>: no such user");
    assert_eq!(found.about, ["answer-7@desk.example"]);
    assert!(found.key.starts_with("dsn-1@mx.client.example "));
    assert!(found.raw.is_some());
}

#[test]
fn a_delay_is_no_failure_and_a_late_failure_is_one() {
    let delay = report(&notification(
        "Final-Recipient: rfc822; a@client.example\nAction: delayed\nStatus: 4.4.1\n",
    ));
    assert_eq!(
        (delay.fate, delay.status.as_str()),
        (ReportedFate::Delayed, "4.4.1")
    );
    let late = report(&notification(
        "Final-Recipient: rfc822; a@client.example\nAction: failed\nStatus: 4.4.7\n",
    ));
    assert_eq!(
        (late.fate, late.status.as_str()),
        (ReportedFate::Bounced, "4.4.7")
    );
    let arrived = report(&notification(
        "Final-Recipient: rfc822; a@client.example\nAction: delivered\nStatus: 2.0.0\n",
    ));
    assert_eq!(arrived.fate, ReportedFate::Delivered);
}

#[test]
fn of_several_recipients_the_failed_one_is_told() {
    let found = report(&notification(
        "Final-Recipient: rfc822; a@client.example\nAction: delivered\nStatus: 2.1.5\n\n\
         Final-Recipient: rfc822; b@client.example\nAction: failed\nStatus: 5.2.2\n",
    ));
    assert_eq!(found.recipient.unwrap().value, "b@client.example");
}

#[test]
fn the_status_of_the_refusing_system_beats_a_general_one() {
    let found = report(&notification(
        "Final-Recipient: rfc822; a@client.example\nAction: failed\nStatus: 5.0.0\n\
         Diagnostic-Code: smtp; 552-5.2.2 The mailbox is over its quota. 10.2.5.1 is not a status\n",
    ));
    assert_eq!(found.status, "5.2.2");
}

#[test]
fn a_complaint_is_told_apart() {
    let raw = "From: feedback@isp.example\nTo: bounce@desk.example\nSubject: FW: Card\n\
        Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\n\
        This is an abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\
        User-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <anna@client.example>\n\n--b\n\
        Content-Type: text/rfc822-headers\n\nFrom: support@desk.example\nMessage-ID: <answer-7@desk.example>\n\n--b--\n";
    let found = report(raw);
    assert_eq!(found.fate, ReportedFate::Complained);
    assert_eq!(found.about, ["answer-7@desk.example"]);
    assert_eq!(found.recipient.unwrap().value, "anna@client.example");
}

#[test]
fn a_read_receipt_says_that_it_arrived() {
    let raw = "From: Anna <anna@client.example>\nSubject: Read: Card\n\
        Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b\n\
        Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;anna@client.example\n\
        Original-Message-ID: <answer-7@desk.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n";
    let found = report(raw);
    assert_eq!(found.fate, ReportedFate::Delivered);
    assert_eq!(found.about, ["answer-7@desk.example"]);
}

#[test]
fn a_bounce_in_words_is_understood() {
    let raw = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.client.example\nTo: support@desk.example\n\
        Subject: failure notice\n\nHi. This is the mail program at mx.client.example.\n\
        I'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
        <anna@client.example>:\n203.0.113.9 does not like recipient.\n\
        Remote host said: 550 5.1.1 unknown user\n\n--- Below this line is a copy of the message.\n\n\
        Return-Path: <support@desk.example>\nReceived: from a by b; Mon, 1 Jun 2026 10:00:00 +0300\n\
        From: support@desk.example\nTo: anna@client.example\nMessage-ID: <answer-7@desk.example>\n\nHello\n";
    let found = report(raw);
    assert_eq!(
        (found.fate, found.status.as_str()),
        (ReportedFate::Bounced, "5.1.1")
    );
    assert_eq!(found.recipient.unwrap().value, "anna@client.example");
    assert_eq!(found.about, ["answer-7@desk.example"]);
}

#[test]
fn a_russian_bounce_without_codes_is_understood() {
    let raw = "Return-Path: <>\nFrom: mailer-daemon@mail.example\nTo: support@desk.example\n\
        Subject: Не доставлено сообщение\nContent-Type: text/plain; charset=utf-8\n\n\
        К сожалению, Ваше письмо не может быть доставлено получателю:\n\n  anna@client.example\n\
        \x20   Почтовый ящик переполнен\n";
    let found = report(raw);
    assert_eq!(
        (found.fate, found.status.as_str()),
        (ReportedFate::Bounced, "5.2.2")
    );
    assert_eq!(found.recipient.unwrap().value, "anna@client.example");
}

#[test]
fn people_who_write_about_bounces_are_clients() {
    let raw = "Return-Path: <anna@client.example>\nFrom: Anna <anna@client.example>\nTo: support@desk.example\n\
        Subject: Fwd: Undelivered Mail Returned to Sender\n\nLook what I got:\n\n> 550 5.1.1 <b@desk.example> user unknown\n";
    assert_eq!(automatic(raw), Automatic::No);
}

#[test]
fn an_absence_is_a_message() {
    let raw = "Return-Path: <>\nFrom: Anna <anna@client.example>\nTo: support@desk.example\n\
        Subject: Automatic reply: Card\nAuto-Submitted: auto-replied\nIn-Reply-To: <answer-7@desk.example>\n\n\
        I am away. Urgent: boris@client.example. My old address does not exist any more.\n";
    assert_eq!(automatic(raw), Automatic::Reply);
}
