//! Style sheets that come with a part of the program, for what that part alone shows. Knows no rule of them.

use crate::ui::browser;
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// The screen on the wall.
pub const WALL: &str = include_str!(concat!(env!("OUT_DIR"), "/wall.css"));

/// The pages of the handbook.
pub const HANDBOOK: &str = include_str!(concat!(env!("OUT_DIR"), "/handbook.css"));

/// The page of an incident, and that of all of them.
pub const INCIDENTS: &str = include_str!(concat!(env!("OUT_DIR"), "/incidents.css"));

#[wasm_bindgen]
extern "C" {
    type CSSStyleSheet;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<CSSStyleSheet, wasm_bindgen::JsValue>;
    #[wasm_bindgen(method, js_name = replaceSync, catch)]
    fn replace(this: &CSSStyleSheet, text: &str) -> Result<(), wasm_bindgen::JsValue>;
}

thread_local! {
    /// What is worn already.
    static WORN: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Has the document follow a style sheet beside its own. Its rules come after those.
pub fn wear(text: &'static str) {
    if WORN.with_borrow(|worn| worn.contains(&text)) {
        return;
    }
    let worn = browser::window()
        .and_then(|window| window.document())
        .and_then(|document| Reflect::get(&document, &"adoptedStyleSheets".into()).ok())
        .filter(|worn| !worn.is_undefined());
    let (Some(worn), Ok(sheet)) = (worn, CSSStyleSheet::new()) else {
        return;
    };
    if sheet.replace(text).is_ok() {
        worn.unchecked_into::<Array>().push(&sheet);
        WORN.with_borrow_mut(|worn| worn.push(text));
    }
}
