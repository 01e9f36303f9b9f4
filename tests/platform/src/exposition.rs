//! The text that a scrape reads, as prom-client writes it; it must not know HTTP.

use std::fmt::Write;

use crate::schema::Schema;

/// All series of a target with the given values (in the schema's order; NaN: absent).
pub(crate) fn text(schema: &Schema, values: &[f64]) -> String {
    let mut out = String::with_capacity(values.len() * 128);
    let mut values = values.iter();
    for family in &schema.families {
        let (name, help, kind) = (family.name, family.help, family.kind.name());
        // Writing to a String cannot fail.
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (series, value) in family.series.iter().zip(values.by_ref()) {
            if value.is_nan() {
                continue;
            }
            out.push_str(&series.name);
            if !series.labels.is_empty() {
                let _ = write!(out, "{{{}}}", series.labels);
            }
            out.push(' ');
            number(&mut out, *value);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// Appends a value as every text of the platform writes it: whole numbers without a point.
pub(crate) fn number(out: &mut String, value: f64) {
    let whole = value as i64;
    // Writing to a String cannot fail.
    let _ = if whole as f64 == value {
        write!(out, "{whole}")
    } else {
        write!(out, "{value}")
    };
}
