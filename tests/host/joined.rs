//! Several queries in one question, and its answer taken apart again.

use sre_portal::{
    domain::{
        labels::Labels,
        series::{GAP, Grid, Matrix, Sample, Series},
        time::Moment,
    },
    embedded,
    prometheus::{
        joined::{lines, split},
        query::Scope,
        status::{self, newest_queries, of},
    },
};
use std::collections::BTreeSet;

const GRID: Grid = Grid {
    start: Moment(1_700_000_000_000),
    step: 15_000,
    len: 3,
};

fn labels(pairs: &[(&str, &str)]) -> Labels {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Labels::new(pairs.iter().map(owned).collect())
}

fn series(pairs: &[(&str, &str)], values: [f64; 3]) -> Series {
    Series {
        labels: labels(pairs),
        values: values.to_vec(),
    }
}

#[test]
fn each_query_is_a_part_of_its_own() {
    let question = lines(["sum(rate(a[5m]))", "b > 1"].into_iter());
    assert_eq!(
        question,
        [
            "label_replace(sum(rate(a[5m])), \"portal_part\", \"0\", \"\", \"\")\n\
         or label_replace(b > 1, \"portal_part\", \"1\", \"\", \"\")"
        ]
    );
}

#[test]
fn no_question_is_longer_than_servers_take() {
    let queries: Vec<String> = (0..500).map(|n| format!("up{{n=\"{n:0>90}\"}}")).collect();
    let questions = lines(queries.iter().map(String::as_str));
    assert!(questions.len() > 2 && questions.iter().all(|one| one.len() <= 16_384));
    let all = questions.join("\nor ");
    for (index, query) in queries.iter().enumerate() {
        let part = format!("label_replace({query}, \"portal_part\", \"{index}\", \"\", \"\")");
        assert_eq!(all.matches(&part).count(), 1, "{part}");
    }
    let handbook = embedded::handbook();
    let questions = newest_queries(&handbook.dashboards, &Scope::default());
    assert!(questions.len() < handbook.dashboards.len());
    assert!(questions.iter().all(|one| one.len() <= 16_384));
}

#[test]
fn lines_go_back_to_who_asked_as_if_asked_alone() {
    let answer = Matrix {
        grid: GRID,
        series: vec![
            series(&[("portal_part", "2"), ("service", "a")], [1.0, GAP, 3.0]),
            series(&[("portal_part", "0")], [4.0, 5.0, 6.0]),
            series(&[("portal_part", "2"), ("service", "b")], [7.0, 8.0, 9.0]),
            series(&[("portal_part", "0"), ("service", "a")], [0.0; 3]),
        ],
    };
    let answers = split(answer, 4);
    let names = |index: usize| -> Vec<Labels> {
        let of_one = answers[index].series.iter();
        of_one.map(|series| series.labels.clone()).collect()
    };
    assert_eq!(names(0), [labels(&[]), labels(&[("service", "a")])]);
    assert!(names(1).is_empty() && names(3).is_empty(), "no data");
    assert_eq!(
        names(2),
        [labels(&[("service", "a")]), labels(&[("service", "b")])]
    );
    let bits: Vec<u64> = answers[2].series[0]
        .values
        .iter()
        .map(|value| value.to_bits())
        .collect();
    assert_eq!(bits, [1.0, GAP, 3.0].map(f64::to_bits), "a gap stays a gap");
    assert!(answers.iter().all(|answer| answer.grid == GRID));
}

#[test]
fn a_series_that_nobody_asked_for_goes_to_nobody() {
    for part in ["3", "-1", "", "x", "18446744073709551616"] {
        let answer = Matrix {
            grid: GRID,
            series: vec![series(&[("portal_part", part)], [1.0; 3])],
        };
        let answers = split(answer, 3);
        assert_eq!(answers.len(), 3);
        assert!(answers.iter().all(|one| one.series.is_empty()), "{part}");
    }
    let unnamed = Matrix {
        grid: GRID,
        series: vec![series(&[("service", "a")], [1.0; 3])],
    };
    assert!(split(unnamed, 1)[0].series.is_empty());
}

#[test]
fn each_dashboard_finds_its_own_in_an_answer_for_all() {
    let handbook = embedded::handbook();
    let question = newest_queries(&handbook.dashboards, &Scope::default()).concat();
    let mut all = vec![Sample {
        labels: labels(&[("portal_part", "(clock)")]),
        value: 1_700_000_001.0,
    }];
    let mut parts = BTreeSet::new();
    for page in &handbook.dashboards {
        for panel in &page.panels {
            let value = parts.len() as f64;
            for part in [
                format!("{}@{}", panel.id, page.slug),
                format!("{}/0@{}", panel.id, page.slug),
            ] {
                assert_eq!(question.matches(&format!("\"{part}\"")).count(), 1);
                let labels = labels(&[("portal_part", &part)]);
                all.push(Sample { labels, value });
                assert!(parts.insert(part), "no two panels have one name");
            }
        }
    }
    let mut number = 0.0;
    for page in &handbook.dashboards {
        let own = of(page, &all);
        assert_eq!(own.len(), page.panels.len() * 2, "{}", page.slug);
        assert_eq!(status::split(page, &own), status::split(page, &all));
        for newest in status::split(page, &own) {
            assert_eq!(newest.at, Some(Moment::from_seconds(number)));
            assert_eq!(newest.answers[0][0].value.to_bits(), number.to_bits());
            number += 2.0;
        }
    }
}
