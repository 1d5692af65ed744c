//! The register of what goes out on paper: dispatched, delivered, returned. An answer counts from its dispatch, and the letter is
//! kept as it left.

use super::edit::within;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::receive::keep_bytes;
use domain::act::{self, Edit, OnDispatch, Registered};
use domain::{Moment, Permission, Principal};
use jiff::civil::Date;
use store::rows::{Blob, LetterRow};
use store::{Scope, Tx};

/// Characters of a tracking number, of a reason.
const TRACKING: usize = 60;
const REASON: usize = 300;

/// What became of a letter of ours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LetterNews {
    /// It left on that date; today by default.
    Dispatched {
        on: Option<Date>,
        tracking: String,
    },
    Delivered,
    /// It came back.
    Returned {
        reason: String,
    },
}

impl Desk {
    /// Writes down what became of a letter of ours, by its public id.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] (`conflict`) for what cannot follow on what is known of it;
    /// [`DeskError::Invalid`] for a date ahead or before it was written.
    pub async fn letter_news(&self, principal: &Principal, letter: &str, news: LetterNews) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (scope, actor, letter) = (self.scope_of(principal), principal.actor(), letter.to_owned());
        let (pdf, blobs) = match &news {
            LetterNews::Dispatched { .. } => self.as_it_leaves(&scope, &letter).await?,
            LetterNews::Delivered | LetterNews::Returned { .. } => (String::new(), Vec::new()),
        };
        let desk = self.clone();
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let found = tx.letter_out(&letter)?.ok_or(DeskError::NotFound("letter"))?;
                let facts = within(&scope, tx.ticket_facts_by_id(found.ticket)?)?;
                // Again under the ticket's lock: of two who press, the second sees what the first did.
                let mut row = tx.letter_out(&letter)?.ok_or(DeskError::NotFound("letter"))?;
                follows(&row, &news)?;
                let (setup, now) = (desk.setup(), tx.now);
                let fact = tx.outbound_facts(domain::DeliveryId(row.id.0))?.fact;
                let later = tx.on_dispatch(row.entry)?;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut said = Registered {
                    number: row.number.clone(),
                    tracking: row.tracking.clone(),
                };
                let mut plan = match &news {
                    LetterNews::Dispatched { on, tracking } => {
                        let (day, at) = desk.dispatch_at(*on, &row, now)?;
                        row.state = "dispatched".into();
                        row.day = day.to_string();
                        row.at = at;
                        row.tracking = text::clean_line(tracking, TRACKING);
                        row.pdf.clone_from(&pdf);
                        said.tracking.clone_from(&row.tracking);
                        let later: Option<OnDispatch> = later
                            .map(serde_json::from_value)
                            .transpose()
                            .map_err(store::StoreError::from)?;
                        act::letter_dispatched(edit, &fact, at, &said, later.as_ref())?
                    }
                    LetterNews::Delivered => {
                        row.state = "delivered".into();
                        row.ended_at = now;
                        act::letter_delivered(edit, &fact, &said)
                    }
                    LetterNews::Returned { reason } => {
                        row.state = "returned".into();
                        row.ended_at = now;
                        row.reason = text::clean_line(reason, REASON);
                        act::letter_returned(edit, &fact, &said, &row.reason)
                    }
                };
                tx.keep_blobs(&blobs)?;
                tx.apply(&mut plan)?;
                tx.letter_moved(&row)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }

    /// The PDF of a letter that leaves now, kept by its content: printed again it is what was sent. That a letter left is true
    /// whether or not it can be laid out here; without a PDF it goes on to be laid out when it is printed.
    async fn as_it_leaves(&self, scope: &Scope, letter: &str) -> DeskResult<(String, Vec<Blob>)> {
        let (scope, letter) = (scope.clone(), letter.to_owned());
        let found = self
            .store()
            .read(move |reader| reader.letter(&scope, &letter))
            .await?;
        let (row, _) = found.ok_or(DeskError::NotFound("letter"))?;
        if row.state != "prepared" {
            return Ok((String::new(), Vec::new()));
        }
        let pdf = match self.laid_out(&row).await {
            Ok(pdf) => pdf,
            Err(error) => {
                tracing::warn!(%error, number = %row.number, "a letter left whose PDF cannot be kept");
                return Ok((String::new(), Vec::new()));
            }
        };
        let folder = self.options().objects.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let mut blobs = Vec::new();
            keep_bytes(pdf, &folder, &mut blobs).map(|hash| (hash, blobs))
        });
        match kept.await {
            Ok(Ok(kept)) => Ok(kept),
            Ok(Err(error)) => Err(DeskError::Unavailable(error.to_string())),
            Err(panic) => Err(DeskError::Internal(panic.to_string())),
        }
    }

    /// The day a letter left and the instant that counts: now for today, the end of an earlier day.
    fn dispatch_at(&self, on: Option<Date>, row: &LetterRow, now: Moment) -> DeskResult<(Date, Moment)> {
        let today = self.date_here(now);
        let day = on.unwrap_or(today);
        if day > today {
            let reason = "a letter is entered once it has left";
            return Err(DeskError::invalid("on", "occurred_in_future", reason));
        }
        if row.dated.parse::<Date>().is_ok_and(|dated| day < dated) {
            let reason = "a letter leaves after it was written";
            return Err(DeskError::invalid("on", "invalid", reason));
        }
        let end = day.tomorrow().map(|next| self.start_of(next).saturating_add(-1));
        let at = if day == today { now } else { end.unwrap_or(now) };
        Ok((day, at))
    }
}

fn follows(row: &LetterRow, news: &LetterNews) -> DeskResult<()> {
    let fits = match news {
        LetterNews::Dispatched { .. } => row.state == "prepared",
        LetterNews::Delivered | LetterNews::Returned { .. } => row.state == "dispatched",
    };
    if fits {
        return Ok(());
    }
    Err(DeskError::Conflict {
        code: "conflict",
        reason: format!(
            "the letter {} is {} already, or not yet on its way",
            row.number, row.state
        ),
    })
}
