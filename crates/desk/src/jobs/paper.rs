//! A message whose way is paper: it gets its number and lies ready to be printed. When it left is for the register to say.

use crate::beside::Reads;
use crate::{Desk, DeskResult};
use channel::letter::{Paper, Sheet, Way};
use domain::act::{self, Edit, Registered};
use domain::delivery::DeliveryFate;
use domain::job::Job;
use domain::time::NEVER;
use domain::{Actor, DeliveryId, LetterId};
use std::sync::Arc;
use store::rows::{LetterRow, OutboundFacts};
use store::{StoreError, Tx};
use words::{Lang, tr, when};

impl Desk {
    /// Enters the letter in the register of what goes out.
    pub(super) async fn prepare_letter(
        &self,
        job: &Job,
        facts: OutboundFacts,
        paper: Arc<dyn Paper>,
    ) -> DeskResult<()> {
        let (desk, job) = (self.clone(), job.clone());
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
                if !tx.finish_job(&job)? {
                    return Ok(());
                }
                let fact = tx.outbound_facts(DeliveryId(job.subject))?.fact;
                if fact.fate != DeliveryFate::Queued {
                    return Ok(());
                }
                let (now, today) = (tx.now, desk.date_here(tx.now));
                let number = tx.next_letter_number(facts.channel, "out", i32::from(today.year()))?;
                let shown = paper.number(Way::Out, number);
                let written = tx.address_on_paper(fact.identity)?;
                let (name, address) =
                    written.unwrap_or_else(|| (facts.to.name.clone(), facts.to.value.clone()));
                let answered = tx.last_letter_in(fact.ticket)?;
                let mut sheet = desk.sheet(&facts, paper.as_ref(), answered.as_ref());
                sheet.number = said(&facts.lang, "letter-sheet-number", &shown, &desk, now);
                sheet.addressee = [name.clone()]
                    .into_iter()
                    .chain(address.lines().map(str::to_owned))
                    .filter(|line| !line.trim().is_empty())
                    .collect();
                tx.enter_letter(&LetterRow {
                    id: LetterId(fact.id.0),
                    public_id: LetterId::new_public(),
                    entry: fact.entry,
                    ticket: fact.ticket,
                    channel: facts.channel,
                    identity: fact.identity,
                    way: "out".into(),
                    year: number.year,
                    serial: number.serial,
                    number: shown.clone(),
                    name,
                    address,
                    their_number: String::new(),
                    their_date: String::new(),
                    postmark: String::new(),
                    dated: today.to_string(),
                    day: String::new(),
                    state: "prepared".into(),
                    at: NEVER,
                    ended_at: NEVER,
                    tracking: String::new(),
                    reason: String::new(),
                    sheet: serde_json::to_string(&sheet)?,
                    pdf: String::new(),
                })?;
                let ticket = tx.ticket_facts_by_id(fact.ticket)?;
                let setup = desk.setup();
                let Ok(edit) = Edit::begin(ticket, None, &setup, now, Actor::System, tx) else {
                    // A ticket that was merged keeps its letter in the register.
                    return Ok(());
                };
                let letter = Registered {
                    number: shown,
                    tracking: String::new(),
                };
                let mut plan = act::letter_prepared(edit, &letter);
                tx.apply(&mut plan)
            })
            .await?;
        Ok(())
    }

    /// The letter without its number and its addressee.
    fn sheet(&self, facts: &OutboundFacts, paper: &dyn Paper, answered: Option<&LetterRow>) -> Sheet {
        let (setup, lang) = (self.setup(), Lang::parse(&facts.lang).unwrap_or_default());
        let brand = setup.brand(facts.brand);
        let reads = Reads::new(&facts.lang, &setup.zone, &facts.client_zone);
        let (sender, signs) = (paper.sender(), paper.signature());
        let number = setup.number.show(facts.number);
        let mut footer = vec![tr(lang, "letter-sheet-request", &[("number", number.into())])];
        if let Some(link) = self.follow_url(facts.brand, &facts.link_secret) {
            footer.push(tr(lang, "letter-sheet-follow", &[("link", link.into())]));
        }
        let files: Vec<&str> = facts.files.iter().map(|file| file.name.as_str()).collect();
        if !files.is_empty() {
            let files = files.join(", ");
            footer.insert(0, tr(lang, "letter-sheet-enclosed", &[("files", files.into())]));
        }
        let answers = answered
            .filter(|letter| !letter.their_number.is_empty())
            .map(|letter| {
                let date = self.date_in_words(lang, &letter.their_date);
                let number = letter.their_number.as_str();
                if date.is_empty() {
                    tr(lang, "letter-sheet-answers", &[("number", number.into())])
                } else {
                    tr(
                        lang,
                        "letter-sheet-answers-of",
                        &[("number", number.into()), ("date", date.into())],
                    )
                }
            });
        Sheet {
            sender: if sender.is_empty() {
                brand.map(|brand| brand.name.clone()).into_iter().collect()
            } else {
                sender
            },
            addressee: Vec::new(),
            number: String::new(),
            answers: answers.unwrap_or_default(),
            subject: if facts.subject.is_empty() {
                facts.title.clone()
            } else {
                facts.subject.clone()
            },
            text: reads.whole(&facts.body.text, &facts.beside, self.now()),
            signature: if !signs.is_empty() {
                signs.join("\n")
            } else {
                let signs = brand.map(|brand| brand.signature_in(lang.code()).to_owned());
                signs.unwrap_or_default()
            },
            footer: footer.join("\n"),
            lang: lang.code().to_owned(),
        }
    }

    /// A date as it is written in registers, in words; empty where there is none.
    pub(super) fn date_in_words(&self, lang: Lang, date: &str) -> String {
        let Ok(date) = date.parse() else {
            return String::new();
        };
        let zone = self.zones(&self.setup().zone, "").desk;
        when::long_date(lang, self.start_of(date).to_timestamp(), &zone)
    }
}

/// A number with its date, as it is printed.
fn said(lang: &str, key: &str, number: &str, desk: &Desk, at: domain::Moment) -> String {
    let lang = Lang::parse(lang).unwrap_or_default();
    let date = desk.date_in_words(lang, &desk.date_here(at).to_string());
    tr(lang, key, &[("number", number.into()), ("date", date.into())])
}
