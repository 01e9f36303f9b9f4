//! What a panel says in place of, or above, its picture: what happened, since when, what to do.

use crate::{
    domain::{duration, freshness::DataState, panel::Panel, time::Moment},
    prometheus::query::fill,
    ui::{panels::PageScope, portal::Portal},
    watch::panel::Standing,
};
use leptos::prelude::*;

/// The message that stands in place of the picture.
pub fn instead(
    panel: StoredValue<Panel>,
    standing: &Standing,
    value_was: Option<String>,
) -> AnyView {
    let portal = Portal::use_here();
    match (standing.state, &standing.trouble) {
        (_, Some(trouble)) => {
            let quoted = trouble.fault.quoted().to_owned();
            let since = portal
                .zone
                .get()
                .clock_near(trouble.since, portal.clock.now.get_untracked());
            let tries = if trouble.tries == 1 {
                "1 try".to_owned()
            } else {
                format!("{} tries", trouble.tries)
            };
            view! {
                <div class="message">
                    <h3>{trouble.fault.title()}</h3>
                    {(!quoted.is_empty()).then(|| view! { <pre tabindex="0">{quoted}</pre> })}
                    <p>{format!("Since {since}, {tries}. ")} {value_was.map(|was| format!("The last good value was {was}; it may no longer be true."))}</p>
                    <p>{trouble.fault.advice()}</p>
                    <p class="buttons">
                        <button on:click=move |_| portal.by_hand.update(|count| *count += 1)>"Retry now"</button>
                        <a href=move || portal.url.to("/check")>"Find the cause"</a>
                    </p>
                </div>
            }
            .into_any()
        }
        (DataState::Empty, _) => {
            // With the filters: most often it is these that nothing matches.
            let scope = expect_context::<PageScope>().0;
            let selector =
                scope.with(|scope| panel.with_value(|panel| fill(&panel.samples, scope, 0)));
            view! {
                <div class="message">
                    <h3>"No series match"</h3>
                    <p>"Prometheus answered without an error and returned 0 series. "<strong>"This is not zero."</strong></p>
                    <pre tabindex="0">{selector}</pre>
                    <p>"The name may be wrong, the services may not be scraped, or nothing was counted yet."</p>
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

/// The strip above the picture, for old and partial data.
pub fn strip(standing: &Standing) -> Option<AnyView> {
    let portal = Portal::use_here();
    match standing.state {
        DataState::Partial => {
            let words = standing.warnings.join(" · ");
            Some(view! { <p class="strip strip-partial"><strong>"The answer is partial. "</strong>{words}</p> }.into_any())
        }
        DataState::Fresh | DataState::Late => standing.infos.first().map(|words| {
            let more = match standing.infos.len() {
                1 => String::new(),
                count => format!(" (and {} more)", count - 1),
            };
            view! { <p class="strip strip-note"><strong>"The server remarks: "</strong>{words.clone()}{more}</p> }.into_any()
        }),
        DataState::Stale | DataState::Error | DataState::Unreachable => {
            let at = standing.newest_at?;
            let now = portal.clock.now.get();
            let from = portal.zone.get().clock_near(at, now);
            let age = duration::words(now.since(at));
            let why = match &standing.trouble {
                Some(trouble) => format!("{}. {}", trouble.fault.title(), trouble.fault.advice()),
                None => "Prometheus answers, and has nothing newer. Do not read these lines as the present.".to_owned(),
            };
            Some(view! { <p class="strip"><strong>{format!("Data from {from}, {age} old. ")}</strong>{why}</p> }.into_any())
        }
        _ => None,
    }
}

/// How old the newest sample is, in words; empty when there is none.
pub fn age_words(newest_at: Option<Moment>, now: Moment) -> String {
    newest_at
        .map(|at| format!("{} old", duration::words(now.since(at))))
        .unwrap_or_default()
}
