//! Mail addresses: which ones can be answered, and their plus part. Knows nothing of headers or sessions.

#[cfg(test)]
mod tests;

/// The longest path of RFC 5321 §4.5.3.1.3, without its angle brackets.
const MAX_LENGTH: usize = 254;
/// RFC 5321 §4.5.3.1.1.
const MAX_LOCAL: usize = 64;

/// The address in its identifying spelling (lower case, no surrounding space), or `None` when no answer could
/// ever reach it: no `@`, no local part, no domain, a space or a control character outside quotes, too long.
///
/// Wider than RFC 5321 where people use such addresses (dots in odd places, UTF-8 after RFC 6531).
#[must_use]
pub fn answerable(address: &str) -> Option<String> {
    let address = address.trim();
    let (local, domain) = address.rsplit_once('@')?;
    if address.len() > MAX_LENGTH || local.len() > MAX_LOCAL {
        return None;
    }
    (is_local(local) && is_domain(domain)).then(|| address.to_lowercase())
}

fn is_local(local: &str) -> bool {
    if let Some(quoted) = local.strip_prefix('"') {
        return quoted.len() > 1 && quoted.strip_suffix('"').is_some_and(is_quoted);
    }
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "()<>[]:;@\\,\"".contains(c);
    !local.is_empty() && !local.contains(forbidden)
}

/// The content of a quoted string: quotes and backslashes escaped, nothing invisible (RFC 5321 §4.1.2).
fn is_quoted(content: &str) -> bool {
    let mut chars = content.chars();
    while let Some(c) = chars.next() {
        let c = if c == '\\' {
            chars.next().filter(char::is_ascii)
        } else {
            Some(c).filter(|c| *c != '"')
        };
        if c.is_none_or(char::is_control) {
            return false;
        }
    }
    true
}

fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        let ip = literal
            .strip_prefix("IPv6:")
            .or(literal.strip_prefix("ipv6:"))
            .unwrap_or(literal);
        return ip.parse::<std::net::IpAddr>().is_ok();
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii() && !c.is_control())
    };
    !domain.is_empty() && domain.split('.').all(label)
}

/// Splits `support+SECRET@example.org` into `support@example.org` and `SECRET` (RFC 5233). Both in lower case,
/// since some systems fold addresses on the way.
#[must_use]
pub fn split_plus(address: &str) -> (String, Option<String>) {
    let address = address.trim().to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else {
        return (address, None);
    };
    match local.split_once('+') {
        Some((base, plus)) if !base.is_empty() => {
            let plus = (!plus.is_empty()).then(|| plus.to_owned());
            (format!("{base}@{domain}"), plus)
        }
        _ => (address, None),
    }
}
