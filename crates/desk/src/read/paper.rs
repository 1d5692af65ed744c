//! Papers that wait to be registered: each with the time by which it has to be (`definitions.md` §9).

use super::DeskReader;
use crate::{DeskError, DeskResult};
use domain::Moment;
use store::rows::{PaperFile, PaperRow};

/// A paper as it is listed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PaperView {
    pub paper: PaperRow,
    pub files: Vec<PaperFile>,
    /// By when it is to be registered; `None` where no calendar is known.
    pub due: Option<Moment>,
    /// The due lies beyond the days for which the calendar is official.
    pub preliminary: bool,
    /// It waits, and the due is over.
    pub late: bool,
}

/// A page of papers: 200 at most.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PapersPage {
    pub papers: Vec<PaperView>,
    /// Public id of the paper after which the next page begins; `None` on the last.
    pub next: Option<String>,
}

impl DeskReader {
    /// Papers in a state (`waiting`, `aside`, `registered`), the oldest first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where the paper is not there after which the page should begin; the store's own.
    pub async fn papers(&self, state: &str, after: &str) -> DeskResult<PapersPage> {
        let (state, after, desk) = (state.to_owned(), after.to_owned(), self.desk.clone());
        let (found, next) = self
            .snapshot(move |reader, scope| {
                let setup = desk.setup();
                // Who sees what lies with nobody sees every door's, those that are gone included.
                let doors = (!scope.admits_team(None)).then(|| {
                    let doors = setup.channels.iter().filter(|door| scope.admits_team(door.team));
                    doors.map(|door| door.id).collect::<Vec<_>>()
                });
                Ok::<_, DeskError>(reader.papers(&state, &after, doors.as_deref())?)
            })
            .await?;
        let papers = found
            .into_iter()
            .map(|(paper, files)| self.paper_view(paper, files));
        Ok(PapersPage {
            papers: papers.collect(),
            next,
        })
    }

    /// One paper.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn paper(&self, public_id: &str) -> DeskResult<PaperView> {
        let (wanted, desk) = (public_id.to_owned(), self.desk.clone());
        let found = self
            .snapshot(move |reader, scope| {
                let found = reader.paper(&wanted)?;
                Ok::<_, DeskError>(found.filter(|(paper, _)| desk.paper_lies_within(scope, paper)))
            })
            .await?;
        let (paper, files) = found.ok_or(DeskError::NotFound("paper"))?;
        Ok(self.paper_view(paper, files))
    }

    /// A file of a scan, by its place from 0.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn paper_file(&self, public_id: &str, at: usize) -> DeskResult<(PaperFile, Vec<u8>)> {
        let mut files = self.paper(public_id).await?.files;
        if at >= files.len() {
            return Err(DeskError::NotFound("file"));
        }
        let file = files.swap_remove(at);
        let bytes = self.desk.blob(&file.blob).await?;
        Ok((file, bytes))
    }

    fn paper_view(&self, paper: PaperRow, files: Vec<PaperFile>) -> PaperView {
        let due = self.desk.paper_due(&paper);
        PaperView {
            late: paper.state == "waiting" && due.is_some_and(|due| self.desk.now() > due.at),
            due: due.map(|due| due.at),
            preliminary: due.is_some_and(|due| due.preliminary),
            paper,
            files,
        }
    }
}
