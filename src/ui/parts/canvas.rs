//! A canvas that is drawn again when its size, its contents or the theme changes. Knows no chart.

use crate::{
    chart::canvas::Canvas,
    ui::{
        browser::{SizeWatch, density},
        reactive::{effect, signal},
    },
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

/// A canvas that fills its parent. `draw` is given the canvas, its size in CSS pixels and its density; every signal it
/// reads makes it run again.
#[component]
pub fn DrawnCanvas(
    label: Signal<String>,
    /// Says nothing of its own, so it is hidden from those who do not see it.
    #[prop(default = false)]
    decoration: bool,
    /// Whether there is anything to draw. A canvas that was never drawn on costs next to nothing, a cleared one as much as any.
    #[prop(default = true.into(), into)]
    shows: Signal<bool>,
    draw: impl Fn(Canvas<'_>, (u32, u32), f64) + 'static,
) -> impl IntoView {
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    let holder: NodeRef<html::Div> = NodeRef::new();
    let (size, set_size) = signal((0_u32, 0_u32));
    let watch = StoredValue::new_local(None::<SizeWatch>);
    let drawn = StoredValue::new(false);
    effect(move |_| {
        if let Some(holder) = holder.get() {
            watch.set_value(SizeWatch::new(&holder, move |width, height| {
                set_size.set((width, height));
            }));
        }
    });
    effect(move |_| {
        let ((width, height), shows) = (size.get(), shows.get());
        let Some(canvas) = canvas.get() else { return };
        if width < 8 || height < 8 || !(shows || drawn.get_value()) {
            return;
        }
        drawn.set_value(shows);
        let density = density();
        let pixels = |length: u32| (f64::from(length) * density).round() as u32;
        // Setting the size, even to the same, throws the backing store away.
        if canvas.width() != pixels(width) || canvas.height() != pixels(height) {
            canvas.set_width(pixels(width));
            canvas.set_height(pixels(height));
        }
        let context = canvas.get_context("2d").ok().flatten();
        if let Some(context) =
            context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
        {
            let clean = Canvas::begin(&context, (width, height), density);
            if shows {
                draw(clean, (width, height), density);
            }
        }
    });
    view! {
        <div class="canvas" node_ref=holder>
            <canvas node_ref=canvas
                role=(!decoration).then_some("img")
                aria-label=move || (!decoration).then(|| label.get())
                aria-hidden=decoration.then_some("true")></canvas>
        </div>
    }
}
