//! Bytes by content: from the database, or from the object folder where they are large; and files as ranges of them.

use crate::receive::objects::path_of;
use crate::{Desk, DeskError, DeskResult};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use domain::entry::{AttachmentRef, Encoding};
use store::rows::KeptBlob;

/// Mail programs leave out padding and end groups carelessly; what can be read is read.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Desk {
    /// Bytes by their content address, as they were when they were kept.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Internal`] when they are damaged; the store's own.
    pub(crate) async fn blob(&self, hash: &str) -> DeskResult<Vec<u8>> {
        // An address is hexadecimal: nothing else may become part of a path.
        if hash.len() != 64 || !hash.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(DeskError::NotFound("file"));
        }
        let wanted = hash.to_owned();
        let kept = self.store().read(move |reader| reader.blob(&wanted)).await?;
        let kept = kept.ok_or(DeskError::NotFound("file"))?;
        let path = path_of(&self.options().objects, hash);
        let unpack = tokio::task::spawn_blocking(move || {
            let KeptBlob { size, coding, data } = kept;
            let data = match data {
                Some(data) => data,
                None => std::fs::read(&path).map_err(|error| {
                    DeskError::Internal(format!("the object {} cannot be read: {error}", path.display()))
                })?,
            };
            unpack(&coding, size, data)
        });
        unpack
            .await
            .map_err(|error| DeskError::Internal(error.to_string()))?
    }

    /// The bytes of a file, decoded.
    ///
    /// # Errors
    /// As [`Desk::blob`].
    pub(crate) async fn file_bytes(&self, file: &AttachmentRef) -> DeskResult<Vec<u8>> {
        let whole = self.blob(&file.blob).await?;
        let start = usize::try_from(file.start).unwrap_or(usize::MAX).min(whole.len());
        let length = usize::try_from(file.length).unwrap_or(0);
        let end = start.saturating_add(length).min(whole.len());
        Ok(decode(file.encoding, whole.get(start..end).unwrap_or_default()))
    }
}

/// Undoes the coding under which bytes are kept.
fn unpack(coding: &str, size: i64, data: Vec<u8>) -> DeskResult<Vec<u8>> {
    let damaged = |why: String| DeskError::Internal(format!("kept bytes are damaged: {why}"));
    match coding {
        "plain" => Ok(data),
        "zstd" => {
            let size = usize::try_from(size).map_err(|error| damaged(error.to_string()))?;
            zstd::bulk::decompress(&data, size).map_err(|error| damaged(error.to_string()))
        }
        other => Err(damaged(format!("unknown coding {other:?}"))),
    }
}

/// Undoes a transfer encoding (RFC 2045 §6.7, §6.8). Never fails: what cannot be decoded ends the file.
fn decode(encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
    match encoding {
        Encoding::Identity => bytes.to_vec(),
        Encoding::QuotedPrintable => quoted_printable::decode(bytes, quoted_printable::ParseMode::Robust)
            .unwrap_or_else(|_| bytes.to_vec()),
        Encoding::Base64 => base64_of(bytes),
    }
}

/// "All line breaks or other characters not found in Table 1 must be ignored"; padding ends the data.
fn base64_of(bytes: &[u8]) -> Vec<u8> {
    let known = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'=')
        .filter(known)
        .copied()
        .collect();
    // A lone letter at the end carries less than a byte.
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    FORGIVING.decode(&letters).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_however_carelessly_it_was_written() {
        let hello = b"hello, world".to_vec();
        for text in [
            "aGVsbG8sIHdvcmxk",
            "aGVsbG8s\r\nIHdvcmxk\r\n",
            "aGVs bG8sIHdv*cmxk",
            "aGVsbG8sIHdvcmxkA",
        ] {
            assert_eq!(decode(Encoding::Base64, text.as_bytes()), hello, "{text}");
        }
        assert_eq!(decode(Encoding::Base64, b"aGVsbA==\r\n--boundary"), b"hell");
        assert_eq!(decode(Encoding::Base64, b"aGVsbA"), b"hell");
        assert_eq!(decode(Encoding::Base64, b""), b"");
    }

    #[test]
    fn quoted_printable_is_read() {
        let text = "=D0=9F=D1=80=D0=B8=\r\n=D0=B2=D0=B5=D1=82 =ZZ";
        let decoded = decode(Encoding::QuotedPrintable, text.as_bytes());
        assert!(String::from_utf8_lossy(&decoded).starts_with("Привет"));
        assert_eq!(decode(Encoding::Identity, b"=D0"), b"=D0");
    }

    #[test]
    fn damage_is_told_apart_from_content() {
        let bytes = b"twelve bytes".repeat(10);
        let packed = zstd::bulk::compress(&bytes, 1).unwrap();
        assert_eq!(unpack("zstd", 120, packed.clone()).unwrap(), bytes);
        assert_eq!(unpack("plain", 120, bytes.clone()).unwrap(), bytes);
        assert!(matches!(
            unpack("zstd", 120, packed[..packed.len() - 4].to_vec()),
            Err(DeskError::Internal(_))
        ));
        assert!(matches!(unpack("lz4", 120, packed), Err(DeskError::Internal(_))));
    }
}
