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
    let text = r#"{"environment":"prod","prometheus":{"url":"https://p.example/x/"},"zone":"Europe/Oslo","range":"6h","refresh":"30s","scrapeInterval":"1m"}"#;
    let (config, problems) = read(text);
    assert!(problems.is_empty());
    assert_eq!(config.prometheus, "https://p.example/x");
    assert_eq!(
        (config.environment.as_str(), config.zone.as_str()),
        ("prod", "Europe/Oslo")
    );
    assert_eq!(
        (config.pace.refresh, config.pace.scrape, config.range),
        (30_000, 60_000, Span::Last(21_600_000))
    );
}

#[test]
fn a_mistake_is_named_and_the_rest_still_counts() {
    let (config, problems) = read(r#"{"environment":"prod","refresh":"fast","range":"1 hour"}"#);
    assert_eq!(config.environment, "prod");
    assert_eq!(config.pace, Config::default().pace);
    assert!(
        problems[0].contains("'refresh' is 'fast'") && problems[1].contains("'range' is '1 hour'"),
        "{problems:?}"
    );
    for text in ["", "{", "[]", "<html>", "{\"prometheus\":3}"] {
        let (config, problems) = read(text);
        assert_eq!((config, problems.len()), (Config::default(), 1), "{text}");
    }
}
