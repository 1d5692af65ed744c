//! The real binary as a child process: started, killed without warning, started again on the same ports.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use store::DatabaseUrl;
use testkit::TestDatabase;

/// The desk under fire: every request is already late when it comes, so that every clock fires during the crashes.
const DESK: &str = include_str!("desk.toml");

/// Where a node finds its database, and a folder for everything else.
pub struct Database {
    url: String,
    folder: PathBuf,
}

impl Database {
    pub fn of(database: &TestDatabase) -> Self {
        let url = match &database.url {
            DatabaseUrl::Postgres(url) => url.clone(),
            DatabaseUrl::Sqlite(path) => path.display().to_string(),
        };
        let folder = std::env::temp_dir().join(format!("okno-crash-{}", domain::id::secret(8)));
        fs::create_dir(&folder).unwrap();
        Self { url, folder }
    }

    /// The same database behind another port of this machine.
    pub fn through(&self, port: u16) -> Self {
        let server = self.server();
        let url = self.url.replacen(&server, &format!("127.0.0.1:{port}"), 1);
        assert_ne!(url, self.url);
        Self {
            url,
            folder: self.folder.clone(),
        }
    }

    /// Host and port of the server.
    pub fn server(&self) -> String {
        let rest = self.url.split_once('@').unwrap().1;
        rest.split('/').next().unwrap().to_owned()
    }

    /// An empty place for a copy, beside it.
    pub fn beside(&self) -> Self {
        let folder = self.folder.join("copy");
        fs::create_dir(&folder).unwrap();
        Self {
            url: folder.join("okno.db").display().to_string(),
            folder,
        }
    }

    /// Where it is, for opening.
    pub fn url(&self) -> DatabaseUrl {
        DatabaseUrl::Sqlite(PathBuf::from(&self.url))
    }

    /// Gives the desk its set-up.
    pub fn set_up(&self) {
        let file = self.folder.join("desk.toml");
        fs::write(&file, DESK).unwrap();
        self.run(&["apply", &file.display().to_string()]);
    }

    /// A token of the API that may do what operators and doors do.
    pub fn token(&self) -> String {
        let scopes = "tickets:read,tickets:write,intake:write";
        let told = self.run(&["token", "add", "--name", "work", "--scopes", scopes]);
        told.lines().next().unwrap().to_owned()
    }

    /// Takes a backup; where it is.
    pub fn backup(&self) -> String {
        let file = self.folder.join("backup.tar").display().to_string();
        self.run(&["backup", &file]);
        file
    }

    /// Puts a backup into this empty place.
    pub fn restore(&self, file: &str) {
        self.run(&["restore", file]);
        self.run(&["ledger"]);
    }

    /// Runs a command to its good end; what it said.
    fn run(&self, args: &[&str]) -> String {
        let ended = Command::new(binary())
            .args(args)
            .args(["--database", &self.url])
            .current_dir(&self.folder)
            .env("OKNO__DATA__OBJECTS", self.folder.join("objects"))
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "okno {args:?}: {errors}");
        String::from_utf8(ended.stdout).unwrap()
    }
}

/// Builds the binary once and tells where it is; `OKNO_BINARY` names one that is built already.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(built) = std::env::var_os("OKNO_BINARY") {
            return built.into();
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--locked", "--workspace", "--bin", "okno"])
            .current_dir(&root)
            .status()
            .unwrap();
        assert!(built.success(), "the binary builds");
        // Beside this test's own executable: target/<profile>/deps/…
        let me = std::env::current_exe().unwrap();
        me.parent().unwrap().parent().unwrap().join("okno")
    })
}

/// A port of this machine that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A running node.
pub struct Node {
    child: Child,
    url: String,
    folder: PathBuf,
    log: PathBuf,
    http: u16,
    mail: u16,
    submission: u16,
}

impl Node {
    pub fn start(database: &Database, number: usize, submission: u16) -> Self {
        let folder = database.folder.clone();
        let log = folder.join(format!("node{number}.log"));
        let (http, mail) = (free_port(), free_port());
        let child = spawn(&database.url, &folder, &log, http, mail, submission);
        let node = Self {
            child,
            url: database.url.clone(),
            folder,
            log,
            http,
            mail,
            submission,
        };
        node.wait_until_ready();
        node
    }

    pub fn http_port(&self) -> u16 {
        self.http
    }

    pub fn mail_port(&self) -> u16 {
        self.mail
    }

    /// SIGKILL: nothing is finished, nothing is said.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn restart(&mut self) {
        self.child = spawn(
            &self.url,
            &self.folder,
            &self.log,
            self.http,
            self.mail,
            self.submission,
        );
        self.wait_until_ready();
    }

    /// SIGTERM, and an orderly end.
    pub fn stop(&mut self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let status = self.child.wait().unwrap();
        assert!(status.success(), "an orderly stop ends with {status}");
    }

    /// Status of a request, and whether it says when to come again.
    pub fn http_status(&self, path: &str) -> (u16, bool) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.http)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.to_ascii_lowercase().contains("\r\nretry-after:"))
    }

    /// Ready when the mail door greets.
    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(60) {
            let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.mail)) else {
                std::thread::yield_now();
                continue;
            };
            let mut greeting = [0; 3];
            if stream.read_exact(&mut greeting).is_ok() && &greeting == b"220" {
                return;
            }
        }
        panic!(
            "not ready within a minute: {}",
            fs::read_to_string(&self.log).unwrap_or_default()
        );
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Already ended where the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(url: &str, folder: &Path, log: &Path, http: u16, mail: u16, submission: u16) -> Child {
    let log = File::options().create(true).append(true).open(log).unwrap();
    Command::new(binary())
        .args(["serve", "--database", url])
        .current_dir(folder)
        .env("OKNO__NODE__NAME", format!("node-{mail}"))
        .env("OKNO__HTTP__LISTEN", format!("127.0.0.1:{http}"))
        .env("OKNO__MAIL__LISTEN", format!("127.0.0.1:{mail}"))
        .env("OKNO__MAIL__TRUSTED_RELAYS", "relay.test")
        .env("OKNO__SUBMISSION__HOST", "127.0.0.1")
        .env("OKNO__SUBMISSION__PORT", submission.to_string())
        .env("OKNO__SUBMISSION__TLS", "none")
        .env("OKNO__DATA__OBJECTS", folder.join("objects"))
        .env("CRASH_SECRET", super::doors::SECRET)
        .env("CRASH_TOKEN", "123456:AAE-crash-token")
        .env(
            "OKNO__LOG__LEVEL",
            std::env::var("OKNO_CRASH_LOG").unwrap_or_else(|_| "warn".into()),
        )
        .stdout(Stdio::from(log.try_clone().unwrap()))
        .stderr(Stdio::from(log))
        .spawn()
        .unwrap()
}
