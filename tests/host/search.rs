//! The palette's search: what a query finds first on the real handbook, and how fast.

use crate::effort::processor_time;
use sre_portal::{
    domain::search::{Entry, Hit, Index, Kind},
    embedded,
    handbook::entries::entries,
};

/// Alerts, people and actions as the page adds them.
const MORE: [(Kind, &str, &str, &str); 14] = [
    (
        Kind::Alert,
        "ServiceDown",
        "Service is down",
        "/alerts#ServiceDown",
    ),
    (
        Kind::Alert,
        "HighErrorRate",
        "High error rate",
        "/alerts#HighErrorRate",
    ),
    (
        Kind::Alert,
        "DatabaseDown",
        "PostgreSQL database is down",
        "/alerts#DatabaseDown",
    ),
    (
        Kind::Alert,
        "NATSDown",
        "NATS event bus is down",
        "/alerts#NATSDown",
    ),
    (
        Kind::Alert,
        "HighQueueDepth",
        "High queue depth",
        "/alerts#HighQueueDepth",
    ),
    (
        Kind::Alert,
        "DeadLetterQueue",
        "Dead letter queue is filling up",
        "/alerts#DeadLetterQueue",
    ),
    (
        Kind::Alert,
        "HeapExhaustion",
        "Heap nearly exhausted",
        "/alerts#HeapExhaustion",
    ),
    (
        Kind::Alert,
        "ConnectionPoolUsage",
        "High connection pool usage",
        "/alerts#ConnectionPoolUsage",
    ),
    (
        Kind::Contact,
        "DBA Team",
        "Database: Query performance, data corruption",
        "/escalation#dba",
    ),
    (
        Kind::Contact,
        "Security Team",
        "Security: Auth issues, potential breaches",
        "/escalation#security",
    ),
    (
        Kind::Contact,
        "DevOps",
        "Infrastructure: Kubernetes, networking issues",
        "/escalation#devops",
    ),
    (Kind::Action, "Declare an incident", "", "declare"),
    (Kind::Action, "Switch the theme", "dark or light", "theme"),
    (Kind::Action, "Pause the refresh", "", "pause"),
];

fn index() -> Index {
    let mut all = entries(&embedded::handbook());
    all.extend(MORE.map(|(kind, title, context, target)| Entry {
        kind,
        title: title.to_owned(),
        context: context.to_owned(),
        body: String::new(),
        target: target.to_owned(),
    }));
    Index::new(all)
}

/// What is typed, and where the first result leads.
const FIRST: [(&str, &str); 66] = [
    // The issue's own.
    ("too many connections", "/runbooks/RB-003#resolution"),
    ("jwt", "/runbooks/RB-007#diagnosis-steps"),
    ("heap", "/runbooks/RB-006#diagnosis-steps"),
    ("dlq", "/runbooks/RB-004#resolution"),
    // Runbooks by name, id and haste.
    ("rb-003", "/runbooks/RB-003"),
    ("RB-007", "/runbooks/RB-007"),
    ("rb003", "/runbooks/RB-003"),
    ("rb3", "/runbooks/RB-003"),
    ("memory leak", "/runbooks/RB-006"),
    ("service unavailable", "/runbooks/RB-001"),
    ("high response time", "/runbooks/RB-002"),
    ("database connection failures", "/runbooks/RB-003"),
    ("database conn", "/runbooks/RB-003"),
    ("nats event bus issues", "/runbooks/RB-004"),
    ("high error rate", "/runbooks/RB-005"),
    ("authentication failures", "/runbooks/RB-007"),
    ("authentication", "/runbooks/RB-007"),
    ("datab", "/runbooks/RB-003"),
    // Sections by what stands in them.
    ("connection refused", "/runbooks/RB-003#symptoms"),
    ("pgbouncer", "/runbooks/RB-003#resolution"),
    ("oom", "/runbooks/RB-006#symptoms"),
    ("401", "/runbooks/RB-007#symptoms"),
    ("503", "/runbooks/RB-001#symptoms"),
    ("poison messages", "/runbooks/RB-004#resolution"),
    ("canary", "/runbooks/RB-005#prevention"),
    ("weakmap", "/runbooks/RB-006#prevention"),
    ("sentry", "/runbooks/RB-005#diagnosis-steps"),
    ("jwks", "/runbooks/RB-007#diagnosis-steps"),
    ("sso", "/runbooks/RB-007#resolution"),
    ("rollback", "/runbooks/RB-001#resolution"),
    ("varz", "/runbooks/RB-004#diagnosis-steps"),
    ("n+1", "/runbooks/RB-002#resolution"),
    ("circular references", "/runbooks/RB-006#common-causes"),
    ("caching layer", "/runbooks/RB-002#resolution"),
    ("long running queries", "/runbooks/RB-003#resolution"),
    ("chrome devtools", "/runbooks/RB-006#diagnosis-steps"),
    // Typing mistakes.
    ("to many conections", "/runbooks/RB-003#resolution"),
    ("memroy leak", "/runbooks/RB-006"),
    ("authentcation", "/runbooks/RB-007"),
    ("databse connection", "/runbooks/RB-003"),
    ("conection refused", "/runbooks/RB-003#symptoms"),
    ("pgbuoncer", "/runbooks/RB-003#resolution"),
    ("respnse time", "/runbooks/RB-002"),
    ("unavialable", "/runbooks/RB-001"),
    ("poisn mesages", "/runbooks/RB-004#resolution"),
    // Dashboards and panels.
    ("database", "/dashboards/database"),
    ("event bus", "/dashboards/event-bus"),
    ("api gateway", "/dashboards/api-gateway"),
    ("node.js runtime", "/dashboards/nodejs"),
    ("service overview", "/dashboards/service-overview"),
    (
        "heap memory usage",
        "/dashboards/nodejs?panel=heap-memory-usage",
    ),
    ("queue sizes", "/dashboards/event-bus?panel=queue-sizes"),
    ("event loop lag", "/dashboards/nodejs?panel=event-loop-lag"),
    (
        "error rate by service",
        "/dashboards/service-overview?panel=error-rate-by-service",
    ),
    (
        "active connections",
        "/dashboards/api-gateway?panel=active-connections",
    ),
    // Other pages and their parts.
    ("key commands", "/commands"),
    ("health checks", "/commands#health-checks"),
    ("contact information", "/contacts"),
    ("blanks", "/runbooks/blanks"),
    // One kind alone.
    ("!database", "/alerts#DatabaseDown"),
    ("! heap", "/alerts#HeapExhaustion"),
    ("#memory", "/runbooks/RB-006"),
    ("@dba", "/escalation#dba"),
    ("@platform lead", "/contacts#emergency-contacts"),
    (">theme", "theme"),
    ("> decl", "declare"),
];

#[test]
fn each_query_finds_what_was_meant_first() {
    let index = index();
    let mut wrong = Vec::new();
    for (query, expected) in FIRST {
        let hits = index.search(query, 5);
        let found: Vec<&str> = hits.iter().map(|hit| hit.entry.target.as_str()).collect();
        if found.first() != Some(&expected) {
            wrong.push(format!("'{query}': expected {expected}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_seen_in_a_name_comes_before_what_stands_somewhere_in_a_text() {
    let index = index();
    let hits = index.search("datab", 12);
    let place = |title: &str| hits.iter().position(|hit| hit.entry.title == title);
    let guessed = hits
        .iter()
        .position(|hit| hit.title.is_empty() && hit.context.is_empty());
    assert_eq!(place("RB-003 Database Connection Failures"), Some(0));
    for title in ["DatabaseDown", "Database"] {
        let place = place(title);
        assert!(place.is_some(), "{title} is not among the first twelve");
        assert!(
            guessed.is_none() || place < guessed,
            "{title}: {place:?}, {guessed:?}"
        );
    }
}

fn marked<'a>(text: &'a str, ranges: &[std::ops::Range<usize>]) -> Vec<&'a str> {
    ranges.iter().map(|range| &text[range.clone()]).collect()
}

#[test]
fn what_matches_is_marked() {
    let index = index();
    let hit = |query: &str| -> Hit<'_> { index.search(query, 1).remove(0) };
    let database = hit("datab fail");
    assert_eq!(
        marked(&database.entry.title, &database.title),
        ["Datab", "Fail"]
    );
    let alert = hit("!down postgres");
    assert_eq!(marked(&alert.entry.title, &alert.title), ["Down"]);
    assert_eq!(
        marked(&alert.entry.context, &alert.context),
        ["PostgreS", "down"]
    );
    let wrong = hit("memroy leak");
    assert_eq!(marked(&wrong.entry.title, &wrong.title), ["Memory", "Leak"]);
}

#[test]
fn a_sign_asks_for_one_kind() {
    let index = index();
    for (query, kinds) in [
        ("#", vec![Kind::Runbook, Kind::Section]),
        ("!", vec![Kind::Alert]),
        ("@", vec![Kind::Contact]),
        (">", vec![Kind::Action]),
        ("#database", vec![Kind::Runbook, Kind::Section]),
        ("!high", vec![Kind::Alert]),
    ] {
        let hits = index.search(query, 100);
        assert!(!hits.is_empty(), "{query}");
        assert!(
            hits.iter().all(|hit| kinds.contains(&hit.entry.kind)),
            "{query}"
        );
    }
    assert_eq!(index.search("#", 100)[0].entry.target, "/runbooks/RB-001");
}

#[test]
fn nothing_and_nonsense_find_nothing() {
    let index = index();
    for query in [
        "",
        "   ",
        "zzzzqqq",
        "--",
        "😀",
        "!zzzzqqq",
        &"x".repeat(100_000),
    ] {
        assert_eq!(
            index.search(query, 5).len(),
            0,
            "{}",
            query.chars().take(9).collect::<String>()
        );
    }
    for query in ["ünï", "\u{0}", "a b c d e f g h i j k", "İ", "ﬁ"] {
        let _ = index.search(query, 5);
    }
}

#[test]
fn of_a_sentence_most_words_count() {
    let hits = index()
        .search("why are there too many connections qqqq", 3)
        .iter()
        .map(|hit| hit.entry.target.clone())
        .collect::<Vec<_>>();
    assert!(
        hits.iter()
            .any(|target| target.starts_with("/runbooks/RB-003")),
        "{hits:?}"
    );
}

/// A thousand entries, each key stroke of a long query. Test builds are many times slower than the page's.
#[test]
fn a_key_stroke_is_answered_at_once() {
    let own = entries(&embedded::handbook());
    let mut all = Vec::new();
    while all.len() < 1000 {
        let copies = all.len();
        all.extend(own.iter().cloned().map(|mut entry| {
            entry.title = format!("{} copy{copies}", entry.title);
            entry
        }));
    }
    let index = Index::new(all);
    let query = "databse conection too many";
    let began = processor_time();
    for end in 1..=query.len() {
        assert!(!index.search(&query[..end], 20).is_empty());
    }
    let each = (processor_time() - began) / u32::try_from(query.len()).expect("is short");
    assert!(each.as_millis() < 16, "{each:?} a key stroke");
}
