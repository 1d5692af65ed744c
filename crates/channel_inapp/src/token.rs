//! A token that the host signed (JWT, RFC 7519, in the compact form of RFC 7515): the key is named by the token, how it signs is
//! said by the settings, and whatever is not as it should be proves nothing (RFC 8725).

use crate::settings::{Algorithm, Key, Settings, public_key};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use channel::account::Proved;
use domain::time::SECOND;
use domain::{Handle, HandleKind, Moment};
use ring::{hmac, signature};
use serde::Deserialize;
use serde_json::Value;

/// Bytes of a token.
const MOST: usize = 8 << 10;
/// Seconds that two clocks may differ by.
const LEEWAY: i64 = 30;
/// Characters of an id.
const ID: std::ops::RangeInclusive<usize> = 1..=200;
/// Bytes of a shared secret (RFC 7518 §3.2: as many as the hash has).
const SECRET: usize = 32;

/// Why a token proves nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unproved {
    #[error("the token is no JWT of three parts")]
    Shape,
    #[error("kid names none of the channel's keys")]
    Key,
    #[error("the key signs by {0}, and alg says otherwise")]
    Algorithm(&'static str),
    #[error("crit asks for what is not known here")]
    Critical,
    #[error("the desk has no secret under that key at the moment")]
    NoSecret,
    #[error("the signature is not the key's")]
    Signature,
    #[error("a claim is missing or of the wrong type: {0}")]
    Claim(String),
    #[error("the token has expired: sign a new one")]
    Expired,
    #[error("the token is not valid yet")]
    TooEarly,
    #[error("the token lives longer than the channel allows")]
    TooLong,
    #[error("aud does not name this channel's audience")]
    Audience,
    #[error("iss is not this channel's issuer")]
    Issuer,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: String,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: Audience,
    /// Seconds since 1970.
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
    #[serde(default)]
    iss: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    /// E.164.
    #[serde(default)]
    phone: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    zone: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn names(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Many(many) => many.iter().any(|one| one == wanted),
        }
    }
}

/// Who holds a token.
///
/// # Errors
/// [`Unproved`].
pub fn prove(
    settings: &Settings,
    secret: fn(&str) -> Option<String>,
    token: &str,
    now: Moment,
) -> Result<Proved, Unproved> {
    let (signed, given) = token.rsplit_once('.').ok_or(Unproved::Shape)?;
    let (header, body) = signed.split_once('.').ok_or(Unproved::Shape)?;
    if token.len() > MOST || body.contains('.') {
        return Err(Unproved::Shape);
    }
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Unproved::Shape);
    let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| Unproved::Shape)?;
    let key = settings.keys.iter().find(|key| key.id == header.kid);
    let key = key.ok_or(Unproved::Key)?;
    // The token does not choose how it is checked.
    if header.alg != key.algorithm.code() {
        return Err(Unproved::Algorithm(key.algorithm.code()));
    }
    if header.crit.is_some() {
        return Err(Unproved::Critical);
    }
    verify(key, secret, signed.as_bytes(), &decoded(given)?)?;
    let claims: Claims =
        serde_json::from_slice(&decoded(body)?).map_err(|error| Unproved::Claim(error.to_string()))?;
    check(settings, &claims, now)?;
    proved(settings, claims)
}

fn verify(
    key: &Key,
    secret: fn(&str) -> Option<String>,
    signed: &[u8],
    given: &[u8],
) -> Result<(), Unproved> {
    match key.algorithm {
        Algorithm::Hs256 => {
            let secret = secret(&key.secret_env).ok_or(Unproved::NoSecret)?;
            let bytes = match secret.strip_prefix("whsec_") {
                Some(text) => STANDARD.decode(text).map_err(|_| Unproved::NoSecret)?,
                None => secret.into_bytes(),
            };
            if bytes.len() < SECRET {
                return Err(Unproved::NoSecret);
            }
            // Compared in constant time.
            let key = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
            hmac::verify(&key, signed, given).map_err(|_| Unproved::Signature)
        }
        Algorithm::EdDsa => {
            let bytes = public_key(&key.public_key).ok_or(Unproved::NoSecret)?;
            let key = signature::UnparsedPublicKey::new(&signature::ED25519, bytes);
            key.verify(signed, given).map_err(|_| Unproved::Signature)
        }
    }
}

fn check(settings: &Settings, claims: &Claims, now: Moment) -> Result<(), Unproved> {
    let seconds = now.as_micros().div_euclid(SECOND);
    if claims.exp.saturating_add(LEEWAY) <= seconds {
        return Err(Unproved::Expired);
    }
    let begins = [claims.nbf, claims.iat].into_iter().flatten().max();
    if begins.is_some_and(|from| from > seconds.saturating_add(LEEWAY)) {
        return Err(Unproved::TooEarly);
    }
    let since = claims.iat.unwrap_or(seconds);
    if claims.exp.saturating_sub(since) > settings.longest_hours() * 3600 + LEEWAY {
        return Err(Unproved::TooLong);
    }
    if !claims.aud.names(&settings.audience) {
        return Err(Unproved::Audience);
    }
    if !settings.issuer.is_empty() && claims.iss != settings.issuer {
        return Err(Unproved::Issuer);
    }
    Ok(())
}

fn proved(settings: &Settings, claims: Claims) -> Result<Proved, Unproved> {
    let id = claims.sub;
    if !ID.contains(&id.len()) || id.trim() != id || id.contains(char::is_control) {
        return Err(Unproved::Claim("sub: an id has 1 to 200 characters".to_owned()));
    }
    let name = text::clean_line(&claims.name, 100);
    let mut reach = Vec::new();
    if !claims.email.is_empty() {
        if claims.email.len() > 254 || !claims.email.contains('@') {
            return Err(Unproved::Claim("email".to_owned()));
        }
        reach.push(Handle::email(&claims.email, &name));
    }
    if !claims.phone.is_empty() {
        if !is_e164(&claims.phone) {
            return Err(Unproved::Claim(
                "phone: write it in E.164: +79123456789".to_owned(),
            ));
        }
        reach.push(Handle::new(HandleKind::Phone, claims.phone, name.clone()));
    }
    Ok(Proved {
        who: Handle::new(HandleKind::Account, format!("{}{id}", settings.prefix), name),
        reach,
        lang: claims.lang,
        zone: claims.zone,
        until: Moment::from_micros(claims.exp.saturating_add(LEEWAY).saturating_mul(SECOND)),
    })
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}
