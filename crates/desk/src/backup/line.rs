//! A row as a line: a JSON array of its values, bytes as base64. The same row is the same line from either database.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use store::archive::{Cell, Column, ColumnKind};

/// Writes a row without a line end.
pub fn write(cells: &[Cell], line: &mut Vec<u8>) -> serde_json::Result<()> {
    line.push(b'[');
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(b',');
        }
        match cell {
            Cell::Null => line.extend_from_slice(b"null"),
            Cell::Integer(value) => serde_json::to_writer(&mut *line, value)?,
            Cell::Boolean(value) => serde_json::to_writer(&mut *line, value)?,
            Cell::Text(value) => serde_json::to_writer(&mut *line, value)?,
            Cell::Bytes(value) => serde_json::to_writer(&mut *line, &STANDARD.encode(value))?,
        }
    }
    line.push(b']');
    Ok(())
}

/// Reads a row; `None` when it is not one of this table.
pub fn read(line: &[u8], columns: &[Column]) -> Option<Vec<Cell>> {
    let values: Vec<Value> = serde_json::from_slice(line).ok()?;
    if values.len() != columns.len() {
        return None;
    }
    values
        .into_iter()
        .zip(columns)
        .map(|(value, column)| cell(value, column.kind))
        .collect()
}

fn cell(value: Value, kind: ColumnKind) -> Option<Cell> {
    match (value, kind) {
        (Value::Null, _) => Some(Cell::Null),
        (Value::Bool(value), ColumnKind::Boolean) => Some(Cell::Boolean(value)),
        (Value::Number(value), ColumnKind::Integer) => Some(Cell::Integer(value.as_i64()?)),
        (Value::String(value), ColumnKind::Text) => Some(Cell::Text(value)),
        (Value::String(value), ColumnKind::Bytes) => Some(Cell::Bytes(STANDARD.decode(value).ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_cell() -> impl Strategy<Value = (ColumnKind, Cell)> {
        prop_oneof![
            Just((ColumnKind::Text, Cell::Null)),
            any::<i64>().prop_map(|value| (ColumnKind::Integer, Cell::Integer(value))),
            any::<bool>().prop_map(|value| (ColumnKind::Boolean, Cell::Boolean(value))),
            any::<String>().prop_map(|value| (ColumnKind::Text, Cell::Text(value))),
            any::<Vec<u8>>().prop_map(|value| (ColumnKind::Bytes, Cell::Bytes(value))),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(row in prop::collection::vec(any_cell(), 1..20)) {
            let columns: Vec<Column> =
                row.iter().map(|(kind, _)| Column { name: "c".into(), kind: *kind }).collect();
            let cells: Vec<Cell> = row.into_iter().map(|(_, cell)| cell).collect();
            let mut line = Vec::new();
            write(&cells, &mut line).unwrap();
            prop_assert!(!line.contains(&b'\n'));
            prop_assert_eq!(read(&line, &columns), Some(cells));
        }
    }
}
