//! Flows across channels, rules of the architecture, crash tests.
