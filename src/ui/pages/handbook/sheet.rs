//! The blanks of a page as fields: filled from what the alert says, typed, checked, remembered. Knows no commands.

use crate::{
    domain::{
        command::{Blank, Source, prefilled},
        labels::Labels,
    },
    ui::{parts::symbol::symbol, portal::Portal, reactive::Memo, worksheet::Kept},
};
use leptos::prelude::*;

/// One field for each blank; `services` are those that the incident affects, where the page is worked through for one.
#[component]
pub fn Blanks(blanks: Vec<Blank>, services: Vec<String>) -> impl IntoView {
    let portal = Portal::use_here();
    let kept = expect_context::<Kept>();
    // The service of the page's address is the one of the alert that led here.
    let of_alert = portal
        .view()
        .with_untracked(|view| view.filter("service").map(str::to_owned));
    let (service, from) = match of_alert {
        Some(service) => (Some(service), "from the alert's service"),
        None => (services.into_iter().next(), "from the incident's service"),
    };
    let label = service.clone().map(|name| ("service".to_owned(), name));
    let labels = Labels::new(label.into_iter().collect());
    let known: Vec<(String, String)> = portal.handbook.with_value(|handbook| {
        let values = prefilled(&blanks, &labels, &handbook.services).into_iter();
        values
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    });
    let all = StoredValue::new(blanks.clone());
    let by_service = |blank: &&Blank| !matches!(blank.source, None | Some(Source::ContainerOf(_)));
    // Values of another service are not carried over to this one; what somebody typed for it stays.
    if service.is_some_and(|service| kept.moves_to(&service)) {
        for blank in blanks.iter().filter(by_service) {
            kept.fill(&blank.name, "");
        }
    }
    for (name, value) in &known {
        if kept
            .sheet
            .with_untracked(|sheet| !sheet.blanks.contains_key(name))
        {
            kept.fill(name, value);
        }
    }
    let count = move || {
        let filled = kept.sheet.with(|sheet| {
            all.with_value(|blanks| {
                let good = |blank: &&Blank| {
                    let value = sheet.blanks.get(&blank.name);
                    value.is_some_and(|value| blank.kind.check(value.trim()).is_ok())
                };
                blanks.iter().filter(good).count()
            })
        });
        format!(
            "{filled} of {} filled. Commands below change as you type. Nothing is run from here.",
            all.with_value(Vec::len)
        )
    };
    let fields = blanks.into_iter().map(|blank| {
        let value = known.iter().find(|(name, _)| *name == blank.name);
        let from = match by_service(&&blank) {
            true => from,
            false => "from the table of services",
        };
        let known = value.map(|(_, value)| (value.clone(), from));
        field(blank, known, kept)
    });
    view! {
        <section class="blanks" aria-label="Blanks">
            <p><strong>"Fill in the blanks"</strong>{count}</p>
            <div class="fields">{fields.collect_view()}</div>
        </section>
    }
}

/// `known` is what is known of its value, and where from.
fn field(blank: Blank, known: Option<(String, &'static str)>, kept: Kept) -> AnyView {
    let id = format!("blank-{}", blank.name);
    let hint = format!("{id}-hint");
    let (name, kind) = (blank.name.clone(), blank.kind);
    let value = Memo::new(move |_| {
        kept.sheet
            .with(|sheet| sheet.blanks.get(&name).cloned())
            .unwrap_or_default()
    });
    let refused = Memo::new(move |_| {
        value.with(|value| match value.trim() {
            "" => None,
            value => kind.check(value).err(),
        })
    });
    let name = blank.name.clone();
    view! {
        <div class="field" class:filled=move || !value.get().trim().is_empty() && refused.get().is_none() class:refused=move || refused.get().is_some()>
            <label for=id.clone()>{blank.name.clone()}</label>
            <input id=id type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-describedby=hint.clone() aria-invalid=move || refused.get().is_some().then_some("true")
                prop:value=move || value.get() on:input=move |event| kept.fill(&name, &event_target_value(&event))/>
            <p id=hint class="hint" role="status">{move || {
                let value = value.get();
                let known = known.as_ref().filter(|(known, _)| *known == value.trim());
                match (refused.get(), known) {
                    (Some(expected), _) => view! { {symbol("error")}{format!("refused: expected {expected}")} }.into_any(),
                    (None, Some((_, from))) => view! { {symbol("ok")}{*from} }.into_any(),
                    (None, None) if value.trim().is_empty() => view! { {symbol("cannot-say")}{kind.expects()} }.into_any(),
                    (None, None) => view! { {symbol("ok")}"typed here" }.into_any(),
                }
            }}</p>
        </div>
    }
    .into_any()
}
