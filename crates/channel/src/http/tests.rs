//! Who may be asked.

use super::*;

#[test]
fn what_is_somebodys_own_is_not_public() {
    for address in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1",
        "::127.0.0.1",
    ] {
        assert!(!is_public(address.parse().unwrap()), "{address}");
    }
    for address in [
        "8.8.8.8",
        "93.184.216.34",
        "100.128.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
    ] {
        assert!(is_public(address.parse().unwrap()), "{address}");
    }
}

fn ask(url: &str) -> Ask {
    Ask {
        method: Method::GET,
        url: url.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        within: Duration::from_secs(5),
        most: 1000,
    }
}

#[tokio::test]
async fn the_house_is_not_opened_from_inside() {
    let http = Http::new(Vec::new()).unwrap();
    for url in [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://2130706433:9/",
        "ftp://client.example/",
        "http://anna:secret@client.example/",
        "/etc/passwd",
        "",
    ] {
        let error = http.ask(ask(url)).await.unwrap_err();
        assert!(
            matches!(error, AskError::Address(_) | AskError::Away(..)),
            "{url}: {error}"
        );
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    // A host that is named may lie within: it is asked, and is not there.
    let http = Http::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let error = http.ask(ask("http://127.0.0.1:9/")).await.unwrap_err();
    assert!(matches!(error, AskError::Away(..)), "{error}");
}

#[tokio::test]
async fn documents_come_over_tls_only() {
    use crate::Fetch as _;
    let http = Http::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let error = http.fetch("http://127.0.0.1:9/days.ics", 1000).await.unwrap_err();
    assert_eq!(error, "the address is no https URL");
    // The other end of the house's own line speaks no TLS.
    let error = http
        .fetch("https://127.0.0.1:9/days.ics", 1000)
        .await
        .unwrap_err();
    assert!(error.contains("cannot be reached"), "{error}");
}
