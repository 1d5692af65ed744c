//! What would be due if a request came now: told to a client before the request is sent. The same policy, calendar and
//! clocks as intake would choose; nothing is read from the store and nothing is written.

use crate::client::is_listed;
use crate::ticket::{Told, reopens, told, unknown_topic};
use crate::{Desk, DeskError, DeskResult};
use domain::clock::Clock;
use domain::policy::Request;
use domain::ticket::{Kind, Priority};
use domain::{ChannelId, Moment};

/// A request as it would come in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foreseen {
    pub channel: ChannelId,
    pub kind: Kind,
    pub priority: Priority,
    /// Empty for none.
    pub topic: String,
    /// The client's segment; empty while the client is unknown.
    pub segment: String,
    /// ISO 639-1 code.
    pub lang: String,
}

impl Foreseen {
    /// A question of usual priority.
    #[must_use]
    pub fn by(channel: ChannelId) -> Self {
        Self {
            channel,
            kind: Kind::Question,
            priority: Priority::Normal,
            topic: String::new(),
            segment: String::new(),
            lang: String::new(),
        }
    }
}

/// What its client would be told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Forecast {
    /// `None` where no policy gives such a request a deadline.
    pub due: Option<Told>,
    /// When the desk opens next; `None` while it is open.
    pub reopens_at: Option<Moment>,
}

impl Desk {
    /// What a client would be told, to a caller who names topic and segment: refused where the desk's lists have no such.
    ///
    /// # Errors
    /// As [`Desk::forecast`]; [`DeskError::Invalid`] with the field's name.
    pub fn forecast_as_named(&self, foreseen: &Foreseen, at: Moment) -> DeskResult<Forecast> {
        let setup = self.setup();
        if let Some(fault) = unknown_topic(&setup, &foreseen.topic) {
            return Err(DeskError::Invalid(vec![fault]));
        }
        is_listed(&setup, &foreseen.segment)?;
        self.forecast(foreseen, at)
    }

    /// What a client would be told if the request happened at `at`.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a channel that is not there or switched off.
    pub fn forecast(&self, foreseen: &Foreseen, at: Moment) -> DeskResult<Forecast> {
        let setup = self.setup();
        let channel = setup
            .channel(foreseen.channel)
            .filter(|channel| channel.enabled)
            .ok_or(DeskError::NotFound("channel"))?;
        let request = Request {
            channel: channel.id,
            kind: foreseen.kind,
            priority: foreseen.priority,
            topic: &foreseen.topic,
            segment: &foreseen.segment,
            lang: &foreseen.lang,
            team: channel.team,
        };
        let clocks = domain::forecast::forecast(&setup, &request, at);
        let due = told(&clocks.iter().collect::<Vec<&Clock>>(), &setup);
        let reopens_at = reopens(&setup, due.as_ref(), at);
        Ok(Forecast { due, reopens_at })
    }
}
