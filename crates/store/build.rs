//! Migrations are embedded; a new one rebuilds the crate. Their fingerprint tells one state of them from another.

use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../migrations");
    let mut files: Vec<PathBuf> = Vec::new();
    for database in ["sqlite", "postgres"] {
        for migration in fs::read_dir(PathBuf::from("../../migrations").join(database))? {
            files.push(migration?.path().join("up.sql"));
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)?.hash(&mut hasher);
    }
    println!("cargo:rustc-env=OKNO_MIGRATIONS={:016x}", hasher.finish());
    Ok(())
}
