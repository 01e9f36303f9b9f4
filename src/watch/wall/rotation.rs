//! Which charts a wall shows at a moment: in turns while all is well, those of the worst dashboard when a limit is crossed.

use crate::domain::{
    panel::{Dashboard, Kind, Panel},
    status::Status,
    time::Moment,
};

/// So many charts have room.
pub const CHARTS: usize = 4;

/// One turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slide {
    /// One chart of each dashboard.
    Key,
    /// The charts of one.
    Dashboard(usize),
}

/// The dashboard in trouble that stays on the wall, of those in `chosen`: the worst, and of equals the one that is there
/// already.
pub fn held(chosen: &[usize], statuses: &[Option<Status>], before: Option<Slide>) -> Option<usize> {
    let status = |place: usize| statuses.get(place).copied().flatten();
    let worst = chosen.iter().filter_map(|place| status(*place)).max();
    let worst = worst.filter(|worst| *worst > Status::CannotSay)?;
    match before {
        Some(Slide::Dashboard(place)) if status(place) == Some(worst) => Some(place),
        _ => chosen
            .iter()
            .copied()
            .find(|place| status(*place) == Some(worst)),
    }
}

/// What is shown at `now`. Turns follow the clock, so that all walls of a room turn together.
pub fn shown(
    chosen: &[usize],
    statuses: &[Option<Status>],
    every: i64,
    now: Moment,
    before: Option<Slide>,
) -> Slide {
    if let Some(place) = held(chosen, statuses, before) {
        return Slide::Dashboard(place);
    }
    let keys = usize::from(chosen.len() > 1);
    let turns = i64::try_from(chosen.len() + keys).unwrap_or(1).max(1);
    let turn = now.0.div_euclid(every.max(1)).rem_euclid(turns);
    let turn = usize::try_from(turn).unwrap_or(0);
    match turn.checked_sub(keys) {
        None => Slide::Key,
        Some(turn) => chosen
            .get(turn)
            .map_or(Slide::Key, |place| Slide::Dashboard(*place)),
    }
}

/// The charts of a slide as places of dashboard and panel. Those over a limit come first, then tiles, then the others with
/// a limit, a second one about the same limit after all others, and what has none at last.
pub fn charts(
    slide: Slide,
    chosen: &[usize],
    dashboards: &[Dashboard],
    status: impl Fn(usize, usize) -> Status,
) -> Vec<(usize, usize)> {
    match slide {
        Slide::Key => {
            let keys = chosen.iter().filter_map(|place| {
                let first = in_order(*place, dashboards, |_| Status::None);
                Some((*place, first.first().copied()?))
            });
            keys.take(CHARTS).collect()
        }
        Slide::Dashboard(place) => {
            let panels = in_order(place, dashboards, |panel| status(place, panel));
            let panels = panels.into_iter().map(|panel| (place, panel));
            panels.take(CHARTS).collect()
        }
    }
}

/// The panels of a dashboard that are curves, those that matter most first.
fn in_order(
    place: usize,
    dashboards: &[Dashboard],
    status: impl Fn(usize) -> Status,
) -> Vec<usize> {
    let Some(dashboard) = dashboards.get(place) else {
        return Vec::new();
    };
    let mut panels: Vec<(usize, &Panel)> = dashboard
        .panels
        .iter()
        .enumerate()
        .filter(|(_, panel)| is_curve(panel))
        .collect();
    // Sorting keeps the document's order among equals.
    panels.sort_by_cached_key(|(panel_place, panel)| {
        let over = status(*panel_place).max(Status::CannotSay);
        let rank = match (panel.has_limit(), panel.kind) {
            (true, Kind::Tile) => 0,
            (true, _) => 1,
            (false, _) => 2,
        };
        (std::cmp::Reverse(over), rank)
    });
    let mut subjects: Vec<String> = Vec::new();
    let (first, again): (Vec<_>, Vec<_>) = panels.into_iter().partition(|(_, panel)| {
        let limits = panel.limits();
        let Some(limit) = limits.iter().next() else {
            return true;
        };
        let new = !subjects.contains(&limit.subject);
        subjects.push(limit.subject.clone());
        new
    });
    let (limited, free): (Vec<_>, Vec<_>) =
        first.into_iter().partition(|(_, panel)| panel.has_limit());
    let all = limited.into_iter().chain(again).chain(free);
    all.map(|(place, _)| place).collect()
}

fn is_curve(panel: &Panel) -> bool {
    matches!(panel.kind, Kind::Tile | Kind::Lines)
}

/// The chart beside an alarm whose own panel is `own`: that panel where it is a curve, else what is worst on its dashboard.
pub fn beside(
    dashboard: usize,
    own: Option<usize>,
    dashboards: &[Dashboard],
    status: impl Fn(usize) -> Status,
) -> Option<usize> {
    let panels = &dashboards.get(dashboard)?.panels;
    let curve = own.filter(|own| panels.get(*own).is_some_and(is_curve));
    curve.or_else(|| in_order(dashboard, dashboards, status).first().copied())
}
