//! Who is on call, and when that changes. Knows no incident.

use crate::{
    domain::{
        duration,
        rotation::{Listed, Weekly, outgoing_stays},
        time::Moment,
    },
    ui::{portal::Portal, reactive::Memo},
};
use leptos::prelude::*;

/// Who is on call, as a page may say it.
#[derive(Clone, PartialEq)]
pub enum Now {
    /// The schedule is kept elsewhere.
    Elsewhere,
    /// The roster has a gap.
    Nobody,
    /// These two; the second may be empty.
    People(String, String),
}

/// Who is on call now.
pub fn now(portal: Portal) -> Memo<Now> {
    let roster = portal.config.with_value(crate::config::Config::roster);
    Memo::new(move |_| {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        match roster.at(now, &zone) {
            Listed::NoRoster => Now::Elsewhere,
            Listed::Nobody => Now::Nobody,
            Listed::Duty(duty) => Now::People(duty.primary.clone(), duty.secondary.clone()),
        }
    })
}

/// The next handoff, by the handbook.
pub fn handoff(portal: Portal) -> Option<Weekly> {
    portal
        .handbook
        .with_value(|handbook| handbook.on_call.handoff)
}

/// Who is on call, the next handoff, and the next change of duty.
#[component]
pub fn OnCallNow() -> impl IntoView {
    let portal = Portal::use_here();
    let time = portal.config.with_value(|config| config.roster().change);
    let weekday = portal
        .handbook
        .with_value(|handbook| handbook.on_call.change);
    let (handoff, change) = (
        handoff(portal),
        weekday.map(|weekday| Weekly { weekday, time }),
    );
    let row = move |name: &'static str, weekly: Option<Weekly>| {
        let words = move || {
            let (now, zone) = (portal.clock.now.get(), portal.zone.get());
            let next = weekly.and_then(|weekly| weekly.next(now, &zone));
            next.map(|next: Moment| {
                let (day, time) = (zone.day(next), zone.hour_minute(next));
                format!("{day} {time}, in {}", duration::words(next.since(now)))
            })
        };
        view! { <div><dt>{name}</dt><dd>{words}</dd></div> }
    };
    let listed = now(portal);
    let people = move || {
        match listed.get() {
        Now::Elsewhere => {
            let address = portal.config.with_value(|config| config.link_about("pagerduty", |_| None));
            let words = "See PagerDuty schedule";
            let words = match address {
                Some(href) => view! { <a href=href target="_blank" rel="noreferrer noopener">{words}</a> }.into_any(),
                None => words.into_any(),
            };
            view! { <div><dt>"On call"</dt><dd>{words}</dd></div> }.into_any()
        }
        Now::Nobody => view! { <div><dt>"On call"</dt><dd>"Nobody listed. The PagerDuty schedule decides."</dd></div> }.into_any(),
        Now::People(primary, secondary) => {
            let second = (!secondary.is_empty()).then(|| view! { <div><dt>"Secondary"</dt><dd>{secondary}</dd></div> });
            view! { <div><dt>"Primary"</dt><dd>{primary}</dd></div>{second} }.into_any()
        }
    }
    };
    let stays = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let stays = outgoing_stays(handoff?, change?, now, &zone);
        stays.then_some(
            "The handoff is done. The outgoing engineer stays on duty until duty changes.",
        )
    };
    view! {
        <section class="panel duty-now" aria-label="On call now">
            <dl>
                {people}
                {row("Next handoff", handoff)}
                {row("Duty changes", change)}
            </dl>
            {move || stays().map(|words| view! { <p class="stays">{words}</p> })}
            <p><a href=portal.url.link("/incidents".to_owned())>"The handoff summary"</a></p>
        </section>
    }
}
