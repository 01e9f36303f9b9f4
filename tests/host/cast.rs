//! Who has which colour: the same name the same one on every chart of a page.

use sre_portal::{
    domain::{
        labels::Labels,
        panel::{Kind, Panel},
        series::{GAP, Grid, Matrix, Sample, Series, Tip},
        service::Services,
        time::Moment,
    },
    embedded,
    prometheus::status::Newest,
    watch::{
        cast::{COLOURED, Role, SHOWN, cast},
        export::rows,
        palette::Palette,
        panel::Lines,
        tile::earlier,
        tip::Tips,
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
    cast(
        &panel(label),
        &lines,
        Tips::default(),
        services,
        palette,
        SHOWN,
    )
    .0
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

#[test]
fn of_names_with_the_same_value_those_keep_their_colour_that_have_one() {
    let mut palette = Palette::default();
    let names: Vec<String> = (0..12).map(|index| format!("table-{index:02}")).collect();
    let with = |value: &dyn Fn(usize) -> f64| {
        let lines = names.iter().enumerate();
        let lines = lines.map(|(index, name)| (name.as_str(), value(index)));
        lines.collect::<Vec<_>>()
    };
    let services = Services::default();
    // The last eight are the largest here, and on the chart beside it all are zero.
    let by_rate = colours(&roles(
        &mut palette,
        "table",
        &services,
        &with(&|index| index as f64),
    ));
    let of_none = colours(&roles(&mut palette, "table", &services, &with(&|_| 0.0)));
    assert_eq!(by_rate, of_none);
    // One that had none, and is the largest now, gets the colour of the one that it displaces.
    let first = |index: usize| if index == 0 { 1.0 } else { 0.0 };
    let risen = colours(&roles(&mut palette, "table", &services, &with(&first)));
    assert_eq!(risen.len(), COLOURED);
    let displaced = by_rate.iter().find(|(name, _)| !risen.contains_key(*name));
    assert_eq!(
        displaced.map(|(_, place)| *place),
        risen.get("table-00").copied()
    );
    let kept = risen.iter().filter(|(name, _)| *name != "table-00");
    for (name, place) in kept {
        assert_eq!(by_rate[name], *place, "{name}");
    }
}

/// A week of two services, a point each half hour, and their newest values 25 minutes after the last one.
#[test]
fn a_curve_with_a_long_step_goes_on_to_the_newest_value() {
    let services = embedded::handbook().services;
    let panel = panel("service");
    let of = |name: &str| Labels::new(vec![("service".to_owned(), name.to_owned())]);
    let lines = |step: i64| Lines {
        matrices: vec![Matrix {
            grid: Grid {
                start: Moment(0),
                step,
                len: 2,
            },
            series: ["api-gateway", "q2q-ai"]
                .map(|name| Series {
                    labels: of(name),
                    values: vec![0.2, 0.3],
                })
                .into(),
        }],
        ..Lines::default()
    };
    let newest = |at: i64| Newest {
        answers: vec![vec![Sample {
            labels: of("q2q-ai"),
            value: 0.9,
        }]],
        at: Some(Moment(at)),
    };
    let step = 30 * 60_000;
    let drawn = |lines: &Lines, newest: &Newest| {
        let mut palette = Palette::default();
        let tips = Tips::of(Some(newest));
        let (roles, _) = cast(&panel, lines, tips, &services, &mut palette, SHOWN);
        roles
    };
    let week = lines(step);
    let at = step + 25 * 60_000;
    let roles = drawn(&week, &newest(at));
    // Of the gateway nothing newer is known: its curve ends where it ends.
    assert_eq!((roles[0].tip, roles[0].last), (None, Some(0.3)));
    let tip = Tip {
        at: Moment(at),
        value: 0.9,
    };
    assert_eq!(roles[1].tip, Some(tip));
    assert_eq!((roles[1].last, roles[1].largest), (Some(0.9), Some(0.9)));
    assert_eq!(
        rows(&week, &roles, 2),
        [
            (Moment(at), vec![None, Some(0.9)]),
            (Moment(step), vec![Some(0.3), Some(0.3)]),
        ]
    );
    // A range that ended long ago, newest values that are no newer, and a short step have none.
    for (lines, at) in [(&week, 3 * step), (&week, step), (&lines(15_000), 20_000)] {
        assert!(
            drawn(lines, &newest(at))
                .iter()
                .all(|role| role.tip.is_none())
        );
    }
}

#[test]
fn what_a_tile_compares_with_is_no_window_that_is_partly_empty() {
    let handbook = embedded::handbook();
    let panels = handbook.dashboards.iter().flat_map(|page| &page.panels);
    let panel = panels.clone().find(|panel| panel.id == "request-rate");
    let panel = panel.expect("the handbook has the panel");
    let words = |values: &[f64], step: i64| {
        let lines = Lines {
            matrices: vec![Matrix {
                grid: Grid {
                    start: Moment(0),
                    step,
                    len: values.len(),
                },
                series: vec![Series {
                    labels: Labels::default(),
                    values: values.to_vec(),
                }],
            }],
            ..Lines::default()
        };
        earlier(panel, &lines, true)
    };
    let hour = 3_600_000;
    assert!(words(&[200.0, 210.0], hour).starts_with("1 h ago 200"));
    // History begins within the range: its first rate is of a part of its window.
    assert!(words(&[GAP, 75.7, 200.0, 210.0], hour).starts_with("1 h ago 200"));
    let minute = 60_000;
    let begun: Vec<f64> = [GAP, 10.0, 20.0, 30.0, 40.0, 50.0, 200.0, 210.0].into();
    assert!(words(&begun, minute).starts_with("1 min ago 200"));
    assert_eq!(words(&[GAP, GAP, 75.7], hour), "");
}
