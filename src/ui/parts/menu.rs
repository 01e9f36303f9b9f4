//! A button that opens a small sheet below itself. The browser keeps it on top, closes it on Escape and on a press
//! elsewhere, and gives the focus back.

use crate::{
    float,
    ui::{browser, reactive::signal},
};
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

/// Between a button and its sheet (CSS pixels), and between the sheet and the window's edge.
const GAPS: [f64; 2] = [4.0, 8.0];

/// Where a sheet lies in the window, as a style says it.
#[derive(Clone, Default)]
struct Place {
    top: String,
    bottom: String,
    right: String,
    room: String,
}

impl Place {
    /// Below a button, or above one in the lower half of the window.
    fn beside(button: &web_sys::Element) -> Self {
        let edges = button.get_bounding_client_rect();
        let size = browser::width().zip(browser::height());
        let (width, height) = size.unwrap_or((edges.right(), f64::MAX));
        let [gap, edge] = GAPS;
        let (below, above) = (height - edges.bottom(), edges.top());
        let (top, bottom, room) = match below < height / 2.0 {
            true => (
                "auto".to_owned(),
                float::pixels(height - above + gap),
                above,
            ),
            false => (
                float::pixels(edges.bottom() + gap),
                "auto".to_owned(),
                below,
            ),
        };
        let room = float::pixels(room - gap - edge);
        let right = float::pixels((width - edges.right()).max(edge));
        Self {
            top,
            bottom,
            right,
            room,
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
    let (place, set_place) = signal(Place::default());
    let sheet = Sheet { element };
    // A face has words of its own, and those are its name: who speaks to the page says what is seen.
    let name = (class != "face").then(|| label.clone());
    let on_click = move |_| {
        set_opened.set(true);
        if let Some(button) = button.get_untracked() {
            set_place.set(Place::beside(&button));
        }
    };
    view! {
        <button node_ref=button class=class popovertarget=id.clone() aria-label=name title=label on:click=on_click>
            {face.run()}
        </button>
        <div node_ref=element id=id popover="auto" class="sheet"
            style:top=move || place.with(|place| place.top.clone())
            style:bottom=move || place.with(|place| place.bottom.clone())
            style:right=move || place.with(|place| place.right.clone())
            style:max-height=move || place.with(|place| place.room.clone())>
            // What is typed into it stays until it is opened again.
            {move || opened.get().then(|| untrack(|| contents.run(sheet)))}
        </div>
    }
}
