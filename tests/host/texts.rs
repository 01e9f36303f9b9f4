//! The texts made of an incident: post-mortem, handoff, message; and that no typed text becomes more than text.

use crate::{
    incident::Case,
    zone::{oslo, zone},
};
use proptest::prelude::*;
use pulldown_cmark::{Event as Mark, Options, Parser, Tag};
use sre_portal::{
    domain::{
        severity::Severity,
        time::{Moment, Zone},
    },
    incident::{
        clocks::Zones,
        event::{Event, Kind},
        handoff, message,
        plain::{Reader, markdown},
        postmortem::{self, Additions},
        record::Record,
    },
};

struct Oslo {
    zone: Zone,
    zones: Zones,
}

impl Oslo {
    fn new() -> Self {
        let zone = zone("Europe/Oslo");
        Self {
            zones: Zones(vec![zone.clone()]),
            zone,
        }
    }

    fn at(&self, now: Moment) -> Reader<'_> {
        Reader {
            now,
            zone: &self.zone,
            zones: &self.zones,
        }
    }
}

fn night() -> Case {
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04"));
    case.at(3, Kind::Acknowledged);
    case.at(4, Kind::LevelNotified(1));
    case.at(12, Kind::Responded);
    case.at(13, Kind::Note("nothing listed".to_owned()));
    case.at(14, Kind::Owner("J. Lind".to_owned()));
    case.at(15, Kind::CustomerFacing(true));
    case.at(20, Kind::TriggerNamed("data loss".to_owned()));
    case.at(52, Kind::Resolved);
    let done = case.at(
        60,
        Kind::ActionItem("Raise max_connections".to_owned(), "J. Lind".to_owned()),
    );
    case.at(
        61,
        Kind::ActionItem("Write a test".to_owned(), String::new()),
    );
    case.at(62, Kind::ActionDone(done));
    case
}

fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(
            text.lines().any(|other| other == *line),
            "'{line}' in\n{text}"
        );
    }
}

#[test]
fn the_post_mortem_tells_it_all() {
    let oslo_reader = Oslo::new();
    let additions = Additions {
        alerts: Some(vec![(
            oslo("2026-11-24 03:04"),
            "DatabaseDown fires".to_owned(),
        )]),
        pictures: vec![("pictures/pool.svg".to_owned(), "Connection pool".to_owned())],
    };
    let reader = oslo_reader.at(oslo("2026-11-24 12:00"));
    let text = postmortem::write(&night().state(), &additions, reader);
    has(
        &text,
        &[
            "# Post-mortem: Database unavailable",
            "- **Severity:** SEV1",
            "- **Owner:** J. Lind",
            "- **Times:** Europe/Oslo (UTC+01:00)",
            "- From 2026-11-24 03:04:00 to 2026-11-24 03:56:00: 52 min.",
            "- Affected services: postgres.",
            "- Customers noticed.",
            "| Acknowledge | 2026-11-24 03:07:00 | met, 2 min before it was due | ack due 03:09: fired 03:04 + 5 min, SEV1 |",
            "| Initial response | 2026-11-24 03:16:00 | missed by 2 min | response due 03:14: fired 03:04 + 10 min, SEV1 |",
            "| Resolution | 2026-11-24 03:56:00 | met, 8 min before it was due | resolution due 04:04: fired 03:04 + 1 h, SEV1 |",
            "| Post-mortem | runs | on time, 1 d 15 h left | due 2026-11-26 03:56:00 |",
            "| 1 On-Call Engineer | 2026-11-24 03:04:00 | 2026-11-24 03:08:00 by M. Berg |",
            "| 2 Platform Lead | 2026-11-24 03:34:00 | no |",
            "| 4 CTO | 2026-11-24 03:24:00, data loss | no |",
            "- 2026-11-24 03:04:00 DatabaseDown fires",
            "![Connection pool](pictures/pool.svg)",
            "- 2026-11-24 03:05:00 M. Berg: declared SEV1: Database unavailable",
            "- 2026-11-24 03:17:00 M. Berg: nothing listed",
            "- [x] Raise max\\_connections (J. Lind)",
            "- [ ] Write a test (nobody yet)",
        ],
    );
}

#[test]
fn alerts_that_nobody_could_read_are_not_taken_for_none() {
    let (case, texts) = (night(), Oslo::new());
    let reader = texts.at(case.start.plus(3_600_000));
    let write = |alerts| {
        let additions = Additions {
            alerts,
            ..Additions::default()
        };
        postmortem::write(&case.state(), &additions, reader)
    };
    assert!(write(None).contains("## Alerts\n\nNot known: Prometheus did not answer"));
    assert!(!write(Some(Vec::new())).contains("## Alerts"));
}

#[test]
fn the_handoff_has_what_is_open_recent_and_left() {
    let oslo_reader = Oslo::new();
    let night = night();
    let mut record = night.record.clone();
    let mut open = Case::new(Severity::Sev2, oslo("2026-11-27 16:00"));
    open.at(5, Kind::Acknowledged);
    record.merge(&open.record);
    let mut old = Case::new(Severity::Sev3, oslo("2026-11-10 10:00"));
    old.at(30, Kind::Resolved);
    record.merge(&old.record);
    record.add(Event::new(
        None,
        oslo("2026-11-26 09:00"),
        None,
        "M. Berg",
        Kind::HealthChecked(String::new()),
    ));
    record.add(Event::new(
        None,
        oslo("2026-11-19 09:00"),
        None,
        "Earlier",
        Kind::HealthChecked(String::new()),
    ));
    let text = handoff::write(
        &record,
        oslo("2026-11-20 17:00"),
        oslo_reader.at(oslo("2026-11-27 17:00")),
    );
    let line = |start: &str| {
        text.lines()
            .filter(|line| line.starts_with(start))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        line("- **"),
        [
            format!(
                "- **SEV2 Database unavailable ({})** since 2026-11-27 16:00:00, 1 h. Owner: nobody. Initial response: missed by 30 min; Resolution: on time, 3 h left.",
                open.id.short()
            ),
            format!(
                "- **SEV1 Database unavailable ({})** from 2026-11-24 03:04:00, resolved 2026-11-24 03:56:00 by M. Berg, 52 min. Acknowledge: met, 2 min before it was due; Initial response: missed by 2 min; Resolution: met, 8 min before it was due.",
                night.id.short()
            ),
        ]
    );
    assert_eq!(
        line("- Post-mortem").len(),
        2,
        "the old one's is left to do too\n{text}"
    );
    assert_eq!(line("- Write a test").len(), 1, "{text}");
    assert_eq!(
        line("- 2026-11"),
        ["- 2026-11-26 09:00:00 M. Berg: checked service health"]
    );
    let empty = handoff::write(
        &Record::default(),
        oslo("2026-11-20 17:00"),
        oslo_reader.at(oslo("2026-11-27 17:00")),
    );
    assert_eq!(empty.lines().filter(|line| *line == "None.").count(), 4);
}

#[test]
fn the_message_is_ready_to_copy() {
    let oslo_reader = Oslo::new();
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 14:02"));
    case.at(3, Kind::Acknowledged);
    case.at(4, Kind::Ticket("OPS-7 @channel".to_owned()));
    let link = "https://sre.example/incidents/x?a=1&b=2";
    let text = message::write(
        &case.state(),
        Some(link),
        oslo_reader.at(oslo("2026-11-24 14:13")),
    );
    assert_eq!(
        text,
        format!(
            "SEV1 Database unavailable [{}]\n\
             Started Tue 24 Nov 14:02, affects postgres. Times in Europe/Oslo (UTC+01:00).\n\
             Acknowledged 14:05 by M. Berg.\n\
             Initial response was due Tue 24 Nov 14:12: missed.\n\
             Resolution due Tue 24 Nov 15:02.\n\
             Runbook: RB-003\n\
             Ticket: OPS-7 @\u{2060}channel\n\
             {link}",
            case.id.short()
        )
    );
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://x/y.png)",
        "a\n\n# heading",
        "| a | b |",
        "`code` **bold** _it_ ~~no~~",
        "&lt;",
        "\\",
        "1. one",
        "- item",
        "+ item",
        "=== ",
        "---",
        "> quote",
        "\u{202e}gnp.exe",
        "<!-- -->",
        "http://x.example",
        "a\u{0}b",
        "$x$",
        "[^1]",
        "[ ] task",
        "# h",
        "\t- x",
        "12) x",
    ];
    let oslo_reader = Oslo::new();
    for text in hostile {
        let mut case = night();
        case.at(5, Kind::Note(text.to_owned()));
        case.at(6, Kind::Edited(case.id, text.to_owned()));
        case.at(7, Kind::Services(vec![text.to_owned()]));
        case.at(8, Kind::ActionItem(text.to_owned(), text.to_owned()));
        let reader = oslo_reader.at(oslo("2026-11-24 12:00"));
        for document in [
            postmortem::write(&case.state(), &Additions::default(), reader),
            handoff::write(&case.record, oslo("2026-11-20 17:00"), reader),
        ] {
            let strange: Vec<_> = Parser::new_ext(&document, options())
                .filter(|mark| {
                    matches!(
                        mark,
                        Mark::Html(_)
                            | Mark::InlineHtml(_)
                            | Mark::Code(_)
                            | Mark::InlineMath(_)
                            | Mark::Rule
                    ) || matches!(
                        mark,
                        Mark::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::BlockQuote(_))
                    )
                })
                .collect();
            assert!(
                strange.is_empty(),
                "'{text}' became {strange:?} in\n{document}"
            );
        }
    }
}

fn options() -> Options {
    let mut options = Options::all();
    // It changes letters on purpose.
    options.remove(Options::ENABLE_SMART_PUNCTUATION);
    options
}

fn shown(document: &str) -> String {
    let texts = Parser::new_ext(document, options()).filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.to_string()),
        Mark::Start(
            Tag::List(_)
            | Tag::Item
            | Tag::Paragraph
            | Tag::Table(_)
            | Tag::TableRow
            | Tag::TableHead,
        )
        | Mark::Start(Tag::TableCell | Tag::Strong)
        | Mark::End(_) => None,
        other => Some(format!("{other:?}")),
    });
    texts.collect::<String>()
}

proptest! {
    #[test]
    fn markdown_shows_exactly_the_text(text in r"[ -~äß😀\n\t]{0,40}") {
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let escaped = markdown(&text);
        prop_assert_eq!(shown(&format!("- {escaped}\n")), plain.clone(), "in a list: {}", escaped);
        prop_assert_eq!(shown(&format!("- a {escaped}.\n")), format!("a {plain}.").replace("  ", " "), "in a line: {}", escaped);
        let table = format!("| a |\n|---|\n| x{escaped}x |\n");
        prop_assert_eq!(shown(&table), format!("ax{plain}x"), "in a table: {}", escaped);
    }
}
