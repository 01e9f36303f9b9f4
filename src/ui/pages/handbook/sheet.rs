//! The blanks of a page as fields: filled from what the alert says, typed, checked, remembered. Knows no commands.

use crate::{
    domain::{
        command::{Blank, prefilled},
        series::Labels,
    },
    ui::{parts::symbol::symbol, portal::Portal, worksheet::Kept},
};
use leptos::prelude::*;

/// One field for each blank.
#[component]
pub fn Blanks(blanks: Vec<Blank>) -> impl IntoView {
    let portal = Portal::use_here();
    let kept = expect_context::<Kept>();
    // The service of the page's address is the one of the alert that led here.
    let service = portal
        .view()
        .with_untracked(|view| view.filter("service").map(str::to_owned));
    let labels = service.map(|service| ("service".to_owned(), service));
    let labels = Labels::new(labels.into_iter().collect());
    let known = portal
        .handbook
        .with_value(|handbook| prefill(&blanks, &labels, &handbook.services));
    let all = StoredValue::new(blanks.clone());
    // Values of another service are not carried over to this one.
    for (name, value) in &known {
        kept.fill(name, value);
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
        let from =
            known
                .iter()
                .any(|(name, _)| *name == blank.name)
                .then_some(match blank.source {
                    Some(crate::domain::command::Source::ContainerOf(_)) => {
                        "from the table of services"
                    }
                    _ => "from the alert's service",
                });
        field(blank, from, kept)
    });
    view! {
        <section class="blanks" aria-label="Blanks">
            <p><strong>"Fill in the blanks"</strong>{count}</p>
            <div class="fields">{fields.collect_view()}</div>
        </section>
    }
}

fn prefill(
    blanks: &[Blank],
    labels: &Labels,
    services: &crate::domain::service::Services,
) -> Vec<(String, String)> {
    let values = prefilled(blanks, labels, services);
    values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn field(blank: Blank, from: Option<&'static str>, kept: Kept) -> AnyView {
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
                prop:value=value on:input=move |event| kept.fill(&name, &event_target_value(&event))/>
            <p id=hint class="hint" role="status">{move || match (refused.get(), from, value.get().trim().is_empty()) {
                (Some(expected), ..) => view! { {symbol("error")}{format!("refused: expected {expected}")} }.into_any(),
                (None, Some(from), false) => view! { {symbol("ok")}{from} }.into_any(),
                (None, _, true) => view! { {symbol("cannot-say")}{kind.expects()} }.into_any(),
                (None, None, false) => view! { {symbol("ok")}"typed here" }.into_any(),
            }}</p>
        </div>
    }
    .into_any()
}
