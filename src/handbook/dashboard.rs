//! A dashboard's document, understood: purpose, key metrics, limits, panels; knows no answers and no pixels.

use super::{
    Document,
    blocks::{self, Block, Kind as BlockKind},
    front_matter::FrontMatter,
    problem::{Place, Problem},
    promql, thresholds,
};
use crate::domain::{
    limit::{Bound, Limit, Limits},
    metric::Metric,
    order,
    panel::{Dashboard, Kind, Panel, Query, Width},
    service::{Service, Services},
    unit::Unit,
    view::FILTERS,
};

/// Reads all dashboards; a panel may name a limit of another dashboard (`nodejs/Heap Used`).
pub fn read_all(
    documents: &[Document<'_>],
    services: &Services,
    metrics: &[Metric],
    problems: &mut Vec<Problem>,
) -> Vec<Dashboard> {
    let mut drafts: Vec<(Document<'_>, Dashboard, Vec<Block>)> = documents
        .iter()
        .map(|document| head(*document, problems))
        .collect();
    order::by_key(&mut drafts, |(_, dashboard, _)| dashboard.order);
    let known: Vec<(String, Vec<Limit>)> = drafts
        .iter()
        .map(|(_, dashboard, _)| (dashboard.slug.clone(), dashboard.limits.clone()))
        .collect();
    let read = drafts.into_iter().map(|(document, mut dashboard, blocks)| {
        let mut reader = Reader {
            document,
            slug: &dashboard.slug,
            services,
            metrics,
            known: &known,
            problems,
        };
        dashboard.panels = reader.panels(&blocks);
        check_whole(document, &dashboard, problems);
        dashboard
    });
    read.collect()
}

/// What must hold of a document as a whole: each key metric has a panel, each limit is used, ids are unique.
fn check_whole(document: Document<'_>, dashboard: &Dashboard, problems: &mut Vec<Problem>) {
    let place_of = |needle: &str| Place::of(document.text, document.text.find(needle).unwrap_or(0));
    for metric in &dashboard.key_metrics {
        if !dashboard
            .panels
            .iter()
            .any(|panel| panel.measures.as_deref() == Some(metric))
        {
            let expected = format!("a panel with the line '- measures: {metric}'");
            problems.push(Problem::new(
                document.file,
                place_of(metric),
                metric,
                &expected,
            ));
        }
    }
    for panel in &dashboard.panels {
        if dashboard
            .panels
            .iter()
            .filter(|other| other.id == panel.id)
            .count()
            > 1
        {
            let line = format!("- id: {}", panel.id);
            problems.push(Problem::new(
                document.file,
                place_of(&line),
                &line,
                "an id that no other panel of the page has",
            ));
        }
        if let Some(measures) = &panel.measures
            && !dashboard.key_metrics.contains(measures)
        {
            let line = format!("- measures: {measures}");
            problems.push(Problem::new(
                document.file,
                place_of(&line),
                &line,
                "one of the page's key metrics, word for word",
            ));
        }
    }
    for limit in &dashboard.limits {
        let used = dashboard
            .panels
            .iter()
            .flat_map(|panel| &panel.queries)
            .any(|query| query.limits.iter().any(|other| other == limit));
        if !used {
            let expected = format!("a panel with the line '- limit: {}'", limit.subject);
            problems.push(Problem::new(
                document.file,
                place_of(&limit.subject),
                &limit.subject,
                &expected,
            ));
        }
    }
}

fn head<'a>(
    document: Document<'a>,
    problems: &mut Vec<Problem>,
) -> (Document<'a>, Dashboard, Vec<Block>) {
    let front = FrontMatter::read(document, problems);
    let (slug, _) = front.required("slug", problems);
    let (order, order_place) = front.required("order", problems);
    let (title, _) = front.required("title", problems);
    let (line, _) = front.required("line", problems);
    let (filters, filters_place) = front.required("filters", problems);
    for label in filters
        .split(',')
        .map(str::trim)
        .filter(|label| !label.is_empty())
    {
        if !FILTERS.contains(&label) {
            let expected = format!("filters out of {}", FILTERS.join(", "));
            problems.push(Problem::new(document.file, filters_place, label, &expected));
        }
    }
    let order = order.parse().unwrap_or_else(|_| {
        problems.push(Problem::new(
            document.file,
            order_place,
            order,
            "a whole number",
        ));
        0
    });
    let blocks = blocks::read(document, front.body_offset());
    let mut dashboard = Dashboard {
        slug: slug.to_owned(),
        order,
        title: title.to_owned(),
        line: line.to_owned(),
        filters: filters
            .split(',')
            .map(|label| label.trim().to_owned())
            .collect(),
        key_metrics: Vec::new(),
        limits: Vec::new(),
        panels: Vec::new(),
        file: document.file.to_owned(),
    };
    let mut lead = "";
    for block in &blocks {
        match &block.kind {
            BlockKind::Paragraph => lead = &block.text,
            BlockKind::Heading(2) if block.text == "Panels" => break,
            BlockKind::Item if lead.starts_with("Key Metrics") => {
                dashboard.key_metrics.push(block.text.trim().to_owned());
            }
            BlockKind::Fence(_) if lead.contains("Thresholds") => {
                dashboard
                    .limits
                    .extend(thresholds::read(document, block, problems));
            }
            _ => {}
        }
    }
    if dashboard.limits.is_empty() {
        problems.push(Problem::missing(
            document.file,
            "a block of limits after '**Critical Thresholds:**'",
        ));
    }
    (document, dashboard, blocks)
}

struct Reader<'a> {
    document: Document<'a>,
    slug: &'a str,
    services: &'a Services,
    metrics: &'a [Metric],
    known: &'a [(String, Vec<Limit>)],
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn panels(&mut self, blocks: &[Block]) -> Vec<Panel> {
        let is_panels =
            |block: &Block| block.kind == BlockKind::Heading(2) && block.text == "Panels";
        let Some(start) = blocks.iter().position(is_panels) else {
            self.problems.push(Problem::missing(
                self.document.file,
                "a heading '## Panels'",
            ));
            return Vec::new();
        };
        let rest = blocks.get(start + 1..).unwrap_or_default();
        let mut panels = Vec::new();
        for section in rest.chunk_by(|_, next| !matches!(next.kind, BlockKind::Heading(_))) {
            let Some((heading, body)) = section.split_first() else {
                continue;
            };
            if heading.kind == BlockKind::Heading(3) {
                panels.push(self.panel(heading, body));
            } else {
                self.fail(heading, "a heading '### TITLE' for each panel");
            }
        }
        panels
    }

    fn panel(&mut self, heading: &Block, body: &[Block]) -> Panel {
        let mut panel = Panel {
            id: String::new(),
            title: heading.text.clone(),
            about: String::new(),
            note: String::new(),
            kind: Kind::Lines,
            width: Width::Half,
            expects: Vec::new(),
            measures: None,
            alerts: Vec::new(),
            samples: String::new(),
            queries: Vec::new(),
        };
        let mut unit = Unit::Count;
        let mut limits = Limits::default();
        let mut legend = String::new();
        for block in body {
            match &block.kind {
                BlockKind::Paragraph => panel.about.push_str(&block.text),
                BlockKind::Item => {
                    let Some((key, value)) = block.text.split_once(':') else {
                        self.fail(block, "'- key: value'");
                        continue;
                    };
                    let value = value.trim();
                    match key.trim() {
                        "id" => value.clone_into(&mut panel.id),
                        "note" => value.clone_into(&mut panel.note),
                        "legend" => value.clone_into(&mut legend),
                        "alerts" => {
                            panel.alerts = value.split(',').map(|name| name.trim().to_owned()).collect();
                        }
                        "measures" => panel.measures = Some(value.to_owned()),
                        "shows" => match kind(value) {
                            Some(kind) => panel.kind = kind,
                            None => self.fail(block, "'- shows: tile', 'presence', 'lines' or 'table'"),
                        },
                        "width" => match width(value) {
                            Some(width) => panel.width = width,
                            None => self.fail(block, "'- width: narrow', 'half' or 'wide'"),
                        },
                        "unit" => unit = self.unit(block, value),
                        "limit" => limits = self.limits(block, value),
                        "expects" => panel.expects = self.expects(block, value),
                        "samples" => {
                            self.check(block, value, 0);
                            value.clone_into(&mut panel.samples);
                        }
                        _ => self.fail(block, "one of the keys id, shows, width, note, unit, legend, limit, expects, alerts, measures, samples"),
                    }
                }
                BlockKind::Fence(info) if info.starts_with("promql") => {
                    let base = Query {
                        name: String::new(),
                        legend: legend.clone(),
                        unit: unit.clone(),
                        limits: limits.clone(),
                        promql: block.text.trim().to_owned(),
                    };
                    self.check(block, &block.text, 1);
                    let query = self.query(block, info, base);
                    panel.queries.push(query);
                }
                _ => self.fail(
                    block,
                    "a sentence, '- key: value' lines, and blocks '```promql'",
                ),
            }
        }
        for (missing, expected) in [
            (panel.id.is_empty(), "a line '- id: NAME' in the panel"),
            (
                panel.samples.is_empty(),
                "a line '- samples: `SELECTOR`' in the panel",
            ),
            (panel.queries.is_empty(), "a block '```promql' in the panel"),
            (
                panel.kind == Kind::Presence && panel.expects.is_empty(),
                "a line '- expects: …' in the panel",
            ),
        ] {
            if missing {
                self.fail(heading, expected);
            }
        }
        self.check_units(heading, &panel);
        panel
    }

    /// `promql NAME; unit=percent; limit=Error Rate`: what a fence says overrides what its panel says.
    fn query(&mut self, block: &Block, info: &str, mut query: Query) -> Query {
        let mut parts = info.trim_start_matches("promql").split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        if !name.is_empty() {
            name.clone_into(&mut query.name);
            query.legend = if query.name.is_empty() {
                query.legend
            } else {
                String::new()
            };
        }
        for part in parts {
            match part.split_once('=') {
                Some(("unit", word)) => query.unit = self.unit(block, word),
                Some(("limit", subject)) => query.limits = self.limits(block, subject),
                _ => self.fail(block, "'```promql NAME; unit=…; limit=…'"),
            }
        }
        query
    }

    fn unit(&mut self, block: &Block, word: &str) -> Unit {
        Unit::parse(word).unwrap_or_else(|| {
            self.fail(
                block,
                "a unit: percent, seconds, bytes, count, age, or a word that ends in /s",
            );
            Unit::Count
        })
    }

    fn limits(&mut self, block: &Block, subject: &str) -> Limits {
        let (slug, subject) = subject.split_once('/').unwrap_or((self.slug, subject));
        let known = self.known.iter().find(|(known, _)| known == slug);
        let limits = known
            .map(|(_, limits)| thresholds::of_subject(limits, subject))
            .unwrap_or_default();
        if limits.is_empty() {
            self.fail(
                block,
                "a subject that the thresholds of the page (or, as SLUG/SUBJECT, of another) name",
            );
        }
        limits
    }

    fn expects(&mut self, block: &Block, words: &str) -> Vec<Service> {
        if words == "services" {
            return self.services.services.clone();
        }
        if let Some(front) = words.strip_prefix("services behind ") {
            let behind = self
                .services
                .services
                .iter()
                .filter(|service| service.name != front);
            return behind.cloned().collect();
        }
        let all = self.services.services.iter().chain(&self.services.beside);
        let found: Vec<Service> = all
            .filter(|service| service.name == words)
            .cloned()
            .collect();
        if found.is_empty() {
            self.fail(
                block,
                "'services', 'services behind NAME', or a name of runbooks/services.md",
            );
        }
        found
    }

    fn check(&mut self, block: &Block, promql: &str, first_line: usize) {
        if let Err(fault) = promql::check(promql) {
            self.fault(
                block,
                promql,
                first_line,
                fault.offset,
                &fault.found,
                fault.expected,
            );
            return;
        }
        for (offset, name) in promql::metrics(promql) {
            if !self.metrics.iter().any(|metric| metric.has_series(name)) {
                let expected = "a metric that stands in runbooks/metrics.md";
                self.fault(block, promql, first_line, offset, name, expected);
            }
        }
    }

    /// A problem at a byte of an expression, which begins `first_line` lines below its block.
    fn fault(
        &mut self,
        block: &Block,
        promql: &str,
        first_line: usize,
        offset: usize,
        found: &str,
        expected: &str,
    ) {
        let inside = Place::of(promql, offset);
        let column = if first_line == 0 {
            block.place.column
        } else {
            inside.column
        };
        let place = Place {
            line: block.place.line + first_line + inside.line - 1,
            column,
        };
        self.problems
            .push(Problem::new(self.document.file, place, found, expected));
    }

    /// A limit in percent on a panel in seconds would be judged wrongly and silently.
    fn check_units(&mut self, heading: &Block, panel: &Panel) {
        for query in &panel.queries {
            for limit in query.limits.iter() {
                let matches = match (&limit.bound, &query.unit) {
                    (Bound::Unavailable, _) => panel.kind == Kind::Presence,
                    (Bound::Above(_), Unit::Ratio) => limit.words.ends_with('%'),
                    (Bound::Above(_), Unit::Seconds) => limit.words.ends_with('s'),
                    (Bound::Above(_), _) => limit.words.ends_with(|c: char| c.is_ascii_digit()),
                };
                if !matches {
                    self.fail(
                        heading,
                        &format!("the unit of its limit '{} {}'", limit.subject, limit.words),
                    );
                }
            }
        }
    }

    fn fail(&mut self, block: &Block, expected: &str) {
        self.problems
            .push(block.problem(self.document.file, expected));
    }
}

fn kind(word: &str) -> Option<Kind> {
    match word {
        "tile" => Some(Kind::Tile),
        "presence" => Some(Kind::Presence),
        "lines" => Some(Kind::Lines),
        "table" => Some(Kind::Table),
        _ => None,
    }
}

fn width(word: &str) -> Option<Width> {
    match word {
        "narrow" => Some(Width::Narrow),
        "half" => Some(Width::Half),
        "wide" => Some(Width::Wide),
        _ => None,
    }
}
