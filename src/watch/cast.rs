//! Who is drawn how: the name, colour and rank of each series of a panel. Draws nothing.

use super::{palette::Palette, panel::Lines};
use crate::domain::{
    order,
    panel::Panel,
    series::Series,
    service::{Services, identity},
};

/// How many series have a colour; those after them are grey, and after [`SHOWN`] they are folded away.
pub const COLOURED: usize = 8;
/// How many series are drawn at all.
pub const SHOWN: usize = 20;

/// One series of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Which query of the panel it answers.
    pub query: usize,
    /// Which series of that query's answer it is.
    pub series: usize,
    /// Its name in the legend.
    pub name: String,
    /// Its place in the palette; `None` is grey.
    pub colour: Option<usize>,
    /// Whether the panel's limits apply to it while they do not apply to all.
    pub main: bool,
    /// Its newest value.
    pub last: Option<f64>,
    /// Its least value, NaN aside.
    pub least: Option<f64>,
    /// Its largest value, NaN aside.
    pub largest: Option<f64>,
    /// The mean of its finite values.
    pub mean: Option<f64>,
}

/// The series that are drawn, at most `most`, in the order of the legend, and how many are not. Services have their own
/// colours everywhere, other names those of the page's `palette`.
pub fn cast(
    panel: &Panel,
    lines: &Lines,
    services: &Services,
    palette: &mut Palette,
    most: usize,
) -> (Vec<Role>, usize) {
    let some_unlimited = panel.queries.iter().any(|query| query.limits.is_empty());
    let mut roles: Vec<(Role, Option<usize>)> = Vec::new();
    for (query_index, (query, matrix)) in panel.queries.iter().zip(&lines.matrices).enumerate() {
        for (series_index, series) in matrix.series.iter().enumerate() {
            let by_service = query
                .legend
                .contains("{service}")
                .then(|| service_place(series, services))
                .flatten();
            let role = Role {
                query: query_index,
                series: series_index,
                name: query.series_name(&series.labels),
                colour: None,
                main: some_unlimited && !query.limits.is_empty(),
                last: series.last(),
                least: measured(series).reduce(f64::min),
                largest: measured(series).reduce(f64::max),
                mean: mean(series),
            };
            roles.push((role, by_service));
        }
    }
    // The largest keep a colour; ties and the rest are in the order of their names, so that nothing jumps.
    let mut rank: Vec<usize> = (0..roles.len()).collect();
    let value = |index: &usize| {
        roles
            .get(*index)
            .and_then(|(role, _)| role.last)
            .filter(|last| last.is_finite())
            .unwrap_or(f64::MIN)
    };
    if roles.len() > COLOURED {
        order::by(&mut rank, |left, right| {
            value(right).total_cmp(&value(left))
        });
    }
    let hidden = rank.len().saturating_sub(most);
    let coloured: Vec<usize> = rank.iter().take(COLOURED).copied().collect();
    let shown: Vec<usize> = rank.iter().take(most).copied().collect();
    let mut taken: Vec<usize> = roles.iter().filter_map(|(_, place)| *place).collect();
    let mut cast = Vec::new();
    for (index, (mut role, place)) in roles.into_iter().enumerate() {
        if coloured.contains(&index) {
            role.colour = place.filter(|place| *place < COLOURED).or_else(|| {
                let place = palette.place(&role.name, &taken)?;
                taken.push(place);
                Some(place)
            });
        }
        if shown.contains(&index) {
            cast.push(role);
        }
    }
    (cast, hidden)
}

fn measured(series: &Series) -> impl Iterator<Item = f64> {
    series
        .values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
}

fn mean(series: &Series) -> Option<f64> {
    let finite = measured(series).filter(|value| value.is_finite());
    let (sum, count) = finite.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The same service has the same place in the palette on every panel: its place in the handbook's table.
fn service_place(series: &Series, services: &Services) -> Option<usize> {
    let name = identity(&series.labels)?;
    services
        .services
        .iter()
        .position(|service| service.name == name)
}
