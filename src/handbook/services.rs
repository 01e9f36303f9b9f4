//! The handbook's tables of services, understood; knows no queries.

use super::{
    Document,
    blocks::{self, Cell, Kind},
    problem::Problem,
};
use crate::domain::service::{Service, Services};

/// The columns that both tables have; the first may be called otherwise.
const COLUMNS: [&str; 3] = ["Job", "Port", "Container"];

/// Reads `runbooks/services.md`: the first table holds the services, later ones what stands beside them.
pub fn read(document: Document<'_>, problems: &mut Vec<Problem>) -> Services {
    let mut found = Services::default();
    let mut tables = 0;
    for block in blocks::read(document, 0) {
        let Kind::Row(cells) = &block.kind else {
            continue;
        };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        if texts.get(1..) == Some(COLUMNS.as_slice()) {
            tables += 1;
            continue;
        }
        if tables == 0 {
            problems.push(block.problem(
                document.file,
                "the header '| Service | Job | Port | Container |'",
            ));
            return found;
        }
        if let Some(service) = row(document, cells, problems) {
            let list = if tables == 1 {
                &mut found.services
            } else {
                &mut found.beside
            };
            list.push(service);
        }
    }
    if found.services.is_empty() {
        problems.push(Problem::missing(
            document.file,
            "a table of services with at least one row",
        ));
    }
    found
}

fn row(document: Document<'_>, cells: &[Cell], problems: &mut Vec<Problem>) -> Option<Service> {
    let [name, job, port, container] = cells else {
        return None;
    };
    let mut ok = true;
    for cell in [name, job, container] {
        let legal = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if cell.text.is_empty() || !cell.text.chars().all(legal) {
            problems.push(Problem::new(
                document.file,
                cell.place,
                &cell.text,
                "a name of letters, digits, '_', '.' and '-'",
            ));
            ok = false;
        }
    }
    let Ok(number) = port.text.parse::<u16>() else {
        problems.push(Problem::new(
            document.file,
            port.place,
            &port.text,
            "a port from 0 to 65535",
        ));
        return None;
    };
    ok.then(|| Service {
        name: name.text.clone(),
        job: job.text.clone(),
        port: number,
        container: container.text.clone(),
    })
}
