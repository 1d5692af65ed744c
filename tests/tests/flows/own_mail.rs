//! Mail of our own people: what they send from their own mail program is theirs once a copy reaches us, and what they forward is
//! its author's request (`definitions.md` §1, §5). Nobody becomes one of them by saying so.

use channel::{Receipt, Sighting};
use channel_email::{Envelope, ReturnPath, Rules, parse};
use desk::people::OperatorPatch;
use desk::read::{EntryView, Who};
use domain::clock::{ClockKind, Verdict};
use domain::entry::EntryKind;
use domain::ledger::Fate;
use domain::ticket::State;
use domain::{Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

const RELAY: &str = "Received: from x by mx.desk.example with ESMTP; ";
const VOUCHED: &str = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example";

/// A mail with these fields on top, as a relay of ours brings it.
fn mail(desk: &TestDesk, fields: &str, rest: &str) -> Sighting {
    brought(desk, fields, rest, &["mx.desk.example".to_owned()])
}

fn brought(desk: &TestDesk, fields: &str, rest: &str, authorities: &[String]) -> Sighting {
    let raw = format!("{fields}\n{rest}").replace('\n', "\r\n");
    let rules = Rules {
        ours: &|address| address == "support@desk.example",
        trusted_relays: &["mx.desk.example".to_owned()],
        authorities,
    };
    let envelope = Envelope {
        sender: ReturnPath::Unknown,
        recipients: vec!["support@desk.example".into()],
    };
    Sighting {
        channel: desk.channel("mail"),
        size: raw.len() as u64,
        what: parse(raw.into_bytes(), &envelope, &rules),
        trace: domain::id::secret(16),
    }
}

/// Vera's answer to Anna's question, with a copy to us.
fn answer(to: &str) -> String {
    format!(
        "From: Vera <vera@desk.example>\nTo: {to}\nCc: support@desk.example\nSubject: Re: Card\nMessage-ID: <v1@desk.example>\nIn-Reply-To: <q1@client.example>\n\nYour card is ready.\n\n> Where is my card?\n"
    )
}

/// Anna's question of 10:00; its ticket.
async fn question(desk: &TestDesk) -> String {
    desk.clock.set("2026-04-14T10:00:00+03:00");
    let asked = message("anna@client.example", "Card", "Where is my card?")
        .with(|message| message.external_ids = vec!["q1@client.example".into()]);
    desk.take(asked).await.ticket.unwrap().public_id
}

async fn first_response(desk: &TestDesk, ticket: &str) -> Verdict {
    let view = desk.ticket(ticket).await;
    let mut clocks = view.clocks.into_iter();
    clocks
        .find(|clock| clock.kind == ClockKind::FirstResponse)
        .unwrap()
        .verdict
}

async fn lines(desk: &TestDesk, ticket: &str) -> Vec<EntryView> {
    desk.ticket(ticket).await.timeline.entries
}

async fn reasons(desk: &TestDesk) -> Vec<(Fate, String)> {
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let rows = reader.ledger(None, None, None).await.unwrap().rows;
    rows.into_iter().map(|row| (row.fate, row.reason)).collect()
}

/// Whether a receipt says that a stranger's request was opened.
fn is_a_request(receipt: &Receipt, beside: &str) -> bool {
    receipt.fate == Fate::Opened && receipt.ticket.as_ref().unwrap().public_id != beside
}

const FORWARD: &str = "From: Vera <vera@desk.example>\nTo: support@desk.example\nSubject: Fwd: Card\nMessage-ID: <f1@desk.example>\n\nShe wrote to me, please help.\n\n---------- Forwarded message ---------\nFrom: Anna Petrova <anna@client.example>\nDate: Tue, Apr 14, 2026 at 9:00 AM\nSubject: Card\nTo: <vera@desk.example>\n\nWhere is my card?\n";

both_databases! {
    async fn a_copy_from_an_operators_own_mail_program_is_their_answer(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        desk.settle().await;
        let sent = desk.sink.taken().len();
        desk.clock.set("2026-04-14T11:00:20+03:00");
        let top = format!("{RELAY}Tue, 14 Apr 2026 11:00:00 +0300\n{VOUCHED}");
        let receipt = desk.accept(mail(&desk, &top, &answer("Anna <anna@client.example>"))).await.unwrap();
        assert_eq!(receipt.fate, Fate::Appended);
        assert_eq!(receipt.ticket.unwrap().public_id, id);
        assert_eq!(reasons(&desk).await[0], (Fate::Appended, "own_mail".to_owned()), "the ledger tells");
        let view = desk.ticket(&id).await;
        assert_eq!(view.state, State::Open);
        let said = view.timeline.entries.iter().rfind(|line| line.kind == EntryKind::MessageOut).unwrap();
        assert_eq!(said.occurred_at, moment("2026-04-14T11:00:00+03:00"), "at its arrival, not when we took it");
        assert!(matches!(&said.who, Who::Operator(name) if name.name == "Vera"), "{:?}", said.who);
        assert!(said.deliveries.is_empty() && said.has_raw);
        let body = said.body.as_ref().unwrap();
        assert_eq!(body.text[..body.visible].trim(), "Your card is ready.");
        assert_eq!(first_response(&desk, &id).await, Verdict::Met);
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent, "nothing is sent again");
        // The same copy by another way is one answer, and what the client says to it is hers.
        let again = desk.accept(mail(&desk, &top, &answer("Anna <anna@client.example>"))).await.unwrap();
        assert_eq!(again.fate, Fate::Duplicate);
        let thanks = desk.take(message("anna@client.example", "Re: Card", "Thanks").answers("v1@desk.example")).await;
        assert_eq!(thanks.ticket.unwrap().public_id, id);
    }

    async fn a_copy_of_what_went_to_others_stops_nothing_and_is_ours_alone(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        let receipt = desk.accept(mail(&desk, VOUCHED, &answer("legal@bank.example"))).await.unwrap();
        assert_eq!(receipt.fate, Fate::Appended);
        let line = lines(&desk, &id).await.into_iter().find(|line| line.code == "own_mail").unwrap();
        assert_eq!(line.kind, EntryKind::Note, "the client's page shows none");
        assert_eq!((desk.ticket(&id).await.state, first_response(&desk, &id).await), (State::New, Verdict::Running));
    }

    async fn nobody_becomes_one_of_us_by_saying_so(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        let anna = answer("anna@client.example");
        let good = "dmarc=pass header.from=desk.example";
        let forged = [
            ("no results", "X-Mailer: any".to_owned()),
            ("somebody else's results", format!("Authentication-Results: evil.example; {good}")),
            ("ours below somebody else's", format!("Authentication-Results: evil.example; dmarc=fail\n{VOUCHED}")),
            ("ours below a relay that is not ours", format!("Received: from a by evil.example with SMTP; Tue, 14 Apr 2026 10:00:00 +0300\n{VOUCHED}")),
            ("another domain", "Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example".to_owned()),
        ];
        for (number, (why, fields)) in forged.into_iter().enumerate() {
            let rest = anna.replace("<v1@", &format!("<v1-{number}@"));
            let receipt = desk.accept(mail(&desk, &fields, &rest)).await.unwrap();
            assert!(is_a_request(&receipt, &id), "{why}");
        }
        let stranger = brought(&desk, VOUCHED, &anna.replace("<v1@", "<v2@"), &[]);
        assert!(is_a_request(&desk.accept(stranger).await.unwrap(), &id), "from a peer that is not trusted");
        let forwarded = brought(&desk, VOUCHED, FORWARD, &[]);
        let opened = desk.accept(forwarded).await.unwrap().ticket.unwrap().public_id;
        assert_eq!(desk.ticket(&opened).await.client.name, "Vera", "as it always was");
        // Who left is one of us no more.
        let reader = desk.desk.operators(&TestDesk::supervisor(), true).await.unwrap();
        let known = reader.into_iter().find(|known| Principal::Operator { id: known.id, role: Role::Operator } == vera).unwrap();
        let left = OperatorPatch { active: Some(false), ..OperatorPatch::default() };
        desk.desk.change_operator(domain::Actor::System, &known.public_id, left).await.unwrap();
        let receipt = desk.accept(mail(&desk, VOUCHED, &anna.replace("<v1@", "<v3@"))).await.unwrap();
        assert!(is_a_request(&receipt, &id), "deactivated");
        assert_eq!(first_response(&desk, &id).await, Verdict::Running);
        assert!(lines(&desk, &id).await.iter().all(|line| line.kind != EntryKind::MessageOut || !line.code.is_empty()));
    }

    async fn a_ticket_that_an_operator_may_not_see_gets_no_answer_of_theirs(database: TestDatabase) {
        let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 0\nsees = \"own_teams\"");
        let desk = TestDesk::with(database, &toml).await;
        desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        let receipt = desk.accept(mail(&desk, VOUCHED, &answer("anna@client.example"))).await.unwrap();
        assert!(is_a_request(&receipt, &id));
        assert_eq!(first_response(&desk, &id).await, Verdict::Running);
        // A supervisor sees all.
        desk.person("Oleg", Role::Supervisor).await;
        let theirs = answer("anna@client.example").replace("Vera <vera@", "Oleg <oleg@").replace("<v1@", "<o1@");
        assert_eq!(desk.accept(mail(&desk, VOUCHED, &theirs)).await.unwrap().ticket.unwrap().public_id, id);
        assert_eq!(first_response(&desk, &id).await, Verdict::Met);
    }

    async fn a_copy_that_left_in_time_and_comes_late_takes_the_breach_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        desk.clock.set("2026-04-14T15:00:00+03:00");
        desk.settle().await;
        assert_eq!(first_response(&desk, &id).await, Verdict::Missed);
        let top = format!("{RELAY}Tue, 14 Apr 2026 11:59:00 +0300\n{VOUCHED}");
        desk.accept(mail(&desk, &top, &answer("anna@client.example"))).await.unwrap();
        assert_eq!(first_response(&desk, &id).await, Verdict::Met);
    }

    async fn what_an_employee_forwards_is_its_authors_request(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let receipt = desk.accept(mail(&desk, VOUCHED, FORWARD)).await.unwrap();
        assert_eq!(receipt.fate, Fate::Opened);
        assert_eq!(reasons(&desk).await[0], (Fate::Opened, "forwarded_by_us".to_owned()));
        let view = desk.ticket(&receipt.ticket.unwrap().public_id).await;
        assert_eq!((view.client.name.as_str(), view.title.as_str()), ("Anna Petrova", "Card"));
        assert_eq!(view.occurred_at, moment("2026-04-14T10:00:00+03:00"), "the arrival of what was forwarded");
        let request = view.timeline.entries.iter().find(|line| line.kind == EntryKind::MessageIn).unwrap();
        assert_eq!(request.body.as_ref().unwrap().text.trim(), "Where is my card?");
        let by = view.timeline.entries.iter().find(|line| line.code == "forwarded_by_us").unwrap();
        assert!(matches!(&by.who, Who::Operator(name) if name.name == "Vera"));
        let note = view.timeline.entries.iter().find(|line| line.kind == EntryKind::Note).unwrap();
        assert_eq!(note.body.as_ref().unwrap().text, "She wrote to me, please help.");
        desk.settle().await;
        let sent = desk.sink.taken();
        assert_eq!(sent.iter().map(|message| message.to.value.as_str()).collect::<Vec<_>>(), ["anna@client.example"], "who is told is she");
    }

    async fn what_is_forwarded_of_a_talk_goes_on_with_it_and_what_cannot_be_read_stays_with_the_employee(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.person("Vera", Role::Operator).await;
        let id = question(&desk).await;
        let of_it = FORWARD.replace("Message-ID", "In-Reply-To: <q1@client.example>\nMessage-ID");
        let receipt = desk.accept(mail(&desk, VOUCHED, &of_it)).await.unwrap();
        assert_eq!((receipt.fate, receipt.ticket.unwrap().public_id), (Fate::Appended, id.clone()));
        let said = lines(&desk, &id).await.into_iter().rfind(|line| line.kind == EntryKind::MessageIn).unwrap();
        assert!(matches!(said.who, Who::Client { .. }));
        let unread = FORWARD.replace(" <anna@client.example>", "").replace("<f1@", "<f2@");
        let opened = desk.accept(mail(&desk, VOUCHED, &unread)).await.unwrap().ticket.unwrap().public_id;
        assert_eq!(desk.ticket(&opened).await.client.name, "Vera");
        // Somebody with a card of their own who has no right to a stranger's ticket gets none by being forwarded.
        let other = FORWARD.replace("anna@client", "boris@client").replace("Message-ID", "In-Reply-To: <q1@client.example>\nMessage-ID").replace("<f1@", "<f3@");
        assert!(is_a_request(&desk.accept(mail(&desk, VOUCHED, &other)).await.unwrap(), &id));
    }
}
