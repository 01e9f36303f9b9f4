//! Alarms that fired before the page was opened and do no longer, as the server remembers them. Sends nothing.

use super::{
    gather::{Sources, gather},
    resolved::Resolved,
};
use crate::{
    domain::{
        alert::{Alert, AlertState},
        duration,
        labels::Labels,
        order::{self, Table},
        panel::Dashboard,
        rule::{Rule, SEVERITY, WATCHDOG},
        series::Sample,
        time::Moment,
    },
    prometheus::query::Request,
    watch::template::expand,
};

/// Asks when each alarm that fired within `keep` (milliseconds) fired last.
pub fn request(keep: i64) -> Request {
    let keep = duration::promql(keep);
    let fired = format!("ALERTS{{alertstate=\"firing\",alertname!=\"{WATCHDOG}\"}}");
    Request::instant(format!("max_over_time(timestamp({fired})[{keep}:30s])"))
}

/// Reads the answer: all that fired, the newest first; some may fire still. `rules` say what the alarms are about, and
/// `interval` how often they are evaluated where they do not say so themselves (milliseconds).
pub fn fired(
    samples: &[Sample],
    rules: &[Rule],
    dashboards: &[Dashboard],
    interval: i64,
) -> Vec<Resolved> {
    let mut ends = Vec::new();
    let mut alerts = Vec::new();
    for sample in samples {
        let labels = sample.labels.without("alertstate");
        let mut alert = Alert {
            labels: labels.clone(),
            annotations: Labels::default(),
            state: AlertState::Firing,
            active_at: None,
            kept_since: None,
            value: None,
        };
        let severity = labels.get(SEVERITY).unwrap_or_default();
        let rule = rules
            .iter()
            .find(|rule| rule.name == alert.name() && rule.severity() == severity);
        if let Some(rule) = rule {
            let texts = rule.annotations.iter();
            let texts =
                texts.map(|(name, text)| (name.to_owned(), expand(text, &labels, f64::NAN)));
            alert.annotations = Labels::new(texts.collect());
        }
        // It was gone at the evaluation after the last one at which it fired.
        let pause = rule.and_then(|rule| rule.interval).unwrap_or(interval);
        ends.push((labels, Moment::from_seconds(sample.value).plus(pause)));
        alerts.push(alert);
    }
    let ends = Table::new(ends);
    let board = gather(Sources {
        rules: &[],
        alerts: &alerts,
        handbook: rules,
        alertmanager: None,
        dashboards,
        interval,
    });
    let alarms = board.alarms.into_iter();
    let mut fired: Vec<Resolved> = alarms
        .filter_map(|alarm| {
            let at = *ends.get(&alarm.labels)?;
            let rule_gone = !rules.iter().any(|rule| rule.name == alarm.name);
            Some(Resolved {
                alarm,
                at,
                rule_gone,
            })
        })
        .collect();
    order::by_key(&mut fired, |one| std::cmp::Reverse(one.at));
    fired
}
