//! Calls as they are logged by people and by programs: which door they are of, and that they are counted at it.

use crate::app::App;
use crate::problem::{Answer, Problem};
use channel::phone::Phone;
use desk::DeskError;
use desk::ticket::{CallLogged, LoggedCall};
use domain::act::Direction;
use domain::client::Dialling;
use domain::setup::Channel;
use domain::{ChannelId, Principal};

/// Longest address of a recording, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// The open channels for calls; none where there is no telephone.
pub fn doors(app: &App) -> Vec<Channel> {
    let Some(door) = &app.extras.phone else {
        return Vec::new();
    };
    let setup = app.desk.setup();
    let open = setup
        .channels
        .iter()
        .filter(|channel| channel.enabled && channel.kind == door.kind());
    open.cloned().collect()
}

/// How numbers are written where the desk's telephones stand; as in Russia where it has none.
pub fn dialling(app: &App) -> Vec<Dialling> {
    let mut found: Vec<Dialling> = Vec::new();
    if let Some(door) = &app.extras.phone {
        for channel in doors(app) {
            let one = door.dialling(&channel.settings);
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    if found.is_empty() {
        found.push(Dialling::default());
    }
    found
}

/// The channel a call is logged at, by name or public id, or the first; and the number in E.164.
///
/// # Errors
/// There is no such channel, or no telephone at all; the number is none.
pub fn place(app: &App, wanted: Option<&str>, number: &str) -> Answer<(ChannelId, String)> {
    let door: &dyn Phone = match &app.extras.phone {
        Some(door) => door.as_ref(),
        None => {
            return Err(Problem::field(
                "channel",
                "required",
                "this desk has no telephone",
            ));
        }
    };
    let mut phones = doors(app).into_iter();
    let channel = match wanted {
        Some(name) => phones.find(|channel| channel.name == name || channel.public_id == name),
        None => phones.next(),
    };
    let reason = "name an open channel of the kind phone";
    let channel = channel.ok_or_else(|| Problem::field("channel", "unknown", reason))?;
    let number = door
        .number(&channel.settings, number)
        .map_err(|reason| Problem::field("number", "invalid", reason))?;
    Ok((channel.id, number))
}

/// Refuses what is no address of a recording.
///
/// # Errors
/// It is none.
pub fn check_recording(address: &str) -> Answer<()> {
    let is_address = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    if address.is_empty() || (is_address && address.len() <= LONGEST_ADDRESS) {
        return Ok(());
    }
    Err(Problem::field(
        "recording",
        "invalid",
        "write its address: https://…",
    ))
}

/// Logs a call. Only what comes in is seen at the door; what goes out is an answer.
///
/// # Errors
/// The desk's.
pub async fn log(app: &App, principal: &Principal, logged: LoggedCall) -> Result<CallLogged, DeskError> {
    let comes_in = logged.call.direction == Direction::In;
    let work = app.desk.log_call(principal, logged);
    if comes_in {
        let again = |error: &DeskError| matches!(error, DeskError::Unavailable(_));
        app.doors.phone.over(work, again).await
    } else {
        work.await
    }
}
