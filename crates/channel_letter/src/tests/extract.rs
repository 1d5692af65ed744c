//! As much of reading a PDF as a test needs: the words of its pages, by the maps from glyphs to letters that lie in it
//! (ISO 32000-1 §9.10.3). Lines come in the order in which they are drawn.

use std::collections::HashMap;

/// The words, a line for each piece that was drawn.
pub fn text_of(pdf: &[u8]) -> String {
    let whole: String = pdf.iter().map(|byte| char::from(*byte)).collect();
    let objects = objects(&whole);
    let maps: HashMap<&str, HashMap<u32, String>> = objects
        .iter()
        .filter(|(_, body)| body.contains("beginbfchar") || body.contains("beginbfrange"))
        .map(|(id, body)| (*id, map(body)))
        .collect();
    let mut fonts: HashMap<String, &HashMap<u32, String>> = HashMap::new();
    for (_, body) in &objects {
        let Some((_, named)) = body.split_once("/Font<<") else {
            continue;
        };
        for pair in named.split(">>").next().unwrap().split('/').skip(1) {
            let mut parts = pair.split_whitespace();
            let (name, id) = (parts.next().unwrap(), parts.next().unwrap());
            let font = objects.iter().find(|(known, _)| known == &id).unwrap().1;
            let to_unicode = font
                .split_once("/ToUnicode ")
                .unwrap()
                .1
                .split_whitespace()
                .next()
                .unwrap();
            fonts.insert(name.to_owned(), &maps[to_unicode]);
        }
    }
    let mut text = String::new();
    for (_, body) in &objects {
        if body.contains("\nBT ") {
            drawn(body, &fonts, &mut text);
        }
    }
    text
}

/// Number and body of each object.
fn objects(whole: &str) -> Vec<(&str, &str)> {
    whole
        .split("endobj")
        .filter_map(|piece| {
            let (head, body) = piece.split_once(" 0 obj")?;
            Some((head.rsplit(char::is_whitespace).next()?, body))
        })
        .collect()
}

fn map(body: &str) -> HashMap<u32, String> {
    let mut map = HashMap::new();
    for section in body.split("beginbfchar").skip(1) {
        let lines = section.split("endbfchar").next().unwrap().lines();
        for line in lines.filter(|line| line.starts_with('<')) {
            let mut parts = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
            let (glyph, letters) = (parts.next().unwrap(), parts.next().unwrap_or_default());
            let units: Vec<u16> = letters
                .as_bytes()
                .chunks(4)
                .map(|four| u16::from_str_radix(std::str::from_utf8(four).unwrap(), 16).unwrap())
                .collect();
            map.insert(
                u32::from_str_radix(glyph, 16).unwrap(),
                String::from_utf16(&units).unwrap(),
            );
        }
    }
    map
}

fn drawn(body: &str, fonts: &HashMap<String, &HashMap<u32, String>>, text: &mut String) {
    for block in body.split("\nBT ").skip(1) {
        let (head, rest) = block.split_once(" Tf").unwrap();
        let name = head.rsplit('/').next().unwrap().split(' ').next().unwrap();
        let (_, shown) = rest.split_once(" Tm").unwrap();
        for glyph in glyphs(shown) {
            text.push_str(&fonts[name][&glyph]);
        }
        text.push('\n');
    }
}

/// The glyphs of the literal strings up to the end of what is shown (ISO 32000-1 §7.3.4.2), two bytes each.
fn glyphs(shown: &str) -> Vec<u32> {
    let mut bytes: Vec<u32> = Vec::new();
    let mut depth = 0;
    let mut chars = shown.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'T' if depth == 0 => break,
            '(' if depth == 0 => depth = 1,
            ')' if depth == 1 => depth = 0,
            _ if depth == 0 => {}
            '\\' => {
                let escaped = chars.next().unwrap();
                if let Some(first) = escaped.to_digit(8) {
                    let mut value = first;
                    for _ in 0..2 {
                        if let Some(digit) = chars.peek().and_then(|next| next.to_digit(8)) {
                            value = value * 8 + digit;
                            chars.next();
                        }
                    }
                    bytes.push(value);
                } else {
                    let known = [('n', 10), ('r', 13), ('t', 9), ('b', 8), ('f', 12)];
                    let found = known.iter().find(|(name, _)| *name == escaped);
                    bytes.push(found.map_or(u32::from(escaped), |(_, byte)| *byte));
                }
            }
            c => {
                depth += i32::from(c == '(') - i32::from(c == ')');
                bytes.push(u32::from(c));
            }
        }
    }
    bytes.chunks(2).map(|two| two[0] * 256 + two[1]).collect()
}
