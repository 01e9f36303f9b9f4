//! What a panel may say as its data ages, fails and comes back.

use sre_portal::{
    domain::{
        freshness::{DataState, Pace},
        judgement::Verdict,
        labels::Labels,
        series::{GAP, Grid, Matrix, Series},
        status::Status,
        time::Moment,
    },
    prometheus::{fault::Fault, status::Newest},
    watch::{
        panel::{Judged, Lines, standing},
        reading::Reading,
    },
};

const PACE: Pace = Pace {
    refresh: 15_000,
    scrape: 15_000,
};
const START: Moment = Moment(1_700_000_000_000);

fn judged(status: Status, at: Option<Moment>) -> Judged {
    let verdict = Verdict {
        status,
        ..Verdict::default()
    };
    Judged {
        newest: Newest {
            answers: Vec::new(),
            at,
        },
        verdict,
        warnings: Vec::new(),
        infos: Vec::new(),
    }
}

fn answered(judged: Judged, at: Moment) -> Reading<Judged> {
    let mut reading = Reading::default();
    reading.take(Ok(judged), at);
    reading
}

#[test]
fn nothing_is_said_before_the_first_answer() {
    let standing = standing(&Reading::default(), None, PACE, START);
    assert_eq!(
        (standing.state, standing.status),
        (DataState::Loading, Status::CannotSay)
    );
}

#[test]
fn data_ages_from_fresh_to_stale_and_takes_the_ok_along() {
    for (age, state, status) in [
        (0, DataState::Fresh, Status::Ok),
        (30_000, DataState::Fresh, Status::Ok),
        (31_000, DataState::Late, Status::Ok),
        (60_000, DataState::Late, Status::Ok),
        (61_000, DataState::Stale, Status::CannotSay),
        (3_600_000, DataState::Stale, Status::CannotSay),
    ] {
        let now = START.plus(age);
        let standing = standing(
            &answered(judged(Status::Ok, Some(START)), now),
            None,
            PACE,
            now,
        );
        assert_eq!(
            (standing.state, standing.status),
            (state, status),
            "{age} ms old"
        );
    }
}

#[test]
fn a_slow_refresh_does_not_keep_an_old_ok() {
    let slow = Pace {
        refresh: 300_000,
        scrape: 15_000,
    };
    let now = START.plus(61_000);
    let standing = standing(
        &answered(judged(Status::Ok, Some(START)), START),
        None,
        slow,
        now,
    );
    assert_eq!(
        (standing.state, standing.status),
        (DataState::Fresh, Status::CannotSay)
    );
}

#[test]
fn an_answer_that_stopped_coming_withdraws_the_status() {
    // The page slept: nothing failed, and nothing came.
    let reading = answered(judged(Status::Ok, Some(START)), START);
    let standing = standing(&reading, None, PACE, START.plus(61_000));
    assert_eq!(standing.status, Status::CannotSay);
}

#[test]
fn stale_trouble_is_no_present_trouble() {
    let reading = answered(judged(Status::Critical, Some(START)), START);
    assert_eq!(
        standing(&reading, None, PACE, START).status,
        Status::Critical
    );
    assert_eq!(
        standing(&reading, None, PACE, START.plus(120_000)).status,
        Status::CannotSay
    );
}

#[test]
fn partial_never_makes_ok_and_may_show_trouble() {
    for (status, expected) in [
        (Status::Ok, Status::CannotSay),
        (Status::Warning, Status::Warning),
        (Status::None, Status::None),
    ] {
        let mut partial = judged(status, Some(START));
        partial
            .warnings
            .push("1 of 2 stores did not answer".to_owned());
        let standing = standing(&answered(partial, START), None, PACE, START);
        assert_eq!(
            (standing.state, standing.status),
            (DataState::Partial, expected)
        );
    }
}

#[test]
fn a_failure_shows_at_once_counts_its_tries_and_ends_with_the_next_answer() {
    let mut reading = answered(judged(Status::Ok, Some(START)), START);
    let fault = Fault::NoAnswer {
        words: "refused".to_owned(),
    };
    for try_number in 1..=3 {
        let now = START.plus(i64::from(try_number) * 1000);
        reading.take(Err(fault.clone()), now);
        let standing = standing(&reading, None, PACE, now);
        assert_eq!(
            (standing.state, standing.status),
            (DataState::Unreachable, Status::CannotSay)
        );
        let trouble = standing.trouble.expect("is kept");
        assert_eq!(
            (trouble.tries, trouble.since),
            (try_number, START.plus(1000))
        );
        assert_eq!(
            standing.newest_at,
            Some(START),
            "the last good answer is kept beside it"
        );
    }
    reading.take(
        Ok(judged(Status::Ok, Some(START.plus(5000)))),
        START.plus(5000),
    );
    let standing = standing(&reading, None, PACE, START.plus(5000));
    assert_eq!(
        (standing.state, standing.status),
        (DataState::Fresh, Status::Ok)
    );
}

#[test]
fn no_series_is_empty_and_lines_that_ended_are_stale() {
    let none = answered(judged(Status::CannotSay, None), START);
    assert_eq!(standing(&none, None, PACE, START).state, DataState::Empty);
    let grid = Grid {
        start: START.plus(-3_600_000),
        step: 60_000,
        len: 61,
    };
    let mut values = vec![1.0; 61];
    values[30..].fill(GAP);
    let lines = Lines {
        matrices: vec![Matrix {
            grid,
            series: vec![Series {
                labels: Labels::default(),
                values,
            }],
        }],
        warnings: Vec::new(),
        infos: Vec::new(),
    };
    let mut reading = Reading::default();
    reading.take(Ok(lines), START);
    let standing = standing(&none, Some(&reading), PACE, START);
    assert_eq!(
        (standing.state, standing.newest_at),
        (DataState::Stale, Some(grid.at(29)))
    );
}
