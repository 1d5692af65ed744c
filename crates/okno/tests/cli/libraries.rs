//! What the binary needs where it runs: libc and libssl, as the docs for installing say. Debug or release, it is linked alike.

use std::collections::BTreeSet;
use std::process::Command;

/// Of glibc (its loader besides), with the compiler's own that comes beside it, and of libssl: packages that every Debian has under these names.
const ALLOWED: [&str; 5] = [
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libssl.so.3",
    "libcrypto.so.3",
];

#[test]
#[cfg(target_os = "linux")]
fn the_binary_needs_nothing_but_libc_and_libssl() {
    let told = Command::new("readelf")
        .args(["--dynamic", "--wide", env!("CARGO_BIN_EXE_okno")])
        .env("LC_ALL", "C")
        .output()
        .expect("binutils come with the compiler");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = String::from_utf8_lossy(&told.stdout);
    let needed: BTreeSet<&str> = told
        .lines()
        .filter(|line| line.contains("(NEEDED)"))
        .filter_map(|line| line.split_once('[')?.1.split_once(']'))
        .map(|(name, _)| name)
        .collect();
    assert!(needed.contains("libc.so.6"), "{told}");
    let beyond: Vec<_> = needed
        .iter()
        .filter(|name| !ALLOWED.contains(name) && !name.starts_with("ld-linux"))
        .collect();
    assert!(beyond.is_empty(), "the docs promise otherwise: {beyond:?}");
}
