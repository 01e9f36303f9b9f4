//! The names, dashes and newest values of a chart's lines.

use crate::{domain::panel::Panel, watch::cast::Role};
use leptos::prelude::*;

/// The legend of these series; `past` puts the values into the past.
pub fn legend(panel: &Panel, roles: &[Role], hidden: usize, past: bool) -> AnyView {
    let rows = roles.iter().map(|role| {
        let unit = panel.queries.get(role.query).map(|query| query.unit.clone());
        let value = match (role.last, unit) {
            (Some(last), Some(unit)) => unit.write_below_heading(last),
            _ => "no value".to_owned(),
        };
        let swatch = match role.colour {
            Some(place) => format!("swatch series-{place}"),
            None => "swatch series-other".to_owned(),
        };
        let limited = role.main.then_some(", the limits apply to this line");
        view! {
            <li class:main=role.main>
                <span class=swatch></span>
                <span class="name" title=role.name.clone()>{role.name.clone()}<small>{limited}</small></span>
                <span class="value">{past.then_some("was ")}{value}</span>
            </li>
        }
    });
    view! {
        <ul class="legend">
            {rows.collect_view()}
            {(hidden > 0).then(|| view! { <li class="hidden">{format!("and {hidden} smaller, not drawn")}</li> })}
        </ul>
    }
    .into_any()
}
