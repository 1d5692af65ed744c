//! A mail server that says what it was told to say.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

pub(super) struct Server {
    pub addr: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Commands, and the content of mails line by line.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Takes one connection, greets with the first reply, gives the others in turn, then hangs up. `hang` says nothing.
pub(super) async fn serve(replies: &[&'static str]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (replies, lines) = (replies.to_vec(), heard.clone());
    let task = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut in_content = false;
        let mut replies = replies.into_iter();
        let Some(greeting) = replies.next() else { return };
        stream
            .write_all(format!("{greeting}\r\n").as_bytes())
            .await
            .unwrap();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            lines.lock().unwrap().push(line.trim_end().to_owned());
            if in_content && line != ".\r\n" {
                continue;
            }
            let Some(reply) = replies.next() else { return };
            if reply == "hang" {
                return std::future::pending().await;
            }
            in_content = reply.starts_with("354");
            stream.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
        }
    });
    Server { addr, heard, task }
}
