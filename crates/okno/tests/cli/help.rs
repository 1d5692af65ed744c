use crate::terminal::{Terminal, repository};

#[test]
fn help_tells_a_newcomer_where_to_begin() {
    let help = Terminal::new().run(&["--help"]);
    assert_eq!(help.code, 0);
    for word in [
        "okno demo",
        "okno check",
        "Exit codes",
        "ledger",
        "apply",
        "migrate",
    ] {
        assert!(help.out.contains(word), "{word} is missing: {}", help.out);
    }
    for command in [
        "serve", "demo", "apply", "ledger", "migrate", "check", "user", "token",
    ] {
        let help = Terminal::new().run(&["help", command]);
        assert_eq!(help.code, 0, "{command}");
        assert!(help.out.lines().count() > 8, "{command}: {}", help.out);
    }
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    let terminal = Terminal::new();
    for wrong in [
        &["srve"][..],
        &["serve", "--prot", "1"],
        &[],
        &["user", "add", "--login", "x"],
        &["demo", "--http", "x"],
    ] {
        let answer = terminal.run(wrong);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(!answer.err.is_empty());
    }
}

#[test]
fn config_prints_the_default_which_can_be_used_as_it_is() {
    let terminal = Terminal::new();
    let printed = terminal.run(&["config"]);
    assert_eq!(printed.code, 0);
    assert_eq!(
        printed.out,
        std::fs::read_to_string(repository("config/okno.toml")).unwrap()
    );
    terminal.write("okno.toml", &printed.out);
    assert_eq!(terminal.run(&["migrate"]).code, 0);
}

#[test]
fn a_wrong_setting_is_told_with_its_place() {
    let terminal = Terminal::new();
    terminal.write("okno.toml", "[http]\nlisten = \"127.0.0.1:80\n");
    terminal
        .run(&["migrate"])
        .assert_failed_in_words("okno.toml line 2: this is not TOML");
    terminal.write("okno.toml", "[database]\nulr = \"x\"\n");
    terminal
        .run(&["migrate"])
        .assert_failed_in_words("did you mean database.url?");
    let elsewhere = ["migrate", "--config", "elsewhere.toml"];
    terminal
        .run(&elsewhere)
        .assert_failed_in_words("the configuration elsewhere.toml cannot be read");
    assert_eq!(
        std::fs::read_dir(terminal.path(".")).unwrap().count(),
        1,
        "nothing was made"
    );
}
