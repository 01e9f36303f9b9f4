//! Commands of the runbooks: steps, blanks, harm, and that no value of a blank becomes anything but that value.

use sre_portal::{
    domain::{
        command::{BlankKind, Command, Entry, Item, Language, Reference, Segment, Step, prefilled},
        labels::Labels,
    },
    embedded,
    handbook::{Document, Handbook, page::Page, problem::Problem, read},
};
use std::process;

const BLANKS: &str = include_str!("../../runbooks/blanks.md");
const HARM: &str = include_str!("../../runbooks/harm.md");

/// Reads a block of commands as the only one of a document.
fn understand(language: &str, block: &str) -> (Vec<Entry>, Vec<Problem>) {
    let text = format!("# Page\n\n## Part\n\n```{language}\n{block}\n```\n");
    let (handbook, problems) = read(&[
        Document {
            file: "runbooks/blanks.md",
            text: BLANKS,
        },
        Document {
            file: "runbooks/harm.md",
            text: HARM,
        },
        Document {
            file: "runbooks/page.md",
            text: &text,
        },
    ]);
    let problems = problems
        .into_iter()
        .filter(|problem| problem.file == "runbooks/page.md");
    let page = handbook.page("page").expect("was given");
    let entries = page
        .sections
        .iter()
        .flat_map(|section| &section.parts)
        .find_map(|part| match part {
            sre_portal::handbook::render::Part::Commands(entries) => Some(entries.clone()),
            sre_portal::handbook::render::Part::Html(_) => None,
        });
    (entries.unwrap_or_default(), problems.collect())
}

fn commands(language: &str, block: &str) -> Vec<Command> {
    let (entries, _) = understand(language, block);
    entries.iter().flat_map(run).cloned().collect()
}

fn run(entry: &Entry) -> Vec<&Command> {
    let Entry::Step(step) = entry else {
        return Vec::new();
    };
    let commands = step.items.iter().filter_map(|item| match item {
        Item::Run(command) => Some(command),
        _ => None,
    });
    commands.collect()
}

fn steps(handbook: &Handbook, id: &str) -> Vec<Step> {
    let page = handbook
        .page(id)
        .unwrap_or_else(|| panic!("there is no {id}"));
    page.steps().cloned().collect()
}

#[test]
fn a_runbook_has_its_steps_with_ids_of_their_own() {
    let handbook = embedded::handbook();
    let ids: Vec<String> = steps(&handbook, "RB-001")
        .into_iter()
        .map(|step| step.id)
        .collect();
    assert_eq!(
        ids,
        [
            "RB-001/diagnosis-steps/check-service-status",
            "RB-001/diagnosis-steps/check-service-logs",
            "RB-001/diagnosis-steps/check-resource-usage",
            "RB-001/diagnosis-steps/check-dependencies",
            "RB-001/resolution/option-1-restart-service",
            "RB-001/resolution/option-2-check-for-stuck-processes",
            "RB-001/resolution/option-3-scale-up-if-resource-constrained",
            "RB-001/resolution/option-4-rollback-recent-deployment",
        ]
    );
    let mut all: Vec<String> = handbook
        .pages
        .iter()
        .flat_map(Page::steps)
        .map(|step| step.id.clone())
        .collect();
    let count = all.len();
    assert!(count > 60, "{count}");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "two steps share an id");
}

#[test]
fn an_id_stays_when_other_steps_change() {
    let id = |block: &str| {
        let (entries, _) = understand("bash", block);
        let found = entries.iter().find_map(|entry| match entry {
            Entry::Step(step) if step.title == "Look" => Some(step.id.clone()),
            _ => None,
        });
        found.expect("is a step")
    };
    let one = id("# 1. Look\nls");
    assert_eq!(one, "page/part/look");
    assert_eq!(id("# 1. Stand\n\n# 2. Look\nls -la"), one);
    assert_eq!(id("# Hold:\n# 1. Look\nps\n\n# 2. Walk"), one);
}

#[test]
fn conditions_numbers_and_notes_are_told_apart() {
    let (entries, problems) = understand(
        "bash",
        "# If high queue depths:\n# 1. Scale up consumers\ndocker ps\n# Snapshot saved\n\n# 2. Process messages\n# Check dlq.ts\n\nls",
    );
    assert_eq!(problems, []);
    let shapes: Vec<String> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Condition(text) => format!("if {text}"),
            Entry::Step(step) => format!("{:?} {} {}", step.number, step.title, step.items.len()),
        })
        .collect();
    assert_eq!(
        shapes,
        [
            "if If high queue depths:",
            "Some(1) Scale up consumers 2",
            "Some(2) Process messages 1",
            "None  1",
        ]
    );
}

#[test]
fn one_command_is_one_command() {
    for (language, block, expected) in [
        ("bash", "ls\nps", vec!["ls", "ps"]),
        (
            "bash",
            "for p in 1 2; do\n  echo $p\ndone\nls",
            vec!["for p in 1 2; do\n  echo $p\ndone", "ls"],
        ),
        (
            "bash",
            "if true; then\n  if false; then\n  :\n  fi\nfi",
            vec!["if true; then\n  if false; then\n  :\n  fi\nfi"],
        ),
        (
            "bash",
            "while read x; do echo; done\nls",
            vec!["while read x; do echo; done", "ls"],
        ),
        (
            "bash",
            "case $x in\n a) ls;;\nesac\nls",
            vec!["case $x in\n a) ls;;\nesac", "ls"],
        ),
        (
            "bash",
            "docker run \\\n  -it x\nls",
            vec!["docker run \\\n  -it x", "ls"],
        ),
        ("bash", "cat x |\n  wc\nls", vec!["cat x |\n  wc", "ls"]),
        ("bash", "a &&\n b\nc", vec!["a &&\n b", "c"]),
        ("bash", "echo \"a\nb\"\nls", vec!["echo \"a\nb\"", "ls"]),
        (
            "bash",
            "echo 'it''s # no\nend'\nls",
            vec!["echo 'it''s # no\nend'", "ls"],
        ),
        (
            "bash",
            "cat <<EOF\nfor x in\nEOF\nls",
            vec!["cat <<EOF\nfor x in\nEOF", "ls"],
        ),
        (
            "bash",
            "echo for if\necho done",
            vec!["echo for if", "echo done"],
        ),
        ("bash", "ls # 'not open\nps", vec!["ls # 'not open", "ps"]),
        (
            "bash",
            "SELECT 1;\nSELECT pid,\n  x\nFROM y;\nls",
            vec!["SELECT 1;", "SELECT pid,\n  x\nFROM y;", "ls"],
        ),
        (
            "sh",
            "SELECT ';' ; SELECT 2;",
            vec!["SELECT ';' ;", "SELECT 2;"],
        ),
        (
            "sql",
            "-- all\nselect 1;\nshow x;",
            vec!["select 1;", "show x;"],
        ),
    ] {
        let found: Vec<String> = commands(language, block)
            .iter()
            .map(Command::template)
            .collect();
        assert_eq!(found, expected, "{block}");
    }
    let kinds: Vec<Language> = commands("bash", "SELECT 1;\nls")
        .iter()
        .map(|command| command.language)
        .collect();
    assert_eq!(kinds, [Language::Sql, Language::Shell]);
}

#[test]
fn what_does_not_end_is_a_problem_and_still_shown() {
    for (language, block) in [
        ("bash", "echo 'x\nls"),
        ("bash", "for x in 1; do\nls"),
        ("sql", "select 1"),
        ("bash", "ls \\"),
    ] {
        let (entries, problems) = understand(language, block);
        assert_eq!(problems.len(), 1, "{block}: {problems:?}");
        assert_eq!(problems[0].place.line, 6);
        assert_eq!(entries.iter().flat_map(run).count(), 1, "{block}");
    }
}

#[test]
fn blanks_are_whole_words_and_no_variables() {
    for (block, expected) in [
        ("curl http://localhost:PORT/health", vec!["PORT"]),
        (
            "docker-compose up --scale SERVICE_NAME=2 -d",
            vec!["SERVICE_NAME"],
        ),
        (
            "docker exec postgres_container psql -c \"SELECT pg_terminate_backend(PID);\"",
            vec!["postgres_container", "PID"],
        ),
        ("git revert COMMIT_HASH", vec!["COMMIT_HASH"]),
        (
            "docker logs SERVICE_NAME 2>&1 | grep -A 5 CORRELATION_ID",
            vec!["SERVICE_NAME", "CORRELATION_ID"],
        ),
        ("echo $JWT_SECRET", vec![]),
        ("curl http://localhost:3000/auth/jwks", vec![]),
        ("echo $PORT ${PORT} \"Port $port:\"", vec![]),
        ("ls EXPORT PORTS MY_PORT port", vec![]),
        ("PORT PORT", vec!["PORT"]),
    ] {
        let command = commands("bash", block).remove(0);
        let names: Vec<&str> = command
            .blanks()
            .iter()
            .map(|blank| blank.name.as_str())
            .collect();
        assert_eq!(names, expected, "{block}");
        assert_eq!(command.template(), block);
    }
    let all = embedded::handbook();
    let blanks: Vec<&str> = all
        .page("RB-003")
        .expect("is there")
        .blanks()
        .iter()
        .map(|blank| blank.name.as_str())
        .collect();
    assert_eq!(blanks, ["postgres_container", "PID"]);
}

/// Values that would do something else than stand for a name, a number or a hash.
const HOSTILE: [&str; 36] = [
    "; rm -rf /",
    "$(reboot)",
    "`reboot`",
    "a b",
    "a\nb",
    "a\tb",
    "'",
    "\"",
    "\\",
    "a'b",
    "a\"b",
    "*",
    "?",
    "[a]",
    "~",
    "~root",
    "-rf",
    "--help",
    "&",
    "a&b",
    "|",
    "a|b",
    ">x",
    "<x",
    "#x",
    "!x",
    "{a,b}",
    "$HOME",
    "${IFS}",
    "=x",
    "%s",
    "a;b",
    "../x",
    "1); DROP TABLE x; --",
    "ａ",
    "\u{202e}x",
];

/// Values that are what they look like.
const HONEST: [&str; 8] = [
    "api-gateway",
    "a",
    "7",
    "65535",
    "cafe",
    "0a1b2c3d",
    "nats_container",
    "x.y-z_1",
];

#[test]
fn hostile_values_are_refused_or_arrive_as_they_are() {
    let templates = [
        "printf '<%s>' NAME",
        "printf '<%s>' \"NAME\"",
        "printf '<%s>' 'NAME'",
    ];
    let mut accepted = 0;
    for value in HOSTILE.iter().chain(&HONEST) {
        for blank in [
            "SERVICE_NAME",
            "PORT",
            "PID",
            "COMMIT_HASH",
            "CORRELATION_ID",
            "postgres_container",
        ] {
            for template in templates {
                let command = commands("bash", &template.replace("NAME", blank)).remove(0);
                match command.fill(|name| (name == blank).then_some(*value)) {
                    Err(open) => {
                        assert_eq!(open.len(), 1);
                        assert!(open[0].refused.is_some(), "{value}: a reason is given");
                    }
                    Ok(text) => {
                        assert!(HONEST.contains(value), "'{value}' was accepted for {blank}");
                        accepted += 1;
                        let shell = |arguments: &[&str]| {
                            process::Command::new("sh")
                                .args(arguments)
                                .output()
                                .expect("there is a shell")
                        };
                        assert!(shell(&["-n", "-c", &text]).status.success(), "{text}");
                        let output = shell(&["-c", &text]);
                        assert_eq!(
                            String::from_utf8_lossy(&output.stdout),
                            format!("<{value}>"),
                            "{text}"
                        );
                    }
                }
            }
        }
    }
    assert!(accepted > 60, "{accepted}");
}

#[test]
fn each_kind_of_blank_has_its_bounds() {
    for (kind, good, bad) in [
        (
            BlankKind::Integer,
            vec!["1", "007", "4294967295"],
            vec!["0", "", "-1", "+1", "1.0", "4294967296", "0x1", "１"],
        ),
        (
            BlankKind::Port,
            vec!["1", "65535"],
            vec!["0", "65536", "http"],
        ),
        (
            BlankKind::Hash,
            vec!["cafe", "CAFE12", "0123456789012345678901234567890123456789"],
            vec!["caf", "cafg", "01234567890123456789012345678901234567890"],
        ),
        (
            BlankKind::Name,
            vec!["a", "9", "a.b", "a-b", "a_b"],
            vec!["", ".a", "-a", "_a", "a/b", "a:b", "a b"],
        ),
    ] {
        for value in good {
            assert_eq!(kind.check(value), Ok(()), "{kind:?} {value}");
        }
        for value in bad {
            assert_eq!(kind.check(value), Err(kind.expects()), "{kind:?} {value}");
        }
    }
    assert!(BlankKind::Name.check(&"a".repeat(129)).is_err());
}

#[test]
fn an_open_blank_is_named() {
    let command = commands("bash", "docker logs SERVICE_NAME | grep CORRELATION_ID").remove(0);
    let open = command
        .fill(|name| (name == "SERVICE_NAME").then_some(" q2q-ai "))
        .expect_err("one is open");
    assert_eq!(
        (open.len(), open[0].blank.as_str(), open[0].refused),
        (1, "CORRELATION_ID", None)
    );
    let text = command.fill(|name| {
        Some(if name == "SERVICE_NAME" {
            " q2q-ai "
        } else {
            "abc-1"
        })
    });
    assert_eq!(text.as_deref(), Ok("docker logs q2q-ai | grep abc-1"));
}

#[test]
fn an_alerts_labels_fill_blanks() {
    let handbook = embedded::handbook();
    let values = |pairs: &[(&str, &str)]| {
        let labels = Labels::new(
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        );
        let mut found: Vec<String> = prefilled(&handbook.blanks, &labels, &handbook.services)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        found.sort();
        found
    };
    let beside = [
        "nats_container=nats_container",
        "postgres_container=postgres_container",
    ];
    assert_eq!(values(&[]), beside);
    assert_eq!(values(&[("service", "unheard-of; rm -rf /")]), beside);
    let own = [
        "CONTAINER_NAME=buddy-service",
        "PORT=3003",
        "SERVICE_NAME=buddy-service",
        beside[0],
        beside[1],
    ];
    assert_eq!(values(&[("service", "buddy-service")]), own);
    assert_eq!(values(&[("job", "teei-buddy-service")]), own);
    assert!(values(&[("job", "postgres")]).contains(&"PORT=5432".to_owned()));
}

#[test]
fn commands_that_harm_say_how() {
    for (block, harm) in [
        (
            "docker restart postgres_container",
            Some("ends every open connection"),
        ),
        (
            "docker restart CONTAINER_NAME",
            Some("ends the requests that are in flight"),
        ),
        ("docker exec CONTAINER_NAME ps aux", None),
        (
            "docker exec SERVICE_NAME kill -USR2 1",
            Some("signals the process"),
        ),
        ("docker exec SERVICE_NAME kill 1", Some("ends the process")),
        (
            "docker-compose up --scale SERVICE_NAME=2 -d",
            Some("starts or stops containers"),
        ),
        (
            "docker-compose up -d --build",
            Some("replaces running containers"),
        ),
        ("git revert COMMIT_HASH", Some("undoes a commit")),
        (
            "psql -c \"SELECT pg_terminate_backend(PID);\"",
            Some("ends one client session"),
        ),
        (
            "SELECT pg_terminate_backend(PID);",
            Some("ends one client session"),
        ),
        ("DELETE\nFROM users;", Some("deletes rows")),
        ("sudo /bin/rm -r x", Some("deletes files")),
        ("docker run --rm x", None),
        ("docker exec x rm y", Some("deletes files")),
        (
            "docker -H tcp://a:1 restart -t 5 x",
            Some("ends the requests"),
        ),
        (
            "docker restart -t 5 postgres_container",
            Some("ends every open connection"),
        ),
        (
            "docker compose -f a.yml up -d --build",
            Some("replaces running containers"),
        ),
        (
            "kubectl -n prod delete pod x",
            Some("deletes what it names"),
        ),
        ("docker logs restart", None),
        ("docker \\\n  restart x", Some("ends the requests")),
        (
            "for x in a b; do\n  docker restart $x\ndone",
            Some("ends the requests"),
        ),
        ("docker logs x | xargs kill", Some("ends the process")),
        ("git log --since=\"1 hour ago\"", None),
        ("docker stats --no-stream", None),
        ("docker-compose logs -f", None),
        ("echo $JWT_SECRET", None),
    ] {
        let command = commands("bash", block).remove(0);
        match harm {
            Some(words) => assert!(
                command
                    .harm
                    .as_deref()
                    .is_some_and(|harm| harm.starts_with(words)),
                "{block}: {:?}",
                command.harm
            ),
            None => assert_eq!(command.harm, None, "{block}"),
        }
    }
}

#[test]
fn sentences_lead_to_panels_and_other_systems() {
    let handbook = embedded::handbook();
    let paths: Vec<String> = handbook
        .runbooks()
        .flat_map(Page::references)
        .map(|reference| match reference {
            Reference::External { system, path } => format!("{system}: {}", path.join(", ")),
            inside => inside.path().expect("is in the portal"),
        })
        .collect();
    assert_eq!(
        paths,
        [
            "/dashboards/database",
            "/dashboards/nodejs?panel=event-loop-lag-by-service",
            "/dashboards/event-bus?panel=queue-sizes",
            "Sentry: Issues, Filter by time range",
            "/dashboards/service-overview?panel=error-rate-by-service",
            "/dashboards/nodejs?panel=heap-memory-usage",
        ]
    );
}

#[test]
fn a_sentence_may_begin_a_step() {
    for block in ["# Access Sentry → Issues", "# 1. Access Sentry → Issues"] {
        let (entries, problems) = understand("bash", block);
        assert_eq!(problems, []);
        let [Entry::Step(step)] = entries.as_slice() else {
            panic!("{entries:?}");
        };
        assert!(
            matches!(step.items.as_slice(), [Item::Look { .. }]),
            "{step:?}"
        );
    }
}

#[test]
fn a_panel_that_does_not_exist_is_a_problem() {
    for sentence in [
        "Access Grafana → Nowhere",
        "Access Grafana -> Nowhere -> Panel",
        "Access Grafana → A → B → C",
    ] {
        let (_, problems) = understand("bash", &format!("# 1. Look\n# {sentence}"));
        assert_eq!(problems.len(), 1, "{sentence}: {problems:?}");
        assert_eq!(
            (problems[0].place.line, problems[0].found.as_str()),
            (7, sentence)
        );
    }
    let (_, problems) = understand("bash", "# Access Grafana → Nowhere");
    assert_eq!(problems.len(), 1);
    let (_, problems) = understand("bash", "# 1. Look\n# Access the wiki\n# Access Grafana");
    assert_eq!(problems, []);
}

#[test]
fn every_step_of_the_handbook_can_be_worked_from() {
    let handbook = embedded::handbook();
    let page = handbook.page("commands").expect("is there");
    let text: Vec<String> = page
        .steps()
        .flat_map(|step| &step.items)
        .filter_map(|item| match item {
            Item::Run(command) => Some(command.template()),
            _ => None,
        })
        .collect();
    assert!(
        text.iter()
            .any(|command| command.starts_with("for port in 3000") && command.ends_with("done"))
    );
    assert!(
        text.iter()
            .any(|command| command.starts_with("SELECT pid") && command.ends_with("LIMIT 10;"))
    );
    assert_eq!(text.len(), 14, "{text:#?}");
    for command in page.steps().flat_map(|step| &step.items) {
        if let Item::Run(command) = command {
            assert!(
                command
                    .segments
                    .iter()
                    .any(|segment| matches!(segment, Segment::Text(_)))
            );
        }
    }
}
