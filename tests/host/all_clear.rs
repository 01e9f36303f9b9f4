//! The all-clear: given while all eleven conditions hold, and taken back by each of them alone.

use crate::alarms::{alert, labels};
use sre_portal::{
    alertmanager::{self, answer::Held},
    domain::{
        alert::{Alert, AlertState},
        freshness::{DataState, Pace},
        judgement::Crossing,
        limit::{Bound, Level, Limit},
        rule::Rule,
        series::Sample,
        service::Service,
        severity::Severity,
        status::Status,
        time::{Moment, Zone},
    },
    embedded,
    prometheus::{
        decode::Answer as Decoded,
        fault::Fault,
        rules::{Health, Loaded, RuleState, rules},
        same_rule::compare,
    },
    watch::{
        alarm::gather::{Sources, gather},
        all_clear::{
            Answer, CLOCKS_AGREE, Condition, OpenIncident, Outcome, PanelNow, Proof, Readings,
            prove,
        },
        reading::Reading,
    },
};
use std::sync::Arc;

const NOW: Moment = Moment(1_764_000_060_000);

/// A world in which all is well; tests break one thing of it.
struct World {
    handbook: Vec<Rule>,
    rules: Reading<Decoded<Arc<Vec<Loaded>>>>,
    alerts: Reading<Decoded<Arc<Vec<Alert>>>>,
    alertmanager: Option<Reading<Arc<alertmanager::quiet::Reading>>>,
    expected: Vec<Service>,
    up: Reading<Decoded<Vec<Sample>>>,
    panels: Vec<(DataState, Status)>,
    crossings: Vec<Crossing>,
    skew: Option<i64>,
    incidents: Option<Vec<OpenIncident>>,
}

fn read<T>(data: T) -> Reading<Decoded<T>> {
    let answer = Decoded {
        data,
        warnings: Vec::new(),
        infos: vec!["a note is nothing to doubt".to_owned()],
    };
    Reading {
        good: Some((answer, NOW.plus(-10_000))),
        trouble: None,
    }
}

fn watchdog() -> Alert {
    let mut watchdog = alert("Watchdog", "none", "", AlertState::Firing);
    watchdog.labels = labels(&[("alertname", "Watchdog"), ("severity", "none")]);
    watchdog
}

fn held(alert: &Alert) -> Held {
    Held {
        labels: alert.labels.clone(),
        starts_at: alert.active_at,
        fingerprint: "f".to_owned(),
        suppressed: false,
        silenced_by: Vec::new(),
        inhibited_by: Vec::new(),
        muted_by: None,
    }
}

fn in_alertmanager(held: Vec<Held>) -> Option<Reading<Arc<alertmanager::quiet::Reading>>> {
    let reading = alertmanager::quiet::Reading::new(held, Vec::new(), Vec::new());
    Some(Reading {
        good: Some((Arc::new(reading), NOW.plus(-5_000))),
        trouble: None,
    })
}

fn trouble<T>(reading: &mut Reading<T>) {
    reading.take(Err(Fault::TimedOut { seconds: 10 }), NOW);
}

fn world() -> World {
    let body = include_bytes!("../fixtures/prometheus-2.42-rules.json");
    let mut loaded = rules(body).expect("decodes").data;
    for one in &mut loaded {
        one.state = RuleState::Inactive;
        one.alerts.clear();
        one.evaluated = Some(NOW.plus(-14_000));
        if one.rule.is_watchdog() {
            one.state = RuleState::Firing;
            one.alerts.push(watchdog());
        }
    }
    let services = embedded::handbook().services;
    let expected: Vec<Service> = services
        .services
        .into_iter()
        .chain(services.beside)
        .collect();
    let up = expected.iter().map(|service| Sample {
        labels: labels(&[("job", &service.job)]),
        value: 1.0,
    });
    World {
        handbook: embedded::rules(),
        rules: read(Arc::new(loaded)),
        alerts: read(Arc::new(vec![watchdog()])),
        alertmanager: in_alertmanager(vec![held(&watchdog())]),
        up: read(up.collect()),
        expected,
        panels: vec![
            (DataState::Fresh, Status::Ok),
            (DataState::Fresh, Status::Ok),
            (DataState::Empty, Status::None),
        ],
        crossings: Vec::new(),
        skew: Some(-400),
        incidents: Some(vec![OpenIncident {
            name: "INC-7".to_owned(),
            severity: Severity::Sev3,
        }]),
    }
}

impl World {
    fn loaded(&mut self) -> &mut Vec<Loaded> {
        Arc::make_mut(&mut self.rules.good.as_mut().expect("read").0.data)
    }

    fn up(&mut self) -> &mut Vec<Sample> {
        &mut self.up.good.as_mut().expect("read").0.data
    }

    fn fire(&mut self, alert: Alert) {
        Arc::make_mut(&mut self.alerts.good.as_mut().expect("read").0.data).push(alert);
    }

    fn prove(&self) -> Proof {
        let none = Decoded::default();
        let alerts: &Decoded<Arc<Vec<Alert>>> = self.alerts.answer().unwrap_or(&none);
        let none = Decoded::default();
        let board = gather(Sources {
            rules: &self.rules.answer().unwrap_or(&none).data,
            alerts: &alerts.data,
            handbook: &self.handbook,
            alertmanager: self
                .alertmanager
                .as_ref()
                .and_then(Reading::answer)
                .map(Arc::as_ref),
            dashboards: &[],
            interval: 15_000,
        });
        let panels: Vec<PanelNow<'_>> = self
            .panels
            .iter()
            .map(|(state, status)| PanelNow {
                dashboard: "Database",
                panel: "Pool",
                state: *state,
                newest_at: Some(NOW.plus(-120_000)),
                trouble_since: Some(NOW.plus(-60_000)),
                status: *status,
                crossings: &self.crossings,
            })
            .collect();
        let loaded = self.rules.answer().map_or(&[][..], |answer| &answer.data);
        let proof = prove(&Readings {
            now: NOW,
            zone: &Zone::utc(),
            pace: Pace {
                refresh: 15_000,
                scrape: 15_000,
            },
            handbook: &self.handbook,
            rules: &self.rules,
            differences: &compare(&self.handbook, loaded),
            alerts: &self.alerts,
            alertmanager: self.alertmanager.as_ref(),
            board: &board,
            expected: &self.expected,
            up: &self.up,
            panels: &panels,
            skew: self.skew,
            incidents: self.incidents.as_deref(),
        });
        let order: Vec<Condition> = proof
            .findings
            .iter()
            .map(|finding| finding.condition)
            .collect();
        assert_eq!(order, Condition::ALL);
        assert!(
            proof
                .findings
                .iter()
                .all(|finding| finding.evidence.ends_with('.')),
            "{proof:#?}"
        );
        proof
    }
}

fn evidence(proof: &Proof, condition: Condition) -> &str {
    let found = proof
        .findings
        .iter()
        .find(|finding| finding.condition == condition);
    found.map_or("", |finding| finding.evidence.as_str())
}

#[test]
fn all_is_clear_while_all_conditions_hold() {
    let proof = world().prove();
    assert_eq!(
        proof.answer,
        Answer::AllClear {
            delivery_proven: true
        },
        "{proof:#?}"
    );
    assert!(
        proof
            .findings
            .iter()
            .all(|finding| finding.outcome == Outcome::Holds)
    );
    for (condition, words) in [
        (Condition::RulesAnswered, "21 rules, read at 16:00:50."),
        (Condition::RulesEqual, "21 of 21 rules loaded and equal."),
        (
            Condition::GroupsEvaluated,
            "All groups evaluated within 4 s.",
        ),
        (
            Condition::ServicesScraped,
            "9 of 9 expected services report.",
        ),
        (Condition::DataFresh, "2 of 2 judged panels are fresh."),
        (Condition::ClocksAgree, "The clocks agree to 0.4 s."),
        (
            Condition::WatchdogFires,
            "Watchdog fires since 16:00:00; seen in Alertmanager.",
        ),
    ] {
        assert_eq!(evidence(&proof, condition), words);
    }
}

#[test]
fn without_alertmanager_the_delivery_is_unproven() {
    let mut world = world();
    world.alertmanager = None;
    let proof = world.prove();
    assert_eq!(
        proof.answer,
        Answer::AllClear {
            delivery_proven: false
        }
    );
    assert!(evidence(&proof, Condition::WatchdogFires).contains("delivery unproven"));
}

#[test]
fn a_rule_that_fires_sooner_is_shown_and_voids_nothing() {
    let mut world = world();
    for one in world.loaded() {
        if one.rule.name == "HighErrorRate" {
            one.rule.hold = 60_000;
        }
    }
    let proof = world.prove();
    assert_eq!(
        proof.answer,
        Answer::AllClear {
            delivery_proven: true
        }
    );
    assert!(evidence(&proof, Condition::RulesEqual).contains("sooner"));
}

/// Breaks one thing and expects that this condition alone does not hold, and how.
fn breaks(condition: Condition, outcome: Outcome, what: &str, edit: impl Fn(&mut World)) {
    let mut world = world();
    edit(&mut world);
    let proof = world.prove();
    for finding in &proof.findings {
        let expected = match finding.condition == condition {
            true => outcome,
            false => Outcome::Holds,
        };
        assert_eq!(finding.outcome, expected, "{what}: {finding:#?}");
    }
    let answer = match outcome {
        Outcome::Trouble => Answer::Trouble(vec![condition]),
        _ => Answer::CannotSay(vec![condition]),
    };
    assert_eq!(proof.answer, answer, "{what}");
    assert!(
        evidence(&proof, condition).contains(what),
        "{what}: {}",
        evidence(&proof, condition)
    );
}

#[test]
fn one_the_rules_are_told() {
    use Condition::RulesAnswered;
    breaks(
        RulesAnswered,
        Outcome::Unknown,
        "No answer within 10 s",
        |world| trouble(&mut world.rules),
    );
    breaks(
        RulesAnswered,
        Outcome::Unknown,
        "last read at 15:59:59",
        |world| {
            let good = world.rules.good.as_mut().expect("read");
            good.1 = NOW.plus(-61_000);
            for one in Arc::make_mut(&mut good.0.data) {
                one.evaluated = Some(NOW.plus(-65_000));
            }
        },
    );
    breaks(RulesAnswered, Outcome::Unknown, "1 of 2 rulers", |world| {
        let answer = &mut world.rules.good.as_mut().expect("read").0;
        answer.warnings.push("1 of 2 rulers".to_owned());
    });
}

#[test]
fn two_the_rules_are_the_handbooks() {
    use Condition::RulesEqual;
    let edit = |edit: &dyn Fn(&mut Rule)| {
        let mut world = world();
        for one in world.loaded() {
            if one.rule.name == "DatabaseDown" {
                edit(&mut one.rule);
            }
        }
        world.rules
    };
    for (what, rules) in [
        (
            "20 of 21 rules loaded and equal. DatabaseDown is not loaded",
            edit(&|rule| rule.name = "Other".to_owned()),
        ),
        (
            "asks something else",
            edit(&|rule| rule.expr = "up == 0".to_owned()),
        ),
        ("fires later", edit(&|rule| rule.hold = 90_000)),
        (
            "severity 'warning'",
            edit(&|rule| rule.labels = labels(&[("severity", "warning")])),
        ),
    ] {
        breaks(RulesEqual, Outcome::Fails, what, |world| {
            world.rules = rules.clone();
        });
    }
    breaks(
        RulesEqual,
        Outcome::Fails,
        "The handbook has no rules",
        |world| world.handbook.clear(),
    );
}

#[test]
fn three_the_groups_are_evaluated_in_time() {
    use Condition::GroupsEvaluated;
    breaks(
        GroupsEvaluated,
        Outcome::Fails,
        "last evaluated at 16:00:39",
        |world| {
            world.loaded()[3].evaluated = Some(NOW.plus(-20_001));
        },
    );
    breaks(
        GroupsEvaluated,
        Outcome::Fails,
        "never evaluated",
        |world| world.loaded()[3].evaluated = None,
    );
    breaks(GroupsEvaluated, Outcome::Unknown, "how often", |world| {
        world.loaded()[3].rule.interval = None;
    });
}

#[test]
fn four_no_rule_fails() {
    use Condition::RulesHealthy;
    breaks(RulesHealthy, Outcome::Fails, "many-to-many", |world| {
        let one = &mut world.loaded()[5];
        one.health = Health::Failing;
        one.last_error = "many-to-many matching".to_owned();
    });
    breaks(RulesHealthy, Outcome::Unknown, "no known health", |world| {
        world.loaded()[5].health = Health::Unknown;
    });
}

#[test]
fn five_the_expected_services_report() {
    use Condition::ServicesScraped;
    breaks(
        ServicesScraped,
        Outcome::Trouble,
        "q2q-ai does not report.",
        |world| {
            world
                .up()
                .retain(|sample| sample.labels.get("job") != Some("teei-q2q-ai"));
        },
    );
    breaks(
        ServicesScraped,
        Outcome::Trouble,
        "nats is down.",
        |world| {
            for sample in world.up() {
                if sample.labels.get("job") == Some("nats") {
                    sample.value = 0.0;
                }
            }
        },
    );
    breaks(ServicesScraped, Outcome::Trouble, "(and 8 more)", |world| {
        world.up().clear();
    });
    breaks(ServicesScraped, Outcome::Trouble, "is down", |world| {
        world.up()[0].value = f64::NAN;
    });
    breaks(
        ServicesScraped,
        Outcome::Trouble,
        "api-gateway is down",
        |world| {
            let mut second = world.up()[0].clone();
            second.value = 0.0;
            world.up().push(second);
        },
    );
    breaks(ServicesScraped, Outcome::Unknown, "No answer", |world| {
        trouble(&mut world.up);
    });
    breaks(ServicesScraped, Outcome::Unknown, "not read yet", |world| {
        world.up = Reading::default();
    });
    breaks(ServicesScraped, Outcome::Unknown, "No service", |world| {
        world.expected.clear();
    });
}

#[test]
fn six_the_data_is_fresh_and_complete() {
    use Condition::DataFresh;
    for (state, words) in [
        (
            DataState::Late,
            "is late: its newest sample is from 15:59:00",
        ),
        (
            DataState::Stale,
            "is stale: its newest sample is from 15:59:00",
        ),
        (DataState::Partial, "is incomplete: Prometheus warns"),
        (DataState::Error, "is answered with an error since 16:00:00"),
        (
            DataState::Empty,
            "has no data: Prometheus answers, and holds no series",
        ),
        (DataState::Unreachable, "is not answered since 16:00:00"),
    ] {
        let words = format!("Pool on Database {words}");
        breaks(DataFresh, Outcome::Fails, &words, |world| {
            world.panels.push((state, Status::Ok));
        });
        breaks(DataFresh, Outcome::Fails, &words, |world| {
            world.panels.push((state, Status::CannotSay));
        });
    }
    breaks(DataFresh, Outcome::Fails, "cannot be judged", |world| {
        world.panels.push((DataState::Fresh, Status::CannotSay));
    });
    breaks(DataFresh, Outcome::Unknown, "has no answer yet", |world| {
        world.panels.push((DataState::Loading, Status::CannotSay));
    });
    let mut none = world();
    none.panels.clear();
    assert_eq!(
        none.prove().answer,
        Answer::CannotSay(vec![DataFresh, Condition::NoLimitCrossed])
    );
}

#[test]
fn seven_the_clocks_agree() {
    use Condition::ClocksAgree;
    let mut world = world();
    world.skew = Some(-CLOCKS_AGREE);
    assert_eq!(
        world.prove().answer,
        Answer::AllClear {
            delivery_proven: true
        }
    );
    for skew in [CLOCKS_AGREE + 1, -CLOCKS_AGREE - 1, i64::MIN] {
        breaks(ClocksAgree, Outcome::Fails, "off the server's", |world| {
            world.skew = Some(skew);
        });
    }
    breaks(ClocksAgree, Outcome::Unknown, "not known", |world| {
        world.skew = None;
    });
}

#[test]
fn eight_the_watchdog_fires_and_arrives() {
    use Condition::WatchdogFires;
    breaks(WatchdogFires, Outcome::Fails, "does not fire", |world| {
        world.alerts = read(Arc::default());
        for one in world.loaded() {
            one.alerts.clear();
        }
    });
    breaks(
        WatchdogFires,
        Outcome::Fails,
        "not seen in Alertmanager",
        |world| {
            world.alertmanager = in_alertmanager(Vec::new());
        },
    );
    breaks(WatchdogFires, Outcome::Unknown, "No answer", |world| {
        trouble(world.alertmanager.as_mut().expect("configured"));
    });
    breaks(WatchdogFires, Outcome::Unknown, "not read yet", |world| {
        world.alertmanager = Some(Reading::default());
    });
    breaks(WatchdogFires, Outcome::Unknown, "last read", |world| {
        let reading = world
            .alertmanager
            .as_mut()
            .and_then(|reading| reading.good.as_mut());
        reading.expect("read").1 = NOW.plus(-61_000);
    });
}

#[test]
fn nine_nothing_fires_pends_or_is_silenced() {
    use Condition::NothingFires;
    let firing = || alert("HighErrorRate", "critical", "x", AlertState::Firing);
    breaks(
        NothingFires,
        Outcome::Trouble,
        "HighErrorRate on x is firing.",
        |world| world.fire(firing()),
    );
    breaks(NothingFires, Outcome::Trouble, "is pending.", |world| {
        world.fire(alert("HighErrorRate", "critical", "x", AlertState::Pending));
    });
    breaks(NothingFires, Outcome::Trouble, "state unknown", |world| {
        world.fire(alert("HighErrorRate", "critical", "x", AlertState::Unknown));
    });
    breaks(NothingFires, Outcome::Trouble, "(and 1 more)", |world| {
        world.fire(firing());
        world.fire(alert("Foreign", "info", "x", AlertState::Firing));
    });
    breaks(NothingFires, Outcome::Trouble, "is silenced", |world| {
        world.fire(firing());
        let mut silenced = held(&firing());
        silenced.suppressed = true;
        silenced.silenced_by = vec!["s".to_owned()];
        world.alertmanager = in_alertmanager(vec![silenced, held(&watchdog())]);
    });
    breaks(NothingFires, Outcome::Trouble, "by its own word", |world| {
        world.loaded()[0].state = RuleState::Firing;
    });
    breaks(NothingFires, Outcome::Unknown, "does not say", |world| {
        world.loaded()[0].state = RuleState::Unknown;
    });
    breaks(NothingFires, Outcome::Unknown, "No answer", |world| {
        trouble(&mut world.alerts);
    });
    breaks(NothingFires, Outcome::Unknown, "not read yet", |world| {
        world.alerts = Reading::default();
    });
}

#[test]
fn ten_no_limit_is_crossed() {
    use Condition::NoLimitCrossed;
    let over = |world: &mut World| {
        world.crossings.push(Crossing {
            who: "q2q-ai".to_owned(),
            value: "7%".to_owned(),
            limit: Limit {
                subject: "Errors".to_owned(),
                level: Level::Critical,
                bound: Bound::Above(0.05),
                words: "> 5%".to_owned(),
                source: "a.md:3".to_owned(),
            },
        });
        world.panels.push((DataState::Fresh, Status::Critical));
    };
    let words = "is critical: q2q-ai 7%, limit > 5%.";
    breaks(NoLimitCrossed, Outcome::Trouble, words, over);
    // Where the limit stands is told beside the sentence: a wall shows the sentence alone.
    let mut world = world();
    over(&mut world);
    for finding in world.prove().findings {
        let source = match finding.condition {
            NoLimitCrossed => "a.md:3",
            _ => "",
        };
        assert_eq!(finding.source, source, "{finding:#?}");
    }
    breaks(NoLimitCrossed, Outcome::Trouble, "is warning", |world| {
        world.panels.push((DataState::Fresh, Status::Warning));
    });
}

#[test]
fn eleven_no_grave_incident_is_open() {
    use Condition::NoIncidentOpen;
    for severity in [Severity::Sev1, Severity::Sev2] {
        breaks(NoIncidentOpen, Outcome::Trouble, "INC-8", |world| {
            world.incidents.as_mut().expect("read").push(OpenIncident {
                name: "INC-8".to_owned(),
                severity,
            });
        });
    }
    breaks(
        NoIncidentOpen,
        Outcome::Unknown,
        "could not be read",
        |world| world.incidents = None,
    );
}

/// VictoriaMetrics without vmalert answers so, and it sounds like silence.
#[test]
fn a_server_without_rules_is_no_all_clear() {
    let mut world = world();
    world.rules = read(Arc::default());
    world.alerts = read(Arc::default());
    let proof = world.prove();
    let open = Answer::CannotSay(vec![
        Condition::RulesEqual,
        Condition::GroupsEvaluated,
        Condition::RulesHealthy,
        Condition::WatchdogFires,
        Condition::NothingFires,
    ]);
    assert_eq!(proof.answer, open);
    assert!(evidence(&proof, Condition::RulesEqual).contains("holds no alerting rules"));
    // What the page finds by itself then is trouble, whatever the server does not know.
    world.fire(alert("HighErrorRate", "critical", "x", AlertState::Firing));
    assert_eq!(
        world.prove().answer,
        Answer::Trouble(vec![Condition::NothingFires])
    );
}

#[test]
fn nothing_read_yet_proves_nothing() {
    let world = World {
        handbook: embedded::rules(),
        rules: Reading::default(),
        alerts: Reading::default(),
        alertmanager: None,
        expected: Vec::new(),
        up: Reading::default(),
        panels: Vec::new(),
        crossings: Vec::new(),
        skew: None,
        incidents: None,
    };
    let proof = world.prove();
    assert_eq!(
        proof.answer,
        Answer::CannotSay(Condition::ALL.to_vec()),
        "{proof:#?}"
    );
    for finding in &proof.findings {
        assert_eq!(
            finding.outcome,
            Outcome::Unknown,
            "nothing is said to fail: {finding:?}"
        );
    }
}

#[test]
fn trouble_is_trouble_beside_what_cannot_be_said() {
    let mut world = world();
    trouble(&mut world.rules);
    world.skew = None;
    world.panels.push((DataState::Fresh, Status::Critical));
    assert_eq!(
        world.prove().answer,
        Answer::Trouble(vec![Condition::NoLimitCrossed])
    );
}
