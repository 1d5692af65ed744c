//! Operators at work, by the API: requests opened, answered, merged and taken apart, changed by the dozen. Bounded in
//! rounds; every answer is looked at.

use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::JoinHandle;
use std::time::Duration;

/// A desk at work.
pub struct Work(JoinHandle<usize>);

impl Work {
    /// Works so many rounds at a node; `token` opens its API.
    pub fn start(port: u16, token: String, rounds: usize) -> Self {
        Self(std::thread::spawn(move || {
            let line = Line { port, token };
            (0..rounds).map(|round| line.round(round)).sum()
        }))
    }

    /// Waits for the end and tells how many answers were sent.
    pub fn finish(self) -> usize {
        self.0.join().unwrap()
    }
}

struct Line {
    port: u16,
    token: String,
}

impl Line {
    /// Two requests of one client become one; some mail is answered; all of it is tagged.
    fn round(&self, round: usize) -> usize {
        let (first, second) = (self.open(round, "Card"), self.open(round, "The card again"));
        let merge = format!("/api/v1/tickets/{second}/merge");
        self.call("PUT", &merge, &json!({ "into": first }), 200);
        if round.is_multiple_of(3) {
            self.call("DELETE", &merge, &Value::Null, 200);
        }
        let note = format!("/api/v1/tickets/{first}/notes");
        self.call("POST", &note, &json!({ "text": "Asked twice." }), 201);
        let page = self.call("GET", "/api/v1/tickets?view=all&limit=3", &Value::Null, 200);
        let mails: Vec<&str> = page["tickets"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|ticket| ticket["title"].as_str().unwrap().starts_with("Request"))
            .filter_map(|ticket| ticket["id"].as_str())
            .collect();
        for id in &mails {
            let mut reply = json!({ "text": format!("Here it is, {round}.") });
            if round.is_multiple_of(2) {
                reply["then"] = "resolved".into();
                reply["outcome"] = "solved".into();
            }
            self.call("POST", &format!("/api/v1/tickets/{id}/replies"), &reply, 201);
        }
        let ticked = mails
            .iter()
            .copied()
            .chain([first.as_str()])
            .map(|id| json!({ "id": id }));
        let bulk = json!({ "tickets": ticked.collect::<Vec<_>>(), "change": { "tags_add": [format!("round-{round}")] } });
        let done = self.call("POST", "/api/v1/bulk-changes", &bulk, 200);
        assert_eq!(
            done["changed"].as_array().unwrap().len(),
            mails.len() + 1,
            "{done}"
        );
        mails.len()
    }

    fn open(&self, round: usize, title: &str) -> String {
        let client = json!({ "email": format!("guest{round}@work.test"), "name": "Guest" });
        let ticket = json!({ "channel": "api", "client": client, "title": title, "text": "Where is it?" });
        let opened = self.call("POST", "/api/v1/tickets", &ticket, 201);
        opened["id"].as_str().unwrap().to_owned()
    }

    fn call(&self, method: &str, path: &str, body: &Value, wanted: u16) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.token,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, told) = answer.split_once("\r\n\r\n").unwrap();
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert_eq!(status, wanted, "{method} {path}: {answer}");
        serde_json::from_str(told).unwrap_or_default()
    }
}
