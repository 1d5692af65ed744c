use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn spring() -> Timestamp {
    "2026-05-12T15:00:00Z".parse().unwrap()
}

#[test]
fn zones_of_russia_go_by_their_cities() {
    let moscow = zone("Europe/Moscow");
    assert_eq!(phrase(Lang::Ru, &moscow, spring()), "по московскому времени");
    assert_eq!(phrase(Lang::En, &moscow, spring()), "Moscow time");
    assert_eq!(short(Lang::Ru, &moscow, spring()), "мск");
    assert_eq!(short(Lang::En, &moscow, spring()), "MSK");
    let kamchatka = zone("Asia/Kamchatka");
    assert_eq!(phrase(Lang::Ru, &kamchatka, spring()), "по камчатскому времени");
    assert_eq!(phrase_again(Lang::Ru, &kamchatka, spring()), "по камчатскому");
    assert_eq!(short(Lang::Ru, &kamchatka, spring()), "мск+9");
    assert_eq!(short(Lang::Ru, &zone("Europe/Kaliningrad"), spring()), "мск−1");
    assert_eq!(short(Lang::En, &kamchatka, spring()), "UTC+12");
}

#[test]
fn zones_without_a_name_stay_grammatical() {
    let nairobi = zone("Africa/Nairobi");
    assert_eq!(phrase(Lang::Ru, &nairobi, spring()), "по времени UTC+3");
    assert_eq!(phrase(Lang::En, &nairobi, spring()), "Nairobi time");
    assert_eq!(
        phrase(Lang::En, &zone("America/Argentina/Buenos_Aires"), spring()),
        "Buenos Aires time"
    );
    let fixed = TimeZone::fixed(jiff::tz::offset(-5));
    assert_eq!(phrase(Lang::Ru, &fixed, spring()), "по времени UTC−5");
    assert_eq!(phrase(Lang::En, &fixed, spring()), "UTC−5");
    assert_eq!(phrase(Lang::Ru, &TimeZone::UTC, spring()), "по времени UTC");
    assert_eq!(short(Lang::Ru, &zone("Asia/Kathmandu"), spring()), "UTC+5:45");
}

#[test]
fn every_named_zone_exists_and_reads_well() {
    for name in choices() {
        let zone = zone(name);
        let phrase = phrase(Lang::Ru, &zone, spring());
        assert!(
            phrase.starts_with("по ") && phrase.ends_with("ому времени"),
            "{name}: {phrase}"
        );
        assert!(label(Lang::Ru, &zone, spring()).contains(", UTC"), "{name}");
    }
    assert_eq!(
        label(Lang::Ru, &zone("Asia/Sakhalin"), spring()),
        "Южно-Сахалинск, UTC+11"
    );
    assert_eq!(
        label(Lang::En, &zone("Asia/Sakhalin"), spring()),
        "Sakhalin, UTC+11"
    );
}

#[test]
fn old_names_of_zones_are_known() {
    assert_eq!(
        phrase(Lang::Ru, &zone("Asia/Calcutta"), spring()),
        "по индийскому времени"
    );
    assert_eq!(
        phrase(Lang::Ru, &zone("Europe/Kiev"), spring()),
        "по киевскому времени"
    );
}
