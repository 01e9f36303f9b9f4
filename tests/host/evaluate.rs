//! The handbook's rules evaluated by the page: `for` honoured over a range, gaps begin anew, templates expanded.

use crate::alarms::labels;
use sre_portal::{
    domain::{
        alert::AlertState,
        rule::Rule,
        series::{GAP, Grid, Matrix, Series},
        time::Moment,
    },
    embedded,
    watch::{
        evaluate::{alerts, request},
        template::{expand, named},
    },
};

const NOW: Moment = Moment(1_764_000_007_000);

fn rule(name: &str) -> Rule {
    let rules = embedded::rules();
    let found = rules.into_iter().find(|rule| rule.name == name);
    found.unwrap_or_else(|| panic!("{name}"))
}

fn answer(grid: Grid, values: &[f64]) -> Matrix {
    let pairs = [
        ("__name__", "queue_size"),
        ("queue_name", "events.dlq"),
        ("severity", "its own"),
        ("alertname", "its own"),
    ];
    Matrix {
        grid,
        series: vec![Series {
            labels: labels(&pairs),
            values: values.to_vec(),
        }],
    }
}

#[test]
fn the_question_covers_the_rules_time_and_a_little_more() {
    let rule = rule("DeadLetterQueue");
    let (request, grid) = request(&rule, NOW, 15_000);
    assert_eq!(request.path, "api/v1/query_range");
    assert_eq!(request.parameters[0].1, rule.expr);
    assert_eq!((grid.step, grid.end()), (15_000, Moment(1_764_000_000_000)));
    assert!(grid.end().since(grid.start) >= rule.hold + 15_000);
    assert_eq!(grid.len, 23);
    for (hold, interval) in [
        (0, None),
        (i64::MAX, None),
        (86_400_000, Some(1)),
        (-5, Some(i64::MAX)),
        (1, Some(-1)),
    ] {
        let odd = Rule {
            hold,
            interval,
            ..Rule::default()
        };
        let (_, grid) = self::request(&odd, NOW, 15_000);
        assert!(
            (3..11_000).contains(&grid.len),
            "{hold} {interval:?}: {grid:?}"
        );
    }
}

#[test]
fn the_time_is_honoured_and_a_gap_begins_it_anew() {
    let mut rule = rule("DeadLetterQueue");
    rule.hold = 30_000;
    let (_, grid) = request(&rule, NOW, 15_000);
    assert_eq!(grid.len, 5);
    for (values, expected) in [
        ([GAP, GAP, GAP, GAP, GAP], None),
        ([1.0, 1.0, 1.0, 1.0, GAP], None),
        ([GAP, GAP, GAP, GAP, 1.0], Some((AlertState::Pending, 4))),
        ([GAP, GAP, GAP, 1.0, 1.0], Some((AlertState::Pending, 3))),
        ([GAP, GAP, 1.0, 1.0, 1.0], Some((AlertState::Firing, 2))),
        ([1.0, 1.0, 1.0, GAP, 1.0], Some((AlertState::Pending, 4))),
        ([1.0, 1.0, 1.0, 1.0, 1.0], Some((AlertState::Firing, 0))),
        (
            [f64::NAN, 0.0, f64::NAN, 0.0, f64::NAN],
            Some((AlertState::Firing, 0)),
        ),
    ] {
        let found = alerts(&rule, &answer(grid, &values));
        let found = found.first().map(|alert| (alert.state, alert.active_at));
        let expected = expected.map(|(state, index)| (state, Some(grid.at(index))));
        assert_eq!(found, expected, "{values:?}");
    }
    rule.hold = 0;
    let (_, grid) = request(&rule, NOW, 15_000);
    let found = alerts(&rule, &answer(grid, &[GAP, GAP, 1.0]));
    assert_eq!(
        found[0].state,
        AlertState::Firing,
        "without a time it fires at once"
    );
}

#[test]
fn labels_and_annotations_are_those_that_prometheus_would_write() {
    let rule = rule("DeadLetterQueue");
    let (_, grid) = request(&rule, NOW, 15_000);
    let found = alerts(&rule, &answer(grid, &vec![413.0; grid.len]));
    assert_eq!(
        found[0].labels,
        labels(&[
            ("alertname", "DeadLetterQueue"),
            ("queue_name", "events.dlq"),
            ("severity", "critical"),
        ])
    );
    assert_eq!(
        found[0].annotations.get("summary"),
        Some("Dead letter queue is filling up: events.dlq")
    );
    assert_eq!(found[0].value, Some(413.0));
}

#[test]
fn templates_are_filled_and_unknown_ones_stay() {
    let labels = labels(&[("job", "{{ $value }}"), ("Name", "abC")]);
    for (text, value, expected) in [
        ("no template", 1.0, "no template"),
        ("{{ $labels.Name }}-{{.Labels.Name}}", 1.0, "abC-abC"),
        ("{{$labels.missing}}!", 1.0, "!"),
        ("{{ $labels.job }}", 7.0, "{{ $value }}"),
        ("{{ $labels.Name | toUpper }}", 1.0, "ABC"),
        ("{{ toLower $labels.Name }}", 1.0, "abc"),
        ("{{ $value }}", 0.0714, "0.0714"),
        ("{{ .Value }}", 413.0, "413"),
        ("{{ $value }}", 1e21, "1e+21"),
        ("{{ $value }}", 1.5e-7, "1.5e-07"),
        ("{{ $value }}", f64::NAN, "NaN"),
        ("{{ $value }}", f64::NEG_INFINITY, "-Inf"),
        ("{{ $value | humanize }}", 1_234_567.0, "1.235M"),
        ("{{ humanize $value }}", 0.0123, "12.3m"),
        ("{{ humanize $value }}", 0.0, "0"),
        ("{{ $value | humanize1024 }}", 3_145_728.0, "3Mi"),
        ("{{ $value | humanize1024 }}B", 0.5, "0.5B"),
        ("{{ $value | humanizePercentage }}", 0.071_428, "7.143%"),
        ("{{ $value | humanizePercentage }}", 0.099_999_6, "10%"),
        ("{{ $value | humanizeDuration }}", 93_784.0, "1d 2h 3m 4s"),
        ("{{ $value | humanizeDuration }}", 65.9, "1m 5s"),
        ("{{ $value | humanizeDuration }}", 1.23456, "1.235s"),
        ("{{ $value | humanizeDuration }}", 0.25, "250ms"),
        ("{{ printf \"%.2f\" $value }} s", 1.456, "1.46 s"),
        ("{{ printf \"%.1f%%\" $value }}", 12.34, "12.3%"),
        ("{{ $value | printf \"%.0f\" }}", 12.34, "12"),
        (
            "{{ if gt $value 5.0 }}x{{ end }}",
            7.0,
            "{{ if gt $value 5.0 }}x{{ end }}",
        ),
        (
            "{{ query \"up\" | first | value }}",
            7.0,
            "{{ query \"up\" | first | value }}",
        ),
        (
            "{{ $externalLabels.cluster }}",
            7.0,
            "{{ $externalLabels.cluster }}",
        ),
        (
            "{{ printf \"%.999999999f\" $value }}",
            7.0,
            "{{ printf \"%.999999999f\" $value }}",
        ),
        (
            "{{ printf \"%s\" $value }}",
            7.0,
            "{{ printf \"%s\" $value }}",
        ),
        ("{{", 7.0, "{{"),
        ("{{}}", 7.0, "{{}}"),
        ("}}{{ $value", 7.0, "}}{{ $value"),
    ] {
        assert_eq!(expand(text, &labels, value), expected, "{text}");
    }
}

#[test]
fn who_reads_of_a_rule_sees_what_its_words_will_name() {
    for (text, expected) in [
        ("Service {{ $labels.job }} is down", "Service (job) is down"),
        ("{{$labels.a}}{{ .Labels.b_c }}", "(a)(b_c)"),
        ("{{ $value | humanizePercentage }} of all", "(value) of all"),
        ("{{ humanize $value }}", "(value)"),
        ("{{ }} and {{ no end", "{{ }} and {{ no end"),
        ("plain", "plain"),
    ] {
        assert_eq!(named(text), expected);
    }
}
