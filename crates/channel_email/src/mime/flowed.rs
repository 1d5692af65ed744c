//! Paragraphs out of the wrapped lines of `format=flowed` (RFC 3676): how the writer meant them. Pure text work.

/// Joins what the writer's program broke. Quotes keep their marks, a signature separator stands alone.
#[must_use]
pub fn unwrap(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The quote depth of the paragraph that is still open.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_separator = content == "-- ";
        let flows = content.ends_with(' ') && !is_separator;
        if open != Some(depth) || is_separator {
            begin(&mut out, depth, content.is_empty());
        }
        out.push_str(if flows && delete_space {
            &content[..content.len() - 1]
        } else {
            content
        });
        open = flows.then_some(depth);
    }
    out
}

fn begin(out: &mut String, depth: usize, empty: bool) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n('>', depth));
    if depth > 0 && !empty {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn paragraphs_are_joined_and_line_breaks_kept() {
        assert_eq!(
            unwrap("one \ntwo \nthree\nfour\n\nfive", false),
            "one two three\nfour\n\nfive"
        );
    }

    #[test]
    fn quotes_join_within_their_depth() {
        let text = "> one \n> two\n>> deep \n>> er \nplain \n> again";
        assert_eq!(unwrap(text, false), "> one two\n>> deep er \nplain \n> again");
    }

    #[test]
    fn a_signature_separator_stands_alone_and_stuffing_goes() {
        assert_eq!(unwrap("text \n-- \nAnna", false), "text \n-- \nAnna");
        assert_eq!(
            unwrap(" >not a quote\n  From here", false),
            ">not a quote\n From here"
        );
    }

    #[test]
    fn spaces_go_where_the_writer_says_so() {
        assert_eq!(unwrap("日本 \n語", true), "日本語");
    }
}
