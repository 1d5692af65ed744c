//! A request to a node that may be dead or about to die: there is an answer, or there is none.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long a node may think.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks once: status and answer, where a whole one came. `headers` end with a line end each.
pub fn ask(port: u16, method: &str, path: &str, headers: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = begin(port, method, path, headers, body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, told) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(told).unwrap_or_default()))
}

/// Asks and leaves the answer to be read.
pub fn begin(port: u16, method: &str, path: &str, headers: &str, body: &str) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    Some(stream)
}
