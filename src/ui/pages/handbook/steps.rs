//! A block of commands to work from: steps to tick, sentences that lead to panels, commands to copy. Runs nothing.

use crate::{
    config::Config,
    domain::command::{Command, Entry, Item, Language, Reference, Segment, Step},
    handbook::{
        page::Page,
        render::{Part, Section},
    },
    ui::{
        browser, output,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, signal},
        worksheet::Kept,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The first step of the page that is not ticked: where the work stands.
#[derive(Clone, Copy)]
pub struct Here(Memo<Option<String>>);

impl Here {
    /// Of a page whose steps are ticked on `kept`.
    pub fn of(page: &Page, kept: Option<Kept>) -> Self {
        let steps: Vec<String> = page.steps().map(|step| step.id.clone()).collect();
        Self(Memo::new(move |_| {
            let sheet = kept?.sheet.read();
            let open = steps.iter().find(|id| !sheet.ticks.contains_key(*id));
            // Before the first tick nobody is anywhere.
            open.filter(|_| !sheet.ticks.is_empty()).cloned()
        }))
    }
}

/// Where another system is, about the service and the correlation id that the blanks name.
pub fn address(config: &Config, system: &str, kept: Option<Kept>) -> Option<String> {
    config.link_about(system, |name| {
        let blank = match name {
            "service" => "SERVICE_NAME",
            _ => "CORRELATION_ID",
        };
        kept?
            .sheet
            .with(|sheet| sheet.blanks.get(blank).map(|value| value.trim().to_owned()))
    })
}

/// The ids of a section's steps.
pub fn step_count(section: &Section) -> Vec<String> {
    let entries = section.parts.iter().flat_map(|part| match part {
        Part::Commands(entries) => entries.as_slice(),
        Part::Html(_) => &[],
    });
    let steps = entries.filter_map(|entry| match entry {
        Entry::Step(step) => Some(step.id.clone()),
        Entry::Condition(_) => None,
    });
    steps.collect()
}

/// The entries of one block.
#[component]
pub fn Steps(entries: Vec<Entry>, kept: Option<Kept>) -> impl IntoView {
    let rows = entries.into_iter().map(|entry| match entry {
        Entry::Condition(words) => view! { <li class="condition">{words}</li> }.into_any(),
        Entry::Step(step) => row(step, kept),
    });
    view! { <ol class="steps">{rows.collect_view()}</ol> }
}

fn row(step: Step, kept: Option<Kept>) -> AnyView {
    let portal = Portal::use_here();
    let id = step.id.clone();
    let ticked = Memo::new(move |_| {
        let kept = kept?;
        kept.sheet.with(|sheet| sheet.ticks.get(&id).copied())
    });
    let number = step.number.map(|number| format!("{number}"));
    let title = step.title.clone();
    let name = match title.as_str() {
        "" => "Tick this step".to_owned(),
        title => format!("Tick: {title}"),
    };
    let at = move || {
        ticked.get().map(|at| {
            let words = portal
                .zone
                .get()
                .clock_near(at, portal.clock.now.get_untracked());
            format!("ticked {words}")
        })
    };
    let harm = step.items.iter().find_map(|item| match item {
        Item::Run(command) => command.harm.clone(),
        _ => None,
    });
    let badge = harm.map(|harm| {
        view! { <span class="harm">{symbol("cross")}"Destructive"</span><span class="harm-words">{harm}</span> }
    });
    let items = step.items.into_iter().map(item).collect_view();
    let here = use_context::<Here>();
    let is_here = {
        let id = step.id.clone();
        move || here.is_some_and(|here| here.0.with(|here| here.as_ref() == Some(&id)))
    };
    let is_here = Memo::new(move |_| is_here());
    let id = step.id.clone();
    let tick = kept.map(|kept| {
        let toggle = step.id;
        view! {
            <input type="checkbox" class="tick" aria-label=name prop:checked=move || ticked.get().is_some()
                on:change=move |event| {
                    browser::hold_box(&event, ticked.get_untracked().is_some());
                    kept.toggle(&toggle);
                }/>
        }
    });
    view! {
        <li class="step" data-step=id tabindex="-1" class:done=move || ticked.get().is_some() class:here=move || is_here.get()>
            {tick}
            <div class="step-body">
                <p class="step-title"><span class="number">{number}</span><span>{title}</span>{badge}<span class="ticked">{at}{move || is_here.get().then_some("you are here")}</span></p>
                {items}
            </div>
        </li>
    }
    .into_any()
}

fn item(item: Item) -> AnyView {
    match item {
        Item::Note(words) => view! { <p class="note">{words}</p> }.into_any(),
        Item::Look { text, at } => look(text, &at),
        Item::Run(command) => view! { <Run command/> }.into_any(),
    }
}

/// A sentence with the way to what it speaks of. Another system's address is known only where it is configured.
fn look(text: String, at: &Reference) -> AnyView {
    let portal = Portal::use_here();
    let link = match (at.path(), at) {
        (Some(path), _) => {
            let href = portal.url.link(path);
            view! { <a href=href>"Open here"</a> }.into_any()
        }
        (None, Reference::External { system, .. }) => {
            let (system, kept) = (system.clone(), use_context::<Kept>());
            let href = move || {
                portal
                    .config
                    .with_value(|config| address(config, &system, kept))
            };
            let link = move || {
                href().map(|href| view! { <a href=href target="_blank" rel="noreferrer noopener">"Open"</a> })
            };
            link.into_any()
        }
        _ => ().into_any(),
    };
    view! { <p class="note look">{text}" "{link}</p> }.into_any()
}

/// A command with its blanks, and the button that copies it once they are filled.
#[component]
fn Run(command: Command) -> impl IntoView {
    let kept = use_context::<Kept>();
    let command = StoredValue::new(command);
    let filled = Memo::new(move |_| {
        let values = kept.map(|kept| kept.sheet.get().blanks).unwrap_or_default();
        command.with_value(|command| command.fill(|name| values.get(name).map(String::as_str)))
    });
    let text = move || {
        let values = kept.map(|kept| kept.sheet.get().blanks).unwrap_or_default();
        let segment = |segment: &Segment| match segment {
            Segment::Text(text) => text.clone().into_any(),
            Segment::Blank(blank) => {
                let value = values.get(&blank.name).map(|value| value.trim());
                match value.filter(|value| blank.kind.check(value).is_ok()) {
                    Some(value) => {
                        view! { <span class="filled">{value.to_owned()}</span> }.into_any()
                    }
                    None => view! { <span class="open">{blank.name.clone()}</span> }.into_any(),
                }
            }
        };
        command.with_value(|command| command.segments.iter().map(segment).collect_view())
    };
    let (harm, language) = command.with_value(|command| (command.harm.clone(), command.language));
    let harmful = harm.is_some();
    let (asking, set_asking) = signal(false);
    let (said, set_said) = signal(None::<&'static str>);
    let copy = move || {
        if let Ok(text) = filled.get_untracked() {
            spawn_local(async move {
                let worked = output::copy(text).await;
                set_said.set(Some(if worked { "Copied" } else { "Could not copy" }));
            });
        }
    };
    let press = move |_| match filled.get_untracked() {
        Err(open) => {
            if let Some(first) = open.first() {
                browser::focus(&format!("#blank-{}", first.blank));
            }
        }
        Ok(_) if harmful && !asking.get_untracked() => set_asking.set(true),
        Ok(_) => {
            set_asking.set(false);
            copy();
        }
    };
    let face = move || match (filled.get(), said.get()) {
        (Err(open), _) => {
            let names: Vec<&str> = open.iter().map(|open| open.blank.as_str()).collect();
            format!("Fill {} first", names.join(", "))
        }
        (Ok(_), Some(said)) => said.to_owned(),
        (Ok(_), None) if asking.get() => "Copy anyway".to_owned(),
        (Ok(_), None) if harmful => "Copy, asks first".to_owned(),
        _ => "Copy".to_owned(),
    };
    view! {
        <div class="command" class:harmful=harmful>
            <pre>{(language == Language::Sql).then(|| view! { <span class="language">"SQL"</span> })}<code>{text}</code></pre>
            <button class="copy" class:unfilled=move || filled.get().is_err() on:click=press
                on:blur=move |_| { set_said.set(None); set_asking.set(false); }>{face}</button>
            {move || asking.get().then(|| view! { <p class="asked" role="alert">{format!("This {}.", harm.clone().unwrap_or_default())}</p> })}
        </div>
    }
}
