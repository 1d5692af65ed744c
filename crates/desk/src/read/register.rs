//! The registers of paper, as they are shown and printed; and a letter of ours as a PDF.

use super::DeskReader;
use crate::{Desk, DeskError, DeskResult};
use channel::letter::Sheet;
use jiff::civil::Date;
use store::rows::{LetterQuery, LetterRow};

/// A line of a register.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LetterLine {
    pub letter: LetterRow,
    /// Public id, number and title of the ticket.
    pub ticket: String,
    pub ticket_number: String,
    pub title: String,
}

/// A page of a register: 500 lines at most.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RegisterPage {
    pub lines: Vec<LetterLine>,
    /// Public id of the line after which the next page begins; `None` on the last.
    pub next: Option<String>,
}

impl DeskReader {
    /// A page of a register: of what came (`in`) or goes (`out`), on a day; without a day what waits to be dispatched. It begins
    /// after the line that is named by public id; unnamed, at the beginning.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where that line is not there; the store's own.
    pub async fn letters(&self, way: &str, day: Option<Date>, after: &str) -> DeskResult<RegisterPage> {
        let query = LetterQuery {
            way: way.to_owned(),
            day: day.map(|day| day.to_string()).unwrap_or_default(),
            after: after.to_owned(),
        };
        let setup = self.desk.setup();
        self.snapshot(move |reader, scope| {
            let (found, next) = reader.letters(scope, &query)?;
            let line = |(letter, ticket): (LetterRow, domain::ticket::Ticket)| LetterLine {
                ticket_number: setup.number.show(ticket.number),
                ticket: ticket.public_id,
                title: ticket.title,
                letter,
            };
            let lines = found.into_iter().map(line).collect();
            Ok::<_, DeskError>(RegisterPage { lines, next })
        })
        .await
    }

    /// A letter of ours: number for the file's name, and the PDF. One that has left is what left, whatever letters look like now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Unavailable`] where it has not left and its door is closed; the store's own.
    pub async fn letter_sheet(&self, public_id: &str) -> DeskResult<(String, Vec<u8>)> {
        let public_id = public_id.to_owned();
        let letter = self
            .snapshot(move |reader, scope| Ok::<_, DeskError>(reader.letter(scope, &public_id)?))
            .await?;
        let (letter, _) = letter
            .filter(|(letter, _)| letter.way == "out")
            .ok_or(DeskError::NotFound("letter"))?;
        let pdf = match letter.pdf.as_str() {
            "" => self.desk.laid_out(&letter).await?,
            kept => self.desk.blob(kept).await?,
        };
        Ok((letter.number, pdf))
    }
}

impl Desk {
    /// A letter of ours, laid out as its door lays letters out now.
    pub(crate) async fn laid_out(&self, letter: &LetterRow) -> DeskResult<Vec<u8>> {
        let sheet: Sheet =
            serde_json::from_str(&letter.sheet).map_err(|error| DeskError::Internal(error.to_string()))?;
        let paper = self.paper(letter.channel);
        let paper = paper.ok_or_else(|| DeskError::Unavailable("the door for paper is closed".into()))?;
        let printed = tokio::task::spawn_blocking(move || paper.print(&sheet)).await;
        match printed {
            Ok(Ok(pdf)) => Ok(pdf),
            Ok(Err(error)) => Err(DeskError::Internal(error)),
            Err(panic) => Err(DeskError::Internal(panic.to_string())),
        }
    }
}
