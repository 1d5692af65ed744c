//! What is wrong with settings: each mistake with its place and what would be right.

/// Why there are no settings to work with.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum ConfigError {
    #[error("the configuration {path} cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

/// Mistakes found so far: a person wants to see all of them at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<String>);

impl Faults {
    /// Notes a mistake.
    pub fn note(&mut self, place: &str, reason: impl std::fmt::Display) {
        self.0.push(format!("{place}: {reason}"));
    }

    /// All of them, if there are any.
    ///
    /// # Errors
    /// The mistakes.
    pub fn into_result(self) -> Result<(), ConfigError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ConfigError::Wrong(self.0))
        }
    }
}
