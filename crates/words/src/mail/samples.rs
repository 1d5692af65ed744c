//! Made-up facts on which a brand's own wording is tried before it is taken over: once with everything a
//! letter can have, once with the least.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::letter::{MailError, Name};
use super::{
    Acknowledgement, Asks, Brand, Closed, DeadlineLine, Deadlines, DueCorrection, How, Invitation, LineAbout,
    LinkRenewal, OperatorReply, PasswordReset, PersonExpected, Reminder, Resolved, SanitisedHtml, Templates,
    Who, WhyCorrected, WhyResolved, Zones,
};
use crate::Lang;
use crate::when::{ToldDue, What};

/// 9 May 2026, 09:30 UTC: a holiday.
const SATURDAY: Timestamp = Timestamp::constant(1_778_319_000, 0);
/// 12 May 2026, 15:00 UTC.
const TUESDAY: Timestamp = Timestamp::constant(1_778_598_000, 0);

/// Writes the letter with a wording under trial.
pub(super) fn try_out(templates: &Templates, brand: &str, lang: Lang, name: Name) -> Result<(), MailError> {
    for facts in [Sample::full(brand, lang), Sample::least(brand, lang)] {
        match name {
            Name::Acknowledgement => facts.acknowledgement().render(templates),
            Name::OperatorReply => facts.operator_reply().render(templates),
            Name::DueCorrection => facts.due_correction().render(templates),
            Name::Closed => facts.closed().render(templates),
            Name::PersonExpected => facts.person_expected().render(templates),
            Name::Resolved => facts.resolved().render(templates),
            Name::Reminder => facts.reminder().render(templates),
            Name::PasswordReset => facts.password_reset().render(templates),
            Name::Invitation => facts.invitation().render(templates),
            Name::LinkRenewal => facts.link_renewal().render(templates),
            Name::Deadlines => facts.deadlines().render(templates),
        }?;
    }
    Ok(())
}

pub(super) struct Sample {
    pub lang: Lang,
    pub brand: Brand,
    pub full: bool,
    pub zones: Zones,
    /// When the letter is written.
    pub now: Timestamp,
    /// The instant told in it.
    pub then: Timestamp,
}

impl Sample {
    pub(super) fn full(brand: &str, lang: Lang) -> Self {
        Sample {
            lang,
            brand: Brand {
                key: brand.to_owned(),
                name: "Север".to_owned(),
                signature: None,
                signatures: std::collections::BTreeMap::new(),
            },
            full: true,
            zones: Zones {
                desk: TimeZone::UTC,
                client: Some(TimeZone::fixed(jiff::tz::offset(10))),
            },
            now: SATURDAY,
            then: TUESDAY,
        }
    }

    fn least(brand: &str, lang: Lang) -> Self {
        Sample {
            full: false,
            zones: Zones::desk_only(TimeZone::UTC),
            ..Sample::full(brand, lang)
        }
    }

    fn name(&self) -> Option<String> {
        self.full.then(|| "Анна".to_owned())
    }

    fn url(&self) -> String {
        "https://desk.example/r/secret?a=1&b=2".to_owned()
    }

    fn follow_url(&self) -> Option<String> {
        self.full.then(|| self.url())
    }

    fn number(&self) -> String {
        "2026-004512".to_owned()
    }

    fn due(&self) -> ToldDue {
        ToldDue {
            what: What::Answer,
            at: self.then,
        }
    }

    pub(super) fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            registered_at: self.now,
            due: self.full.then(|| self.due()),
            zones: self.zones.clone(),
            reopens_at: self.full.then_some(self.then),
            who: Who::Team(match self.lang {
                Lang::Ru => "служба поддержки".to_owned(),
                Lang::En => "the support team".to_owned(),
            }),
            how: How::ThisAddress,
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn operator_reply(&self) -> OperatorReply {
        OperatorReply {
            lang: self.lang,
            brand: self.brand.clone(),
            number: self.number(),
            subject: if self.full {
                "Не приходит выписка".to_owned()
            } else {
                String::new()
            },
            text: "Выписка готова.\n\nСпасибо за ожидание.".to_owned(),
            html: self
                .full
                .then(|| SanitisedHtml("<p>Выписка <b>готова</b>.</p>".to_owned())),
            asks: self.full.then(|| Asks::NewDue(self.due())).into_iter().collect(),
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn due_correction(&self) -> DueCorrection {
        DueCorrection {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            due: self.due(),
            why: if self.full {
                WhyCorrected::Missed { told: self.now }
            } else {
                WhyCorrected::Resumed
            },
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn closed(&self) -> Closed {
        Closed {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.full.then(|| self.number()),
            opens_at: self.then,
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn person_expected(&self) -> PersonExpected {
        PersonExpected {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            due: self.full.then_some(self.then),
            opens_at: self.then,
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn resolved(&self) -> Resolved {
        Resolved {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            why: if self.full {
                WhyResolved::NoAnswer
            } else {
                WhyResolved::Solved
            },
            closes_at: self.full.then_some(self.then),
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn reminder(&self) -> Reminder {
        Reminder {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            resolves_at: self.full.then_some(self.then),
            sent_at: self.now,
            zones: self.zones.clone(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn password_reset(&self) -> PasswordReset {
        PasswordReset {
            lang: self.lang,
            brand: self.brand.clone(),
            name: self.name(),
            url: self.url(),
            valid_until: self.then,
            sent_at: self.now,
            zone: self.zones.desk.clone(),
        }
    }

    pub(super) fn link_renewal(&self) -> LinkRenewal {
        LinkRenewal {
            lang: self.lang,
            brand: self.brand.clone(),
            client_name: self.name(),
            number: self.number(),
            follow_url: self.follow_url(),
        }
    }

    pub(super) fn deadlines(&self) -> Deadlines {
        let lost = DeadlineLine {
            number: self.number(),
            title: "Не приходит выписка".to_owned(),
            about: LineAbout::Lost,
            due: Some(self.then),
            url: "https://desk.example/tickets/tkt_2".to_owned(),
        };
        let person = |due| DeadlineLine {
            about: LineAbout::Person,
            due,
            ..lost.clone()
        };
        let paper = DeadlineLine {
            number: match self.lang {
                Lang::Ru => "11 мая".to_owned(),
                Lang::En => "11 May".to_owned(),
            },
            title: "Верхняя пачка".to_owned(),
            about: LineAbout::Paper,
            due: Some(self.then),
            url: "https://desk.example/letters/new?paper=ppr_1".to_owned(),
        };
        let line = |missed: bool| DeadlineLine {
            number: self.number(),
            title: "Не работает карта".to_owned(),
            about: LineAbout::Deadline {
                clock: "first_response".to_owned(),
                missed,
            },
            due: Some(self.then),
            url: "https://desk.example/tickets/tkt_1".to_owned(),
        };
        Deadlines {
            lang: self.lang,
            brand: self.brand.clone(),
            name: self.name(),
            lines: if self.full {
                vec![
                    person(Some(self.then)),
                    person(None),
                    line(true),
                    line(false),
                    lost,
                    paper,
                ]
            } else {
                vec![line(false)]
            },
            more: if self.full { 120 } else { 0 },
            url: "https://desk.example/notices".to_owned(),
            sent_at: self.now,
            zone: self.zones.desk.clone(),
        }
    }

    pub(super) fn invitation(&self) -> Invitation {
        Invitation {
            lang: self.lang,
            brand: self.brand.clone(),
            name: self.name(),
            invited_by: self.full.then(|| "Мария Петрова".to_owned()),
            role: "operator".to_owned(),
            url: self.url(),
            valid_until: self.then,
            sent_at: self.now,
            zone: self.zones.desk.clone(),
        }
    }
}
