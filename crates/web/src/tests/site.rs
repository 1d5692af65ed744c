//! A server on a port of its own, and the simplest browser there can be: it keeps cookies and follows nothing.

use crate::app::{Extras, MetricsAccess, WebOptions};
use actix_web::dev::ServerHandle;
use desk::people::NewOperator;
use domain::{Actor, Permission, Role};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use testkit::{TestDatabase, TestDesk};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse";

/// The web over a desk for a test.
pub struct Site {
    pub desk: TestDesk,
    pub address: SocketAddr,
    pub stop: CancellationToken,
    handle: ServerHandle,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The value of the first hidden field of that name.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .body
            .split_once(&start)
            .unwrap_or_else(|| panic!("no field {name}: {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Site {
    pub async fn new(database: TestDatabase) -> Self {
        Self::with(database, WebOptions::default(), Extras::default()).await
    }

    pub async fn with(database: TestDatabase, options: WebOptions, extras: Extras) -> Self {
        let desk = TestDesk::new(database).await;
        let stop = CancellationToken::new();
        let options = WebOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            workers: 1,
            metrics: MetricsAccess::Loopback,
            ..options
        };
        let extras = Extras {
            stop: stop.clone(),
            form: Some(testkit::form_door()),
            chat: Some(testkit::chat_door()),
            phone: Some(testkit::phone_door()),
            account: Some(testkit::account_door()),
            secret: |name| match name {
                "EXCHANGE_SECRET" => Some(crate::tests::phone::SECRET.to_owned()),
                "APP_OLD" => Some(crate::tests::account::OLD.to_owned()),
                "APP_NEW" => Some(crate::tests::account::NEW.to_owned()),
                _ => None,
            },
            ..extras
        };
        let (server, address) = crate::serve(desk.desk.clone(), options, extras).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        let tail = desk.desk.clone();
        let until = stop.clone();
        tokio::spawn(async move { tail.run_tail(until).await });
        Self {
            desk,
            address,
            stop,
            handle,
            cookies: Mutex::default(),
        }
    }

    /// One of our people, who can log in as `name@desk.example`.
    pub async fn hire(&self, name: &str, role: Role) -> String {
        let new = NewOperator {
            login: format!("{name}@desk.example"),
            name: name.to_owned(),
            role,
            password: Some(PASSWORD.to_owned()),
            lang: "en".to_owned(),
            zone: "Europe/Moscow".to_owned(),
            teams: Vec::new(),
        };
        self.desk
            .desk
            .add_operator(Actor::System, new)
            .await
            .unwrap()
            .public_id
    }

    /// Somebody is hired and logs in; from here on the browser is theirs.
    pub async fn log_in(&self, name: &str, role: Role) -> String {
        let id = self.hire(name, role).await;
        let form = self.get("/login").await;
        let email = format!("{name}@desk.example");
        let fields = [
            ("csrf", form.field("csrf")),
            ("email", email),
            ("password", PASSWORD.to_owned()),
        ];
        let answer = self.post("/login", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        id
    }

    /// A token with these scopes, as the value of the header.
    pub async fn token(&self, scopes: &[Permission]) -> String {
        let made = self
            .desk
            .desk
            .create_token(Actor::System, "a program", scopes, None)
            .await
            .unwrap();
        format!("Bearer {}", made.secret.expose())
    }

    pub fn forget_cookies(&self) {
        self.cookies.lock().unwrap().clear();
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("accept", "text/html")], b"").await
    }

    /// A form, as a browser sends it from a page of ours.
    pub async fn post(&self, path: &str, fields: &[(&str, String)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", crate::console::page::escape(value)))
            .collect();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
        ];
        self.send("POST", path, &headers, body.join("&").as_bytes()).await
    }

    /// A form with files.
    pub async fn post_multipart(
        &self,
        path: &str,
        fields: &[(&str, String)],
        file: Option<(&str, &str)>,
    ) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (name, bytes) = file.unwrap_or_default();
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{bytes}\r\n--b--\r\n"
        ));
        let headers = [
            ("content-type", "multipart/form-data; boundary=b"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", path, &headers, body.as_bytes()).await
    }

    /// A call of a program.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: &serde_json::Value,
        more: &[(&str, &str)],
    ) -> Answer {
        let mut headers = vec![("authorization", token), ("content-type", "application/json")];
        headers.retain(|(_, value)| !value.is_empty());
        headers.extend_from_slice(more);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, path, &headers, body.as_bytes()).await
    }

    /// A request as it is.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.open(method, path, headers, body).await;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let answer = parse(&bytes);
        self.keep_cookies(&answer);
        answer
    }

    /// A request whose answer is read by the test.
    pub async fn open(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n",
            self.address,
            body.len()
        );
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            head.push_str(&format!("cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(b"\r\n").await.unwrap();
        stream.write_all(body).await.unwrap();
        stream
    }

    fn keep_cookies(&self, answer: &Answer) {
        let mut cookies = self.cookies.lock().unwrap();
        for (_, value) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = value.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                cookies.remove(name)
            } else {
                cookies.insert(name.to_owned(), value.to_owned())
            };
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.cancel();
        // The command is sent by the call; nobody waits for the server to have stopped.
        drop(self.handle.stop(false));
    }
}

fn parse(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    Answer {
        status,
        body: if chunked { dechunk(body) } else { body.to_owned() },
        headers,
    }
}

/// The data of chunks (RFC 9112 §7.1).
fn dechunk(mut rest: &str) -> String {
    let mut data = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        data.push_str(&after[..size]);
        rest = after[size..].trim_start_matches("\r\n");
    }
    data
}
