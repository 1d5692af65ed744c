//! Character sets and transfer encodings that Russian mail comes in (RFC 2045, RFC 2047).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;
use rand::Rng;

/// How a text part is written.
#[derive(Copy, Clone)]
pub struct Coding {
    pub charset: &'static Encoding,
    pub transfer: Transfer,
}

/// Content-Transfer-Encoding.
#[derive(Copy, Clone, Eq, PartialEq)]
pub enum Transfer {
    Base64,
    QuotedPrintable,
    Plain,
}

impl Transfer {
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::QuotedPrintable => "quoted-printable",
            Self::Plain => "8bit",
        }
    }
}

impl Coding {
    /// What mail programs choose: UTF-8 mostly, windows-1251 and koi8-r among older ones.
    pub fn choose(rng: &mut impl Rng) -> Self {
        let charset = match rng.random_range(0..10) {
            0..6 => encoding_rs::UTF_8,
            6..8 => encoding_rs::WINDOWS_1251,
            _ => encoding_rs::KOI8_R,
        };
        let transfer = match rng.random_range(0..10) {
            0..5 => Transfer::Base64,
            5..8 => Transfer::QuotedPrintable,
            _ => Transfer::Plain,
        };
        Self { charset, transfer }
    }

    /// The name for `charset=`.
    pub fn charset_name(self) -> String {
        self.charset.name().to_lowercase()
    }

    /// A text in this character set and transfer encoding.
    pub fn encode(self, text: &str) -> Vec<u8> {
        let (bytes, _, _) = self.charset.encode(text);
        match self.transfer {
            Transfer::Base64 => base64_lines(&bytes),
            Transfer::QuotedPrintable => quoted_printable::encode(bytes),
            Transfer::Plain => bytes.into_owned(),
        }
    }

    /// A header value as encoded words.
    pub fn header(self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let (mut words, mut piece) = (Vec::new(), String::new());
        for c in text.chars() {
            piece.push(c);
            if piece.len() >= 40 {
                words.push(self.encoded_word(&piece));
                piece.clear();
            }
        }
        if !piece.is_empty() {
            words.push(self.encoded_word(&piece));
        }
        words.join("\r\n ")
    }

    fn encoded_word(self, piece: &str) -> String {
        let (bytes, _, _) = self.charset.encode(piece);
        format!("=?{}?B?{}?=", self.charset_name(), STANDARD.encode(bytes))
    }
}

/// Base64 in lines of 76 characters.
pub fn base64_lines(bytes: &[u8]) -> Vec<u8> {
    let encoded = STANDARD.encode(bytes);
    let mut out = Vec::with_capacity(encoded.len() + encoded.len() / 38 + 2);
    for line in encoded.as_bytes().chunks(76) {
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
    }
    out
}
