//! Puts the pages' scripts and styles into the binary: bundles them into `assets/dist` where that is missing or
//! older than its sources, and writes a table of the files for the crate to include. Knows nothing of routes.
//!
//! The table is `$OUT_DIR/assets.rs`: `TREE`, a digest of all files, and `FILES`, sorted by path, each a path
//! below `/assets/{TREE}/`, its bytes and its content type.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs, io};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the bundle is made from, below `assets/`.
const SOURCES: [&str; 7] = [
    "js",
    "embed",
    "css",
    "static",
    "build.mjs",
    "package.json",
    "package-lock.json",
];

fn main() -> Outcome<()> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // A path that is not there would make every build run this again.
    for source in SOURCES.iter().filter(|source| assets.join(source).exists()) {
        println!("cargo::rerun-if-changed=assets/{source}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    if !is_fresh(&assets)?
        && let Err(error) = bundle(&assets)
    {
        println!("cargo::error={error}");
        return Ok(());
    }
    embed(&assets.join("dist"), &out)
}

/// Whether every bundled file is at least as new as every source, and as every directory of sources: one that lost
/// a file is a change too.
fn is_fresh(assets: &Path) -> io::Result<bool> {
    let mut newest = None;
    for source in SOURCES {
        for path in paths_below(&assets.join(source))? {
            newest = newest.max(Some(modified(&path)?));
        }
    }
    let mut oldest = None;
    for file in files_below(&assets.join("dist"))? {
        let made = modified(&file)?;
        oldest = Some(oldest.map_or(made, |oldest: SystemTime| oldest.min(made)));
    }
    Ok(oldest.is_some() && oldest >= newest)
}

fn bundle(assets: &Path) -> Outcome<()> {
    let installed = modified(&assets.join("node_modules/.package-lock.json")).ok();
    if installed < modified(&assets.join("package-lock.json")).ok() {
        npm(assets, &["ci", "--include=dev"])?;
    }
    npm(assets, &["run", "build"])
}

fn npm(assets: &Path, arguments: &[&str]) -> Outcome<()> {
    let command = format!("npm {}", arguments.join(" "));
    match Command::new("npm")
        .arg("--loglevel=error")
        .args(arguments)
        .current_dir(assets)
        .output()
    {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr).trim().replace('\n', " | ");
            Err(format!("the pages' assets could not be bundled: `{command}` failed: {said}").into())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(
            "the pages' assets are missing or older than their sources, and there is no npm here: run `make \
                 assets`, which says what to install"
                .into(),
        ),
        Err(error) => Err(format!("`{command}` could not be started: {error}").into()),
    }
}

/// Copies the bundle beside the generated table, so that a later bundling changes nothing under the compiler.
fn embed(dist: &Path, out: &Path) -> Outcome<()> {
    let copies = out.join("assets");
    if copies.exists() {
        fs::remove_dir_all(&copies)?;
    }
    let mut digest = Sha256::new();
    let mut rows = String::new();
    for file in files_below(dist)? {
        let path = file
            .strip_prefix(dist)?
            .to_str()
            .ok_or("a file name in assets/dist is not UTF-8")?;
        let bytes = fs::read(&file)?;
        digest.update(path.len().to_le_bytes());
        digest.update(path);
        digest.update(bytes.len().to_le_bytes());
        digest.update(&bytes);
        let copy = copies.join(path);
        fs::create_dir_all(copy.parent().unwrap_or(&copies))?;
        fs::write(&copy, &bytes)?;
        let content_type = content_type(path)?;
        writeln!(
            rows,
            "    ({path:?}, include_bytes!({copy:?}), {content_type:?}),"
        )?;
    }
    let tree: String = digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let table = format!(
        "/// A digest of all embedded files: it changes when any of them does.\n\
         pub const TREE: &str = {tree:?};\n\n\
         /// Path below `/assets/{{TREE}}/`, bytes, content type; sorted by path.\n\
         pub static FILES: &[(&str, &[u8], &str)] = &[\n{rows}];\n"
    );
    Ok(fs::write(out.join("assets.rs"), table)?)
}

fn content_type(path: &str) -> Outcome<&'static str> {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("png") => Ok("image/png"),
        Some("woff2") => Ok("font/woff2"),
        _ => Err(
            format!("assets/dist/{path} has no content type: add its extension to crates/web/build.rs")
                .into(),
        ),
    }
}

fn files_below(path: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(paths_below(path)?
        .into_iter()
        .filter(|path| path.is_file())
        .collect())
}

/// The path and everything below it, sorted; nothing where nothing is.
fn paths_below(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            paths.extend(paths_below(&entry?.path())?);
        }
    }
    if path.exists() {
        paths.push(path.to_owned());
    }
    paths.sort();
    Ok(paths)
}

fn modified(path: &Path) -> io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}
