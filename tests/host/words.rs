//! What is said of a panel and of the clocks.

use sre_portal::{
    domain::{
        labels::Labels,
        limit::Bound,
        marks::{AlertSpan, Event, Marks},
        panel::{Kind, Panel},
        series::{GAP, Grid, Matrix, Series},
        service::Services,
        time::{Moment, Zone},
    },
    embedded,
    watch::{
        cast::{SHOWN, cast},
        palette::Palette,
        panel::Lines,
        skew,
        tip::Tips,
        words::summary,
    },
};

fn panel(id: &str) -> Panel {
    embedded::handbook()
        .dashboards
        .into_iter()
        .flat_map(|dashboard| dashboard.panels)
        .find(|panel| panel.id == id && panel.kind == Kind::Lines)
        .expect("the handbook has the panel")
}

/// The sentence for a panel whose first query answers these lines, a minute apart from 10:00 on.
fn say(panel: &Panel, state: &str, lines: &[(&str, &[f64])]) -> String {
    let grid = Grid {
        start: Moment(1_763_892_000_000),
        step: 60_000,
        len: lines.first().map_or(0, |(_, values)| values.len()),
    };
    let series = lines.iter().map(|(service, values)| Series {
        labels: Labels::new(vec![("service".to_owned(), (*service).to_owned())]),
        values: values.to_vec(),
    });
    let lines = Lines {
        matrices: vec![Matrix {
            grid,
            series: series.collect(),
        }],
        ..Lines::default()
    };
    let (roles, _) = cast(
        panel,
        &lines,
        Tips::default(),
        &Services::default(),
        &mut Palette::default(),
        SHOWN,
    );
    // Numbers and units stand apart by a thin space.
    let marks = Marks {
        alerts: vec![AlertSpan {
            name: "EventLoopLag".to_owned(),
            service: Some("a".to_owned()),
            critical: false,
            firing: true,
            from: grid.at(1),
            to: grid.at(2),
        }],
        events: vec![Event {
            word: "restart".to_owned(),
            service: None,
            at: grid.start,
        }],
    };
    summary(
        panel,
        state,
        &lines,
        &roles,
        &marks,
        &Zone::utc(),
        grid.end(),
    )
    .replace(['\u{2009}', '\u{202f}', '\u{a0}'], " ")
}

#[test]
fn a_chart_is_told_by_its_largest_line_its_limit_and_where_it_goes() {
    let panel = panel("event-loop-lag-by-service");
    let ramp: Vec<f64> = (0..40).map(|minute| f64::from(minute) / 100.0).collect();
    let flat = [0.01; 40];
    let limit = panel.limits().warning.expect("a warning limit").bound;
    let Bound::Above(limit) = limit else {
        panic!("a limit without a number");
    };
    let said = say(&panel, "Warning: a 390 ms", &[("a", &ramp), ("b", &flat)]);
    assert!(
        said.starts_with(&format!(
            "{}: Warning: a 390 ms. a 390 ms, above",
            panel.title
        )),
        "{said}"
    );
    assert!(
        said.contains("rising. 2 lines, between 0 s and 390 ms"),
        "{said}"
    );
    assert!(
        said.ends_with(
            " EventLoopLag of a fired from 10:01:00 to 10:02:00. A restart at 10:00:00."
        ),
        "{said}"
    );
    // The eleventh value is the limit itself, which is not above it.
    assert!(
        said.contains(&format!(
            "above the warning limit of {} ms since 10:11:00",
            limit * 1000.0
        )),
        "{said}"
    );
}

#[test]
fn gaps_and_what_is_not_measured_are_no_way_below_a_limit_and_no_value() {
    let panel = panel("event-loop-lag-by-service");
    let said = say(&panel, "Warning", &[("a", &[0.0, 0.2, GAP, GAP, 0.2])]);
    assert!(said.contains("since 10:01:00"), "{said}");
    let said = say(&panel, "Warning", &[("a", &[0.2, f64::NAN, 0.2])]);
    assert!(said.contains("since 10:02:00"), "{said}");
    let said = say(&panel, "Cannot say", &[("a", &[GAP, f64::NAN])]);
    assert_eq!(said, format!("{}: Cannot say.", panel.title));
    assert_eq!(say(&panel, "OK", &[]), format!("{}: OK.", panel.title));
}

#[test]
fn a_line_that_hardly_moves_is_steady() {
    let panel = panel("event-loop-lag-by-service");
    let waves: Vec<f64> = (0..64).map(|step| f64::from(step % 2) / 100.0).collect();
    assert!(say(&panel, "OK", &[("a", &waves)]).contains("steady"));
    let down: Vec<f64> = (0..64).map(|step| f64::from(64 - step) / 1000.0).collect();
    assert!(say(&panel, "OK", &[("a", &down)]).contains("falling"));
    assert!(say(&panel, "OK", &[("a", &[0.01])]).contains("steady"));
}

#[test]
fn clocks_that_differ_by_more_than_five_seconds_are_told_and_corrected() {
    for (skew, corrected) in [
        (None, 0),
        (Some(5_000), 0),
        (Some(-4_999), 0),
        (Some(5_001), 5_001),
        (Some(-90_000), -90_000),
    ] {
        assert_eq!(skew::correction(skew), corrected);
        assert_eq!(skew::words(skew).is_some(), corrected != 0);
    }
    let ahead = skew::words(Some(-90_000)).expect("told");
    assert!(
        ahead.starts_with("This device's clock is 1 min 30 s ahead of"),
        "{ahead}"
    );
    let behind = skew::words(Some(7_000)).expect("told");
    assert!(
        behind.starts_with("This device's clock is 7 s behind"),
        "{behind}"
    );
}
