//! Work after a commit.
