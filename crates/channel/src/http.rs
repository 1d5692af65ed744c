//! Asking other systems over HTTP/1.1: one connection a request, no redirects, every step bounded in time and size. Hosts
//! within are reached only where they are named: an address typed into settings must not open the house from inside.

mod fetch;
mod public;
mod signed;
#[cfg(test)]
mod tests;

pub use public::is_public;

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_util::task::AbortOnDropHandle;

/// To reach the other side.
const CONNECT: Duration = Duration::from_secs(10);

/// What to ask.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// From the first byte sent to the last one read.
    pub within: Duration,
    /// Bytes of the answer that are read.
    pub most: usize,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    pub status: u16,
    /// `Retry-After` in seconds, where it is said so.
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// Why there is no answer. No address with a secret in it is told.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AskError {
    /// Nothing was sent, and nothing ever will be as it is.
    #[error("{0}")]
    Address(String),
    /// Nothing was sent: the other side is away.
    #[error("{0} cannot be reached: {1}")]
    Away(String, String),
    /// It was sent, at least in part, and what came of it is not known.
    #[error("the line broke before {0} answered: {1}")]
    Broken(String, String),
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
}

/// Asks.
#[derive(Clone)]
pub struct Http {
    tls: TlsConnector,
    /// Hosts that may lie within.
    within: Arc<Vec<String>>,
}

impl Http {
    /// Asks hosts of the public net, and those named here wherever they lie.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(within: Vec<String>) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
            within: Arc::new(within),
        })
    }

    /// Whether an address names a host that may lie within.
    #[must_use]
    pub fn is_within(&self, url: &str) -> bool {
        let named = |host: &str| self.within.iter().any(|own| own.eq_ignore_ascii_case(host));
        Place::of(url).is_ok_and(|at| named(&at.host))
    }

    /// Asks once.
    ///
    /// # Errors
    /// [`AskError`]. An answer of any status is an answer.
    pub async fn ask(&self, ask: Ask) -> Result<Answered, AskError> {
        let at = Place::of(&ask.url)?;
        let address = tokio::time::timeout(CONNECT, self.connect(&at));
        let stream = address.await.map_err(|_| at.away("no answer within 10 s"))??;
        let exchange = async {
            if at.secure {
                let name = ServerName::try_from(at.host.clone())
                    .map_err(|_| AskError::Address(format!("{} is no host name", at.host)))?;
                let stream = self.tls.connect(name, stream).await;
                let stream = stream.map_err(|error| at.away(&error.to_string()))?;
                exchange(stream, &at, &ask).await
            } else {
                exchange(stream, &at, &ask).await
            }
        };
        tokio::time::timeout(ask.within, exchange)
            .await
            .map_err(|_| at.broken(&format!("no answer within {:?}", ask.within)))?
    }

    /// The name is looked up once, and what it led to is where the connection goes: it cannot change in between.
    async fn connect(&self, at: &Place) -> Result<TcpStream, AskError> {
        let found: Vec<SocketAddr> = match at.host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, at.port)],
            Err(_) => tokio::net::lookup_host((at.host.as_str(), at.port))
                .await
                .map_err(|error| at.away(&error.to_string()))?
                .collect(),
        };
        let named = self.within.iter().any(|host| host.eq_ignore_ascii_case(&at.host));
        if !at.secure && !named {
            return Err(AskError::Address(format!(
                "{} is asked in clear; write https, or name it in outgoing.within",
                at.host
            )));
        }
        let allowed: Vec<SocketAddr> = found
            .into_iter()
            .filter(|address| named || is_public(address.ip()))
            .collect();
        if allowed.is_empty() {
            return Err(AskError::Address(format!(
                "{} does not lie in the public net; name it in outgoing.within if it is meant",
                at.host
            )));
        }
        TcpStream::connect(allowed.as_slice())
            .await
            .map_err(|error| at.away(&error.to_string()))
    }
}

/// Where a URL leads.
struct Place {
    secure: bool,
    host: String,
    port: u16,
    /// `host:port` as it stands in the URL.
    authority: String,
    path: String,
}

impl Place {
    fn of(url: &str) -> Result<Self, AskError> {
        // The URL itself is not told: it may hold a secret.
        let wrong = || AskError::Address("the address is no http or https URL".to_owned());
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?;
        if authority.as_str().contains('@') {
            return Err(wrong());
        }
        Ok(Self {
            secure,
            host: authority.host().to_owned(),
            port: authority.port_u16().unwrap_or(if secure { 443 } else { 80 }),
            authority: authority.to_string(),
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        })
    }

    fn away(&self, why: &str) -> AskError {
        AskError::Away(self.host.clone(), why.to_owned())
    }

    fn broken(&self, why: &str) -> AskError {
        AskError::Broken(self.host.clone(), why.to_owned())
    }
}

async fn exchange<S>(stream: S, at: &Place, ask: &Ask) -> Result<Answered, AskError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = request(at, ask)?;
    let (mut sender, line) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| at.away(&error.to_string()))?;
    let _line = AbortOnDropHandle::new(tokio::spawn(line));
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| at.broken(&error.to_string()))?;
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map(Duration::from_secs);
    let body = Limited::new(response.into_body(), ask.most).collect().await;
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            AskError::TooLarge(ask.most)
        } else {
            at.broken(&error.to_string())
        }
    })?;
    Ok(Answered {
        status,
        retry_after,
        body: body.to_bytes().to_vec(),
    })
}

fn request(at: &Place, ask: &Ask) -> Result<hyper::Request<Full<Bytes>>, AskError> {
    let wrong = |what: &str| AskError::Address(format!("the request cannot be written: {what}"));
    let mut request = hyper::Request::new(Full::new(Bytes::from(ask.body.clone())));
    request.method_mut().clone_from(&ask.method);
    *request.uri_mut() = at.path.parse().map_err(|_| wrong("path"))?;
    let headers = request.headers_mut();
    let text = |value: &str, name: &str| HeaderValue::from_str(value).map_err(|_| wrong(name));
    headers.insert(HOST, text(&at.authority, "host")?);
    headers.insert(USER_AGENT, HeaderValue::from_static("okno"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(ask.body.len()));
    for (name, value) in &ask.headers {
        let mut value = text(value, name)?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static(name), value);
    }
    Ok(request)
}
