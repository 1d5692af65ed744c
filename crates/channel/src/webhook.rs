//! What other systems push: a body signed in the manner of Standard Webhooks 1.0. Only a verified request can be read; what is
//! unsigned, forged, too old or from ahead is refused, in constant time, with a reason.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Moment;
use domain::time::{MINUTE, SECOND};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// How far a signature's time may lie from now, either way.
pub const TOLERANCE: i64 = 5 * MINUTE;

/// A request as it came.
#[derive(Copy, Clone, Debug)]
pub struct Pushed<'a> {
    /// `webhook-id`
    pub id: &'a str,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`: one or more of `v1,BASE64`, separated by spaces.
    pub signature: &'a str,
    pub body: &'a [u8],
}

/// A request whose sender proved to hold the secret.
#[derive(Copy, Clone, Debug)]
pub struct Verified<'a> {
    /// The same for every attempt to send it.
    pub id: &'a str,
    pub body: &'a [u8],
}

/// Why a request is refused.
#[derive(Copy, Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Forged {
    #[error("webhook-id is 1 to 100 letters, digits, hyphens, dots and underscores")]
    Id,
    #[error("webhook-timestamp is no time within five minutes of now")]
    Time,
    #[error("webhook-signature is not the body's under this secret")]
    Signature,
    #[error("the secret has fewer than 24 bytes")]
    Secret,
}

/// Checks a request against a secret: `whsec_` and base 64, or the bytes as they are.
///
/// # Errors
/// What is wrong with it; it fails closed.
pub fn verify<'a>(secret: &str, pushed: &Pushed<'a>, now: Moment) -> Result<Verified<'a>, Forged> {
    let fits = (1..=100).contains(&pushed.id.len())
        && pushed
            .id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if !fits {
        return Err(Forged::Id);
    }
    let seconds: i64 = pushed.timestamp.parse().map_err(|_| Forged::Time)?;
    let at = seconds.checked_mul(SECOND).ok_or(Forged::Time)?;
    if now.as_micros().saturating_sub(at).saturating_abs() > TOLERANCE {
        return Err(Forged::Time);
    }
    let given = pushed
        .signature
        .split(' ')
        .filter_map(|one| one.strip_prefix("v1,"));
    let is_signed = given
        .filter_map(|text| STANDARD.decode(text).ok())
        // Compared in constant time.
        .any(|mac| keyed(secret, pushed).is_ok_and(|expected| expected.verify_slice(&mac).is_ok()));
    keyed(secret, pushed)?;
    is_signed
        .then_some(Verified {
            id: pushed.id,
            body: pushed.body,
        })
        .ok_or(Forged::Signature)
}

/// The signature of a body, as it stands in `webhook-signature`.
///
/// # Errors
/// [`Forged::Secret`].
pub fn sign(secret: &str, id: &str, seconds: i64, body: &[u8]) -> Result<String, Forged> {
    let pushed = Pushed {
        id,
        timestamp: &seconds.to_string(),
        signature: "",
        body,
    };
    let mac = keyed(secret, &pushed)?.finalize().into_bytes();
    Ok(format!("v1,{}", STANDARD.encode(mac)))
}

/// The same under each of several secrets: one may be taking the place of another.
///
/// # Errors
/// [`Forged::Secret`], also where there is none.
pub fn sign_with_all<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    id: &str,
    seconds: i64,
    body: &[u8],
) -> Result<String, Forged> {
    let signatures = secrets
        .into_iter()
        .map(|secret| sign(secret, id, seconds, body))
        .collect::<Result<Vec<_>, _>>()?;
    if signatures.is_empty() {
        return Err(Forged::Secret);
    }
    Ok(signatures.join(" "))
}

/// The id under which the same message is always sent.
#[must_use]
pub fn message_id(message: &str) -> String {
    use sha2::Digest as _;
    let digest = Sha256::digest(message);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("msg_{hex}")
}

fn keyed(secret: &str, pushed: &Pushed<'_>) -> Result<Hmac<Sha256>, Forged> {
    let key = match secret.strip_prefix("whsec_") {
        Some(text) => STANDARD.decode(text).map_err(|_| Forged::Secret)?,
        None => secret.as_bytes().to_vec(),
    };
    if key.len() < 24 {
        return Err(Forged::Secret);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| Forged::Secret)?;
    mac.update(pushed.id.as_bytes());
    mac.update(b".");
    mac.update(pushed.timestamp.as_bytes());
    mac.update(b".");
    mac.update(pushed.body);
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const NOW: Moment = Moment::from_micros(1_614_265_330_000_000);

    fn pushed(signature: &str) -> Pushed<'_> {
        Pushed {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: "1614265330",
            signature,
            body: b"{\"test\": 2432232314}",
        }
    }

    #[test]
    fn the_example_of_the_standard_is_verified() {
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(
            verify(SECRET, &pushed(good), NOW).unwrap().body,
            pushed(good).body
        );
        // One of several, while a secret is being changed.
        let several = format!("v1,AAAA v2,xyz {good}");
        assert!(verify(SECRET, &pushed(&several), NOW).is_ok());
        assert_eq!(
            sign(SECRET, pushed("").id, 1_614_265_330, pushed("").body).unwrap(),
            good
        );
    }

    #[test]
    fn what_is_not_signed_now_is_refused() {
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let later = NOW.saturating_add(TOLERANCE + 1);
        let why = |secret, pushed: &Pushed<'_>, now| verify(secret, pushed, now).unwrap_err();
        assert_eq!(why(SECRET, &pushed(good), later), Forged::Time);
        assert_eq!(why(SECRET, &pushed("v1,AAAA"), NOW), Forged::Signature);
        assert_eq!(why(SECRET, &pushed(""), NOW), Forged::Signature);
        assert_eq!(why("", &pushed(good), NOW), Forged::Secret);
        let other = Pushed {
            body: b"{}",
            ..pushed(good)
        };
        assert_eq!(why(SECRET, &other, NOW), Forged::Signature);
        let other = Pushed {
            id: "",
            ..pushed(good)
        };
        assert_eq!(why(SECRET, &other, NOW), Forged::Id);
    }
}
