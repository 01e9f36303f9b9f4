//! The handbook that was built in. Its documents were understood when the page was built; nothing here can fail.

use crate::{
    domain::{labels::Labels, packed::Packed, rule::Rule},
    handbook::{Boards, Document, Guides, Handbook, page::Page},
};

/// The documents, as `build.rs` listed them.
pub const DOCUMENTS: &[Document<'_>] = include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// The handbook's outline, packed by `build.rs`.
const OUTLINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/handbook.bin"));

/// Its dashboards alone, packed by `build.rs`.
const BOARDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/boards.bin"));

/// The pages of the handbook, packed by `build.rs`.
const PAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pages.bin"));

/// What the documents of the dashboards say to people, packed by `build.rs`.
const GUIDES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guides.bin"));

/// The alerting rules, as `build.rs` understood them.
const RULES: &[RuleText] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A [`Rule`] as it can stand in a constant.
struct RuleText {
    name: &'static str,
    expr: &'static str,
    hold: i64,
    keep_firing: i64,
    labels: &'static [(&'static str, &'static str)],
    annotations: &'static [(&'static str, &'static str)],
    group: &'static str,
    interval: Option<i64>,
    source: &'static str,
}

/// What the built-in documents say, as the build understood it.
pub fn handbook() -> Handbook {
    let mut handbook = Handbook {
        pages: pages(),
        ..outline()
    };
    for (index, dashboard) in handbook.dashboards.iter_mut().enumerate() {
        guides().tell(index, dashboard);
    }
    handbook.guides = guides().pages;
    handbook
}

/// The same, but for what its pages and guides say.
pub fn outline() -> Handbook {
    unpacked(OUTLINE)
}

/// The dashboards, for a program that shows nothing else.
pub fn boards() -> Boards {
    unpacked(BOARDS)
}

/// The pages, with what they say.
pub fn pages() -> Vec<Page> {
    unpacked(PAGES)
}

/// What the outline leaves out of its dashboards.
pub fn guides() -> Guides {
    unpacked(GUIDES)
}

/// Written by the same list of fields, so that it can be read.
fn unpacked<T: Packed + Default>(mut bytes: &[u8]) -> T {
    T::unpack(&mut bytes).unwrap_or_default()
}

/// The rules of `runbooks/alerts.yml`, in its order.
pub fn rules() -> Vec<Rule> {
    let labels = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Labels::new(pairs.collect())
    };
    let rules = RULES.iter().map(|text| Rule {
        name: text.name.to_owned(),
        expr: text.expr.to_owned(),
        hold: text.hold,
        keep_firing: text.keep_firing,
        labels: labels(text.labels),
        annotations: labels(text.annotations),
        group: text.group.to_owned(),
        interval: text.interval,
        source: text.source.to_owned(),
    });
    rules.collect()
}
