//! The one answer, and the eleven conditions behind it, each with what was seen. Knows nothing of how they are weighed.

use crate::{
    ui::{parts::symbol::symbol, portal::Portal, reactive::Memo},
    watch::{
        alarm::Standing,
        all_clear::{Answer, Finding, Outcome},
        reading::Reading,
    },
};
use leptos::prelude::*;

/// The answer with its proof.
#[component]
pub fn ProofPanel() -> impl IntoView {
    let portal = Portal::use_here();
    let alarms = portal.alarms;
    let waiting = Memo::new(move |_| alarms.rules.with(Reading::is_waiting));
    let answer = Memo::new(move |_| alarms.proof.with(|proof| proof.answer.clone()));
    let headline = move || {
        if waiting.get() {
            return view! { {symbol("loading")}<strong>"Asking Prometheus"</strong> }.into_any();
        }
        let (icon, words) = answer.with(|answer| match answer {
            Answer::AllClear {
                delivery_proven: true,
            } => ("ok", "All clear".to_owned()),
            Answer::AllClear {
                delivery_proven: false,
            } => (
                "ok",
                "All clear; delivery unproven, no Alertmanager is configured".to_owned(),
            ),
            Answer::CannotSay(those) => (
                "cannot-say",
                format!("Cannot say: {} of 11 conditions do not hold", those.len()),
            ),
            Answer::Trouble(_) => (alarms.tab.get().status.slug(), trouble(portal)),
        });
        view! { {symbol(icon)}<strong>{words}</strong> }.into_any()
    };
    let rows = move || {
        let findings = alarms.proof.with(|proof| proof.findings.clone());
        findings.into_iter().map(row).collect_view()
    };
    let held = move || {
        let count = alarms.proof.with(|proof| {
            let held = proof.findings.iter();
            held.filter(|finding| finding.outcome == Outcome::Holds)
                .count()
        });
        format!("What an all-clear needs: {count} of 11 hold")
    };
    let silences = move || {
        let words = match portal.config.with_value(|config| config.alertmanager.is_some()) {
            false => "Whether alerts are silenced is unknown: no Alertmanager is configured.".to_owned(),
            true => alarms.alertmanager.with(|reading| match (&reading.trouble, reading.answer()) {
                (Some(trouble), _) => format!(
                    "Whether alerts are silenced is unknown. {}",
                    crate::alertmanager::trouble::sentence(&trouble.fault)
                ),
                (None, Some(answer)) if !answer.shows_mutes() => "This Alertmanager does not tell of mute intervals: they are not visible here.".to_owned(),
                _ => String::new(),
            }),
        };
        (!words.is_empty())
            .then(|| view! { <p class="silence-note">{symbol("silenced")}{words}</p> })
    };
    view! {
        <section class="panel proof" aria-label="Is all clear?" data-answer=move || answer.with(|answer| match answer {
            _ if waiting.get() => "asking",
            Answer::AllClear { .. } => "all-clear",
            Answer::CannotSay(_) => "cannot-say",
            Answer::Trouble(_) => "trouble",
        })>
            <div class="answer"><p class="headline" role="status">{headline}</p>{silences}</div>
            <div class="evidence"><h2>{held}</h2><ul>{rows}</ul></div>
        </section>
    }
}

/// What fires, in a sentence.
fn trouble(portal: Portal) -> String {
    portal.alarms.board.with(|board| {
        let critical = board.count(|alarm| alarm.standing.is_loud() && alarm.is_critical());
        let other = board.count(|alarm| alarm.standing.is_loud() && !alarm.is_critical());
        let pending = board.count(|alarm| alarm.standing == Standing::Pending);
        let part = |count: usize, word: &str| match count {
            0 => None,
            1 => Some(format!("1 {word} alert")),
            count => Some(format!("{count} {word} alerts")),
        };
        let firing: Vec<String> = [part(critical, "critical"), part(other, "warning")]
            .into_iter()
            .flatten()
            .collect();
        let verb = if critical + other == 1 {
            "fires"
        } else {
            "fire"
        };
        match (firing.is_empty(), pending) {
            (false, _) => format!("{} {verb}", firing.join(" and ")),
            (true, 0) => "Something is wrong, and no alert fires".to_owned(),
            (true, 1) => "1 alert is pending".to_owned(),
            (true, pending) => format!("{pending} alerts are pending"),
        }
    })
}

fn row(finding: Finding) -> AnyView {
    let icon = match finding.outcome {
        Outcome::Holds => "ok",
        Outcome::Unknown => "cannot-say",
        Outcome::Fails => "error",
        Outcome::Trouble => "critical",
    };
    let words = finding.condition.words();
    let evidence = match finding.source.as_str() {
        "" => finding.evidence,
        source => format!("{} {source}", finding.evidence),
    };
    let class = if finding.outcome == Outcome::Holds {
        ""
    } else {
        "open"
    };
    view! { <li class=class title=words>{symbol(icon)}<span>{evidence}</span></li> }.into_any()
}
