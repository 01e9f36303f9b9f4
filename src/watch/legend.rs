//! What stands in a chart's legend of one of its lines. Pure words.

use super::cast::Role;
use crate::domain::{panel::Panel, unit::Unit};

/// Beside the name of the line that the limits apply to.
pub const MAIN: &str = ", the limits apply to this line";

/// One line of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The class of its sample.
    pub swatch: String,
    /// All that is known of it, in a sentence.
    pub title: String,
    /// Its least value.
    pub least: String,
    /// Its largest value.
    pub largest: String,
    /// The mean of its values.
    pub mean: String,
    /// Its newest value.
    pub last: String,
}

/// Below what the columns of a legend are headed, in their order.
pub const HEADS: [&str; 4] = ["min", "max", "mean", "last"];

impl Entry {
    /// Of a line of the panel.
    pub fn new(panel: &Panel, role: &Role) -> Self {
        let unit = panel
            .queries
            .get(role.query)
            .map_or(Unit::Count, |query| query.unit.clone());
        let words = |value: Option<f64>, none: &str| {
            value.map_or_else(|| none.to_owned(), |value| unit.write_below_heading(value))
        };
        let [least, largest, mean] =
            [role.least, role.largest, role.mean].map(|value| words(value, "–"));
        let last = words(role.last, "no value");
        let name = &role.name;
        Self {
            swatch: match role.colour {
                Some(place) => format!("swatch series-{place}"),
                None => "swatch series-other".to_owned(),
            },
            title: format!("{name}: last {last}, min {least}, max {largest}, mean {mean}"),
            least,
            largest,
            mean,
            last,
        }
    }
}
