//! The one clock: read anew at each tick of the one interval, corrected by the server's. Everybody else is told.

use super::browser;
use crate::{
    domain::time::Moment,
    ui::reactive::{Memo, ReadSignal, RwSignal, signal},
    watch::skew,
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// The present moment, and how far the browser's clock is off.
#[derive(Clone, Copy)]
pub struct Clock {
    /// The present moment, once a second.
    pub now: ReadSignal<Moment>,
    /// Server minus browser (milliseconds), once it is known.
    pub skew: ReadSignal<Option<i64>>,
    set_skew: RwSignal<Option<i64>>,
}

impl Clock {
    /// Starts the interval; it ends with the owner that called this.
    pub fn start() -> Self {
        let (now, set_now) = signal(Moment(browser::clock_reading()));
        let (skew, set_skew) = signal(None);
        let clock = Self {
            now,
            skew,
            set_skew,
        };
        let interval = Interval::new(1_000, move || set_now.set(clock.read()));
        let _keep = StoredValue::new_local(interval);
        clock
    }

    /// The present moment, read now.
    pub fn read(self) -> Moment {
        Moment(browser::clock_reading()).plus(self.correction())
    }

    /// Takes the server's time, as it was half way between `asked` and now by the browser's clock.
    pub fn compare(self, server: Moment, asked: i64) {
        let middle = asked + (browser::clock_reading() - asked) / 2;
        let skew = server.0 - middle;
        if self.skew.get_untracked() != Some(skew) {
            self.set_skew.set(Some(skew));
        }
    }

    fn correction(self) -> i64 {
        skew::correction(self.skew.get_untracked())
    }
}

/// Changes whenever it is time to ask: every poll (milliseconds, while the page is seen and while it is not), when it is
/// seen again, and when somebody asks by hand.
pub fn turns(
    clock: Clock,
    visible: ReadSignal<bool>,
    by_hand: RwSignal<u32>,
    poll: [i64; 2],
) -> Memo<(i64, bool, u32)> {
    let began = StoredValue::new((clock.read(), 0_i64));
    Memo::new(move |_| {
        let (now, seen) = (clock.now.get(), visible.get());
        let (since, count) = began.get_value();
        let pause = if seen { poll[0] } else { poll[1] };
        // A clock that was set back starts anew.
        if now.since(since) >= pause || now < since {
            began.set_value((now, count + 1));
        }
        (began.get_value().1, seen, by_hand.get())
    })
}
