use crate::terminal::{Running, Terminal};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

const DESK: &str = "[[channel]]\nname = \"mail\"\nkind = \"email\"\nbrand = \"Okno\"\nteam = \"Support\"\n\
                    address = \"help@desk.example\"\n";

/// A node that serves.
pub struct Serving {
    pub running: Running,
    pub http: SocketAddr,
    pub mail: SocketAddr,
}

pub fn serve(terminal: &Terminal) -> Serving {
    terminal.write(
        "okno.toml",
        "[http]\nlisten = \"127.0.0.1:0\"\n[mail]\nlisten = \"127.0.0.1:0\"\nhostname = \"mx\"\n",
    );
    let mut running = Running::start(terminal.command(&["serve"]));
    let line: serde_json::Value = serde_json::from_str(&running.logged("\"ready\"")).expect("JSON logs");
    let addr = |key: &str| {
        line[key]
            .as_str()
            .unwrap()
            .trim_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .unwrap()
    };
    Serving {
        http: addr("http"),
        mail: addr("mail"),
        running,
    }
}

fn get(addr: SocketAddr, path: &str) -> String {
    ask(addr, path, "")
}

/// With a token of the API.
pub fn get_with(addr: SocketAddr, path: &str, token: &str) -> String {
    ask(addr, path, &format!("Authorization: Bearer {token}\r\n"))
}

fn ask(addr: SocketAddr, path: &str, more: &str) -> String {
    let mut stream = TcpStream::connect(addr).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Sends a mail by SMTP and returns the answer to its end.
pub fn send(addr: SocketAddr, to: &str, id: &str) -> String {
    let stream = TcpStream::connect(addr).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut answer = move || loop {
        let line = lines.next().unwrap().unwrap();
        if line.as_bytes().get(3) == Some(&b' ') {
            return line;
        }
    };
    answer();
    let mut stream = stream;
    let mut last = String::new();
    let mail = format!(
        "From: c@post.example\r\nSubject: hello\r\nMessage-ID: <{id}@post.example>\r\n\r\nWhere is it?\r\n."
    );
    for command in [
        "EHLO me",
        "MAIL FROM:<c@post.example>",
        &format!("RCPT TO:<{to}>"),
        "DATA",
        &mail,
    ] {
        write!(stream, "{command}\r\n").unwrap();
        last = answer();
        if last.starts_with('5') {
            break;
        }
    }
    last
}

#[test]
fn a_desk_takes_mail_and_pages_and_stops_when_asked() {
    let terminal = Terminal::with_desk();
    let serving = serve(&terminal);
    assert!(get(serving.http, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(serving.http, "/readyz").starts_with("HTTP/1.1 200"));
    // The set-up changes under a running node.
    terminal.write("desk.toml", DESK);
    assert!(send(serving.mail, "help@desk.example", "early").starts_with("550"));
    let applied = terminal.run(&["apply", "desk.toml"]);
    assert_eq!(applied.code, 0, "{applied:?}");
    let mut running = serving.running;
    let wired = running.logged("messages come in, nothing goes out");
    assert!(wired.contains("submission.host is not set"), "{wired}");
    assert!(send(serving.mail, "help@desk.example", "1").starts_with("250 2.0.0"));
    assert!(send(serving.mail, "HELP@desk.example", "1").contains("duplicate"));
    let beside = ["serve", "--config", "other.toml"];
    terminal.write(
        "other.toml",
        "[http]\nlisten = \"127.0.0.1:0\"\n[mail]\nlisten = \"\"\n",
    );
    let second = terminal.run(&beside);
    assert_eq!(second.code, 1, "{second:?}");
    assert!(
        second.err.contains("another okno serves okno.db already"),
        "{second:?}"
    );
    let check = terminal.run(&["check"]);
    assert!(check.out.contains("database: okno.db answers"), "{check:?}");
    let ledger = terminal.run(&["ledger", "--json"]);
    assert_eq!(ledger.code, 0, "{ledger:?}");
    let json: serde_json::Value = serde_json::from_str(&ledger.out).unwrap();
    assert_eq!(
        (&json["total"]["opened"], &json["total"]["duplicate"]),
        (&1.into(), &1.into())
    );
    assert_eq!(running.end_by("TERM"), 0);
}

#[test]
fn a_taken_port_is_told_in_words() {
    let terminal = Terminal::with_desk();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap();
    for (key, other) in [("http", "mail"), ("mail", "http")] {
        let text = format!("[{key}]\nlisten = \"{addr}\"\n[{other}]\nlisten = \"127.0.0.1:0\"\n");
        terminal.write("okno.toml", &text);
        let answer = terminal.run(&["serve"]);
        assert_eq!(answer.code, 1, "{answer:?}");
        assert!(
            answer.err.contains(&format!("{addr}")) && answer.err.contains("taken by another program"),
            "{answer:?}"
        );
    }
}

#[test]
fn a_database_that_lacks_migrations_is_refused_when_asked_to() {
    let terminal = Terminal::new();
    terminal.write("okno.db", "");
    let answer = terminal.run(&["serve", "--no-migrate"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.contains("run `okno migrate`"), "{answer:?}");
}
