//! The shared cases, when `OKNO_CASES` tells where they are. Only for tests.

use std::path::PathBuf;

/// The content of a file of cases; says so and answers `None` when there are none.
pub(crate) fn read(file: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: {file} not tried");
        return None;
    };
    let path = PathBuf::from(folder).join(file);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}
