//! A JSON body with what is known of it: its digest and its size. Its mistakes are told as problems.

use super::auth::Caller;
use crate::problem::{Answer, Code, Problem};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Payload;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

/// A body of that shape.
#[derive(Debug)]
pub struct Body<T> {
    pub value: T,
    /// SHA-256 of the bytes, hexadecimal: tells one request from another under the same Idempotency-Key.
    pub digest: String,
    pub size: u64,
}

impl<T: DeserializeOwned> Body<T> {
    /// Reads a body, after it is known that its sender may send one: nobody else fills the memory.
    ///
    /// # Errors
    /// It is too large, no JSON, or not of that shape.
    pub async fn read(request: &HttpRequest, caller: &Caller, payload: Payload) -> Answer<Self> {
        if !is_json(request) {
            return Err(Problem::because(
                Code::UnsupportedMediaType,
                "send application/json",
            ));
        }
        let limit = caller.app.options.max_upload;
        match payload.to_bytes_limited(limit).await {
            Ok(bytes) => read(&bytes.map_err(|error| Problem::of(&error))?),
            Err(_) => Err(Problem::because(
                Code::TooLarge,
                format!("the body may have {limit} bytes"),
            )),
        }
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let given = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Answer<Body<T>> {
    let value = serde_json::from_slice(bytes).map_err(|error| {
        let code = if error.is_data() {
            Code::Validation
        } else {
            Code::BadJson
        };
        Problem::because(code, error.to_string())
    })?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok(Body {
        value,
        digest: hex::encode(Sha256::digest(bytes)),
        size,
    })
}
