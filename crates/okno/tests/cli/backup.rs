use crate::terminal::Terminal;

#[test]
fn a_backup_is_taken_checked_and_put_back() {
    let terminal = Terminal::with_desk();
    let add = ["user", "add", "--login", "a@b.example", "--name", "Anna"];
    assert_eq!(terminal.run(&add).code, 0);
    std::fs::create_dir(terminal.path("backups")).unwrap();
    let taken = terminal.run(&["backup", "backups"]);
    assert_eq!(taken.code, 0, "{taken:?}");
    let file = taken.out.lines().next().unwrap();
    assert!(
        file.starts_with("backups/okno-2") && file.ends_with("Z.tar"),
        "{taken:?}"
    );
    assert_eq!(mode_of(&terminal, file), 0o600, "only its owner may read it");

    let whole = terminal.run(&["restore", "--check", file]);
    assert!(
        whole.code == 0 && whole.out.contains("is whole. Taken at 2"),
        "{whole:?}"
    );
    terminal
        .run(&["restore", file])
        .assert_failed_in_words("okno.db is not empty");
    terminal
        .run(&["backup", file])
        .assert_failed_in_words("is not empty");

    let put_back = terminal.run(&["restore", file, "--database", "elsewhere/okno.db"]);
    assert!(
        put_back.code == 0
            && put_back.out.contains("It adds up")
            && put_back.out.contains("has it all again"),
        "{put_back:?}"
    );
    let people = terminal.run(&["user", "list", "--database", "elsewhere/okno.db"]);
    assert!(people.out.contains("a@b.example"), "{people:?}");
    let held = terminal.run(&["outgoing", "--database", "elsewhere/okno.db"]);
    assert_eq!(held.out, "No outgoing messages are held back.\n", "{held:?}");
    assert_eq!(terminal.run(&["outgoing", "--release"]).code, 0);
}

#[test]
fn what_is_no_backup_or_not_whole_is_told() {
    let terminal = Terminal::with_desk();
    assert_eq!(terminal.run(&["backup", "okno.tar"]).code, 0);
    let whole = std::fs::read(terminal.path("okno.tar")).unwrap();
    std::fs::write(terminal.path("half.tar"), &whole[..whole.len() / 2]).unwrap();
    terminal.write("letter.tar", "dear aunt");
    let restore = |file: &str| terminal.run(&["restore", file, "--database", "new/okno.db"]);
    restore("half.tar").assert_failed_in_words("the backup is damaged");
    restore("letter.tar").assert_failed_in_words("letter.tar is no backup of Okno");
    restore("missing.tar").assert_failed_in_words("missing.tar cannot be read");
    assert!(!terminal.path("new").exists(), "nothing was touched");
    terminal
        .run(&["backup", "x.tar", "--database", "nowhere.db"])
        .assert_failed_in_words("there is no database nowhere.db");
    assert!(!terminal.path("x.tar").exists() && !terminal.path("nowhere.db").exists());
}

fn mode_of(terminal: &Terminal, file: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(terminal.path(file))
        .unwrap()
        .permissions()
        .mode()
        & 0o777
}
