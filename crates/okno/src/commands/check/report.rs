//! What was found, line by line: fine, worth knowing, or a problem with what to do about it.

use std::fmt;

#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Finding {
    weight: Weight,
    part: &'static str,
    what: String,
    /// Empty where there is nothing to do.
    to_do: String,
}

#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Weight {
    Fine,
    Note,
    Problem,
}

impl Report {
    /// As it should be.
    pub fn fine(&mut self, part: &'static str, what: impl Into<String>) {
        self.add(Weight::Fine, part, what.into(), String::new());
    }

    /// Works, and may be meant so.
    pub fn note(&mut self, part: &'static str, what: impl Into<String>, to_do: impl Into<String>) {
        self.add(Weight::Note, part, what.into(), to_do.into());
    }

    /// Does not work, or not safely.
    pub fn problem(&mut self, part: &'static str, what: &str, to_do: impl Into<String>) {
        self.add(Weight::Problem, part, what.to_owned(), to_do.into());
    }

    fn add(&mut self, weight: Weight, part: &'static str, what: String, to_do: String) {
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        self.findings.push(Finding {
            weight,
            part,
            what,
            to_do,
        });
    }

    /// How many problems there are.
    pub fn problems(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.weight == Weight::Problem)
            .count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let mark = match finding.weight {
                Weight::Fine => "ok",
                Weight::Note => "note",
                Weight::Problem => "PROBLEM",
            };
            writeln!(f, "{mark:<8} {}: {}", finding.part, finding.what)?;
            if !finding.to_do.is_empty() {
                writeln!(f, "         To do: {}", finding.to_do)?;
            }
        }
        match self.problems() {
            0 => writeln!(f, "No problems found."),
            1 => writeln!(f, "1 problem found."),
            problems => writeln!(f, "{problems} problems found."),
        }
    }
}
