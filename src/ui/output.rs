//! What leaves the page: text and pictures into the clipboard or into files. Knows no panels.

use super::browser::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlCanvasElement};

/// Puts text into the clipboard: by the clipboard's own way where there is one (secure contexts), else by a selection.
/// Returns whether it worked.
pub async fn copy(text: String) -> bool {
    let Some(window) = window() else { return false };
    if window.is_secure_context() {
        return JsFuture::from(window.navigator().clipboard().write_text(&text))
            .await
            .is_ok();
    }
    copy_by_selection(&window, &text).is_some()
}

fn copy_by_selection(window: &web_sys::Window, text: &str) -> Option<()> {
    let document = window.document()?;
    let area: web_sys::HtmlTextAreaElement =
        document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let body = document.body()?;
    body.append_child(&area).ok()?;
    area.select();
    let document: web_sys::HtmlDocument = document.dyn_into().ok()?;
    let copied = document.exec_command("copy").ok();
    area.remove();
    copied.filter(|copied| *copied).map(|_| ())
}

/// Offers text as a file to keep.
pub fn offer(name: &str, kind: &str, text: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        offer_blob(name, &blob);
    }
}

/// Offers bytes as a file to keep.
pub fn offer_bytes(name: &str, kind: &str, bytes: &[u8]) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        offer_blob(name, &blob);
    }
}

/// The bytes of a blob or a file.
pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Offers a blob as a file to keep.
pub fn offer_blob(name: &str, blob: &Blob) {
    let Ok(address) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The download has its own hold on the data.
    let _ = web_sys::Url::revoke_object_url(&address);
}

/// A canvas as a PNG.
pub async fn png(canvas: &HtmlCanvasElement) -> Option<Blob> {
    JsFuture::from(promised_png(canvas))
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Puts a canvas into the clipboard as a picture; returns whether it worked. Browsers have no way for pictures outside
/// of secure contexts.
pub async fn copy_picture(canvas: &HtmlCanvasElement) -> bool {
    try_copy_picture(canvas).await.is_ok()
}

async fn try_copy_picture(canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let item: js_sys::Function =
        js_sys::Reflect::get(&window, &"ClipboardItem".into())?.dyn_into()?;
    // The promise itself, not its outcome: Safari forgets the press of the button while it is awaited.
    let contents = js_sys::Object::new();
    js_sys::Reflect::set(&contents, &"image/png".into(), &promised_png(canvas))?;
    let item = js_sys::Reflect::construct(&item, &js_sys::Array::of1(&contents))?;
    if !window.is_secure_context() {
        return Err(JsValue::NULL);
    }
    let clipboard = window.navigator().clipboard();
    JsFuture::from(clipboard.write(&js_sys::Array::of1(&item))).await?;
    Ok(())
}

fn promised_png(canvas: &HtmlCanvasElement) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        // Fails for canvases that hold foreign pictures; ours hold none.
        if let Err(error) = canvas.to_blob(&resolve) {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}
