//! Who has which colour: the same name the same one on every chart of a page.

use sre_portal::{
    domain::{
        labels::Labels,
        panel::{Kind, Panel},
        series::{Grid, Matrix, Series},
        service::Services,
        time::Moment,
    },
    embedded,
    watch::{
        cast::{COLOURED, Role, SHOWN, cast},
        palette::Palette,
        panel::Lines,
    },
};
use std::collections::BTreeMap;

/// A panel whose lines are named by this label.
fn panel(label: &str) -> Panel {
    embedded::handbook()
        .dashboards
        .into_iter()
        .flat_map(|dashboard| dashboard.panels)
        .find(|panel| {
            panel.kind == Kind::Lines && panel.queries[0].legend == format!("{{{label}}}")
        })
        .expect("the handbook has such a panel")
}

fn roles(
    palette: &mut Palette,
    label: &str,
    services: &Services,
    lines: &[(&str, f64)],
) -> Vec<Role> {
    let series = lines.iter().map(|(name, value)| Series {
        labels: Labels::new(vec![(label.to_owned(), (*name).to_owned())]),
        values: vec![*value],
    });
    let grid = Grid {
        start: Moment(0),
        step: 1000,
        len: 1,
    };
    let lines = Lines {
        matrices: vec![Matrix {
            grid,
            series: series.collect(),
        }],
        ..Lines::default()
    };
    cast(&panel(label), &lines, services, palette, SHOWN).0
}

fn colours(roles: &[Role]) -> BTreeMap<String, usize> {
    let coloured = roles
        .iter()
        .filter_map(|role| Some((role.name.clone(), role.colour?)));
    coloured.collect()
}

#[test]
fn a_name_keeps_its_colour_whatever_its_rank_and_company() {
    let mut palette = Palette::default();
    let names: Vec<String> = (0..12).map(|index| format!("table-{index}")).collect();
    let up: Vec<(&str, f64)> = names
        .iter()
        .zip(0..)
        .map(|(name, rank)| (name.as_str(), f64::from(rank)))
        .collect();
    let down: Vec<(&str, f64)> = names
        .iter()
        .zip(0..)
        .map(|(name, rank)| (name.as_str(), -f64::from(rank)))
        .collect();
    let services = Services::default();
    let first = colours(&roles(&mut palette, "table", &services, &up));
    let second = colours(&roles(&mut palette, "table", &services, &down));
    assert_eq!(first.len(), COLOURED);
    for (name, colour) in &second {
        assert!(
            first.get(name).is_none_or(|before| before == colour),
            "{name}"
        );
    }
    // Names with one colour between them never stand on one chart in that colour.
    for found in [&first, &second] {
        let mut places: Vec<usize> = found.values().copied().collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), found.len());
    }
    assert_eq!(
        first,
        colours(&roles(&mut palette, "table", &services, &up))
    );
    let few = colours(&roles(&mut palette, "table", &services, &up[6..9]));
    assert_eq!(few.len(), 3);
    assert!(few.iter().all(|(name, colour)| first[name] == *colour));
}

#[test]
fn a_service_has_the_colour_of_its_place_in_the_handbook() {
    let services = embedded::handbook().services;
    let mut palette = Palette::default();
    let found = colours(&roles(
        &mut palette,
        "service",
        &services,
        &[("q2q-ai", 1.0), ("api-gateway", 2.0), ("stranger", 3.0)],
    ));
    assert_eq!((found["api-gateway"], found["q2q-ai"]), (0, 5));
    assert!(found["stranger"] != 0 && found["stranger"] != 5);
}
