//! Messengers, from the vendor to the desk and back: fetched and pushed, replayed, refused, slowed down, blocked.

use channel::contract::stops;
use channel::http::Http;
use channel::{Counts, Intake, Sink as _, Source as _, Tally as _};
use channel_messenger::{Bot, Materials, Max, Telegram, Vendor as Api};
use desk::read::FileState;
use desk::ticket::Reply;
use domain::delivery::DeliveryFate;
use domain::entry::{EntryKind, FileLoss};
use domain::event::EventType;
use domain::job::JobKind;
use domain::time::{HOUR, SECOND};
use domain::{Actor, HandleKind, Now, Principal, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::vendor::{Sent, TOKEN, Vendor};

use testkit::{BEGIN, TestClock, TestDatabase, TestDesk, both_databases};
use tokio_util::sync::CancellationToken;

pub struct Messenger {
    pub desk: TestDesk,
    pub vendor: Vendor,
    bot: Bot,
    counts: Arc<Counts>,
    pub vera: Principal,
}

/// A desk with a bot that fetches from a vendor of tests.
pub async fn messenger(database: TestDatabase, api: Arc<dyn Api>) -> Messenger {
    let vendor = Vendor::start().await;
    let desk = TestDesk::new(database).await;
    let toml = format!(
        "[[channel]]\nname = \"bot\"\nkind = \"{}\"\nbrand = \"Север\"\nteam = \"Поддержка\"\nacknowledges = false\n[channel.settings]\ntoken_env = \"TOKEN\"\napi = \"{}\"\ngreeting = {{ ru = \"Здравствуйте!\" }}\n",
        api.kind(),
        vendor.api()
    );
    desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
    let counts = Arc::new(Counts::default());
    let materials = Materials {
        http: Http::new(vec!["127.0.0.1".to_owned()]).unwrap(),
        now: Arc::clone(&desk.clock) as Arc<dyn Now>,
        secret: |name| (name == "TOKEN").then(|| TOKEN.to_owned()),
        site: "https://desk.example".to_owned(),
        counts: Arc::clone(&counts),
    };
    let channel = desk.channel("bot");
    let settings = desk.desk.setup().channel(channel).unwrap().settings.clone();
    let reaches = [api.handle()];
    let bot = Bot::new(api, channel, &settings, &materials).unwrap();
    desk.desk.set_sink(channel, &reaches, Arc::new(bot.sink()));
    desk.desk.set_files(channel, Some(Arc::new(bot.files())));
    let vera = desk.person("Vera", Role::Operator).await;
    Messenger {
        desk,
        vendor,
        bot,
        counts,
        vera,
    }
}

impl Messenger {
    /// Lets the bot fetch until so many sightings have their answer.
    pub async fn fetch(&self, sightings: u64) {
        let stop = CancellationToken::new();
        let (source, intake) = (
            self.bot.source(),
            Arc::new(self.desk.desk.clone()) as Arc<dyn Intake>,
        );
        let running = source.run(intake, stop.clone());
        let done = async {
            while self.counts.sightings().accepted < sightings || self.vendor.kept().is_empty() {
                tokio::task::yield_now().await;
            }
            stop.cancel();
        };
        let (ended, ()) = tokio::join!(running, done);
        ended.unwrap();
    }

    pub async fn only_ticket(&self) -> String {
        let all = self.desk.inbox(desk::read::View::All).await;
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].clone()
    }

    async fn reply(&self, ticket: &str, text: &str) {
        let reply = Reply {
            text: text.into(),
            ..Reply::default()
        };
        self.desk.desk.reply(&self.vera, ticket, reply).await.unwrap();
        self.desk.settle().await;
    }

    /// What is known of the first file of a ticket's first message, and its bytes, where they can be had.
    async fn file(&self, ticket: &str) -> (FileState, Option<Vec<u8>>) {
        let view = self.desk.ticket(ticket).await;
        let file = view.timeline.entries[0].files[0].clone();
        let desk = self.desk.desk.read(&self.vera).unwrap();
        let bytes = desk.attachment(&file.public_id).await;
        (file.bytes, bytes.ok().map(|found| found.bytes))
    }

    /// Fates of the last message's deliveries, in order.
    async fn fates(&self, ticket: &str) -> Vec<DeliveryFate> {
        let view = self.desk.ticket(ticket).await;
        let entries = view.timeline.entries.iter().rev();
        let mut out = entries.filter(|entry| entry.kind == EntryKind::MessageOut);
        let mut fates: Vec<_> = out
            .next()
            .unwrap()
            .deliveries
            .iter()
            .map(|one| one.fate)
            .collect();
        fates.sort_by_key(|fate| fate.code());
        fates
    }
}

/// An update of Telegram's; seconds after the tests begin.
pub fn update(id: i64, change: Value) -> Value {
    let mut message = json!({ "message_id": 100 + id, "date": 1_776_148_200 + id, "chat": { "id": 42, "type": "private" },
        "from": { "id": 42, "is_bot": false, "first_name": "Анна", "language_code": "ru" } });
    for (field, value) in change.as_object().unwrap() {
        message[field] = value.clone();
    }
    let kind = if message["edit_date"].is_null() {
        "message"
    } else {
        "edited_message"
    };
    let mut update = json!({ "update_id": id });
    update[kind] = message;
    update
}

both_databases! {
    async fn a_bot_that_fetches_is_gone_within_a_second_of_being_told(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.push(update(1, json!({ "text": "Где моя карта?" })));
        // The next call hangs at the vendor's for as long as nobody writes.
        let hangs = async {
            while m.vendor.kept().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        let intake = Arc::new(m.desk.desk.clone());
        assert_eq!(stops(Arc::new(m.bot.source()), &*m.counts, intake, hangs).await, []);
        assert_eq!(m.desk.inbox(desk::read::View::All).await.len(), 1);
    }

    async fn a_talk_by_telegram_is_one_ticket_whatever_is_replayed(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.keep_file("photo-9", b"the picture");
        m.vendor.push(update(1, json!({ "text": "/start" })));
        m.vendor.push(update(2, json!({ "text": "Где моя карта?" })));
        m.vendor.push(update(2, json!({ "text": "Где моя карта?" })));
        m.vendor.push(update(3, json!({ "caption": "Вот она", "photo": [{ "file_id": "photo-9", "file_size": 11 }] })));
        m.vendor.push(update(4, json!({ "message_id": 102, "edit_date": 1_776_148_300, "text": "Где моя новая карта?" })));
        m.vendor.push(update(5, json!({ "document": { "file_id": "gone", "file_name": "договор.pdf", "file_size": 90_000_000 } })));
        m.fetch(5).await;
        assert_eq!(m.vendor.sent()[0], Sent { to: "42".into(), text: "Здравствуйте!".into(), ..Sent::default() });
        // The vendor forgets only what is committed.
        assert_eq!(m.vendor.kept(), [1, 2, 2, 3, 4, 5]);
        let view = m.desk.ticket(&m.only_ticket().await).await;
        let said: Vec<_> = view.timeline.entries.iter().filter(|entry| entry.kind == EntryKind::MessageIn).collect();
        assert_eq!(said.len(), 4);
        assert_eq!(said[1].files[0].name, "photo.jpg");
        assert_eq!(said[2].params["edited"], true);
        assert_eq!((said[3].files[0].name.as_str(), said[3].files[0].bytes), ("договор.pdf", FileState::Lost(FileLoss::TooLarge)));
        assert_eq!(view.client.name, "Анна");
        let counted = m.counts.sightings();
        assert_eq!((counted.seen, counted.accepted, counted.deferred, counted.refused), (5, 5, 0, 0));
    }

    async fn a_file_that_does_not_come_at_once_holds_no_message_and_comes_later(database: TestDatabase) {
        let store = database.open(Arc::new(TestClock::at(BEGIN)));
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.keep_file("scan", b"%PDF");
        m.vendor.push(update(2, json!({ "caption": "Вот договор", "document": { "file_id": "scan", "file_name": "договор.pdf", "file_size": 4 } })));
        m.vendor.fail_file_with(500, json!({ "ok": false, "error_code": 500, "description": "Internal Server Error" }));
        m.fetch(1).await;
        // The message is there, with its line for the file, before anybody asked for the file.
        assert_eq!(m.vendor.files_asked(), 0);
        let ticket = m.only_ticket().await;
        assert_eq!(m.file(&ticket).await, (FileState::Coming, None));
        m.desk.settle().await;
        assert_eq!((m.file(&ticket).await.0, m.vendor.files_asked()), (FileState::Coming, 1));
        // The vendor names a time: nobody asks before it.
        m.vendor.fail_file_with(429, json!({ "ok": false, "error_code": 429, "description": "Too Many Requests",
            "parameters": { "retry_after": 600 } }));
        m.desk.clock.advance(20 * SECOND);
        m.desk.settle().await;
        assert_eq!(m.vendor.files_asked(), 2);
        m.desk.clock.advance(599 * SECOND);
        m.desk.settle().await;
        assert_eq!((m.file(&ticket).await.0, m.vendor.files_asked()), (FileState::Coming, 2));
        let seen = store.read::<_, store::StoreError, _>(|r| r.last_event()).await.unwrap();
        m.desk.clock.advance(130 * SECOND);
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await, (FileState::Here, Some(b"%PDF".to_vec())));
        // Pages that show it are told, once.
        let events = store.read::<_, store::StoreError, _>(move |r| r.events_after(seen, 10)).await.unwrap();
        assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventType::TicketChanged]);
        m.desk.clock.advance(48 * HOUR);
        m.desk.settle().await;
        assert_eq!(m.vendor.files_asked(), 3);
    }

    async fn a_file_that_cannot_be_had_says_why(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.push(update(2, json!({ "document": { "file_id": "gone", "file_name": "договор.pdf" } })));
        m.fetch(1).await;
        let ticket = m.only_ticket().await;
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await, (FileState::Lost(FileLoss::Gone), None));
        m.desk.clock.advance(48 * HOUR);
        m.desk.settle().await;
        assert_eq!(m.vendor.files_asked(), 1);
    }

    async fn a_file_is_asked_for_ever_more_rarely_and_given_up_after_two_days(database: TestDatabase) {
        let m = messenger(database, Arc::new(Max)).await;
        m.vendor.keep_file("scan", b"%PDF");
        m.vendor.push(json!({ "update_type": "message_created", "timestamp": 1_776_148_200_000_i64,
            "message": { "timestamp": 1_776_148_200_000_i64, "recipient": { "chat_type": "dialog" }, "sender": { "user_id": 77, "first_name": "Анна", "is_bot": false },
                "body": { "mid": "mid.1", "seq": 1, "text": "Вот",
                    "attachments": [{ "type": "file", "filename": "скан.pdf", "payload": { "url": format!("{}/cdn/scan", m.vendor.api()) } }] } } }));
        m.fetch(1).await;
        let ticket = m.only_ticket().await;
        for _ in 0..100 {
            m.vendor.fail_file_with(503, json!({ "code": "busy" }));
        }
        for _ in 0..49 {
            m.desk.settle().await;
            m.desk.clock.advance(HOUR);
        }
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await.0, FileState::Lost(FileLoss::GivenUp));
        // Doubled from a quarter of a minute to an hour, and a fifth more by chance: not every hour of these had its attempt.
        assert!((20..=60).contains(&m.vendor.files_asked()), "{}", m.vendor.files_asked());
    }

    async fn a_file_fetched_twice_by_a_killed_worker_is_one(database: TestDatabase) {
        let store = database.open(Arc::new(TestClock::at(BEGIN)));
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.keep_file("scan", b"%PDF");
        m.vendor.push(update(2, json!({ "document": { "file_id": "scan", "file_name": "договор.pdf" } })));
        m.fetch(1).await;
        let ticket = m.only_ticket().await;
        // A worker takes the job and dies with it; the lease runs out, and the next one does it.
        let lease = m.desk.desk.now().saturating_add(60 * SECOND);
        let held = store.write::<_, store::StoreError, _>(Actor::System, move |tx| tx.claim_jobs(9, lease)).await.unwrap();
        assert!(held.iter().any(|job| job.kind == JobKind::FetchFile));
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await.0, FileState::Coming);
        m.desk.clock.advance(61 * SECOND);
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await, (FileState::Here, Some(b"%PDF".to_vec())));
    }

    async fn an_answer_goes_back_into_the_talk(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.push(update(2, json!({ "text": "Где моя карта?" })));
        m.fetch(1).await;
        let ticket = m.only_ticket().await;
        // Too fast for the vendor, who says when: kept, and sent then.
        m.vendor.fail_with(429, json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7",
            "parameters": { "retry_after": 7 } }));
        m.reply(&ticket, "Карта в пути.").await;
        assert_eq!(m.fates(&ticket).await, [DeliveryFate::Queued]);
        m.desk.clock.advance(60_000_000);
        m.desk.settle().await;
        assert_eq!(m.fates(&ticket).await, [DeliveryFate::Sent]);
        let sent = m.vendor.sent();
        assert_eq!(sent, [Sent { to: "42".into(), text: "Карта в пути.".into(), answers: "102".into(), file: None }]);
        // The client answers that message, later, after the talk has moved on.
        m.vendor.push(update(7, json!({ "text": "Спасибо", "reply_to_message": { "message_id": 1001 } })));
        m.fetch(2).await;
        let view = m.desk.ticket(&m.only_ticket().await).await;
        assert_eq!(view.last_words, "Спасибо");
    }

    async fn an_answer_that_is_blocked_goes_on_by_mail(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        m.vendor.push(update(2, json!({ "text": "Где моя карта?" })));
        m.fetch(1).await;
        let ticket = m.only_ticket().await;
        let blocked = json!({ "ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user" });
        m.vendor.fail_with(403, blocked.clone());
        m.reply(&ticket, "Карта в пути.").await;
        // No other address is known: it did not get through.
        assert_eq!(m.fates(&ticket).await, [DeliveryFate::Failed]);
        let mail = testkit::message("anna@client.example", "", "И ещё почта").hint(channel::ThreadHint::Ticket(ticket.clone()));
        let known = mail.by("bot").with(|message| {
            message.wishes.reach = vec![message.from.clone()];
            message.from = domain::Handle::new(HandleKind::Telegram, "42", "Анна");
        });
        m.desk.take(known).await;
        m.vendor.fail_with(403, blocked);
        m.reply(&ticket, "Карта готова.").await;
        assert_eq!(m.fates(&ticket).await, [DeliveryFate::Failed, DeliveryFate::Sent]);
        assert_eq!(m.desk.sink.last().to.value, "anna@client.example");
        assert!(m.desk.sink.last().text.contains("Карта готова."));
        let view = m.desk.ticket(&ticket).await;
        let codes: Vec<_> = view.timeline.entries.iter().filter(|entry| entry.kind == EntryKind::Delivery).map(|entry| entry.code.as_str()).collect();
        assert_eq!(codes, ["failed", "failed", "passed_on"]);
    }

    async fn max_is_fetched_and_answered(database: TestDatabase) {
        let m = messenger(database, Arc::new(Max)).await;
        let said = |mid: &str, text: &str| json!({ "update_type": "message_created", "timestamp": 1_776_148_200_000_i64, "user_locale": "ru",
            "message": { "timestamp": 1_776_148_200_000_i64, "recipient": { "chat_type": "dialog" }, "sender": { "user_id": 77, "first_name": "Анна", "is_bot": false },
                "body": { "mid": mid, "seq": 1, "text": text,
                    "attachments": [{ "type": "file", "filename": "скан.pdf", "payload": { "url": format!("{}/cdn/scan", m.vendor.api()) } }] } } });
        m.vendor.keep_file("scan", b"%PDF");
        m.vendor.push(said("mid.1", "Где моя карта?"));
        m.vendor.push(said("mid.1", "Где моя карта?"));
        m.fetch(2).await;
        let ticket = m.only_ticket().await;
        let view = m.desk.ticket(&ticket).await;
        assert_eq!(view.timeline.entries[0].files[0].name, "скан.pdf");
        m.desk.settle().await;
        assert_eq!(m.file(&ticket).await, (FileState::Here, Some(b"%PDF".to_vec())));
        m.vendor.fail_with(429, json!({ "code": "too.many.requests", "message": "slower", "retry_after": 3 }));
        m.reply(&ticket, "Карта в пути.").await;
        m.desk.clock.advance(60_000_000);
        m.desk.settle().await;
        assert_eq!(m.fates(&ticket).await, [DeliveryFate::Sent]);
        assert_eq!(m.vendor.sent(), [Sent { to: "77".into(), text: "Карта в пути.".into(), answers: "mid.1".into(), file: None }]);
    }

    async fn a_file_goes_out_behind_the_words(database: TestDatabase) {
        let m = messenger(database, Arc::new(Max)).await;
        let out = channel::Outbound {
            external_id: "1@desk.example".into(),
            to: domain::Handle::new(HandleKind::Max, "77", ""),
            others: Vec::new(),
            from: domain::Handle::email("", ""),
            reply_to: None,
            title: String::new(),
            text: String::new(),
            html: String::new(),
            words: "Договор".into(),
            link: String::new(),
            zone: String::new(),
            files: vec![channel::OutboundFile { name: "договор.pdf".into(), media_type: "application/pdf".into(), bytes: b"%PDF\r\n--x".to_vec() }],
            thread: Vec::new(),
            automatic: false,
            ticket_number: String::new(),
            trace: String::new(),
        };
        let sink = m.bot.sink();
        // The line breaks off between the two: what was sent is not sent again.
        m.vendor.fail_with(503, json!({ "code": "busy", "message": "later" }));
        assert!(sink.deliver(&out).await.is_err());
        let delivered = sink.deliver(&out).await.unwrap();
        assert_eq!(delivered.external_ids.len(), 2);
        let sent = m.vendor.sent();
        assert_eq!((sent[0].text.as_str(), sent.len()), ("Договор", 2));
        assert_eq!(sent[1].file, Some(("договор.pdf".to_owned(), b"%PDF\r\n--x".to_vec())));
    }
}
