//! The handbook's table of metrics and its questions for marks, understood; knows no dashboards.

use super::{
    Document,
    blocks::{self, Kind},
    problem::Problem,
    promql,
};
use crate::domain::{marks::MarkQuery, metric::Metric};

/// Reads `runbooks/metrics.md`.
pub fn read(document: Document<'_>, problems: &mut Vec<Problem>) -> (Vec<Metric>, Vec<MarkQuery>) {
    let (mut metrics, mut marks) = (Vec::new(), Vec::new());
    let mut header = false;
    for block in blocks::read(document, 0) {
        let cells = match &block.kind {
            Kind::Row(cells) => cells,
            Kind::Fence(info) => {
                match info.split_once(' ') {
                    Some(("promql", word)) if promql::check(&block.text).is_ok() => {
                        marks.push(MarkQuery {
                            word: word.trim().to_owned(),
                            promql: block.text.trim().to_owned(),
                        });
                    }
                    _ => problems.push(block.problem(
                        document.file,
                        "'promql' with the mark's word, and a query whose selectors carry '{$scope}'",
                    )),
                }
                continue;
            }
            _ => continue,
        };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        match texts.as_slice() {
            ["Metric", "Type", "Labels"] => header = true,
            [name, kind, labels] if header => {
                if !matches!(*kind, "counter" | "gauge" | "histogram") {
                    let place = cells.get(1).map_or(block.place, |cell| cell.place);
                    let expected = "'counter', 'gauge' or 'histogram'";
                    problems.push(Problem::new(document.file, place, kind, expected));
                }
                let labels = labels.split(',').map(|label| label.trim().to_owned());
                metrics.push(Metric {
                    name: (*name).to_owned(),
                    kind: (*kind).to_owned(),
                    labels: labels.filter(|label| !label.is_empty()).collect(),
                });
            }
            _ => problems.push(block.problem(document.file, "'| Metric | Type | Labels |'")),
        }
    }
    if metrics.is_empty() {
        let expected = "a table '| Metric | Type | Labels |' with at least one row";
        problems.push(Problem::missing(document.file, expected));
    }
    (metrics, marks)
}
