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
mod slices;
mod theme;
mod under_way;
mod view;
mod worksheet;
mod zones;

/// Puts the page into the document.
pub fn mount() {
    leptos::mount::mount_to_body(app::App);
}
