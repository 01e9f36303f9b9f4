//! The page: what people see and press, and the effects behind it. What is worth testing without a browser is not here.

mod app;
mod board;
mod browser;
mod clock;
mod fetch;
mod incidents;
mod keys;
mod marks;
mod output;
mod pages;
mod panels;
mod parts;
mod picture;
mod portal;
mod preferences;
mod theme;
mod view;
mod worksheet;
mod zones;

/// Puts the page into the document.
pub fn mount() {
    leptos::mount::mount_to_body(app::App);
}
