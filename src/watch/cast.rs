//! Who is drawn how: the name, colour and rank of each series of a panel. Draws nothing.

use super::{palette::Palette, panel::Lines, tip::Tips};
use crate::domain::{
    order,
    panel::Panel,
    series::{Series, Tip},
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
    /// Where it goes on after the last moment of its grid.
    pub tip: Option<Tip>,
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
    tips: Tips<'_>,
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
            let tip = tips.tip(matrix.grid, query_index, &series.labels);
            let newest = tip.map(|tip| tip.value);
            let measured = newest.filter(|value| !value.is_nan());
            let all = |choose: fn(f64, f64) -> f64| {
                let of_grid = measured_in(series).reduce(choose);
                match (of_grid, measured) {
                    (Some(value), Some(newest)) => Some(choose(value, newest)),
                    (value, newest) => value.or(newest),
                }
            };
            let role = Role {
                query: query_index,
                series: series_index,
                name: query.series_name(&series.labels),
                colour: None,
                main: some_unlimited && !query.limits.is_empty(),
                tip,
                last: newest.or(series.last()),
                least: all(f64::min),
                largest: all(f64::max),
                mean: mean(series),
            };
            roles.push((role, by_service));
        }
    }
    // The largest have a colour. Of those that are as large, those come first that have one on another chart of the page, and
    // then those whose name does, so that nothing changes colour without a reason.
    let mut rank: Vec<usize> = (0..roles.len()).collect();
    let value = |index: &usize| {
        roles
            .get(*index)
            .and_then(|(role, _)| role.last)
            .filter(|last| last.is_finite())
            .unwrap_or(f64::MIN)
    };
    let is_known = |index: &usize| {
        let name = roles.get(*index).map(|(role, _)| role.name.as_str());
        name.is_some_and(|name| palette.known(name).is_some())
    };
    if roles.len() > COLOURED {
        order::by(&mut rank, |left, right| {
            let values = value(right).total_cmp(&value(left));
            values.then(is_known(right).cmp(&is_known(left)))
        });
    }
    let hidden = rank.len().saturating_sub(most);
    rank.truncate(most);
    let mut taken: Vec<usize> = roles.iter().filter_map(|(_, place)| *place).collect();
    // Those that have a place keep it, before others are given what is left.
    for is_new in [false, true] {
        for index in rank.iter().take(COLOURED) {
            let Some((role, place)) = roles.get_mut(*index) else {
                continue;
            };
            let own = place.filter(|place| *place < COLOURED);
            if role.colour.is_some() || own.is_some() {
                role.colour = role.colour.or(own);
                continue;
            }
            role.colour = match palette.known(&role.name) {
                Some(known) => Some(known).filter(|known| !taken.contains(known)),
                None if is_new => palette.give(&role.name, &taken),
                None => None,
            };
            taken.extend(role.colour);
        }
    }
    order::plain(&mut rank);
    let mut roles: Vec<Option<Role>> = roles.into_iter().map(|(role, _)| Some(role)).collect();
    let shown = rank
        .into_iter()
        .filter_map(|index| roles.get_mut(index)?.take());
    let cast = shown.collect();
    (cast, hidden)
}

fn measured_in(series: &Series) -> impl Iterator<Item = f64> {
    series
        .values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
}

fn mean(series: &Series) -> Option<f64> {
    let finite = measured_in(series).filter(|value| value.is_finite());
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
