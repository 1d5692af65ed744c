//! What can be typed. Help is written for somebody who sees Okno for the first time.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; one sentence on standard error says what is wrong and what to do
  2  the command line is wrong
  3  `okno check` found problems

Begin with:
  okno demo                              a desk to look at, with tickets, on http://127.0.0.1:8080
  okno config > okno.toml                the settings, to be edited
  okno check                             what is wrong with them, and what to do
  okno serve                             run the desk
  okno apply desk.toml                   set up channels, hours, deadlines, people
  okno user add --login you@example.org --name \"Your Name\" --role administrator";

/// One window for every client request: mail, API and more in one inbox, with a clock on every promise.
#[derive(Debug, Parser)]
#[command(name = "okno", version, about, after_help = EXIT_CODES, max_term_width = 100, subcommand_required = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where settings and data are.
#[derive(Clone, Debug, Args)]
pub struct Where {
    /// Settings to read [default: ./okno.toml, else /etc/okno/okno.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Database to use instead of the one in the settings: path of an SQLite file, or postgres://user@host/name
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the desk: pages, API, mail, clocks, deliveries
    ///
    /// Runs until SIGTERM or Ctrl-C, then finishes what is in hand (10 s at most) and exits with 0; a second signal ends
    /// it at once. Nothing that was acknowledged is lost either way. The database is brought up to date at the start.
    /// Any number of nodes may serve one PostgreSQL database; one node serves an SQLite file.
    #[command(
        after_help = "Examples:\n  okno serve\n  okno serve --config /etc/okno/okno.toml\n  OKNO__HTTP__LISTEN=0.0.0.0:80 okno serve --database postgres://okno@db/okno"
    )]
    Serve {
        #[command(flatten)]
        at: Where,
        /// Refuse a database that lacks migrations instead of running them
        #[arg(long)]
        no_migrate: bool,
    },
    /// Show a desk with operators, clients and tickets, ready to be tried
    ///
    /// Makes everything in the folder of --data at the first start and goes on with it at the next: nothing is lost.
    /// Mail that would leave is caught and shown on a page. To begin anew, remove the folder.
    #[command(
        after_help = "Examples:\n  okno demo\n  okno demo --tickets 1000000\n  okno demo --http 127.0.0.1:9000 --mail 127.0.0.1:9025\n  okno demo --database postgres://okno@localhost/demo"
    )]
    Demo(DemoArgs),
    /// Bring the database up to date, making it where it is missing
    #[command(after_help = "Example:\n  okno migrate --database ./data/okno.db")]
    Migrate {
        #[command(flatten)]
        at: Where,
    },
    /// Say what is wrong with settings, database, mail and set-up, and what to do
    ///
    /// Exits with 0 when nothing is, with 3 otherwise. Run it as the user that will run `okno serve`.
    Check {
        #[command(flatten)]
        at: Where,
    },
    /// Write everything the desk holds into one file, while it runs
    ///
    /// Tickets, mail, files, people, set-up: all of the database as it stood at one instant, and the large files. The
    /// file is a tar archive that only its owner may read; `okno restore` puts it back, into either database. Not in
    /// it: settings (okno.toml) and certificates.
    #[command(
        after_help = "Examples:\n  okno backup /backup/                       a new file named by the time\n  okno backup /backup/okno-monday.tar"
    )]
    Backup {
        /// Folder for a file named by the time, or the file itself; nothing is overwritten
        to: PathBuf,
        #[command(flatten)]
        at: Where,
    },
    /// Put a backup into an empty place
    ///
    /// Reads it through first: a damaged backup, a newer one, and a place where something is are refused before anything
    /// is touched. What was written is read back and compared; then the ledger is added up. Messages that were about to
    /// be sent are held back, for a copy must not write to clients by itself: `okno outgoing` tells of them.
    #[command(
        after_help = "Examples:\n  okno restore /backup/okno-monday.tar\n  okno restore --check /backup/okno-monday.tar\n  okno restore okno-monday.tar --database postgres://okno@db/okno"
    )]
    Restore {
        /// The backup
        file: PathBuf,
        #[command(flatten)]
        at: Where,
        /// Only read it through and say whether it is whole
        #[arg(long)]
        check: bool,
        /// Let messages go that were about to be sent, for the desk that was lost and now goes on here
        #[arg(long, conflicts_with = "check")]
        send_outgoing: bool,
    },
    /// Count the messages that a restore holds back, or let them go
    #[command(after_help = "Examples:\n  okno outgoing\n  okno outgoing --release")]
    Outgoing {
        #[command(flatten)]
        at: Where,
        /// Send them
        #[arg(long)]
        release: bool,
    },
    /// Print every setting with its default and what it means
    #[command(after_help = "Example:\n  okno config > okno.toml")]
    Config,
    /// People who work at the desk
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Access tokens of the API
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Set up the desk from a file: brands, channels, calendars, deadlines, teams, people
    ///
    /// Adds what the file names and changes what differs; what it does not name stays, unless it says `prune = true`.
    /// Applying it again changes nothing. All of it is applied or, when something in it is wrong, nothing.
    #[command(
        after_help = "Examples:\n  okno apply desk.toml --dry-run\n  okno apply desk.toml\n  okno apply - < desk.toml"
    )]
    Apply {
        /// The file; `-` reads standard input
        file: PathBuf,
        /// Change nothing: say what would change, which running deadlines would move, and which verdicts would flip
        #[arg(long)]
        dry_run: bool,
        /// Let running clocks follow a corrected calendar at once, without asking on the page of deadlines
        #[arg(long, conflicts_with = "dry_run")]
        recount: bool,
        /// Why, for the record
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
        #[command(flatten)]
        at: Where,
    },
    /// Account for everything that was seen at any door, by what became of it
    ///
    /// Everything seen has a fate: opened, appended, duplicate, quarantined or rejected. Exits with 1 when the sum of
    /// fates is not what the doors counted.
    #[command(after_help = "Examples:\n  okno ledger\n  okno ledger --json | jq .total")]
    Ledger {
        #[command(flatten)]
        at: Where,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// Folder for everything the demo keeps
    #[arg(long, value_name = "DIR", default_value = "./data/demo")]
    pub data: PathBuf,
    /// Address of the pages [default: 127.0.0.1:8080]. The passwords of a demo are known to everybody: think before you
    /// name an address that others can reach
    #[arg(long, value_name = "ADDR")]
    pub http: Option<SocketAddr>,
    /// Address of the mail listener [default: 127.0.0.1:2525]
    #[arg(long, value_name = "ADDR")]
    pub mail: Option<SocketAddr>,
    /// Make up so many tickets of two years besides, to see Okno at size; once. Interrupted, it begins anew
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub tickets: u64,
    /// Database instead of an SQLite file in the folder
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody
    ///
    /// Without --password-stdin a password is made and printed once, on standard output.
    #[command(
        after_help = "Examples:\n  okno user add --login anna@example.org --name \"Anna Smirnova\" --role operator\n  pass show okno/anna | okno user add --login anna@example.org --name Anna --role operator --password-stdin"
    )]
    Add {
        /// Mail address of the person
        #[arg(long)]
        login: String,
        /// Name as clients and colleagues see it
        #[arg(long)]
        name: String,
        /// What the person may do
        #[arg(long, value_enum, default_value = "operator")]
        role: RoleArg,
        /// Team to join; may be given more than once
        #[arg(long, value_name = "NAME")]
        team: Vec<String>,
        /// Language of the pages [default: the first brand's]
        #[arg(long, value_name = "ru|en")]
        lang: Option<String>,
        /// Zone in which times are shown, as in the IANA database [default: the desk's]
        #[arg(long, value_name = "ZONE")]
        zone: Option<String>,
        /// Read the password from standard input (the first line)
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Set somebody's password and end their sessions
    ///
    /// Without --password-stdin a password is made and printed once, on standard output.
    Password {
        /// Mail address of the person
        #[arg(long)]
        login: String,
        /// Read the password from standard input (the first line)
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        at: Where,
    },
    /// List everybody
    List {
        #[command(flatten)]
        at: Where,
    },
}

/// What one of our people may do.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ValueEnum)]
pub enum RoleArg {
    /// Works on tickets
    Operator,
    /// Also sees deadlines, the ledger and the quarantine
    Supervisor,
    /// Also sets up the desk
    Administrator,
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it once, on standard output
    #[command(after_help = "Example:\n  okno token add --name site --scopes intake:write,tickets:read")]
    Add {
        /// What uses it
        #[arg(long)]
        name: String,
        /// What it may do: tickets:read, tickets:write, intake:write, intake:backdate, supervise, administer
        #[arg(long, value_delimiter = ',', required = true)]
        scopes: Vec<String>,
        /// Days until it expires [default: never]
        #[arg(long, value_name = "DAYS")]
        days: Option<u32>,
        #[command(flatten)]
        at: Where,
    },
    /// List all tokens, without their secrets
    List {
        #[command(flatten)]
        at: Where,
    },
    /// End a token at once
    Revoke {
        /// Its id, as `okno token list` shows it
        id: String,
        #[command(flatten)]
        at: Where,
    },
}
