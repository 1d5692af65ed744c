//! What the rules look at: the workspace's manifests, its lock file and its tracked files.

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate of the workspace and what its manifest asks for.
pub struct Member {
    pub name: String,
    pub uses: Vec<Use>,
}

/// One dependency; `ours` if it is a crate of the workspace.
pub struct Use {
    pub name: String,
    pub ours: bool,
    pub dev: bool,
}

/// A text file, by its path from the repository's root.
pub struct TextFile {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads the manifests alone (`--no-deps`), so that no registry is asked.
pub fn members() -> Vec<Member> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata");
    let read = |package: &cargo_metadata::Package| Member {
        name: package.name.to_string(),
        uses: package
            .dependencies
            .iter()
            .map(|dependency| Use {
                name: dependency.name.clone(),
                ours: dependency.path.is_some(),
                dev: dependency.kind == DependencyKind::Development,
            })
            .collect(),
    };
    metadata.packages.iter().map(read).collect()
}

/// The names of all packages in the lock file: the whole tree, on every platform.
pub fn locked_packages() -> Vec<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    lock.lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .collect()
}

/// Every text file that is tracked, or new and not ignored.
pub fn text_files() -> Vec<TextFile> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git runs");
    assert!(
        listed.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let paths = String::from_utf8(listed.stdout).expect("file names are UTF-8");
    paths
        .split_terminator('\0')
        .filter_map(|path| {
            let text = std::fs::read_to_string(root().join(path)).ok()?; // a picture, or deleted and not yet committed
            Some(TextFile {
                path: path.to_owned(),
                text,
            })
        })
        .collect()
}
