//! `Authentication-Results` (RFC 8601 §2.2): what a relay found out about who sent a mail. Knows the grammar, and not whom to
//! believe.

use std::iter::Peekable;
use std::str::Chars;

/// Results of one field; more were not written by a relay.
const MAX_RESULTS: usize = 100;

/// One field.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Results {
    /// Who found it out, in lower case.
    pub authority: String,
    pub found: Vec<Found>,
}

/// One method's result.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// In lower case, without its version.
    pub method: String,
    /// In lower case.
    pub result: String,
    /// Names in lower case, values as they stand: `header.from`, `smtp.mailfrom`.
    pub properties: Vec<(String, String)>,
}

impl Found {
    /// The values of a property.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let known = self.properties.iter().filter(move |(known, _)| known == name);
        known.map(|(_, value)| value.as_str())
    }

    /// Whether this method says that all is well.
    #[must_use]
    pub fn is_pass(&self, method: &str) -> bool {
        self.method == method && self.result == "pass"
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Token {
    Word(String),
    Equals,
    Semicolon,
}

/// Reads the value of a field, unfolded or not. `None` for one that does not keep to the grammar: a quotation or a comment
/// without its end could hide anything.
#[must_use]
pub fn read(value: &str) -> Option<Results> {
    let tokens = tokens(value)?;
    let mut parts = tokens.split(|token| *token == Token::Semicolon);
    let authority = match parts.next()? {
        [Token::Word(id)] | [Token::Word(id), Token::Word(_)] => id.to_lowercase(),
        _ => return None,
    };
    let found = parts
        .filter(|part| !part.is_empty())
        .take(MAX_RESULTS)
        .filter_map(found);
    Some(Results {
        authority,
        found: found.collect(),
    })
}

/// `method[/version]=result [reason=…] [ptype.property=value …]`.
fn found(part: &[Token]) -> Option<Found> {
    let [Token::Word(method), Token::Equals, Token::Word(result), rest @ ..] = part else {
        return None;
    };
    let pairs = rest.chunks(3);
    let properties = pairs.map(|three| match three {
        [Token::Word(name), Token::Equals, Token::Word(value)] => Some((name.to_lowercase(), value.clone())),
        _ => None,
    });
    Some(Found {
        method: method.split('/').next().unwrap_or_default().to_lowercase(),
        result: result.to_lowercase(),
        properties: properties.collect::<Option<Vec<_>>>()?,
    })
}

fn tokens(value: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut word = None::<String>;
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = match c {
            '(' => {
                skip_comment(&mut chars)?;
                None
            }
            '"' => {
                quoted(&mut chars, word.get_or_insert_default())?;
                continue;
            }
            '=' => Some(Token::Equals),
            ';' => Some(Token::Semicolon),
            c if c.is_whitespace() => None,
            c => {
                word.get_or_insert_default().push(c);
                continue;
            }
        };
        tokens.extend(word.take().map(Token::Word));
        tokens.extend(ends);
    }
    tokens.extend(word.map(Token::Word));
    Some(tokens)
}

/// The rest of a comment, with those inside it (RFC 5322 §3.2.2).
fn skip_comment(chars: &mut Peekable<Chars<'_>>) -> Option<()> {
    let mut depth = 1_usize;
    while depth > 0 {
        match chars.next()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\\' => drop(chars.next()?),
            _ => {}
        }
    }
    Some(())
}

/// The rest of a quoted string (RFC 5322 §3.2.4).
fn quoted(chars: &mut Peekable<Chars<'_>>, word: &mut String) -> Option<()> {
    loop {
        match chars.next()? {
            '"' => return Some(()),
            '\\' => word.push(chars.next()?),
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_is_read_with_comments_versions_and_quotations() {
        let read = read(
            " mx.desk.example 1;\r\n dkim=pass (2048-bit (good) key \\) too) header.d=desk.example header.i=@desk.example;\r\n \
             SPF=Fail reason=\"no; dmarc=pass\" smtp.mailfrom=\"a; dmarc=pass\"@x.example ; dmarc / 1 = pass",
        );
        let read = read.unwrap();
        assert_eq!(read.authority, "mx.desk.example");
        assert_eq!(read.found.len(), 2, "{read:?}");
        assert!(read.found[0].is_pass("dkim"));
        assert_eq!(
            read.found[0].all("header.d").collect::<Vec<_>>(),
            ["desk.example"]
        );
        assert_eq!(read.found[1].result, "fail");
        assert_eq!(
            read.found[1].all("smtp.mailfrom").collect::<Vec<_>>(),
            ["a; dmarc=pass@x.example"]
        );
    }

    #[test]
    fn what_does_not_keep_to_the_grammar_says_nothing() {
        for odd in [
            "",
            ";",
            "mx; dkim=pass (never ends",
            "mx; x=\"never ends",
            "a b c; dkim=pass",
            "a=b; dkim=pass",
            "mx; dkim=pass \\",
        ] {
            let said = read(odd);
            let passes = |found: &Found| found.is_pass("dkim");
            assert!(
                said.is_none_or(|said| said.authority == "mx"
                    && odd.ends_with('\\')
                    && !said.found.iter().any(passes)),
                "{odd}"
            );
        }
        assert_eq!(read("mx; none").unwrap().found, []);
    }

    proptest! {
        /// A value in quotation marks stays one value, whatever it holds.
        #[test]
        fn no_value_adds_a_result(value in "[^\"\\\\]{0,40}", any in "(?s).{0,80}") {
            let said = read(&format!("mx; spf=fail smtp.mailfrom=\"{value}\"")).unwrap();
            prop_assert_eq!(said.found.len(), 1);
            prop_assert_eq!(said.found[0].all("smtp.mailfrom").collect::<Vec<_>>(), [value.as_str()]);
            drop(read(&any));
        }
    }
}
