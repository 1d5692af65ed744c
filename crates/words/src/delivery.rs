//! Why a letter did not arrive, in words. Reads the status a mail server gave; sends nothing.

use crate::{Lang, t_code};

/// The code of the reason behind an enhanced mail status (RFC 3463 §3; registry of RFC 5248), as it is
/// stored and as [`reason`] reads it. A status this table does not know is `refused` when permanent and
/// `no_answer` when temporary; what is no status at all is `unknown`.
pub fn reason_code(enhanced_status: &str) -> &'static str {
    let Some((class, detail)) = enhanced_status.trim().split_once('.') else {
        return "unknown";
    };
    match (class, detail) {
        ("4" | "5", "1.1") => "address_unknown",
        ("4" | "5", "1.3" | "1.7") => "address_malformed",
        ("4" | "5", "1.2" | "1.10" | "4.4") => "domain_unknown",
        ("4" | "5", "1.6") => "address_moved",
        ("4" | "5", "2.1") => "mailbox_disabled",
        ("4" | "5", "2.2") => "mailbox_full",
        ("4" | "5", "2.3" | "3.4") => "message_too_large",
        ("4" | "5", "1.8" | "7.20" | "7.23" | "7.25" | "7.26") => "sender_refused",
        ("4" | "5", "4.6") => "loop",
        ("4" | "5", "4.7") => "expired",
        ("4" | "5", "4.1" | "4.2") => "no_answer",
        ("4" | "5", "6.0" | "6.1" | "6.2" | "6.3") => "content_refused",
        ("4", "7.0" | "7.1") => "greylisted",
        ("5", "7.1") => "spam",
        ("4" | "5", "7.8" | "7.9") => "credentials",
        ("4" | "5", "7.10" | "7.11") => "tls",
        ("4", _) => "no_answer",
        ("5", _) => "refused",
        _ => "unknown",
    }
}

/// The reason in words, ready to stand after a colon: «адрес не существует».
pub fn reason(lang: Lang, code: &str) -> String {
    t_code(lang, "delivery-reason", code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::has;

    #[test]
    fn statuses_of_mail_servers_become_words() {
        assert_eq!(reason(Lang::Ru, reason_code("5.1.1")), "адрес не существует");
        assert_eq!(reason(Lang::En, reason_code("5.2.2")), "the mailbox is full");
        assert_eq!(reason_code(" 4.7.1 "), "greylisted");
        assert_eq!(reason_code("5.99.99"), "refused");
        assert_eq!(reason_code("4.3.2"), "no_answer");
        assert_eq!(reason_code("2.1.5"), "unknown");
        assert_eq!(reason_code(""), "unknown");
    }

    #[test]
    fn every_reason_has_words_in_both_languages() {
        for class in ["4", "5"] {
            for subject in 0..=7 {
                for detail in 0..=30 {
                    let code = reason_code(&format!("{class}.{subject}.{detail}"));
                    let key = format!("delivery-reason-{}", code.replace('_', "-"));
                    assert!(Lang::ALL.into_iter().all(|lang| has(lang, &key)), "{key}");
                }
            }
        }
    }
}
