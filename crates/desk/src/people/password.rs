//! Passwords: what one may be, its argon2id hash (RFC 9106), and the verification, which takes as long for a login
//! that nobody has. Off the async threads, and few at a time: each takes its memory.

use crate::error::{DeskError, DeskResult};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

/// Shortest password, characters.
const SHORTEST: usize = 10;
/// Longest password, characters; more is no safer.
const LONGEST: usize = 256;

/// Hashes worked out at the same time in this process, whatever is asked of it.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What working out one hash costs.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct PasswordCost {
    /// Memory, KiB; at least 8.
    pub memory_kib: u32,
    /// Passes over it; at least 1.
    pub passes: u32,
}

/// 19 MiB and two passes: the first choice of OWASP's Password Storage Cheat Sheet.
impl Default for PasswordCost {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
        }
    }
}

/// Why a text cannot be the password of a login; nothing when it can.
pub(super) fn unfit(password: &str, login: &str) -> Option<String> {
    let composed: String = password.nfc().collect();
    let length = composed.chars().count();
    if length < SHORTEST {
        Some(format!("a password has at least {SHORTEST} characters"))
    } else if length > LONGEST {
        Some(format!("a password has at most {LONGEST} characters"))
    } else if super::login_of(&composed) == super::login_of(login) {
        Some("a password is not the login: choose another".into())
    } else {
        None
    }
}

/// The hash of a password under a new salt, as a PHC string.
pub(super) async fn hash(password: &str, cost: PasswordCost) -> DeskResult<String> {
    let password: String = password.nfc().collect();
    in_turn(move || hash_now(&password, cost)).await
}

/// Whether the password is the one of the hash. Without a hash (empty) the answer is no, after the same work.
pub(super) async fn verify(password: &str, hash: String, cost: PasswordCost) -> DeskResult<bool> {
    let password: String = password.nfc().take(LONGEST + 1).collect();
    in_turn(move || {
        if hash.is_empty() {
            hash_now(&password, cost)?;
            return Ok(false);
        }
        let known = PasswordHash::new(&hash).map_err(ours)?;
        match Argon2::default().verify_password(password.as_bytes(), &known) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::Password) => Ok(false),
            Err(error) => Err(ours(error)),
        }
    })
    .await
}

fn hash_now(password: &str, cost: PasswordCost) -> DeskResult<String> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|error| DeskError::Internal(format!("the cost of passwords is set wrong: {error}")))?;
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(ours)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon
        .hash_password(password.as_bytes(), &salt)
        .map_err(ours)?
        .to_string())
}

async fn in_turn<T: Send + 'static>(run: impl FnOnce() -> DeskResult<T> + Send + 'static) -> DeskResult<T> {
    let gone = |_| DeskError::Internal("passwords cannot be worked out any more".into());
    let turn = TURNS.acquire().await.map_err(gone)?;
    let result = tokio::task::spawn_blocking(run).await;
    drop(turn);
    result.unwrap_or_else(|error| {
        Err(DeskError::Internal(format!(
            "working out a password ended early: {error}"
        )))
    })
}

fn ours(error: argon2::password_hash::Error) -> DeskError {
    DeskError::Internal(format!("a password hash cannot be used: {error}"))
}
