//! What is told to those who do not look: the tab's title and icon, a notification, a tone. Knows no alert's details.

use super::{
    browser,
    portal::Portal,
    reactive::{Memo, effect, signal},
};
use crate::{
    domain::status::Status,
    watch::{
        alarm::Alarm,
        notice::{Tab, Told, notification},
        reading::Reading,
    },
};
use leptos::prelude::*;

/// Follows what fires: title, icon, and news to those who asked for them.
pub fn follow(portal: Portal) {
    let alarms = portal.alarms;
    // Rules are answered often, and a browser loads an icon again that is told to be the same.
    let worn = Memo::new(move |_| {
        let tab = alarms.tab.get();
        // Where nothing was answered yet the page's own title stands.
        let waiting = alarms.rules.with(Reading::is_waiting);
        let page = portal.page_title.get();
        let title = match waiting {
            true => page,
            false => tab.title(&page),
        };
        let title = match portal.title_mark.get() {
            Some(mark) => format!("({mark}) · {title}"),
            None => title,
        };
        (title, picture(tab, waiting))
    });
    effect(move |_| {
        worn.with(|(title, icon)| {
            browser::set_title(title);
            browser::set_icon(icon);
        });
    });
    let told = StoredValue::new(Told::default());
    let is_acknowledged = move |alarm: &Alarm| {
        let incidents = portal.incidents.get_untracked();
        let (name, service) = (alarm.name.clone(), alarm.service.clone());
        incidents.is_some_and(|incidents| incidents.is_acknowledged.run((name, service)))
    };
    effect(move |_| {
        let board = alarms.board.get();
        // A server that does not answer resolves nothing, and what it told before is no news.
        let sound = alarms
            .rules
            .with_untracked(|rules| rules.good.is_some() && rules.trouble.is_none());
        if !sound {
            return;
        }
        let news = told.try_update_value(|told| notification(&told.news(&board, is_acknowledged)));
        if let Some((title, body)) = news.flatten() {
            portal.sounds.tell(&format!("{title}\n{body}"), true);
        }
    });
}

/// The icon of a state: the shape says it, the count stands in it.
fn picture(tab: Tab, waiting: bool) -> String {
    let (shape, colour) = match tab.status {
        _ if waiting => ("<circle cx='16' cy='16' r='12'/>", "8E9AA5"),
        Status::Critical => ("<path d='M10 2h12l8 8v12l-8 8H10l-8-8V10z'/>", "CE3531"),
        Status::Warning => ("<path d='M16 2l15 28H1z'/>", "B87400"),
        Status::CannotSay => ("<path d='M16 1l15 15-15 15L1 16z'/>", "6A3DC2"),
        Status::Ok | Status::None => ("<circle cx='16' cy='16' r='14'/>", "0A7355"),
    };
    let badge = if waiting { String::new() } else { tab.badge() };
    format!(
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><g fill='%23{colour}'>{shape}</g>\
         <text x='16' y='23' text-anchor='middle' font-family='sans-serif' font-weight='700' font-size='18' fill='white'>{badge}</text></svg>"
    )
}

/// The switch for notifications and the tone, with a way to try them.
#[component]
pub fn NoticeSwitch() -> impl IntoView {
    let sounds = Portal::use_here().sounds;
    let (said, set_said) = signal(None::<&'static str>);
    let switch = move |_| {
        let on = !sounds.on.get_untracked();
        sounds.set(on);
        match on {
            true => sounds.test(set_said),
            false => set_said.set(None),
        }
    };
    view! {
        <p class="notice-switch">
            <button on:click=switch aria-pressed=move || sounds.on.get().to_string()>
                {move || if sounds.on.get() { "Told of new critical alerts" } else { "Tell me of new critical alerts" }}
            </button>
            {move || sounds.on.get().then(|| view! { <button on:click=move |_| sounds.test(set_said)>"Test"</button> })}
            <span class="hint" role="status">{move || said.get()}</span>
        </p>
    }
}
