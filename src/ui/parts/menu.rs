//! A button that opens a small sheet below itself. The browser keeps it on top, closes it on Escape and on a press
//! elsewhere, and gives the focus back.

use crate::ui::browser;
use leptos::{html, prelude::*};
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A sheet that its contents may close.
#[derive(Clone, Copy)]
pub struct Sheet {
    element: NodeRef<html::Div>,
}

impl Sheet {
    /// Closes it.
    pub fn close(self) {
        if let Some(element) = self.element.get_untracked() {
            browser::call(&element, "hidePopover");
        }
    }
}

/// A button with a sheet. The contents are made when it is first opened.
#[component]
pub fn Menu(
    /// The name of the button for those who do not see it.
    label: String,
    /// The classes of the button.
    #[prop(default = "icon")]
    class: &'static str,
    /// What the button shows.
    face: ViewFn,
    /// What the sheet holds.
    contents: Callback<Sheet, AnyView>,
) -> impl IntoView {
    let id = format!("sheet-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let button: NodeRef<html::Button> = NodeRef::new();
    let element: NodeRef<html::Div> = NodeRef::new();
    let (opened, set_opened) = signal(false);
    let (place, set_place) = signal((0.0, 0.0));
    let sheet = Sheet { element };
    // A face has words of its own, and those are its name: who speaks to the page says what is seen.
    let name = (class != "face").then(|| label.clone());
    let on_click = move |_| {
        set_opened.set(true);
        if let (Some(button), Some(width)) = (button.get_untracked(), browser::width()) {
            let edge = button.get_bounding_client_rect();
            set_place.set((edge.bottom() + 4.0, (width - edge.right()).max(8.0)));
        }
    };
    view! {
        <button node_ref=button class=class popovertarget=id.clone() aria-label=name title=label on:click=on_click>
            {face.run()}
        </button>
        <div node_ref=element id=id popover="auto" class="sheet"
            style:top=move || format!("{}px", place.get().0)
            style:right=move || format!("{}px", place.get().1)>
            {move || opened.get().then(|| contents.run(sheet))}
        </div>
    }
}
