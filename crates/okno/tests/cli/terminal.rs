//! A folder to work in and the binary run in it, with nothing of the surrounding settings.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

/// A working folder for one test, gone with it.
pub struct Terminal {
    folder: PathBuf,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Terminal {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("okno-cli-{}", domain::id::secret(12)));
        std::fs::create_dir(&folder).expect("the folder for temporary files can be written");
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the folder for temporary files can be written");
        path
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("OKNO__")) {
            command.env_remove(key);
        }
        command.current_dir(&self.folder).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Answer {
        answer(self.command(args).output().expect("the binary runs"))
    }

    pub fn run_with_input(&self, args: &[&str], input: &str) -> Answer {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        child
            .stdin
            .take()
            .expect("piped")
            .write_all(input.as_bytes())
            .expect("the binary reads");
        answer(child.wait_with_output().expect("the binary ends"))
    }

    /// A database with a desk: made, and set up by the default.
    pub fn with_desk() -> Self {
        let terminal = Self::new();
        assert_eq!(terminal.run(&["migrate"]).code, 0);
        terminal
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).expect("the folder can be removed");
    }
}

fn answer(output: Output) -> Answer {
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

impl Answer {
    /// A failure that people can read: one sentence, no insides of a program.
    pub fn assert_failed_in_words(&self, words: &str) {
        assert_eq!(self.code, 1, "{self:?}");
        assert!(
            self.err.starts_with("okno: ") && self.err.contains(words),
            "{self:?}"
        );
        for inside in ["panicked", "Error {", "Err(", "RUST_BACKTRACE", "unwrap"] {
            assert!(!self.err.contains(inside), "{self:?}");
        }
    }
}

/// A running `okno`, ended with the test.
pub struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let out = BufReader::new(child.stdout.take().expect("piped"));
        let err = BufReader::new(child.stderr.take().expect("piped"));
        Self { child, out, err }
    }

    /// The first line of its log that holds the words.
    pub fn logged(&mut self, words: &str) -> String {
        find(&mut self.err, words)
    }

    /// The first line of its output that holds the words.
    pub fn printed(&mut self, words: &str) -> String {
        find(&mut self.out, words)
    }

    /// Sends a signal by name and waits for the end.
    pub fn end_by(mut self, signal: &str) -> i32 {
        let sent = Command::new("kill")
            .args(["-s", signal, &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill is there").success());
        // Read on, so that it does not wait for a full pipe.
        let mut rest = String::new();
        self.err.read_to_string(&mut rest).expect("UTF-8");
        self.out.read_to_string(&mut rest).expect("UTF-8");
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn find(lines: &mut impl BufRead, words: &str) -> String {
    let mut seen = String::new();
    loop {
        let mut line = String::new();
        let read = lines.read_line(&mut line).expect("UTF-8");
        assert!(read > 0, "it ended without {words:?}: {seen}");
        if line.contains(words) {
            return line;
        }
        seen.push_str(&line);
    }
}

/// The file of a migration or a setting in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
