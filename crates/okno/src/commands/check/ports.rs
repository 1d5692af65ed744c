//! The ports: free, or taken by an Okno that runs already.

use super::report::Report;
use crate::config::Config;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How long somebody behind a taken port may take to say who it is.
const PATIENCE: Duration = Duration::from_secs(2);

pub async fn look(config: &Config, report: &mut Report) {
    let http = config.http.listen;
    port(
        report,
        "pages",
        http,
        "http.listen",
        b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "\"alive\"",
    )
    .await;
    match config.mail.listen {
        Some(mail) => port(report, "mail in", mail, "mail.listen", b"", "Okno").await,
        None => report.note("mail in", "switched off: mail.listen is empty", ""),
    }
    if !config.http.listen.ip().is_loopback() && config.http.public_url.starts_with("http://") {
        report.note(
            "pages",
            format!("{http} can be reached by others, and passwords would travel in clear"),
            "put a proxy with TLS in front (deploy/nginx.conf) and set http.public_url to its https:// address",
        );
    }
}

async fn port(
    report: &mut Report,
    part: &'static str,
    addr: SocketAddr,
    key: &str,
    question: &[u8],
    ours: &str,
) {
    match TcpListener::bind(addr).await {
        Ok(_free) => report.fine(part, format!("{addr} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let asked = tokio::time::timeout(PATIENCE, ask(addr, question)).await;
            if matches!(&asked, Ok(Ok(answer)) if answer.contains(ours)) {
                report.fine(part, format!("{addr} is served by a running Okno"));
            } else {
                let to_do = format!("stop the program that listens there, or choose another port in {key}");
                report.problem(part, &format!("{addr} is taken by another program"), to_do);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let to_do = format!(
                "ports below 1024 need CAP_NET_BIND_SERVICE; choose another port in {key}, or grant it"
            );
            report.problem(part, &format!("{addr} may not be used: {error}"), to_do);
        }
        Err(error) => {
            let to_do = format!("choose an address of this machine in {key}");
            report.problem(part, &format!("{addr} cannot be used: {error}"), to_do);
        }
    }
}

/// What the other side says first.
async fn ask(addr: SocketAddr, question: &[u8]) -> io::Result<String> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(question).await?;
    let mut answer = Vec::new();
    let mut piece = [0; 1_024];
    while answer.len() < 8_192 {
        let read = stream.read(&mut piece).await?;
        answer.extend(piece.get(..read).unwrap_or_default());
        // A mail server greets and waits; a web server closes.
        if read == 0 || question.is_empty() && answer.ends_with(b"\n") {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
