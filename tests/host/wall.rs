//! The rules of the wall screen: its address, its turns, what takes it over, when it cannot say, and how it is kept.

use crate::{
    alarms::alert,
    incident::{Case, policy},
    recorder::{Mark, Recorder},
    zone::{oslo, zone},
};
use sre_portal::{
    chart::{
        broad::{Broad, Presence},
        layout::px,
        scene::{Line, Pen},
    },
    config::read,
    domain::{
        alert::AlertState,
        freshness::Pace,
        limit::{Bound, Level, Limit, Limits},
        night::Night,
        panel::Kind as Looks,
        series::{GAP, Grid},
        severity::Severity,
        status::Status::{self, CannotSay, Critical, Ok as Fine, Warning},
        time::{Moment, Zone},
    },
    embedded,
    incident::{
        clocks::{Zones, clocks},
        event::Kind,
        ladder,
        state::State,
    },
    prometheus::fault::Fault,
    watch::{
        alarm::{
            Alarm, Board, Standing,
            gather::{Sources, gather},
        },
        reading::Trouble,
        wall::{
            keeping::{CALM, may_reload, shift},
            options::parse,
            rotation::{Slide, beside, charts, shown},
            sight::{self, blind},
            takeover::{Subject, foremost, next_level, place_of, subjects, supposed, takes_over},
        },
    },
};
use std::{collections::BTreeSet, sync::Arc};

const SLUGS: [&str; 5] = [
    "service-overview",
    "api-gateway",
    "database",
    "event-bus",
    "nodejs",
];

#[test]
fn an_address_shapes_the_wall_and_its_mistakes_are_told() {
    let read = |query: &[(&str, &str)]| parse(query.iter().copied(), &SLUGS);
    let (plain, problems) = read(&[("range", "3h"), ("zone", "utc"), ("refresh", "5s")]);
    assert_eq!((plain.dashboards, problems.len()), (vec![0, 1, 2, 3, 4], 0));
    assert_eq!((plain.every, plain.light), (30_000, false));
    let (all, problems) = read(&[
        ("dashboards", "database, nodejs,database"),
        ("every", "1m"),
        ("theme", "light"),
        ("scale", "1.25"),
    ]);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((all.dashboards, all.every), (vec![2, 4], 60_000));
    assert_eq!((all.light, all.scale), (true, 1.25));
    for (name, value, told) in [
        ("dashboards", "databse", "no dashboard 'databse'"),
        ("dashboards", "", ""),
        ("every", "1s", "from 5s to 1h"),
        ("every", "99999999999999999999s", "from 5s to 1h"),
        ("theme", "<b>", "dark or light"),
        ("scale", "NaN", "from 0.5 to 2"),
        ("scale", "inf", "from 0.5 to 2"),
        ("scale", "0", "from 0.5 to 2"),
        ("dashbords", "nodejs", "no parameter 'dashbords'"),
    ] {
        let (options, problems) = read(&[(name, value)]);
        let words = problems.join(" ");
        assert!(
            words.contains(told) && words.is_empty() == told.is_empty(),
            "{name}: {words}"
        );
        assert_eq!(options, read(&[]).0, "{name}={value}");
    }
    let long = "x".repeat(100_000);
    assert!(read(&[("every", &long), (&long, "")]).1.join("").len() < 1_000);
}

fn known(statuses: [Status; 5]) -> Vec<Option<Status>> {
    statuses.into_iter().map(Some).collect()
}

#[test]
fn dashboards_take_turns_while_all_is_well() {
    let all = [0, 1, 2, 3, 4];
    for statuses in [known([Fine; 5]), known([CannotSay; 5]), vec![None; 5]] {
        let slides: Vec<Slide> = (0..12)
            .map(|turn| shown(&all, &statuses, 30_000, Moment(turn * 30_000), None))
            .collect();
        let once = [
            Slide::Key,
            Slide::Dashboard(0),
            Slide::Dashboard(1),
            Slide::Dashboard(2),
            Slide::Dashboard(3),
            Slide::Dashboard(4),
        ];
        assert_eq!(slides, [once, once].concat());
    }
    let fine = known([Fine; 5]);
    let one = shown(&[3], &fine, 30_000, Moment(90_000), None);
    assert_eq!(one, Slide::Dashboard(3));
    // Neither a time before the epoch nor an empty handbook is a reason to fail.
    shown(&all, &fine, 30_000, Moment(-1), None);
    assert_eq!(shown(&[], &[], 30_000, Moment(5), None), Slide::Key);
}

#[test]
fn the_worst_dashboard_stays() {
    let all = [0, 1, 2, 3, 4];
    for turn in 0..20 {
        let now = Moment(turn * 30_000);
        let warned = known([Fine, Fine, Warning, CannotSay, Fine]);
        assert_eq!(shown(&all, &warned, 30_000, now, None), Slide::Dashboard(2));
        let worse = known([Fine, Fine, Warning, CannotSay, Critical]);
        let before = Some(Slide::Dashboard(2));
        assert_eq!(
            shown(&all, &worse, 30_000, now, before),
            Slide::Dashboard(4)
        );
        // Of equals the one that is shown goes on being shown.
        let equal = known([Warning, Fine, Warning, Fine, Fine]);
        assert_eq!(
            shown(&all, &equal, 30_000, now, before),
            Slide::Dashboard(2)
        );
        assert_eq!(shown(&all, &equal, 30_000, now, None), Slide::Dashboard(0));
        // What the address leaves out takes no turn.
        let slide = shown(&[0, 1], &warned, 30_000, now, None);
        assert_ne!(slide, Slide::Dashboard(2));
    }
}

#[test]
fn charts_are_curves_with_a_limit_first_and_each_limit_once() {
    let dashboards = embedded::handbook().dashboards;
    let none = |_: usize, _: usize| Status::None;
    let title = |(index, panel): (usize, usize)| dashboards[index].panels[panel].id.clone();
    let key: Vec<usize> = charts(Slide::Key, &[0, 1, 2, 3, 4], &dashboards, none)
        .into_iter()
        .map(|(index, _)| index)
        .collect();
    assert_eq!(key, [0, 1, 2, 3]);
    for index in 0..dashboards.len() {
        let found = charts(Slide::Dashboard(index), &[index], &dashboards, none);
        assert_eq!(found.len(), 4, "{}", dashboards[index].slug);
        let panels = found
            .iter()
            .map(|(index, panel)| &dashboards[*index].panels[*panel]);
        for panel in panels {
            assert!(matches!(panel.kind, Looks::Tile | Looks::Lines) && panel.has_limit());
        }
        let different: BTreeSet<_> = found.iter().collect();
        assert_eq!(different.len(), 4);
    }
    let database: Vec<String> = charts(Slide::Dashboard(2), &[2], &dashboards, none)
        .into_iter()
        .map(title)
        .collect();
    assert_eq!(
        database[..3],
        ["query-duration-p95", "query-error-rate", "connection-pool"]
    );
    // What is over its limit comes first.
    let pool = |_: usize, panel: usize| match dashboards[2].panels[panel].id.as_str() {
        "connection-pool" => Warning,
        _ => Fine,
    };
    let first = charts(Slide::Dashboard(2), &[2], &dashboards, pool);
    assert_eq!(title(first[0]), "connection-pool");
    assert!(charts(Slide::Dashboard(9), &[], &dashboards, none).is_empty());
    // Presence is no curve: beside it stands what is worst on its dashboard.
    let up = dashboards[2]
        .panels
        .iter()
        .position(|panel| panel.kind == Looks::Presence);
    let chart = beside(2, up, &dashboards, |panel| pool(2, panel)).expect("a curve");
    assert_eq!(title((2, chart)), "connection-pool");
    assert_eq!(beside(2, Some(0), &dashboards, |_| Fine), Some(0));
    assert_eq!(beside(9, None, &dashboards, |_| Fine), None);
}

/// Alarms from alerts of these names, all of them firing since an hour before `now`.
fn board(names: &[(&str, &str)], now: Moment) -> Board {
    let alerts: Vec<_> = names
        .iter()
        .map(|(name, service)| {
            let mut one = alert(name, "critical", service, AlertState::Firing);
            one.active_at = Some(now.plus(-3_600_000));
            one
        })
        .collect();
    gather(Sources {
        rules: &[],
        alerts: &alerts,
        handbook: &embedded::rules(),
        alertmanager: None,
        dashboards: &embedded::handbook().dashboards,
        interval: 15_000,
    })
}

fn suppose(alarm: &Alarm) -> Option<State> {
    let severity = match alarm.name.as_str() {
        "DatabaseDown" => Severity::Sev1,
        "ServiceDown" => Severity::Sev2,
        "HighErrorRate" => Severity::Sev4,
        _ => return None,
    };
    supposed(alarm, severity, policy(severity))
}

fn names(subjects: &[Subject]) -> Vec<&str> {
    subjects.iter().map(Subject::title).collect()
}

#[test]
fn the_worst_takes_the_wall_over_then_the_oldest() {
    let (now, zones) = (oslo("2026-11-24 14:02"), Zones::default());
    let alerts = [
        ("HighErrorRate", "a"),
        ("NATSDown", "nats"),
        ("ServiceDown", "b"),
        ("DatabaseDown", "postgres"),
    ];
    let board = board(&alerts, now);
    let found = subjects(&board, &[], suppose);
    assert_eq!(
        names(&found),
        ["DatabaseDown", "ServiceDown", "NATSDown", "HighErrorRate"]
    );
    assert_eq!(takes_over(&found, &zones, now), Some(0));
    assert!(!found[0].declared && found[0].severity() == Some(Severity::Sev1));
    // No severity is suggested: it takes the wall over all the same, and has no clocks.
    assert_eq!(
        (found[2].severity(), found[2].state.is_none()),
        (None, true)
    );
    // The same severity: the older incident first, whatever the order in which they are known.
    let older = Case::new(Severity::Sev2, now.plus(-7_200_000)).state();
    let newer = Case::new(Severity::Sev2, now.plus(-60_000)).state();
    let none = Board::default();
    let found = subjects(&none, &[newer, older.clone()], suppose);
    assert_eq!(found[0].since(), Some(older.start));
    // A warning and a SEV3 are no reason to take it over.
    let minor = Case::new(Severity::Sev3, now).state();
    assert_eq!(
        takes_over(&subjects(&none, &[minor], suppose), &zones, now),
        None
    );
    assert_eq!(takes_over(&[], &zones, now), None);
}

#[test]
fn a_supposed_incident_has_the_clocks_and_ladder_of_a_declared_one() {
    let now = oslo("2026-11-24 14:02");
    let board = board(&[("DatabaseDown", "postgres")], now);
    let state = suppose(&board.alarms[0]).expect("a state");
    let declared = Case::new(Severity::Sev1, state.start).state();
    let dues = |state: &State| {
        let all = clocks(state, &Zones::default());
        all.iter().map(|timer| timer.due).collect::<Vec<_>>()
    };
    assert_eq!(dues(&state), dues(&declared));
    // The alert itself has told the first level; the second is due by the ladder's own time.
    let found = subjects(&board, &[], suppose);
    let next = |now| next_level(&found[0], now).map(|rung| (rung.level.number, rung.due));
    let second = ladder::rungs(&declared)[1].due.expect("is due by time");
    assert_eq!(next(state.start), Some((2, Some(second))));
    // What is due and not told stays; of several the highest.
    assert_eq!(next(second), Some((2, Some(second))));
    let later = next(second.plus(86_400_000)).map(|(number, _)| number);
    assert_eq!(later, Some(4));
    // Without an alert somebody has to tell the first.
    let by_hand = subjects(&Board::default(), &[declared], suppose);
    let first = next_level(&by_hand[0], state.start).map(|rung| rung.level.number);
    assert_eq!(first, Some(1));
}

#[test]
fn what_is_handled_shrinks_to_a_band() {
    let now = oslo("2026-11-24 14:02");
    let zones = Zones::default();
    let mut board = board(&[("DatabaseDown", "postgres")], now);
    let start = now.plus(-240_000);
    let mut case = Case::new(Severity::Sev1, start);
    let taken = |case: &Case, board: &Board, now: Moment| {
        let found = subjects(board, &[case.state()], suppose);
        // The alert of a declared incident stands with it, not beside it.
        assert_eq!(found.len(), 1);
        takes_over(&found, &zones, now).is_some()
    };
    assert!(taken(&case, &board, now));
    // Acknowledged: the other clocks run, so it stays.
    case.seconds(120, Kind::Acknowledged);
    assert!(taken(&case, &board, now));
    case.seconds(180, Kind::Responded);
    assert!(taken(&case, &board, start.plus(3_600_000)));
    // The last clock is missed: a person knows, and nothing counts down any more.
    assert!(!taken(&case, &board, start.plus(3_600_001)));
    // Silenced: a band as well, declared or not, also when nobody has acknowledged it.
    let fresh = Case::new(Severity::Sev1, start);
    Arc::make_mut(&mut board.alarms[0]).standing = Standing::Silenced;
    assert!(!taken(&fresh, &board, now));
    let alone = subjects(&board, &[], suppose);
    assert_eq!((alone.len(), takes_over(&alone, &zones, now)), (1, None));
    // An incident by hand knows no silence.
    assert!(taken(&fresh, &Board::default(), now));
    // Resolved: nothing is left of it.
    case.seconds(200, Kind::Resolved);
    assert!(subjects(&Board::default(), &[case.state()], suppose).is_empty());
}

#[test]
fn the_countdown_is_the_next_unmet_one() {
    let start = oslo("2026-11-24 03:04:20");
    let mut case = Case::new(Severity::Sev1, start);
    let zones = Zones::default();
    let at = |case: &Case, seconds: i64| {
        foremost(&clocks(&case.state(), &zones), start.plus(seconds * 1_000))
    };
    assert_eq!(at(&case, 60), Some(0));
    // Acknowledging was missed: the next one that can still be met.
    assert_eq!(at(&case, 301), Some(1));
    case.seconds(192, Kind::Acknowledged);
    assert_eq!(at(&case, 470), Some(1));
    case.seconds(480, Kind::Responded);
    assert_eq!(at(&case, 490), Some(2));
    // All missed: the last.
    assert_eq!(at(&case, 90_000), Some(2));
    case.seconds(500, Kind::Resolved);
    assert_eq!(at(&case, 510), Some(2));
    assert_eq!(foremost(&[], start), None);
}

const PACE: Pace = Pace {
    refresh: 15_000,
    scrape: 15_000,
};

fn seeing<'a>(answered: Option<Moment>, statuses: &'a [Option<Status>]) -> sight::Sources<'a> {
    sight::Sources {
        answered,
        trouble: None,
        statuses,
        newest: answered,
    }
}

#[test]
fn it_says_when_it_cannot_tell() {
    let now = Moment(1_764_000_000_000);
    let fine = known([Fine; 5]);
    let lately = Some(now.plus(-16_000));
    assert_eq!(blind(seeing(lately, &fine), PACE, now), None);
    // First answers are still to come.
    assert_eq!(blind(seeing(None, &[None; 5]), PACE, now), None);
    // One failure is none; two in a row are.
    let trouble = |tries| Trouble {
        fault: Fault::TimedOut { seconds: 20 },
        since: now.plus(-20_000),
        tries,
    };
    for (tries, says) in [(1, false), (2, true), (200, true)] {
        let trouble = trouble(tries);
        let sources = sight::Sources {
            trouble: Some(&trouble),
            ..seeing(lately, &fine)
        };
        let said = blind(sources, PACE, now);
        assert_eq!(said.is_some(), says, "{tries}");
        assert!(said.is_none_or(|said| said.since == lately && !said.advice.is_empty()));
        let never = sight::Sources {
            answered: None,
            ..sources
        };
        assert_eq!(blind(never, PACE, now).is_some(), says);
    }
    // A machine that slept has only answers of the past.
    let slept = Some(now.plus(-3_600_000));
    assert!(blind(seeing(slept, &fine), PACE, now).is_some_and(|said| said.since == slept));
    // Answers come, and no dashboard can be judged by them.
    let old = known([CannotSay; 5]);
    let said = blind(seeing(lately, &old), PACE, now).expect("is said");
    assert!(said.title.contains("No current data"));
    let one = known([CannotSay, CannotSay, CannotSay, CannotSay, Warning]);
    assert_eq!(blind(seeing(lately, &one), PACE, now), None);
}

#[test]
fn contents_move_by_two_pixels_and_come_back() {
    let places: Vec<(i32, i32)> = (0..200).map(|step| shift(Moment(step * 600_000))).collect();
    for pair in places.windows(2) {
        let way = (pair[0].0 - pair[1].0).abs() + (pair[0].1 - pair[1].1).abs();
        assert_eq!(way, 2, "{pair:?}");
    }
    assert!(places.iter().all(|(x, y)| x.abs() <= 4 && y.abs() <= 4));
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 25);
    assert_eq!(shift(Moment(599_999)), shift(Moment(0)));
    shift(Moment(i64::MIN));
}

#[test]
fn a_new_build_waits_for_a_calm_minute() {
    let now = Moment(1_764_000_000_000);
    assert!(!may_reload(None, now));
    assert!(!may_reload(Some(now.plus(1 - CALM)), now));
    assert!(may_reload(Some(now.plus(-CALM)), now));
}

#[test]
fn quiet_hours_go_over_midnight() {
    let oslo_zone = zone("Europe/Oslo");
    let night = Night::parse("22:00", "06:00").expect("two times");
    let day = Night::parse("09:00", "17:00").expect("two times");
    for (local, quiet, busy) in [
        ("2026-11-24 21:59:59", false, false),
        ("2026-11-24 22:00", true, false),
        ("2026-11-25 00:00", true, false),
        ("2026-11-25 05:59:59", true, false),
        ("2026-11-25 06:00", false, false),
        ("2026-11-25 09:00", false, true),
        ("2026-11-25 17:00", false, false),
    ] {
        let now = oslo(local);
        assert_eq!(night.holds(now, &oslo_zone), quiet, "{local}");
        assert_eq!(day.holds(now, &oslo_zone), busy, "{local}");
    }
    // The wall's own zone counts.
    assert!(!night.holds(oslo("2026-11-24 22:30"), &Zone::utc()));
    for (from, to) in [
        ("22:00", "22:00"),
        ("24:00", "06:00"),
        ("", ""),
        ("ten", "six"),
    ] {
        assert_eq!(Night::parse(from, to), None, "{from} {to}");
    }
    let (config, problems) = read(r#"{"quietHours": ["22:00", "06:00"]}"#);
    assert_eq!((config.quiet_hours, problems.len()), (Some(night), 0));
    for wrong in [
        r#"["22:00"]"#,
        r#""22:00-06:00""#,
        r#"["22:00", "22:00"]"#,
        "3",
    ] {
        let (config, problems) = read(&format!(r#"{{"quietHours": {wrong}}}"#));
        assert_eq!(config.quiet_hours, None);
        assert!(problems[0].contains("'quietHours' is"), "{problems:?}");
    }
}

#[test]
fn a_clock_names_its_place() {
    assert_eq!(place_of(&zone("Europe/Oslo")), "Oslo");
    assert_eq!(place_of(&zone("America/New_York")), "New York");
    assert_eq!(place_of(&Zone::utc()), "UTC");
}

fn limits(bounds: &[(Level, f64)]) -> Limits {
    let limit = |wanted| {
        let found = bounds.iter().find(|(level, _)| *level == wanted);
        found.map(|(level, bound)| Limit {
            subject: "x".to_owned(),
            level: *level,
            bound: Bound::Above(*bound),
            words: format!("> {bound}"),
            source: String::new(),
        })
    };
    Limits {
        warning: limit(Level::Warning),
        critical: limit(Level::Critical),
    }
}

fn picture(values: &[f64], limits: &Limits, presence: Option<&[f64]>, scale: f64) -> Recorder {
    let theme = crate::scene::theme();
    let pen = Pen {
        colour: theme.series[0],
        dashed: false,
        main: false,
    };
    let broad = Broad {
        size: (540, 260),
        scale,
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
        limits,
        presence: presence.map(|values| Presence {
            name: "postgres",
            values,
        }),
        since: Some(Moment(1_795_788_060_000)),
        zone: &Zone::utc(),
        stale: false,
        theme: &theme,
    };
    let mut recorder = Recorder::default();
    broad.draw(&mut recorder).expect("a recorder does not fail");
    recorder
}

#[test]
fn a_chart_of_a_wall_always_shows_how_far_the_limit_is() {
    let warning = limits(&[(Level::Warning, 5.0)]);
    for values in [[0.8, 0.9, 0.7], [50.0, 40.0, 60.0], [GAP, GAP, GAP]] {
        let words = picture(&values, &warning, None, 1.0);
        assert!(words.words().contains(&"5"), "{:?}", words.words());
    }
    // The critical limit is on it once something comes near.
    let both = limits(&[(Level::Warning, 5.0), (Level::Critical, 10.0)]);
    assert!(
        !picture(&[1.0, 1.0], &both, None, 1.0)
            .words()
            .contains(&"10")
    );
    assert!(
        picture(&[1.0, 9.9], &both, None, 1.0)
            .words()
            .contains(&"10")
    );
}

#[test]
fn limits_far_below_the_line_have_their_labels_beside_the_plot() {
    let both = limits(&[(Level::Warning, 1.0), (Level::Critical, 5.0)]);
    let picture = picture(&[60.0, 70.0], &both, None, 1.0);
    let place = |wanted: &str| {
        let found = picture.marks.iter().find_map(|mark| match mark {
            Mark::Words { text, at } if text == wanted => Some(at.1),
            _ => None,
        });
        found.expect("the limit is on it")
    };
    let (warning, critical) = (place("1"), place("5"));
    assert!(warning - critical >= px(40), "{critical} and {warning}");
    // The plot ends 44 above the lower edge, and a label is 28 high.
    assert!(warning + px(14) <= px(260 - 44), "{warning}");
}

#[test]
fn a_strip_shows_when_it_was_down_and_claims_nothing_of_gaps() {
    let none = limits(&[]);
    let values = [1.0; 60];
    let mut up = [1.0; 60];
    up[30..].fill(0.0);
    let words = picture(&values, &none, Some(&up), 1.0);
    assert!(words.words().contains(&"postgres up") && words.words().contains(&"down"));
    let unknown = picture(&values, &none, Some(&[GAP; 60]), 1.0);
    assert!(
        !unknown
            .words()
            .iter()
            .any(|words| words.contains("up") || words.contains("down"))
    );
}

#[test]
fn nothing_is_drawn_beside_the_canvas_at_any_scale() {
    let both = limits(&[(Level::Warning, 5.0), (Level::Critical, 5.1)]);
    for scale in [0.1, 0.36, 1.0, 2.0, 10.0] {
        let drawn = picture(&[1.0, 7.0, 3.0], &both, Some(&[1.0, 0.0, GAP]), scale);
        for mark in &drawn.marks {
            if let Mark::Path { points, .. } = mark {
                let inside = points.iter().all(|(x, _)| (-px(20)..=px(760)).contains(x));
                assert!(inside || scale > 2.0, "{mark:?}");
            }
        }
    }
}
