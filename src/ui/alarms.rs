//! What fires, by what the servers say, and what follows from it for all of the page. Draws nothing.

mod poll;
mod show;
mod silences;
mod weigh;

pub use silences::silences;

use super::{
    board::Board as Dashboards,
    clock::Clock,
    reactive::{Memo, ReadSignal, RwSignal},
};
use crate::{
    alertmanager::quiet,
    config::Config,
    domain::{alert::Alert, rule::Rule, series::Sample, service::Service, time::Moment},
    handbook::Handbook,
    prometheus::{decode::Answer, rules::Loaded},
    watch::{
        alarm::{Board, resolved::Resolved},
        all_clear::Proof,
        notice::Tab,
        reading::{Reading, Trouble},
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// For so long a resolved alarm is listed (milliseconds).
const KEPT: i64 = 6 * 3_600_000;

/// What is known of alerts, rules and silences.
#[derive(Clone, Copy)]
pub struct Alarms {
    /// The server's rules.
    pub rules: RwSignal<Reading<Answer<Arc<Vec<Loaded>>>>>,
    alerts: RwSignal<Reading<Answer<Arc<Vec<Alert>>>>>,
    /// What Alertmanager says; stays waiting where none is configured.
    pub alertmanager: RwSignal<Reading<Arc<quiet::Reading>>>,
    up: RwSignal<Reading<Answer<Vec<Sample>>>>,
    /// The alerts that the page found itself, and when; `None` while the server holds rules.
    pub evaluated: RwSignal<Option<(Vec<Alert>, Moment)>>,
    /// Those that fired and do no longer.
    pub lately: RwSignal<Vec<Resolved>>,
    /// All alarms of the moment. No memo: they are worked out in slices, and shown together with what they come from.
    pub board: RwSignal<Board>,
    /// Whether all is clear, and why.
    pub proof: Memo<Proof>,
    /// The same; `None` until somebody weighs it.
    weighed: RwSignal<Option<Memo<Proof>>>,
    /// The state in the tab: alarms, proof and dashboards together.
    pub tab: Memo<Tab>,
    /// The handbook's own rules.
    pub handbook: StoredValue<Vec<Rule>>,
    /// The alarms by the last answer that came without trouble: from those something may be resolved.
    sound: StoredValue<Board>,
    book: StoredValue<Arc<Handbook>>,
    /// How many of the expected services are down, of how many; `None` when nobody can say.
    pub down: Memo<Option<(usize, usize)>>,
}

/// What alarms are worked out from beside their own questions.
#[derive(Clone, Copy)]
pub struct Around {
    /// The present moment.
    pub clock: Clock,
    /// Whether somebody can see the page.
    pub visible: ReadSignal<bool>,
    /// Counts how often somebody asked for new data by hand.
    pub by_hand: RwSignal<u32>,
    /// What is known of the dashboards.
    pub dashboards: Dashboards,
}

impl Alarms {
    /// Starts to ask, at once and then at every poll.
    pub fn start(
        handbook: &Arc<Handbook>,
        rules: Vec<Rule>,
        config: &Config,
        around: Around,
    ) -> Self {
        let (known, own_rules) = (handbook.clone(), rules.clone());
        let pace = config.pace;
        let (rules, alerts) = (
            RwSignal::new(Reading::<Answer<Arc<Vec<Loaded>>>>::default()),
            RwSignal::new(Reading::<Answer<Arc<Vec<Alert>>>>::default()),
        );
        let alertmanager = RwSignal::new(Reading::<Arc<quiet::Reading>>::default());
        let up = RwSignal::new(Reading::<Answer<Vec<Sample>>>::default());
        let evaluated = RwSignal::new(None::<(Vec<Alert>, Moment)>);
        let handbook_rules = StoredValue::new(own_rules);
        let board = RwSignal::new(Board::default());
        let weighed = RwSignal::new(None::<Memo<Proof>>);
        let proof = Memo::new(move |_| match weighed.get() {
            Some(proof) => proof.get(),
            None => Proof::unweighed(),
        });
        let book = known.clone();
        let down = Memo::new(move |_| {
            let up = up.read();
            let samples = &up.answer()?.data;
            let services = &book.services.services;
            let is_down = |service: &&Service| {
                crate::domain::judgement::value_of(service, samples)
                    .is_none_or(|value| value < 1.0 || value.is_nan())
            };
            Some((services.iter().filter(is_down).count(), services.len()))
        });
        let dashboards = around.dashboards;
        let tab = Memo::new(move |_| {
            let worst = dashboards.worst(around.clock.now.get(), pace);
            board.with(|board| proof.with(|proof| Tab::new(board, proof).with(worst)))
        });
        let alarms = Self {
            rules,
            alerts,
            alertmanager,
            up,
            evaluated,
            lately: RwSignal::new(Vec::new()),
            board,
            proof,
            weighed,
            tab,
            handbook: handbook_rules,
            sound: StoredValue::new(Board::default()),
            book: StoredValue::new(known),
            down,
        };
        alarms.poll(config, around);
        alarms
    }

    /// When the oldest of the answers about rules, alerts and services came (`None` while one is missing), and the trouble
    /// since then, the one with the most tries.
    pub fn asked(self) -> (Option<Moment>, Option<Trouble>) {
        fn of<T>(reading: &Reading<T>) -> (Option<Moment>, Option<Trouble>) {
            let at = reading.good.as_ref().map(|(_, at)| *at);
            (at, reading.trouble.clone())
        }
        let all = [self.rules.with(of), self.alerts.with(of), self.up.with(of)];
        let answered = all.iter().map(|(at, _)| *at).min().flatten();
        let troubles = all.into_iter().filter_map(|(_, trouble)| trouble);
        (answered, troubles.max_by_key(|trouble| trouble.tries))
    }
}
