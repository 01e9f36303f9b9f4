//! What happened, over a chart: restarts and the like as upright lines, alerts along the upper edge. Knows no limit.

use super::{
    axis::ValueAxis,
    layout::px,
    scene::{Done, Drawn, Scene, crisp, extent, fill, stroke},
    surface::{Dash, SOLID, Surface},
};
use crate::domain::time::Moment;
use plotters_backend::text_anchor::{HPos, VPos};

/// The line of what happened at a moment.
const DOTS: Dash = &[8, 24];

impl Scene<'_> {
    pub(super) fn events<S: Surface>(&self, on: &mut S, _: &ValueAxis, at: Drawn) -> Done<S> {
        let plot = at.plot;
        let single = self.events.len() <= 3;
        for (index, event) in self.events.iter().enumerate() {
            let x = crisp(at.projection.x(event.at.0));
            on.set_dash(DOTS);
            on.draw_path(
                [(x, plot.top), (x, plot.bottom)],
                &stroke(self.theme.words, 8),
            )?;
            // More labels than three would cover the curves.
            if single {
                let time = self.zone.hour_minute(event.at);
                let label = match &event.service {
                    Some(service) => format!("{service} {} {time}", event.word),
                    None => format!("{} {time}", event.word),
                };
                let right_half = x > (plot.left + plot.right) / 2;
                let (place, x) = if right_half {
                    (HPos::Right, x - px(4))
                } else {
                    (HPos::Left, x + px(4))
                };
                let lane = px(22 + 14 * i32::try_from(index).unwrap_or(0));
                on.draw_text(
                    &label,
                    &self.text(11, self.theme.words, place, VPos::Center),
                    (x, plot.top + lane),
                )?;
            }
        }
        on.set_dash(SOLID);
        Ok(())
    }

    /// Outlined while pending, filled while firing; the name once, at the first firing.
    pub(super) fn alerts<S: Surface>(&self, on: &mut S, _: &ValueAxis, at: Drawn) -> Done<S> {
        let plot = at.plot;
        let (top, bottom) = (plot.top + 4, plot.top + px(5));
        let mut named: Vec<&str> = Vec::new();
        for span in self.alerts {
            let place = |moment: Moment| at.projection.x(moment.0).clamp(plot.left, plot.right);
            let (left, right) = (
                place(span.from),
                place(span.to).max(place(span.from) + px(2)),
            );
            let (line, words) = match span.critical {
                true => (self.theme.critical_line, self.theme.critical_line),
                false => (self.theme.warning_line, self.theme.warning_words),
            };
            if span.firing {
                on.draw_rect((left, top), (right, bottom), &fill(line), true)?;
            } else {
                let corners = [
                    (left, top),
                    (right, top),
                    (right, bottom),
                    (left, bottom),
                    (left, top),
                ];
                on.draw_path(corners, &stroke(line, 8))?;
            }
            if span.firing && !named.contains(&span.name.as_str()) {
                named.push(&span.name);
                let right_half = left > (plot.left + plot.right) / 2;
                let (side, x) = if right_half {
                    (HPos::Right, right)
                } else {
                    (HPos::Left, left)
                };
                let style = self.text(11, words, side, VPos::Center).bold();
                let label = format!("{} firing", span.name);
                let lane = px(12 + 13 * i32::try_from(named.len() - 1).unwrap_or(0));
                let width = px(7 * i32::try_from(label.chars().count()).unwrap_or(0));
                let wide = match right_half {
                    true => (x - width, x),
                    false => (x, x + width),
                };
                // Lines struck it through: above the time axis it can be read as well, where nothing runs there.
                let [above, below] = [plot.top + lane, plot.bottom - lane];
                let y = match self.crosses(at, wide, above) && !self.crosses(at, wide, below) {
                    true => below,
                    false => above,
                };
                on.draw_text(&label, &style, (x, y))?;
            }
        }
        Ok(())
    }

    /// Whether a line runs through a row of letters from one place to another.
    fn crosses(&self, at: Drawn, (left, right): (i32, i32), y: i32) -> bool {
        let place = |x: i32| {
            let steps = (at.projection.moment(x) - self.grid.start.0) / self.grid.step.max(1);
            usize::try_from(steps.max(0)).unwrap_or(0)
        };
        let (from, to) = (place(left), place(right) + 1);
        self.lines.iter().any(|line| {
            let seen = line
                .values
                .get(from..=to.min(line.values.len().saturating_sub(1)));
            extent(seen.into_iter()).is_some_and(|(low, high)| {
                at.projection.y(low) >= y - px(7) && at.projection.y(high) <= y + px(7)
            })
        })
    }
}
