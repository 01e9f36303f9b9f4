//! Parts of the program that few visits need: each is a file of its own, fetched when it is first wanted. Where the
//! program is cut is decided here alone; `cargo xtask` cuts it when the page is built.

#![allow(
    unsafe_code,
    reason = "a split function is reached by a symbol that the tool resolves; the macro writes it"
)]

use super::{
    alarms,
    behind::Behind,
    brought, browser,
    incidents::once_read,
    pages::{
        alerts::{AlertsPage, LongList, More},
        check::CheckPage,
        dashboard::DashboardPage,
        handbook::{DocumentPage, RulesPage, RunbookPage, RunbooksPage},
        incidents::{IncidentPage, IncidentsPage},
        now::NowPage,
        wall::WallPage,
    },
    parts::{
        key_list::KeyList,
        menu::Sheet,
        palette::Field,
        search::Search,
        time_sheets::{RangeSheet, RefreshSheet},
    },
    portal::Portal,
    reactive::Memo,
    style,
};
use crate::{
    alertmanager::quiet,
    domain::{
        alert::Alert,
        rule::Rule,
        series::{Matrix, Sample},
    },
    handbook::{Handbook, own::Brought},
    prometheus::{client::Client, fault::Fault},
    watch::{
        alarm::{Alarm, earlier, resolved::Resolved},
        evaluate,
    },
};
use futures_util::{FutureExt, future::LocalBoxFuture};
use leptos::{
    prelude::*,
    reactive::owner::WeakOwner,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

/// A view that needs another part of the program first.
type Part = Result<AnyView, SplitLoaderError>;

/// What fires, in its order.
type Alarms = Memo<Vec<Arc<Alarm>>>;

/// Parts that no view asked for are fetched after this, so that they are there when the network is not.
const IDLE: Duration = Duration::from_secs(5);

/// Fetches all parts some time after the first view. One that cannot be fetched is fetched when it is wanted.
pub fn fetch_all() {
    let fetch = || {
        spawn_local(async {
            let _ = __wasm_split_preload_split_now().await;
            let _ = __wasm_split_preload_split_alerts().await;
            let _ = __wasm_split_preload_split_dashboard().await;
            let _ = __wasm_split_preload_split_runbook().await;
            let _ = __wasm_split_preload_split_incident().await;
            let _ = __wasm_split_preload_split_wall().await;
            let _ = __wasm_split_preload_split_key_list().await;
        });
    };
    if let Ok(timer) = set_timeout_with_handle(fetch, IDLE) {
        on_cleanup(move || timer.clear());
    }
}

/// A handbook, and what is wrong with it.
type Understood = Result<(Handbook, Vec<String>), SplitLoaderError>;

/// A part that could not be fetched is asked for again after so long (milliseconds): who stands before a wall, or waits for the
/// network to come back, presses no key.
const AGAIN: i32 = Duration::from_secs(5).as_millis() as i32;

/// A view once its part of the program is there; words while it cannot be fetched. It has a place of its own: a page that was
/// left while it was fetched must not come into the place of the next, nor the one before stay there without what moves it.
fn later(part: Box<dyn Fn() -> LocalBoxFuture<'static, Part>>) -> AnyView {
    let failed = RwSignal::new(false);
    let mut view = Box::pin(async move {
        loop {
            if let Ok(view) = part().await {
                return view;
            }
            failed.set(true);
            browser::pause(AGAIN).await;
        }
    });
    // Most parts are there by then.
    if let Some(view) = view.as_mut().now_or_never() {
        return view;
    }
    let arrived = RwSignal::new_local(None);
    // With the place goes the wait, which must not hold it: a view that is built names its page in the tab.
    let place = Owner::current().map(|place| place.downgrade());
    spawn_local(async move {
        let view = poll_fn(|context| {
            let place = place.as_ref().and_then(WeakOwner::upgrade);
            let Some(place) = place else {
                return Poll::Ready(None);
            };
            place.with(|| view.as_mut().poll(context)).map(Some)
        });
        if let Some(view) = view.await {
            let _ = arrived.try_set(Some(view));
        }
    });
    let taken = move || {
        arrived.track();
        let view = arrived.try_update_untracked(Option::take).flatten();
        view.or_else(|| failed.get().then(not_fetched))
    };
    taken.into_any()
}

/// After an upgrade the server may have that part no more, however often it is asked.
fn not_fetched() -> AnyView {
    view! { <p class="banner" role="status">"This part of the portal could not be fetched; it is tried again by itself. Was the portal upgraded meanwhile? Then reload the page."</p> }.into_any()
}

/// A view that shows what pages of the handbook say.
fn with_pages<V>(view: impl FnOnce() -> V) -> V {
    style::wear(style::HANDBOOK);
    Portal::use_here().read_pages();
    view()
}

macro_rules! parts {
    ($($(#[$doc:meta])* $module:ident: $name:ident($($of:ident: $type:ty)?), $split:ident => $view:expr;)*) => {$(
        #[wasm_split($module, wasm_split_path = leptos::wasm_split, fallible)]
        fn $split($($of: $type)?) -> Part {
            Ok(($view).into_any())
        }
        $(#[$doc])*
        pub fn $name($($of: $type)?) -> AnyView {
            later(Box::new(move || $split($($of.clone())?).boxed_local()))
        }
    )*};
}

parts! {
    /// Whether something is wrong.
    now: now(), split_now => NowPage();
    /// What fires.
    alerts: alerts(), split_alerts => AlertsPage();
    /// Very many alarms.
    alerts: long_list(alarms: Alarms), split_long_list => view! { <LongList alarms/> };
    /// The details of an alarm.
    alerts: more(alarm: Memo<Arc<Alarm>>), split_more => view! { <More alarm/> };
    /// Ways to another range.
    sheets: range_sheet(sheet: Sheet), split_range_sheet => view! { <RangeSheet sheet/> };
    /// Ways to another refresh.
    sheets: refresh_sheet(sheet: Sheet), split_refresh_sheet => view! { <RefreshSheet sheet/> };
    /// The keys in words.
    sheets: key_list(), split_key_list => KeyList();
    /// The dashboard that the URL names.
    dashboards: dashboard(), split_dashboard => DashboardPage();
    /// The screen on the wall.
    wall: wall(), split_wall => once_read(WallPage);
    /// All runbooks.
    reading: runbooks(), split_runbooks => with_pages(RunbooksPage);
    /// The runbook that the URL names.
    reading: runbook(), split_runbook => with_pages(RunbookPage);
    /// A document of the handbook.
    reading: document(id: &'static str), split_document => with_pages(|| view! { <DocumentPage id/> });
    /// The rules.
    reading: rules(), split_rules => RulesPage();
    /// What is configured and what answers.
    reading: check(), split_check => CheckPage();
    /// What the search of everything finds.
    reading: search(field: Field), split_search => with_pages(|| view! { <Search field/> });
    /// All incidents.
    incidents: incidents(), split_incidents => once_read(IncidentsPage);
    /// The incident that the URL names.
    incidents: incident(), split_incident => with_pages(|| once_read(IncidentPage));
    /// What every visit needs behind its first view.
    behind: behind(), split_behind => Behind();
}

#[wasm_split(brought, wasm_split_path = leptos::wasm_split, fallible)]
fn split_understand(documents: Vec<Brought>, rules: Vec<Rule>) -> Understood {
    Ok(brought::understand(&documents, &rules))
}

/// Understands a brought handbook: few portals have one, and the built-in one was understood when the page was built.
pub async fn understand(documents: Vec<Brought>, rules: Vec<Rule>) -> Understood {
    split_understand(documents, rules).await
}

/// What Alertmanager will have answered.
type Silences = LocalBoxFuture<'static, Result<quiet::Reading, Fault>>;

/// Asks Alertmanager.
#[wasm_split(behind, wasm_split_path = leptos::wasm_split, fallible)]
pub fn silences(client: Client, tells_mutes: Option<bool>) -> Result<Silences, SplitLoaderError> {
    Ok(Box::pin(alarms::silences(client, tells_mutes)))
}

/// The alerts of a rule by the answer to it: few servers have no rules, so that the page evaluates them.
#[wasm_split(behind, wasm_split_path = leptos::wasm_split, fallible)]
pub fn evaluated(rule: Rule, answer: Matrix) -> Result<Vec<Alert>, SplitLoaderError> {
    Ok(evaluate::alerts(&rule, &answer))
}

/// What fired before the page was opened.
#[wasm_split(behind, wasm_split_path = leptos::wasm_split, fallible)]
pub fn fired(
    answer: Vec<Sample>,
    rules: Vec<Rule>,
    book: Arc<Handbook>,
    interval: i64,
) -> Result<Vec<Resolved>, SplitLoaderError> {
    Ok(earlier::fired(&answer, &rules, &book.dashboards, interval))
}
