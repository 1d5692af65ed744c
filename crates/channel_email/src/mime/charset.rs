//! Bytes to text: the declared charset where it can be true, a guess where it cannot. Never fails.

use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;

/// Text of `bytes` in the declared charset.
///
/// Valid UTF-8 beats a declared or missing ASCII or Latin-1: programs that send UTF-8 under those names are far more
/// common than Latin-1 that happens to be valid UTF-8.
#[must_use]
pub fn to_text<'x>(bytes: &'x [u8], declared: Option<&str>) -> Cow<'x, str> {
    let declared = declared.unwrap_or_default().trim().to_ascii_lowercase();
    let vague = matches!(
        declared.as_str(),
        "" | "us-ascii" | "ascii" | "iso-8859-1" | "latin1" | "utf-8" | "utf8"
    ) || declared.starts_with("x-unknown")
        || declared.starts_with("unknown");
    if vague && let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    match charset_decoder(declared.as_bytes()) {
        Some(decoder) if !matches!(declared.as_str(), "us-ascii" | "ascii") => Cow::Owned(decoder(bytes)),
        _ => guess(bytes),
    }
}

/// Text of bytes whose charset nobody told: UTF-8, else a Cyrillic or the Western 8-bit charset.
#[must_use]
pub fn guess(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let decoder = charset_decoder(likely(bytes).as_bytes());
    decoder.map_or_else(
        || String::from_utf8_lossy(bytes),
        |decoder| Cow::Owned(decoder(bytes)),
    )
}

/// Which 8-bit charset the bytes are likely in. Russian words are long runs of high bytes, mostly small letters;
/// these lie in E0–FF in windows-1251 and in C0–DF in KOI8-R. Western texts have single high bytes among ASCII.
fn likely(bytes: &[u8]) -> &'static str {
    let (mut high, mut runs, mut upper_half) = (0_usize, 0_usize, 0_usize);
    let mut before = 0_u8;
    for &byte in bytes {
        if byte >= 0x80 {
            high += 1;
            runs += usize::from(before < 0x80);
            upper_half += usize::from(byte >= 0xE0);
        }
        before = byte;
    }
    // Mostly UTF-8 with something broken in it stays UTF-8: the lossy reading shows what is left.
    let lossy = String::from_utf8_lossy(bytes);
    let good = lossy
        .chars()
        .filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER)
        .count();
    let bad = lossy
        .chars()
        .filter(|c| *c == char::REPLACEMENT_CHARACTER)
        .count();
    if good > bad * 2 {
        return "";
    }
    match high >= 3 && high >= runs * 2 {
        true if upper_half * 2 >= high => "windows-1251",
        true => "koi8-r",
        false => "windows-1252",
    }
}
