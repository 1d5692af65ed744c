//! Live pages: what a browser hears while things happen.

use super::site::Site;
use domain::Role;
use std::time::Duration;
use testkit::{TestDatabase, both_databases, message};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// Longer than anything here takes; reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads until the text is there.
pub async fn hear(stream: &mut TcpStream, heard: &mut String, wanted: &str) {
    let listen = async {
        let mut bytes = [0; 4096];
        while !heard.contains(wanted) {
            let read = stream.read(&mut bytes).await.unwrap();
            assert_ne!(read, 0, "the stream ended before {wanted:?}: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    };
    let late = tokio::time::timeout(PATIENCE, listen).await.is_err();
    assert!(!late, "{wanted:?} did not come: {heard}");
}

both_databases! {
    async fn a_changed_ticket_comes_as_a_row_and_counts_follow(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let mut heard = String::new();
        // A stream that were compressed would be held back by its compressor.
        let mut stream = site.open("GET", "/events", &[("accept-encoding", "gzip")], b"").await;
        hear(&mut stream, &mut heard, ": hello").await;
        assert!(heard.contains("text/event-stream") && heard.contains("200 OK"), "{heard}");
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        hear(&mut stream, &mut heard, &format!("target=\"row-{id}\"")).await;
        assert!(heard.contains("event: row\ndata: <turbo-stream"), "{heard}");
        hear(&mut stream, &mut heard, &format!("event: ticket\ndata: {{\"ticket\":\"{id}\"}}")).await;
        hear(&mut stream, &mut heard, "event: counts").await;
        hear(&mut stream, &mut heard, "\"unassigned\":\"1\"").await;
        hear(&mut stream, &mut heard, "event: refresh").await;
        site.stop.cancel();
        let mut rest = Vec::new();
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("a shutdown ends streams").unwrap();
    }

    async fn what_happened_between_a_page_and_its_stream_is_not_missed(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let page = site.get("/inbox").await.body;
        let (_, events) = page.split_once("name=\"okno-events\" content=\"").expect("the page names its stream");
        let (address, _) = events.split_once('"').unwrap();
        let mut other = site.open("GET", "/events", &[], b"").await;
        hear(&mut other, &mut String::new(), ": hello").await;
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        hear(&mut other, &mut String::new(), &format!("row-{id}")).await;
        let mut stream = site.open("GET", address, &[], b"").await;
        hear(&mut stream, &mut String::new(), "event: refresh").await;
    }

    async fn the_numbers_of_the_rail_are_never_those_of_before(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let mut stream = site.open("GET", "/events", &[], b"").await;
        let mut heard = String::new();
        hear(&mut stream, &mut heard, ": hello").await;
        for (subject, waiting) in [("Справка", "1"), ("Выписка", "2"), ("Счёт", "3")] {
            let id = site.desk.take(message("maria@client.example", subject, "Где?")).await.ticket.unwrap().public_id;
            let counted = format!("data-count=\"unassigned\">{waiting}<");
            let page = site.get("/inbox").await.body;
            assert!(page.contains(&counted), "{counted} is not on the page: {page}");
            // The numbers are kept only where the tail tells of changes, and it has told of one by now.
            hear(&mut stream, &mut heard, &format!("row-{id}")).await;
        }
    }

    async fn strangers_hear_nothing(database: TestDatabase) {
        let site = Site::new(database).await;
        let answer = site.send("GET", "/events", &[("accept", "text/event-stream")], b"").await;
        assert_eq!(answer.status, 401);
    }
}
