//! The handbook's table of severity suggestions, understood; knows no values that alerts have.

use super::{
    Document,
    blocks::{self, Cell, Kind},
    problem::{Place, Problem},
    thresholds::number,
};
use crate::domain::{
    severity::Severity,
    suggestion::{Condition, Row, SeverityTable},
};

/// The document, for messages about what it lacks.
const FILE: &str = "runbooks/severity.md";

/// The columns.
const COLUMNS: [&str; 3] = ["Alert", "Suggests", "Because"];

/// Reads `runbooks/severity.md`: its table with the columns Alert, Suggests and Because.
pub fn read(document: Document<'_>, problems: &mut Vec<Problem>) -> SeverityTable {
    let mut rows: Vec<Row> = Vec::new();
    let mut header = false;
    for block in blocks::read(document, 0) {
        let Kind::Row(cells) = &block.kind else {
            continue;
        };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        if texts == COLUMNS {
            header = true;
        } else if !header {
            problems.push(Problem::new(
                document.file,
                block.place,
                &texts.join(" | "),
                "the header '| Alert | Suggests | Because |'",
            ));
            break;
        } else if let Some((row, place)) = row(document, cells, problems) {
            let settled = rows
                .iter()
                .any(|other| other.alert == row.alert && other.condition == Condition::Always);
            if settled {
                problems.push(Problem::new(
                    document.file,
                    place,
                    &row.alert,
                    "no row after the alert's row without a condition, since that one always holds",
                ));
            }
            rows.push(row);
        }
    }
    if rows.is_empty() {
        problems.push(Problem::missing(
            document.file,
            "a table of severity suggestions with at least one row",
        ));
    }
    SeverityTable(rows)
}

fn row(
    document: Document<'_>,
    cells: &[Cell],
    problems: &mut Vec<Problem>,
) -> Option<(Row, Place)> {
    let [alert, suggests, because] = cells else {
        return None;
    };
    let mut refuse = |cell: &Cell, expected: &str| {
        problems.push(Problem::new(
            document.file,
            cell.place,
            &cell.text,
            expected,
        ));
    };
    let (name, condition) = match alert.text.split_once(',') {
        Some((name, words)) => (name.trim(), condition(words.trim())),
        None => (alert.text.as_str(), Some(Condition::Always)),
    };
    if condition.is_none() {
        refuse(
            alert,
            "'ALERT', 'ALERT, from NUMBER' or 'ALERT, all services'",
        );
    }
    let severity = match suggests.text.as_str() {
        "choose" => Some(None),
        text => Severity::parse(text).map(Some),
    };
    if severity.is_none() {
        refuse(suggests, "SEV1, SEV2, SEV3, SEV4 or choose");
    }
    if because.text.is_empty() {
        refuse(because, "the reason in words");
    }
    let row = Row {
        alert: name.to_owned(),
        condition: condition?,
        severity: severity?,
        because: because.text.clone(),
        source: format!("{}:{}", document.file, alert.place.line),
    };
    Some((row, alert.place))
}

fn condition(words: &str) -> Option<Condition> {
    match words.strip_prefix("from ") {
        Some(bound) if !bound.trim().contains(char::is_whitespace) => {
            number(bound).map(Condition::From)
        }
        None if words == "all services" => Some(Condition::AllServices),
        _ => None,
    }
}

/// Problems of the table with the rules' names: a row about no alert, and an alert that the table leaves open.
pub fn check(table: &SeverityTable, alerts: &[&str], problems: &mut Vec<Problem>) {
    for row in &table.0 {
        if !alerts.contains(&row.alert.as_str()) {
            let (file, line) = row.source.rsplit_once(':').unwrap_or((FILE, "1"));
            let place = Place {
                line: line.parse().unwrap_or(1),
                column: 1,
            };
            let expected = "the name of an alert in runbooks/alerts.yml";
            problems.push(Problem::new(file, place, &row.alert, expected));
        }
    }
    for alert in alerts {
        let settled = |row: &Row| row.alert == **alert && row.condition == Condition::Always;
        if !table.0.iter().any(settled) {
            let expected = format!("a row without a condition for the alert {alert}");
            problems.push(Problem::missing(FILE, &expected));
        }
    }
}
