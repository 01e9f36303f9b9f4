//! What the face of a clock shows: one large figure, the words beside it, its state, and how far it has run. Knows no page.

use super::{
    clocks::{Timer, Zones},
    standing::{PostMortem, Standing},
};
use crate::domain::{
    duration,
    sla::Length,
    time::{Moment, Zone},
};

/// The face of one clock at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// The name of the clock.
    pub title: &'static str,
    /// `02:10`, `3m12s`, `Mon 30 Nov`.
    pub figure: String,
    /// `left of 10 minutes`.
    pub beside: String,
    /// `on-time`, `due-soon`, `met`, `missed`, `cannot-say`.
    pub slug: &'static str,
    /// `Due soon`, `Missed by 01:12`.
    pub word: String,
    /// Whether it still runs.
    pub running: bool,
    /// How much of the term has passed, from 0 to 1.
    pub share: f64,
    /// When it is due.
    pub due: Option<Moment>,
    /// Why, and what it was stopped by.
    pub rule: String,
}

impl Face {
    /// The face of an SLA clock. `fired` is the word for the start.
    pub fn of(timer: &Timer, now: Moment, fired: &str, zone: &Zone, zones: &Zones) -> Self {
        let standing = timer.standing(now);
        let term = timer.policy.terms.of(timer.clock);
        let elapsed = matches!(term.length(), Length::Elapsed(_));
        let rule = timer.rule(fired, zone, zones);
        let stop = timer.stops.last().filter(|_| !timer.running);
        let rule = match stop {
            Some(stop) => format!("{rule}. Stopped {}.", zone.clock_near(stop.at, timer.from)),
            None => format!("{rule}."),
        };
        let until = stop.map_or(now, |stop| stop.at);
        let mut face = Self::plain(timer.clock.title(), standing, timer.from, timer.due, until);
        face.rule = rule;
        face.running = timer.running;
        face.beside = match (standing, stop, elapsed) {
            (Standing::OnTime(_) | Standing::DueSoon(_), _, true) => format!("left of {term}"),
            (Standing::Met(_), Some(stop), true) => {
                face.figure = duration::compact(stop.at.since(timer.from));
                format!("of {term}")
            }
            (Standing::Missed(_), _, true) => format!("late, of {term}"),
            _ => face.beside,
        };
        if let (Standing::OnTime(left) | Standing::DueSoon(left), Some(due), false) =
            (standing, timer.due, elapsed)
        {
            face.figure = zone.day(due);
            face.beside = format!("{}, in {}", zone.hour_minute(due), duration::words(left));
        }
        face
    }

    /// The face of the post-mortem's clock.
    pub fn of_post_mortem(clock: &PostMortem, now: Moment, zone: &Zone) -> Self {
        let (standing, until) = (clock.standing(now), clock.done.unwrap_or(now));
        let mut face = Self::plain("Post-mortem", standing, clock.from, Some(clock.due), until);
        face.running = clock.done.is_none();
        face.rule = format!(
            "due {} {}: resolved {} {} + {}.",
            zone.day(clock.due),
            zone.hour_minute(clock.due),
            zone.day(clock.from),
            zone.hour_minute(clock.from),
            duration::words(clock.due.since(clock.from))
        );
        face
    }

    /// In a few words, for a line: `met 3m12s`, `02:10 left`, `01:12 late`, `due Mon 30 Nov 17:00`.
    pub fn brief(&self) -> String {
        let figure = &self.figure;
        match self.slug {
            "met" if self.beside.starts_with("of ") => format!("met {figure}"),
            "met" => "met".to_owned(),
            "missed" => format!("{figure} late"),
            "cannot-say" => self.word.to_lowercase(),
            _ if self.beside.starts_with("left") => format!("{figure} left"),
            _ => {
                let time = self.beside.split(',').next().unwrap_or_default();
                format!("due {figure} {time}")
            }
        }
    }

    fn plain(
        title: &'static str,
        standing: Standing,
        from: Moment,
        due: Option<Moment>,
        until: Moment,
    ) -> Self {
        let (figure, beside, slug, word) = match standing {
            Standing::OnTime(left) => (left, "left", "on-time", "On time".to_owned()),
            Standing::DueSoon(left) => (left, "left", "due-soon", "Due soon".to_owned()),
            Standing::Met(early) => (early, "before it was due", "met", "Met".to_owned()),
            Standing::Missed(late) => {
                let word = format!("Missed by {}", duration::countdown(late));
                (late, "late", "missed", word)
            }
            Standing::CannotSay => (
                0,
                "its calendar's zone is not known here",
                "cannot-say",
                "Cannot say".to_owned(),
            ),
        };
        let share = due.map_or(0.0, |due| {
            let length = due.since(from).max(1);
            (until.since(from) as f64 / length as f64).clamp(0.0, 1.0)
        });
        Self {
            title,
            figure: match standing {
                Standing::CannotSay => "?".to_owned(),
                _ => duration::countdown(figure),
            },
            beside: beside.to_owned(),
            slug,
            word,
            running: true,
            share,
            due,
            rule: String::new(),
        }
    }
}
