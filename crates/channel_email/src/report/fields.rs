//! Groups of `name: value` lines as in RFC 3464 §2.1: unfolded, names in lower case. Knows no name.

/// One group.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Group(pub Vec<(String, String)>);

impl Group {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The groups of a text: apart by blank lines, or by a field that cannot come twice in one group.
pub(super) fn groups(text: &str, once: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut group = Group::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            groups.push(std::mem::take(&mut group));
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = field(line) {
            if name == once && group.get(once).is_some() {
                groups.push(std::mem::take(&mut group));
            }
            group.0.push((name, value));
        }
    }
    groups.push(group);
    groups.retain(|group| !group.0.is_empty());
    groups
}

fn field(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    is_name.then(|| (name.to_ascii_lowercase(), value.trim().to_owned()))
}

/// The value behind its type: `rfc822; anna@example.org`, `smtp; 550 …`, `dns; mx.example.org` (RFC 3464 §2.1.2).
pub(super) fn untyped(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if kind.len() < 20 && !kind.contains([' ', '@', '<']) => rest.trim(),
        _ => value.trim(),
    }
}
