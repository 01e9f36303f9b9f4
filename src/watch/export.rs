//! The data of a panel as a table and as CSV: what is drawn, in numbers. Draws nothing.

use super::{cast::Role, panel::Lines};
use crate::domain::{
    series::is_gap,
    time::{Moment, Zone},
};

/// One row: a moment and a value for each of the series; `None` is a gap.
pub type Row = (Moment, Vec<Option<f64>>);

/// The rows of a panel, the newest first, at most `most` of them.
pub fn rows(lines: &Lines, roles: &[Role], most: usize) -> Vec<Row> {
    let Some(grid) = lines.matrices.first().map(|matrix| matrix.grid) else {
        return Vec::new();
    };
    let column = |role: &Role| lines.matrices.get(role.query)?.series.get(role.series);
    let row = |index: usize| {
        let value = |role: &Role| {
            let value = column(role)
                .and_then(|series| series.values.get(index))
                .copied()?;
            (!is_gap(value)).then_some(value)
        };
        (grid.at(index), roles.iter().map(value).collect())
    };
    let newest = roles.iter().filter_map(|role| Some(role.tip?.at)).max();
    let newest = newest.map(|at| {
        let value = |role: &Role| Some(role.tip?.value);
        (at, roles.iter().map(value).collect())
    });
    let of_grid = (0..grid.len).rev().map(row);
    newest.into_iter().chain(of_grid).take(most).collect()
}

/// All rows as CSV (RFC 4180), the oldest first, times in `zone` with their offset. A gap is an empty field.
pub fn csv(lines: &Lines, roles: &[Role], zone: &Zone) -> String {
    let mut text = String::from("time");
    for role in roles {
        text.push(',');
        text.push_str(&field(&role.name));
    }
    text.push_str("\r\n");
    for (at, values) in rows(lines, roles, usize::MAX).into_iter().rev() {
        text.push_str(&field(&zone.iso(at)));
        for value in values {
            text.push(',');
            if let Some(value) = value {
                text.push_str(&value.to_string());
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// A quoted field. A name that a spreadsheet would take for a formula is made text by an apostrophe.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!(
        "\"{}{}\"",
        if formula { "'" } else { "" },
        text.replace('"', "\"\"")
    )
}
