//! What a message of ours tells its client beside its words, as its line of the timeline keeps it: whoever shows the message
//! shows this with it (`definitions.md` §10, §11). It knows no words.

use crate::Moment;
use crate::clock::Promised;
use crate::code::UnknownCode;
use crate::ticket::State;
use serde_json::Value;

/// What is told beside the words.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Beside {
    /// The state the ticket went to with it.
    pub then: Option<State>,
    /// What it promises, and by when.
    pub promise: Option<(Promised, Moment)>,
    /// The deadline that corrects what was told.
    pub new_due: Option<Moment>,
}

impl Beside {
    /// The parameters of its line.
    #[must_use]
    pub fn params(&self) -> Value {
        let mut params = serde_json::json!({ "then": self.then.map(State::code) });
        if let Some((what, due)) = self.promise {
            params["promise"] = serde_json::json!({ "what": what.code(), "due": due.as_micros() });
        }
        if let Some(due) = self.new_due {
            params["new_due"] = due.as_micros().into();
        }
        params
    }

    /// Reads them back.
    ///
    /// # Errors
    /// A code that this version does not know.
    pub fn of(params: &Value) -> Result<Self, UnknownCode> {
        let at = |value: &Value| value.as_i64().map(Moment::from_micros);
        let promise = match params.get("promise") {
            Some(promise) => {
                let what = promise.get("what").and_then(Value::as_str);
                let what = Promised::parse(what.unwrap_or_default())?;
                promise.get("due").and_then(at).map(|due| (what, due))
            }
            None => None,
        };
        Ok(Self {
            then: params
                .get("then")
                .and_then(Value::as_str)
                .map(State::parse)
                .transpose()?,
            promise,
            new_due: params.get("new_due").and_then(at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_back() {
        let all = Beside {
            then: Some(State::WaitingClient),
            promise: Some((Promised::Call, Moment::from_micros(7))),
            new_due: Some(Moment::from_micros(9)),
        };
        for beside in [all, Beside::default()] {
            assert_eq!(Beside::of(&beside.params()), Ok(beside));
        }
        assert!(Beside::of(&serde_json::json!({ "then": "dozing" })).is_err());
    }
}
