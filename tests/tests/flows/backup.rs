//! A desk taken out of one database and put into another is the same desk, whichever of the two they are; and a backup
//! that cannot be trusted touches nothing.

use channel::{Attachment, Content, Intake as _};
use desk::backup::{self, BackupError, Destination, Outgoing};
use desk::read::{InboxQuery, View};
use desk::ticket::{Note, Reply};
use desk::{Desk, DeskOptions};
use domain::{HandleKind, Now, Role};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::archive::{Cell, Restoring};
use store::{DatabaseUrl, Options, Server, Store, StoreError};
use testkit::{TestDatabase, TestDesk, both_databases, message};

/// A folder that goes with its test, and an empty database to restore into.
struct Ground {
    folder: PathBuf,
    /// Of the same kind as the desk's.
    same: DatabaseUrl,
    /// Of the other kind, where there is one.
    other: Option<DatabaseUrl>,
    _databases: Vec<TestDatabase>,
}

impl Ground {
    fn beside(url: &DatabaseUrl) -> Self {
        let folder = std::env::temp_dir().join(format!("okno-backup-{}", domain::id::secret(12)));
        std::fs::create_dir(&folder).unwrap();
        let file = DatabaseUrl::Sqlite(folder.join("new/okno.db"));
        let server = TestDatabase::postgres();
        let there = server.as_ref().map(|server| server.url.clone());
        let (same, other) = match url {
            DatabaseUrl::Sqlite(_) => (file, there),
            DatabaseUrl::Postgres(_) => (there.unwrap(), Some(file)),
        };
        Self {
            folder,
            same,
            other,
            _databases: server.into_iter().collect(),
        }
    }

    /// A name that no other test has.
    fn name(&self) -> String {
        self.folder
            .file_name()
            .unwrap()
            .to_string_lossy()
            .replace('-', "_")
    }

    fn file(&self) -> PathBuf {
        self.folder.join("backup.tar")
    }

    fn place(&self, url: &DatabaseUrl) -> Destination {
        let name = if matches!(url, DatabaseUrl::Sqlite(_)) {
            "of-file"
        } else {
            "of-server"
        };
        Destination {
            url: url.clone(),
            objects: self.folder.join(name),
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

async fn take(url: &DatabaseUrl, desk: &TestDesk, file: &Path) -> backup::Taken {
    let (url, objects) = (url.clone(), desk.desk.options().objects.clone());
    let (file, now) = (file.to_owned(), desk.now());
    let taking =
        tokio::task::spawn_blocking(move || backup::take(&url, &objects, &file, now, &mut |_, _| {}));
    taking.await.unwrap().unwrap()
}

async fn restore(file: &Path, into: &Destination) -> Result<backup::Restored, BackupError> {
    let (file, into) = (file.to_owned(), into.clone());
    let restoring =
        tokio::task::spawn_blocking(move || backup::restore(&file, &into, Outgoing::Hold, &mut |_, _| {}));
    restoring.await.unwrap()
}

/// The desk that was put back, sending into the same sink.
async fn again(of: &TestDesk, at: &Destination) -> (Store, Desk) {
    let clock = Arc::clone(&of.clock) as Arc<dyn Now>;
    let store = Store::open(&at.url, &Options::default(), Arc::clone(&clock)).unwrap();
    let options = DeskOptions {
        objects: at.objects.clone(),
        ..of.desk.options().clone()
    };
    let desk = Desk::open(store.clone(), clock, options).await.unwrap();
    desk.set_sink(
        of.channel("mail"),
        &[HandleKind::Email],
        Arc::clone(&of.sink) as Arc<dyn channel::Sink>,
    );
    (store, desk)
}

/// Too much for the database, and nothing a compressor can make small.
fn large() -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    (0..200_000).map(|_| next()).collect()
}

async fn same_desk(of: &TestDesk, at: &Destination, tickets: &[String]) {
    let (store, copy) = again(of, at).await;
    let (there, here) = (
        of.desk.read(&TestDesk::supervisor()).unwrap(),
        copy.read(&TestDesk::supervisor()).unwrap(),
    );
    for ticket in tickets {
        let (a, b) = (
            there.ticket(ticket, None, of.now()).await.unwrap(),
            here.ticket(ticket, None, of.now()).await.unwrap(),
        );
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
        for file in a.timeline.entries.iter().flat_map(|entry| &entry.files) {
            let (a, b) = (
                there.attachment(&file.public_id).await.unwrap(),
                here.attachment(&file.public_id).await.unwrap(),
            );
            assert!(a.bytes == b.bytes, "{} is the same", file.name);
        }
    }
    for words in [
        "картридж",
        "Смирнова",
        "anna@client.example",
        "заметка",
        "answered",
    ] {
        let query = InboxQuery::with(
            desk::read::Filter {
                text: Some(words.into()),
                ..desk::read::Filter::of(View::Everything)
            },
            of.now(),
        );
        let (a, b) = (
            there.inbox(query.clone()).await.unwrap(),
            here.inbox(query).await.unwrap(),
        );
        assert!(
            !a.rows.is_empty() && format!("{:?}", a.rows) == format!("{:?}", b.rows),
            "{words}: {a:?} {b:?}"
        );
    }
    let (a, b) = (
        of.desk.ledger_balance().await.unwrap(),
        copy.ledger_balance().await.unwrap(),
    );
    assert!(b.total.adds_up() && format!("{a:?}") == format!("{b:?}"));

    let sent = of.sink.taken().len();
    of.clock.advance(30 * domain::time::DAY);
    copy.work_off_jobs().await.unwrap();
    assert_eq!(of.sink.taken().len(), sent, "a copy sends nothing by itself");
    let held = store
        .read::<_, StoreError, _>(|reader| reader.held_jobs())
        .await
        .unwrap();
    let released = store
        .write::<_, StoreError, _>(domain::Actor::System, |tx| tx.release_held_jobs())
        .await
        .unwrap();
    assert!(held > 0 && released == usize::try_from(held).unwrap());
    copy.work_off_jobs().await.unwrap();
    assert!(
        of.sink.taken().len() > sent,
        "what was held goes when it is let go"
    );

    let events = store
        .read::<_, StoreError, _>(|reader| reader.last_event())
        .await
        .unwrap();
    let opened = copy
        .accept(message("new@client.example", "New", "new").sighting(of))
        .await
        .unwrap();
    let number = opened.ticket.unwrap().number;
    assert!(
        number.ends_with(&format!("{:06}", tickets.len() + 1)),
        "numbers go on: {number}"
    );
    assert!(
        store
            .read::<_, StoreError, _>(|reader| reader.last_event())
            .await
            .unwrap()
            > events
    );
}

both_databases! {
    async fn a_desk_put_back_is_the_same_desk(database: TestDatabase) {
        let url = database.url.clone();
        let ground = Ground::beside(&url);
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let mut tickets = Vec::new();
        let file = Attachment {
            name: "scan.bin".into(),
            media_type: "application/octet-stream".into(),
            content: Content::Bytes(large()),
            content_id: String::new(),
            inline: false,
        };
        let first = message("anna@client.example", "Нет картриджа", "Пришлите \"картридж\"\n\\tабзац")
            .named("Анна Смирнова")
            .with(|message| message.attachments = vec![file]);
        tickets.push(desk.take(first).await.ticket.unwrap().public_id);
        tickets.push(desk.take(message("b@client.example", "", "")).await.ticket.unwrap().public_id);
        desk.settle().await;
        let answer = Reply { text: "We answered".into(), then: Some(domain::ticket::State::WaitingClient), ..Reply::default() };
        desk.desk.reply(&anna, &tickets[0], answer).await.unwrap();
        let note = Note { text: "внутренняя заметка".into(), ..Note::default() };
        desk.desk.note(&anna, &tickets[0], note).await.unwrap();
        tickets.push(desk.take(message("c@client.example", "Third", "not told yet")).await.ticket.unwrap().public_id);

        let taken = take(&url, &desk, &ground.file()).await;
        assert_eq!((taken.manifest.rows("ticket"), taken.manifest.objects.count), (3, 1));
        for url in [Some(&ground.same), ground.other.as_ref()].into_iter().flatten() {
            let into = ground.place(url);
            let restored = restore(&ground.file(), &into).await.unwrap();
            assert!(restored.held >= 4, "an answer, an acknowledgement, a reminder and the end of the wait: {}", restored.held);
            same_desk(&desk, &into, &tickets).await;
        }
    }

    async fn a_backup_in_the_middle_of_intake_holds_together(database: TestDatabase) {
        let url = database.url.clone();
        let ground = Ground::beside(&url);
        let desk = Arc::new(TestDesk::new(database).await);
        let (begun, mut under_way) = tokio::sync::watch::channel(0_u32);
        let writer = {
            let desk = Arc::clone(&desk);
            tokio::spawn(async move {
                for number in 0.. {
                    desk.take(message(&format!("c{number}@client.example"), "t", "text")).await;
                    if begun.send(number).is_err() {
                        return number + 1;
                    }
                }
                0
            })
        };
        under_way.wait_for(|taken| *taken > 5).await.unwrap();
        let taken = take(&url, &desk, &ground.file()).await;
        drop(under_way);
        let all = u64::from(writer.await.unwrap());
        let tickets = taken.manifest.rows("ticket");
        assert!(tickets > 5 && tickets <= all, "{tickets} of {all}");
        assert_eq!(taken.manifest.rows("ledger"), tickets, "each with its sighting");
        let into = ground.place(&ground.same);
        restore(&ground.file(), &into).await.unwrap();
        let (_, copy) = again(&desk, &into).await;
        let balance = copy.ledger_balance().await.unwrap().total;
        assert!(balance.adds_up() && balance.opened == i64::try_from(tickets).unwrap(), "{balance:?}");
    }

    async fn tables_of_an_older_version_are_brought_up_to_date(database: TestDatabase) {
        let ground = Ground::beside(&database.url);
        let known = store::archive::known_migrations().unwrap();
        let url = match &ground.same {
            DatabaseUrl::Sqlite(_) => ground.same.clone(),
            // Made without tables: a template of tests has those of today.
            DatabaseUrl::Postgres(server) => {
                Server::connect(server).unwrap().create(&ground.name(), None).unwrap();
                DatabaseUrl::Postgres(server.rsplit_once('/').unwrap().0.to_owned() + "/" + &ground.name())
            }
        };
        let restored = {
            let url = url.clone();
            tokio::task::spawn_blocking(move || {
                let mut place = Restoring::begin(&url, &known[..1]).unwrap();
                let tables = place.tables().unwrap();
                let setting = tables.iter().find(|table| table.name == "setting").unwrap();
                let row = vec![Cell::Text("greeting".into()), Cell::Text("hello".into())];
                place.insert(setting, &[row]).unwrap();
                place.finish(&std::collections::BTreeMap::new())
            })
        };
        restored.await.unwrap().unwrap();
        let clock = Arc::new(testkit::TestClock::at(testkit::BEGIN)) as Arc<dyn Now>;
        // Refused where migrations are missing.
        let store = Store::open(&url, &Options::default(), clock).unwrap();
        let settings = store.read::<_, StoreError, _>(|reader| reader.setup_rows()).await.unwrap().settings;
        assert_eq!(settings.get("greeting").map(String::as_str), Some("hello"));
        drop(store);
        if let DatabaseUrl::Postgres(server) = &ground.same {
            Server::connect(server).unwrap().remove(&ground.name()).unwrap();
        }
    }

    async fn what_cannot_be_trusted_touches_nothing(database: TestDatabase) {
        let url = database.url.clone();
        let ground = Ground::beside(&url);
        let desk = TestDesk::new(database).await;
        desk.take(message("a@client.example", "t", "text")).await;
        take(&url, &desk, &ground.file()).await;
        let whole = std::fs::read(ground.file()).unwrap();
        let into = ground.place(&ground.same);
        let damaged = ground.folder.join("damaged.tar");
        let try_with = async |bytes: &[u8]| {
            std::fs::write(&damaged, bytes).unwrap();
            let refused = restore(&damaged, &into).await.unwrap_err();
            assert!(!into.objects.exists(), "{refused}");
            if let DatabaseUrl::Sqlite(path) = &into.url {
                assert!(!path.exists(), "{refused}");
            }
            refused
        };
        let mut caught = 0;
        // A bit in each of many places, of head, rows and checksums; the names and sizes of members among them.
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            if bytes[at] == whole[at] || whole[at - at % 512..].iter().take(512).all(|byte| *byte == 0) {
                continue;
            }
            std::fs::write(&damaged, &bytes).unwrap();
            let read = backup::verify(&damaged, &mut |_, _| {});
            match read {
                Err(_) => caught += 1,
                // What fills a member up to its block means nothing.
                Ok(manifest) => assert_eq!(manifest.rows("ticket"), 1),
            }
        }
        assert!(caught > 10, "{caught} of the changes were seen");
        let cut = try_with(&whole[..whole.len() / 2]).await;
        assert!(matches!(cut, BackupError::Damaged(_)), "{cut}");
        let at = whole.windows(9).position(|word| word == b"\"rows\": 1").unwrap();
        let mut other = whole.clone();
        other[at + 8] = b'2';
        assert!(matches!(try_with(&other).await, BackupError::Damaged(_)));
        let text = replaced(&whole, b"\"format\": 1", b"\"format\": 9");
        assert!(matches!(try_with(&text).await, BackupError::NewerFormat(9)));
        assert!(matches!(try_with(b"a letter to my aunt").await, BackupError::NoBackup(_)));

        restore(&ground.file(), &into).await.unwrap();
        let again = restore(&ground.file(), &into).await.unwrap_err();
        assert!(matches!(again, BackupError::NotEmpty(_)), "{again}");
        let overwritten = backup::take(&url, &into.objects, &ground.file(), desk.now(), &mut |_, _| {});
        assert!(matches!(overwritten, Err(BackupError::NotEmpty(_))), "a backup is never overwritten");
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|word| word == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}
