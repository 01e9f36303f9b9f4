//! What fires, since when, what to do, and the proof when nothing does. Knows no rule's contents.

mod history;
mod list;
mod long;
mod more;
mod plain;
mod promise;
mod proof;
mod row;
mod rules;
mod texts;

pub use list::AlarmList;
pub use long::LongList;
pub use more::More;
pub use proof::ProofPanel;
pub use texts::suggestion;

use crate::{
    ui::{
        notice::NoticeSwitch,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
    watch::{
        alarm::{outline::in_order, search::Index},
        evaluate::NOTHING_FOUND,
    },
};
use leptos::prelude::*;
use rules::RuleTable;

/// Up to so many alarms are found by looking.
const FEW: usize = 8;

/// The page.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let portal = Portal::use_here();
    portal.set_title("Alerts");
    let alarms = portal.alarms;
    let query = RwSignal::new(String::new());
    let index = Memo::new(move |_| alarms.board.with(|board| Index::new(&board.alarms)));
    let shown = Memo::new(move |_| {
        let places = query.with(|query| match query.trim() {
            "" => None,
            query => Some(index.with(|index| index.find(query))),
        });
        alarms.board.with(|board| match places {
            None => in_order(board.alarms.clone()),
            Some(places) => in_order(
                places
                    .into_iter()
                    .filter_map(|place| board.alarms.get(place).cloned())
                    .collect(),
            ),
        })
    });
    // A memo: the field must not be made anew while somebody types.
    let searched = Memo::new(move |_| {
        alarms.board.with(|board| board.alarms.len() > FEW) || query.with(|query| !query.is_empty())
    });
    view! {
        <div class="page alerts">
            <header class="page-head">
                <h1>"Alerts"</h1>
                <p>"what Prometheus says; this page pages nobody"</p>
                <div class="actions"><NoticeSwitch/></div>
            </header>
            <ProofPanel/>
            <Evaluated/>
            {move || searched.get().then(|| view! {
                <label class="search-alerts">"Find"
                    <input type="search" prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event))
                        placeholder="name, service, label, words"/>
                </label>
            })}
            <AlarmList alarms=shown/>
            <Lately/>
            <RuleTable/>
        </div>
    }
}

/// What the page found itself, where the server holds no rules.
#[component]
fn Evaluated() -> impl IntoView {
    let portal = Portal::use_here();
    move || {
        let (count, at) = portal
            .alarms
            .evaluated
            .with(|found| found.as_ref().map(|(alerts, at)| (alerts.len(), *at)))?;
        let at = portal
            .zone
            .get()
            .clock_near(at, portal.clock.now.get_untracked());
        let words = match count {
            0 => NOTHING_FOUND.to_owned(),
            count => format!("{count} found by this page itself; nobody is being paged"),
        };
        Some(view! {
            <p class="banner" role="status">{format!("The server holds no alerting rules. This page evaluates the handbook's itself, last at {at}: {words}.")}</p>
        })
    }
}

/// Those that fired and do no longer.
#[component]
fn Lately() -> impl IntoView {
    let portal = Portal::use_here();
    move || {
        let lately = portal.alarms.lately.get();
        (!lately.is_empty()).then(|| {
            let rows = lately.into_iter().map(|one| {
                let at = portal.zone.get().clock_near(one.at, portal.clock.now.get_untracked());
                let words = match one.rule_gone {
                    true => format!("its rule is gone since {at}: nobody knows whether the trouble is over"),
                    false => format!("resolved at {at}"),
                };
                let link = texts::incident_link(portal, &one.alarm);
                let link = link.map(|(href, words)| view! { <a class="button" href=href>{symbol("flag")}{words}</a> });
                view! { <li><strong>{one.alarm.name.clone()}</strong>{row::chips(&one.alarm)}<span>{words}</span>{link}</li> }
            });
            view! { <section class="panel lately"><h2>"Resolved lately"</h2><ul>{rows.collect_view()}</ul></section> }
        })
    }
}
