//! What happened, over a chart: restarts and the like as upright lines, alerts along the upper edge. Judges nothing.

use super::{
    axis::ValueAxis,
    layout::px,
    letters::Letters,
    scene::{Done, Drawn, Scene, crisp, extent, fill, stroke},
    surface::{Dash, SOLID, Surface},
};
use crate::domain::time::Moment;
use plotters::style::RGBAColor;
use plotters_backend::text_anchor::{HPos, VPos};

/// The line of what happened at a moment.
const DOTS: Dash = &[8, 24];

/// How much a plate below words covers of what runs there.
const PLATE: f64 = 0.85;

impl Scene<'_> {
    pub(super) fn events<S: Surface>(&self, on: &mut S, axis: &ValueAxis, at: Drawn) -> Done<S> {
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
                let (side, x) = if right_half {
                    (HPos::Right, x - px(4))
                } else {
                    (HPos::Left, x + px(4))
                };
                let lane = px(22 + 14 * i32::try_from(index).unwrap_or(0));
                let letters = self.text(11, self.theme.words, side, VPos::Center);
                self.words(on, axis, at, &label, letters, (&[x], lane))?;
            }
        }
        on.set_dash(SOLID);
        Ok(())
    }

    /// Outlined while pending, filled while firing; the name once, at the first firing.
    pub(super) fn alerts<S: Surface>(&self, on: &mut S, axis: &ValueAxis, at: Drawn) -> Done<S> {
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
                // In the first minutes the name would stand over the very rise that it is about.
                let waited = self.alerts.iter().rev().find(|other| {
                    !other.firing && other.name == span.name && other.from < span.from
                });
                let began = waited.map_or(left, |waited| place(waited.from));
                let (side, places) = if right_half {
                    (HPos::Right, &[right, left, began][..])
                } else {
                    (HPos::Left, &[left][..])
                };
                let letters = self.text(11, words, side, VPos::Center).bold();
                let lane = px(12 + 13 * i32::try_from(named.len() - 1).unwrap_or(0));
                let label = format!("{} firing", span.name);
                self.words(on, axis, at, &label, letters, (places, lane))?;
            }
        }
        Ok(())
    }

    /// Words that a line would strike through stand elsewhere: at the next of these places, and so far below the plot's upper
    /// edge, above its lower one or below its middle. Where something runs through all of them, they stand on a plate at the last
    /// place, in the first row.
    fn words<S: Surface>(
        &self,
        on: &mut S,
        axis: &ValueAxis,
        at: Drawn,
        label: &str,
        letters: Letters<'_>,
        (places, lane): (&[i32], i32),
    ) -> Done<S> {
        let plot = at.plot;
        // Bold letters are no wider in the mean.
        let width = px(6 * i32::try_from(label.chars().count()).unwrap_or(0));
        let room = |x: i32| match letters.side.0 {
            HPos::Right => (x - width, x),
            _ => (x, x + width),
        };
        let middle = (plot.top + plot.bottom) / 2;
        let rows = [plot.top + lane, plot.bottom - lane, middle + lane];
        let all = places
            .iter()
            .flat_map(|x| rows.into_iter().map(move |y| (*x, y)));
        let mut all = all.filter(|(x, _)| room(*x).0 >= plot.left);
        let (x, y) = match all.find(|(x, y)| !self.crosses(axis, at, room(*x), *y)) {
            Some(free) => free,
            None => {
                let ([first, ..], x) = (rows, places.last().copied().unwrap_or(plot.left));
                let (left, right) = room(x);
                let RGBAColor(red, green, blue, _) = self.theme.panel;
                let plate = RGBAColor(red, green, blue, PLATE);
                let corners = (
                    (left - px(2), first - px(7)),
                    (right + px(2), first + px(7)),
                );
                on.draw_rect(corners.0, corners.1, &fill(plate), true)?;
                (x, first)
            }
        };
        on.draw_text(label, &letters, (x, y))
    }

    /// Whether a curve or a limit runs through a row of letters from one place to another.
    fn crosses(&self, axis: &ValueAxis, at: Drawn, (left, right): (i32, i32), y: i32) -> bool {
        let touches = |low: f64, high: f64| {
            at.projection.y(low) >= y - px(7) && at.projection.y(high) <= y + px(7)
        };
        let place = |x: i32| {
            let steps = (at.projection.moment(x) - self.grid.start.0) / self.grid.step.max(1);
            usize::try_from(steps.max(0)).unwrap_or(0)
        };
        let (from, to) = (place(left), place(right) + 1);
        let curve = self.lines.iter().any(|line| {
            let last = line.values.len().saturating_sub(1);
            let seen = line.values.get(from..=to.min(last)).unwrap_or_default();
            let mut pieces = seen.windows(2);
            pieces.any(|piece| extent(&[piece]).is_some_and(|(low, high)| touches(low, high)))
        });
        curve || axis.limits.iter().any(|(bound, _)| touches(*bound, *bound))
    }
}
