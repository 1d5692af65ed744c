//! Statements by noun: each file is what may be asked of, or written to, a few tables.
