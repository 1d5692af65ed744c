//! The form under load and attack: how often, how much, from how many.

use super::form::{FORM, apply, but, filled, site_with_form};
use super::site::{Answer, Site};
use crate::app::{Extras, WebOptions};
use desk::read::View;
use futures_util::future::join_all;
use testkit::{TestDatabase, both_databases};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

type Fields = Vec<(&'static str, String)>;

/// A form as a browser sends it, without its files' end.
fn begun(fields: &Fields, file: &str) -> String {
    let mut body: String = fields
        .iter()
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    body.push_str(&format!(
        "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{file}\"\r\nContent-Type: video/mp4\r\n\r\n"
    ));
    body
}

/// Posts from one address, as a proxy in front passes it on.
async fn post_from(site: &Site, address: &str, fields: &Fields) -> Answer {
    let body = begun(fields, "") + "\r\n--b--\r\n";
    let headers = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("x-forwarded-for", address),
    ];
    site.send("POST", "/form/help?lang=ru", &headers, body.as_bytes())
        .await
}

async fn behind_a_proxy(database: TestDatabase, form: &str) -> Site {
    let options = WebOptions {
        behind_proxy: true,
        ..WebOptions::default()
    };
    let site = Site::with(database, options, Extras::default()).await;
    apply(&site, form).await;
    site
}

/// What is answered before all is sent.
async fn early_answer(site: &Site, head: &str, parts: &[&[u8]]) -> (String, usize) {
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let mut sent = 0;
    stream.write_all(head.as_bytes()).await.unwrap();
    for part in parts {
        // Whoever is told early may find the line closed.
        if stream.write_all(part).await.is_err() {
            break;
        }
        sent += part.len();
    }
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(read) = stream.read(&mut piece).await {
        answer.extend_from_slice(&piece[..read]);
        if read == 0 || String::from_utf8_lossy(&answer).contains("</html>") {
            break;
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), sent)
}

both_databases! {
    async fn one_form_sent_from_a_hundred_addresses_at_once_is_one_ticket(database: TestDatabase) {
        let site = behind_a_proxy(database, FORM).await;
        let page = site.get("/form/help?lang=ru").await;
        let fields = filled(&page);
        let all = join_all((0..100).map(|n| {
            let (site, fields) = (&site, &fields);
            async move { post_from(site, &format!("192.0.2.{n}"), fields).await }
        })).await;
        let places: std::collections::BTreeSet<&str> =
            all.iter().map(|answer| answer.header("location").split('?').next().unwrap()).collect();
        assert!(all.iter().all(|answer| answer.status == 303));
        assert_eq!(places.len(), 1, "{places:?}");
        assert_eq!(site.desk.inbox(View::All).await.len(), 1);
        let balance = site.desk.desk.ledger_balance().await.unwrap().total;
        assert!(balance.adds_up(), "{balance:?}");
    }

    async fn a_flood_is_told_to_wait_in_words_and_loses_nothing_typed(database: TestDatabase) {
        let form = format!("{FORM}posts_of_form = 30\nposts_of_address = 3\n");
        let site = behind_a_proxy(database, &form).await;
        let page = site.get("/form/help?lang=ru").await;
        let all = join_all((0..100).map(|n| {
            let (site, fields) = (&site, but(&page, "text", &format!("Раз {n}")));
            async move { post_from(site, &format!("198.51.100.{n}"), &fields).await }
        })).await;
        let taken = all.iter().filter(|answer| answer.status == 303).count();
        let told = all.iter().filter(|answer| answer.status == 429).count();
        assert_eq!((taken, told), (30, 70));
        assert_eq!(site.desk.inbox(View::All).await.len(), 30, "whoever was told nothing has a ticket");
        let waits = all.iter().find(|answer| answer.status == 429).unwrap();
        assert!(waits.body.contains("Слишком много") && waits.body.contains("Раз ") && waits.header("retry-after") == "600", "{}", waits.body);
        site.desk.clock.advance(600 * 1_000_000);
        let mut last = 0;
        for n in 0..4 {
            last = post_from(&site, "2001:db8::1", &but(&page, "text", &format!("Ещё {n}"))).await.status;
        }
        assert_eq!(last, 429, "one address");
        assert_eq!(post_from(&site, "2001:db8::ffff", &but(&page, "text", "Сосед")).await.status, 429, "the same subscriber");
        assert_eq!(post_from(&site, "2001:db8:0:1::1", &but(&page, "text", "Другой")).await.status, 303);
    }

    async fn two_gigabytes_are_refused_before_they_are_sent(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let place = |name: &str| page.body.find(&format!("name=\"{name}\"")).unwrap();
        let last = ["kind", "topic", "text", "name", "email", "phone", "answer_by", "consent"].map(place).into_iter().max();
        assert!(last < Some(place("files")), "what comes behind a file too large is not read: nothing does");
        let body = begun(&filled(&page), "film.mp4");
        let head = format!(
            "POST /form/help?lang=ru HTTP/1.1\r\nhost: {}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n",
            site.address, 2_u64 << 30
        );
        let (answer, sent) = early_answer(&site, &head, &[body.as_bytes(), &[0; 1024]]).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert!(sent < 8_192, "of two gigabytes: {sent}");
        for words in ["больше 25", "Где моя карта?", "anna@client.example", "value=\"question\" required checked", "<option value=\"Карты\" selected", "name=\"consent\" value=\"2026-11\" required checked"] {
            assert!(answer.replace('\u{a0}', " ").contains(words), "{words}: {answer}");
        }
        assert!(site.desk.inbox(View::All).await.is_empty());
    }

    async fn chunks_without_end_are_refused_at_the_bound(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let chunk = |data: &[u8]| [format!("{:x}\r\n", data.len()).as_bytes(), data, b"\r\n"].concat();
        let begun = chunk(begun(&filled(&page), "film.mp4").as_bytes());
        let more = chunk(&vec![b'x'; 1 << 20]);
        let head = format!(
            "POST /form/help?lang=ru HTTP/1.1\r\nhost: {}\r\ncontent-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n\r\n",
            site.address
        );
        let mut parts: Vec<&[u8]> = vec![&begun];
        parts.extend(std::iter::repeat_n(more.as_slice(), 26));
        let (answer, _) = early_answer(&site, &head, &parts).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{}", &answer[..answer.len().min(400)]);
        assert!(answer.contains("Где моя карта?"));
        assert!(site.desk.inbox(View::All).await.is_empty());
    }

    async fn too_many_files_are_told(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let mut body = begun(&filled(&page), "0.txt");
        for n in 1..=20 {
            body.push_str(&format!("x\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{n}.txt\"\r\n\r\n"));
        }
        body.push_str("x\r\n--b--\r\n");
        let headers = [("content-type", "multipart/form-data; boundary=b")];
        let answer = site.send("POST", "/form/help?lang=ru", &headers, body.as_bytes()).await;
        assert_eq!(answer.status, 413);
        assert!(answer.body.replace('\u{a0}', " ").contains("не больше 20 файлов"), "{}", answer.body);
    }
}
