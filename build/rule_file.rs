//! Prometheus' rule file, understood at build time: the page has no YAML parser. Knows neither documents nor the page.

use super::{
    domain::{duration, labels::Labels, rule::Rule},
    handbook::problem::{Place, Problem},
};
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

/// A node with its key's name.
type Pair<'a, 'yaml> = (String, &'a MarkedYaml<'yaml>);

/// Reads a rule file. Never fails: the rules that could be understood come with all problems found.
pub fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let documents = match MarkedYaml::load_from_str(text) {
        Ok(documents) => documents,
        Err(error) => {
            let place = Place {
                line: error.marker().line(),
                column: error.marker().col() + 1,
            };
            let line = text.lines().nth(place.line.saturating_sub(1));
            let expected = format!("YAML ({})", error.info());
            problems.push(Problem::new(
                file,
                place,
                line.unwrap_or_default().trim(),
                &expected,
            ));
            return Vec::new();
        }
    };
    let mut reader = Reader { file, problems };
    let mut rules = Vec::new();
    for document in &documents {
        for (key, groups) in reader.mapping(document, "a mapping with the key 'groups'") {
            match key.as_str() {
                "groups" => {
                    for group in reader.list(groups, "a list of groups") {
                        reader.group(group, &mut rules);
                    }
                }
                _ => reader.refuse(groups, &key, "the key 'groups'"),
            }
        }
    }
    if rules.is_empty() && reader.problems.is_empty() {
        problems.push(Problem::missing(
            file,
            "a group with at least one alerting rule",
        ));
    }
    rules
}

struct Reader<'a> {
    file: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn refuse(&mut self, node: &MarkedYaml<'_>, found: &str, expected: &str) {
        let place = place(node);
        self.problems
            .push(Problem::new(self.file, place, found, expected));
    }

    fn group(&mut self, node: &MarkedYaml<'_>, rules: &mut Vec<Rule>) {
        let (mut name, mut interval, mut bodies) = (String::new(), None, Vec::new());
        for (key, value) in self.mapping(node, "a group with 'name' and 'rules'") {
            match key.as_str() {
                "name" => name = self.text(value),
                "interval" => interval = self.length(value),
                "rules" => bodies = self.list(value, "a list of rules"),
                "limit" | "query_offset" => {}
                _ => self.refuse(value, &key, "name, interval, limit, query_offset or rules"),
            }
        }
        if name.is_empty() {
            self.refuse(node, "a group", "its 'name'");
        }
        for body in bodies {
            if let Some(rule) = self.rule(body) {
                rules.push(Rule {
                    group: name.clone(),
                    interval,
                    ..rule
                });
            }
        }
    }

    fn rule(&mut self, node: &MarkedYaml<'_>) -> Option<Rule> {
        let before = self.problems.len();
        let mut rule = Rule {
            source: format!("{}:{}", self.file, place(node).line),
            ..Rule::default()
        };
        for (key, value) in self.mapping(node, "a rule with 'alert' and 'expr'") {
            match key.as_str() {
                "alert" => rule.name = self.text(value),
                "expr" => {
                    rule.expr = self.text(value).trim().to_owned();
                    if let Err(fault) = super::handbook::expression::tokens(&rule.expr) {
                        self.refuse(value, &fault.found, fault.expected);
                    }
                }
                "for" => rule.hold = self.length(value).unwrap_or_default(),
                "keep_firing_for" => rule.keep_firing = self.length(value).unwrap_or_default(),
                "labels" => rule.labels = self.labels(value),
                "annotations" => rule.annotations = self.labels(value),
                "record" => self.refuse(
                    value,
                    "a recording rule",
                    "an alerting rule: the handbook's rules all say when something is wrong",
                ),
                _ => self.refuse(
                    value,
                    &key,
                    "alert, expr, for, keep_firing_for, labels or annotations",
                ),
            }
        }
        for (what, value) in [("alert", &rule.name), ("expr", &rule.expr)] {
            if value.is_empty() && self.problems.len() == before {
                self.refuse(node, "a rule", &format!("its '{what}'"));
            }
        }
        (self.problems.len() == before).then_some(rule)
    }

    fn labels(&mut self, node: &MarkedYaml<'_>) -> Labels {
        let pairs = self.mapping(node, "names with texts");
        let pairs = pairs
            .into_iter()
            .map(|(key, value)| (key, self.text(value)));
        Labels::new(pairs.collect())
    }

    fn length(&mut self, node: &MarkedYaml<'_>) -> Option<i64> {
        let text = self.text(node);
        let length = match text.as_str() {
            "0" => Some(0),
            text => duration::parse(text),
        };
        if length.is_none() {
            self.refuse(node, &text, "a length of time such as '5m'");
        }
        length
    }

    fn text(&mut self, node: &MarkedYaml<'_>) -> String {
        match &node.data {
            YamlData::Value(Scalar::String(text)) => text.to_string(),
            YamlData::Value(Scalar::Integer(number)) => number.to_string(),
            YamlData::Value(Scalar::FloatingPoint(number)) => number.to_string(),
            YamlData::Value(Scalar::Boolean(truth)) => truth.to_string(),
            _ => {
                self.refuse(node, "no text", "a text");
                String::new()
            }
        }
    }

    fn list<'a, 'yaml>(
        &mut self,
        node: &'a MarkedYaml<'yaml>,
        expected: &str,
    ) -> Vec<&'a MarkedYaml<'yaml>> {
        match &node.data {
            YamlData::Sequence(list) => list.iter().collect(),
            _ => {
                self.refuse(node, "no list", expected);
                Vec::new()
            }
        }
    }

    fn mapping<'a, 'yaml>(
        &mut self,
        node: &'a MarkedYaml<'yaml>,
        expected: &str,
    ) -> Vec<Pair<'a, 'yaml>> {
        match &node.data {
            YamlData::Mapping(pairs) => {
                let pairs = pairs.iter();
                pairs.map(|(key, value)| (self.text(key), value)).collect()
            }
            _ => {
                self.refuse(node, "no mapping", expected);
                Vec::new()
            }
        }
    }
}

fn place(node: &MarkedYaml<'_>) -> Place {
    Place {
        line: node.span.start.line(),
        column: node.span.start.col() + 1,
    }
}

/// The rules as Rust source, for `src/embedded.rs`.
pub fn as_source(rules: &[Rule]) -> String {
    let pairs = |labels: &Labels| format!("&{:?}", labels.iter().collect::<Vec<_>>());
    let mut list = String::from("&[\n");
    for rule in rules {
        let Rule {
            name,
            expr,
            hold,
            keep_firing,
            labels,
            annotations,
            group,
            interval,
            source,
        } = rule;
        let (labels, annotations) = (pairs(labels), pairs(annotations));
        list.push_str(&format!(
            "    RuleText {{ name: {name:?}, expr: {expr:?}, hold: {hold}, keep_firing: {keep_firing}, labels: {labels}, \
             annotations: {annotations}, group: {group:?}, interval: {interval:?}, source: {source:?} }},\n"
        ));
    }
    list.push(']');
    list
}
