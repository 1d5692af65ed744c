//! Search: the same words match on both databases, and no text that somebody types is a query language.

use super::{answer, inbox, open};
use desk::read::{Filter, InboxQuery, View};
use domain::Role;
use domain::ticket::State;
use testkit::{TestDatabase, TestDesk, both_databases, message};

async fn found(desk: &TestDesk, view: View, text: &str) -> Vec<String> {
    let filter = Filter {
        text: Some(text.into()),
        ..Filter::of(view)
    };
    let query = InboxQuery::with(filter, desk.now());
    let page = inbox(desk, &TestDesk::supervisor(), query).await;
    page.unwrap_or_else(|error| panic!("{text:?}: {error}"))
        .rows
        .into_iter()
        .map(|row| row.title)
        .collect()
}

both_databases! {
    async fn words_are_found_in_every_form_and_by_their_beginning(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        open(&desk, message("a@client.example", "карта", "Потеряла банковскую карту в поезде.")).await;
        open(&desk, message("b@client.example", "loan", "Two questions about my loan 2026-17/А.")).await;
        assert_eq!(found(&desk, View::All, "карты").await, ["карта"]);
        assert_eq!(found(&desk, View::All, "КАРТА поезд").await, ["карта"]);
        assert_eq!(found(&desk, View::All, "банк").await, ["карта"], "the word being typed is a beginning");
        assert_eq!(found(&desk, View::All, "question loans ").await, ["loan"]);
        assert_eq!(found(&desk, View::All, "карта loan ").await, Vec::<String>::new(), "all words must be there");
        assert_eq!(found(&desk, View::All, "2026-17/а").await, ["loan"], "a number stands whole");
    }

    async fn a_ticket_is_found_by_its_number_however_it_is_written(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for title in ["first", "second"] {
            open(&desk, message("a@client.example", title, "text")).await;
        }
        for number in ["2026-000002", "№ 2026-000002", "№\u{a0}2026-000002", " #2026-000002 "] {
            assert_eq!(found(&desk, View::All, number).await, ["second"], "{number}");
        }
        assert_eq!(found(&desk, View::All, "2026-000009").await, Vec::<String>::new());
    }

    async fn each_ticket_is_found_once_and_the_newest_words_come_first(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let mut ids = Vec::new();
        for title in ["one", "two", "three"] {
            ids.push(open(&desk, message("a@client.example", title, "contract")).await);
        }
        answer(&desk.desk, &anna, &ids[0], "About the contract.", Some(State::Resolved)).await;
        let order = ["one", "three", "two"];
        assert_eq!(found(&desk, View::All, "contract").await, order, "resolved ones are found, too");
        assert_eq!(found(&desk, View::Resolved, "contract").await, ["one"]);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let text = Some("contract".into());
            let filter = Filter { text, ..Filter::of(View::All) };
            let query = InboxQuery { after, limit: 1, ..InboxQuery::with(filter, desk.now()) };
            let page = inbox(&desk, &anna, query).await.unwrap();
            seen.extend(page.rows.into_iter().map(|row| row.title));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, order);
    }

    async fn nothing_that_is_typed_is_syntax(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        open(&desk, message("a@client.example", "rock", "Rock 'n' roll AND \"jazz\" near:5 a*b x@y.example")).await;
        let typed = [
            "\"", "'", "\\", "jazz\"", "'jazz'", "rock' | 'x", "rock:*", "*", "a*b", "NEAR(rock jazz)", "NOT jazz",
            "rock OR", "(rock", "rock)", "-", "^rock", "terms:rock", "rock & !jazz", "%", "_", "--", ";", "\0", "🦀",
            "a@", "@", "....", "+7", "https://x.example/?q='1'", "\u{301}", "и\u{306}", "Ⓐ", "①", "ﬁ", "rock\u{0}",
        ];
        for text in typed {
            found(&desk, View::All, text).await;
        }
        assert_eq!(found(&desk, View::All, "jazz\" ").await, ["rock"]);
        assert_eq!(found(&desk, View::All, "x@y.example").await, ["rock"]);
        assert_eq!(found(&desk, View::All, "!!!").await, Vec::<String>::new(), "no words find nothing");
        assert_eq!(found(&desk, View::All, "  ").await, ["rock"], "nothing asked for leaves the list as it is");
    }

    async fn texts_of_every_script_are_kept_and_found(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let words = ["नमस्ते", "สวัสดี", "שָׁלוֹם", "мой", "Ёлка", "naïve", "東京", "٣٤", "x_y", "a-b", "1.5", "é", "É"];
        for word in words {
            open(&desk, message("a@client.example", word, &format!("start {word} end"))).await;
        }
        for word in words {
            let text = format!("{word} ");
            assert!(found(&desk, View::All, &text).await.contains(&word.to_owned()), "{word}");
        }
    }
}
