//! Log-in, error, caught mail, administration, API, and the client's page.

use web::console::view::{
    AdminPage, ApiDocsPage, ApiGroup, CaughtMail, ChannelState, DemoMailListPage, DemoMailPage, Fact,
    FollowUpPage, Header, LogInPage, Operation, Page, ProblemPage, Said,
};

use crate::{Outcome, Writer};

pub fn write(to: &Writer) -> Outcome {
    let plain = |title: String| Page {
        user: None,
        views: vec![],
        ..to.page(&title, "")
    };
    let demo = vec![
        (
            "anna@demo.example".to_owned(),
            "okno-demo".to_owned(),
            to.w("Анна, супервизор", "Anna, supervisor"),
        ),
        (
            "boris@demo.example".to_owned(),
            "okno-demo".to_owned(),
            to.w("Борис, оператор", "Boris, operator"),
        ),
    ];
    let log_in = LogInPage {
        page: plain(to.w("Вход", "Log in")),
        demo,
        next: "/inbox".into(),
        ..LogInPage::default()
    };
    let refused = LogInPage {
        email: "anna@demo.example".into(),
        error: to.w(
            "Адрес или пароль не подходят. Осталось 4 попытки, потом вход закроется на 15 минут.",
            "The address or the password is wrong. 4 attempts left, then log-in closes for 15 minutes.",
        ),
        demo: vec![],
        ..log_in.clone()
    };
    to.put("login", &log_in)?;
    to.put("login-error", &refused)?;
    to.put(
        "problem",
        &ProblemPage {
            page: plain(to.w(
                "Обращение изменилось, пока вы писали",
                "The ticket changed while you were writing",
            )),
            status: 409,
            code: "stale-version".into(),
            words: to.w(
                "Борис Павлов передал его группе «Платежи» в 15:38.",
                "Boris Pavlov handed it to Payments at 15:38.",
            ),
            said: String::new(),
            kept: to.w(
                "Ваш текст сохранён как черновик.",
                "Your text is kept as a draft.",
            ),
            advice: to.w(
                "Откройте обращение, посмотрите, что изменилось, и отправьте ещё раз.",
                "Open the ticket, see what changed, and send again.",
            ),
            step: Some((
                "/tickets/tkt_001".into(),
                to.w("Открыть обращение", "Open the ticket"),
            )),
            trace: "01JB2K7Q".into(),
        },
    )?;
    mail(to)?;
    admin(to)?;
    docs(to, plain(to.w("Программный интерфейс", "API")))?;
    follow_up(
        to,
        plain(to.w("Обращение № 2026-004512", "Request № 2026-004512")),
    )
}

fn mail(to: &Writer) -> Outcome {
    let mail = CaughtMail {
        path: "/demo/mail/1".into(),
        to: "anna@example.org".into(),
        from: "support@bank.example".into(),
        subject: to.w(
            "Обращение № 2026-004512 зарегистрировано",
            "Ticket № 2026-004512 is registered",
        ),
        preview: to.w(
            "Здравствуйте, Анна! Ответим не позднее 18:00 вторника, 12 мая",
            "Hello, Anna! We will answer by 18:00 on Tuesday, 12 May",
        ),
        at: "12:30".into(),
        exact: String::new(),
        here: false,
    };
    let page = to.page(&to.w("Отправленная почта", "Sent mail"), "mail");
    to.put(
        "mail",
        &DemoMailListPage {
            page: page.clone(),
            mails: vec![mail.clone(), mail.clone(), mail.clone()],
        },
    )?;
    to.put(
        "mail-empty",
        &DemoMailListPage {
            page: page.clone(),
            mails: vec![],
        },
    )?;
    to.put("mail-one", &DemoMailPage {
        page, mail,
        text: to.w("Здравствуйте, Анна! Ваше обращение № 2026-004512 зарегистрировано 9 мая 2026 года в 19:30 по владивостокскому времени.\nОтветим не позднее 18:00 вторника, 12 мая, по московскому времени (01:00 среды, 13 мая, по владивостокскому).\nСейчас мы не работаем и снова будем на связи во вторник, 12 мая, с 9:00 по московскому времени (16:00 по владивостокскому).\nОбращением занимается служба поддержки. Ответ придёт письмом на этот адрес.", "Hello, Anna! Your ticket № 2026-004512 was registered on 9 May 2026 at 19:30 Vladivostok time.\nWe will answer by 18:00 on Tuesday, 12 May, Moscow time."),
        headers: vec![Header { name: "Message-ID".into(), value: "<ent_01jb2k7q@bank.example>".into() }, Header { name: "Auto-Submitted".into(), value: "auto-replied".into() }],
        answer: "/demo/mail/1/answer".into(),
    })
}

fn admin(to: &Writer) -> Outcome {
    let fact = |label: (&str, &str), value: (&str, &str), advice: (&str, &str)| Fact {
        label: to.w(label.0, label.1),
        value: to.w(value.0, value.1),
        advice: to.w(advice.0, advice.1),
    };
    to.put("admin", &AdminPage {
        page: to.page(&to.w("Настройки", "Settings"), "admin"),
        channels: vec![
            ChannelState { door: to.door("mail"), name: to.w("Почта поддержки", "Support mail"), address: "127.0.0.1:2525".into(), words: to.w("Работает", "Works"), well: true, since: to.w("последнее письмо 2 мин назад", "last mail 2 min ago"), ..ChannelState::default() },
            ChannelState { door: to.door("mail"), name: to.w("Отправка писем", "Outgoing mail"), address: "smtp.bank.example:587".into(), words: to.w("Не удаётся войти: сервер не принял имя и пароль", "Cannot log in: the server refused the name and password"), well: false, advice: to.w("Проверьте имя и пароль в desk.toml и выполните «okno apply». Письма ждут в очереди: 14.", "Check the name and password in desk.toml and run “okno apply”. 14 mails wait in the queue."), since: to.w("с 15:02", "since 15:02"), ..ChannelState::default() },
        ],
        facts: vec![
            fact(("База данных", "Database"), ("SQLite, ./data/demo/okno.db", "SQLite, ./data/demo/okno.db"), ("", "")),
            fact(("Производственный календарь", "Production calendar"), ("известен по 31 декабря 2026 года", "known through 31 December 2026"), ("Через 45 дней выходные станут предварительными: обновите календарь.", "In 45 days days off become preliminary: update the calendar.")),
            fact(("Версия", "Version"), ("0.1.0", "0.1.0"), ("", "")),
        ],
    })
}

fn docs(to: &Writer, page: Page) -> Outcome {
    let operation = |id: &str, method: &str, path: &str, summary: &str| {
        Operation {
        id: id.into(), method: method.into(), path: path.into(), summary: summary.into(),
        description: "Opens a ticket. Answers only after the commit, with the number, the public link and the promise.".into(),
        parameters: vec![("Idempotency-Key".into(), "header".into(), "Makes a repeated request harmless for 24 hours.".into())],
        answers: vec![("201".into(), "The ticket was opened.".into()), ("409".into(), "The key was used with another body.".into())],
        example: "curl -X POST http://127.0.0.1:8080/api/v1/tickets \\\n  -H 'Authorization: Bearer tok_…' \\\n  -H 'Idempotency-Key: 7f3a' \\\n  -d '{\"subject\": \"Tax certificate\", \"text\": \"…\"}'".into(),
        body: "{\n  \"subject\": \"string\",\n  \"text\": \"string\"\n}".into(),
    }
    };
    to.put(
        "docs",
        &ApiDocsPage {
            page,
            version: "0.1.0".into(),
            groups: vec![ApiGroup {
                id: "tickets".into(),
                name: "Tickets".into(),
                operations: vec![
                    operation("create-ticket", "POST", "/api/v1/tickets", "Open a ticket"),
                    operation("list-tickets", "GET", "/api/v1/tickets", "List tickets"),
                ],
            }],
        },
    )
}

fn follow_up(to: &Writer, page: Page) -> Outcome {
    let said = |ours, speaker: (&str, &str), at: (&str, &str), text: (&str, &str)| Said {
        ours,
        turned: false,
        speaker: to.w(speaker.0, speaker.1),
        at: to.w(at.0, at.1),
        exact: String::new(),
        text: to.w(text.0, text.1),
        files: vec![],
    };
    let open = FollowUpPage {
        page,
        brand: to.w("Банк «Пример»", "Example Bank"),
        number: "2026-004512".into(),
        deadline: to.w(
            "Ответим не позднее 18:00 вторника, 12 мая, по московскому времени",
            "We will answer by 18:00 on Tuesday, 12 May, Moscow time",
        ),
        state: to.w("В работе", "In progress"),
        subject: to.w(
            "Не приходит справка для налоговой",
            "Tax certificate has not arrived",
        ),
        who: to.w("Анна Кузнецова, служба поддержки", "Anna Kuznetsova, support"),
        how: to.w("Письмом на maria@example.org", "By e-mail to maria@example.org"),
        history: vec![
            said(
                false,
                ("Вы", "You"),
                ("9 мая, 12:30", "9 May, 12:30"),
                (
                    "Здравствуйте! В пятницу заказала справку об уплаченных процентах. На странице написано «готова», но файла нет.",
                    "Hello! On Friday I ordered a certificate. The page says “ready”, but there is no file.",
                ),
            ),
            said(
                true,
                ("Анна Кузнецова", "Anna Kuznetsova"),
                ("9 мая, 15:02", "9 May, 15:02"),
                (
                    "Мария, добрый день! Проверяем, почему файл не открывается. Напишу вам не позже вторника.",
                    "Good afternoon, Maria! We are checking why the file does not open. I will write by Tuesday.",
                ),
            ),
        ],
        answer: "/t/secret".into(),
        ..FollowUpPage::default()
    };
    to.put("follow-up", &open)?;
    to.put(
        "follow-up-late",
        &FollowUpPage {
            deadline: to.w(
                "Новый срок: среда, 13 мая, 12:00 по московскому времени",
                "New deadline: Wednesday, 13 May, 12:00 Moscow time",
            ),
            deadline_note: to.w(
                "Мы обещали ответить до 18:00 и не успели. Простите.",
                "We promised an answer by 18:00 and did not manage. We are sorry.",
            ),
            done: to.w(
                "Передали Анне. Ответим до среды, 13 мая, 12:00.",
                "Passed to Anna. We will answer by Wednesday, 13 May, 12:00.",
            ),
            ..open
        },
    )
}
