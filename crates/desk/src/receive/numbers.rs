//! Ticket numbers in what a client wrote about: claims like any other, in the desk's own way of writing them.

use domain::intake::{Arrival, ThreadHint, What};
use domain::number::NumberFormat;

/// Adds the numbers of the title to the claims of a message, after those that its door found.
pub(super) fn recognise(arrival: &mut Arrival, format: &NumberFormat) {
    let What::Message(message) = &mut arrival.what else {
        return;
    };
    for number in format.find(&message.title) {
        let hint = ThreadHint::Number(number.to_string());
        if !message.hints.contains(&hint) {
            message.hints.push(hint);
        }
    }
}
