//! Bytes come back as they came: from the database and from the object folder, whole and as ranges of a raw copy; and
//! a message's layout shows its own images, others' only when asked.

use super::open;
use channel::inbound::Raw;
use channel::{Attachment, Content};
use desk::DeskError;
use domain::entry::{Encoding, EntryKind};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, message};

fn attached(name: &str, content: Content) -> Attachment {
    Attachment {
        name: name.into(),
        media_type: "application/octet-stream".into(),
        content,
        content_id: String::new(),
        inline: false,
    }
}

/// Opens a ticket and gives the files and the public id of its first message.
async fn first(desk: &TestDesk, message: MessageBuilder) -> (String, Vec<desk::read::FileView>) {
    let id = open(desk, message).await;
    let entries = desk.ticket(&id).await.timeline.entries;
    let entry = entries
        .into_iter()
        .find(|entry| entry.kind == EntryKind::MessageIn)
        .expect("the message is there");
    (entry.public_id, entry.files)
}

both_databases! {
    async fn files_come_back_byte_by_byte(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let small = b"small".to_vec();
        // Too much for the database, and nothing a compressor can make small.
        let large: Vec<u8> = (0..300_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let raw = b"Head: x\r\n\r\naGVsbG8s\r\nIHdvcmxk\r\n--b\r\n=D0=9F=D1=80\r\n".to_vec();
        let range = |of: &[u8], encoding| {
            let start = raw.windows(of.len()).position(|part| part == of).unwrap();
            Content::Range { start, length: of.len(), encoding }
        };
        let files = vec![
            attached("small", Content::Bytes(small.clone())),
            attached("large", Content::Bytes(large.clone())),
            attached("base64", range(b"aGVsbG8s\r\nIHdvcmxk\r\n", Encoding::Base64)),
            attached("quoted", range(b"=D0=9F=D1=80", Encoding::QuotedPrintable)),
        ];
        let kept = raw.clone();
        let (entry, files) = first(&desk, message("a@client.example", "t", "text").with(|message| {
            message.attachments = files;
            message.raw = Some(Raw { bytes: kept, media_type: "message/rfc822" });
        })).await;
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let expected = [small, large, b"hello, world".to_vec(), "Пр".as_bytes().to_vec()];
        assert_eq!(files.len(), expected.len());
        for (file, bytes) in files.iter().zip(expected) {
            let found = reader.attachment(&file.public_id).await.unwrap();
            assert!(found.bytes == bytes, "{} has {} bytes", file.name, found.bytes.len());
            assert_eq!(found.file.name, file.name);
        }
        assert_eq!(reader.entry_raw(&entry).await.unwrap(), raw);
        assert!(matches!(reader.attachment("att_none").await, Err(DeskError::NotFound(_))));
        assert!(matches!(reader.entry_raw("ent_none").await, Err(DeskError::NotFound(_))));
    }

    async fn a_layout_shows_its_own_images_and_others_only_when_asked(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let html = "<p onclick=x()>Hi<script>x()</script><img src=\"cid:logo\"><img src=\"https://track.example/p.gif\"></p>";
        let (entry, files) = first(&desk, message("a@client.example", "t", "Hi").with(|message| {
            message.html = Some(html.into());
            let mut logo = attached("logo.png", Content::Bytes(vec![1]));
            (logo.content_id, logo.inline) = ("logo".into(), true);
            message.attachments = vec![logo];
        })).await;
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let address = |file: &desk::read::FileView| format!("/files/{}", file.public_id);
        let shy = reader.entry_html(&entry, false, address).await.unwrap();
        assert!(shy.html.contains(&format!("src=\"/files/{}\"", files[0].public_id)), "{}", shy.html);
        assert!(!shy.html.contains(" src=\"https://track"), "{}", shy.html);
        assert!(!shy.html.contains("script") && !shy.html.contains("onclick"));
        assert_eq!((shy.remote_images, shy.shows_remote), (1, false));
        let bold = reader.entry_html(&entry, true, address).await.unwrap();
        assert!(bold.html.contains("src=\"https://track.example/p.gif\""), "{}", bold.html);
        let (plain, _) = first(&desk, message("a@client.example", "t", "Hi")).await;
        assert!(matches!(reader.entry_html(&plain, false, address).await, Err(DeskError::NotFound(_))));
    }
}
