//! A letter of the desk to one of our people: no ticket, no fate on a timeline; what became of it is told by its job.

use crate::Desk;
use channel::{DeliveryError, Outbound};
use domain::Handle;
use domain::job::Job;
use domain::setup::Channel;
use std::time::Duration;
use words::mail::{MailError, Rendered};

/// No attempt takes longer, whatever the adapter thinks.
const ATTEMPT: Duration = Duration::from_secs(120);

/// What may be better at another time.
fn later(reason: &str) -> DeliveryError {
    DeliveryError::Temporary {
        reason: reason.to_owned(),
        retry_after: None,
    }
}

/// There is nobody to send it.
pub(super) fn no_way() -> DeliveryError {
    later("no channel of this desk sends mail")
}

impl Desk {
    /// Makes one attempt by a channel that sends mail, under an id: the same for every attempt where answers matter.
    pub(super) async fn write_to_colleague(
        &self,
        to: Handle,
        letter: Result<Rendered, MailError>,
        channel: &Channel,
        job: &Job,
        external_id: String,
    ) -> Result<(), DeliveryError> {
        let letter = letter.map_err(|error| DeliveryError::Permanent {
            status: "5.3.0".into(),
            reason: error.to_string(),
        })?;
        let message = Outbound {
            external_id,
            to,
            others: Vec::new(),
            from: Handle::email(&channel.address, &self.letterhead(channel.brand).name),
            reply_to: None,
            title: letter.subject,
            text: letter.text,
            html: letter.html,
            words: String::new(),
            link: String::new(),
            zone: String::new(),
            files: Vec::new(),
            thread: Vec::new(),
            automatic: true,
            ticket_number: String::new(),
            trace: job.trace.clone(),
        };
        let Some(sink) = self.sink(channel.id) else {
            return Err(later("the channel has no way out at the moment"));
        };
        match tokio::time::timeout(ATTEMPT, sink.deliver(&message)).await {
            Ok(end) => end.map(drop),
            Err(_elapsed) => Err(DeliveryError::Unknown {
                reason: format!("no answer within {ATTEMPT:?}"),
            }),
        }
    }
}
