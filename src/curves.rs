//! Joins what is known of a panel's lines with what a chart draws: which curve has which pen, and which lies on top. Draws nothing
//! and knows no page.

use crate::{
    chart::{
        scene::{Line, Pen},
        theme::{DASHED_FROM, Theme},
    },
    domain::order,
    watch::{cast::Role, panel::Lines},
};
use plotters::style::RGBAColor;

/// The colour of a line, `None` of which is grey.
pub fn colour(role: &Role, theme: &Theme) -> RGBAColor {
    let own = role.colour.and_then(|place| theme.series.get(place));
    own.copied().unwrap_or(theme.caption)
}

/// The curves of `roles` out of an answer. The line that limits apply to lies on top.
pub fn curves<'a>(lines: &'a Lines, roles: &[Role], theme: &Theme) -> Vec<Line<'a>> {
    let mut found: Vec<(bool, Line<'a>)> = Vec::new();
    for role in roles {
        let matrix = lines.matrices.get(role.query);
        let Some(series) = matrix.and_then(|matrix| matrix.series.get(role.series)) else {
            continue;
        };
        let pen = Pen {
            colour: colour(role, theme),
            dashed: role.colour.is_some_and(|place| place >= DASHED_FROM),
            main: role.main,
        };
        let line = Line {
            values: &series.values,
            tip: role.tip,
            pen,
        };
        found.push((role.main, line));
    }
    order::by_key(&mut found, |(main, _)| *main);
    found.into_iter().map(|(_, line)| line).collect()
}
