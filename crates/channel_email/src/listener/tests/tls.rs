//! STARTTLS, with our own submission on the other side.

use super::{hear, start};
use crate::listener::{ListenerConfig, Tls};
use crate::submit::{SmtpSink, SubmitConfig, TlsMode};
use channel::{Inbound, Outbound, Sink as _, What};
use domain::{Handle, Moment, Now};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

struct Epoch;

impl Now for Epoch {
    fn now(&self) -> Moment {
        Moment::default()
    }
}

/// A certificate for `localhost` in files of its own, removed with it.
struct Files {
    folder: PathBuf,
    tls: Tls,
}

impl Files {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let folder = std::env::temp_dir().join(format!("okno-tls-{:016x}", rand::random::<u64>()));
        std::fs::create_dir(&folder).unwrap();
        let tls = Tls {
            certificate: folder.join("cert.pem"),
            key: folder.join("key.pem"),
        };
        std::fs::write(&tls.certificate, made.cert.pem()).unwrap();
        std::fs::write(&tls.key, made.signing_key.serialize_pem()).unwrap();
        Self { folder, tls }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            println!("left behind: {error}");
        }
    }
}

fn outbound() -> Outbound {
    Outbound {
        external_id: "1@client.example".into(),
        to: Handle::email("support@desk.example", ""),
        others: Vec::new(),
        from: Handle::email("anna@client.example", "Анна"),
        reply_to: None,
        title: "Привет".into(),
        text: "Текст\n.\n..точки".into(),
        html: String::new(),
        words: String::new(),
        link: String::new(),
        zone: String::new(),
        files: Vec::new(),
        thread: Vec::new(),
        automatic: false,
        ticket_number: String::new(),
        trace: String::new(),
    }
}

#[tokio::test]
async fn a_mail_submitted_over_tls_arrives_whole() {
    let files = Files::new();
    let running = start(ListenerConfig {
        tls: Some(files.tls.clone()),
        ..ListenerConfig::default()
    })
    .await;
    let config = SubmitConfig {
        host: "localhost".into(),
        port: running.addr.port(),
        tls: TlsMode::StartTls,
        ca: Some(files.tls.certificate.clone()),
        ..SubmitConfig::default()
    };
    let sink = SmtpSink::new(config, Arc::new(Epoch)).unwrap();
    let delivered = sink.deliver(&outbound()).await.unwrap();
    assert!(
        delivered.note.starts_with("250 2.0.0 Ok: accepted as opened"),
        "{}",
        delivered.note
    );
    let sightings = running.memory.sightings.lock().unwrap();
    let What::Understood(Inbound::Message(message)) = &sightings[0].what else {
        panic!("{sightings:?}")
    };
    assert_eq!(message.title, "Привет");
    assert_eq!(
        message.text.as_deref().unwrap().replace("\r\n", "\n").trim_end(),
        "Текст\n.\n..точки"
    );
}

#[tokio::test]
async fn an_unknown_certificate_is_not_trusted() {
    let files = Files::new();
    let running = start(ListenerConfig {
        tls: Some(files.tls.clone()),
        ..ListenerConfig::default()
    })
    .await;
    let config = SubmitConfig {
        port: running.addr.port(),
        tls: TlsMode::StartTls,
        ..SubmitConfig::default()
    };
    let sink = SmtpSink::new(config, Arc::new(Epoch)).unwrap();
    let outcome = sink.deliver(&outbound()).await;
    assert!(
        matches!(outcome, Err(channel::DeliveryError::Temporary { .. })),
        "{outcome:?}"
    );
    assert!(running.memory.sightings.lock().unwrap().is_empty());
}

#[tokio::test]
async fn commands_sent_in_clear_behind_starttls_are_not_carried_out() {
    let files = Files::new();
    let running = start(ListenerConfig {
        tls: Some(files.tls.clone()),
        ..ListenerConfig::default()
    })
    .await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    stream.write_all(b"EHLO x\r\nSTARTTLS\r\nNOOP\r\n").await.unwrap();
    let heard = hear(&mut stream, "220 2.0.0 Ready to start TLS\r\n").await;
    assert!(heard.contains("250-STARTTLS"), "{heard}");
    let name = ServerName::try_from("localhost").unwrap();
    let mut secure = client(&files).connect(name, stream).await.unwrap();
    secure.write_all(b"EHLO y\r\n").await.unwrap();
    let mut first = [0_u8; 13];
    secure.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"250-localhost", "the answer to NOOP came first");
}

fn client(files: &Files) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(&files.tls.certificate).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    TlsConnector::from(Arc::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}

#[tokio::test]
async fn a_missing_certificate_is_told_in_words() {
    let tls = Tls {
        certificate: "/nonexistent/cert.pem".into(),
        key: "/nonexistent/key.pem".into(),
    };
    let config = ListenerConfig {
        addr: "127.0.0.1:0".parse().unwrap(),
        tls: Some(tls),
        ..ListenerConfig::default()
    };
    let error = crate::listener::Listener::bind(config, Arc::new(super::House))
        .await
        .unwrap_err();
    assert!(error.reason.contains("/nonexistent/cert.pem"), "{}", error.reason);
}
