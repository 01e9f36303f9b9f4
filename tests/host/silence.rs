//! The command that silences one alert: what stands in it, and what is refused.

use crate::alarms::labels;
use sre_portal::{alertmanager::silence::Silence, domain::labels::Labels};

fn command(labels: &Labels, author: &str, comment: &str) -> Result<String, String> {
    Silence {
        labels,
        lasts: "1h",
        author,
        comment,
        address: None,
    }
    .command()
}

#[test]
fn all_labels_are_matched_so_that_nothing_else_is_silenced() {
    let labels = labels(&[
        ("alertname", "HighErrorRate"),
        ("service", "q2q-ai"),
        ("severity", "critical"),
    ]);
    assert_eq!(
        command(&labels, "", "SEV2 incident 0123456789ab").as_deref(),
        Ok(
            "amtool silence add --duration='1h' --comment='SEV2 incident 0123456789ab' 'alertname=\"HighErrorRate\"' \
             'service=\"q2q-ai\"' 'severity=\"critical\"'"
        )
    );
    let whole = Silence {
        labels: &labels,
        lasts: "30m",
        author: "M. Berg",
        comment: "RB-005",
        address: Some("https://alertmanager.example/am"),
    };
    assert!(whole.command().is_ok_and(|command| command.starts_with(
        "amtool silence add --alertmanager.url='https://alertmanager.example/am' --author='M. Berg' --duration='30m' "
    )));
}

#[test]
fn quotes_and_backslashes_of_a_value_are_escaped_for_the_matcher() {
    let quoted = labels(&[("alertname", r#"a "b" \ c $(d) `e` ; f & g > h"#)]);
    assert_eq!(
        command(&quoted, "", "x").as_deref(),
        Ok(
            r#"amtool silence add --duration='1h' --comment='x' 'alertname="a \"b\" \\ c $(d) `e` ; f & g > h"'"#
        )
    );
    assert_eq!(
        command(&labels(&[("alertname", "a\nrm -rf /")]), "", "x").as_deref(),
        Ok(r#"amtool silence add --duration='1h' --comment='x' 'alertname="a\nrm -rf /"'"#),
        "a matcher has a sign of its own for a new line"
    );
}

#[test]
fn what_would_end_a_word_or_read_otherwise_is_refused() {
    for value in [
        "it's",
        "a\rb",
        "\u{1b}[2K",
        "\u{3}",
        "\u{85}",
        "\u{202e}gnp",
        "\u{2066}x",
        "zero\u{200b}width",
        "soft\u{ad}hyphen",
        "\u{e0041}tag",
        &"x".repeat(501),
    ] {
        let alert = labels(&[("alertname", "A"), ("note", value)]);
        let refused = command(&alert, "", "x");
        assert!(
            refused
                .as_ref()
                .is_err_and(|words| words.starts_with("Label note has signs")),
            "{value:?}: {refused:?}"
        );
        let alert = labels(&[("alertname", "A")]);
        assert!(command(&alert, value, "x").is_err(), "{value:?}");
        assert!(command(&alert, "", value).is_err(), "{value:?}");
    }
    for name in ["1st", "a-b", "a b", "a'b", "naïve", "a.b", ""] {
        let alert = labels(&[("alertname", "A"), (name, "x")]);
        assert_eq!(
            command(&alert, "", "x").is_err(),
            !name.is_empty(),
            "{name}"
        );
    }
}
