//! Which addresses can be answered, and what the plus part is.

use super::{answerable, split_plus};

#[test]
fn addresses_in_use_can_be_answered() {
    for address in [
        "a@b.example",
        "A.b+c@B.Example",
        "a..b.@docomo.example",
        "\"a b\"@c.example",
        "анна@почта.рф",
        "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]",
        "o'neil@x_y.example",
        "a@localhost",
    ] {
        assert_eq!(answerable(address), Some(address.to_lowercase()), "{address}");
    }
}

#[test]
fn what_nothing_could_reach_is_none() {
    let long = format!("{}@b.example", "a".repeat(65));
    for address in [
        "",
        "@",
        "a",
        "a@",
        "@b",
        "a b@c.example",
        "a@b c",
        "a@b..example",
        "a@-b.example",
        "a@[nonsense]",
        "a@b\r\nBcc: x",
        "a\0@b.example",
        "<a@b>",
        "a@b,c@d",
        long.as_str(),
    ] {
        assert_eq!(answerable(address), None, "{address:?}");
    }
}

#[test]
fn the_plus_part_is_split_off() {
    let split = |address: &str| split_plus(address);
    assert_eq!(
        split("Support+AbC@Desk.Example"),
        ("support@desk.example".into(), Some("abc".into()))
    );
    assert_eq!(
        split("support+a+b@desk.example"),
        ("support@desk.example".into(), Some("a+b".into()))
    );
    assert_eq!(
        split("support+@desk.example"),
        ("support@desk.example".into(), None)
    );
    assert_eq!(split("+a@desk.example"), ("+a@desk.example".into(), None));
    assert_eq!(
        split("support@desk.example"),
        ("support@desk.example".into(), None)
    );
    assert_eq!(split("postmaster"), ("postmaster".into(), None));
}

/// The texts between an element's tags.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = xml.find(&format!("<{name}>")).map(|at| at + name.len() + 2);
    let end = xml.find(&format!("</{name}>"));
    start
        .zip(end)
        .map(|(start, end)| &xml[start..end])
        .unwrap_or_default()
}

/// Control characters stand in the file as their symbols (U+2400 and following).
fn unescape(text: &str) -> String {
    let mut text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    while let Some((start, end)) = text
        .find("&#x")
        .and_then(|start| text[start..].find(';').map(|end| (start, start + end)))
    {
        let code = u32::from_str_radix(&text[start + 3..end], 16).unwrap();
        let code = if (0x2400..0x2420).contains(&code) {
            code - 0x2400
        } else {
            code
        };
        text.replace_range(start..=end, &char::from_u32(code).unwrap().to_string());
    }
    text.replace("&amp;", "&")
}

#[test]
fn cases_of_address_syntax() {
    let Some(cases) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: the cases of address syntax are not run");
        return;
    };
    let xml = std::fs::read_to_string(std::path::Path::new(&cases).join("isemail/tests.xml")).unwrap();
    let (mut good, mut taken, mut bad, mut refused) = (0, 0, 0, 0);
    for test in xml.split("<test id").skip(1) {
        let (address, category) = (unescape(element(test, "address")), element(test, "category"));
        // Space around an address is no part of it here.
        let answer = answerable(&address).is_some_and(|found| found.len() == address.len());
        match category {
            "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN" => {
                good += 1;
                taken += usize::from(answer);
                assert!(answer, "valid, but refused: {address:?}");
            }
            "ISEMAIL_ERR" => {
                bad += 1;
                refused += usize::from(!answer);
                // Dots at the edges are wrong and in use all the same.
                assert!(
                    !answer || element(test, "diagnosis").starts_with("ISEMAIL_ERR_DOT_"),
                    "{address:?}"
                );
            }
            _ => {}
        }
    }
    println!("valid: {taken} of {good} taken; wrong: {refused} of {bad} refused");
    assert!(good > 20 && refused * 10 >= bad * 9);
}
