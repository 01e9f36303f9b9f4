//! What keeps a wall going for months: the screen stays awake, a new build or configuration is taken when nobody looks, and
//! a page that has died is loaded anew. Shows nothing.

use crate::{
    domain::time::Moment,
    ui::{
        browser,
        portal::Portal,
        reactive::{Memo, ReadSignal, effect, signal},
    },
    watch::wall::keeping::may_reload,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/ui/pages/wall/wall.js")]
extern "C" {
    #[wasm_bindgen(js_name = stayAwake)]
    async fn stay_awake() -> JsValue;
    async fn look(index: &str, config: &str) -> JsValue;
    fn alive();
    fn leave();
}

/// How often the lock is asked for anew and the server's build looked at (milliseconds).
const LOOKS: i64 = 60_000;

/// Starts all of it. `calm` says whether nothing is wrong. Returns why the screen may fall asleep, where it may.
pub fn keep(portal: Portal, calm: Memo<bool>) -> ReadSignal<String> {
    let (asleep, set_asleep) = signal(String::new());
    // When it was first needed, and whenever the wall is seen again: browsers drop the lock when it is not.
    let turn = Memo::new(move |_| {
        let seen = portal.visible.get();
        (seen, portal.clock.now.get().0.div_euclid(LOOKS))
    });
    let first = StoredValue::new(None::<String>);
    let (news, set_news) = signal(false);
    effect(move |_| {
        let (seen, _) = turn.get();
        if !seen {
            return;
        }
        spawn_local(async move {
            let words = stay_awake().await.as_string().unwrap_or_default();
            let _ = set_asleep.try_update(|asleep| *asleep = words);
            let found = look(&browser::at("/index.html"), &browser::at("/config.json")).await;
            let found = found.as_string().unwrap_or_default();
            let Some((build, config)) = found.split_once(' ') else {
                return;
            };
            let known = first
                .try_update_value(|first| first.get_or_insert_with(|| config.to_owned()) == config);
            let is_new = build == "new" || known == Some(false);
            let _ = set_news.try_update(|news| *news = is_new);
        });
    });
    let calm_since = StoredValue::new(None::<Moment>);
    effect(move |_| {
        let now = portal.clock.now.get();
        alive();
        let since = calm.get().then(|| calm_since.get_value().unwrap_or(now));
        calm_since.set_value(since);
        if news.get() && may_reload(since, now) {
            browser::reload();
        }
    });
    on_cleanup(leave);
    asleep
}
