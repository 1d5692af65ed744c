//! Applying a set-up while deadlines run: tried first, then confirmed at once or left to a person, and why.

use crate::serve::{get_with, send, serve};
use crate::terminal::Terminal;

/// A desk whose deadlines lie five days ahead, at the closing of every day.
fn desk(closing: &str) -> String {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let week: Vec<String> = days
        .iter()
        .map(|day| format!("{day} = [['00:00', '{closing}']]"))
        .collect();
    format!(
        "[desk]\nname = 'Desk'\nzone = 'Europe/Moscow'\ncalendar = 'daily'\nlang = 'en'\n\
         [[calendar]]\nname = 'daily'\nzone = 'Europe/Moscow'\nweek = {{ {} }}\n\
         [[channel]]\nname = 'mail'\nkind = 'email'\nbrand = 'Okno'\nteam = 'Support'\naddress = 'help@desk.example'\n\
         [[policy]]\nname = 'daily'\nwhen = {{ channels = ['mail'] }}\n\
         [[policy.clock]]\nkind = 'resolution'\ncalendar = 'daily'\ntarget = {{ days = 5 }}\n",
        week.join(", ")
    )
}

/// The recounts that the API tells of, newest first.
fn recounts(terminal: &Terminal, at: std::net::SocketAddr) -> Vec<serde_json::Value> {
    let added = terminal.run(&[
        "token",
        "add",
        "--name",
        "reads",
        "--scopes",
        "supervise,administer",
    ]);
    let secret = added
        .out
        .split_whitespace()
        .find(|word| word.starts_with("okno_"))
        .expect("a secret");
    let answer = get_with(at, "/api/v1/recounts", secret);
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let from = body.find('[').expect("a list");
    let to = body.rfind(']').expect("a list");
    serde_json::from_str(&body[from..=to]).expect("JSON")
}

#[test]
fn what_a_file_would_do_to_running_deadlines_is_told_and_done_only_when_asked() {
    let terminal = Terminal::with_desk();
    let mut serving = serve(&terminal);
    terminal.write("desk.toml", &desk("18:00"));
    let first = terminal.run(&["apply", "desk.toml", "--why", "The desk opens"]);
    assert_eq!(first.code, 0, "{first:?}");
    serving.running.logged("messages come in, nothing goes out");
    assert!(send(serving.mail, "help@desk.example", "1").starts_with("250"));
    terminal.write("earlier.toml", &desk("12:00"));

    let try_it = ["apply", "earlier.toml", "--dry-run"];
    let tried = terminal.run(&try_it);
    assert_eq!(tried.code, 0, "{tried:?}");
    for words in [
        "calendar “daily”",
        "1 deadline would move and 0 verdicts would flip, on 1 ticket; nothing was changed",
        "-000001 resolution: ",
        // The desk's clock, not the machine's: before, then after.
        " 18:00 Moscow time → ",
        " 12:00 Moscow time\n",
    ] {
        assert!(tried.out.contains(words), "{words}: {tried:?}");
    }
    assert_eq!(terminal.run(&try_it).out, tried.out, "nothing was changed");
    assert!(recounts(&terminal, serving.http).is_empty());

    // Applied, it waits for a person; with --recount it waits for nobody, and the reason is kept.
    let applied = terminal.run(&["apply", "earlier.toml"]);
    assert_eq!(applied.code, 0, "{applied:?}");
    let waiting = recounts(&terminal, serving.http);
    assert_eq!((waiting.len(), &waiting[0]["state"]), (1, &"proposed".into()));
    terminal.write("later.toml", &desk("21:00"));
    let at_once = terminal.run(&["apply", "later.toml", "--recount", "--why", "Order No. 7"]);
    assert_eq!(at_once.code, 0, "{at_once:?}");
    let newest = &recounts(&terminal, serving.http)[0];
    assert_ne!(newest["state"], "proposed", "{newest}");
    assert!(
        newest["why"].as_str().unwrap().contains("Order No. 7"),
        "{newest}"
    );
    let running = serving.running;
    assert_eq!(running.end_by("TERM"), 0);
}

#[test]
fn trying_and_recounting_exclude_each_other_and_what_is_wrong_is_not_tried() {
    let terminal = Terminal::with_desk();
    terminal.write("desk.toml", &desk("18:00"));
    let both = terminal.run(&["apply", "desk.toml", "--dry-run", "--recount"]);
    assert_eq!(both.code, 2, "{both:?}");
    assert!(both.err.contains("--recount"), "{both:?}");
    terminal.write("wrong.toml", &desk("25:00"));
    let wrong = terminal.run(&["apply", "wrong.toml", "--dry-run"]);
    wrong.assert_failed_in_words("wrong.toml was not applied");
    assert!(wrong.err.contains("calendar[1]"), "{wrong:?}");
    terminal.write("negative.toml", &desk("18:00").replace("days = 5", "days = -5"));
    for command in [
        vec!["apply", "negative.toml"],
        vec!["apply", "negative.toml", "--dry-run"],
    ] {
        let refused = terminal.run(&command);
        refused.assert_failed_in_words("negative.toml was not applied");
        let words =
            "policy[1].clock[1].target: -5 days is not allowed: a target is a whole number from 1 to 3653";
        assert!(refused.err.contains(words), "{refused:?}");
    }
}
