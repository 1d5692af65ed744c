//! Worked examples of `definitions.md`, acted out on tickets.
