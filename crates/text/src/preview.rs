//! The last words of a message for lists. Knows nothing of lists.

use crate::clean::clean_line;
use crate::reply::{Region, regions};

/// How much of a body is read for a few words of it.
const MAX_READ: usize = 64 * 1024;

/// What the author wrote, as one line of at most `max_chars` characters, without quotes and signature.
/// A message that holds nothing else shows what it quotes, without the marks. `…` ends what was cut.
pub fn preview(body: &str, max_chars: usize) -> String {
    let body = body.get(..body.floor_char_boundary(MAX_READ)).unwrap_or_default();
    let mut said = String::new();
    for region in regions(body) {
        if let Region::Author(range) = region {
            said.push_str(body.get(range).unwrap_or_default());
            said.push('\n');
        }
    }
    if said.trim().is_empty() {
        let unmarked = |line: &str| line.trim_start_matches(['>', ' ', '\t']).to_owned();
        said = body.lines().map(unmarked).collect::<Vec<_>>().join("\n");
    }
    let whole = clean_line(&said, max_chars.saturating_add(1));
    if max_chars == 0 || whole.chars().count() <= max_chars {
        return clean_line(&whole, max_chars);
    }
    let mut cut = clean_line(&whole, max_chars.saturating_sub(1));
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}
