//! The way out of paper: hands carry it. What is handed over to them is on its way; when it left is for the register to say.

use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};

/// Takes everything over at once.
#[derive(Copy, Clone, Debug, Default)]
pub struct ByHand;

#[async_trait]
impl Sink for ByHand {
    async fn deliver(&self, _message: &Outbound) -> Result<Delivered, DeliveryError> {
        Ok(Delivered::default())
    }
}
