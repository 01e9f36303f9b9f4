//! `config.json`: what it sets, and what its mistakes are called.

use sre_portal::{
    config::{Config, read},
    domain::span::Span,
};

#[test]
fn the_shipped_file_is_understood() {
    let (config, problems) = read(include_str!("../../public/config.json"));
    assert!(problems.is_empty(), "{problems:?}");
    let shipped = Config {
        alertmanager: Some("/alertmanager".to_owned()),
        ..Config::default()
    };
    assert_eq!(config, shipped);
}

#[test]
fn each_key_is_used() {
    let text = r#"{
        "environment": "prod", "zone": "Europe/Oslo", "range": "6h", "refresh": "30s", "scrapeInterval": "1m",
        "expectedServices": ["a", "b"], "alertmanager": {"url": "https://a.example/"}, "deployments": "deployed_at",
        "prometheus": {"url": "https://p.example/x/", "headers": {"X-Scope-OrgID": "t"}, "matchers": {"cluster": "c"}}
    }"#;
    let (config, problems) = read(text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(config.prometheus, "https://p.example/x");
    assert_eq!(
        config.headers,
        [("X-Scope-OrgID".to_owned(), "t".to_owned())]
    );
    assert_eq!(config.matchers, [("cluster".to_owned(), "c".to_owned())]);
    assert_eq!(
        config.expected.as_deref(),
        Some(["a".to_owned(), "b".to_owned()].as_slice())
    );
    assert_eq!(
        (config.environment.as_str(), config.zone.as_str()),
        ("prod", "Europe/Oslo")
    );
    assert_eq!((config.pace.refresh, config.pace.scrape), (30_000, 60_000));
    assert_eq!(config.alertmanager.as_deref(), Some("https://a.example"));
    assert_eq!(config.deployments, "deployed_at");
    assert_eq!(config.range, Span::Last(21_600_000));
}

#[test]
fn a_mistake_is_named_with_its_path_and_the_rest_still_counts() {
    for (mistake, path, expected) in [
        (r#""refresh":"fast""#, "'refresh' is 'fast'", "1s to 1h"),
        (r#""refresh":15"#, "'refresh' is 15", "1s to 1h"),
        (r#""range":"1 hour""#, "'range' is '1 hour'", "'1h'"),
        (r#""zone":null"#, "'zone' is null", "text"),
        (r#""refersh":"15s""#, "'refersh' is no key", "refresh"),
        (
            r#""prometheus":"http://x""#,
            "'prometheus' is 'http://x'",
            "'url'",
        ),
        (
            r#""prometheus":{"url":"javascript:alert(1)"}"#,
            "'prometheus.url'",
            "a path",
        ),
        (
            r#""prometheus":{"uri":"/x"}"#,
            "'prometheus.uri' is no key",
            "url",
        ),
        (
            r#""prometheus":{"headers":["x"]}"#,
            "'prometheus.headers'",
            "an object",
        ),
        (
            r#""prometheus":{"headers":{"X\nY":"z"}}"#,
            "'prometheus.headers.X\nY'",
            "legal name",
        ),
        (
            r#""prometheus":{"headers":{"X":"a\r\nb"}}"#,
            "'prometheus.headers.X'",
            "one line",
        ),
        (
            r#""prometheus":{"matchers":{"a-b":"c"}}"#,
            "'prometheus.matchers.a-b'",
            "legal name",
        ),
        (
            r#""expectedServices":["a",1]"#,
            "'expectedServices'",
            "a list of names",
        ),
    ] {
        let (config, problems) = read(&format!(r#"{{"environment":"prod",{mistake}}}"#));
        assert_eq!(problems.len(), 1, "{mistake}: {problems:?}");
        assert!(
            problems[0].contains(path) && problems[0].contains(expected),
            "{mistake}: {problems:?}"
        );
        assert_eq!(
            config,
            Config {
                environment: "prod".to_owned(),
                ..Config::default()
            },
            "{mistake}"
        );
    }
    for text in ["", "{", "[]", "<html>", "null"] {
        let (config, problems) = read(text);
        assert_eq!((config, problems.len()), (Config::default(), 1), "{text}");
    }
}

#[test]
fn the_calendar_and_the_roster_are_used() {
    let text = r#"{
        "workingHours": ["08:00", "16:30"], "workdays": ["Sun", "Mon"], "holidays": ["2026-12-25", "2026-12-24"],
        "rotationTime": "10:15",
        "roster": [
            {"from": "2026-11-23", "to": "2026-11-30", "primary": "M. Berg", "secondary": "J. Lind"},
            {"from": "2026-11-30", "to": "2026-12-07", "primary": "J. Lind"}
        ]
    }"#;
    let (config, problems) = read(text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(config.calendar.words(), "Mon, Sun 08:00–16:30");
    let holidays: Vec<String> = config.calendar.holidays().collect();
    assert_eq!(holidays, ["2026-12-24", "2026-12-25"]);
    let roster = config.roster();
    assert_eq!((roster.change.hour(), roster.change.minute()), (10, 15));
    assert_eq!(roster.duties.len(), 2);
    assert_eq!(roster.duties[0].primary, "M. Berg");
    assert_eq!(roster.duties[1].secondary, "");
    // Without a time of its own duty changes when the business day opens.
    let (config, _) = read(r#"{"workingHours": ["07:30", "16:00"]}"#);
    assert_eq!(config.roster().change.to_string(), "07:30:00");
}

#[test]
fn mistakes_in_the_calendar_and_the_roster_are_named() {
    for (mistake, path, expected) in [
        (
            r#""workingHours":["17:00","09:00"]"#,
            "'workingHours' is",
            "[\"09:00\", \"17:00\"]",
        ),
        (
            r#""workingHours":["09:00"]"#,
            "'workingHours' is",
            "opening and closing",
        ),
        (
            r#""workingHours":"9-17""#,
            "'workingHours' is '9-17'",
            "opening and closing",
        ),
        (r#""workdays":[]"#, "'workdays' is []", "at least one"),
        (r#""workdays":["Monday"]"#, "'workdays' is", "\"Mon\""),
        (
            r#""holidays":"2026-12-25""#,
            "'holidays' is",
            "a list of dates",
        ),
        (
            r#""holidays":["25.12.2026"]"#,
            "'holidays[0]' is '25.12.2026'",
            "'2026-12-25'",
        ),
        (
            r#""rotationTime":"9 am""#,
            "'rotationTime' is '9 am'",
            "'09:00'",
        ),
        (r#""roster":{}"#, "'roster' is {}", "a list of entries"),
        (
            r#""roster":["Berg"]"#,
            "'roster[0]' is 'Berg'",
            "\"primary\"",
        ),
        (
            r#""roster":[{"from":"2026-11-23","to":"2026-11-30"}]"#,
            "'roster[0].primary' is null",
            "a name",
        ),
        (
            r#""roster":[{"from":"Monday","to":"2026-11-30","primary":"x"}]"#,
            "'roster[0].from' is 'Monday'",
            "a date",
        ),
        (
            r#""roster":[{"from":"2026-11-23","to":"2026-11-31","primary":"x"}]"#,
            "'roster[0].to' is '2026-11-31'",
            "a date",
        ),
        (
            r#""roster":[{"from":"2026-11-23","to":"2026-11-23","primary":"x"}]"#,
            "'roster[0].to' is '2026-11-23'",
            "after 'from'",
        ),
    ] {
        let (config, problems) = read(&format!("{{{mistake}}}"));
        assert_eq!(problems.len(), 1, "{mistake}: {problems:?}");
        assert!(
            problems[0].contains(path) && problems[0].contains(expected),
            "{mistake}: {problems:?}"
        );
        assert_eq!(config, Config::default(), "{mistake}");
    }
    let odd =
        r#"{"roster":[{"from":"2026-11-23","to":"2026-11-30","primary":"x","tertiary":"y"}]}"#;
    let (config, problems) = read(odd);
    assert_eq!((config.roster.len(), problems.len()), (1, 1));
    assert!(
        problems[0].contains("'roster[0].tertiary' is no key"),
        "{problems:?}"
    );
}

#[test]
fn the_store_is_off_unless_it_is_a_folder() {
    assert_eq!(read("{}").0.store, None);
    for good in ["/store/", "https://incidents.example/a/"] {
        let (config, problems) = read(&format!(r#"{{"store":"{good}"}}"#));
        assert_eq!((config.store.as_deref(), problems), (Some(good), vec![]));
    }
    for bad in [
        r#""/store""#,
        r#""/""#,
        r#""//evil.example/""#,
        r#""store/""#,
        r#""/store/?a=/""#,
        r#""https://a:b@c/""#,
        r#""javascript:/""#,
        "true",
        "null",
    ] {
        let (config, problems) = read(&format!(r#"{{"store":{bad}}}"#));
        assert_eq!((config.store, problems.len()), (None, 1), "{bad}");
        assert!(problems[0].contains("'store' is"), "{problems:?}");
    }
}
