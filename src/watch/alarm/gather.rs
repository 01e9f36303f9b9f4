//! From what servers say to the page's alarms. Pure.

use super::{Alarm, Board, Concern, Measure, Place, Runbook, Standing};
use crate::{
    alertmanager::quiet::{Quiet, Reading},
    domain::{
        alert::{Alert, AlertState},
        labels::Labels,
        order::{self, Table},
        panel::Dashboard,
        rule::{CRITICAL, Rule, SEVERITY},
        service::identity,
        slices::{Slices, at_once},
        time::Moment,
        unit::Unit,
    },
    handbook::expression,
    prometheus::rules::Loaded,
};
use std::sync::Arc;

/// What alarms are made of.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The rules that the server has loaded, with their alerts.
    pub rules: &'a [Loaded],
    /// The alerts that it lists beside them, or that the page found itself.
    pub alerts: &'a [Alert],
    /// The handbook's rules, for what the server says nothing of.
    pub handbook: &'a [Rule],
    /// What Alertmanager says, where one is configured.
    pub alertmanager: Option<&'a Reading>,
    /// The dashboards, whose panels name alerts.
    pub dashboards: &'a [Dashboard],
    /// How often rules are evaluated where their group does not say (milliseconds).
    pub interval: i64,
}

/// Makes the alarms of a moment.
pub fn gather(sources: Sources<'_>) -> Board {
    at_once(async |slices: Slices<'_>| in_slices(sources, slices).await)
}

/// The same in slices: there may be thousands.
pub async fn in_slices(sources: Sources<'_>, slices: Slices<'_>) -> Board {
    let known: Vec<&Rule> = sources
        .handbook
        .iter()
        .chain(sources.rules.iter().map(|one| &one.rule))
        .collect();
    // Rules of one name mostly differ in severity and limit.
    let by_name = Table::new(
        known
            .iter()
            .map(|rule| ((rule.name.as_str(), rule.severity()), *rule)),
    );
    let rule_of = |alert: &Alert| {
        let severity = alert.labels.get(SEVERITY).unwrap_or_default();
        by_name.get(&(alert.name(), severity)).copied()
    };
    // The list of alerts may be newer or older than that of rules: what stands in either is listed once.
    let mut all: Vec<((u64, Labels), &Alert, Option<&Rule>)> = Vec::new();
    for alert in sources.alerts {
        all.push((alert.labels.key(), alert, rule_of(alert)));
        slices.pause().await;
    }
    for one in sources.rules {
        for alert in &one.alerts {
            all.push((alert.labels.key(), alert, Some(&one.rule)));
            slices.pause().await;
        }
    }
    // Of two states the worse one counts, and where they are the same the rule's own.
    all.reverse();
    order::by(&mut all, |left, right| {
        let states = left.1.state.cmp(&right.1.state);
        left.0.cmp(&right.0).then(states)
    });
    all.dedup_by(|next, kept| next.0 == kept.0);
    let (alerts, rules): (Vec<Alert>, Vec<Option<&Rule>>) = all
        .into_iter()
        .map(|(_, alert, rule)| (alert.clone(), rule))
        .unzip();
    let facts = Table::new(
        known
            .into_iter()
            .map(|rule| (key(rule), facts(rule, sources.dashboards))),
    );

    let quiet = match sources.alertmanager {
        Some(reading) => reading.quiet(&alerts, slices).await,
        None => vec![None; alerts.len()],
    };
    let mut board = Board::default();
    for ((alert, rule), quiet) in alerts.into_iter().zip(rules).zip(quiet) {
        let facts = rule.and_then(|rule| facts.get(&key(rule)));
        let watches = alert.is_watchdog();
        let alarm = alarm(alert, rule, facts, quiet, sources.interval);
        match watches {
            true if alarm.standing.fires() => board.watchdog = Some(alarm),
            true => {}
            false => board.alarms.push(Arc::new(alarm)),
        }
        slices.pause().await;
    }
    order::by(&mut board.alarms, |left, right| {
        order(left).cmp(&order(right))
    });
    // What fired first stands first, whatever its service is called.
    let alike = |one: &Arc<Alarm>, other: &Arc<Alarm>| {
        one.severity == other.severity && one.service == other.service
    };
    let mut groups: Vec<Vec<Arc<Alarm>>> =
        board.alarms.chunk_by(alike).map(<[_]>::to_vec).collect();
    order::by(&mut groups, |left, right| {
        order_of_groups(left).cmp(&order_of_groups(right))
    });
    board.alarms = groups.concat();
    board.dashboards = vec![Concern::default(); sources.dashboards.len()];
    for alarm in &board.alarms {
        for (dashboard, concern) in sources.dashboards.iter().zip(&mut board.dashboards) {
            let service = alarm.service.as_deref();
            let mut panels = dashboard.panels.iter();
            if panels.any(|panel| panel.is_about(&alarm.name, service)) {
                concern.pending |= alarm.standing == Standing::Pending;
                if alarm.standing.is_loud() {
                    concern.loud.push(alarm.clone());
                }
            }
        }
        slices.pause().await;
    }
    board
}

/// Where the alarms of one severity and service stand: their first one is the worst and oldest.
fn order_of_groups(group: &[Arc<Alarm>]) -> Option<impl Ord + '_> {
    let first = group.first()?;
    Some((
        rank(first),
        first.severity.as_str(),
        first.service.is_none(),
        first.standing,
        age(first),
    ))
}

/// What fired first, or will, comes first, and of those what began first: an outage begins for all rules in one evaluation,
/// and the rule that waits the least is the nearest to its cause. What is not known comes last.
fn age(alarm: &Alarm) -> impl Ord + use<> {
    let fires = alarm.fires_at.or(alarm.began);
    (fires.is_none(), fires, alarm.began)
}

fn rank(alarm: &Alarm) -> u8 {
    match alarm.severity.as_str() {
        CRITICAL => 0,
        "warning" => 1,
        _ => 2,
    }
}

/// Where an alarm stands on the page.
fn order(alarm: &Alarm) -> impl Ord + '_ {
    (
        (rank(alarm), alarm.severity.as_str()),
        // What is about no service comes last.
        (alarm.service.is_none(), alarm.service.as_deref()),
        (alarm.standing, age(alarm)),
        (alarm.name.as_str(), &alarm.labels),
    )
}

/// What tells rules apart.
fn key(rule: &Rule) -> (&str, &str) {
    (&rule.name, &rule.expr)
}

/// What all alerts of one rule have in common.
struct Facts {
    place: Option<Place>,
    unit: Option<Unit>,
    limit: Option<(&'static str, f64)>,
}

fn facts(rule: &Rule, dashboards: &[Dashboard]) -> Facts {
    let panels = dashboards
        .iter()
        .flat_map(|page| page.panels.iter().map(move |panel| (page, panel)));
    let found = panels
        .into_iter()
        .find(|(_, panel)| panel.alerts.contains(&rule.name));
    Facts {
        place: found.map(|(page, panel)| Place {
            slug: page.slug.clone(),
            dashboard: page.title.clone(),
            panel: panel.id.clone(),
            title: panel.title.clone(),
        }),
        unit: found.map(|(_, panel)| panel.unit()),
        // 'equals 0' is a state and no limit.
        limit: expression::limit(&rule.expr).filter(|(sign, _)| !matches!(*sign, "==" | "!=")),
    }
}

fn alarm(
    alert: Alert,
    rule: Option<&Rule>,
    facts: Option<&Facts>,
    quiet: Option<Quiet>,
    interval: i64,
) -> Alarm {
    let measure = facts.and_then(|facts| {
        let ((sign, limit), value) = (facts.limit?, alert.value?);
        let unit = facts.unit.as_ref().unwrap_or(&Unit::Count);
        Some(Measure {
            value: unit.write(value).joined(),
            limit: format!("{sign} {}", unit.write(limit).joined()),
        })
    });
    let standing = match alert.state {
        AlertState::Pending => Standing::Pending,
        AlertState::Unknown => Standing::Unknown,
        AlertState::Firing => match &quiet {
            Some(quiet) if quiet.suppressed => quieted(quiet),
            _ => Standing::Firing,
        },
    };
    let told = quiet
        .as_ref()
        .and_then(|quiet| quiet.starts_at)
        .filter(|_| standing.fires());
    let summary = ["summary", "message", "description"]
        .into_iter()
        .find_map(|key| alert.annotations.get(key))
        .unwrap_or(alert.name());
    Alarm {
        name: alert.name().to_owned(),
        severity: alert.labels.get(SEVERITY).unwrap_or_default().to_owned(),
        service: identity(&alert.labels).map(str::to_owned),
        standing,
        summary: summary.to_owned(),
        value: alert.value,
        measure,
        began: alert.active_at,
        fires_at: told.or_else(|| fires_at(alert.active_at?, rule?, interval)),
        runbook: runbook(&alert.annotations),
        place: facts.and_then(|facts| facts.place.clone()),
        quiet,
        annotations: alert.annotations,
        labels: alert.labels,
    }
}

/// The strongest reason for which an alarm is quiet.
fn quieted(quiet: &Quiet) -> Standing {
    if !quiet.silenced.is_empty() {
        Standing::Silenced
    } else if !quiet.inhibited.is_empty() {
        Standing::Inhibited
    } else {
        Standing::Muted
    }
}

/// When a rule fires whose condition began at `began`: at the first evaluation after its time.
pub fn fires_at(began: Moment, rule: &Rule, interval: i64) -> Option<Moment> {
    let interval = rule.interval.unwrap_or(interval).max(1);
    let evaluations = rule.hold.max(0).checked_add(interval - 1)? / interval;
    Some(began.plus(evaluations.checked_mul(interval)?))
}

/// What to read: ids go to the handbook, and of addresses only those that a browser opens as a page.
fn runbook(annotations: &Labels) -> Runbook {
    let text = |key| {
        annotations
            .get(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let is_address = |text: &str| {
        let low = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let web = low.starts_with("http://") || low.starts_with("https://");
        web && !text.contains(|c: char| c.is_control() || c.is_whitespace())
    };
    let is_id = |text: &str| {
        let legal = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(legal)
    };
    let both = [text("runbook"), text("runbook_url")];
    let find = |is_so: &dyn Fn(&str) -> bool| {
        let found = both.into_iter().flatten().find(|text| is_so(text));
        found.map(str::to_owned)
    };
    Runbook {
        id: find(&is_id),
        url: find(&is_address),
    }
}
