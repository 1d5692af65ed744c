use super::{Config, ConfigError, Place, Sources, load_from};
use std::path::PathBuf;

/// A file for one test, gone with it.
struct File(PathBuf);

impl File {
    fn new(text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("okno-config-{}.toml", domain::id::secret(12)));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

fn with(text: &str, env: &[(&str, &str)]) -> Result<Config, String> {
    let file = File::new(text);
    let name = file.0.display().to_string();
    let env = env
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    let sources = Sources {
        place: Place::Named(file.0.clone()),
        database: None,
        env,
    };
    let loaded = load_from(&sources).map(|loaded| loaded.config);
    loaded.map_err(|error| error.to_string().replace(&name, "okno.toml"))
}

fn refusal(text: &str) -> String {
    with(text, &[]).unwrap_err()
}

#[test]
fn the_default_is_whole_and_in_order() {
    let config = load_from(&Sources {
        place: Place::Nowhere,
        ..Sources::default()
    })
    .unwrap()
    .config;
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.mail.listen.unwrap().to_string(), "127.0.0.1:2525");
    assert_eq!(config.database.url.expose(), "okno.db");
    assert_eq!(config.site(), "http://127.0.0.1:8080");
}

#[test]
fn every_key_of_the_default_has_a_comment_and_nothing_else_is_in_it() {
    let mut commented = false;
    for line in super::DEFAULT.lines().map(str::trim) {
        if line.starts_with('#') {
            commented = true;
        } else if line.is_empty() || line.starts_with('[') {
            commented = false;
        } else {
            // Keys that belong together share one comment.
            let of_a_pair = ["port", "tls_key", "password", "password_passes"]
                .iter()
                .any(|key| line.starts_with(key));
            assert!(commented || of_a_pair, "no comment before {line}");
            commented = false;
        }
    }
}

#[test]
fn every_key_is_documented() {
    let page = include_str!("../../../../docs/configuration.md");
    let layers = super::layers::Layers::from_default().unwrap();
    for section in layers.sections() {
        for key in layers.keys(section) {
            assert!(
                page.contains(&format!("`{section}.{key}`")),
                "{section}.{key} is not in docs/configuration.md"
            );
        }
    }
}

#[test]
fn later_layers_win() {
    let config = with(
        "[http]\nlisten = \"127.0.0.1:1\"\nworkers = 3\n[mail]\nlisten = \"\"\n",
        &[
            ("OKNO__HTTP__LISTEN", "127.0.0.1:2"),
            ("OKNO__MAIL__TRUSTED_RELAYS", "mx1.example.org, mx2.example.org"),
            ("OKNO__HTTP__BEHIND_PROXY", "true"),
            ("OKNO_TEST_POSTGRES", "not ours"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:2");
    assert_eq!(config.http.workers, 3);
    assert_eq!(config.mail.listen, None);
    assert_eq!(config.mail.trusted_relays, ["mx1.example.org", "mx2.example.org"]);
    assert!(config.http.behind_proxy);
}

#[test]
fn the_command_line_comes_last() {
    let sources = Sources {
        place: Place::Nowhere,
        database: Some("here.db".into()),
        env: vec![("OKNO__DATABASE__URL".into(), "there.db".into())],
    };
    assert_eq!(
        load_from(&sources).unwrap().config.database.url.expose(),
        "here.db"
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_what_was_meant() {
    assert_eq!(
        refusal("[mail]\nhostname = \"a\"\nlistn = \"b\"\n"),
        "okno.toml line 3: there is no key mail.listn; did you mean mail.listen?"
    );
    assert!(refusal("[mial]\nlisten = \"b\"\n").contains("there is no section mial; did you mean mail?"));
    assert!(refusal("[zzzzzzzz]\n").contains("there are data, database, http"));
}

#[test]
fn an_unknown_variable_is_refused() {
    let error = with("", &[("OKNO__HTTP__LISTENN", "x")]).unwrap_err();
    assert_eq!(
        error,
        "OKNO__HTTP__LISTENN: there is no key http.listenn; did you mean http.listen?"
    );
    let error = with("", &[("OKNO__HTTP", "x")]).unwrap_err();
    assert!(error.contains("OKNO__SECTION__KEY"), "{error}");
}

#[test]
fn a_wrong_type_is_refused_with_what_would_be_right() {
    assert_eq!(
        refusal("[http]\nworkers = \"two\"\n"),
        "okno.toml line 2: http.workers is a whole number, not a text in quotes"
    );
    assert_eq!(
        refusal("[mail]\nauthserv_peers = [\"mx.example.org\"]\n"),
        "okno.toml line 2: mail.authserv_peers: write an address, \"192.0.2.1\", or a network, \"192.0.2.0/24\""
    );
    assert_eq!(
        refusal("[mail]\ntrusted_relays = [1]\n"),
        "okno.toml line 2: mail.trusted_relays is a list of texts in quotes, not a list of something else"
    );
    assert_eq!(
        refusal("mail = 1\n"),
        "okno.toml line 1: mail is a section: write [mail]"
    );
    let error = with("", &[("OKNO__HTTP__WORKERS", "two")]).unwrap_err();
    assert_eq!(error, "OKNO__HTTP__WORKERS: http.workers is a whole number");
}

#[test]
fn a_wrong_value_is_refused_with_its_place() {
    let error = refusal("\n[http]\nlisten = \"localhost\"\n");
    assert!(error.starts_with("okno.toml line 3: http.listen: "), "{error}");
    let error = refusal("[log]\nformat = \"xml\"\n");
    assert!(
        error.contains("okno.toml line 2: log.format") && error.contains("json"),
        "{error}"
    );
    let error = with("", &[("OKNO__HTTP__WORKERS", "0")]).unwrap_err();
    assert_eq!(error, "OKNO__HTTP__WORKERS: http.workers: give 1 to 64 threads");
    assert!(refusal("[http]\nprefix = \"okno/\"\n").contains("begins with a slash"));
    assert!(refusal("[http]\npublic_url = \"https://a.example/desk\"\n").contains("http.prefix"));
    assert!(refusal("[mail]\ntls_key = \"k.pem\"\n").contains("belong together"));
    assert!(refusal("[submission]\nuser = \"u\"\ntls = \"none\"\n").contains("in clear"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let error = refusal("[http]\nworkers = \"two\"\nlistn = \"b\"\n[mail]\nmax_size = true\n");
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn a_half_written_file_is_refused_with_its_line() {
    let error = refusal("[http]\nlisten = \"127.0.0.1:80");
    assert!(error.starts_with("okno.toml line 2: this is not TOML"), "{error}");
    let error = refusal("[http]\nworkers = 2\nworkers = 3\n");
    assert!(error.starts_with("okno.toml line 3: this is not TOML"), "{error}");
}

#[test]
fn any_beginning_of_the_default_is_read_or_refused_in_words() {
    for end in (0..super::DEFAULT.len()).step_by(7) {
        let Some(text) = super::DEFAULT.get(..end) else {
            continue;
        };
        if let Err(error) = with(text, &[]) {
            assert!(error.starts_with("okno.toml line "), "{error}");
        }
    }
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let sources = Sources {
        place: Place::Named("/nowhere/okno.toml".into()),
        ..Sources::default()
    };
    assert!(matches!(
        load_from(&sources).unwrap_err(),
        ConfigError::Unreadable { .. }
    ));
}

#[test]
fn secrets_are_not_shown() {
    let config = with(
        "[submission]\npassword = \"hunter2hunter2\"\n[database]\nurl = \"postgres://okno:geheim@db/okno\"\n",
        &[],
    )
    .unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("geheim"), "{shown}");
    assert_eq!(config.submission.password.expose(), "hunter2hunter2");
}
