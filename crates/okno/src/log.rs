//! The log: one object a line, or text for people, on standard error. Commands print their results elsewhere.

use crate::config::LogFormat;
use crate::failure::Failure;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

/// Says little that is of use; a level given for it by name still counts.
const QUIET: &str = "actix_server=warn";

/// Begins to log. Spans give every line the `trace` of the message it is about, from the door to the delivery.
///
/// # Errors
/// The level is not one.
pub fn begin(format: LogFormat, level: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(format!("{QUIET},{level}")).map_err(|error| {
        Failure::said(format!(
            "log.level {level:?}: {error}; write error, warn, info, debug or \"info,desk=debug\""
        ))
    })?;
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match format {
        LogFormat::Json => log
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init(),
        LogFormat::Text => log.try_init(),
    };
    begun.map_err(|error| Failure::said(format!("the log cannot be written: {error}")))?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload_as_str().unwrap_or("no words");
        tracing::error!(
            panic.place = place,
            panic.words = words,
            "a task failed by a mistake of ours"
        );
    }));
    Ok(())
}
