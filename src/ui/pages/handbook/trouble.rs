//! What is wrong now that a runbook is for: its alerts, and the incident that is worked on. Knows no steps.

use crate::{
    domain::{duration, order, time::Moment},
    handbook::page::Page,
    incident::{clocks::clocks, face::Face, id::Id},
    ui::{
        incidents::{Incidents, once_read},
        pages::incidents::runbook_link,
        parts::symbol::symbol,
        portal::Portal,
        reactive::Memo,
    },
    watch::alarm::{Alarm, Standing},
};
use leptos::prelude::*;
use std::sync::Arc;

/// So many names are shown; the page of alerts has all.
const MOST: usize = 3;

/// The alerts of one name that are on.
#[derive(Clone, PartialEq)]
struct Named {
    /// The one that is on for the longest.
    first: Alarm,
    /// How many there are.
    count: usize,
}

/// The alerts that name the runbook and are on, the oldest first: it is the likely cause of the others.
pub fn alerts(portal: Portal, page: &Page) -> AnyView {
    let id = page.id.clone();
    let named = Memo::new(move |_| {
        portal.alarms.board.with(|board| {
            let own = |alarm: &&Alarm| alarm.runbook.id.as_ref() == Some(&id);
            let all = board.alarms.iter().map(Arc::as_ref);
            let mut own: Vec<&Alarm> = all.filter(own).collect();
            order::by_key(&mut own, |alarm| (alarm.standing, since(alarm)));
            let mut named: Vec<Named> = Vec::new();
            for alarm in own {
                match named.iter_mut().find(|one| one.first.name == alarm.name) {
                    Some(one) => one.count += 1,
                    None => named.push(Named {
                        first: alarm.clone(),
                        count: 1,
                    }),
                }
            }
            named.truncate(MOST);
            named
        })
    });
    let rows = move || {
        let rows = named.get().into_iter().map(|named| row(portal, named));
        view! { <div class="troubles">{rows.collect_view()}</div> }
    };
    rows.into_any()
}

/// Since when it fires, or its condition holds.
fn since(alarm: &Alarm) -> Option<Moment> {
    let fires = alarm.fires_at.filter(|_| alarm.standing.fires());
    fires.or(alarm.began)
}

fn row(portal: Portal, Named { first, count }: Named) -> AnyView {
    let icon = match first.standing {
        Standing::Pending => "pending",
        Standing::Unknown => "cannot-say",
        Standing::Firing if first.is_critical() => "critical",
        Standing::Firing => "warning",
        _ => "silenced",
    };
    let (since, standing) = (since(&first), first.standing.word());
    let words = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        match since {
            Some(since) => format!(
                "{standing} {}, since {}",
                duration::words(now.since(since)),
                zone.clock_near(since, now)
            ),
            None => standing.to_owned(),
        }
    };
    let measure = first.measure.map(|measure| {
        view! { <span>{measure.value}", alert when "{measure.limit}</span> }
    });
    let others =
        (count > 1).then(|| view! { <span>{format!("× {count}")}<span class="visually-hidden">" of them"</span></span> });
    let href = portal.url.link("/alerts".to_owned());
    let hook = first.name.clone();
    view! {
        <p class=format!("trouble trouble-{icon}") data-alert=hook>
            {symbol(icon)}<a href=href>{first.name}</a>{others}<span class="summary">{first.summary}</span>
            {measure}<span>{words}</span>
        </p>
    }
    .into_any()
}

/// The open incidents that were declared with this runbook: whoever came another way finds the one that is worked on.
pub fn open_incidents(page: &Page) -> AnyView {
    let portal = Portal::use_here();
    let (id, path) = (page.id.clone(), page.path.clone());
    let rows = move || {
        let incidents = Incidents::use_here();
        incidents.states.with(|states| {
            let open = states.iter().filter(|state| {
                state.resolved.is_none()
                    && state.duplicate_of.is_none()
                    && state.declared.runbook.as_ref() == Some(&id)
            });
            let rows = open.map(|state| {
                let name = format!("{} {}", state.severity, state.title);
                let href = portal.url.to(&runbook_link(&path, state.id));
                view! { <p class="strip worked-for"><span>{symbol("flag")}{name}" is open. "<a href=href>"Work for it"</a>", and your ticks go to its log."</span></p> }
            });
            rows.collect_view()
        })
    };
    once_read(rows).into_any()
}

/// Whose ticks these are, how its clocks stand, and the way back.
pub fn worked_for(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let name = move || {
        let state = incidents.state(id)?;
        Some(format!("{} {}", state.severity, state.title))
    };
    let standing = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let state = incidents.state(id)?;
        let shown = incidents.zones.with(|zones| {
            let timers = clocks(&state, zones).into_iter();
            let shown = timers.map(|timer| {
                let face = Face::of(&timer, now, "began", &zone, zones);
                let words = match face.running {
                    true => format!("{} {} {}", face.title, face.figure, face.beside),
                    false => format!("{} {}", face.title, face.word.to_lowercase()),
                };
                view! { <span class="cell" data-standing=face.slug>{words}</span> }
            });
            shown.collect_view()
        });
        Some(shown)
    };
    let href = portal.url.link(format!("/incidents/{}", id.short()));
    view! {
        <p class="strip worked-for">
            <span>{symbol("flag")}"Worked through for "<a href=href>{name}</a>". Ticks go to its log."</span>
            {standing}
        </p>
    }
    .into_any()
}
