//! Where axes have their marks.

use sre_portal::{
    chart::ticks,
    domain::time::{Moment, Zone},
};

#[test]
fn steps_are_round_and_few() {
    for (range, most, expected) in [
        (12.0, 7, 2.0),
        (100.0, 5, 20.0),
        (0.25, 6, 0.05),
        (1.0, 5, 0.2),
        (7.0, 7, 1.0),
    ] {
        let step = ticks::nice_step(range, most);
        assert!((step - expected).abs() < 1e-9, "{range} in {most}: {step}");
    }
    for range in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(ticks::nice_step(range, 5), 1.0);
    }
}

#[test]
fn marks_are_the_multiples_inside_the_range() {
    assert_eq!(
        ticks::values(0.0, 10.0, 2.5),
        vec![0.0, 2.5, 5.0, 7.5, 10.0]
    );
    assert!(
        ticks::values(0.0, 1e300, 1e-300).is_empty(),
        "a hostile range makes no endless list"
    );
}

#[test]
fn labels_have_the_decimals_of_their_step() {
    for (step, expected) in [(1.0, 0), (0.5, 1), (0.25, 2), (20.0, 0), (0.005, 3)] {
        assert_eq!(ticks::decimals(step), expected, "{step}");
    }
}

#[test]
fn time_marks_are_on_round_times_and_name_the_day_at_midnight() {
    let from = Moment(1_795_735_200_000); // 23:20 UTC on 26 November
    let labels = |hours: i64, most| {
        let marks = ticks::times(from, from.plus(hours * 3_600_000), most, &Zone::utc());
        marks.into_iter().map(|mark| mark.label).collect::<Vec<_>>()
    };
    assert_eq!(
        labels(1, 6),
        [
            "23:20", "23:30", "23:40", "23:50", "27 Nov", "00:10", "00:20"
        ]
    );
    assert_eq!(
        labels(6, 6),
        ["27 Nov", "01:00", "02:00", "03:00", "04:00", "05:00"]
    );
    assert_eq!(labels(0, 6), ["23:20"]);
}
