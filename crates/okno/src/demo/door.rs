//! Brings a raw mail to the desk as the mail port would: read by the same reader, accepted by the same intake.

use crate::adapters::MailAddresses;
use crate::failure::Failure;
use channel::{Intake as _, Receipt, Sighting};
use channel_email::{Addresses as _, Envelope, ReturnPath, Rules, parse};
use desk::Desk;

/// Hands over a mail from one address to another.
pub async fn bring(desk: &Desk, raw: Vec<u8>, from: Option<&str>, to: &str) -> Result<Receipt, Failure> {
    let addresses = MailAddresses(desk.clone());
    let (base, _) = channel_email::address::split_plus(to);
    let channel = addresses.channel_of(&base).ok_or_else(|| {
        Failure::said(format!(
            "no mail channel of this desk has the address {base}; it was changed or switched off"
        ))
    })?;
    let envelope = Envelope {
        sender: from.map_or(ReturnPath::Null, |from| ReturnPath::Address(from.to_owned())),
        recipients: vec![to.to_owned()],
    };
    let size = raw.len() as u64;
    let ours = |address: &str| addresses.is_ours(address);
    let what = parse(
        raw,
        &envelope,
        &Rules {
            ours: &ours,
            trusted_relays: &[],
            authorities: &[],
        },
    );
    let trace = domain::id::secret(13);
    let receipt = desk
        .accept(Sighting {
            channel,
            size,
            what,
            trace,
        })
        .await;
    receipt.map_err(|error| Failure::said(error.to_string()))
}
