//! The range in the URL: read from `?range=`, changed without scrolling and without a page load.

use super::portal::Portal;
use crate::domain::span::Span;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

/// The range that the URL names, or the configured one. A range that cannot be understood is the configured one too.
pub fn range() -> Memo<Span> {
    let query = use_query_map();
    let default = Portal::use_here().config.with_value(|config| config.range);
    Memo::new(move |_| {
        query
            .read()
            .get("range")
            .and_then(|text| Span::parse(&text))
            .unwrap_or(default)
    })
}

/// A function that puts another range into the URL; the browser's back button brings the old one.
pub fn choose_range() -> impl Fn(&str) + Clone {
    let navigate = use_navigate();
    let path = use_location().pathname;
    move |range: &str| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&format!("{}?range={range}", path.get_untracked()), options);
    }
}

/// What follows a link's path so that the range stays.
pub fn range_suffix() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| match query.read().get("range") {
        Some(text) => Span::parse(&text)
            .map(|span| format!("?range={}", span.to_url()))
            .unwrap_or_default(),
        None => String::new(),
    })
}
