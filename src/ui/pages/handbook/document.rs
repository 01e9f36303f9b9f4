//! One document as a page: what it says, what is filled in and ticked, and beside it its contents, the panels it speaks of
//! and who can help. Knows no Markdown.

use super::{
    duty::OnCallNow,
    sheet::Blanks,
    steps::{Steps, step_count},
};
use crate::{
    domain::{
        command::Reference,
        review::{Review, review},
    },
    handbook::{
        page::Page,
        render::{Part, Section},
    },
    incident::{id::Id, record::Record},
    ui::{
        browser,
        incidents::Incidents,
        pages::missing::MissingPage,
        parts::{miniature::Miniature, panel_menu::CopyButton, symbol::symbol},
        portal::Portal,
        worksheet::Kept,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The runbook that the URL names.
#[component]
pub fn RunbookPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    move || document(&id.get())
}

/// A document by its name.
#[component]
pub fn DocumentPage(id: &'static str) -> impl IntoView {
    document(id)
}

fn document(id: &str) -> AnyView {
    let portal = Portal::use_here();
    let page = portal
        .handbook
        .with_value(|handbook| handbook.page(id).cloned());
    match page {
        Some(page) => show(portal, &page),
        None => MissingPage().into_any(),
    }
}

fn show(portal: Portal, page: &Page) -> AnyView {
    let name = match page.is_runbook() {
        true => format!("{} {}", page.id, page.title),
        false => page.title.clone(),
    };
    browser::set_title(&portal.title(&name));
    let work = incident(portal, page);
    let kept = match work {
        Some(id) => Kept::of_incident(id, page),
        None => Kept::of_page(&page.id),
    };
    provide_context(kept);
    let has_steps = page.steps().next().is_some();
    let on_call = (page.id == "on-call").then(|| view! { <OnCallNow/> });
    let blanks = page.blanks().into_iter().cloned().collect::<Vec<_>>();
    let (before, after) = neighbours(portal, page);
    let owner = page.owner.clone();
    let reviewed = review_words(portal, page);
    view! {
        <div class="page with-aside">
            <header class="page-head">
                <h1>{name}</h1>
                <div class="actions">
                    {has_steps.then(|| view! { <button on:click=move |_| kept.untick_all()>"Untick all"</button> })}
                    <CopyButton face="Copy link" text=Callback::new(move |()| portal.url.here())/>
                    <button on:click=|_| browser::print()>"Print"</button>
                </div>
            </header>
            <article class="document">
                {work.map(worked_for)}
                {on_call}
                {(!blanks.is_empty()).then(|| view! { <Blanks blanks/> })}
                {sections(page, Some(kept))}
                <nav class="neighbours" aria-label="Other runbooks">{before}{after}</nav>
                <footer class="reviewed">{owner.map(|owner| format!("Owner: {owner}. "))}{reviewed}</footer>
            </article>
            <aside>
                {contents(page, kept)}
                {miniatures(page)}
                {helpers(portal, page)}
            </aside>
        </div>
    }
    .into_any()
}

/// The incident that a runbook is worked through for, as the address says.
fn incident(portal: Portal, page: &Page) -> Option<Id> {
    let start = portal.view().with(|view| view.incident.clone())?;
    let find = |record: &Record| record.find(&start);
    let found = Incidents::use_here().record.with_untracked(find);
    found.filter(|_| page.is_runbook())
}

/// Whose ticks these are, and the way back.
fn worked_for(id: Id) -> AnyView {
    let incidents = Incidents::use_here();
    let name = move || {
        let state = incidents.state(id)?;
        Some(format!("{} {}", state.severity, state.title))
    };
    let href = Portal::use_here()
        .url
        .link(format!("/incidents/{}", id.short()));
    view! { <p class="strip worked-for">{symbol("flag")}"Worked through for "<a href=move || href.get()>{name}</a>". Ticks go to its log."</p> }
        .into_any()
}

/// The sections of a page; `kept` is there where steps can be ticked.
pub fn sections(page: &Page, kept: Option<Kept>) -> AnyView {
    let diagram = page.id == "incident-response";
    let sections = page.sections.iter().map(move |section| {
        let class = match (diagram, section.level, section.parts.is_empty()) {
            (true, 3, _) if section.title.starts_with(|c: char| c.is_ascii_digit()) => {
                "section duty"
            }
            (_, 1, true) => "section head",
            _ => "section",
        };
        let anchor = section.anchor.clone();
        let heading = heading(section);
        let parts = section.parts.iter().map(|part| match part {
            Part::Html(html) => {
                view! { <div class="prose" inner_html=html.clone()></div> }.into_any()
            }
            Part::Commands(entries) => view! { <Steps entries=entries.clone() kept/> }.into_any(),
        });
        view! { <section class=class id=anchor>{heading}{parts.collect_view()}</section> }
    });
    sections.collect_view().into_any()
}

/// The first heading is the page's own, and shown above it.
fn heading(section: &Section) -> AnyView {
    let title = section.title.clone();
    match section.level {
        0 | 1 => ().into_any(),
        2 => view! { <h2>{title}</h2> }.into_any(),
        _ => view! { <h3>{title}</h3> }.into_any(),
    }
}

/// The headings, with how many of their steps are ticked.
fn contents(page: &Page, kept: Kept) -> AnyView {
    let rows = page
        .sections
        .iter()
        .filter(|section| section.level >= 2)
        .map(|section| {
            let (href, title) = (format!("#{}", section.anchor), section.title.clone());
            let class = if section.level > 2 { "deeper" } else { "" };
            let steps = step_count(section);
            let ticked = move || {
                let all = steps.len();
                let done = kept.sheet.with(|sheet| {
                    steps
                        .iter()
                        .filter(|id| sheet.ticks.contains_key(*id))
                        .count()
                });
                (all > 0).then(|| format!("{done} of {all}"))
            };
            view! { <li class=class><a href=href rel="external">{title}</a><span>{ticked}</span></li> }
        })
        .collect_view();
    view! { <nav class="panel contents" aria-label="On this page"><h2>"Contents"</h2><ul>{rows}</ul></nav> }
        .into_any()
}

/// The panels that the steps say to look at, live.
fn miniatures(page: &Page) -> AnyView {
    let mut seen: Vec<(String, String)> = Vec::new();
    for reference in page.references() {
        if let Reference::Panel { slug, panel } = reference {
            let pair = (slug.clone(), panel.clone());
            if !seen.contains(&pair) {
                seen.push(pair);
            }
        }
    }
    let views = seen
        .into_iter()
        .map(|(slug, panel)| view! { <Miniature slug panel/> });
    views.collect_view().into_any()
}

/// The specialist for the page's area.
fn helpers(portal: Portal, page: &Page) -> Option<AnyView> {
    let area = page.area.as_ref()?;
    let found = portal
        .handbook
        .with_value(|handbook| handbook.escalation.specialist(area).cloned())?;
    let href = portal.url.link("/escalation".to_owned());
    Some(
        view! {
            <section class="panel helpers">
                <h2>"Who can help"</h2>
                <p>{symbol("people")}<strong>{found.contact}</strong></p>
                <p>{format!("{}: {}", found.area, found.when)}</p>
                <p><a href=href>"Escalation matrix"</a></p>
            </section>
        }
        .into_any(),
    )
}

fn neighbours(portal: Portal, page: &Page) -> (Option<AnyView>, Option<AnyView>) {
    let pages: Vec<(String, String, String)> = portal.handbook.with_value(|handbook| {
        let all = handbook.runbooks();
        all.map(|page| (page.id.clone(), page.title.clone(), page.path.clone()))
            .collect()
    });
    let Some(place) = pages.iter().position(|(id, ..)| *id == page.id) else {
        return (None, None);
    };
    let link = |place: Option<usize>, icon: &'static str, label: &'static str| {
        let (id, title, path) = pages.get(place?)?.clone();
        let href = portal.url.link(path);
        Some(view! { <a href=href aria-label=format!("{label}: {id} {title}")>{symbol(icon)}{format!("{id} {title}")}</a> }.into_any())
    };
    (
        link(place.checked_sub(1), "earlier", "Previous"),
        link(place.checked_add(1), "later", "Next"),
    )
}

/// When a page was last reviewed, and whether it is due again.
pub fn review_words(portal: Portal, page: &Page) -> AnyView {
    let Some(day) = page.reviewed else {
        return "no review date".into_any();
    };
    let months = portal
        .handbook
        .with_value(|handbook| handbook.review_months);
    let state = months.map(|months| {
        let (now, zone) = (
            portal.clock.now.get_untracked(),
            portal.zone.get_untracked(),
        );
        review(day, months, None, now, &zone)
    });
    let words = format!("Last reviewed {day}");
    match state {
        Some(Review::Overdue(due)) => {
            view! { {words}<span class="overdue">{symbol("late")}{format!("review overdue since {due}")}</span> }.into_any()
        }
        Some(Review::NamedBySev1) => {
            view! { {words}<span class="overdue">{symbol("late")}"review due: a SEV1 named it since"</span> }.into_any()
        }
        Some(Review::Due(due)) => format!("{words}, next by {due}").into_any(),
        None => words.into_any(),
    }
}
