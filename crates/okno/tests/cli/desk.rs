use crate::terminal::{Terminal, repository};

#[test]
fn a_missing_database_is_told_and_not_made() {
    let terminal = Terminal::new();
    for command in [&["ledger"][..], &["user", "list"], &["token", "list"]] {
        terminal
            .run(command)
            .assert_failed_in_words("there is no database okno.db");
    }
    assert!(!terminal.path("okno.db").exists());
    let away = ["ledger", "--database", "postgres://nobody@127.0.0.1:1/okno"];
    let answer = terminal.run(&away);
    answer.assert_failed_in_words("database postgres://nobody@127.0.0.1:1/okno");
    assert_eq!(answer.err.lines().count(), 1, "{answer:?}");
    terminal
        .run(&["ledger", "--database", "mysql://x/y"])
        .assert_failed_in_words("mysql:// is not a database");
}

#[test]
fn a_file_that_is_no_database_is_told() {
    let terminal = Terminal::new();
    terminal.write(
        "okno.db",
        "this is a letter to my aunt, and no database at all, however long one looks at it",
    );
    terminal.run(&["ledger"]).assert_failed_in_words("okno.db");
    terminal.run(&["migrate"]).assert_failed_in_words("okno.db");
}

#[test]
fn migrating_twice_is_as_good_as_once() {
    let terminal = Terminal::new();
    let database = ["migrate", "--database", "some/where/okno.db"];
    for _ in 0..2 {
        let answer = terminal.run(&database);
        assert_eq!(
            (answer.code, answer.out.as_str()),
            (0, "The database some/where/okno.db is up to date.\n")
        );
    }
}

#[test]
fn people_are_added_listed_and_given_passwords() {
    let terminal = Terminal::with_desk();
    let add = [
        "user",
        "add",
        "--login",
        "Anna@Desk.Example",
        "--name",
        "Анна",
        "--role",
        "administrator",
    ];
    let added = terminal.run(&add);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(
        added.out.contains("Added anna@desk.example.") && added.out.contains("Password, shown only now: ")
    );
    let again = terminal.run(&add);
    again.assert_failed_in_words("somebody has the login anna@desk.example already");
    assert!(again.out.is_empty(), "no password for nobody: {again:?}");
    let list = terminal.run(&["user", "list"]);
    assert_eq!(list.out, "anna@desk.example  Анна, administrator\n");
    let password = [
        "user",
        "password",
        "--login",
        "anna@desk.example",
        "--password-stdin",
    ];
    let changed = terminal.run_with_input(&password, "a long enough one\n");
    assert_eq!(changed.code, 0, "{changed:?}");
    assert!(
        !changed.out.contains("long enough"),
        "a given password is not repeated: {changed:?}"
    );
    terminal
        .run_with_input(&password, "short\n")
        .assert_failed_in_words("at least 10 characters");
    terminal
        .run_with_input(&password, "")
        .assert_failed_in_words("holds no password");
}

#[test]
fn teams_and_zones_of_new_people_exist() {
    let terminal = Terminal::with_desk();
    let add = |more: &[&str]| {
        let mut args = vec!["user", "add", "--login", "b@desk.example", "--name", "B"];
        args.extend(more);
        terminal.run(&args)
    };
    add(&["--team", "Nobody"]).assert_failed_in_words("there is no team “Nobody”; the desk has Support");
    add(&["--zone", "Mars/Olympus"]).assert_failed_in_words("Europe/Moscow");
    add(&["--lang", "tlh"]).assert_failed_in_words("ru and en");
    assert_eq!(
        add(&["--team", "Support", "--zone", "Asia/Tokyo", "--lang", "en"]).code,
        0
    );
}

#[test]
fn tokens_are_made_listed_and_revoked() {
    let terminal = Terminal::with_desk();
    let add = [
        "token",
        "add",
        "--name",
        "site",
        "--scopes",
        "intake:write,tickets:read",
        "--days",
        "30",
    ];
    let added = terminal.run(&add);
    assert_eq!(added.code, 0, "{added:?}");
    let secret = added.out.lines().next().unwrap();
    assert!(secret.starts_with("okno_") && secret.len() > 30, "{added:?}");
    let list = terminal.run(&["token", "list"]).out;
    let id = list.split_whitespace().next().unwrap();
    assert!(
        id.starts_with("tok_") && list.contains("site") && list.contains("until "),
        "{list}"
    );
    assert!(!list.contains(secret), "{list}");
    assert_eq!(terminal.run(&["token", "revoke", id]).code, 0);
    assert!(terminal.run(&["token", "list"]).out.contains("revoked"));
    terminal
        .run(&["token", "revoke", id])
        .assert_failed_in_words("no such token");
    let wrong = ["token", "add", "--name", "x", "--scopes", "everything"];
    terminal
        .run(&wrong)
        .assert_failed_in_words("there is no scope \"everything\"; there are tickets:read");
}

#[test]
fn a_desk_is_applied_from_a_file_whole_or_not_at_all() {
    let terminal = Terminal::with_desk();
    for file in ["config/desk.example.toml", "config/demo/desk.toml"] {
        let file = repository(file).display().to_string();
        let first = terminal.run(&["apply", &file]);
        assert_eq!(first.code, 0, "{first:?}");
        assert!(first.out.contains("created"), "{first:?}");
        let second = terminal.run(&["apply", &file]);
        assert!(
            second.out.contains("0 created, 0 changed, 0 retired"),
            "{second:?}"
        );
    }
    let text =
        "[[team]]\nname = \"Новая\"\n[[channel]]\nname = \"c\"\nkind = \"email\"\nbrand = \"nobody\"\n";
    terminal.write("desk.toml", text);
    let wrong = terminal.run(&["apply", "desk.toml"]);
    wrong.assert_failed_in_words("desk.toml was not applied");
    assert!(
        wrong.err.contains("channel[1]") && wrong.err.contains("nobody"),
        "{wrong:?}"
    );
    let team = [
        "user",
        "add",
        "--login",
        "c@desk.example",
        "--name",
        "C",
        "--team",
        "Новая",
    ];
    terminal
        .run(&team)
        .assert_failed_in_words("there is no team “Новая”");
    let half = terminal.run_with_input(&["apply", "-"], "[[team]]\nname = \"Нов");
    half.assert_failed_in_words("line 2");
    terminal
        .run(&["apply", "missing.toml"])
        .assert_failed_in_words("missing.toml cannot be read");
}
