//! What the page asks of the browser beside drawing: sizes, storage, visibility, marks. Knows no panels.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

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

/// The window; there is none in a worker only.
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Device pixels in a CSS pixel.
pub fn density() -> f64 {
    window()
        .map_or(1.0, |window| window.device_pixel_ratio())
        .clamp(0.5, 8.0)
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}

/// The name of the browser's time zone, `Europe/Oslo`.
pub fn zone_name() -> String {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    let name = js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string());
    name.unwrap_or_else(|| "UTC".to_owned())
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
