//! Which series a target exports and from which cells each is read; it must not know how cells are counted.

use std::sync::Arc;

use crate::moment::Moment;
use crate::shape::{self, Edges};

/// Labels as (name, value).
pub(crate) type Labels<'a> = &'a [(&'a str, &'a str)];

/// A gauge: a value that follows from the moment alone. NaN: the series is absent.
pub(crate) type Level = Box<dyn Fn(&Moment<'_>) -> f64 + Send + Sync>;

/// The type of a family as `# TYPE` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// Where a series takes its value. Cells hold fractions of events; what is shown are whole ones, so that bucket,
/// count and sum of a histogram agree at any instant.
pub(crate) enum Reading {
    /// Whole events in `len` cells from `first`; absent before the first event of `first..first + all`.
    Events {
        first: usize,
        len: usize,
        all: usize,
    },
    /// The sum over a histogram whose cells begin at `first`, each event weighing its bucket's centre.
    Sum { first: usize, centres: Arc<[f64]> },
    /// A counter of seconds, shown to the microsecond.
    Seconds { cell: usize },
    /// A gauge.
    Level(Level),
}

impl Reading {
    /// The value, or NaN while the series is absent.
    pub(crate) fn value(&self, cells: &[f64], moment: &Moment<'_>) -> f64 {
        let events =
            |first: usize, len: usize| cells[first..first + len].iter().map(|cell| cell.floor());
        match self {
            Self::Events { first, all, .. } if events(*first, *all).sum::<f64>() == 0.0 => f64::NAN,
            Self::Events { first, len, .. } => events(*first, *len).sum(),
            Self::Sum { first, centres } => {
                let weighed = events(*first, centres.len()).zip(centres.iter());
                let sum: f64 = weighed.map(|(count, centre)| count * centre).sum();
                if sum == 0.0 { f64::NAN } else { sum }
            }
            Self::Seconds { cell } => (cells[*cell] * 1e6).floor() / 1e6,
            Self::Level(level) => level(moment),
        }
    }
}

/// One series: its name with suffix, its labels as text (`a="b",c="d"`), its reading.
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) labels: String,
    pub(crate) reading: Reading,
}

/// One metric with its series, which stay together in every text.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) kind: Kind,
    pub(crate) series: Vec<Series>,
}

/// All series of one target, and how many cells they are read from.
#[derive(Default)]
pub(crate) struct Schema {
    pub(crate) families: Vec<Family>,
    pub(crate) cells: usize,
}

/// Name and help text of a metric.
pub(crate) type Metric = (&'static str, &'static str);

impl Schema {
    /// Adds a histogram; returns its first cell (one per edge, one above the last).
    pub(crate) fn histogram(&mut self, metric: Metric, labels: Labels<'_>, edges: Edges) -> usize {
        let all = edges.len() + 1;
        let first = self.reserve(all);
        let name = metric.0;
        for (index, edge) in edges
            .iter()
            .map(f64::to_string)
            .chain(["+Inf".to_owned()])
            .enumerate()
        {
            let labels = [&[("le", edge.as_str())], labels].concat();
            let reading = Reading::Events {
                first,
                len: index + 1,
                all,
            };
            self.add(
                metric,
                Kind::Histogram,
                format!("{name}_bucket"),
                &labels,
                reading,
            );
        }
        let sum = Reading::Sum {
            first,
            centres: shape::centres(edges).into(),
        };
        self.add(metric, Kind::Histogram, format!("{name}_sum"), labels, sum);
        let count = Reading::Events {
            first,
            len: all,
            all,
        };
        self.add(
            metric,
            Kind::Histogram,
            format!("{name}_count"),
            labels,
            count,
        );
        first
    }

    /// Adds a counter of events with a cell of its own; returns that cell.
    pub(crate) fn counter(&mut self, metric: Metric, labels: Labels<'_>) -> usize {
        let first = self.reserve(1);
        self.counter_over(metric, labels, first, 1);
        first
    }

    /// Adds a counter over cells that a histogram has: the two then always agree.
    pub(crate) fn counter_over(
        &mut self,
        metric: Metric,
        labels: Labels<'_>,
        first: usize,
        len: usize,
    ) {
        let reading = Reading::Events {
            first,
            len,
            all: len,
        };
        self.add(metric, Kind::Counter, metric.0.to_owned(), labels, reading);
    }

    /// Adds a counter of seconds; returns its cell.
    pub(crate) fn seconds(&mut self, metric: Metric, labels: Labels<'_>) -> usize {
        let cell = self.reserve(1);
        self.add(
            metric,
            Kind::Counter,
            metric.0.to_owned(),
            labels,
            Reading::Seconds { cell },
        );
        cell
    }

    /// Adds a gauge.
    pub(crate) fn gauge(
        &mut self,
        metric: Metric,
        labels: Labels<'_>,
        level: impl Fn(&Moment<'_>) -> f64 + Send + Sync + 'static,
    ) {
        self.add(
            metric,
            Kind::Gauge,
            metric.0.to_owned(),
            labels,
            Reading::Level(Box::new(level)),
        );
    }

    /// Adds a gauge that only ever grows, read from a cell; returns that cell.
    pub(crate) fn growing_gauge(&mut self, metric: Metric, labels: Labels<'_>) -> usize {
        let first = self.reserve(1);
        let reading = Reading::Events {
            first,
            len: 1,
            all: 1,
        };
        self.add(metric, Kind::Gauge, metric.0.to_owned(), labels, reading);
        first
    }

    /// Every series in the order of the families.
    pub(crate) fn series(&self) -> impl Iterator<Item = &Series> {
        self.families.iter().flat_map(|family| &family.series)
    }

    fn reserve(&mut self, cells: usize) -> usize {
        let first = self.cells;
        self.cells += cells;
        first
    }

    fn add(
        &mut self,
        metric: Metric,
        kind: Kind,
        name: String,
        labels: Labels<'_>,
        reading: Reading,
    ) {
        let labels: Vec<_> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{value}\""))
            .collect();
        let series = Series {
            name,
            labels: labels.join(","),
            reading,
        };
        match self
            .families
            .iter_mut()
            .find(|family| family.name == metric.0)
        {
            Some(family) => family.series.push(series),
            None => self.families.push(Family {
                name: metric.0,
                help: metric.1,
                kind,
                series: vec![series],
            }),
        }
    }
}
