//! Enums with a stable code: the word under which they are stored, sent by the API and looked up in the
//! catalogue of words.

/// Declares an enum whose variants have a stable text code, with `code`, `parse`, `ALL`, `Display` and serde.
#[macro_export]
macro_rules! coded {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a code.
            ///
            /// # Errors
            /// The code is not one of this enum's.
            pub fn parse(code: &str) -> Result<Self, $crate::code::UnknownCode> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::code::UnknownCode { what: stringify!($name), code: code.to_owned() }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

/// A code that no variant has: a row written by a newer version, or a client's mistake.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
#[error("{code:?} is not a {what}")]
pub struct UnknownCode {
    pub what: &'static str,
    pub code: String,
}
