//! What the documents and the rules say differently, and what leads nowhere. Asks nothing, and finds only what the
//! texts themselves show.

use super::{
    Handbook,
    links::Target,
    page::Page,
    problem::{Place, Problem},
    render::{Part, Section},
};
use crate::{
    domain::{
        duration,
        limit::Bound,
        panel::{Dashboard, Panel},
        severity::Severity,
        sla::{Clock, Length, Soon, Term, Terms},
    },
    float,
};

/// An alerting rule, as far as a handbook is compared with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// The alert's name.
    pub name: String,
    /// Its PromQL.
    pub expr: String,
    /// Its severity label; empty when it has none.
    pub severity: String,
    /// Its annotation `runbook` or `runbook_url`; empty when it has none.
    pub runbook: String,
    /// The file that holds it.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
}

impl Rule {
    fn problem(&self, found: &str, expected: &str) -> Problem {
        let place = Place {
            line: self.line,
            column: 1,
        };
        Problem::new(&self.file, place, found, expected)
    }

    /// The number after the last `>`; `None` when it ends otherwise.
    fn threshold(&self) -> Option<f64> {
        let (_, number) = self.expr.rsplit_once('>')?;
        float::parse(number.trim().trim_end_matches(')').trim_end())
    }

    /// Whether its annotation names this runbook, by its id or by an address that ends in it.
    fn names(&self, page: &Page) -> bool {
        let last = self.runbook.rsplit('/').next().unwrap_or_default();
        last.split(['#', '?']).next() == Some(page.id.as_str())
    }

    /// A rule about alerting itself has the severity `none` and needs no runbook.
    fn needs_runbook(&self) -> bool {
        self.severity != "none"
    }
}

/// Pages of the portal that no document makes.
const OWN_PAGES: [&str; 7] = [
    "/",
    "/alerts",
    "/incidents",
    "/runbooks",
    "/rules",
    "/check",
    "/wall",
];

/// All that is wrong with a handbook that was understood, with its rules.
pub fn check(handbook: &Handbook, rules: &[Rule]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for page in handbook.pages.iter().chain(&handbook.guides) {
        dead_links(handbook, page, &mut problems);
        mentions(page, rules, &mut problems);
        promises(handbook, page, &mut problems);
    }
    if !rules.is_empty() {
        runbooks(handbook, rules, &mut problems);
        alerts_of_panels(handbook, rules, &mut problems);
    }
    problems
}

fn dead_links(handbook: &Handbook, page: &Page, problems: &mut Vec<Problem>) {
    for link in &page.links {
        let expected = match &link.target {
            Target::External(_) | Target::File(_) => continue,
            Target::Nowhere => {
                "an address with http, https or mailto, a document of the handbook, or a page of the portal"
            }
            Target::Portal(path) => match leads(handbook, path) {
                None => continue,
                Some(expected) => expected,
            },
        };
        problems.push(Problem::new(
            &page.file,
            link.place,
            &link.destination,
            expected,
        ));
    }
}

/// What is missing at the end of a path of the portal; `None` when it leads somewhere.
fn leads(handbook: &Handbook, path: &str) -> Option<&'static str> {
    let (path, anchor) = path
        .split_once('#')
        .map_or((path, None), |(path, anchor)| (path, Some(anchor)));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if let Some(slug) = path.strip_prefix("/dashboards/") {
        let Some(dashboard) = handbook.dashboards.iter().find(|one| one.slug == slug) else {
            return Some("a dashboard that exists");
        };
        let panel = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("panel="));
        let exists = |id: &str| dashboard.panels.iter().any(|panel| panel.id == id);
        return (!panel.is_none_or(exists)).then_some("a panel that exists");
    }
    let page = handbook.pages.iter().find(|page| page.path == path);
    match (page, anchor) {
        (None, _) if OWN_PAGES.contains(&path) || path.starts_with("/incidents/") => None,
        (None, _) => Some("a document or page that exists"),
        (Some(_), None | Some("")) => None,
        (Some(page), Some(anchor)) => {
            let found = page.sections.iter().any(|section| section.anchor == anchor);
            (!found).then_some("a heading that exists")
        }
    }
}

fn runbooks(handbook: &Handbook, rules: &[Rule], problems: &mut Vec<Problem>) {
    for rule in rules.iter().filter(|rule| rule.needs_runbook()) {
        let elsewhere = rule.runbook.starts_with("http");
        let known = handbook.runbooks().any(|page| rule.names(page));
        if rule.runbook.is_empty() {
            problems.push(rule.problem(&rule.name, "an annotation 'runbook: RB-…' of the alert"));
        } else if !known && !elsewhere {
            problems.push(rule.problem(&rule.runbook, "a runbook of the handbook"));
        }
    }
    for page in handbook.runbooks() {
        if !rules.iter().any(|rule| rule.names(page)) {
            let expected = format!("an alert with the annotation 'runbook: {}'", page.id);
            problems.push(Problem::missing(&page.file, &expected));
        }
    }
}

/// Alerts of panels that no rule defines, and rules whose number is none of the panel's limits.
fn alerts_of_panels(handbook: &Handbook, rules: &[Rule], problems: &mut Vec<Problem>) {
    for page in &handbook.dashboards {
        for panel in &page.panels {
            for name in &panel.alerts {
                match rules.iter().find(|rule| rule.name == *name) {
                    Some(rule) => problems.extend(contradiction(page, panel, rule)),
                    None => {
                        let expected =
                            format!("an alert of the rules, for the panel '{}'", panel.id);
                        problems.push(Problem::new(
                            &page.file,
                            Place { line: 1, column: 1 },
                            name,
                            &expected,
                        ));
                    }
                }
            }
        }
    }
}

/// A rule and a panel are compared where both take a quantile or neither does: an average's limit says nothing of p95.
fn contradiction(page: &Dashboard, panel: &Panel, rule: &Rule) -> Option<Problem> {
    let threshold = rule.threshold()?;
    let quantile = |promql: &str| promql.contains("histogram_quantile");
    let alike = panel
        .queries
        .iter()
        .any(|query| quantile(&query.promql) == quantile(&rule.expr));
    let limits = panel.limits();
    let agrees = limits.iter().any(|limit| match limit.bound {
        Bound::Above(bound) => same(bound, threshold),
        Bound::Unavailable => false,
    });
    if limits.is_empty() || !alike || agrees {
        return None;
    }
    let words: Vec<String> = limits
        .iter()
        .map(|limit| format!("{} ({})", limit.words, limit.source))
        .collect();
    let found = format!("{} > {}", rule.name, panel.unit().write(threshold).joined());
    let expected = format!(
        "a limit of '{}' on {}: {}",
        panel.title,
        page.title,
        words.join(", ")
    );
    Some(rule.problem(&found, &expected))
}

/// Minutes and hours beside a severity in prose must be one of the times that the SLA table and the escalation matrix
/// give it; those beside 'post-mortem' must be its term.
fn promises(handbook: &Handbook, page: &Page, problems: &mut Vec<Problem>) {
    for section in &page.sections {
        for line in prose(section).lines() {
            let named = Severity::ALL.map(|severity| (severity, line.contains(severity.name())));
            let severities = named.iter().filter(|(_, named)| *named);
            let mut known: Vec<i64> = severities
                .flat_map(|(severity, _)| times(handbook, *severity))
                .collect();
            if line.to_ascii_lowercase().contains("post-mortem") {
                let term = handbook.sla.post_mortem.as_ref();
                known.extend(term.and_then(elapsed));
            }
            if known.is_empty() {
                continue;
            }
            for (words, length) in lengths(line) {
                if !known.contains(&length) {
                    let expected = known.iter().map(|&length| duration::words(length));
                    let expected = format!(
                        "a time of the SLA table or the escalation matrix: {}",
                        expected.collect::<Vec<_>>().join(", ")
                    );
                    problems.push(Problem::new(&page.file, section.place, &words, &expected));
                }
            }
        }
    }
}

/// All times that a severity has (milliseconds).
fn times(handbook: &Handbook, severity: Severity) -> Vec<i64> {
    let terms = handbook.sla.terms(severity);
    let of = |terms: &Terms| {
        let soon = match terms.soon {
            Soon::Last(length) => Some(length),
            Soon::LastQuarter => None,
        };
        let each = Clock::ALL.into_iter();
        each.filter_map(|clock| elapsed(terms.of(clock)))
            .chain(soon)
            .collect::<Vec<_>>()
    };
    let levels = handbook.escalation.ladder.levels.iter();
    let after = levels.flat_map(|level| &level.after);
    let after = after.filter(|(of, _)| *of == severity);
    let mut times = terms.map(of).unwrap_or_default();
    times.extend(after.map(|(_, after)| *after).filter(|after| *after > 0));
    times
}

fn elapsed(term: &Term) -> Option<i64> {
    match term.length() {
        Length::Elapsed(length) => Some(length),
        _ => None,
    }
}

/// The minutes and hours of a line, as they stand and in milliseconds: `48 hours`.
fn lengths(line: &str) -> Vec<(String, i64)> {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words.windows(2).filter_map(|pair| {
        let words = pair.join(" ");
        let length = elapsed(&Term::parse(&words)?)?;
        Some((words, length))
    });
    pairs.collect()
}

/// What a reader sees of a section's prose, without its commands.
fn prose(section: &Section) -> String {
    let parts = section.parts.iter().filter_map(|part| match part {
        Part::Html(html) => Some(super::html::text(html)),
        Part::Commands(_) => None,
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// A number after '>' in a runbook's prose must be the number of one of the rules that name the runbook.
fn mentions(page: &Page, rules: &[Rule], problems: &mut Vec<Problem>) {
    let own: Vec<&Rule> = rules.iter().filter(|rule| rule.names(page)).collect();
    let numbers: Vec<f64> = own.iter().filter_map(|rule| rule.threshold()).collect();
    if numbers.is_empty() {
        return;
    }
    for section in &page.sections {
        for line in prose(section).lines() {
            let Some((_, rest)) = line.split_once('>') else {
                continue;
            };
            if let Some(number) = number(rest)
                && !numbers.iter().any(|known| same(*known, number))
            {
                let rules: Vec<String> = own
                    .iter()
                    .filter_map(|rule| Some(format!("{} > {}", rule.name, rule.threshold()?)))
                    .collect();
                let expected = format!(
                    "the number of a rule that names {}: {}",
                    page.id,
                    rules.join(", ")
                );
                problems.push(Problem::new(&page.file, section.place, line, &expected));
            }
        }
    }
}

/// `5%`, `100ms`, `1s` at the beginning of a text, in base units; a plain number is about something else.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(digits);
    let number = float::parse(number)?;
    let letters = unit
        .find(|c: char| !c.is_ascii_alphabetic() && c != '%')
        .unwrap_or(unit.len());
    match unit.get(..letters)? {
        "%" => Some(number / 100.0),
        "ms" => Some(number / 1000.0),
        "s" => Some(number),
        _ => None,
    }
}

fn same(left: f64, right: f64) -> bool {
    (left - right).abs() <= left.abs() * 1e-9
}
