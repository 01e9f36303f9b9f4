//! `config.json`: what it sets, and what its mistakes are called.

use sre_portal::{
    config::{Config, read},
    domain::span::Span,
};

#[test]
fn the_shipped_file_is_understood() {
    let (config, problems) = read(include_str!("../../public/config.json"));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(config, Config::default());
}

#[test]
fn each_key_is_used() {
    let text = r#"{
        "environment": "prod", "zone": "Europe/Oslo", "range": "6h", "refresh": "30s", "scrapeInterval": "1m",
        "expectedServices": ["a", "b"], "deployments": "deployed_at",
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
