//! Anything may come: every line gets an answer, however the stream is cut, and nothing panics.

use super::{feed, settings};
use crate::smtp::session::Settings;
use proptest::prelude::*;

fn patient() -> Settings {
    Settings {
        max_errors: usize::MAX,
        tls: true,
        ..settings()
    }
}

fn command() -> impl Strategy<Value = Vec<u8>> {
    let known = proptest::sample::select(vec![
        "EHLO x",
        "LHLO x",
        "HELO x",
        "MAIL FROM:<a@b.example>",
        "MAIL FROM:<> SIZE=5",
        "RCPT TO:<support@desk.example>",
        "RCPT TO:<nobody@desk.example>",
        "DATA",
        "RSET",
        "NOOP",
        "VRFY x",
        "EXPN x",
        "HELP",
        "BDAT 3 LAST",
        "AUTH PLAIN",
        ".",
        "..",
        "",
        "MAIL FROM:",
        "RCPT TO:<",
        "text",
        "\0",
        "EHLO",
        "QUIT x y",
    ]);
    prop_oneof![
        4 => known.prop_map(|line| line.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>().prop_filter("no line feed", |b| *b != b'\n'), 0..40),
    ]
}

proptest! {
    /// The same bytes in other pieces get the same answers.
    #[test]
    fn cuts_do_not_matter(lines in proptest::collection::vec(command(), 0..30), cut in 0_usize..400) {
        let said = lines.iter().flat_map(|line| [line.as_slice(), b"\r\n"].concat()).collect::<Vec<u8>>();
        let cut = cut.min(said.len());
        let whole = feed(patient(), &[&said]);
        let pieces = feed(patient(), &[&said[..cut], &said[cut..]]);
        let single: Vec<&[u8]> = said.chunks(1).collect();
        let single = feed(patient(), &single);
        prop_assert_eq!(&whole.said, &pieces.said);
        prop_assert_eq!(&whole.said, &single.said);
        prop_assert_eq!(whole.mails.len(), single.mails.len());
    }

    /// Outside a mail every line is answered with one reply (RFC 5321 §4.2), and every reply is well formed.
    #[test]
    fn every_line_is_answered(lines in proptest::collection::vec(command(), 1..30)) {
        let lines: Vec<Vec<u8>> = lines.into_iter().filter(|line| !line.starts_with(b"DATA") && !line.starts_with(b"QUIT")).collect();
        let said = lines.iter().flat_map(|line| [line.as_slice(), b"\r\n"].concat()).collect::<Vec<u8>>();
        let heard = feed(patient(), &[&said]);
        let last_lines = heard.said.lines().filter(|line| line.as_bytes()[3] == b' ').count();
        prop_assert_eq!(last_lines, lines.len() + 1);
        for line in heard.said.lines() {
            prop_assert!(line.as_bytes()[..3].iter().all(u8::is_ascii_digit), "{line:?}");
        }
    }

    /// Pure noise ends in 500s and 421, and never panics.
    #[test]
    fn noise_is_survived(noise in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let heard = feed(settings(), &[&noise]);
        prop_assert!(heard.said.starts_with("220 "));
    }
}
