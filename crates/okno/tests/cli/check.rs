use crate::terminal::Terminal;
use store::DatabaseUrl;
use testkit::TestDatabase;

const FREE_PORTS: &str = "[http]\nlisten = \"127.0.0.1:0\"\n[mail]\nlisten = \"127.0.0.1:0\"\n";

#[test]
fn what_is_wrong_is_told_with_what_to_do() {
    let terminal = Terminal::new();
    terminal.write("okno.toml", FREE_PORTS);
    let answer = terminal.run(&["check"]);
    assert_eq!(answer.code, 3, "{answer:?}");
    assert!(
        answer
            .out
            .contains("PROBLEM  database: there is no database okno.db"),
        "{answer:?}"
    );
    assert!(
        answer.out.contains("To do: ") && answer.out.contains("okno migrate"),
        "{answer:?}"
    );
    assert!(answer.out.contains("NO ANSWER LEAVES BY MAIL"), "{answer:?}");
    assert!(!terminal.path("okno.db").exists(), "looking makes nothing");
}

#[test]
fn wrong_settings_are_problems_too() {
    let terminal = Terminal::new();
    terminal.write("okno.toml", "[http]\nworkers = \"two\"\n[mial]\n");
    let answer = terminal.run(&["check"]);
    assert_eq!(answer.code, 3, "{answer:?}");
    assert!(
        answer.out.contains("line 2") && answer.out.contains("line 3"),
        "{answer:?}"
    );
    assert!(answer.out.contains("2 problems found."), "{answer:?}");
}

#[test]
fn a_desk_in_order_has_no_problems() {
    let terminal = Terminal::with_desk();
    terminal.write("okno.toml", FREE_PORTS);
    let before = terminal.run(&["check"]);
    assert_eq!(before.code, 3);
    assert!(
        before.out.contains("nobody can log in as an administrator"),
        "{before:?}"
    );
    let add = [
        "user",
        "add",
        "--login",
        "a@b.example",
        "--name",
        "A",
        "--role",
        "administrator",
    ];
    assert_eq!(terminal.run(&add).code, 0);
    let answer = terminal.run(&["check"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    for fine in ["journal_mode = wal", "synchronous = FULL", "No problems found."] {
        assert!(answer.out.contains(fine), "{fine}: {answer:?}");
    }
}

#[test]
fn mail_that_cannot_work_is_seen() {
    let terminal = Terminal::with_desk();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listener.local_addr().unwrap();
    // Whoever asks is hung up on: this is no Okno.
    std::thread::spawn(move || while listener.accept().is_ok() {});
    let text = format!(
        "[http]\nlisten = \"{taken}\"\n[mail]\nlisten = \"127.0.0.1:0\"\ntls_certificate = \"no.pem\"\ntls_key = \"no.key\"\n\
         bounce_address = \"b@desk.example\"\n[submission]\nhost = \"127.0.0.1\"\nport = 1\ntls = \"none\"\n"
    );
    terminal.write("okno.toml", &text);
    let answer = terminal.run(&["check"]);
    assert_eq!(answer.code, 3);
    for problem in [
        &format!("PROBLEM  pages: {taken} is taken by another program"),
        "no.pem",
        "mail.bounce_address b@desk.example is no address of a channel",
        "PROBLEM  mail out: 127.0.0.1 port 1: ",
    ] {
        assert!(answer.out.contains(problem), "{problem}: {}", answer.out);
    }
}

#[test]
fn postgres_that_may_lose_commits_is_told() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let DatabaseUrl::Postgres(url) = &database.url else {
        panic!("a server's database")
    };
    let terminal = Terminal::new();
    terminal.write("okno.toml", FREE_PORTS);
    let answer = terminal.run(&["check", "--database", url]);
    // The server for tests runs with fsync=off; one that is durable, for the crash tests and the bench, is fine.
    let durable = answer.out.contains("ok       database: fsync = on");
    let told = answer.out.contains("PROBLEM  database: fsync = off") && answer.out.contains("set fsync = on");
    assert!(durable || told, "{answer:?}");
    assert!(
        answer.out.contains("database: full_page_writes = ") && answer.out.contains("synchronous_commit = ")
    );
}
