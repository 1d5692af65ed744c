//! People and programs at the desk, seen from outside it.

mod log_in;
mod operators;
mod sessions;
mod throttle;
mod tokens;

use crate::Desk;
use store::StoreError;
use store::rows::AuditRecord;

/// The newest records of changes outside tickets.
async fn audit(desk: &Desk) -> Vec<AuditRecord> {
    desk.store()
        .read::<_, StoreError, _>(|r| r.audit(None, 1_000))
        .await
        .expect("the record can be read")
}
