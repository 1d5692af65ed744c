//! `make bench`: one run of every measurement on both databases, a table on the terminal, the same as JSON in a folder.
//! Each measurement is a process of its own, so that memory and processor time are its own.

use bench::failure::{Failure, Outcome, While as _};
use bench::figure::Figure;
use bench::place::{Database, SERVER};
use bench::report::{Measured, Report, table};
use bench::run::Settings;
use bench::{api, business, chat, intake, pages, recompute, timer};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

/// The product's own.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures intake, timers, business time, pages and the API.
#[derive(Parser)]
struct Args {
    /// Only these; may be repeated.
    #[arg(long, value_enum)]
    only: Vec<Bench>,
    /// Only this database.
    #[arg(long, value_enum)]
    database: Option<Database>,
    /// The large sizes: a million tickets, a million clocks.
    #[arg(long)]
    full: bool,
    /// Length of a measured stretch, seconds.
    #[arg(long, default_value_t = 15.0)]
    seconds: f64,
    #[arg(long, default_value_t = 20_260_413)]
    seed: u64,
    /// Folder for the databases; it says which disk is measured.
    #[arg(long, default_value = "target/bench")]
    data: PathBuf,
    /// Folder for the results.
    #[arg(long, default_value = "bench-results")]
    out: PathBuf,
    #[command(subcommand)]
    part: Option<Part>,
}

/// Processes of a run; nobody needs to call them by hand.
#[derive(Subcommand)]
enum Part {
    /// One bench on one database; prints figures as JSON.
    #[command(hide = true)]
    Measure {
        bench: Bench,
        database: Database,
        settings: String,
    },
    /// Sends mail.
    #[command(hide = true)]
    Send { errand: String },
}

#[derive(Copy, Clone, Debug, Eq, PartialEq, ValueEnum)]
enum Bench {
    /// LMTP intake beside a bare loop.
    Intake,
    /// Where the time of intake goes.
    Profile,
    /// Many deadlines, ten thousand at once.
    Timer,
    /// A calendar corrected under many running clocks.
    Recompute,
    /// Inbox and ticket at size.
    Pages,
    /// Tickets opened by the JSON API.
    Api,
    /// Two thousand visitors of the chat.
    Chat,
    /// Business time, beside another library.
    Business,
}

impl Bench {
    /// Whether it says anything about a database.
    fn is_of_a_database(self) -> bool {
        self != Self::Business
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match &args.part {
        None => whole_run(&args),
        Some(Part::Measure {
            bench,
            database,
            settings,
        }) => measure(*bench, *database, settings),
        Some(Part::Send { errand }) => send(errand),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn send(errand: &str) -> Outcome<()> {
    let errand = serde_json::from_str(errand)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .during("starting")?;
    runtime.block_on(intake::send(errand))
}

fn measure(bench: Bench, database: Database, settings: &str) -> Outcome<()> {
    let settings: Settings = serde_json::from_str(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .during("starting")?;
    let figures = runtime.block_on(async {
        match bench {
            Bench::Intake => intake::bench(database, &settings).await,
            Bench::Profile => intake::profile(database, &settings).await,
            Bench::Timer => timer::bench(database, &settings).await,
            Bench::Recompute => recompute::bench(database, &settings).await,
            Bench::Pages => pages::bench(database, &settings).await,
            Bench::Api => api::bench(database, &settings).await,
            Bench::Chat => chat::bench(database, &settings).await,
            Bench::Business => business::bench(&settings),
        }
    })?;
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

fn whole_run(args: &Args) -> Outcome<()> {
    let started = jiff::Timestamp::now().to_string();
    let load_before = std::fs::read_to_string("/proc/loadavg").during("reading /proc/loadavg")?;
    let load_before = load_before
        .split(' ')
        .next()
        .and_then(|load| load.parse().ok())
        .unwrap_or_default();
    std::fs::create_dir_all(&args.data).during("making the folder for databases")?;
    let data = args
        .data
        .canonicalize()
        .during("finding the folder for databases")?;
    let settings = Settings {
        data,
        seconds: args.seconds,
        seed: args.seed,
        full: args.full,
    };
    let mut figures = Vec::new();
    for bench in wanted_benches(args) {
        let databases = if bench.is_of_a_database() {
            wanted_databases(args)
        } else {
            vec![Database::Sqlite]
        };
        for database in databases {
            eprintln!("bench: {} on {database:?} …", bench.name());
            let found = in_a_process(bench, database, &settings)?;
            let database = bench.is_of_a_database().then_some(database);
            figures.extend(found.into_iter().map(|figure| Measured { database, figure }));
        }
    }
    println!("{}", table(&figures));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores; load before the run {load_before}");
    let report = Report {
        started,
        cores,
        load_before,
        full: args.full,
        figures,
    };
    std::fs::create_dir_all(&args.out).during("making the folder for results")?;
    let name = report
        .started
        .split('.')
        .next()
        .unwrap_or_default()
        .replace(':', "-");
    let file = args.out.join(format!("{name}.json"));
    std::fs::write(&file, serde_json::to_string_pretty(&report)?).during("writing the results")?;
    println!("{}", file.display());
    Ok(())
}

fn wanted_benches(args: &Args) -> Vec<Bench> {
    if args.only.is_empty() {
        Bench::value_variants().to_vec()
    } else {
        args.only.clone()
    }
}

fn wanted_databases(args: &Args) -> Vec<Database> {
    match args.database {
        Some(database) => vec![database],
        None if std::env::var_os(SERVER).is_some() => vec![Database::Sqlite, Database::Postgres],
        None => {
            eprintln!(
                "bench: {SERVER} is not set: only on SQLite. `make bench` and scripts/with-postgres set it."
            );
            vec![Database::Sqlite]
        }
    }
}

fn in_a_process(bench: Bench, database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let program = std::env::current_exe().during("finding this program")?;
    let database = database
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default();
    let output = Command::new(program)
        .args([
            "measure",
            &bench.name(),
            &database,
            &serde_json::to_string(settings)?,
        ])
        .stderr(Stdio::inherit())
        .output()
        .during("starting a bench")?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.lines().last() {
        Some(figures) if output.status.success() => Ok(serde_json::from_str(figures)?),
        _ => Err(Failure::Other(format!(
            "{} on {database} ended without figures",
            bench.name()
        ))),
    }
}
