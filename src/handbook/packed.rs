//! What makes a handbook, listed for `domain::packed`: the build understands the documents, and the page gets the values.

use super::{
    Boards, Guides, Handbook,
    links::Target,
    page::Page,
    problem::Place,
    render::{Link, Part, Section},
};
use crate::{
    domain::{
        command::{
            Blank, BlankKind, Command, Entry, Harm, Item, Language, Reference, Segment, Source,
            Step,
        },
        ladder::{self, Escalation, Ladder, Specialist},
        limit::{self, Bound, Limit, Limits},
        marks::MarkQuery,
        metric::Metric,
        packed::Packed,
        panel::{Dashboard, Kind, Panel, Query, Width},
        rotation::{OnCall, Weekly},
        service::{Service, Services},
        severity::Severity,
        sla::{Length, Sla, Soon, Terms},
        suggestion::{Condition, Row, SeverityTable},
        unit::Unit,
        workflow::{self, Definition, Duty, Workflow},
    },
    packed,
};

packed!(struct Handbook {
    dashboards, services, metrics, marks, blanks, harms, pages, review_months, severities, workflow, sla, escalation,
    on_call, suggestions, guides,
});

packed!(struct Boards { dashboards, services });
packed!(struct Guides { pages, panels });
packed!(struct Dashboard { slug, order, title, line, filters, key_metrics, limits, panels, file });
packed!(struct Panel { id, title, about, note, kind, width, expects, measures, alerts, samples, queries });
packed!(enum Kind { 0 => Tile, 1 => Presence, 2 => Lines, 3 => Table });
packed!(enum Width { 0 => Narrow, 1 => Half, 2 => Wide });
packed!(struct Query { name, legend, unit, limits, promql });
packed!(enum Unit { 0 => Ratio, 1 => Seconds, 2 => Bytes, 3 => Count, 4 => PerSecond(unit), 5 => Age });
packed!(struct Limits { warning, critical });
packed!(struct Limit { subject, level, bound, words, source });
packed!(enum limit::Level { 0 => Warning, 1 => Critical });
packed!(enum Bound { 0 => Above(value), 1 => Unavailable });

packed!(struct Services { services, beside });
packed!(struct Service { name, job, port, container });
packed!(struct Metric { name, kind, labels });
packed!(struct MarkQuery { word, promql });

packed!(struct Blank { name, kind, source });
packed!(enum BlankKind { 0 => Integer, 1 => Port, 2 => Hash, 3 => Name });
packed!(enum Source { 0 => Service, 1 => Port, 2 => Container, 3 => ContainerOf(name) });
packed!(struct Harm { words, harm });

packed!(struct Page { id, title, area, owner, reviewed, path, file, sections, links });
packed!(struct Section { title, anchor, level, place, parts });
packed!(enum Part { 0 => Html(html), 1 => Commands(entries) });
packed!(struct Link { destination, target, place });
packed!(enum Target { 0 => Portal(path), 1 => File(path), 2 => External(address), 3 => Nowhere });
packed!(struct Place { line, column });
packed!(enum Entry { 0 => Condition(words), 1 => Step(step) });
packed!(struct Step { id, number, title, items });
packed!(enum Item { 0 => Note(text), 1 => Look { text, at }, 2 => Run(command) });
packed!(enum Reference { 0 => Dashboard { slug }, 1 => Panel { slug, panel }, 2 => External { system, path } });
packed!(struct Command { language, segments, harm, line });
packed!(enum Language { 0 => Shell, 1 => Sql });
packed!(enum Segment { 0 => Text(text), 1 => Blank(blank) });

packed!(struct Definition { severity, name, definition, response_time, examples });
packed!(enum Severity { 0 => Sev1, 1 => Sev2, 2 => Sev3, 3 => Sev4 });
packed!(struct Workflow { sources, steps });
packed!(struct workflow::Step { number, name, duties });
packed!(struct Duty { text, severities, customer_facing });

packed!(struct Sla { rows, post_mortem });
packed!(struct Terms { acknowledge, response, resolution, soon });
packed!(enum Length { 0 => Elapsed(time), 1 => BusinessDays(days), 2 => Weeks(weeks) });
packed!(enum Soon { 0 => LastQuarter, 1 => Last(time) });

packed!(struct Escalation { ladder, specialists });
packed!(struct Ladder { levels });
packed!(struct ladder::Level { number, name, when, contact, response, after, triggers });
packed!(struct Specialist { area, contact, when });
packed!(struct OnCall { primary, secondary, handoff_words, change, handoff, responsibilities, tools });
packed!(struct Weekly { weekday, time });

impl Packed for SeverityTable {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Vec::unpack(from).map(Self)
    }
}
packed!(struct Row { alert, condition, severity, because, source });
packed!(enum Condition { 0 => Always, 1 => From(value), 2 => AllServices });
