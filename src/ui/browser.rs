//! What the page asks of the browser beside drawing: sizes, storage, visibility, marks. Knows no panels.

use crate::domain::time::Moment;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

pub use crate::{chart::canvas::density, place::at};

/// Milliseconds since the epoch by the browser's clock, right or wrong.
pub fn clock_reading() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since the page was opened.
pub fn elapsed() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// A number from 0 to 1.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// The window; there is none in a worker only.
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// HTML of the handbook's own writer, its links leading to where the portal is served. That writer escapes every quote
/// and bracket of a text, so that nothing but a link looks like one.
pub fn with_links(html: &str) -> String {
    html.replace("<a href=\"/", &format!("<a href=\"{}", at("/")))
}

/// The first element that a selector of CSS takes hold of.
pub fn first(selector: &str) -> Option<Element> {
    window()?.document()?.query_selector(selector).ok()?
}

/// Whether there is an element that a selector of CSS takes hold of.
pub fn is_there(selector: &str) -> bool {
    first(selector).is_some()
}

/// The width of the window (CSS pixels).
pub fn width() -> Option<f64> {
    window()?.inner_width().ok()?.as_f64()
}

/// The height of the window (CSS pixels).
pub fn height() -> Option<f64> {
    window()?.inner_height().ok()?.as_f64()
}

/// Calls a method without arguments that older bindings do not know. A browser without it does nothing.
pub fn call(element: &Element, method: &str) {
    if let Ok(function) = js_sys::Reflect::get(element, &method.into())
        && let Ok(function) = function.dyn_into::<js_sys::Function>()
    {
        let _ = function.call0(element);
    }
}

/// Whether an element has a place on the screen, or beyond its edge.
pub fn is_shown(element: &Element) -> bool {
    element.client_width() > 0
}

/// Opens or closes a sheet by its id.
pub fn toggle_popover(id: &str) {
    if let Some(sheet) = window().and_then(|window| window.document()?.get_element_by_id(id)) {
        call(&sheet, "togglePopover");
    }
}

/// What the keys for next and previous go through: panels of a dashboard, rows of alerts, steps of a runbook.
const WORKPLACES: &str = "[data-panel], article[data-alert], [data-step]";

/// The panel or step that has the focus.
fn workplace() -> Option<web_sys::HtmlElement> {
    let focused = window()?.document()?.active_element()?;
    focused.closest(WORKPLACES).ok()??.dyn_into().ok()
}

/// Moves the focus to the panel or step so many after the one that has it; from nowhere to the first or last. Those that are not
/// shown are passed over.
pub fn focus_workplace(by: i32) {
    let found = window().and_then(|window| {
        let document = window.document()?;
        document.query_selector_all(WORKPLACES).ok()
    });
    let Some(found) = found else { return };
    let all = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok());
    let all: Vec<web_sys::HtmlElement> = all
        .filter(|panel: &web_sys::HtmlElement| is_shown(panel))
        .collect();
    let Ok(count @ 1..) = i32::try_from(all.len()) else {
        return;
    };
    let own = workplace();
    let place = own.and_then(|own| all.iter().position(|panel| *panel == own));
    let next = match place.and_then(|place| i32::try_from(place).ok()) {
        Some(place) => (place + by).rem_euclid(count),
        None if by > 0 => 0,
        None => count - 1,
    };
    if let Some(panel) = usize::try_from(next).ok().and_then(|next| all.get(next)) {
        let _ = panel.focus();
        panel.scroll_into_view_with_bool(false);
    }
}

/// The panel so many after the one that fills the screen, by its id: of those that can.
pub fn panel_beside_solo(by: i32) -> Option<String> {
    first(".panel.solo")?;
    let found = window()?
        .document()?
        .query_selector_all("[data-panel]:has([title^='Full screen'])")
        .ok()?;
    let all: Vec<Element> = (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect();
    let fills = |panel: &Element| panel.matches(".solo").unwrap_or(false);
    let here = all.iter().position(fills)?;
    let (here, count) = (i32::try_from(here).ok()?, i32::try_from(all.len()).ok()?);
    let next = usize::try_from((here + by).rem_euclid(count)).ok()?;
    all.get(next)?.get_attribute("data-panel")
}

/// Moves the focus from what is in a panel or step to that itself.
pub fn focus_own_workplace() {
    if let Some(panel) = workplace() {
        let _ = panel.focus();
    }
}

/// Scrolls to the panel or step that has the focus.
pub fn reveal_workplace() {
    if let Some(panel) = workplace() {
        scroll_to(&panel);
    }
}

/// Presses a button in the panel or step that has the focus.
pub fn press_in_workplace(selector: &str) {
    let button = workplace().and_then(|panel| panel.query_selector(selector).ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

/// Whether an element lies below or above what the window shows. One that is not there yet does not.
pub fn is_out_of_sight(selector: &str) -> bool {
    let height = height().unwrap_or(f64::MAX);
    first(selector).is_some_and(|element| {
        let edges = element.get_bounding_client_rect();
        edges.top() > height || edges.bottom() < 0.0
    })
}

/// Changes the tab's icon.
pub fn set_icon(address: &str) {
    if let Some(link) = first("link[rel=icon]") {
        let _ = link.set_attribute("href", address);
    }
}

/// The words of the browser's tab.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Asks for a sign of life and nothing else; the kind of the answer (`opaque`, `opaqueredirect`, `basic`), or `None` when
/// there is none.
pub async fn probe(address: &str, mode: &str, redirect: &str) -> Option<String> {
    let options = js_sys::Object::new();
    for (name, value) in [
        ("mode", mode),
        ("redirect", redirect),
        ("credentials", "omit"),
        ("cache", "no-store"),
    ] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let promise = window()?.fetch_with_str_and_init(address, options.unchecked_ref());
    let answer = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    js_sys::Reflect::get(&answer, &"type".into())
        .ok()?
        .as_string()
}

/// Waits so many milliseconds.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    // A time-out does not fail.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only by a document that is none any more.
        let _ = window.location().reload();
    }
}

/// Opens the browser's way to print.
pub fn print() {
    if let Some(window) = window() {
        // Refused only where printing is switched off.
        let _ = window.print();
    }
}

/// Closes a sheet by its id.
pub fn close_popover(id: &str) {
    if let Some(sheet) = window().and_then(|window| window.document()?.get_element_by_id(id)) {
        call(&sheet, "hidePopover");
    }
}

/// Closes all sheets.
pub fn close_sheets() {
    while let Some(sheet) = first(":popover-open") {
        call(&sheet, "hidePopover");
    }
}

/// Closes a dialog, which gives the focus back to what had it before.
pub fn close_dialog(selector: &str) {
    if let Some(element) = first(selector) {
        call(&element, "close");
    }
}

/// Leaves a box as it was: it changes once what it stands for has changed, and not because somebody pressed it.
pub fn hold_box(event: &leptos::ev::Event, checked: bool) {
    let target = event.target();
    if let Some(input) =
        target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        input.set_checked(checked);
    }
}

/// Moves the focus to an element.
pub fn focus(selector: &str) {
    let element =
        first(selector).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Scrolls to a section of the page, and moves the focus there, so that the keys go on from it. Whether it is there.
pub fn show_section(id: &str) -> bool {
    let element = window().and_then(|window| window.document()?.get_element_by_id(id));
    let element = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = &element {
        let _ = element.focus();
        element.scroll_into_view();
    }
    element.is_some()
}

/// Scrolls to the beginning of the page.
pub fn to_top() {
    scroll_down_to(0.0);
}

/// Whether some text of the field that has the focus is selected.
pub fn has_selection() -> bool {
    let document = window().and_then(|window| window.document());
    let field = document.and_then(|document| {
        let active = document.active_element()?;
        active.dyn_into::<web_sys::HtmlInputElement>().ok()
    });
    field.is_some_and(|field| {
        let place = |end: Result<Option<u32>, _>| end.ok().flatten();
        place(field.selection_start()) != place(field.selection_end())
    })
}

/// Scrolls an element into its list's view.
pub fn reveal(selector: &str) {
    if let Some(element) = first(selector) {
        scroll_to(&element);
    }
}

/// Leaves it to the page how far it is scrolled when somebody goes back.
pub fn scroll_by_page() {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // An older browser scrolls by itself, to where the page was or to its top.
        let _ = js_sys::Reflect::set(&history, &"scrollRestoration".into(), &"manual".into());
    }
}

/// The address of the page, without its origin.
pub fn address() -> Option<String> {
    let location = window()?.location();
    let (path, query) = (location.pathname().ok()?, location.search().ok()?);
    Some(path + &query + &location.hash().ok()?)
}

/// How far the page is scrolled (CSS pixels).
pub fn scrolled() -> Option<f64> {
    window()?.scroll_y().ok()
}

/// Whether the page can be scrolled so far (CSS pixels).
pub fn is_long_enough(far: f64) -> bool {
    let page = first("html");
    page.is_some_and(|page| f64::from(page.scroll_height() - page.client_height()) >= far)
}

/// Scrolls the page so far (CSS pixels).
pub fn scroll_down_to(far: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, far);
    }
}

fn scroll_to(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Opens a page of the portal in another tab.
pub fn open_beside(path: &str) {
    if let Some(window) = window() {
        // A browser that opens no windows leaves everything as it is.
        let _ = window.open_with_url_and_target(path, "_blank");
    }
}

/// A canvas of the page.
pub fn canvas(selector: &str) -> Option<web_sys::HtmlCanvasElement> {
    first(selector)?.dyn_into().ok()
}

/// Takes the fragment off the address, without another entry in the history.
pub fn drop_fragment() {
    if let Some(window) = window() {
        let place = window.location();
        let address = format!(
            "{}{}",
            place.pathname().unwrap_or_default(),
            place.search().unwrap_or_default()
        );
        if let Ok(history) = window.history() {
            let state = history.state().unwrap_or_default();
            // Refused only for addresses of other origins.
            let _ = history.replace_state_with_url(&state, "", Some(&address));
        }
    }
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}

/// Leaves a mark on the performance time line.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        // A mark fails for reserved names only.
        let _ = performance.mark(name);
    }
}

/// Keeps a value for the next visit. Refused storage loses a preference and nothing else.
pub fn store(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.local_storage()) {
        let _ = storage.set_item(key, value);
    }
}

/// What was kept by [`store`], in this visit or an earlier one.
pub fn stored(key: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value until the tab is closed.
pub fn store_for_session(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.session_storage()) {
        let _ = storage.set_item(key, value);
    }
}

/// Keeps no longer what [`store_for_session`] kept.
pub fn forget_for_session(key: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.session_storage()) {
        let _ = storage.remove_item(key);
    }
}

/// What was kept by [`store_for_session`].
pub fn stored_for_session(key: &str) -> Option<String> {
    window()?.session_storage().ok()??.get_item(key).ok()?
}

/// The header for a name and a password.
pub fn basic(name: &str, password: &str) -> Option<String> {
    // `btoa` takes a character for each byte.
    let bytes: String = format!("{name}:{password}")
        .bytes()
        .map(char::from)
        .collect();
    let packed = window()?.btoa(&bytes).ok()?;
    Some(format!("Basic {packed}"))
}

/// The moment of a `Date` header.
pub fn date(text: &str) -> Option<Moment> {
    let milliseconds = js_sys::Date::parse(text);
    milliseconds
        .is_finite()
        .then_some(Moment(milliseconds as i64))
}

/// Uses what carries a key: presses it, or puts the focus into it where one types.
pub fn use_key(key: &str) {
    let found = first(&format!("[data-key='{key}']:not(:disabled)"));
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        match element.tag_name().as_str() {
            "INPUT" | "TEXTAREA" => drop(element.focus()),
            _ => element.click(),
        }
    }
}

/// Tells the size of an element (CSS pixels) now and whenever it changes, until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeWatch {
    /// Begins to watch; `None` where the browser has no `ResizeObserver`.
    pub fn new(element: &Element, mut tell: impl FnMut(u32, u32) + 'static) -> Option<Self> {
        let listener = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                let size = entry.content_rect();
                tell(size.width().max(0.0) as u32, size.height().max(0.0) as u32);
            }
        });
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _listener: listener,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
