//! Microseconds per mail of each step, as JSON: `cargo run --release -p text --example text_speed`.
//! Mails of about 7 kB as shops and mail programs write them; the best of several rounds, so that a busy machine
//! does not count.

use std::hint::black_box;
use std::time::Instant;

use serde::Serialize;

const ROUNDS: usize = 20;
const MAILS: usize = 50;

#[derive(Serialize)]
struct Report {
    html_bytes: usize,
    plain_bytes: usize,
    sanitise_us: f64,
    html_to_text_us: f64,
    terms_of_html_us: f64,
    html_mail_us: f64,
    split_reply_us: f64,
    preview_us: f64,
    terms_of_plain_us: f64,
    plain_mail_us: f64,
}

/// A mail made of paragraphs whose words differ, as words of real mails do.
fn paragraphs(count: usize, seed: usize) -> Vec<String> {
    let stems = [
        "заказ",
        "договор",
        "доставк",
        "курьер",
        "обращени",
        "оплат",
        "возврат",
        "клиент",
        "карт",
        "счёт",
    ];
    let endings = ["", "а", "у", "ом", "е", "ы", "ов", "ами", "ах", "ный"];
    let english = ["order", "delivery", "returned", "waiting", "agents", "payment"];
    (0..count)
        .map(|n| {
            (0..24)
                .map(|w| {
                    let pick = seed + n * 31 + w * 17;
                    match w % 7 {
                        6 => english[pick % english.len()].to_owned(),
                        5 => format!("{}", 10_000 + pick),
                        _ => format!(
                            "{}{}",
                            stems[pick % stems.len()],
                            endings[(pick / 10) % endings.len()]
                        ),
                    }
                })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

fn html_mail(seed: usize) -> String {
    let mut html = "<html><head><style>p{margin:0}td{color:#333}</style></head><body>".to_owned();
    for text in paragraphs(12, seed) {
        html.push_str(
            "<div style=\"margin:0 0 10px;color:#333333;font-family:Arial,sans-serif\"><b>Анна!</b> ",
        );
        html.push_str(&text);
        html.push_str("<a href=\"https://shop.example/o/1?x=1&amp;y=2\">№&nbsp;1</a><br><img src=\"https://i.example/a.png\"></div>\n");
    }
    html + "<table border=0><tr><td>Товар</td><td>1&nbsp;200 руб.</td></tr></table></body></html>"
}

fn plain_mail(seed: usize) -> String {
    let text = paragraphs(18, seed);
    let (new, old) = text.split_at(9);
    format!(
        "{}\n\n12.05.2025, 15:19, \"Анна\" <a@b.example>:\n\n> {}\n",
        new.join("\n\n"),
        old.join("\n> ")
    )
}

/// Microseconds per call, over the mails, in the best round.
fn time<T>(mails: &[String], mut step: impl FnMut(&str) -> T) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for mail in mails {
            black_box(step(black_box(mail)));
        }
        best = best.min(started.elapsed().as_secs_f64() * 1e6 / mails.len() as f64);
    }
    (best * 10.0).round() / 10.0
}

fn main() -> Result<(), serde_json::Error> {
    let html: Vec<String> = (0..MAILS).map(html_mail).collect();
    let plain: Vec<String> = (0..MAILS).map(plain_mail).collect();
    let texts: Vec<String> = html.iter().map(|h| text::html_to_text(h)).collect();
    let mean = |mails: &[String]| mails.iter().map(String::len).sum::<usize>() / mails.len();
    let report = Report {
        html_bytes: mean(&html),
        plain_bytes: mean(&plain),
        sanitise_us: time(&html, text::sanitise),
        html_to_text_us: time(&html, text::html_to_text),
        terms_of_html_us: time(&texts, text::terms),
        html_mail_us: time(&html, |h| {
            let read = text::html_to_text(h);
            (text::sanitise(h), text::terms(&read), text::preview(&read, 120))
        }),
        split_reply_us: time(&plain, |p| text::split_reply(p).visible.len()),
        preview_us: time(&plain, |p| text::preview(p, 120)),
        terms_of_plain_us: time(&plain, text::terms),
        plain_mail_us: time(&plain, |p| {
            (text::clean(p), text::terms(p), text::preview(p, 120))
        }),
    };
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
