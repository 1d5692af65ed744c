//! As much HTTP as a vendor of tests needs: one request a connection.

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    query: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// An answer.
pub struct Response {
    status: u16,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
}

impl Response {
    pub fn json(status: u16, body: &Value) -> Self {
        let mut response = Self::bytes(status, body.to_string().into_bytes());
        // MAX says so in a header what Telegram says in the body.
        if let Some(seconds) = body["retry_after"].as_u64() {
            response.headers.push(("retry-after", seconds.to_string()));
        }
        response
    }

    pub fn bytes(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }
}

impl Request {
    /// The value of a header, by its name in lower case; empty for none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn query(&self, name: &str) -> String {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let mut found = pairs.filter(|(known, _)| *known == name);
        found
            .next()
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default()
    }

    /// The parts of a form: head and body.
    fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let kind = self.header("content-type");
        let Some((_, edge)) = kind.split_once("boundary=") else {
            return Vec::new();
        };
        let edge = format!("--{edge}").into_bytes();
        let mut places: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(found) = find(&self.body[at..], &edge) {
            places.push(at + found);
            at += found + edge.len();
        }
        let pairs = places.windows(2);
        pairs
            .filter_map(|pair| {
                let part = &self.body[pair[0] + edge.len() + 2..pair[1] - 2];
                let cut = find(part, b"\r\n\r\n")?;
                Some((
                    String::from_utf8_lossy(&part[..cut]).into_owned(),
                    part[cut + 4..].to_vec(),
                ))
            })
            .collect()
    }

    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\"");
        let found = self.parts().into_iter().find(|(head, _)| head.contains(&mark));
        found
            .map(|(_, body)| String::from_utf8_lossy(&body).into_owned())
            .unwrap_or_default()
    }

    pub fn file(&self, name: &str) -> Option<(String, Vec<u8>)> {
        let mark = format!("name=\"{name}\"; filename=\"");
        let (head, body) = self.parts().into_iter().find(|(head, _)| head.contains(&mark))?;
        let (_, rest) = head.split_once(&mark)?;
        Some((rest.split('"').next()?.to_owned(), body))
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Answers everybody until it is dropped.
pub async fn serve<A, F>(listener: TcpListener, answer: A)
where
    A: Fn(Request) -> F + Clone + Send + 'static,
    F: Future<Output = Response> + Send,
{
    while let Ok((stream, _)) = listener.accept().await {
        let answer = answer.clone();
        tokio::spawn(async move {
            if let Err(error) = talk(stream, answer).await {
                // The other side hung up, as it does when it is told to stop.
                eprintln!("a call to the vendor ended: {error}");
            }
        });
    }
}

async fn talk<A, F>(mut stream: TcpStream, answer: A) -> std::io::Result<()>
where
    A: Fn(Request) -> F,
    F: Future<Output = Response>,
{
    let request = read(&mut stream).await?;
    let response = answer(request).await;
    let mut head = format!(
        "HTTP/1.1 {} Told\r\ncontent-length: {}\r\nconnection: close\r\n",
        response.status,
        response.body.len()
    );
    for (name, value) in response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&response.body).await?;
    stream.shutdown().await
}

async fn read(stream: &mut TcpStream) -> std::io::Result<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_owned();
    let target = first.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines.filter_map(|line| line.split_once(':'));
    let mut request = Request {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers
            .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
            .collect(),
        body: bytes.split_off(head + 4),
    };
    let length: usize = request.header("content-length").parse().unwrap_or(0);
    while request.body.len() < length {
        if stream.read_buf(&mut request.body).await? == 0 {
            break;
        }
    }
    Ok(request)
}
