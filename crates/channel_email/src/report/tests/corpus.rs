//! Bounces of some sixty mail systems, collected by others. Needs `OKNO_CASES`.

use crate::mime::tests::parse;
use channel::{Inbound, ReportedFate, What};
use std::path::Path;

#[derive(Default, Debug)]
struct Figures {
    files: usize,
    reports: usize,
    recipient: usize,
    class: usize,
    coded: usize,
    exact: usize,
    about: usize,
}

#[test]
fn bounces_of_many_mail_systems() {
    let Some(cases) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: the collected bounces are not run");
        return;
    };
    let folder = Path::new(&cases).join("bounces");
    let text = std::fs::read_to_string(folder.join("expect.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut figures = Figures::default();
    let mut vacations = 0;
    for case in list.as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        let wanted: Vec<(&str, &str)> = case["bounces"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| (b["dsn"].as_str().unwrap(), b["reason"].as_str().unwrap()))
            .collect();
        let what = parse(&std::fs::read(folder.join(file)).unwrap());
        if wanted[0].1 == "vacation" {
            assert!(
                matches!(&what, What::Understood(Inbound::Message(_))),
                "{file}: an absence is no report"
            );
            vacations += 1;
            continue;
        }
        figures.files += 1;
        let What::Understood(Inbound::Report(report)) = what else {
            println!("no report: {file} {wanted:?}");
            continue;
        };
        figures.reports += 1;
        figures.recipient += usize::from(report.recipient.is_some());
        figures.about += usize::from(!report.about.is_empty());
        if report.recipient.is_none() {
            println!("no recipient: {file} {wanted:?}");
        }
        let complained = wanted[0].1 == "feedback";
        let class_is_right = if complained {
            report.status.is_empty()
        } else {
            wanted.iter().any(|(dsn, _)| dsn[..1] == report.status[..1])
        };
        figures.class += usize::from(class_is_right);
        // x.0.0 tells no more than its class, and x.0.9nn is the collector's own numbering.
        let coded = !complained && !wanted[0].0.contains(".0.9") && !wanted[0].0.ends_with(".0.0");
        let exact = wanted.iter().any(|(dsn, _)| *dsn == report.status);
        figures.coded += usize::from(coded);
        figures.exact += usize::from(coded && exact);
        if !class_is_right || coded && !exact {
            println!(
                "status: {file} wanted {wanted:?}, got {:?} {} {:?}",
                report.fate, report.status, report.reason
            );
        }
        if wanted[0].1 == "delivered" {
            assert_eq!(report.fate, ReportedFate::Delivered, "{file}");
        }
    }
    println!("{vacations} absences, {figures:?}");
    assert!(figures.reports * 100 >= figures.files * 96);
    assert!(figures.class * 100 >= figures.reports * 95);
    assert!(figures.recipient * 100 >= figures.reports * 90);
}
