use crate::terminal::{Running, Terminal};
use store::DatabaseUrl;
use testkit::TestDatabase;

fn start(terminal: &Terminal, database: Option<&str>) -> Running {
    let mut args = vec![
        "demo",
        "--data",
        "demo",
        "--http",
        "127.0.0.1:0",
        "--mail",
        "127.0.0.1:0",
    ];
    args.extend(database.iter().flat_map(|url| ["--database", url]));
    let mut command = terminal.command(&args);
    command
        .env("OKNO__SECURITY__PASSWORD_MEMORY_KIB", "8")
        .env("OKNO__SECURITY__PASSWORD_PASSES", "1");
    Running::start(command)
}

fn seen(terminal: &Terminal, database: &str) -> i64 {
    let answer = terminal.run(&["ledger", "--json", "--database", database]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    json["total"]["seen"].as_i64().unwrap()
}

fn starts_twice_with_the_same_desk(database: Option<&str>) {
    let terminal = Terminal::new();
    let place = database.map_or_else(
        || terminal.path("demo/okno.db").display().to_string(),
        str::to_owned,
    );
    let mut first = start(&terminal, database);
    first.printed("Preparing a desk");
    assert!(first.printed("Pages").contains("http://127.0.0.1:"));
    first.printed("one-window");
    first.printed("Ctrl-C");
    let before = seen(&terminal, &place);
    assert!(before > 40, "{before}");
    let caught = std::fs::read_dir(terminal.path("demo/outbox")).unwrap().count();
    assert!(caught > 40, "{caught}");
    assert_eq!(first.end_by("INT"), 0);
    let mut second = start(&terminal, database);
    let line = second.printed(":");
    assert!(line.contains("Pages"), "nothing is prepared again: {line}");
    second.printed("Ctrl-C");
    assert_eq!(seen(&terminal, &place), before);
    assert_eq!(second.end_by("TERM"), 0);
}

#[test]
fn a_demo_on_sqlite_loses_and_doubles_nothing() {
    starts_twice_with_the_same_desk(None);
}

#[test]
fn a_demo_on_postgres_loses_and_doubles_nothing() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let DatabaseUrl::Postgres(url) = &database.url else {
        panic!("a server's database")
    };
    starts_twice_with_the_same_desk(Some(url));
}

#[test]
fn a_real_desk_gets_no_invented_tickets() {
    let terminal = Terminal::with_desk();
    assert_eq!(
        terminal
            .run(&["user", "add", "--login", "a@b.example", "--name", "A"])
            .code,
        0
    );
    terminal
        .run(&["demo", "--database", "okno.db"])
        .assert_failed_in_words("belongs to a desk that is no demo");
}

#[test]
fn others_reach_a_demo_only_when_the_command_line_says_so() {
    let terminal = Terminal::new();
    let mut command = terminal.command(&["demo"]);
    let answer = command.env("OKNO__HTTP__LISTEN", "0.0.0.0:0").output().unwrap();
    assert_eq!(answer.status.code(), Some(1));
    let words = String::from_utf8(answer.stderr).unwrap();
    assert!(
        words.contains("everybody knows its passwords") && words.contains("--http 0.0.0.0:0"),
        "{words}"
    );
}
