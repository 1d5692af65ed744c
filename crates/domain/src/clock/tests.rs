//! Worked examples of `definitions.md` on clocks.
