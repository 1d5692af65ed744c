//! The intake ledger as a page: whether everything seen has a fate.

use crate::console::inbox;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show;
use crate::console::view::{DoorBalance, FateCount, LedgerPage};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use desk::read::Door;
use domain::Permission;
use domain::ledger::{Balance, Fate};
use words::{Lang, number, t, t_code, tr};

#[get("/ledger")]
async fn get_ledger(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Supervise)?;
    let (lang, desk) = (me.lang(&request), me.desk()?);
    let balance = desk.ledger_balance().await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(lang, "ledger"), "ledger", &rail);
    let fates = Fate::ALL.iter().map(|fate| FateCount {
        code: fate.code(),
        words: t_code(lang, "ledger-fate", fate.code()),
        count: number::whole(lang, of(&balance.total, *fate)),
        definition: String::new(),
        path: if *fate == Fate::Quarantined {
            "/quarantine".to_owned()
        } else {
            String::new()
        },
    });
    let shown = LedgerPage {
        period: String::new(),
        seen: number::whole(lang, balance.total.seen),
        fates: fates.collect(),
        adds_up: balance.total.adds_up(),
        verdict: verdict(lang, &balance.total),
        doors: balance
            .doors
            .iter()
            .map(|(door, balance)| of_door(lang, door, balance))
            .collect(),
        page,
    };
    page::html(&shown)
}

fn of_door(lang: Lang, door: &Door, balance: &Balance) -> DoorBalance {
    DoorBalance {
        door: show::door_of(lang, door),
        seen: number::whole(lang, balance.seen),
        fates: Fate::ALL
            .iter()
            .map(|fate| number::whole(lang, of(balance, *fate)))
            .collect(),
        adds_up: balance.adds_up(),
        verdict: short(lang, balance),
    }
}

fn of(balance: &Balance, fate: Fate) -> i64 {
    match fate {
        Fate::Opened => balance.opened,
        Fate::Appended => balance.appended,
        Fate::Duplicate => balance.duplicate,
        Fate::Quarantined => balance.quarantined,
        Fate::Rejected => balance.rejected,
    }
}

/// The verdict of one door, in a table: «Сходится».
fn short(lang: Lang, balance: &Balance) -> String {
    let words = verdict(lang, balance);
    if balance.adds_up() {
        words.split(':').next().unwrap_or_default().to_owned()
    } else {
        words
    }
}

fn verdict(lang: Lang, balance: &Balance) -> String {
    if balance.adds_up() {
        return t(lang, "ledger-adds-up");
    }
    tr(
        lang,
        "ledger-differs",
        &[("seen", balance.seen.into()), ("fates", balance.fates().into())],
    )
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_ledger);
}
