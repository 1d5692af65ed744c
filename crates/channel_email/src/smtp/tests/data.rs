//! The end of a mail: found where it is, and nowhere else.

use super::super::budget::Budget;
use super::super::data::Collector;
use proptest::prelude::*;

/// What is collected from the pieces, and what is left after the end.
fn collect(pieces: &[&[u8]]) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut collector = Collector::new(1_000_000, 0, Budget::new(2_000_000).share());
    for (at, piece) in pieces.iter().enumerate() {
        let mut input = *piece;
        if collector.ingest(&mut input) {
            let rest = [input, &pieces[at + 1..].concat()].concat();
            return (collector.finish().2, Some(rest));
        }
    }
    (collector.finish().2, None)
}

#[test]
fn only_a_dot_between_line_ends_is_the_end() {
    for fake in [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r\r\n",
        "\r\r\n.\r\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
    ] {
        let said = format!("hi{fake}MAIL FROM:<x>\r\n.\r\nrest");
        let (mail, rest) = collect(&[said.as_bytes()]);
        assert!(
            mail.ends_with(b"MAIL FROM:<x>\r\n"),
            "{fake:?}: {:?}",
            String::from_utf8_lossy(&mail)
        );
        assert_eq!(rest.as_deref(), Some(b"rest".as_slice()), "{fake:?}");
    }
}

#[test]
fn nothing_at_all_is_a_mail() {
    assert_eq!(collect(&[b".\r\nQUIT"]), (Vec::new(), Some(b"QUIT".to_vec())));
}

#[test]
fn bare_line_ends_and_nul_stay_as_they_are() {
    assert_eq!(collect(&[b"a\rb\nc\0d\n\re\r\n.\r\n"]).0, b"a\rb\nc\0d\n\re\r\n");
}

#[test]
fn dots_are_unstuffed_after_a_line_end_only() {
    assert_eq!(
        collect(&[b"..\r\n...\r\n.x\r\na.\r\n\n..\r\n.\r\n"]).0,
        b".\r\n..\r\nx\r\na.\r\n\n..\r\n"
    );
}

/// As a sender does it (RFC 5321 §4.5.2).
fn stuff(content: &[u8]) -> Vec<u8> {
    let mut sent = Vec::new();
    let mut line_start = true;
    for (at, &byte) in content.iter().enumerate() {
        if line_start && byte == b'.' {
            sent.push(b'.');
        }
        sent.push(byte);
        line_start = byte == b'\n' && at > 0 && content[at - 1] == b'\r';
    }
    sent.extend_from_slice(b".\r\n");
    sent
}

proptest! {
    /// What was stuffed comes back, wherever the stream is cut, and what follows is left alone.
    #[test]
    fn stuffed_content_comes_back(lines in proptest::collection::vec("[.\r\n\0a]{0,6}", 0..12), cuts in proptest::collection::vec(0_usize..200, 0..6)) {
        let mut content = lines.join("\r\n").into_bytes();
        content.extend_from_slice(b"\r\n");
        let sent = [stuff(&content), b"QUIT\r\n".to_vec()].concat();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(sent.len())).collect();
        cuts.extend([0, sent.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &sent[pair[0]..pair[1]]).collect();
        let (mail, rest) = collect(&pieces);
        prop_assert_eq!(mail, content);
        prop_assert_eq!(rest, Some(b"QUIT\r\n".to_vec()));
    }
}
