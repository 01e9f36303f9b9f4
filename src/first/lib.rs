//! The first picture of a dashboard: drawn from what was asked early, with the page's own judgement and charts, and replaced by
//! the page's program as soon as that has painted the same. It says nothing that is not fresh, and gives up where anything is
//! unusual. It must not know leptos.

#[cfg(target_arch = "wasm32")]
mod answers;
#[cfg(target_arch = "wasm32")]
mod html;
#[cfg(target_arch = "wasm32")]
mod picture;
