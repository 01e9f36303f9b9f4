//! The range in the URL, and the grid that is asked for.

use sre_portal::domain::{
    span::{PRESETS, Span},
    time::Moment,
};

const NOW: Moment = Moment(1_795_788_133_457);

#[test]
fn every_range_reads_itself_back_from_the_url() {
    let mut spans: Vec<Span> = PRESETS
        .iter()
        .filter_map(|text| Span::parse(text))
        .collect();
    assert_eq!(spans.len(), PRESETS.len());
    spans.push(Span::Between(
        Moment(1_700_000_000_000),
        Moment(1_700_003_600_000),
    ));
    for span in spans {
        assert_eq!(Span::parse(&span.to_url()), Some(span));
    }
}

#[test]
fn what_is_no_range_is_refused() {
    for text in [
        "",
        "1",
        "h",
        "10s",
        "1000d",
        "5..4",
        "5..5",
        "a..b",
        "-5..10",
        "1..9999999999999",
        "9223372036854775807..2",
    ] {
        assert_eq!(Span::parse(text), None, "{text}");
    }
}

#[test]
fn grids_are_aligned_never_in_the_future_and_stay_below_prometheus_limit() {
    for text in PRESETS {
        let Some(span) = Span::parse(text) else {
            panic!("{text}")
        };
        let grid = span.grid(NOW);
        assert_eq!(grid.start.0 % grid.step, 0, "{text} is aligned");
        assert!(
            grid.end() <= NOW && NOW.since(grid.end()) < grid.step,
            "{text} ends within a step of now"
        );
        assert!(
            (60..=720).contains(&grid.len),
            "{text} has {} points",
            grid.len
        );
    }
}

#[test]
fn the_grid_of_a_moving_range_moves_by_whole_steps() {
    let span = Span::Last(3_600_000);
    let (before, after) = (span.grid(NOW), span.grid(NOW.plus(4_000)));
    assert_eq!((after.start.0 - before.start.0) % before.step, 0);
    assert_eq!(after.len, before.len);
}

#[test]
fn a_moment_finds_its_place_on_the_grid_and_back() {
    let grid = Span::Last(3_600_000).grid(NOW);
    for index in [0, 1, grid.len / 2, grid.len - 1] {
        assert_eq!(grid.index_of(grid.at(index)), Some(index));
    }
    assert_eq!(grid.index_of(grid.start.plus(-grid.step)), None);
    assert_eq!(grid.index_of(grid.end().plus(grid.step)), None);
}
