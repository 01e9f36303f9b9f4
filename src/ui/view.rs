//! The view in the URL: read from its parameters, changed without scrolling and without a page load.

use super::browser;
use crate::{
    domain::view::View,
    prometheus::query::percent_encoded,
    ui::reactive::{Memo, effect},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

/// Opens an address.
type Go = Box<dyn Fn(&str)>;

/// The view that the URL names, and the way to another one.
#[derive(Clone, Copy)]
pub struct ViewUrl {
    /// What the URL says.
    pub view: Memo<View>,
    path: Memo<String>,
    // What stands in the URL for the page alone.
    own: Memo<String>,
    go: StoredValue<Go, LocalStorage>,
}

impl ViewUrl {
    /// Follows the URL; must be called below the router.
    pub fn start() -> Self {
        let (pathname, query) = (use_location().pathname, use_query_map());
        let view = Memo::new(move |_| {
            let query = query.read();
            View::parse(
                query
                    .clone()
                    .into_iter()
                    .collect::<Vec<_>>()
                    .iter()
                    .map(|(name, value)| (name.as_ref(), value.as_str())),
            )
        });
        let navigate = use_navigate();
        let go: Go = Box::new(move |address| {
            let options = NavigateOptions {
                scroll: false,
                // Addresses are whole already: see `browser::at`.
                resolve: false,
                ..NavigateOptions::default()
            };
            navigate(address, options);
        });
        let own = Memo::new(move |_| {
            let query = query.read().clone().into_iter();
            let own = query.filter(|(name, _)| !View::names(name));
            let own = own.map(|(name, value)| {
                format!("{}={}", percent_encoded(&name), percent_encoded(&value))
            });
            own.collect::<Vec<_>>().join("&")
        });
        Self {
            view,
            path: Memo::new(move |_| pathname.get()),
            own,
            go: StoredValue::new_local(go),
        }
    }

    /// Whether a path of the portal is the one that is open.
    pub fn is_at(self, path: &str) -> Memo<bool> {
        let wanted = browser::at(path);
        Memo::new(move |_| self.path.with(|path| path.trim_end_matches('/') == wanted))
    }

    /// The dashboard that the path names, by its slug.
    pub fn dashboard(self) -> Option<String> {
        let below = browser::at("/dashboards/");
        self.path
            .with_untracked(|path| path.strip_prefix(&below).map(str::to_owned))
    }

    /// Changes the view; the browser's back button brings the old one.
    pub fn change(self, change: impl FnOnce(&mut View)) {
        let mut view = self.view.get_untracked();
        change(&mut view);
        if view != self.view.get_untracked() {
            let here = format!("{}?{}", self.path.get_untracked(), self.own.get_untracked());
            let address = address(&here, &view);
            self.go.with_value(|go| go(&address));
        }
    }

    /// Goes to another page of the portal with the same range, zone and refresh.
    pub fn open(self, path: &str) {
        let view = View {
            filters: Vec::new(),
            panel: None,
            incident: None,
            ..self.view.get_untracked()
        };
        let address = address(&browser::at(path), &view);
        self.go.with_value(|go| go(&address));
        browser::to_top();
    }

    /// Does something whenever another page is opened.
    pub fn on_leaving(self, act: impl Fn() + 'static) {
        effect(move |again| {
            let _ = self.path.get();
            if again {
                act();
            }
        });
    }

    /// A link to another page of the portal with the same range, zone and refresh; filters, panel and incident belong to a
    /// page.
    pub fn link(self, path: String) -> impl Fn() -> String + Clone + Send + Sync + 'static {
        move || self.to(&path)
    }

    /// The address of such a link as the view is now.
    pub fn to(self, path: &str) -> String {
        let view = View {
            filters: Vec::new(),
            panel: None,
            incident: None,
            ..self.view.get()
        };
        address(&browser::at(path), &view)
    }

    /// The whole address of what is shown, to be copied.
    pub fn here(self) -> String {
        let origin = browser::window().and_then(|window| window.location().origin().ok());
        format!(
            "{}{}",
            origin.unwrap_or_default(),
            address(&self.path.get_untracked(), &self.view.get_untracked())
        )
    }
}

/// A path with the view's parameters; it may have some of its own, and an anchor.
fn address(path: &str, view: &View) -> String {
    let (path, anchor) = match path.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (path, String::new()),
    };
    let (path, own) = path.split_once('?').unwrap_or((path, ""));
    let shared = view.parameters();
    let shared = shared
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encoded(value)));
    let own = own
        .split('&')
        .filter(|own| !own.is_empty())
        .map(str::to_owned);
    let parameters: Vec<String> = own.chain(shared).collect();
    match parameters.is_empty() {
        true => format!("{path}{anchor}"),
        false => format!("{path}?{}{anchor}", parameters.join("&")),
    }
}
