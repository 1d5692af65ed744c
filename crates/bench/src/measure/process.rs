//! Processor time and memory of processes, as the kernel counts them (proc(5)).

use crate::failure::{Failure, Outcome, While as _};
use std::fs;
use std::time::Duration;

/// The kernel counts in hundredths of a second for everybody who asks here, whatever it uses inside.
const TICK: Duration = Duration::from_millis(10);

/// Fields 3 and following of `/proc/PID/stat`: what follows the name, which may hold anything.
fn stat(pid: &str) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn ticks(fields: &[String], places: &[usize]) -> Duration {
    let sum: u32 = places
        .iter()
        .filter_map(|at| fields.get(*at)?.parse::<u32>().ok())
        .sum();
    TICK * sum
}

/// User and system time of this process, all threads.
///
/// # Errors
/// There is no `/proc`.
pub fn process_cpu() -> Outcome<Duration> {
    let fields =
        stat("self").ok_or_else(|| Failure::Other("no /proc/self/stat: this runs on Linux only".into()))?;
    Ok(ticks(&fields, &[11, 12]))
}

/// User and system time of the PostgreSQL server that listens on a port, with all its processes, also those that ended.
/// Zero when it is not on this machine.
#[must_use]
pub fn postgres_cpu(port: u16) -> Duration {
    let Ok(processes) = fs::read_dir("/proc") else {
        return Duration::ZERO;
    };
    let pids: Vec<String> = processes
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let is_server = |pid: &&String| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|b| *b == 0).collect();
        let port = port.to_string();
        words
            .first()
            .is_some_and(|program| program.ends_with(b"postgres"))
            && words
                .windows(2)
                .any(|pair| pair == [b"-p".as_slice(), port.as_bytes()])
    };
    let Some(server) = pids.iter().find(is_server) else {
        return Duration::ZERO;
    };
    let stats: Vec<(&String, Vec<String>)> = pids.iter().filter_map(|pid| Some((pid, stat(pid)?))).collect();
    stats
        .iter()
        .map(|(pid, fields)| {
            if *pid == server {
                ticks(fields, &[11, 12, 13, 14])
            } else if fields.get(1) == Some(server) {
                ticks(fields, &[11, 12])
            } else {
                Duration::ZERO
            }
        })
        .sum()
}

/// Memory that this process has now, megabytes.
///
/// # Errors
/// There is no `/proc`.
pub fn resident_memory() -> Outcome<f64> {
    of_status("VmRSS:")
}

/// The most memory this process had at a time, megabytes.
///
/// # Errors
/// There is no `/proc`.
pub fn peak_memory() -> Outcome<f64> {
    of_status("VmHWM:")
}

fn of_status(name: &str) -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status").during("reading /proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kib.map(|kib| kib / 1_024.0)
        .ok_or_else(|| Failure::Other(format!("no {name} in /proc/self/status")))
}
