//! The steps of the workflow with their duties to tick, and beside them the runbook, who can help, and what is left to do.

use crate::{
    domain::workflow::{Duty, Step},
    incident::{event::Kind, id::Id, state::State},
    ui::{
        browser,
        incidents::Incidents,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
};
use leptos::{ev, prelude::*};

/// The six steps.
#[component]
pub fn WorkflowPanel(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let state = Memo::new(move |_| incidents.state(id));
    let steps = portal
        .handbook
        .with_value(|handbook| handbook.workflow.steps.clone());
    let all = StoredValue::new(steps.clone());
    let done = move || {
        let counts = all.with_value(|steps| {
            state.with(|state| {
                let counts = steps.iter().map(|step| count(step, state.as_ref()));
                counts.fold((0, 0), |sum, (done, of)| (sum.0 + done, sum.1 + of))
            })
        });
        format!("{} of {} done", counts.0, counts.1)
    };
    let steps = steps.into_iter().map(|step| show(id, step, state));
    view! {
        <section class="panel workflow" aria-label="Workflow">
            <header><h2>"Workflow"</h2><span class="note">{done}</span><span class="note end">"ticks are written to the log"</span></header>
            <div class="workflow-steps">{steps.collect_view()}</div>
        </section>
    }
}

fn applies(duty: &Duty, state: Option<&State>) -> bool {
    state.is_some_and(|state| duty.applies(state.severity, state.customer_facing))
}

fn count(step: &Step, state: Option<&State>) -> (usize, usize) {
    let asked: Vec<&Duty> = step
        .duties
        .iter()
        .filter(|duty| applies(duty, state))
        .collect();
    let ticked = |duty: &&&Duty| {
        let key = (step.number, duty.text.clone());
        state.is_some_and(|state| state.duties.contains_key(&key))
    };
    (asked.iter().filter(ticked).count(), asked.len())
}

fn show(id: Id, step: Step, state: Memo<Option<State>>) -> AnyView {
    let counted = {
        let step = step.clone();
        Memo::new(move |_| state.with(|state| count(&step, state.as_ref())))
    };
    let icon = move || match counted.get() {
        (done, all) if done == all => symbol("ok").into_any(),
        (0, _) => view! { <span class="ring"></span> }.into_any(),
        _ => symbol("partial").into_any(),
    };
    let name = step.name.to_lowercase();
    let name = format!(
        "{} {}{}",
        step.number,
        name.get(..1).unwrap_or_default().to_uppercase(),
        name.get(1..).unwrap_or_default()
    );
    let number = step.number;
    let duties = step
        .duties
        .into_iter()
        .map(|duty| row(id, number, duty, state));
    view! {
        <section class="duties">
            <h3>{icon}{name}<span>{move || { let (done, all) = counted.get(); format!("{done} of {all}") }}</span></h3>
            <ul>{duties.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(id: Id, number: u8, duty: Duty, state: Memo<Option<State>>) -> AnyView {
    let incidents = Incidents::use_here();
    let key = (number, duty.text.clone());
    let tick = Memo::new(move |_| state.with(|state| state.as_ref()?.duties.get(&key).cloned()));
    let (text, words) = (duty.text.clone(), duty.text.clone());
    let change = move |event| {
        let tick = tick.get_untracked();
        browser::hold_box(&event, tick.is_some());
        match tick {
            Some(tick) => incidents.retract(id, tick.event),
            None => incidents.act(id, Kind::DutyTicked(number, words.clone())),
        }
    };
    view! {
        <li hidden=move || !state.with(|state| applies(&duty, state.as_ref()))>
            <label><input type="checkbox" prop:checked=move || tick.get().is_some() on:change=change/>{text}</label>
        </li>
    }
    .into_any()
}

/// The runbook, the specialist of its area, the action items and the post-mortem.
#[component]
pub fn Beside(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let runbook = incidents
        .state(id)
        .and_then(|state| runbook(portal, &state));
    view! {
        {runbook}
        <Actions id/>
    }
}

fn runbook(portal: Portal, state: &State) -> Option<AnyView> {
    let incidents = Incidents::use_here();
    let page = portal
        .handbook
        .with_value(|handbook| handbook.page(state.declared.runbook.as_ref()?).cloned())?;
    let (id, name, steps) = (state.id, page.id.clone(), page.steps().count());
    let ticked = move || {
        let state = incidents.state(id);
        let count = state.map_or(0, |state| {
            state
                .ticked
                .keys()
                .filter(|(runbook, _)| *runbook == name)
                .count()
        });
        format!("{count} of {steps} steps")
    };
    let area = state.declared.area.clone().or(page.area.clone());
    let helper = portal.handbook.with_value(|handbook| {
        let found = handbook.escalation.specialist(area.as_ref()?)?;
        Some(format!(
            "{}: {}. Ask about: {}.",
            found.area, found.contact, found.when
        ))
    });
    let href = portal.url.link(runbook_link(&page.path, id));
    Some(
        view! {
            <section class="panel follow" aria-label="Runbook">
                <header><h2>"Runbook"</h2><span class="note">{ticked}</span></header>
                <p>{symbol("book")}<a href=href>{format!("{} {}", page.id, page.title)}</a></p>
                {helper.map(|words| view! { <p>{symbol("people")}{words}</p> })}
            </section>
        }
        .into_any(),
    )
}

/// A runbook as it is worked through for an incident.
pub fn runbook_link(path: &str, id: Id) -> String {
    format!("{path}?incident={}", id.short())
}

#[component]
fn Actions(id: Id) -> impl IntoView {
    let incidents = Incidents::use_here();
    let state = Memo::new(move |_| incidents.state(id));
    let items = move || {
        let actions = state.with(|state| state.as_ref().map(|state| state.actions.clone()));
        let rows = actions.unwrap_or_default().into_iter().map(|action| {
            let (event, done) = (action.event, action.done);
            let checked = done.is_some();
            let change = move |pressed| {
                browser::hold_box(&pressed, checked);
                match &done {
                    Some(tick) => incidents.retract(id, tick.event),
                    None => incidents.act(id, Kind::ActionDone(event)),
                }
            };
            let owner = (!action.owner.is_empty()).then(|| format!(" ({})", action.owner));
            view! { <li><label><input type="checkbox" prop:checked=checked on:change=change/>{action.text}{owner}</label></li> }
        });
        rows.collect_view()
    };
    let (text, owner) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let what = text.get_untracked().trim().to_owned();
        if !what.is_empty() {
            incidents.act(
                id,
                Kind::ActionItem(what, owner.get_untracked().trim().to_owned()),
            );
            text.set(String::new());
        }
    };
    view! {
        <section class="panel follow actions-panel" aria-label="Action items">
            <header><h2>"Action items"</h2></header>
            <ul>{items}</ul>
            <form on:submit=submit>
                <input aria-label="What is to be done" placeholder="What is to be done afterwards" prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))/>
                <input aria-label="By whom" placeholder="By whom" prop:value=move || owner.get()
                    on:input=move |event| owner.set(event_target_value(&event))/>
                <button>"Add"</button>
            </form>
        </section>
    }
}
