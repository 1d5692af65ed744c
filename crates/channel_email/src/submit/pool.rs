//! Connections to the mail server, kept for the next mail. Knows nothing of mails.

use super::answer;
use super::config::{SubmitConfig, SubmitError, TlsMode};
use channel::DeliveryError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections of one server.
pub(super) struct Pool {
    server: Server,
    idle: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
    places: Arc<Semaphore>,
    max_idle: Duration,
}

/// A connection in use, and the place it takes.
pub(super) struct Place {
    pub connection: AsyncSmtpConnection,
    _permit: OwnedSemaphorePermit,
}

struct Server {
    host: String,
    port: u16,
    mode: TlsMode,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
}

impl Pool {
    pub fn new(config: &SubmitConfig) -> Result<Self, SubmitError> {
        if config.tls == TlsMode::None && config.credentials.is_some() {
            return Err(SubmitError::PasswordInClear {
                host: config.host.clone(),
            });
        }
        if let Some(address) = config
            .bounce
            .as_ref()
            .filter(|a| super::compose::address(a).is_none())
        {
            return Err(SubmitError::Bounce {
                address: address.clone(),
            });
        }
        let server = Server {
            host: config.host.clone(),
            port: config.port,
            mode: config.tls,
            tls: tls(config)?,
            credentials: config
                .credentials
                .as_ref()
                .map(|c| Credentials::new(c.user.clone(), c.password.clone())),
            hello: ClientId::Domain(config.hello.clone()),
            patience: config.timeouts.connect,
        };
        let places = Arc::new(Semaphore::new(config.max_connections.max(1)));
        Ok(Self {
            server,
            idle: Mutex::default(),
            places,
            max_idle: config.timeouts.idle,
        })
    }

    /// A connection that works: one that was kept, or a new one.
    pub async fn take(&self) -> Result<Place, DeliveryError> {
        let stopped = |_| temporary("outgoing mail is being stopped");
        let permit = self.places.clone().acquire_owned().await.map_err(stopped)?;
        while let Some(mut connection) = self.kept() {
            let alive = tokio::time::timeout(self.server.patience, connection.test_connected()).await;
            if matches!(alive, Ok(true)) {
                return Ok(Place {
                    connection,
                    _permit: permit,
                });
            }
        }
        match tokio::time::timeout(self.server.patience, self.server.connect()).await {
            Ok(connection) => Ok(Place {
                connection: connection?,
                _permit: permit,
            }),
            Err(_) => Err(temporary(answer::SILENT)),
        }
    }

    pub fn put_back(&self, place: Place) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push((place.connection, Instant::now()));
    }

    fn kept(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(_, since)| since.elapsed() < self.max_idle);
        idle.pop().map(|(connection, _)| connection)
    }
}

impl Server {
    /// Connects, secures, logs in. Whatever fails here is no fault of the mail.
    async fn connect(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        let failed = |error| temporary(&answer::words(&error));
        let implicit = self.tls.clone().filter(|_| self.mode == TlsMode::Implicit);
        let target = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(target, Some(self.patience), &self.hello, implicit, None);
        let mut connection = connecting.await.map_err(failed)?;
        if let (TlsMode::StartTls, Some(tls)) = (self.mode, &self.tls) {
            connection
                .starttls(tls.clone(), &self.hello)
                .await
                .map_err(failed)?;
        }
        if let Some(credentials) = &self.credentials {
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], credentials)
                .await
                .map_err(failed)?;
        }
        Ok(connection)
    }
}

fn temporary(reason: &str) -> DeliveryError {
    DeliveryError::Temporary {
        reason: reason.to_owned(),
        retry_after: None,
    }
}

fn tls(config: &SubmitConfig) -> Result<Option<TlsParameters>, SubmitError> {
    if config.tls == TlsMode::None {
        return Ok(None);
    }
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.ca {
        let refused = |error: &dyn std::fmt::Display| SubmitError::Certificate {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        let pem = std::fs::read(path).map_err(|error| refused(&error))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| refused(&error))?);
    }
    let failed = |error: &dyn std::fmt::Display| SubmitError::Tls {
        host: config.host.clone(),
        reason: error.to_string(),
    };
    builder.build_rustls().map(Some).map_err(|error| failed(&error))
}
