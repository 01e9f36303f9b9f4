//! The page: what people see and press, and the effects behind it. What is worth testing without a browser is not here.

mod alarms;
mod app;
mod behind;
mod board;
mod brought;
mod browser;
mod clock;
mod fetch;
mod incidents;
mod kept;
mod keys;
mod later;
mod marks;

mod notice;
mod output;
mod pages;
mod panels;
mod parts;
mod picture;
mod portal;
mod preferences;
mod reactive;
mod scroll;
mod slices;
mod style;
mod takeover;
mod theme;
mod together;
mod under_way;
mod view;
mod worksheet;
mod zones;

/// Puts the page into the document. A panic becomes an error that nobody catches, with its words: `public/boot.js` then says
/// that the page has ended.
pub fn mount() {
    std::panic::set_hook(Box::new(|panic| {
        wasm_bindgen::throw_str(&panic.to_string())
    }));
    leptos::mount::mount_to_body(app::App);
}
