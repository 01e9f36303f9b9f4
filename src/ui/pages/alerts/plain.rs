//! An alarm in few words, as HTML: one among thousands. Its clocks change each second and stand beside it.

use super::texts::{LABELS, capital, face, incident_link, labels, short};
use crate::{
    handbook::html::escape,
    ui::{pages::handbook::runbook_title, portal::Portal},
    watch::alarm::{Alarm, Standing},
};

/// The inside of its row, safe to insert.
pub fn plain(portal: Portal, alarm: &Alarm) -> String {
    let mut html = String::with_capacity(600);
    let mut put = |before: &str, text: &str, after: &str| {
        html.push_str(before);
        escape(&mut html, text);
        html.push_str(after);
    };
    let icon = format!(
        "<p><svg class='symbol symbol-{0}' aria-hidden='true'><use href='#symbol-{0}'/></svg><strong>",
        face(alarm).0
    );
    put(&icon, &alarm.name, "</strong> ");
    put("", &short(&alarm.summary), "</p>");
    let own: Vec<String> = labels(alarm).take(LABELS).collect();
    put("<p><code>", &short(&own.join(", ")), "</code></p>");
    let now = portal.clock.now.get_untracked();
    let since = match alarm.standing {
        Standing::Pending => alarm.began,
        _ => alarm.start(now),
    };
    let since = since.map(|at| format!(" since {}", portal.zone.get().clock_near(at, now)));
    let since = since.unwrap_or_default();
    let standing = format!("{}{since}", capital(alarm.standing.word()));
    put("<p>", &standing, "</p><p><b>");
    let measure = alarm.measure.as_ref();
    put("", measure.map_or("", |measure| &measure.value), "</b></p>");
    if let Some(id) = &alarm.runbook.id
        && runbook_title(portal, id).is_some()
    {
        let address = portal.url.to(&format!("/runbooks/{id}"));
        put("<a class='button' href='", &address, "'>");
        put("", id, "</a>");
    }
    if let Some((address, words)) = incident_link(portal, alarm) {
        put("<a class='button declare-link' href='", &address, "'>");
        put("", &words, "</a>");
    }
    html.push_str("<button class='button more-button' aria-label='More' title='Clocks, history, silence, all labels'><svg class='symbol' aria-hidden='true'><use href='#symbol-more'/></svg></button>");
    html
}
