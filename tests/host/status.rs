//! All panels of a dashboard in one question, and its answer taken apart again.

use sre_portal::{
    domain::{labels::Labels, series::Sample, time::Moment},
    embedded,
    prometheus::{
        query::Scope,
        status::{newest_query, server_time, split},
    },
};

fn sample(part: &str, name: &str, value: f64) -> Sample {
    let labels = vec![
        ("portal_part".to_owned(), part.to_owned()),
        ("name".to_owned(), name.to_owned()),
    ];
    Sample {
        labels: Labels::new(labels),
        value,
    }
}

#[test]
fn every_query_of_every_panel_is_asked_once() {
    for page in embedded::handbook().dashboards {
        let question = newest_query(&page, &page.panels, &Scope::default());
        for panel in &page.panels {
            for index in 0..panel.queries.len() {
                let part = format!("\"{}/{index}@{}\"", panel.id, page.slug);
                assert_eq!(question.matches(&part).count(), 1, "{part}");
            }
            let time = format!("\"{}@{}\"", panel.id, page.slug);
            assert_eq!(question.matches(&time).count(), 1);
        }
        assert!(!question.contains('$'), "no slot is left open");
    }
}

#[test]
fn answers_find_their_panel() {
    let handbook = embedded::handbook();
    let page = &handbook.dashboards[1];
    let samples = [
        sample("response-time-percentiles/1@api-gateway", "p95", 0.5),
        sample("response-time-percentiles/2@api-gateway", "p50", 0.1),
        sample("request-rate-by-route/0@api-gateway", "a", 1.0),
        sample("request-rate-by-route/0@api-gateway", "b", 2.0),
        sample("nobody/0@api-gateway", "c", 3.0),
        sample("request-rate-by-route/9@api-gateway", "d", 4.0),
        sample("garbage@api-gateway", "e", 5.0),
        sample("response-time-percentiles/1@database", "another", 6.0),
        sample("response-time-percentiles/1", "none", 7.0),
        sample("request-rate-by-route@api-gateway", "", 1_700_000_000.5),
        sample("(clock)", "", 1_700_000_001.0),
    ];
    let newest = split(page, &samples);
    let place = |id: &str| {
        page.panels
            .iter()
            .position(|panel| panel.id == id)
            .expect("is there")
    };
    let percentiles = &newest[place("response-time-percentiles")];
    assert_eq!(
        percentiles.answers.iter().map(Vec::len).collect::<Vec<_>>(),
        [0, 1, 1]
    );
    assert_eq!(percentiles.at, None);
    let routes = &newest[place("request-rate-by-route")];
    assert_eq!(routes.answers[0].len(), 2);
    assert_eq!(routes.at, Some(Moment(1_700_000_000_500)));
    assert!(
        routes.answers[0]
            .iter()
            .all(|sample| sample.labels.get("portal_part").is_none())
    );
    assert_eq!(
        samples.iter().find_map(server_time),
        Some(Moment(1_700_000_001_000))
    );
}
