//! The documents that drive incidents: what they say, and that each mistake in them is named with its place.

use sre_portal::{
    domain::{severity::Severity, sla::Length},
    embedded,
    handbook::{Document, Handbook, read},
};

const ON_CALL: &str = include_str!("../../runbooks/on-call.md");
const RESPONSE: &str = include_str!("../../runbooks/incident-response.md");
const ESCALATION: &str = include_str!("../../runbooks/escalation.md");

/// The problems of the three documents with one text replaced, and what could be understood.
fn understand(old: &str, new: &str) -> (Handbook, Vec<String>) {
    let texts = [
        ("runbooks/on-call.md", ON_CALL),
        ("runbooks/incident-response.md", RESPONSE),
        ("runbooks/escalation.md", ESCALATION),
    ];
    let texts = texts.map(|(file, text)| (file, text.replacen(old, new, 1)));
    assert!(
        old.is_empty()
            || texts
                .iter()
                .any(|(_, text)| !text.contains(old) || text.contains(new))
    );
    let documents = texts.each_ref().map(|(file, text)| Document { file, text });
    let (handbook, problems) = read(&documents);
    let ours = |problem: &String| texts.iter().any(|(file, _)| problem.starts_with(file));
    let problems = problems.iter().map(ToString::to_string).filter(ours);
    (handbook, problems.collect())
}

#[test]
fn the_ladder_is_read() {
    let ladder = embedded::handbook().escalation.ladder;
    let told: Vec<_> = ladder
        .levels
        .iter()
        .map(|level| {
            let after: Vec<String> = (level.after.iter())
                .map(|(severity, after)| format!("{severity}+{}", after / 60_000))
                .collect();
            format!(
                "{} {}: {} | {}",
                level.number,
                level.name,
                after.join(" "),
                level.triggers.join(", ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 On-Call Engineer: SEV1+0 SEV2+0 SEV3+0 SEV4+0 | ",
            "2 Platform Lead: SEV1+30 SEV2+30 | ",
            "3 Engineering Manager: SEV1+60 | customer escalation",
            "4 CTO: SEV1+120 | security incident, data loss",
        ]
    );
    assert_eq!(ladder.levels[3].contact, "Phone (emergency only)");
    assert_eq!(
        ladder.levels[1].response,
        "Provide guidance, coordinate resources"
    );
    let escalation = embedded::handbook().escalation;
    assert_eq!(escalation.specialists.len(), 4);
    let database = escalation.specialist("database").expect("is there");
    assert_eq!(database.contact, "DBA Team");
    assert_eq!(escalation.specialist("gardening"), None);
}

#[test]
fn the_workflow_is_read() {
    let workflow = embedded::handbook().workflow;
    assert_eq!(workflow.sources, ["Alert", "User Report", "Monitoring"]);
    let names: Vec<&str> = workflow
        .steps
        .iter()
        .map(|step| step.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "ACKNOWLEDGE",
            "ASSESS",
            "COMMUNICATE",
            "MITIGATE",
            "RESOLVE",
            "POST-MORTEM"
        ]
    );
    let duties: usize = workflow.steps.iter().map(|step| step.duties.len()).sum();
    assert_eq!(duties, 23);
    let asked = |severity, customer_facing| {
        let duties = workflow.steps[2].duties.iter();
        let asked = duties.filter(|duty| duty.applies(severity, customer_facing));
        asked.map(|duty| duty.text.as_str()).collect::<Vec<_>>()
    };
    let war_room = "Set up war room for SEV1/SEV2";
    let status_page = "Update status page if customer-facing";
    for (severity, customer_facing, war, status) in [
        (Severity::Sev1, true, true, true),
        (Severity::Sev2, false, true, false),
        (Severity::Sev3, true, false, true),
        (Severity::Sev4, false, false, false),
    ] {
        let asked = asked(severity, customer_facing);
        assert_eq!(
            (asked.contains(&war_room), asked.contains(&status_page)),
            (war, status),
            "{severity}"
        );
        assert!(asked.contains(&"Post in #incidents Slack channel"));
    }
}

#[test]
fn the_severities_are_read() {
    let definitions = embedded::handbook().severities;
    assert_eq!(definitions.len(), 4);
    assert_eq!(definitions[0].name, "Critical");
    assert_eq!(definitions[0].response_time, "Immediate (< 5 minutes)");
    assert_eq!(definitions[3].examples.len(), 4);
    assert_eq!(definitions[3].examples[3], "< 10% error rate");
}

#[test]
fn a_number_changed_in_the_text_moves_the_value() {
    let (handbook, problems) =
        understand("not resolved in 30 minutes", "not resolved in 45 minutes");
    assert_eq!(problems, [] as [&str; 0]);
    let after = &handbook.escalation.ladder.levels[1].after;
    assert_eq!(after[0], (Severity::Sev1, 45 * 60_000));
    let (handbook, problems) = understand(
        "| 15 minutes | 30 minutes | 4 hours |",
        "| 15 minutes | 20 minutes | 4 hours |",
    );
    assert_eq!(problems, [] as [&str; 0]);
    let terms = handbook.sla.terms(Severity::Sev2).expect("is there");
    assert_eq!(terms.response.length(), Length::Elapsed(20 * 60_000));
    let (handbook, problems) = understand("Friday 5pm", "Thursday 16:30");
    assert_eq!(problems, [] as [&str; 0]);
    let handoff = handbook.on_call.handoff.expect("is there");
    assert_eq!((handoff.time.hour(), handoff.time.minute()), (16, 30));
}

/// Replaces a text and expects one problem at its place.
fn breaks(old: &str, new: &str, place: &str, found: &str, expected: &str) {
    let (_, problems) = understand(old, new);
    let start = format!("runbooks/{}:", place.trim_end_matches(':'));
    assert!(
        problems.iter().any(|problem| problem.starts_with(&start)
            && problem.contains(&format!("found '{found}"))
            && problem.contains(expected)),
        "'{new}': expected {start} with '{found}' and '{expected}' in {problems:#?}"
    );
}

#[test]
fn mistakes_in_the_sla_table_are_named() {
    breaks(
        "| SEV2 | 15 minutes |",
        "| SEV5 | 15 minutes |",
        "on-call.md:35:3",
        "SEV5",
        "SEV1, SEV2, SEV3 or SEV4",
    );
    breaks(
        "| SEV2 | 15 minutes |",
        "| SEV1 | 15 minutes |",
        "on-call.md:35:3",
        "SEV1",
        "each once",
    );
    breaks(
        "| SEV2 | 15 minutes | 30 minutes | 4 hours |\n",
        "",
        "on-call.md:30:1",
        "Response Time SLAs",
        "a row for SEV2",
    );
    breaks(
        "| 10 minutes |",
        "| soon |",
        "on-call.md:34:22",
        "soon",
        "'20 minutes'",
    );
    breaks(
        "| 10 minutes |",
        "| |",
        "on-call.md:34:",
        "an empty cell",
        "'20 minutes'",
    );
    breaks(
        "| Initial Response ",
        "| First Response ",
        "on-call.md:32:1",
        "Severity | Acknowledge | First",
        "Initial Response",
    );
    breaks(
        "| Severity | Acknowledge |",
        "| Severity |",
        "on-call.md:30:1",
        "Response Time SLAs",
        "a table with",
    );
    breaks(
        "## Response Time SLAs",
        "## Times",
        "on-call.md:1:1",
        "nothing",
        "'## Response Time SLAs'",
    );
    breaks(
        "| SEV4 | last 2 hours |",
        "| SEV4 | last week |",
        "on-call.md:",
        "last week",
        "'last quarter'",
    );
}

#[test]
fn mistakes_in_the_ladder_are_named() {
    breaks(
        "- **When:** SEV1/SEV2 not resolved in 30 minutes\n",
        "",
        "escalation.md:13:1",
        "Level 2",
        "'- **When:** …'",
    );
    breaks(
        "- **Contact:** PagerDuty\n",
        "",
        "escalation.md:8:1",
        "Level 1",
        "'- **Contact:** …'",
    );
    breaks(
        "- **Response:** Acknowledge and assess\n",
        "",
        "escalation.md:8:1",
        "Level 1",
        "'- **Response:** …'",
    );
    breaks(
        "in 30 minutes",
        "in thirty minutes",
        "escalation.md:14:13",
        "SEV1/SEV2 not resolved in thirty",
        "'All alerts'",
    );
    breaks(
        "in 30 minutes",
        "in 1 week",
        "escalation.md:14:13",
        "SEV1/SEV2 not",
        "'All alerts'",
    );
    breaks(
        "SEV1/SEV2 not",
        "SEV1/SEV7 not",
        "escalation.md:14:13",
        "SEV1/SEV7",
        "'All alerts'",
    );
    breaks(
        "data loss",
        "data loss > 5%",
        "escalation.md:24:56",
        "data loss > 5%",
        "'All alerts'",
    );
    breaks(
        "## Level 3",
        "## Level 5",
        "escalation.md:18:1",
        "Level 5",
        "'Level 3: Name'",
    );
    breaks(
        "| DBA Team |",
        "| |",
        "escalation.md:32:",
        "an empty cell",
        "text",
    );
    breaks(
        "| Area | Contact |",
        "| Area | Who |",
        "escalation.md:30:1",
        "Area | Who",
        "Area | Contact",
    );
}

#[test]
fn mistakes_in_rotation_and_workflow_are_named() {
    breaks(
        "Mon-Mon",
        "Mon-Tue",
        "on-call.md:10:16",
        "Week-long rotation, Mon-Tue",
        "Mon-Mon",
    );
    breaks(
        "Friday 5pm",
        "Fridays 5pm",
        "on-call.md:12:16",
        "Fridays 5pm",
        "a weekday and a time",
    );
    breaks(
        "Friday 5pm",
        "Friday 13pm",
        "on-call.md:12:16",
        "Friday 13pm",
        "a weekday and a time",
    );
    breaks(
        "### 3. COMMUNICATE",
        "### 4. COMMUNICATE",
        "incident-response.md:",
        "4. COMMUNICATE",
        "'3. NAME'",
    );
    breaks(
        "Incident Detected (",
        "Incident Detected [",
        "incident-response.md:",
        "Incident Response Workflow",
        "Incident Detected",
    );
    breaks(
        "### SEV3 - Medium",
        "### SEV9 - Medium",
        "incident-response.md:28:1",
        "SEV9",
        "'SEV1 - Name'",
    );
    breaks(
        "- **Definition:** Minor",
        "- Minor",
        "incident-response.md:37:1",
        "SEV4",
        "'- **Definition:** …'",
    );
    breaks(
        "for SEV1/SEV2",
        "for SEV1/SEV8",
        "incident-response.md:",
        "Set up war room",
        "known severities",
    );
}

#[test]
fn a_number_told_twice_must_be_the_same() {
    let column = "as in the column Acknowledge";
    breaks(
        "(< 5 minutes)",
        "(< 6 minutes)",
        "incident-response.md:12:35",
        "6 minutes",
        column,
    );
    breaks(
        "- **Response Time:** < 15 minutes",
        "- **Response Time:** < 20 minutes",
        "incident-response.md:21:24",
        "20 minutes",
        column,
    );
    breaks(
        "Time:** Next business day",
        "Time:** 2 business days",
        "incident-response.md:39:22",
        "2 business days",
        column,
    );
    breaks(
        "< 15 minutes for SEV2",
        "< 25 minutes for SEV2",
        "on-call.md:16:49",
        "< 25 minutes for SEV2",
        column,
    );
    breaks(
        "| SEV1 | 5 minutes |",
        "| SEV1 | 7 minutes |",
        "on-call.md:16:",
        "< 5 minutes for SEV1",
        "'7 minutes'",
    );
    breaks(
        "within 48 hours\n",
        "within 72 hours\n",
        "incident-response.md:",
        "72 hours",
        "'48 hours'",
    );
    breaks(
        "within 48 hours of",
        "within two days of",
        "on-call.md:20:21",
        "Complete within two days",
        "24 hours",
    );
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "",
        "---",
        "---\n---\n",
        "# x\n\n- a\n",
        "|a|\n|-|\n",
        "## Level 1: \n",
        "### SEV1 - \n- **:**\n",
        "\u{0}",
    ] {
        for file in [
            "runbooks/on-call.md",
            "runbooks/incident-response.md",
            "runbooks/escalation.md",
        ] {
            let (_, problems) = read(&[Document { file, text }]);
            assert!(
                problems.iter().any(|problem| problem.file == file),
                "{file} '{text}'"
            );
        }
    }
    // Cut anywhere, or with one line left out.
    for (file, whole) in [
        ("runbooks/on-call.md", ON_CALL),
        ("runbooks/incident-response.md", RESPONSE),
        ("runbooks/escalation.md", ESCALATION),
    ] {
        for (end, _) in whole.char_indices().step_by(37) {
            read(&[Document {
                file,
                text: &whole[..end],
            }]);
        }
    }
}
