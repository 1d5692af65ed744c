//! Mail on its way out: builds the message and submits it over SMTP, saying exactly what is known of the outcome.
//! Knows nothing of tickets; whether and when to try again is the desk's.

mod answer;
mod compose;
pub mod config;
mod pool;

#[cfg(test)]
mod tests;

pub use config::{Credentials, SubmitConfig, SubmitError, SubmitTimeouts, TlsMode};

use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use compose::Composed;
use domain::Now;
use lettre::Address;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use pool::Pool;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Brings mail to the next hop.
pub struct SmtpSink {
    config: SubmitConfig,
    pool: Pool,
    now: Arc<dyn Now>,
}

impl std::fmt::Debug for SmtpSink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSink")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl SmtpSink {
    /// A sink for this server. Connects when there is something to send.
    ///
    /// # Errors
    /// The settings cannot work: in words for an administrator.
    pub fn new(config: SubmitConfig, now: Arc<dyn Now>) -> Result<Self, SubmitError> {
        let pool = Pool::new(&config)?;
        Ok(Self { config, pool, now })
    }

    /// Connects as for a mail, with TLS and log-in, and sends nothing: tells whether the settings work.
    ///
    /// # Errors
    /// What the connection failed at.
    pub async fn try_out(&self) -> Result<(), DeliveryError> {
        let place = self.pool.take().await?;
        self.pool.put_back(place);
        Ok(())
    }

    /// One SMTP transaction (RFC 5321 §3.3). Up to the content nothing can have arrived; after it, only the server's
    /// answer tells.
    async fn transact(
        &self,
        connection: &mut AsyncSmtpConnection,
        mail: &Composed,
    ) -> Result<Delivered, DeliveryError> {
        let step = self.config.timeouts.command;
        let parameters = parameters(connection, mail)?;
        before(
            step,
            connection.command(Mail::new(mail.sender.clone(), parameters)),
        )
        .await?;
        before(step, connection.command(Rcpt::new(mail.to.clone(), Vec::new()))).await?;
        let refused = self.others(connection, &mail.others).await?;
        before(step, connection.command(Data)).await?;
        let answer = after(self.config.timeouts.data, connection.message(&mail.bytes)).await?;
        Ok(Delivered {
            external_ids: Vec::new(),
            note: note(&answer, &refused),
            arrived: false,
            confirm_within: None,
        })
    }

    /// Names the others. That one of them is refused fails nothing: the client gets the answer all the same.
    async fn others(
        &self,
        connection: &mut AsyncSmtpConnection,
        others: &[Address],
    ) -> Result<Vec<String>, DeliveryError> {
        let mut refused = Vec::new();
        for address in others {
            let named = connection.command(Rcpt::new(address.clone(), Vec::new()));
            match before(self.config.timeouts.command, named).await {
                Ok(_) => {}
                Err(DeliveryError::Permanent { reason, .. }) => refused.push(format!("{address}: {reason}")),
                Err(error) => return Err(error),
            }
        }
        Ok(refused)
    }
}

#[async_trait]
impl Sink for SmtpSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        let mail = compose::compose(message, &self.config, self.now.now())?;
        let mut place = self.pool.take().await?;
        let outcome = self.transact(&mut place.connection, &mail).await;
        let reusable = match &outcome {
            Ok(_) => true,
            // The server answered, so the line is in order; the transaction has to be given up.
            Err(DeliveryError::Permanent { .. }) => {
                before(self.config.timeouts.command, place.connection.command(Rset))
                    .await
                    .is_ok()
            }
            Err(_) => false,
        };
        if reusable {
            self.pool.put_back(place);
        }
        tracing::debug!(trace = %message.trace, ?outcome, "mail submitted");
        outcome
    }
}

fn parameters(
    connection: &AsyncSmtpConnection,
    mail: &Composed,
) -> Result<Vec<MailParameter>, DeliveryError> {
    if !mail.needs_utf8 {
        return Ok(Vec::new());
    }
    if connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Ok(vec![MailParameter::SmtpUtfEight]);
    }
    let reason =
        "the address is not ASCII and the mail server does not take such addresses (SMTPUTF8)".to_owned();
    Err(DeliveryError::Permanent {
        status: "5.6.7".to_owned(),
        reason,
    })
}

type Reply<T> = Result<T, lettre::transport::smtp::Error>;

/// A step after which nothing can have arrived yet.
async fn before<T>(patience: Duration, step: impl Future<Output = Reply<T>>) -> Result<T, DeliveryError> {
    match tokio::time::timeout(patience, step).await {
        Ok(reply) => reply.map_err(|error| answer::before_content(&error)),
        Err(_) => Err(DeliveryError::Temporary {
            reason: answer::SILENT.to_owned(),
            retry_after: None,
        }),
    }
}

/// The step that hands the content over.
async fn after<T>(patience: Duration, step: impl Future<Output = Reply<T>>) -> Result<T, DeliveryError> {
    match tokio::time::timeout(patience, step).await {
        Ok(reply) => reply.map_err(|error| answer::after_content(&error)),
        Err(_) => Err(DeliveryError::Unknown {
            reason: answer::SILENT.to_owned(),
        }),
    }
}

fn note(answer: &Response, refused: &[String]) -> String {
    let mut note = format!(
        "{} {}",
        answer.code(),
        answer.message().collect::<Vec<_>>().join(" ")
    );
    if !refused.is_empty() {
        note.push_str("; refused: ");
        note.push_str(&refused.join("; "));
    }
    text::clean_line(&note, 500)
}
