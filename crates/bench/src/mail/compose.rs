//! The parts of a mail that do not change from one sending to the next: everything below the changing head.

use super::charset::{Coding, Transfer, base64_lines};
use super::words::{Lang, NAMES, prose, word};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

/// Sizes are log-normal around 7 kB, between these, bytes.
const SMALLEST: f64 = 200.0;
const LARGEST: f64 = 200_000.0;
const MEDIAN: f64 = 5_000.0;
const SPREAD: f64 = 0.85;

/// Mails to draw from: those that begin a talk, and replies.
pub struct Pool {
    fresh: Vec<Vec<u8>>,
    replies: Vec<Vec<u8>>,
}

impl Pool {
    /// `size` mails from a seed; a third of them are replies.
    #[must_use]
    pub fn new(seed: u64, size: usize) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let third = (size / 3).max(1);
        Self {
            fresh: (0..size.saturating_sub(third).max(1))
                .map(|_| compose(&mut rng, false))
                .collect(),
            replies: (0..third).map(|_| compose(&mut rng, true)).collect(),
        }
    }

    /// One of them, by any number.
    pub(super) fn pick(&self, reply: bool, number: u64) -> &[u8] {
        let pool = if reply { &self.replies } else { &self.fresh };
        let at = usize::try_from(number % pool.len() as u64).unwrap_or_default();
        pool.get(at).map_or(&[], Vec::as_slice)
    }
}

/// A number from the log-normal distribution (Box–Muller).
fn log_normal(rng: &mut StdRng, median: f64, spread: f64) -> f64 {
    let (u, v): (f64, f64) = (rng.random_range(f64::EPSILON..1.0), rng.random());
    let normal = (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos();
    median * (normal * spread).exp()
}

fn compose(rng: &mut StdRng, reply: bool) -> Vec<u8> {
    // The changing head takes about 350 bytes.
    let size = (log_normal(rng, MEDIAN, SPREAD).clamp(SMALLEST, LARGEST) - 350.0).max(60.0) as usize;
    let lang = if rng.random_bool(0.5) {
        Lang::Russian
    } else {
        Lang::English
    };
    let coding = match lang {
        Lang::Russian => Coding::choose(rng),
        Lang::English => Coding {
            charset: encoding_rs::UTF_8,
            transfer: Transfer::Plain,
        },
    };
    let text = text(rng, lang, size, reply);
    let html = size > 1_500 && rng.random_bool(0.4);
    let spare = size.saturating_sub(coding.encode(&text).len());
    let attached = spare > 4_000 && rng.random_bool(if spare > 20_000 { 0.8 } else { 0.25 });
    let mut mail = subject(rng, lang, coding, reply).into_bytes();
    let body = if html {
        let markup = if attached { 1_500 } else { spare };
        alternative(rng, lang, coding, &text, markup)
    } else {
        // What is neither markup nor a file is text: people paste logs and whole letters.
        let more = if attached {
            String::new()
        } else {
            prose(rng, lang, spare / 3)
        };
        part(coding, "plain", &format!("{text}{more}"))
    };
    if attached {
        mail.extend(mixed(rng, &body, spare));
    } else {
        mail.extend(body);
    }
    without_leading_dots(mail)
}

fn subject(rng: &mut StdRng, lang: Lang, coding: Coding, reply: bool) -> String {
    let mut subject = String::from(if reply { "Re: " } else { "" });
    for _ in 0..rng.random_range(2..7) {
        word(rng, lang, &mut subject);
        subject.push(' ');
    }
    format!(
        "Subject: {}\r\nMIME-Version: 1.0\r\n",
        coding.header(subject.trim_end())
    )
}

/// What the client wrote: a few sentences, a signature, in replies the quotation.
fn text(rng: &mut StdRng, lang: Lang, size: usize, reply: bool) -> String {
    let most = (size as f64 / 2.5).max(20.0);
    let length = log_normal(rng, 500.0, 0.8).min(most) as usize;
    let mut text = prose(rng, lang, length);
    let name = NAMES[lang as usize].choose(rng).copied().unwrap_or_default();
    let (wrote, regards) = match lang {
        Lang::Russian => ("пишет:", "С уважением,"),
        Lang::English => ("wrote:", "Best regards,"),
    };
    text.push_str(&format!("\r\n\r\n-- \r\n{regards}\r\n{name}\r\n"));
    if reply {
        text.push_str(&format!(
            "\r\n2026-04-13 11:40, {name} <desk@example.com> {wrote}\r\n"
        ));
        for line in prose(rng, lang, length.min(600)).lines() {
            text.push_str(&format!("> {line}\r\n"));
        }
    }
    text
}

fn part(coding: Coding, kind: &str, content: &str) -> Vec<u8> {
    let head = format!(
        "Content-Type: text/{kind}; charset={}\r\nContent-Transfer-Encoding: {}\r\n\r\n",
        coding.charset_name(),
        coding.transfer.name()
    );
    let mut part = head.into_bytes();
    part.extend(coding.encode(content));
    part.extend_from_slice(b"\r\n");
    part
}

/// The text twice, as mail programs send it, with markup enough to reach the size.
fn alternative(rng: &mut StdRng, lang: Lang, coding: Coding, text: &str, markup: usize) -> Vec<u8> {
    let mut html = String::from(
        "<html><head><style>p { margin: 0 0 8px } .s { color: #777; font: 12px Arial }</style></head><body>\r\n",
    );
    for paragraph in text.split("\r\n\r\n") {
        html.push_str(&format!(
            "<p style=\"font-family:Arial;font-size:14px\">{paragraph}</p>\r\n"
        ));
    }
    html.push_str("<table width=\"100%\" cellpadding=\"0\"><tbody>\r\n");
    let mut length = coding.encode(&html).len();
    while length < markup {
        let mut link = String::new();
        word(rng, Lang::English, &mut link);
        let sentence = prose(rng, lang, 120);
        let row = format!(
            "<tr><td class=\"s\" style=\"padding:4px 8px;border:1px solid #eee\" onclick=\"x()\">\
             <a href=\"https://example.org/{link}\"><b>{link}</b></a></td>\
             <td class=\"s\" style=\"padding:4px 8px\">{sentence}</td></tr>\r\n"
        );
        length += coding.encode(&row).len();
        html.push_str(&row);
    }
    html.push_str("</tbody></table></body></html>\r\n");
    let boundary = boundary(rng);
    let mut out =
        format!("Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n").into_bytes();
    for (kind, content) in [("plain", text), ("html", &html)] {
        out.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        out.extend(part(coding, kind, content));
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    out
}

/// A body with a file that does not compress: a photograph or a scan.
fn mixed(rng: &mut StdRng, body: &[u8], size: usize) -> Vec<u8> {
    let boundary = boundary(rng);
    let mut file = vec![0; size * 3 / 4];
    rng.fill(file.as_mut_slice());
    let number: u16 = rng.random();
    let mut out = format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n")
        .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Type: image/jpeg; name=\"scan-{number}.jpg\"\r\n\
             Content-Disposition: attachment; filename=\"scan-{number}.jpg\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        )
        .as_bytes(),
    );
    out.extend(base64_lines(&file));
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    out
}

fn boundary(rng: &mut StdRng) -> String {
    format!("=_{:016x}", rng.random::<u64>())
}

/// A line that begins with a dot would have to be doubled by the sender (RFC 5321 §4.5.2).
fn without_leading_dots(mut mail: Vec<u8>) -> Vec<u8> {
    for at in 1..mail.len() {
        if mail.get(at) == Some(&b'.') && mail.get(at - 1) == Some(&b'\n') {
            mail[at] = b',';
        }
    }
    mail
}
