//! The page that the bookmark opens: is something wrong, since when, how bad, what now, whom to call. Knows no rules.

mod running;

use super::alerts::{AlarmList, ProofPanel};
use crate::{
    domain::status::Status,
    ui::{parts::symbol::symbol, portal::Portal, reactive::Memo},
    watch::{alarm::outline::in_order, panel::standing, words::state_words},
};
use leptos::prelude::*;
use running::Running;

/// The page.
#[component]
pub fn NowPage() -> impl IntoView {
    let portal = Portal::use_here();
    portal.set_title("Now");
    let alarms = Memo::new(move |_| {
        portal
            .alarms
            .board
            .with(|board| in_order(board.alarms.clone()))
    });
    let cards = portal.handbook.with_value(|handbook| {
        let dashboards = handbook.dashboards.iter().enumerate();
        dashboards
            .map(|(index, dashboard)| card(portal, index, &dashboard.slug, &dashboard.title))
            .collect_view()
    });
    view! {
        <div class="page alerts">
            <header class="page-head">
                <h1>"Now"</h1>
                <p>"what Prometheus says; this page pages nobody"</p>
                <div class="actions"><a class="button" href=portal.url.link("/incidents?declare=1".to_owned())>{symbol("flag")}"Declare an incident"</a></div>
            </header>
            <ProofPanel/>
            <Running/>
            <AlarmList alarms/>
            <h2 class="alarm-section dashboards"><strong>"Dashboards"</strong></h2>
            <div class="cards">{cards}</div>
        </div>
    }
}

/// One dashboard: its state, and the first of what is wrong there.
fn card(portal: Portal, index: usize, slug: &str, title: &str) -> AnyView {
    let status = Memo::new(move |_| portal.status(index));
    let worst = move || {
        let (now, pace) = (portal.clock.now.get(), portal.pace());
        let readings = portal.board.readings(index)?;
        let readings = readings.read();
        let worst = readings
            .iter()
            .map(|reading| (standing(reading, None, pace, now), reading))
            .enumerate()
            .max_by_key(|(_, (standing, _))| standing.status)?;
        let (place, (standing, reading)) = worst;
        let panel = portal.handbook.with_value(|handbook| {
            let dashboard = handbook.dashboards.get(index)?;
            Some(dashboard.panels.get(place)?.title.clone())
        })?;
        let verdict = reading.answer().map(|judged| &judged.verdict);
        // A panel says how much and by which limit; an alert that is worse has a rule of its own.
        let alarm = portal.alarms.board.with(|board| {
            let concern = board.dashboards.get(index)?;
            let worst = concern.loud.first()?;
            (concern.status() > Some(standing.status)).then(|| format!("{} fires", worst.name))
        });
        if alarm.is_some() {
            return alarm;
        }
        (standing.status > Status::Ok)
            .then(|| format!("{panel}: {}", state_words(&standing, verdict)))
    };
    let href = portal.url.link(format!("/dashboards/{slug}"));
    let title = title.to_owned();
    view! {
        <a class="panel card" href=href data-status=move || status.get().map_or("none", Status::slug)>
            {move || symbol(match status.get() {
                None => "loading",
                Some(Status::None) => "fresh",
                Some(status) => status.slug(),
            })}
            <strong>{title}</strong>
            <span>{move || match status.get() {
                None => "Asking Prometheus".to_owned(),
                Some(status) => worst().unwrap_or_else(|| status.word().to_owned()),
            }}</span>
        </a>
    }
    .into_any()
}
