//! Whole charts, as a surface sees them.

use crate::recorder::{Mark, Recorder};
use plotters::style::RGBAColor;
use sre_portal::{
    chart::{
        layout::px,
        scene::{Drawn, Line, Pen, Scene},
        theme::{COLOURS, Theme, colour},
    },
    domain::{
        limit::{Bound, Level, Limit, Limits},
        marks::AlertSpan,
        series::{GAP, Grid},
        time::{Moment, Zone},
        unit::Unit,
    },
};

const LINE: (u8, u8, u8) = (100, 0, 0);
const WARNING_BAND: (u8, u8, u8) = (5, 0, 0);
const CRITICAL_BAND: (u8, u8, u8) = (7, 0, 0);
const STALE: (u8, u8, u8) = (9, 0, 0);

pub fn theme() -> Theme {
    let grey = |shade: u8| RGBAColor(shade, 0, 0, 1.0);
    Theme {
        family: "sans-serif".to_owned(),
        caption: grey(1),
        words: grey(2),
        text: grey(12),
        page: grey(13),
        panel: grey(14),
        selection: grey(14),
        grid: grey(3),
        axis: grey(4),
        warning_band: grey(5),
        warning_line: grey(6),
        warning_words: grey(6),
        critical_band: grey(7),
        critical_line: grey(8),
        stale: grey(9),
        hatch: grey(10),
        nothing: grey(11),
        series: [grey(100); COLOURS],
    }
}

fn limits(warning: f64, critical: f64) -> Limits {
    let limit = |level, bound: f64| {
        Some(Limit {
            subject: "x".to_owned(),
            level,
            bound: Bound::Above(bound),
            words: format!("> {}%", bound * 100.0),
            source: String::new(),
        })
    };
    Limits {
        warning: limit(Level::Warning, warning),
        critical: limit(Level::Critical, critical),
    }
}

fn draw(values: &[f64], limits: &Limits, stale_since: Option<Moment>) -> (Recorder, Drawn) {
    draw_with(values, limits, stale_since, &[])
}

fn draw_with(
    values: &[f64],
    limits: &Limits,
    stale_since: Option<Moment>,
    alerts: &[AlertSpan],
) -> (Recorder, Drawn) {
    let theme = theme();
    let pen = Pen {
        colour: theme.series[0],
        dashed: false,
        main: false,
    };
    let scene = Scene {
        size: (560, 220),
        density: 1.0,
        grid: Grid {
            start: Moment(1_795_788_000_000),
            step: 60_000,
            len: values.len(),
        },
        lines: vec![Line {
            values,
            tip: None,
            pen,
        }],
        unit: &Unit::Ratio,
        limits,
        zone: &Zone::utc(),
        stale_since,
        alerts,
        events: &[],
        theme: &theme,
    };
    let mut recorder = Recorder::default();
    let drawn = scene.draw(&mut recorder).expect("a recorder does not fail");
    (recorder, drawn)
}

fn fill(recorder: &Recorder, wanted: (u8, u8, u8)) -> Option<((i32, i32), (i32, i32))> {
    recorder.marks.iter().find_map(|mark| match mark {
        Mark::Fill { from, to, colour } if *colour == wanted => Some((*from, *to)),
        _ => None,
    })
}

#[test]
fn bands_begin_at_their_limit_and_meet() {
    let (recorder, drawn) = draw(&[0.01, 0.07, 0.02], &limits(0.05, 0.1), None);
    let at = |value| drawn.projection.y(value);
    let (warning_top, warning_bottom) = fill(&recorder, WARNING_BAND).expect("is drawn");
    assert_eq!((warning_top.1, warning_bottom.1), (at(0.1), at(0.05)));
    let (critical_top, critical_bottom) = fill(&recorder, CRITICAL_BAND).expect("is drawn");
    assert_eq!(
        (critical_top.1, critical_bottom.1),
        (drawn.plot.top, at(0.1))
    );
    for words in ["> 5%", "warning", "> 10%", "critical"] {
        assert!(
            recorder.words().contains(&words),
            "{words} in {:?}",
            recorder.words()
        );
    }
}

#[test]
fn a_limit_beyond_the_axis_has_a_mark_and_no_band() {
    let (recorder, _) = draw(&[0.001, 0.002], &limits(0.05, 0.1), None);
    assert_eq!(
        (
            fill(&recorder, WARNING_BAND),
            fill(&recorder, CRITICAL_BAND)
        ),
        (None, None)
    );
    for words in ["> 5% ↑", "25 × max", "> 10% ↑", "50 × max"] {
        assert!(
            recorder.words().contains(&words),
            "{words} in {:?}",
            recorder.words()
        );
    }
}

#[test]
fn limits_far_below_the_line_have_their_labels_above_the_lower_edge() {
    let (recorder, drawn) = draw(&[0.6, 0.9], &limits(0.01, 0.05), None);
    let place = |wanted: &str| {
        let found = recorder.marks.iter().find_map(|mark| match mark {
            Mark::Words { text, at } if text == wanted => Some(at.1),
            _ => None,
        });
        found.expect("it is on the picture")
    };
    let order = ["> 5%", "critical", "> 1%", "warning"].map(place);
    for pair in order.windows(2) {
        assert!(pair[1] - pair[0] >= px(14), "{order:?}");
    }
    assert!(order[3] <= drawn.plot.bottom, "{order:?}");
}

#[test]
fn gaps_break_the_line_and_a_single_value_is_a_dot() {
    let (recorder, drawn) = draw(
        &[0.01, 0.02, GAP, 0.03, GAP, 0.02, 0.01],
        &Limits::default(),
        None,
    );
    let paths = recorder.paths(LINE);
    assert_eq!(paths.len(), 3);
    assert_eq!(paths[1].len(), 2, "the dot is a short stroke");
    assert!(paths[1][1].0 - paths[1][0].0 <= px(3));
    assert!(
        paths
            .iter()
            .flat_map(|path| path.iter())
            .all(|point| point.1 < drawn.plot.bottom)
    );
}

#[test]
fn no_point_lies_outside_of_the_plot() {
    let values: Vec<f64> = (0..500)
        .map(|index| f64::from(index % 97) / 100.0)
        .collect();
    let (recorder, drawn) = draw(&values, &limits(0.5, 0.9), None);
    for (x, y) in recorder.paths(LINE).into_iter().flatten() {
        assert!((drawn.plot.left..=drawn.plot.right).contains(x), "{x}");
        assert!((drawn.plot.top..=drawn.plot.bottom).contains(y), "{y}");
    }
}

#[test]
fn stale_lines_lose_their_colour_and_nothing_is_drawn_after_the_end() {
    let since = Moment(1_795_788_000_000 + 3 * 60_000);
    let (recorder, drawn) = draw(
        &[0.01, 0.02, 0.03, 0.02, GAP, GAP],
        &Limits::default(),
        Some(since),
    );
    assert!(recorder.paths(LINE).is_empty());
    assert!(!recorder.paths(STALE).is_empty());
    let (from, to) = fill(&recorder, (11, 0, 0)).expect("the empty end is marked");
    assert_eq!(
        (from.0, to.0),
        (drawn.projection.x(since.0), drawn.plot.right)
    );
}

/// Who points at a moment in one looks for it in the one below.
#[test]
fn charts_one_below_the_other_share_the_places_of_their_moments() {
    let (_, first) = draw(&[0.01, 0.07, 0.02], &limits(0.05, 0.1), None);
    for (values, limits) in [
        ([0.01, 0.07, 0.02], Limits::default()),
        ([0.0, 0.9, 0.4], limits(0.05, 0.1)),
        ([0.0125, 0.0126, 0.0127], limits(0.2, 0.3)),
    ] {
        let (_, other) = draw(&values, &limits, None);
        assert_eq!(
            (first.plot.left, first.plot.right),
            (other.plot.left, other.plot.right),
            "{values:?}"
        );
    }
}

#[test]
fn a_chart_without_values_has_axes_and_no_line() {
    for values in [vec![], vec![GAP; 5], vec![f64::NAN; 5]] {
        let (recorder, _) = draw(&values, &limits(0.05, 0.1), None);
        assert!(recorder.paths(LINE).is_empty());
        assert!(recorder.words().contains(&"0%"));
    }
}

#[test]
fn a_chart_of_no_size_is_drawn_without_a_panic() {
    let theme = theme();
    for size in [(0, 0), (1, 1), (30, 500), (5000, 2)] {
        let scene = Scene {
            size,
            density: 0.0,
            grid: Grid {
                start: Moment(0),
                step: 1,
                len: 2,
            },
            lines: vec![Line {
                values: &[1.0, 1e300],
                tip: None,
                pen: Pen {
                    colour: theme.series[0],
                    dashed: true,
                    main: true,
                },
            }],
            unit: &Unit::Bytes,
            limits: &limits(0.1, 1e299),
            zone: &Zone::utc(),
            stale_since: Some(Moment(i64::MIN)),
            alerts: &[],
            events: &[],
            theme: &theme,
        };
        assert!(scene.draw(&mut Recorder::default()).is_ok(), "{size:?}");
    }
}

/// A line at the height of an alert's name would strike it through.
#[test]
fn the_name_of_an_alert_stands_where_nothing_runs_through_it() {
    let alert = AlertSpan {
        name: "QueryErrorRate".to_owned(),
        service: None,
        critical: true,
        firing: true,
        from: Moment(1_795_788_000_000 + 30 * 60_000),
        to: Moment(1_795_788_000_000 + 59 * 60_000),
    };
    let place = |value: &dyn Fn(usize) -> f64, (warning, critical): (f64, f64)| {
        let values: Vec<f64> = (0..60).map(value).collect();
        let alerts = std::slice::from_ref(&alert);
        let (recorder, drawn) = draw_with(&values, &limits(warning, critical), None, alerts);
        let words = |mark: &Mark| match mark {
            Mark::Words { text, at } if text == "QueryErrorRate firing" => Some(at.1),
            _ => None,
        };
        let named = recorder.marks.iter().position(|mark| words(mark).is_some());
        let named = named.expect("is named");
        let before = recorder.marks.get(named - 1).expect("the strip at least");
        let y = words(&recorder.marks[named]).expect("words");
        (y, drawn.plot, before.clone())
    };
    let (high, low) = (|at: usize| if at > 20 { 0.92 } else { 0.02 }, |_| 0.02);
    let (y, plot, _) = place(&low, (0.4, 0.6));
    assert!(y < plot.top + px(20), "{y} in {plot:?}");
    let (y, plot, _) = place(&high, (0.4, 0.6));
    assert!(y > plot.bottom - px(20), "{y} in {plot:?}");
    // The limit at 5% runs there, too.
    let (y, plot, _) = place(&high, (0.01, 0.05));
    assert!(
        (plot.top + px(40)..plot.bottom - px(40)).contains(&y),
        "{y} in {plot:?}"
    );
    // Up and down through all of the plot.
    let (y, plot, plate) = place(&|at| (at % 2) as f64, (0.4, 0.6));
    assert!(y < plot.top + px(20), "{y} in {plot:?}");
    assert!(
        matches!(
            plate,
            Mark::Fill {
                colour: (14, 0, 0),
                ..
            }
        ),
        "on a plate: {plate:?}"
    );
}

#[test]
fn colours_are_read_as_the_style_sheet_writes_them() {
    assert_eq!(colour(" #5593E6"), Some(RGBAColor(0x55, 0x93, 0xe6, 1.0)));
    assert_eq!(
        colour("#00000080").map(|colour| (colour.3 * 255.0).round()),
        Some(128.0)
    );
    for text in [
        "",
        "#fff",
        "red",
        "#12345",
        "#12345g",
        "rgb(1,2,3)",
        "#é12345",
    ] {
        assert_eq!(colour(text), None, "{text}");
    }
}

/// Every token that charts read is a colour, in both themes.
#[test]
fn the_style_sheet_has_every_token_in_both_themes() {
    let sheet = include_str!("../../style/tokens.css");
    let (dark, light) = sheet
        .split_once(":root[data-theme=\"light\"]")
        .expect("has both themes");
    let source = include_str!("../../src/chart/style_sheet.rs");
    let mut names: Vec<String> = source
        .split("token(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    names.extend((0..COLOURS).map(|index| format!("--series-{index}")));
    assert!(names.len() > 15);
    for name in names {
        for (theme, part) in [("dark", dark), ("light", light)] {
            let value = part
                .split(&format!("{name}:"))
                .nth(1)
                .and_then(|rest| rest.split(';').next());
            assert!(
                value.and_then(colour).is_some(),
                "{name} in the {theme} theme is {value:?}"
            );
        }
    }
}
