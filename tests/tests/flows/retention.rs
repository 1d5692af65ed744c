//! What is let go in time, and what stays: raw copies, files, bytes that nothing refers to.

use channel::inbound::Raw;
use channel::intake::What;
use channel::{Attachment, Content, Sighting};
use desk::DeskError;
use desk::quarantine::Decision;
use desk::read::{FileBytes, QuarantineState};
use desk::retention::Tidied;
use desk::ticket::NewFile;
use domain::draft::DraftKind;
use domain::entry::Encoding;
use domain::{Principal, Role};
use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, message};

const DAY: i64 = 24 * 3_600_000_000;

/// A mail with a small coded file in it, and filling that makes the copy as long as the test wants.
fn with_file(who: &str, filling: usize) -> MessageBuilder {
    // Letters drawn by chance hardly compress.
    let raw = format!(
        "From: {who}\r\n\r\naGVsbG8sIHdvcmxk\r\n{}",
        domain::id::secret(filling)
    );
    let start = raw.find("aGVs").unwrap();
    message(who, "Card", "See.").with(|message| {
        message.raw = Some(Raw {
            bytes: raw.into_bytes(),
            media_type: "message/rfc822",
        });
        message.attachments = vec![Attachment {
            name: "card.txt".into(),
            media_type: "text/plain".into(),
            content: Content::Range {
                start,
                length: 18,
                encoding: Encoding::Base64,
            },
            content_id: String::new(),
            inline: false,
        }];
    })
}

/// Takes a message in: public ids of the ticket and the line.
async fn taken(desk: &TestDesk, message: MessageBuilder) -> (String, String) {
    let receipt = desk.take(message).await;
    (receipt.ticket.unwrap().public_id, receipt.entry.unwrap())
}

async fn file_of(desk: &TestDesk, ticket: &str) -> FileBytes {
    let view = desk.ticket(ticket).await;
    let file = view
        .timeline
        .entries
        .iter()
        .find_map(|line| line.files.first())
        .unwrap();
    desk.desk
        .read(&TestDesk::supervisor())
        .unwrap()
        .attachment(&file.public_id)
        .await
        .unwrap()
}

async fn raw_of(desk: &TestDesk, entry: &str) -> Result<usize, DeskError> {
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    reader.entry_raw(entry).await.map(|bytes| bytes.len())
}

fn all_objects(desk: &TestDesk) -> Vec<PathBuf> {
    let Ok(folders) = std::fs::read_dir(&desk.desk.options().objects) else {
        return Vec::new();
    };
    let folders = folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    folders.flatten().map(|file| file.unwrap().path()).collect()
}

/// Lets a file be as old as the clock says, and so much older.
fn age(desk: &TestDesk, path: &PathBuf, days: i64) {
    let at = u64::try_from(desk.now().as_micros() - days * DAY).unwrap();
    File::open(path)
        .unwrap()
        .set_modified(UNIX_EPOCH + Duration::from_micros(at))
        .unwrap();
}

fn modified(path: &PathBuf) -> SystemTime {
    std::fs::metadata(path).unwrap().modified().unwrap()
}

async fn set_aside(desk: &TestDesk, key: &str) -> String {
    let raw = Raw {
        bytes: format!("unreadable {key}").into_bytes(),
        media_type: "message/rfc822",
    };
    let what = What::Unreadable {
        key: key.into(),
        from: None,
        title: String::new(),
        reason: "too_deep".into(),
        raw,
    };
    desk.accept(Sighting {
        channel: desk.channel("mail"),
        size: 10,
        what,
        trace: key.into(),
    })
    .await
    .unwrap();
    let chief = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let page = chief.quarantine(QuarantineState::Waiting, None).await.unwrap();
    page.items.last().unwrap().public_id.clone()
}

both_databases! {
    async fn old_raw_copies_go_and_nothing_that_is_shown_is_lost(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (small, small_line) = taken(&desk, with_file("anna@client.example", 10)).await;
        let (large, large_line) = taken(&desk, with_file("ivan@client.example", 200_000)).await;
        desk.clock.advance(20 * DAY);
        let (young, young_line) = taken(&desk, with_file("petr@client.example", 10)).await;
        desk.clock.advance(11 * DAY);
        assert_eq!(desk.desk.tidy(0).await.unwrap().raw_copies, 0, "kept for ever unless somebody says otherwise");
        assert!(raw_of(&desk, &small_line).await.is_ok());
        let tidied = desk.desk.tidy(30).await.unwrap();
        // The copies themselves have been in nobody's hand for a month.
        assert_eq!((tidied.raw_copies, tidied.blobs), (2, 2));
        for id in [&small, &large, &young] {
            let file = file_of(&desk, id).await;
            assert_eq!((file.bytes.as_slice(), file.file.name.as_str()), (b"hello, world".as_slice(), "card.txt"));
        }
        assert_eq!(file_of(&desk, &small).await.file.size, 12, "its own size");
        for line in [&small_line, &large_line] {
            assert!(matches!(raw_of(&desk, line).await, Err(DeskError::NotFound(_))));
        }
        assert!(raw_of(&desk, &young_line).await.is_ok());
        let line = desk.ticket(&small).await.timeline.entries.into_iter().find(|line| line.public_id == small_line).unwrap();
        assert!(!line.has_raw && line.preview == "See.");
        assert!(desk.desk.broken_promises().await.unwrap().is_empty());
        assert_eq!(desk.desk.tidy(30).await.unwrap().raw_copies, 0);
        // A backup of yesterday may still be copying the large one: it goes a day later.
        assert_eq!(all_objects(&desk).len(), 1);
        desk.clock.advance(DAY + 1);
        assert_eq!(desk.desk.tidy(30).await.unwrap().objects, 1);
        assert!(all_objects(&desk).is_empty());
    }

    async fn what_still_waits_in_quarantine_is_kept(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (rejected, waiting) = (set_aside(&desk, "one").await, set_aside(&desk, "two").await);
        let chief = TestDesk::supervisor();
        let decision = Decision::Reject { reason: "noise".into() };
        desk.desk.decide_quarantined(&chief, std::slice::from_ref(&rejected), &decision).await.unwrap();
        desk.clock.advance(31 * DAY);
        assert_eq!(desk.desk.tidy(30).await.unwrap(), Tidied { raw_copies: 1, blobs: 1, objects: 0 });
        let reader = desk.desk.read(&chief).unwrap();
        assert!(reader.quarantined_raw(&waiting).await.is_ok());
        assert!(matches!(reader.quarantined_raw(&rejected).await, Err(DeskError::NotFound(_))));
        assert!(reader.quarantined(&rejected).await.is_ok(), "its page is there all the same");
    }

    async fn objects_that_nothing_refers_to_go_after_a_day_and_others_never(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (id, _) = taken(&desk, with_file("anna@client.example", 200_000)).await;
        let noise = domain::id::secret(200_000).into_bytes();
        let beside = |by: Principal| {
            let (desk, id, noise) = (desk.desk.clone(), id.clone(), noise.clone());
            let file = NewFile { name: "noise.bin".into(), media_type: "application/octet-stream".into(), bytes: noise };
            async move { desk.add_draft_files(&by, &id, DraftKind::Reply, vec![file]).await.unwrap() }
        };
        beside(vera.clone()).await;
        let kept = all_objects(&desk);
        assert_eq!(kept.len(), 2);
        let folder = kept[0].parent().unwrap();
        let [old, new, foreign] = ["aa", "bb", "notes"].map(|end| {
            let path = folder.join(if end == "notes" { "notes.txt".into() } else { format!("{}{end}", "0".repeat(60)) });
            std::fs::write(&path, "left by a commit that failed").unwrap();
            path
        });
        desk.clock.advance(3 * DAY);
        for path in kept.iter().chain([&old, &foreign]) {
            age(&desk, path, 2);
        }
        age(&desk, &new, 0);
        assert_eq!(desk.desk.tidy(0).await.unwrap(), Tidied { objects: 1, ..Tidied::default() });
        assert!(!old.exists() && new.exists() && foreign.exists(), "only what is old, and only what is ours");
        assert!(kept.iter().all(|path| path.exists()), "raw copies and drafts refer to them");
        // Put once more, content has its time refreshed: whoever put it counts on it.
        let before: Vec<_> = kept.iter().map(modified).collect();
        beside(vera).await;
        let after: Vec<_> = kept.iter().map(modified).collect();
        assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
    }

    async fn content_put_again_outlives_its_last_reference(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (id, _) = taken(&desk, message("anna@client.example", "Card", "Where?")).await;
        let file = || vec![NewFile { name: "a.txt".into(), media_type: "text/plain".into(), bytes: b"4000".to_vec() }];
        let drop_it = || async {
            let view = desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await.unwrap();
            let file = view.unfinished.reply.files[0].public_id.clone();
            desk.desk.remove_draft_file(&vera, &id, DraftKind::Reply, &file).await.unwrap();
        };
        desk.desk.add_draft_files(&vera, &id, DraftKind::Reply, file()).await.unwrap();
        drop_it().await;
        desk.clock.advance(DAY - 1);
        desk.desk.add_draft_files(&vera, &id, DraftKind::Reply, file()).await.unwrap();
        drop_it().await;
        desk.clock.advance(2);
        assert_eq!(desk.desk.tidy(0).await.unwrap().blobs, 0, "it was put a moment ago");
        desk.clock.advance(DAY);
        assert_eq!(desk.desk.tidy(0).await.unwrap().blobs, 1);
    }
}
