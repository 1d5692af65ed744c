//! News about mail that we sent: delivery status notifications (RFC 3464), complaints (RFC 5965), and bounces in
//! nobody's format. Knows nothing of what was sent.

use crate::envelope::Envelope;
use crate::mime::tree::Node;
use channel::DeliveryReport;

/// The report in a mail, if it is one. Key, title and time are the caller's to fill in.
#[must_use]
pub fn read(_raw: &[u8], _root: &Node<'_>, _envelope: &Envelope) -> Option<DeliveryReport> {
    None
}
