//! Names of other systems in prose become links where an address is known, and nothing else does.

use sre_portal::handbook::{html, systems::linked};

fn address(system: &str) -> Option<String> {
    match system {
        "sentry" => Some("https://sentry.example/?a=1&b=\"><script>".to_owned()),
        "pagerduty" => Some("https://pd.example/".to_owned()),
        "wiki" => Some("https://wiki.example/".to_owned()),
        _ => None,
    }
}

#[test]
fn known_names_lead_somewhere() {
    let html = linked("<li>Kibana, Sentry</li>", address);
    assert!(
        html.contains(
            "<li>Kibana, <a href=\"https://sentry.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;\""
        ),
        "{html}"
    );
    assert!(html.ends_with(">Sentry</a></li>"), "{html}");
    let both = linked("<p>Confluence/Wiki</p>", address);
    assert_eq!(both.matches("<a ").count(), 2, "{both}");
    let one = linked("<p>Create incident ticket (Jira/PagerDuty)</p>", address);
    assert!(one.contains(">PagerDuty</a>)"), "{one}");
}

#[test]
fn links_code_and_parts_of_words_stay() {
    for html in [
        "<p><a href=\"https://x.example\">Sentry <strong>Sentry</strong></a></p>",
        "<p><code>sentry issues</code></p>",
        "<p>sentryman, presentry and sentry_id</p>",
        "<p title=\"Sentry\">x</p>",
        "",
    ] {
        assert_eq!(linked(html, address), html);
    }
}

#[test]
fn without_addresses_nothing_changes_and_text_never_does() {
    let html = "<p>PagerDuty and Sentry &amp; wiki, İSentry</p><pre>1 &lt; 2</pre>";
    assert_eq!(linked(html, |_| None), html);
    let with = linked(html, address);
    assert_ne!(with, html);
    assert_eq!(html::text(&with), html::text(html));
}
