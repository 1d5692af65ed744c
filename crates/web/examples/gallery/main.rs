//! Renders every page with made-up data into static files, in Russian and English, to look at the design
//! without a desk: `cargo run -p web --example gallery -- FOLDER`, then serve the folder with any static server
//! and copy `crates/web/assets/dist` to `FOLDER/assets`.

mod inbox;
mod more;
mod rooms;
mod ticket;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;
use web::console::view::{Clock, Door, Face, Flash, Lang, Level, Me, Page, Theme, ViewLink};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Tuesday, 14 April 2026, 15:40 in Moscow, in milliseconds: the instant every fixture is seen at.
const NOW: i64 = 1_776_170_400_000;
const MINUTE: i64 = 60_000;

fn main() -> Outcome {
    let folder = std::env::args()
        .nth(1)
        .ok_or("name the folder to write to: gallery FOLDER")?;
    for lang in [Lang::Ru, Lang::En] {
        let writer = Writer {
            folder: PathBuf::from(&folder).join(lang.code()),
            lang,
        };
        fs::create_dir_all(&writer.folder)?;
        inbox::write(&writer)?;
        ticket::write(&writer)?;
        rooms::write(&writer)?;
        more::write(&writer)?;
    }
    Ok(())
}

/// Where the pages of one language go.
struct Writer {
    folder: PathBuf,
    lang: Lang,
}

impl Writer {
    /// The words of this writer's language.
    fn w(&self, ru: &str, en: &str) -> String {
        match self.lang {
            Lang::Ru => ru.to_owned(),
            Lang::En => en.to_owned(),
        }
    }

    fn put(&self, name: &str, page: &impl Template) -> Outcome {
        let path: &Path = &self.folder.join(name).with_extension("html");
        fs::write(path, page.render()?)?;
        Ok(())
    }

    fn page(&self, title: &str, here: &'static str) -> Page {
        Page {
            lang: self.lang,
            assets: "/assets".into(),
            csrf: "csrf".into(),
            nonce: "gallery".into(),
            title: title.to_owned(),
            desk: self.w("Окно · Демо", "Okno · Demo"),
            user: Some(Me {
                name: self.w("Анна Кузнецова", "Anna Kuznetsova"),
                initials: self.w("АК", "AK"),
                role: self.w("Супервизор", "Supervisor"),
                supervisor: true,
                admin: true,
                demo: true,
            }),
            here,
            views: self.views(here == "inbox"),
            quarantine: "2".into(),
            now_ms: NOW,
            theme: Theme::Auto,
            path: "/inbox".into(),
            ..Page::default()
        }
    }

    fn views(&self, inbox: bool) -> Vec<ViewLink> {
        let view = |code, ru: &str, en: &str, count: &str| ViewLink {
            code,
            words: self.w(ru, en),
            count: count.into(),
            here: inbox && code == "mine",
            late: code == "overdue",
        };
        vec![
            view("mine", "Мои", "Mine", "12"),
            view("team", "Моей группы", "My team", "48"),
            view("unassigned", "Без ответственного", "Unassigned", "7"),
            view("due", "Скоро срок", "Due soon", "5"),
            view("overdue", "Просрочено", "Overdue", "3"),
            view("waiting", "Ждём клиента", "Waiting for client", "9"),
            view("all", "Все", "All", "1000+"),
        ]
    }

    fn flash(&self, ru: &str, en: &str, undo: &str) -> Option<Flash> {
        Some(Flash {
            words: self.w(ru, en),
            problem: false,
            undo: undo.to_owned(),
        })
    }

    fn door(&self, icon: &'static str) -> Door {
        let words = match icon {
            "mail" => self.w("Почта", "E-mail"),
            "form" => self.w("Форма на сайте", "Web form"),
            "chat" => self.w("Чат", "Chat"),
            "phone" => self.w("Звонок", "Call"),
            "letter" => self.w("Бумажное письмо", "Letter"),
            "app" => self.w("Приложение", "App"),
            "messenger" => self.w("Мессенджер", "Messenger"),
            _ => self.w("Программный интерфейс", "API"),
        };
        Door { icon, words }
    }

    fn me(&self) -> Face {
        Face {
            initials: self.w("АК", "AK"),
            name: self.w("Анна Кузнецова", "Anna Kuznetsova"),
            me: true,
        }
    }

    fn colleague(&self) -> Face {
        Face {
            initials: self.w("БП", "BP"),
            name: self.w("Борис Павлов", "Boris Pavlov"),
            me: false,
        }
    }

    /// A clock `minutes` from now; less than nothing is late.
    fn clock(&self, level: Level, ru: &str, en: &str, minutes: i64) -> Clock {
        Clock {
            level,
            words: self.w(ru, en),
            what: self.w("Первый ответ", "First response"),
            exact: self.w(
                "вторник, 14 апреля 2026 года, 18:00 мск",
                "Tuesday, 14 April 2026, 18:00 Moscow time",
            ),
            due_iso: "2026-04-14T18:00:00+03:00".into(),
            due_ms: NOW + minutes * MINUTE,
            soon_ms: NOW + (minutes - 30) * MINUTE,
        }
    }
}
