//! Whoever reads Russian is told in Russian why a form was refused, whatever door it is for.

use super::letters::{POST, answered_on_paper};
use super::site::{Answer, Site};
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use testkit::{TestDatabase, both_databases};

const LINE: &str = "\n[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\n";

/// What the alert of a page says.
fn alert(answer: &Answer) -> String {
    let told = answer.body.split_once("role=\"alert\">").map(|(_, rest)| rest);
    let told = told.and_then(|rest| rest.split('<').next());
    told.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body))
        .to_owned()
}

/// Sends the fields of a form, one of them changed; what is told then.
async fn refused(
    site: &Site,
    path: &str,
    fields: &[(&'static str, String)],
    change: (&'static str, &str),
) -> String {
    let mut fields = fields.to_vec();
    fields.retain(|field| field.0 != change.0);
    fields.push((change.0, change.1.to_owned()));
    let answer = match path {
        "/letters" => site.post_multipart("/letters?lang=ru", &fields, None).await,
        path => site.post(&format!("{path}?lang=ru"), &fields).await,
    };
    assert_eq!(answer.status, 422, "{path} {change:?}: {}", answer.body);
    alert(&answer)
}

both_databases! {
    async fn forms_of_every_door_are_refused_in_the_readers_language(database: TestDatabase) {
        let site = Site::new(database).await;
        super::form::apply(&site, &format!("{POST}{LINE}")).await;
        site.desk.open_post("Почта России");
        site.desk.clock.set("2026-04-20T09:40:00+03:00");
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = answered_on_paper(&site, &token).await;
        let view = site.desk.ticket(&ticket).await;
        let paper = view.timeline.entries.iter().flat_map(|entry| &entry.deliveries).find_map(|one| one.letter.as_ref()).unwrap();
        let news = format!("/letters/{}/news", paper.public_id);
        let card = format!("/clients/{}", view.client.public_id);
        site.log_in("vera", Role::Operator).await;
        let csrf = site.get("/calls/new").await.field("csrf");
        let form = |fields: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
            fields.chain([("csrf", csrf.clone())]).collect()
        };
        let call = form(&[
            ("idempotency_key", "k1"), ("number", "8 912 345-67-89"), ("direction", "in"), ("outcome", "connected"),
            ("rang_at", "2026-04-20T09:05:00"), ("text", "О карте"),
        ]);
        let letter = form(&[
            ("idempotency_key", "k2"), ("name", "Анна"), ("address", "Тверь, Победы 5"), ("title", "О карте"), ("text", "Верните"),
            ("received", "2026-04-17"),
        ]);
        let dispatch = form(&[("what", "dispatched"), ("on", "2026-04-20")]);
        let client = form(&[("name", "Анна")]);
        let away = form(&[("from", "2026-04-20T10:00"), ("until", "2026-04-21T10:00")]);
        for (path, fields, change, told) in [
            ("/calls", &call, ("rang_at", "2026-04-20T15:00:00"), "Звонок записывают, когда он уже был"),
            ("/calls", &call, ("rang_at", "вчера"), "вчера"),
            ("/calls", &call, ("rang_at", "2026-04-17T09:00:00"), "более давний запишет супервизор"),
            ("/calls", &call, ("connected_at", "2026-04-20T09:04:00"), "не раньше, чем зазвонило"),
            ("/calls", &call, ("ended_at", "2026-04-20T09:01:00"), "кончается не раньше"),
            ("/calls", &call, ("outcome", "no_answer"), "поговорили или пропущен"),
            ("/calls", &call, ("number", "anna"), "Проверьте номер"),
            ("/calls", &call, ("recording", "javascript:alert(1)"), "начинается с https"),
            ("/letters", &letter, ("received", "2026-04-21"), "Письмо с датой в будущем ещё не пришло"),
            ("/letters", &letter, ("received", "2026-03-02"), "в течение 5 рабочих дней"),
            ("/letters", &letter, ("postmark", "2026-04-18"), "Дата по штемпелю не позже"),
            ("/letters", &letter, ("their_date", "2026-04-18"), "Дата отправителя не позже"),
            ("/letters", &letter, ("address", "?"), "почтовый адрес с населённым пунктом"),
            ("/letters", &letter, ("title", ""), "о чём письмо"),
            (&news, &dispatch, ("on", "2026-04-21"), "когда письмо уже ушло"),
            (&news, &dispatch, ("on", "2026-04-19"), "не раньше, чем написано"),
            (&card, &client, ("call_hours", "днём"), "10:00-19:00"),
            (&card, &client, ("zone", "Mars/Base"), "Europe/Moscow"),
            ("/absences", &away, ("until", "2026-04-20T09:00"), "Возвращение позже ухода"),
            ("/absences", &away, ("until", "2028-04-20T09:00"), "не дольше года"),
        ] {
            let alert = refused(&site, path, fields, change).await;
            if told != "вчера" {
                assert!(alert.contains(told), "{path} {change:?}: {alert}");
            }
            for english in [" is ", " the ", " a ", " not ", " as "] {
                assert!(!alert.contains(english), "{path} {change:?}: {alert}");
            }
        }
    }
}
