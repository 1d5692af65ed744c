//! What is being written is kept, for its writer alone; others learn only that somebody writes.

use desk::DeskError;
use desk::ticket::{NewFile, Note, Reply};
use domain::draft::DraftKind;
use domain::{Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

async fn opened(desk: &TestDesk) -> String {
    desk.take(message("anna@client.example", "Q", "question"))
        .await
        .ticket
        .unwrap()
        .public_id
}

async fn seen(desk: &TestDesk, by: &Principal, id: &str) -> desk::read::Unfinished {
    desk.desk
        .read(by)
        .unwrap()
        .ticket(id, None, desk.now())
        .await
        .unwrap()
        .unfinished
}

async fn keep(desk: &TestDesk, by: &Principal, id: &str, kind: DraftKind, text: &str) {
    desk.desk.keep_draft(by, id, kind, text, "").await.unwrap();
}

fn file(name: &str, bytes: &[u8]) -> NewFile {
    NewFile {
        name: name.into(),
        media_type: "text/plain".into(),
        bytes: bytes.to_vec(),
    }
}

both_databases! {
    async fn an_answer_and_a_note_are_kept_apart_for_their_writer(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        keep(&desk, &vera, &id, DraftKind::Reply, "Dear Anna").await;
        keep(&desk, &vera, &id, DraftKind::Reply, "Dear Anna, yes").await;
        keep(&desk, &vera, &id, DraftKind::Note, "She is in a hurry").await;
        let hers = seen(&desk, &vera, &id).await;
        assert_eq!((hers.reply.text.as_str(), hers.note.text.as_str()), ("Dear Anna, yes", "She is in a hurry"));
        assert!(hers.writing.is_empty(), "nobody is told of themselves");
        let his = seen(&desk, &boris, &id).await;
        assert_eq!((his.reply.text.as_str(), his.note.text.as_str()), ("", ""));
        let names: Vec<_> = his.writing.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Vera"]);
        desk.clock.advance(10 * 60_000_000);
        assert!(seen(&desk, &boris, &id).await.writing.is_empty(), "who stopped long ago does not write");
        assert_eq!(seen(&desk, &vera, &id).await.reply.text, "Dear Anna, yes");
        keep(&desk, &vera, &id, DraftKind::Note, "  ").await;
        assert_eq!(seen(&desk, &vera, &id).await.note.text, "");
    }

    async fn what_is_sent_is_no_draft_any_more(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk).await;
        let vera = desk.person("Vera", Role::Operator).await;
        keep(&desk, &vera, &id, DraftKind::Reply, "Dear Anna").await;
        keep(&desk, &vera, &id, DraftKind::Note, "hm").await;
        let answer = Reply { text: "Dear Anna, yes.".into(), key: Some("press".into()), ..Reply::default() };
        desk.desk.reply(&vera, &id, answer).await.unwrap();
        let left = seen(&desk, &vera, &id).await;
        assert_eq!((left.reply.text.as_str(), left.note.text.as_str()), ("", "hm"));
        // A save that was under way when Send was pressed comes after it.
        desk.desk.keep_draft(&vera, &id, DraftKind::Reply, "Dear Anna, yes.", "press").await.unwrap();
        assert_eq!(seen(&desk, &vera, &id).await.reply.text, "");
        desk.desk.note(&vera, &id, Note { text: "hm.".into(), ..Note::default() }).await.unwrap();
        assert_eq!(seen(&desk, &vera, &id).await.note.text, "");
    }

    async fn files_wait_beside_the_draft_and_go_out_with_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let both = vec![file("a.txt", b"first"), file("b.txt", &vec![b'x'; 100_000])];
        desk.desk.add_draft_files(&vera, &id, DraftKind::Reply, both).await.unwrap();
        let files = seen(&desk, &vera, &id).await.reply.files;
        let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.size)).collect();
        assert_eq!(names, [("a.txt", 5), ("b.txt", 100_000)]);
        desk.desk.remove_draft_file(&vera, &id, DraftKind::Reply, &files[0].public_id).await.unwrap();
        let gone = desk.desk.remove_draft_file(&vera, &id, DraftKind::Reply, &files[0].public_id).await;
        assert!(matches!(gone, Err(DeskError::NotFound(_))));
        let answer = Reply { text: "See both.".into(), files: vec![file("c.txt", b"third")], with_draft: true, ..Reply::default() };
        desk.desk.reply(&vera, &id, answer).await.unwrap();
        desk.settle().await;
        let out: Vec<_> = desk.sink.last().files.iter().map(|file| (file.name.clone(), file.bytes.len())).collect();
        assert_eq!(out, [("b.txt".to_owned(), 100_000), ("c.txt".to_owned(), 5)]);
        assert!(seen(&desk, &vera, &id).await.reply.files.is_empty());
    }

    async fn too_many_and_too_large_files_are_refused_in_words(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let many = (0..21).map(|n| file(&n.to_string(), b"x")).collect();
        let refused = desk.desk.add_draft_files(&vera, &id, DraftKind::Reply, many).await.unwrap_err();
        assert!(refused.to_string().contains("20 files"), "{refused}");
        let large = vec![file("large", &vec![0; 26 << 20])];
        let refused = desk.desk.add_draft_files(&vera, &id, DraftKind::Reply, large).await.unwrap_err();
        assert!(refused.to_string().contains("25 MB"), "{refused}");
        let program = Principal::Integration { id: domain::TokenId(1), may: vec![domain::Permission::TicketsWrite] };
        assert!(desk.desk.keep_draft(&program, &id, DraftKind::Reply, "x", "").await.is_err(), "programs write no drafts");
    }
}
