use super::catcher::Catcher;
use super::letter::{self, Letter};
use super::prepare::{is_prepared, prepare};
use super::script::talks;
use crate::config::{Config, Place, Sources, load_from};
use channel::{Content, Delivered, Inbound, Outbound, Sink as _, ThreadHint, What};
use channel_email::{Envelope, ReturnPath, Rules, parse};
use domain::ledger::Balance;
use domain::{Handle, HandleKind, Moment, Now};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Store, StoreError};
use testkit::TestDatabase;

/// 2026-04-15, a Wednesday, 12:00 in Moscow.
const NOON: Moment = Moment::from_micros(1_776_243_600_000_000);

/// A folder for one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("okno-demo-{}", domain::id::secret(12)));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

struct Still;

impl Now for Still {
    fn now(&self) -> Moment {
        NOON
    }
}

fn config(folder: &Folder) -> Config {
    let mut config = load_from(&Sources {
        place: Place::Nowhere,
        ..Sources::default()
    })
    .unwrap()
    .config;
    config.data.objects = folder.0.join("objects");
    config.security.password_memory_kib = 8;
    config.security.password_passes = 1;
    "demo.example".clone_into(&mut config.mail.hostname);
    config
}

/// Prepares a demo, and stops after as many scenes.
async fn prepare_until(database: &TestDatabase, folder: &Folder, scenes: usize) {
    let enough = tokio::sync::Notify::new();
    let mut progress = |done: usize, _all: usize| {
        if done == scenes {
            enough.notify_one();
        }
    };
    let (config, outbox) = (config(folder), folder.0.join("outbox"));
    let preparing = prepare(
        &config,
        |clock| Ok(database.open(clock)),
        NOON,
        &outbox,
        &mut progress,
    );
    tokio::select! {
        biased;
        () = enough.notified() => {}
        done = preparing => done.unwrap(),
    }
}

async fn balance(store: &Store) -> Balance {
    let doors = store
        .read::<_, StoreError, _>(|r| r.ledger_balance())
        .await
        .unwrap();
    let mut total = Balance::default();
    for door in doors.values() {
        assert!(door.adds_up(), "{door:?}");
        total.opened += door.opened;
        total.appended += door.appended;
        total.duplicate += door.duplicate;
        total.quarantined += door.quarantined;
    }
    total
}

testkit::both_databases! {
    async fn a_demo_is_whole_and_looks_lived_in(database: TestDatabase) {
        let folder = Folder::new();
        prepare_until(&database, &folder, usize::MAX).await;
        let store = database.open(Arc::new(Still));
        assert!(is_prepared(&store).await.unwrap());
        let total = balance(&store).await;
        assert_eq!(total.opened, i64::try_from(talks().unwrap().len()).unwrap() - 1);
        assert_eq!((total.duplicate, total.quarantined), (1, 1));
        assert!(total.appended >= 9, "{total:?}");
        let rows = store.read::<_, StoreError, _>(|r| r.setup_rows()).await.unwrap();
        let topics = rows.settings.get("topics").cloned().unwrap_or_default();
        let talks = talks().unwrap();
        let chosen = talks.iter().flat_map(|talk| &talk.steps).filter_map(|step| step.change.as_ref()?.topic.as_deref());
        let chosen: Vec<&str> = chosen.collect();
        assert!(chosen.len() > 15 && chosen.iter().all(|key| topics.contains(&format!("\"{key}\""))), "{chosen:?} of {topics}");
        let wake = store.read::<_, StoreError, _>(|r| r.next_wake()).await.unwrap();
        assert!(wake > NOON, "nothing of the past is left undone");
        // Lost cards are promised within half an hour at any hour: one of them is missed while somebody watches.
        assert!(wake < NOON.saturating_add(5 * domain::time::MINUTE), "{wake}");
    }

    async fn an_interrupted_preparation_goes_on_where_it_was(database: TestDatabase) {
        let folder = Folder::new();
        // Each before something that one of ours does: a mail that is cut off in the middle comes again, and is counted as such.
        for scenes in [1, 7, 51] {
            prepare_until(&database, &folder, scenes).await;
            let store = database.open(Arc::new(Still));
            assert!(!is_prepared(&store).await.unwrap());
        }
        prepare_until(&database, &folder, usize::MAX).await;
        let store = database.open(Arc::new(Still));
        assert!(is_prepared(&store).await.unwrap());
        let total = balance(&store).await;
        assert_eq!(total.opened, i64::try_from(talks().unwrap().len()).unwrap() - 1);
        assert_eq!((total.duplicate, total.quarantined), (1, 1), "nothing was brought twice");
    }
}

fn read(raw: Vec<u8>) -> Box<channel::Message> {
    let envelope = Envelope {
        sender: ReturnPath::Unknown,
        recipients: vec!["support@demo.example".into()],
    };
    let ours = |address: &str| address.ends_with("@demo.example");
    match parse(
        raw,
        &envelope,
        &Rules {
            ours: &ours,
            trusted_relays: &[],
            authorities: &[],
        },
    ) {
        What::Understood(Inbound::Message(message)) => message,
        other => panic!("no message: {other:?}"),
    }
}

#[test]
fn letters_say_what_was_meant() {
    let file = super::script::ScriptFile {
        name: "снимок экрана.png".into(),
        text: String::new(),
        screenshot: true,
    };
    let subject = "Очень длинная тема, которая не помещается ни в одно закодированное слово, и даже в два";
    let letter = Letter {
        from: "Екатерина Лебедева <lebedeva@post.example>",
        to: "support@demo.example",
        subject,
        text: "Здравствуйте!\n\nДва абзаца & <теги>.",
        html: true,
        file: Some(&file),
        message_id: "b@post.example",
        thread: &["a@demo.example".to_owned()],
    };
    let message = read(letter::write(&letter, NOON));
    assert_eq!(
        message.from,
        Handle::email("lebedeva@post.example", "Екатерина Лебедева")
    );
    assert_eq!(message.title, subject);
    assert_eq!(
        message.text.as_deref().map(str::trim),
        Some("Здравствуйте!\n\nДва абзаца & <теги>.")
    );
    assert!(message.html.is_some_and(|html| html.contains("&lt;теги&gt;")));
    assert_eq!(message.hints, [ThreadHint::Reference("a@demo.example".into())]);
    assert_eq!(message.external_ids, ["b@post.example"]);
    let [picture] = message.attachments.as_slice() else {
        panic!("{:?}", message.attachments)
    };
    assert_eq!(
        (picture.name.as_str(), picture.media_type.as_str()),
        ("снимок экрана.png", "image/png")
    );
    assert!(matches!(picture.content, Content::Range { .. }));
}

fn outbound(id: &str) -> Outbound {
    Outbound {
        external_id: id.to_owned(),
        to: Handle::email("lebedeva@post.example", "Екатерина"),
        others: Vec::new(),
        from: Handle::new(HandleKind::Email, "support@demo.example", "Okno Demo"),
        reply_to: None,
        title: "Re: код".into(),
        text: "Здравствуйте!".into(),
        html: String::new(),
        words: String::new(),
        link: String::new(),
        zone: String::new(),
        files: Vec::new(),
        thread: vec!["a@post.example".into()],
        automatic: false,
        ticket_number: "2026-000001".into(),
        trace: String::new(),
    }
}

#[tokio::test]
async fn caught_mail_is_there_after_a_restart_and_once() {
    let folder = Folder::new();
    let catcher = Catcher::open(&folder.0, Arc::new(Still)).unwrap();
    for id in ["1@demo.example", "2@demo.example", "1@demo.example"] {
        let delivered: Delivered = catcher.deliver(&outbound(id)).await.unwrap();
        assert!(delivered.note.starts_with("250"), "{delivered:?}");
    }
    std::fs::write(folder.0.join("9-half.json"), "{\"id\":").unwrap();
    let again = Catcher::open(&folder.0, Arc::new(Still)).unwrap();
    assert_eq!(again.list(10).len(), 2);
    let last = again.last_about("2026-000001").unwrap();
    assert_eq!(again.get(&last.id), Some(last.clone()));
    assert_eq!(last.to, "Екатерина <lebedeva@post.example>");
    assert_eq!(again.list(1).len(), 1);
}
