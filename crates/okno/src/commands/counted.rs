//! Numbers with their nouns, as the command line says them.

/// `1 ticket`, `2 tickets`.
pub(super) fn counted(count: i64, one: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {one}{many}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one_and_all_others_are_many() {
        let said = [0, 1, 2, 11, 21].map(|count| counted(count, "deadline"));
        assert_eq!(
            said,
            [
                "0 deadlines",
                "1 deadline",
                "2 deadlines",
                "11 deadlines",
                "21 deadlines"
            ]
        );
    }
}
