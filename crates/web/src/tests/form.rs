//! The public form: asked, filled in, sent once.

use super::site::{Answer, Site};
use domain::{Actor, Role};
use testkit::{TestDatabase, both_databases, moment};

/// A desk's form with everything it can ask, in both languages.
pub const FORM: &str = r##"
[[channel]]
name = "Форма"
kind = "form"
brand = "Север"
team = "Поддержка"
[channel.settings]
path = "help"
name = "required"
phone = "optional"
kinds = ["question", "complaint"]
topics = [{ name = "Карты", en = "Cards" }, { name = "Вклады", en = "Deposits" }]
answer_by = ["email", "phone"]
consent = { version = "2026-11", ru = "Я согласен на обработку.", en = "I agree to the processing." }
embed = ["https://www.bank.example"]
colour = "#0a5c8a"
logo = "/logo.png"
"##;

/// A policy that tells complaints another term.
pub const COMPLAINTS: &str = r#"
[[policy]]
name = "complaints"
when = { kinds = ["complaint"] }
[[policy.clock]]
kind = "resolution"
target = { days = 15 }
[[policy]]
name = "standard"
[[policy.clock]]
kind = "first_response"
target = { minutes = 120 }
[[policy.clock]]
kind = "resolution"
target = { days = 1, until = "close" }
"#;

/// A policy by which clients are called back.
pub const CALLS: &str = r#"
[[policy]]
name = "standard"
[[policy.clock]]
kind = "first_response"
target = { minutes = 120 }
[[policy.clock]]
kind = "callback"
target = { minutes = 60 }
"#;

pub async fn site_with_form(database: TestDatabase) -> Site {
    let site = Site::new(database).await;
    apply(&site, FORM).await;
    site
}

pub async fn apply(site: &Site, text: &str) {
    site.desk
        .desk
        .apply_setup(Actor::System, text)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Everything as a client fills it in.
pub fn filled(page: &Answer) -> Vec<(&'static str, String)> {
    let typed = [
        ("kind", "question"),
        ("topic", "Карты"),
        ("text", "Где моя карта?"),
        ("name", "Анна"),
        ("email", "anna@client.example"),
        ("answer_by", "email"),
        ("consent", "2026-11"),
        ("zone", "Asia/Vladivostok"),
        ("website", ""),
    ];
    let mut fields: Vec<_> = typed.map(|(name, value)| (name, value.to_owned())).into();
    fields.push(("token", page.field("token")));
    fields
}

/// The same with one field as it is here.
pub fn but(page: &Answer, name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let mut fields = filled(page);
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value.to_owned()));
    fields
}

pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

both_databases! {
    async fn the_deadline_stands_there_before_anything_is_sent(database: TestDatabase) {
        let site = site_with_form(database).await;
        site.desk.clock.set("2026-05-08T18:30:00+03:00");
        let page = plain(&site.get("/form/help?lang=ru").await.body);
        assert!(page.contains("Ответим не позднее 18:00 вторника, 12 мая, по московскому времени."), "{page}");
        assert!(page.contains("Сейчас мы не работаем и снова будем на связи во вторник, 12 мая, с 9:00"), "{page}");
        let english = plain(&site.get("/form/help?lang=en").await.body);
        assert!(english.contains("lang=\"en\"") && english.contains("12 May"), "{english}");
        site.desk.clock.set("2026-05-12T10:00:00+03:00");
        let open = plain(&site.get("/form/help?lang=ru").await.body);
        assert!(!open.contains("Сейчас мы не работаем"), "{open}");
    }

    async fn kinds_with_terms_of_their_own_say_them(database: TestDatabase) {
        let site = site_with_form(database).await;
        apply(&site, COMPLAINTS).await;
        site.desk.clock.set("2026-04-13T10:00:00+03:00");
        let page = plain(&site.get("/form/help?lang=ru").await.body);
        assert!(page.contains("Вопрос <small>не позднее 18:00 вторника, 14 апреля"), "{page}");
        assert!(page.contains("Жалоба <small>не позднее 18:00"), "{page}");
        let asked = site.get("/form/help/due?lang=ru&kind=complaint&zone=Asia/Vladivostok").await.json();
        let told = plain(asked["deadline"].as_str().unwrap());
        assert!(told.starts_with("Ответим не позднее") && told.contains("по владивостокскому"), "{told}");
        assert!(!told.contains("14 апреля"), "fifteen days, not one: {told}");
    }

    async fn what_was_sent_is_a_ticket_and_its_page_says_what_comes(database: TestDatabase) {
        let site = site_with_form(database).await;
        site.desk.clock.set("2026-05-09T12:30:00+03:00");
        let page = site.get("/form/help?lang=ru").await;
        assert_eq!(page.header("set-cookie"), "", "a frame of another site keeps no cookies");
        let sent = site.post_multipart("/form/help?lang=ru", &filled(&page), Some(("счёт.html", "<script>alert(1)</script>"))).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let after = site.get(sent.header("location")).await;
        let told = plain(&after.body);
        for words in ["№ 2026-000001", "01:00 среды, 13 мая, по владивостокскому", "служба поддержки", "письмом на адрес anna@client.example", "/t/"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!((after.header("referrer-policy"), after.header("cache-control")), ("no-referrer", "no-store"));
        let id = site.desk.inbox(desk::read::View::All).await.remove(0);
        let ticket = site.desk.ticket(&id).await;
        assert_eq!((ticket.kind.code(), ticket.topic.as_str(), ticket.lang.as_str()), ("question", "Карты", "ru"));
        assert_eq!(ticket.occurred_at, moment("2026-05-09T12:30:00+03:00"));
        assert_eq!(ticket.door.kind, "form");
        assert_eq!(ticket.client.zone, "Asia/Vladivostok");
        assert_eq!(ticket.timeline.entries[0].files[0].name, "счёт.html");
        site.desk.settle().await;
        let letter = site.desk.sink.last();
        assert_eq!(letter.to.value, "anna@client.example");
        assert!(plain(&letter.text).contains("01:00 среды, 13 мая, по владивостокскому"), "{}", letter.text);
        let secret = sent.header("location").split(['/', '?']).nth(4).unwrap().to_owned();
        let private = site.get(&format!("/t/{secret}")).await;
        let file = private.body.split("href=\"").find(|part| part.contains("/files/")).unwrap().split('"').next().unwrap().to_owned();
        let file = site.get(&file).await;
        assert_eq!(file.header("content-type"), "application/octet-stream", "no page of ours");
        assert!(file.header("content-disposition").starts_with("attachment"));
    }

    async fn consent_is_kept_with_the_text_it_was_given_to(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=en").await;
        assert!(page.body.contains("I agree to the processing."));
assert!(page.body.contains("name=\"consent\" value=\"2026-11\" required>"), "nothing is agreed to beforehand: {}", page.body);
        let sent = site.post_multipart("/form/help?lang=en", &filled(&page), None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let id = site.desk.inbox(desk::read::View::All).await.remove(0);
        let supervisor = testkit::TestDesk::supervisor();
        let given = site.desk.desk.read(&supervisor).unwrap().consents(&id).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!((given[0].version.as_str(), given[0].lang.as_str(), given[0].text.as_str()), ("2026-11", "en", "I agree to the processing."));
        assert_eq!(given[0].given_at, site.desk.now());
        // The text changes while the form stands open.
        apply(&site, &FORM.replace("2026-11", "2026-12")).await;
        let late = site.post_multipart("/form/help?lang=en", &but(&page, "text", "Another"), None).await;
        assert_eq!(late.status, 422);
        assert!(late.body.contains("has changed") && late.body.contains("value=\"2026-12\" required"), "{}", late.body);
        let without = site.post_multipart("/form/help?lang=en", &but(&page, "consent", ""), None).await;
        assert_eq!(without.status, 422);
    }

    async fn pressed_twice_is_sent_once(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let fields = filled(&page);
        let (one, two) = futures_util::future::join(
            site.post_multipart("/form/help?lang=ru", &fields, None),
            site.post_multipart("/form/help?lang=ru", &fields, None),
        ).await;
        let third = site.post_multipart("/form/help?lang=ru", &fields, None).await;
        let place = |answer: &Answer| answer.header("location").split('?').next().unwrap().to_owned();
        assert_eq!((one.status, two.status, third.status), (303, 303, 303));
        assert_eq!((place(&one), place(&two)), (place(&third), place(&third)), "the first's result");
        assert!(third.header("location").ends_with("&again=1"));
        let told = site.get(third.header("location")).await.body;
        assert!(told.contains("уже получили") && told.contains("2026-000001"), "{told}");
        assert_eq!(site.desk.inbox(desk::read::View::All).await.len(), 1);
        let balance = site.desk.desk.ledger_balance().await.unwrap();
        assert!(balance.total.adds_up());
        assert_eq!(balance.total.duplicate, 2);
    }

    async fn what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        for (name, value, words) in [
            ("name", "<script>alert(1)</script>", "уберите &#60; и &#62;"),
            ("name", "ы\u{0}", "непечатаемые"),
            ("name", &*"ы".repeat(300), "Не больше 100 знаков"),
            ("name", "", "Заполните это поле"),
            ("email", "anna@client", "Проверьте адрес"),
            ("email", "a\" onfocus=\"alert(1)", "Проверьте адрес"),
            ("topic", "Погода", "Выберите один из вариантов"),
            ("consent", "", "Без согласия"),
        ] {
            let back = site.post_multipart("/form/help?lang=ru", &but(&page, name, value), None).await;
            let told = plain(&back.body);
            assert_eq!(back.status, 422, "{name} = {value}");
            assert!(told.contains(words), "{words}: {told}");
            assert!(told.contains(&format!("id=\"{name}-error\"")), "beside the field: {name}");
            assert!(told.contains("Где моя карта?"), "typed and kept");
            assert!(!told.contains("<script>alert") && !told.contains("\" onfocus") && !told.contains('\0'), "{told}");
            assert_eq!(back.field("token"), page.field("token"), "still the same press");
        }
        assert!(site.desk.inbox(desk::read::View::All).await.is_empty());
    }

    async fn a_program_that_fills_every_field_waits_for_a_person(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let sent = site.post_multipart("/form/help?lang=ru", &but(&page, "website", "https://buy.example"), None).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/form/help/sent?lang=ru"));
        let told = site.get("/form/help/sent?lang=ru").await.body;
        assert!(told.contains("прочитает человек") && !told.contains("2026-"), "nothing is promised: {told}");
        assert!(site.desk.inbox(desk::read::View::All).await.is_empty());
        let balance = site.desk.desk.ledger_balance().await.unwrap();
        assert_eq!((balance.total.quarantined, balance.total.adds_up()), (1, true));
        site.log_in("vera", Role::Supervisor).await;
        let waiting = site.get("/quarantine").await.body;
        assert!(waiting.contains("Где моя карта?") && waiting.contains("a program seems"), "{waiting}");
    }

    async fn accepted_from_quarantine_a_form_has_lost_nothing(database: TestDatabase) {
        let site = site_with_form(database).await;
        let desk = &site.desk.desk;
        desk.set_reader(site.desk.channel("Форма"), testkit::form_reader());
        let page = site.get("/form/help?lang=ru").await;
        let mut fields = but(&page, "website", "https://buy.example");
        fields.retain(|(name, _)| *name != "answer_by");
        fields.extend([("answer_by", "phone".to_owned()), ("phone", "+7 912 345-67-89".to_owned())]);
        assert_eq!(site.post_multipart("/form/help?lang=ru", &fields, Some(("счёт.txt", "4000"))).await.status, 303);
        let chief = testkit::TestDesk::supervisor();
        let reader = desk.read(&chief).unwrap();
        let waiting = reader.quarantine(desk::read::QuarantineState::Waiting, None).await.unwrap().items.remove(0);
        let accepted = desk.accept_quarantined(&chief, &waiting.public_id, desk::quarantine::Acceptance::default()).await.unwrap();
        let ticket = site.desk.ticket(&accepted.ticket).await;
        let asked = &ticket.asked;
        assert_eq!(asked.answer.as_ref().map(|wish| (wish.by.code(), wish.phone.as_str())), Some(("phone", "+7 912 345-67-89")));
        assert_eq!(asked.consents.iter().map(|given| (given.version.as_str(), given.text.as_str())).collect::<Vec<_>>(), [("2026-11", "Я согласен на обработку.")]);
        let file = ticket.timeline.entries.iter().find_map(|line| line.files.first()).unwrap();
        assert_eq!(file.name, "счёт.txt");
        assert_eq!(reader.attachment(&file.public_id).await.unwrap().bytes, b"4000");
        assert_eq!(ticket.client.zone, "Asia/Vladivostok");
    }

    async fn only_named_sites_may_frame_a_form(database: TestDatabase) {
        let site = site_with_form(database).await;
        let framed = |policy: &str| policy.split("frame-ancestors ").nth(1).unwrap().to_owned();
        let page = site.get("/form/help").await;
        assert_eq!(framed(page.header("content-security-policy")), "'self' https://www.bank.example");
        let wrong = site.post_multipart("/form/help", &but(&page, "name", ""), None).await;
        assert_eq!(framed(wrong.header("content-security-policy")), "'self' https://www.bank.example");
        apply(&site, &FORM.replace("embed = [\"https://www.bank.example\"]\n", "")).await;
        assert_eq!(framed(site.get("/form/help").await.header("content-security-policy")), "'none'");
        let css = site.get("/form/help/0a5c8a.css").await;
        assert_eq!((css.status, css.body.as_str()), (200, ".public{--brand:#0a5c8a;--on-brand:#ffffff}\n"));
        assert_eq!(site.get("/form/embed.js").await.header("cross-origin-resource-policy"), "cross-origin");
    }

    async fn a_form_that_is_switched_off_is_not_there(database: TestDatabase) {
        let site = site_with_form(database).await;
        apply(&site, &FORM.replace("kind = \"form\"", "kind = \"form\"\nenabled = false")).await;
        assert_eq!(site.get("/form/help").await.status, 404);
        assert_eq!(site.get("/form/nowhere").await.status, 404);
        assert!(!site.get("/form/nowhere").await.body.contains("/inbox"), "a client is not sent into the house");
    }
}
