//! The fields one by one: what each may hold.

use channel::form::{Ask, Fault, Field, Wrong};

/// Characters of a mail address (RFC 5321 §4.5.3.1) and of its left part.
const ADDRESS: usize = 254;
const LOCAL: usize = 64;
/// Digits of a telephone number with its country (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// What is wrong so far.
#[derive(Debug, Default)]
pub struct Found(Vec<Wrong>);

impl Found {
    /// Notes a fault.
    pub fn wrong(&mut self, field: Field, what: Fault) {
        self.0.push(Wrong { field, what });
    }

    /// Fails with everything that was found.
    ///
    /// # Errors
    /// Something was.
    pub fn into_result(self) -> Result<(), Vec<Wrong>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// One line that people read: a name, a subject.
    pub fn line(&mut self, field: Field, typed: &str, ask: Ask, longest: usize) -> String {
        let line = typed.trim();
        if ask == Ask::No {
            return String::new();
        }
        if line.is_empty() {
            if ask == Ask::Required {
                self.wrong(field, Fault::Required);
            }
        } else if line.chars().count() > longest {
            self.wrong(field, Fault::TooLong(longest));
        } else if line.contains(char::is_control) || (field == Field::Name && line.contains(['<', '>'])) {
            self.wrong(field, Fault::Unfit);
        }
        line.to_owned()
    }

    /// What the client has to say. A file may say it all.
    pub fn text(&mut self, typed: &str, files: bool, longest: usize) -> String {
        let text = typed.trim();
        if text.is_empty() && !files {
            self.wrong(Field::Text, Fault::Required);
        } else if text.chars().count() > longest {
            self.wrong(Field::Text, Fault::TooLong(longest));
        } else if text.contains('\0') {
            self.wrong(Field::Text, Fault::Unfit);
        }
        text.to_owned()
    }

    /// The address the answer goes to.
    pub fn email(&mut self, typed: &str) -> String {
        let address = typed.trim();
        if address.is_empty() {
            self.wrong(Field::Email, Fault::Required);
        } else if !is_address(address) {
            self.wrong(Field::Email, Fault::NotOne);
        }
        address.to_owned()
    }

    /// A number to call, as it was typed.
    pub fn phone(&mut self, typed: &str, ask: Ask) -> String {
        let number = typed.trim();
        if ask == Ask::No {
            return String::new();
        }
        if number.is_empty() {
            if ask == Ask::Required {
                self.wrong(Field::Phone, Fault::Required);
            }
            return String::new();
        }
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let odd = number
            .chars()
            .any(|c| !c.is_ascii_digit() && !"+ ()-.\u{a0}".contains(c));
        if odd || !DIGITS.contains(&digits) || number.chars().count() > 40 {
            self.wrong(Field::Phone, Fault::NotOne);
        }
        number.to_owned()
    }

    /// One of several.
    pub fn choice<T>(
        &mut self,
        field: Field,
        typed: &str,
        asked: bool,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if !asked {
            return None;
        }
        if typed.is_empty() {
            self.wrong(field, Fault::Required);
            return None;
        }
        let found = find(typed);
        if found.is_none() {
            self.wrong(field, Fault::NoChoice);
        }
        found
    }
}

/// Whether an answer could reach it: one `@` with something that can be a mailbox before and a domain after it.
fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    let labels = domain.split('.').collect::<Vec<_>>();
    address.len() <= ADDRESS
        && (1..=LOCAL).contains(&local.len())
        && local.chars().all(fits)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && labels.last().is_some_and(|top| top.chars().count() > 1)
}
