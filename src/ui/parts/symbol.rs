//! Symbols: shapes from the sprite in `index.html`, coloured by the style sheet.

use leptos::{prelude::*, tachys::html::InertElement};

/// A symbol of the sprite. It is decoration: words stand beside it. An element of which a copy is made, and which is left alone
/// while it stays the same: `view!` would set its attributes anew whenever what is around it changes.
pub fn symbol(name: &'static str) -> AnyView {
    InertElement::new(format!(
        "<svg class=\"symbol symbol-{name}\" aria-hidden=\"true\"><use href=\"#symbol-{name}\"/></svg>"
    ))
    .into_any()
}
