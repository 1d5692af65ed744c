//! Text and HTML: all of it, in order, in the right letters.

use super::{message, message_of};

fn mixed(parts: &str) -> String {
    format!(
        "From: a@client.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n{parts}\n--b--\nepilogue\n"
    )
}

fn text_of(raw: &str) -> String {
    message(raw).text.unwrap_or_default().replace("\r\n", "\n")
}

#[test]
fn all_texts_are_read_in_order() {
    let raw = mixed(
        "--b\nContent-Type: text/plain\n\nfirst\n--b\nContent-Type: image/png\n\nx\n--b\nContent-Type: text/plain\nContent-Disposition: inline\n\nsecond",
    );
    assert_eq!(text_of(&raw), "first\n\nsecond");
    assert_eq!(message(&raw).html, None);
}

#[test]
fn of_alternatives_each_is_taken_for_what_it_is() {
    let raw = "From: a@client.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\n\
        Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<b>rich</b>\n--c\n\
        Content-Type: image/png\nContent-ID: <i@x>\n\nx\n--c--\n--b--\n";
    let mail = message(raw);
    assert_eq!(mail.text.as_deref(), Some("plain"));
    assert_eq!(mail.html.as_deref(), Some("<b>rich</b>"));
    assert_eq!(mail.attachments.len(), 1);
    assert!(mail.attachments[0].inline);
    assert_eq!(mail.attachments[0].content_id, "i@x");
}

#[test]
fn html_beside_plain_text_loses_neither() {
    let raw = mixed("--b\nContent-Type: text/plain\n\na < b\n--b\nContent-Type: text/html\n\n<p>rich</p>");
    let mail = message(&raw);
    assert!(mail.html.as_deref().unwrap().contains("a &lt; b"));
    assert!(mail.html.as_deref().unwrap().contains("<p>rich</p>"));
    assert!(mail.text.as_deref().unwrap().contains("a < b"));
    assert!(mail.text.as_deref().unwrap().contains("rich"));
}

#[test]
fn only_html_leaves_text_to_others() {
    let mail = message("From: a@client.example\nContent-Type: text/html\n\n<p>rich</p>\n");
    assert_eq!(mail.text, None);
    assert!(mail.html.is_some());
}

#[test]
fn charsets_and_encodings_are_undone() {
    let cyrillic = |charset: &str, encoding: &str, body: &[u8]| {
        let head = format!(
            "From: a@client.example\r\nContent-Type: text/plain{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        );
        message_of(&[head.as_bytes(), body].concat())
            .text
            .unwrap()
            .trim_end()
            .to_owned()
    };
    assert_eq!(
        cyrillic("; charset=koi8-r", "8bit", b"\xf0\xd2\xc9\xd7\xc5\xd4"),
        "Привет"
    );
    assert_eq!(
        cyrillic("; charset=windows-1251", "base64", b"z/Do4uXy\r\n"),
        "Привет"
    );
    assert_eq!(
        cyrillic(
            "; charset=utf-8",
            "quoted-printable",
            b"=D0=9F=D1=80=D0=B8=\r\n=D0=B2=D0=B5=D1=82\r\n"
        ),
        "Привет"
    );
    assert_eq!(
        cyrillic("; charset=us-ascii", "8bit", "Привет".as_bytes()),
        "Привет"
    );
    assert_eq!(
        cyrillic(
            "",
            "8bit",
            b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?"
        ),
        "Привет, как дела?"
    );
    assert_eq!(
        cyrillic(
            "; charset=unknown-8bit",
            "8bit",
            b"\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1?"
        ),
        "Привет, как дела?"
    );
    assert_eq!(
        cyrillic("; charset=nonsense", "8bit", b"caf\xe9 cr\xe8me"),
        "café crème"
    );
    assert_eq!(
        cyrillic("; charset=iso-2022-jp", "7bit", b"\x1b$B%O%m!<\x1b(B"),
        "ハロー"
    );
    assert_eq!(
        cyrillic("; charset=utf-8", "base64", b"0J/RgNC4*0LLQtdGC"),
        "Привет"
    );
    assert_eq!(
        cyrillic("; charset=utf-8", "quoted-printable", b"100% = x=3D=zz"),
        "100% = x==zz"
    );
}

#[test]
fn raw_letters_in_headers_are_read() {
    let head = b"From: \xc0\xed\xed\xe0 \xcf\xe5\xf2\xf0\xee\xe2\xe0 <a@client.example>\r\nSubject: \xcf\xf0\xe8\xe2\xe5\xf2 \xe8\xe7 \xe1\xe0\xed\xea\xe0\r\n\r\nHi\r\n";
    let mail = message_of(head);
    assert_eq!(mail.title, "Привет из банка");
    assert_eq!(mail.from.name, "Анна Петрова");
    assert_eq!(
        message("From: a@client.example\nSubject: Привет\n\nHi\n").title,
        "Привет"
    );
}

#[test]
fn titles_are_one_line_without_controls() {
    let title = |subject: &str| message(&format!("From: a@client.example\nSubject: {subject}\n\nHi\n")).title;
    assert_eq!(title("=?utf-8?q?a=0D=0ABcc:_x?="), "a Bcc: x");
    assert_eq!(title("long\n folded   subject"), "long folded subject");
    assert_eq!(title("=?utf-8?b?0J/RgNC4?= =?utf-8?b?0LLQtdGC?="), "Привет");
    assert_eq!(title(""), "");
    let raw = message_of(b"From: a@client.example\r\nSubject: =?iso-8859-1?Q?Fr\xf6sche?=\r\n\r\nHi\r\n");
    assert_eq!(raw.title, "Frösche");
}

#[test]
fn broken_structure_is_read_as_far_as_it_goes() {
    let unclosed = "From: a@client.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n";
    assert_eq!(text_of(unclosed), "text\n");
    let never = "From: a@client.example\nContent-Type: multipart/mixed; boundary=b\n\ntext\n";
    assert_eq!(text_of(never), "text\n");
    let none = "From: a@client.example\nContent-Type: multipart/mixed\n\ntext\n";
    assert_eq!(text_of(none), "text\n");
    let prefix = mixed("--b\n\none\n--bc\ntwo");
    assert_eq!(text_of(&prefix), "one\n--bc\ntwo");
    let no_header = mixed("--b\nno header here\nand text");
    assert_eq!(text_of(&no_header), "no header here\nand text");
}

#[test]
fn bare_line_ends_are_no_obstacle() {
    let mail = message_of(b"From: a@client.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nunix\n--b--\n");
    assert_eq!((mail.title.as_str(), mail.text.as_deref()), ("x", Some("unix")));
    assert_eq!(
        message_of(b"From x Mon Jan 1\r\nFrom: a@client.example\r\n\r\nmbox")
            .text
            .as_deref(),
        Some("mbox")
    );
    assert_eq!(
        message_of(b"\r\n\r\nFrom: a@client.example\r\n\r\nlate")
            .text
            .as_deref(),
        Some("late")
    );
}

#[test]
fn flowed_text_comes_in_paragraphs() {
    let raw = "From: a@client.example\nContent-Type: text/plain; charset=utf-8; Format=Flowed\n\nПервая \nстрока.\nВторая.\n";
    assert_eq!(text_of(raw), "Первая строка.\nВторая.");
}
